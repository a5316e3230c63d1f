"""The learning curve: what a share draws, and the table of trainings that are done."""

import json
import sys
from types import SimpleNamespace

import pytest


@pytest.fixture(scope="module")
def curve(script):
    return script("learning_curve")


def test_a_share_draws_reports_with_all_their_forms(curve) -> None:
    reports = [SimpleNamespace(doc_id=f"r{number % 8}") for number in range(16)]
    drawn = curve.drawn(reports, 0.25, seed=1)
    ids = [example.doc_id for example in drawn]
    assert len(set(ids)) == 2
    assert all(ids.count(doc_id) == 2 for doc_id in set(ids))
    assert drawn == curve.drawn(reports, 0.25, seed=1)
    assert {e.doc_id for e in curve.drawn(reports, 1.0, seed=1)} == {e.doc_id for e in reports}


def test_trainings_that_are_done_are_told_and_not_repeated(curve, tmp_path, monkeypatch, capsys) -> None:
    entries = [
        {"share": 0.5, "seed": seed, "reports": 10, "FACTS": facts, "LINKS": 0.5}
        for seed, facts in ((1, 0.8), (2, 0.9))
    ]
    (tmp_path / "scores.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    told = "GOLD --gold-texts X --records R --texts T --encoder NONE --vectors NONE --shares 0.5 --seeds 1 2 -o"
    monkeypatch.setattr(sys, "argv", ["learning_curve.py", *told.split(), str(tmp_path)])
    curve.main()
    assert "| 10 | 0.850 (0.800 to 0.900) | 0.500 (0.500 to 0.500) |" in capsys.readouterr().out


def test_several_at_a_time_are_trained_as_one_after_another(curve, tmp_path, monkeypatch, capsys) -> None:
    def point(self, share: float, seed: int) -> dict[str, float]:
        return {"share": share, "seed": seed, "reports": round(share * 8), "FACTS": share, "LINKS": seed / 10}

    monkeypatch.setattr(curve.Curve, "point", point)
    monkeypatch.setattr(curve, "prepared", lambda arguments: curve.Curve(arguments, [], None, [], None))
    told = "GOLD --gold-texts X --records R --texts T --encoder NONE --vectors NONE --shares 0.5 1 --seeds 1 2 -o"
    tables = []
    for jobs in ("1", "2"):
        monkeypatch.setattr(sys, "argv", ["learning_curve.py", "--jobs", jobs, *told.split(), str(tmp_path)])
        curve.main()
        tables.append(capsys.readouterr().out)
    assert tables[0] == tables[1]
    assert "| 8 | 1.000 (1.000 to 1.000) | 0.150 (0.100 to 0.200) |" in tables[0]
