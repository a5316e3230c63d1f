"""The scorer: counts worked out by hand."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import Tree, mention, report
from typer.testing import CliRunner

from ketluan.errors import AnnotationError
from ketluan.evaluate import FACT_KINDS, LINK_KINDS, Count, evaluate, read_records
from ketluan.evaluate.match import align, close, extent_overlap, same_text, same_unit, word_overlap


def altered(path: list[str | int], value: object) -> Tree:
    record = deepcopy(report())
    target: Any = record
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return record


def counts(gold: list[Tree], pred: list[Tree], **options: bool) -> dict[str, tuple[int, int, int]]:
    return {kind: (c.tp, c.gold, c.pred) for kind, c in evaluate(gold, pred, **options).rows().items()}


def test_a_perfect_prediction_finds_every_fact_and_link() -> None:
    expected = dict.fromkeys((*FACT_KINDS, *LINK_KINDS), (1, 1, 1))
    expected |= {"metrics": (3, 3, 3), "metric.indicator": (3, 3, 3)}
    for kind in ("metric.qualifier", "metric.period", "metric.programme"):
        expected[kind] = (2, 2, 2)
    expected |= {"FACTS": (11, 11, 11), "LINKS": (18, 18, 18), "ALL": (29, 29, 29)}
    assert counts([report()], [report()]) == expected


def test_nothing_predicted_is_nothing_found() -> None:
    scores = evaluate([report()], [])
    assert scores.all == Count(0, 29, 0)
    assert (scores.all.precision, scores.all.recall, scores.all.f1) == (0.0, 0.0, 0.0)
    assert scores.predicted == 0


def test_an_empty_gold_has_no_scores_but_zeros() -> None:
    assert evaluate([], [report()]).all == Count()


def test_reports_that_only_the_prediction_has_are_left_out() -> None:
    assert counts([report()], [report(), report("b")]) == counts([report()], [report()])


def test_common_leaves_out_the_reports_without_prediction() -> None:
    gold = [report(), report("b")]
    assert counts(gold, [report("b")])["FACTS"] == (11, 22, 11)
    assert counts(gold, [report("b")], common=True)["FACTS"] == (11, 11, 11)


def test_each_report_has_scores_of_its_own() -> None:
    scores = evaluate([report(), report("b")], [altered(["officials", 0, "name"], "Ai"), report("b")])
    assert scores.documents["a"].facts == Count(8, 11, 11)
    assert scores.documents["b"].facts == Count(11, 11, 11)
    assert scores.facts == Count(19, 22, 22)


def test_precision_recall_and_f1() -> None:
    count = Count(tp=3, gold=4, pred=6)
    assert (count.precision, count.recall) == (0.5, 0.75)
    assert count.f1 == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("path", "value", "lost"),
    [
        (["officials", 0, "name"], "LÊ THỊ  MƠ.", set()),
        (["officials", 0, "positions", 0, "title"], "Bí thư Huyện", set()),
        (["officials", 0, "positions", 0, "title"], "Bí thư", {"positions"}),
        (["meeting", "date", "end"], "2023-05-05", {"meeting date"}),
        (["meeting", "chairs"], [], {"chairs"}),
        (["documents", 0, "number"], "6", {"documents"}),
        (["documents", 0, "number"], None, set()),
        (["documents", 0, "kind"], "Chỉ thị", {"documents"}),
        (["metrics", 1, "value"], "60.0", set()),
        (["metrics", 1, "mentions", 0], mention(102, "60%"), set()),
        (["metrics", 1, "change"], "decrease", {"metric.change"}),
        (["metrics", 1, "change"], "none", {"metric.change"}),
        (["metrics", 1, "status"], "remaining", {"metric.status"}),
        (["metrics", 1, "basis", "kind"], "total", {"metric.basis"}),
        (["metrics", 1, "basis", "of"], "m2", {"metric.of"}),
        (["metrics", 1, "basis", "of"], None, {"metric.of"}),
        (["metrics", 1, "subject"], mention(90, "xã"), set()),
        (["metrics", 1, "subject"], mention(90, "huyện"), {"metric.subject"}),
        (["metrics", 1, "indicator"], "thu", {"metric.indicator"}),
        (["metrics", 0, "qualifier"], "about", {"metric.qualifier"}),
        (["metrics", 0, "period", "end"], "2023-05-05", {"metric.period"}),
        (["metrics", 0, "programme"], None, {"metric.programme"}),
        (
            ["metrics", 1, "unit"],
            "điểm",
            {"metrics"} | {f"metric.{x}" for x in ["change", "status", "basis", "of", "indicator", "subject"]},
        ),
        (["directives", 0, "issuer"], {"text": "Lê Thị Mơ"}, set()),
        (["directives", 0, "issuer"], {"text": "Chủ tịch"}, {"directive.issuer"}),
        (["directives", 0, "addressees"], [], {"directive.addressees"}),
        (["directives", 0, "deadline"], None, {"directive.deadline"}),
        (["directives", 0, "programme"], None, {"directive.programme"}),
        (["directives", 0, "mentions", 0], mention(128, "ong cầu trước 1/6"), set()),
        (["deadlines", 0, "end"], "2023-06-01", {"deadlines", "directive.deadline"}),
        (["deadlines", 0, "start"], "2023-05-01", set()),
    ],
)
def test_one_change_loses_just_what_it_touches(path: list[str | int], value: object, lost: set[str]) -> None:
    scores = evaluate([report()], [altered(path, value)])
    assert {kind for kind, count in scores.counts.items() if count.tp < count.gold} == lost


def test_two_metrics_cannot_be_right_by_one() -> None:
    gold = altered(["metrics", 0, "mentions"], [mention(70, "12 triệu đồng")])
    twice = altered(["metrics", 0, "mentions"], [mention(70, "12 triệu đồng"), mention(70, "12 triệu đồng")])
    assert counts([gold], [twice])["metrics"] == (2, 2, 3)


def test_a_record_that_does_not_fit_is_named() -> None:
    with pytest.raises(AnnotationError, match="predicted records, record 2: not a record: metrics"):
        evaluate([report()], [report(), altered(["metrics"], 3)])


def test_two_records_of_a_report_are_refused() -> None:
    with pytest.raises(AnnotationError, match="gold records, record 2: the report 'a' has two records"):
        evaluate([report(), report()], [])


def write(path: Path, *records: Tree) -> Path:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return path


def test_records_are_read_from_jsonl(tmp_path: Path) -> None:
    path = write(tmp_path / "gold.jsonl", report(), report("b"))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b"\n")
    assert [record.doc_id for record in read_records(path)] == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{}\n", "line 1: not a record: doc_id"),
        (b'{"doc_id": "a"}\n{"doc_id": "b"\n', "line 2: not a record: Invalid JSON"),
        (b'{"doc_id": "a"}\n\n{"doc_id": "a"}\n', "line 3: the report 'a' has a record in line 1 already"),
        (b'{"doc_id": "\xff"}\n', "line 1: not a record"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "pred.jsonl"
    path.write_bytes(content)
    with pytest.raises(AnnotationError) as caught:
        list(read_records(path))
    assert str(caught.value).startswith(f"{path}, {message}")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(AnnotationError, match=r"none\.jsonl: the records cannot be read"):
        list(read_records(tmp_path / "none.jsonl"))


def test_texts_are_compared_without_case_form_and_edges() -> None:
    assert same_text("“TỈNH  Ủy.”", "ti\u0309nh u\u0309y")
    assert not same_text("tỉnh ủy", "tỉnh uỷ")


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("", "", True),
        ("", "đồng", False),
        ("đồng", "đồng/m2", True),
        ("hộ nghèo", "hộ dân", False),
        ("hộ", "hộ dân", True),
    ],
)
def test_units(a: str, b: str, same: bool) -> None:
    assert same_unit(a, b) is same
    assert same_unit(b, a) is same


def test_figures_are_the_same_within_a_millionth() -> None:
    assert close(45e12, 45e12 + 1)
    assert not close(45, 45.1)
    assert close(None, None)
    assert not close(None, 0.0)


@given(st.text(), st.text())
def test_word_overlap_is_a_symmetric_share(a: str, b: str) -> None:
    assert 0 <= word_overlap(a, b) == word_overlap(b, a) <= 1
    assert word_overlap(a, a) == 1


extents = st.tuples(st.integers(0, 50), st.integers(0, 20)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(extents, max_size=8), st.lists(extents, max_size=8))
def test_pairs_are_one_to_one_and_none_is_left_that_could_be_made(
    gold: list[tuple[int, int]], pred: list[tuple[int, int]]
) -> None:
    numbered_gold, numbered_pred = list(enumerate(gold)), list(enumerate(pred))
    pairs = align(
        numbered_gold,
        numbered_pred,
        lambda a, b: extent_overlap(a[1], b[1]) > 0,
        lambda a, b: extent_overlap(a[1], b[1]),
    )
    taken_gold, taken_pred = {a[0] for a, _ in pairs}, {b[0] for _, b in pairs}
    assert len(taken_gold) == len(taken_pred) == len(pairs)
    for i, wanted in numbered_gold:
        for j, offered in numbered_pred:
            assert i in taken_gold or j in taken_pred or extent_overlap(wanted, offered) == 0


def run_command(*arguments: str) -> Any:
    import typer

    from ketluan.cli.evaluate import evaluate as command

    app = typer.Typer()
    app.command()(command)
    return CliRunner().invoke(app, list(arguments))


def test_the_command_prints_a_table(tmp_path: Path) -> None:
    gold, pred = write(tmp_path / "gold.jsonl", report("[b]")), write(tmp_path / "pred.jsonl", report("[b]"))
    result = run_command(str(gold), str(pred), "--per-doc")
    assert result.exit_code == 0
    assert "metric.basis" in result.stdout
    assert "[b]" in result.stdout


def test_the_command_writes_json(tmp_path: Path) -> None:
    gold, pred = write(tmp_path / "gold.jsonl", report(), report("b")), write(tmp_path / "pred.jsonl", report())
    result = json.loads(run_command(str(gold), str(pred), "--json", "--per-doc").stdout)
    assert (result["documents"], result["predicted"]) == (2, 1)
    assert result["scores"]["FACTS"] == {
        "precision": 1.0, "recall": 0.5, "f1": pytest.approx(2 / 3), "tp": 11, "gold": 22, "pred": 11,
    }  # fmt: skip
    assert result["per_document"]["b"]["ALL"]["tp"] == 0
    common = json.loads(run_command(str(gold), str(pred), "--json", "--common").stdout)
    assert common["scores"]["FACTS"]["recall"] == 1.0
    assert "per_document" not in common
