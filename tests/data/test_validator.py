"""The validator: what it finds, and what it leaves alone."""

import json

import pytest
from small_records import TEXT, record, span, standoff, write_lines, write_text

from ketluan.data.check import check_files
from ketluan.data.digits import unaccounted
from ketluan.data.findings import Exceptions
from ketluan.data.sources import Texts
from ketluan.data.values import check_values
from ketluan.errors import AnnotationError, InputError
from ketluan.record import Record, parse_record


def check(tmp_path, *rows, texts=True, exceptions=None):
    folder = write_text(tmp_path / "texts")
    path = write_lines(tmp_path / "records.jsonl", *rows)
    return check_files([path], Texts([folder] if texts else []), Exceptions(exceptions))


def codes(report):
    return [(finding.code, finding.fact) for finding in report.findings]


def changed(kind, index, **fields):
    row = record()
    row[kind][index] |= fields
    return row


def test_a_right_record_has_no_findings(tmp_path):
    assert codes(check(tmp_path, record())) == []


@pytest.mark.parametrize("texts", [True, False])
def test_a_right_standoff_annotation_has_no_findings(tmp_path, texts):
    report = check(tmp_path, standoff(), texts=texts)
    assert codes(report) == []
    assert (report.checked, report.with_text) == (1, int(texts))


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (changed("metrics", 0, value="12000000000"), ("value", "m1")),
        (changed("metrics", 1, unit="người"), ("unit", "m2")),
        (changed("metrics", 1, indicator="giảm"), ("words", "m2")),
        (changed("metrics", 1, period={"start": "1990-01-01", "end": "1990-12-31"}), ("period", "m2")),
        (changed("deadlines", 0, end="2022-09-30"), ("deadline", "t1")),
        (changed("officials", 0, name="Đỗ Văn Ba"), ("words", "o1")),
        (changed("directives", 0, action="giải ngân"), ("words", "x1")),
        (changed("directives", 0, issuer={"official": "o1", "text": "ông An"}), ("words", "x1")),
        (changed("directives", 1, issuer={"official": None, "text": "Ban Chỉ đạo"}), ("words", "x2")),
        (
            record(documents=[{"id": "d1", "kind": "Luật", "number": "9/NQ", "mentions": [span("Dự án")]}]),
            ("paper", "d1"),
        ),
        (changed("metrics", 0, programme="p9"), ("schema", "record")),
    ],
)
def test_an_error_is_found(tmp_path, row, found):
    assert found in codes(check(tmp_path, row))


def test_spans_that_do_not_quote_the_text(tmp_path):
    row = record()
    row["metrics"][0]["mentions"][0] |= {"start": 3, "end": 14}
    assert codes(check(tmp_path, row)) == [("spans", "metrics[0].mentions[0]")]


def test_facts_out_of_order(tmp_path):
    row = record()
    row["metrics"].reverse()
    assert codes(check(tmp_path, row, texts=False)) == [("order", "m1")]


def test_another_text_than_was_annotated(tmp_path):
    row = standoff()
    row["source"]["sha256"] = "0" * 64
    assert codes(check(tmp_path, row)) == [("schema", "record")]
    assert codes(check(tmp_path, row, texts=False)) == []


def test_a_standoff_annotation_that_is_none(tmp_path):
    row = standoff()
    row["directives"][1]["deadline"] = "t9"
    assert codes(check(tmp_path, row, texts=False)) == [("schema", "record")]
    del row["metrics"]
    assert codes(check(tmp_path, row, texts=False)) == [("schema", "record")]


def test_a_report_annotated_twice(tmp_path):
    assert codes(check(tmp_path, record(), record())) == [("id", "record")]


def test_an_exception_excuses_and_says_when_it_is_idle(tmp_path):
    table = tmp_path / "exceptions.tsv"
    table.write_text("id\tfact\treason\nbài-1\tm1\tbecause\nbài-1\tm2\tbecause\nother\tm1\tbecause\n", "utf-8")
    report = check(tmp_path, changed("metrics", 0, value="1"), exceptions=table)
    assert (codes(report), report.excused, report.idle) == ([], 1, [("bài-1", "m2")])


@pytest.mark.parametrize("line", ["bài-1\tm1", "bài-1\tm1\t", "a\tb\tc\td", "bài-1\tm1\tx\nbài-1\tm1\ty"])
def test_a_bad_exception_is_told(tmp_path, line):
    table = tmp_path / "exceptions.tsv"
    table.write_text(f"id\tfact\treason\n{line}\n", "utf-8")
    with pytest.raises(AnnotationError, match="line"):
        Exceptions(table)


def test_missing_files(tmp_path):
    with pytest.raises(InputError):
        Exceptions(tmp_path / "none")
    with pytest.raises(InputError):
        Texts([tmp_path / "none"])
    with pytest.raises(InputError):
        check_files([tmp_path / "none"], Texts(), Exceptions())


def test_a_text_is_looked_for_in_its_folder_only(tmp_path):
    folder = write_text(tmp_path / "texts")
    (tmp_path / "secret.txt").write_text("x", "utf-8")
    assert Texts([folder]).get("../secret") is None


def test_every_number_needs_a_reason():
    text = "Xã có 12 con trâu, 30% là nghé; họp lần thứ 3, lúc 8 giờ 30, ngày 13/7, theo Nghị quyết 15-NQ/TU."
    entry = Record.model_validate({"doc_id": "x"})
    assert [text[start:end] for start, end in unaccounted(entry, text)] == ["12", "30"]


def measured(quote, text=None, **fields):
    text = text or f"Nay {quote} nữa"
    metric = {"id": "m1", "indicator": "Nay", "unit": "", "mentions": [span(quote, text)]} | fields
    row = {"schema_version": "1", "doc_id": "x", "reference_date": "2022-07-13", "metrics": [metric]}
    return [finding.code for finding in check_values(parse_record(json.dumps(row)), text)]


@pytest.mark.parametrize(
    ("quote", "fields"),
    [
        ("38 tấn thép", {"value": "38", "unit": "tấn"}),
        ("150 m3/ngày đêm", {"value": "150", "unit": "m3"}),
        ("7,5-8%", {"low": "7.5", "high": "8", "unit": "%"}),
        ("13/14 chỉ tiêu", {"value": "13", "total": "14", "unit": "chỉ tiêu"}),
        ("107,30%", {"value": "107.3", "unit": "%"}),
        ("45.000\ntỷ đồng", {"value": "45000000000000", "unit": "đồng"}),
    ],
)
def test_values_that_fit(quote, fields):
    assert measured(quote, **fields) == []


def test_a_unit_from_the_sentence():
    text = "Có 5.030 đảng viên, 46 là nữ.\nHết."
    assert measured("46", text, value="46", unit="đảng viên") == []
    assert measured("46", text, value="46", unit="hộ") == ["unit"]


def due(quote, **days):
    deadline = {"id": "t1", "mentions": [span(quote, quote)]} | days
    row = {"schema_version": "1", "doc_id": "x", "reference_date": "2022-07-13", "deadlines": [deadline]}
    return [finding.code for finding in check_values(parse_record(json.dumps(row)), quote)]


@pytest.mark.parametrize(
    ("quote", "days"),
    [
        ("trước ngày 30/9", {"end": "2022-09-29"}),
        ("ngày 30/9", {"end": "2022-09-30"}),
        ("trong 15 ngày", {"end": "2022-07-28"}),
        ("thời hạn 30/9/2022", {"end": "2022-09-30"}),
        ("trước mùa mưa", {}),
    ],
)
def test_deadlines_that_fit(quote, days):
    assert due(quote, **days) == []
    assert due(quote, end="2022-12-01") == ["deadline"]


def test_the_text_of_the_examples():
    assert parse_record(json.dumps(record())).check_spans(TEXT) is None
