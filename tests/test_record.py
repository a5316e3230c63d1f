"""The contract: what a record accepts, what it refuses, and how it is written."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from ketluan.errors import AnnotationError
from ketluan.record import Metric, Period, Record, Span, parse_record

SHARED = Path(__file__).resolve().parents[2] / "shared"

TEXT = "Ngày 4/5, Bí thư Lê Thị Mơ yêu cầu xã Hạ xong cầu Gỗ trước 1/6. Đã chi 12 triệu đồng, bằng 60% dự toán."


def span(quote: str) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "text": quote}


def sample() -> dict[str, Any]:
    return {
        "schema_version": "1",
        "doc_id": "a",
        "source": {"uri": "a.txt", "title": None, "published": "2023-05-05", "sha256": "0" * 64},
        "reference_date": "2023-05-05",
        "meeting": {
            "name": None,
            "date": {"start": "2023-05-04", "end": "2023-05-04", "span": span("Ngày 4/5")},
            "chairs": ["o1"],
        },
        "officials": [
            {
                "id": "o1",
                "name": "Lê Thị Mơ",
                "positions": [{"title": "Bí thư", "span": span("Bí thư")}],
                "mentions": [span("Lê Thị Mơ")],
                "confidence": 0.9,
            }
        ],
        "documents": [{"id": "d1", "kind": "Dự toán", "date": "2023-01-02", "mentions": [span("dự toán")]}],
        "programmes": [{"id": "p1", "kind": "cầu", "name": "cầu Gỗ", "mentions": [span("cầu Gỗ")]}],
        "metrics": [
            {
                "id": "m1",
                "indicator": "chi",
                "value": "12000000",
                "unit": "đồng",
                "period": {"start": "2023-01-01", "end": "2023-05-04"},
                "programme": "p1",
                "mentions": [span("12 triệu đồng")],
            },
            {
                "id": "m2",
                "indicator": "chi",
                "value": "60",
                "unit": "%",
                "basis": {"kind": "plan", "of": "m1"},
                "subject": span("xã Hạ"),
                "mentions": [span("60%")],
            },
        ],
        "directives": [
            {
                "id": "x1",
                "action": "xã Hạ xong cầu Gỗ trước 1/6",
                "issuer": {"official": "o1", "text": "Lê Thị Mơ"},
                "addressees": [span("xã Hạ")],
                "deadline": "t1",
                "programme": "p1",
                "mentions": [span("xã Hạ xong cầu Gỗ trước 1/6")],
            }
        ],
        "deadlines": [{"id": "t1", "start": None, "end": "2023-05-31", "mentions": [span("trước 1/6")]}],
        "checks": [{"code": "share_mismatch", "severity": "warning", "message": "…", "refs": ["m1", "m2"]}],
    }


def changed(path: list[str | int], value: object) -> dict[str, Any]:
    record = deepcopy(sample())
    target: Any = record
    for step in path[:-1]:
        target = target[step]
    target[path[-1]] = value
    return record


def test_a_record_survives_writing_and_reading() -> None:
    record = Record.model_validate(sample())
    assert parse_record(record.to_json()) == record


def test_json_is_one_line_of_plain_letters_in_the_contracts_order() -> None:
    line = Record.model_validate(sample()).to_json()
    assert "\n" not in line
    assert "Lê Thị Mơ" in line
    written = json.loads(line)
    assert list(written) == [
        "schema_version", "doc_id", "source", "reference_date", "meeting", "officials", "documents", "programmes",
        "metrics", "directives", "deadlines", "checks",
    ]  # fmt: skip
    assert written["reference_date"] == "2023-05-05"
    assert written["metrics"][0]["value"] == "12000000"
    assert written["metrics"][0]["confidence"] is None
    assert written["officials"][0]["confidence"] == 0.9


def test_text_is_written_only_where_it_is_known() -> None:
    assert json.loads(Record.model_validate({**sample(), "text": TEXT}).to_json())["text"] == TEXT


def test_what_a_gold_file_leaves_out_has_its_default() -> None:
    metric = Record.model_validate(sample()).metrics[1]
    assert (metric.qualifier, metric.change, metric.status) == ("exact", "none", "actual")
    assert (metric.programme, metric.low, metric.total, metric.period, metric.confidence) == (None,) * 5


def test_values_are_frozen() -> None:
    metric = Record.model_validate(sample()).metrics[0]
    with pytest.raises(ValidationError, match="frozen"):
        metric.unit = "USD"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["colour"], "red"),
        (["metrics", 0, "colour"], "red"),
        (["schema_version"], "2"),
        (["doc_id"], ""),
        (["source", "sha256"], "abc"),
        (["reference_date"], "5/5/2023"),
        (["reference_date"], "2023-02-30"),
        (["reference_date"], "2023-05-05T00:00:00"),
        (["reference_date"], 1683244800),
        (["officials", 0, "confidence"], 1.01),
        (["officials", 0, "confidence"], -0.01),
        (["officials", 0, "mentions"], []),
        (["metrics", 0, "value"], 12000000),
        (["metrics", 0, "value"], "1.2e7"),
        (["metrics", 0, "value"], "12.000.000"),
        (["metrics", 0, "value"], "12,5"),
        (["metrics", 0, "value"], "12\n"),
        (["metrics", 0, "value"], "١٢"),
        (["metrics", 0, "value"], ""),
        (["metrics", 0, "qualifier"], "roughly"),
        (["metrics", 0, "period"], {"start": "2023-05-04", "end": "2023-01-01"}),
        (["metrics", 0, "period"], {"start": "2023-05-04", "end": None}),
        (["meeting", "date", "start"], "2023-05-05"),
        (["deadlines", 0, "start"], "2023-06-01"),
        (["metrics", 0, "mentions", 0], {"start": 5, "end": 3, "text": ""}),
        (["metrics", 0, "mentions", 0], {"start": -1, "end": 1, "text": "ab"}),
        (["metrics", 0, "mentions", 0], {"start": 3, "end": 5, "text": "abc"}),
        (["metrics", 1, "id"], "m1"),
        (["deadlines", 0, "id"], "x1"),
        (["meeting", "chairs"], ["o2"]),
        (["meeting", "chairs"], ["p1"]),
        (["metrics", 1, "basis", "of"], "m3"),
        (["metrics", 1, "basis", "of"], "p1"),
        (["metrics", 0, "programme"], "p2"),
        (["directives", 0, "programme"], "d1"),
        (["directives", 0, "deadline"], "t2"),
        (["directives", 0, "issuer", "official"], "o2"),
        (["checks", 0, "refs"], ["m1", "m9"]),
        (["checks", 0, "code"], "Share mismatch"),
    ],
)
def test_what_does_not_fit_the_contract_is_refused(path: list[str | int], value: object) -> None:
    with pytest.raises(ValidationError):
        Record.model_validate(changed(path, value))


@pytest.mark.parametrize("figure", ["0", "-3", "107.3", "45000000000000", "0.5"])
def test_figures_stay_the_strings_they_are(figure: str) -> None:
    assert Record.model_validate(changed(["metrics", 0, "value"], figure)).metrics[0].value == figure


def test_an_error_names_the_file_the_line_and_the_field() -> None:
    line = json.dumps(changed(["metrics", 0, "unit"], None))
    with pytest.raises(AnnotationError) as caught:
        parse_record(line, source="gold.jsonl", place="line 3")
    assert str(caught.value).startswith("gold.jsonl, line 3: not a record: metrics.0.unit: ")


@pytest.mark.parametrize("line", ["", "{", "[]", "null", '{"doc_id": "a"', b"\xff\xfe"])
def test_what_is_no_json_object_is_an_annotation_error(line: str | bytes) -> None:
    with pytest.raises(AnnotationError, match="not a record"):
        parse_record(line)


def test_spans_are_all_found_with_their_places() -> None:
    places = [place for place, _ in Record.model_validate(sample()).spans()]
    assert places == [
        "meeting.date.span",
        "officials[0].positions[0].span",
        "officials[0].mentions[0]",
        "documents[0].mentions[0]",
        "programmes[0].mentions[0]",
        "metrics[0].mentions[0]",
        "metrics[1].subject",
        "metrics[1].mentions[0]",
        "directives[0].addressees[0]",
        "directives[0].mentions[0]",
        "deadlines[0].mentions[0]",
    ]


def test_spans_that_quote_their_text_pass() -> None:
    Record.model_validate(sample()).check_spans(TEXT)


@pytest.mark.parametrize("text", [TEXT.replace("60%", "61%"), TEXT[:-12], "Tin: " + TEXT, ""])
def test_a_span_that_does_not_quote_its_text_is_named(text: str) -> None:
    with pytest.raises(AnnotationError) as caught:
        Record.model_validate(sample()).check_spans(text)
    assert caught.value.source == "a"
    assert caught.value.place in dict(Record.model_validate(sample()).spans())


@given(st.text(), st.data())
def test_any_cut_of_any_text_is_a_span_of_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    metric = Metric(
        id="m1", indicator="", unit="", mentions=[Span(start=start, end=end, text=text[start:end])], value="1"
    )
    Record(doc_id="a", metrics=[metric]).check_spans(text)


@given(st.dates(), st.dates())
def test_a_period_runs_forwards(start: Any, end: Any) -> None:
    if start <= end:
        assert Period(start=start, end=end).model_dump(mode="json") == {
            "start": start.isoformat(),
            "end": end.isoformat(),
        }
    else:
        with pytest.raises(ValidationError, match="after its end"):
            Period(start=start, end=end)


@pytest.mark.parametrize("part", ["dev", "train"])
def test_gold_files_load_and_quote_their_texts(part: str) -> None:
    gold = SHARED / part / "gold.jsonl"
    if not gold.exists():
        pytest.skip(f"measures against {gold}, which is not here")
    for number, line in enumerate(gold.read_text(encoding="utf-8").split("\n")[:-1], start=1):
        record = parse_record(line, source=str(gold), place=f"line {number}")
        record.check_spans((gold.parent / f"{record.doc_id}.txt").read_text(encoding="utf-8"))
