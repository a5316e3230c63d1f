"""The learning curve: what a share draws, and the table of trainings that are done."""

import json
import sys
from types import SimpleNamespace

import pytest


@pytest.fixture(scope="module")
def curve(script):
    return script("learning_curve")


def test_a_share_draws_reports_with_all_their_forms(curve) -> None:
    reports = [SimpleNamespace(doc_id=f"r{number % 8}", held=False) for number in range(16)]
    held = [SimpleNamespace(doc_id="v", held=True)]
    drawn = list(curve.drawn([*reports, *held], 0.25, seed=1))
    ids = [example.doc_id for example in drawn]
    assert drawn[-1:] == held
    assert len(set(ids)) == 3  # two of the eight, and the one that validates
    assert all(ids.count(doc_id) == 2 for doc_id in set(ids) - {"v"})
    assert drawn == list(curve.drawn([*reports, *held], 0.25, seed=1))
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
