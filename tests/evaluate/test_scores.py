"""The scorer: counts worked out by hand, and the reference scorer's counts where it is here."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from ketluan.errors import AnnotationError
from ketluan.evaluate import FACT_KINDS, LINK_KINDS, Count, evaluate, read_records
from ketluan.evaluate.match import align, close, extent_overlap, same_text, same_unit, word_overlap
from ketluan.record import Record

SHARED = Path(__file__).resolve().parents[3] / "shared"
REFERENCE = SHARED / "score.py"
GOLD = SHARED / "dev" / "gold.jsonl"

Tree = dict[str, Any]


def mention(start: int, text: str) -> Tree:
    return {"start": start, "end": start + len(text), "text": text}


def report(doc_id: str = "a") -> Tree:
    return {
        "doc_id": doc_id,
        "meeting": {
            "date": {"start": "2023-05-04", "end": "2023-05-04", "span": mention(0, "Ngày 4/5")},
            "chairs": ["o1"],
        },
        "officials": [
            {
                "id": "o1",
                "name": "Lê Thị Mơ",
                "positions": [{"title": "Bí thư Huyện ủy", "span": mention(10, "Bí thư Huyện ủy")}],
                "mentions": [mention(26, "Lê Thị Mơ")],
            }
        ],
        "documents": [{"id": "d1", "kind": "Nghị quyết", "number": "5", "mentions": [mention(40, "Nghị quyết 5")]}],
        "programmes": [{"id": "p1", "kind": "cầu", "name": "cầu Gỗ", "mentions": [mention(60, "cầu Gỗ")]}],
        "metrics": [
            {
                "id": "m1",
                "indicator": "chi",
                "value": "12000000",
                "unit": "đồng",
                "qualifier": "over",
                "period": {"start": "2023-01-01", "end": "2023-05-04"},
                "programme": "p1",
                "mentions": [mention(70, "12 triệu đồng"), mention(170, "12 triệu đồng")],
            },
            {
                "id": "m2",
                "indicator": "chi",
                "value": "60",
                "unit": "%",
                "change": "increase",
                "status": "target",
                "basis": {"kind": "plan", "of": "m1"},
                "subject": mention(90, "xã Hạ"),
                "mentions": [mention(100, "60%")],
            },
        ],
        "directives": [
            {
                "id": "x1",
                "action": "xã Hạ xong cầu trước 1/6",
                "issuer": {"official": "o1", "text": "Bí thư"},
                "addressees": [mention(120, "xã Hạ")],
                "deadline": "t1",
                "programme": "p1",
                "mentions": [mention(120, "xã Hạ xong cầu trước 1/6")],
            }
        ],
        "deadlines": [{"id": "t1", "end": "2023-05-31", "mentions": [mention(135, "trước 1/6")]}],
    }


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


# Parity with the reference scorer: random damage to the gold, which keeps every record within the contract.

Damage = Callable[[random.Random, Tree], None]


def drop_facts(rng: random.Random, record: Tree) -> None:
    for kind in ("officials", "documents", "programmes", "metrics", "directives", "deadlines"):
        record[kind] = [fact for fact in record[kind] if rng.random() > 0.2]
    ids = {kind: {fact["id"] for fact in record[kind]} for kind in ("officials", "programmes", "metrics", "deadlines")}
    if record["meeting"]:
        record["meeting"]["chairs"] = [c for c in record["meeting"]["chairs"] if c in ids["officials"]]
    for fact in record["metrics"] + record["directives"]:
        if fact.get("programme") not in ids["programmes"]:
            fact["programme"] = None
    for metric in record["metrics"]:
        if metric["basis"] and metric["basis"]["of"] not in ids["metrics"]:
            metric["basis"]["of"] = None
    for directive in record["directives"]:
        if directive["deadline"] not in ids["deadlines"]:
            directive["deadline"] = None
        if directive["issuer"] and directive["issuer"]["official"] not in ids["officials"]:
            directive["issuer"]["official"] = None


def shift_spans(rng: random.Random, record: Tree) -> None:
    for kind in ("metrics", "directives", "deadlines"):
        for fact in record[kind]:
            for span in fact["mentions"]:
                if rng.random() < 0.4:
                    move = rng.randint(-min(8, span["start"]), 8)
                    span["start"] += move
                    span["end"] += move
                elif rng.random() < 0.4:
                    span["text"] = span["text"][: rng.randint(0, len(span["text"]))]
                    span["end"] = span["start"] + len(span["text"])


def change_values(rng: random.Random, record: Tree) -> None:
    for metric in record["metrics"]:
        field = rng.choice(
            ["value", "unit", "qualifier", "change", "status", "period", "basis", "indicator", "subject", ""]
        )
        if field == "value" and metric["value"]:
            metric["value"] += rng.choice([".0000001", "1"]) if "." not in metric["value"] else "1"
        elif field == "value":
            metric["low"] = "1"
        elif field == "unit":
            metric["unit"] = rng.choice(["", metric["unit"].upper(), metric["unit"] + " mới", metric["unit"][:2], "ha"])
        elif field == "qualifier":
            metric["qualifier"] = rng.choice(["exact", "about", "over", "at_most"])
        elif field == "change":
            metric["change"] = rng.choice(["none", "increase", "decrease"])
        elif field == "status":
            metric["status"] = rng.choice(["actual", "target", "remaining"])
        elif field == "period":
            metric["period"] = rng.choice([None, {"start": "2019-01-01", "end": "2019-12-31"}])
        elif field == "basis":
            other = rng.choice([None, *(m["id"] for m in record["metrics"])])
            metric["basis"] = rng.choice([None, {"kind": rng.choice([None, "plan", "total"]), "of": other}])
        elif field == "indicator":
            metric["indicator"] = " ".join(metric["indicator"].split()[: rng.randint(0, 3)])
        elif field == "subject":
            metric["subject"] = rng.choice([None, mention(0, "TP"), metric["subject"]])


def change_names(rng: random.Random, record: Tree) -> None:
    for official in record["officials"]:
        official["name"] = rng.choice([official["name"], official["name"].upper(), official["name"].split()[-1]])
        for position in official["positions"]:
            words = position["title"].split()
            position["title"] = " ".join(words[: rng.randint(1, len(words))])
    for paper in record["documents"] + record["programmes"]:
        paper["number"] = rng.choice([paper["number"], None, "1"])
        paper["kind"] = rng.choice([paper["kind"], "Đề án", paper["kind"] + " mới"])
        words = paper["mentions"][0]["text"].split(" ")
        paper["mentions"] = [mention(0, " ".join(words[: rng.randint(1, len(words))]))]
    for paper in record["documents"]:
        paper["title"] = rng.choice([paper["title"], None, "đất đai"])


def change_links(rng: random.Random, record: Tree) -> None:
    officials = [None, *(o["id"] for o in record["officials"])]
    programmes = [None, *(p["id"] for p in record["programmes"])]
    deadlines = [None, *(t["id"] for t in record["deadlines"])]
    for directive in record["directives"]:
        text = rng.choice(["", "Chủ tịch", "thành phố"])
        directive["issuer"] = rng.choice([None, directive["issuer"], {"official": rng.choice(officials), "text": text}])
        directive["deadline"] = rng.choice(deadlines)
        directive["addressees"] = [*directive["addressees"], mention(0, "các cấp")][: rng.randint(0, 3)]
    for fact in record["directives"] + record["metrics"]:
        if rng.random() < 0.5:
            fact["programme"] = rng.choice(programmes)
    for deadline in record["deadlines"]:
        if rng.random() < 0.3:
            deadline |= {"start": None, "end": rng.choice([None, "2019-12-31"])}
    if rng.random() < 0.3:
        record["meeting"] = None
    elif record["meeting"]:
        record["meeting"]["chairs"] = [o for o in officials if o and rng.random() < 0.5]
        if rng.random() < 0.3:
            record["meeting"]["date"] = None


def repeat_facts(rng: random.Random, record: Tree) -> None:
    for kind in ("officials", "documents", "programmes", "metrics", "directives", "deadlines"):
        copies = [{**deepcopy(fact), "id": f"{fact['id']}bis"} for fact in record[kind] if rng.random() < 0.3]
        record[kind] += copies
        rng.shuffle(record[kind])
    for fact in record["metrics"] + record["deadlines"]:
        fact["mentions"] = fact["mentions"] * rng.randint(1, 2)


DAMAGES: tuple[Damage, ...] = (drop_facts, shift_spans, change_values, change_names, change_links, repeat_facts)


def damage(seed: int, gold: list[Tree]) -> list[Tree]:
    rng = random.Random(seed)
    damaged = deepcopy(gold)
    for record in damaged:
        for harm in rng.sample(DAMAGES, rng.randint(1, len(DAMAGES))):
            harm(rng, record)
    return [record for record in damaged if rng.random() > 0.1]


@pytest.fixture(scope="module")
def reference() -> Any:
    if not REFERENCE.exists():
        pytest.skip(f"measures against {REFERENCE}, which is not here")
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reduced(reference: Any, records: list[Tree]) -> Tree:
    return {record["doc_id"]: reference.from_record(record) for record in records}


def assert_parity(reference: Any, gold: list[Tree], pred: list[Tree]) -> None:
    totals, per_document = reference.score(reduced(reference, gold), reduced(reference, pred))
    scores = evaluate(gold, pred)
    assert {kind: [c.tp, c.gold, c.pred] for kind, c in scores.counts.items()} == dict(totals)
    assert {
        doc_id: {kind: [c.tp, c.gold, c.pred] for kind, c in found.counts.items()}
        for doc_id, found in scores.documents.items()
    } == per_document
    for summed, keys in ((scores.facts, reference.CORE), (scores.all, list(totals))):
        assert [summed.tp, summed.gold, summed.pred] == reference.total(totals, keys)
        assert (summed.precision, summed.recall, summed.f1) == reference.prf(reference.total(totals, keys))


@pytest.mark.parametrize("seed", range(8))
def test_parity_with_the_reference_on_a_made_up_report(reference: Any, seed: int) -> None:
    gold = [json.loads(Record.model_validate(report(doc_id)).to_json()) for doc_id in "abcdefgh"]
    assert_parity(reference, gold, damage(seed, gold))


@pytest.mark.parametrize("seed", range(12))
def test_parity_with_the_reference_on_damaged_gold(reference: Any, seed: int) -> None:
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").split("\n")[:-1]]
    pred = damage(seed, gold)
    assert_parity(reference, gold, pred)
    assert_parity(reference, pred, gold)
