"""`ketluan normalize`: issue 3, item 7."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from ketluan.cli import app
from ketluan.cli.normalize import describe


def normalize(*arguments, **options):
    return CliRunner().invoke(app, ["normalize", *arguments], **options)


def test_a_time():
    result = normalize("quý III/2022", "--reference", "2022-07-13")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "text": "quý III/2022", "kind": "time", "start": "2022-07-01", "end": "2022-09-30", "precision": "quarter",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "meaning"),
    [
        ("5.030", {"kind": "number", "value": "5030"}),
        ("107,3", {"kind": "number", "value": "107.3"}),
        ("hai mươi mốt", {"kind": "number", "value": "21"}),
        ("4,25 triệu", {"kind": "number", "value": "4250000"}),
        ("2022", {"kind": "number", "value": "2022"}),
        ("5.030 đảng viên", {"kind": "amount", "value": "5030", "unit": "đảng viên", "qualifier": "exact"}),
        ("hơn 45.000 tỷ đồng", {"kind": "amount", "value": "45000000000000", "unit": "đồng", "qualifier": "over"}),
        ("107,3%", {"kind": "amount", "value": "107.3", "unit": "%", "qualifier": "exact"}),
        ("7,5-8%", {"kind": "amount", "value": None, "low": "7.5", "high": "8", "unit": "%", "qualifier": "exact"}),
        ("13/14 chỉ tiêu",
         {"kind": "amount", "value": "13", "total": "14", "unit": "chỉ tiêu", "qualifier": "exact"}),
        ("15-NQ/TU",
         {"kind": "paper", "number": "15-NQ/TU", "serial": "15", "year": None, "paper_kind": "Nghị quyết",
          "issuer": "TU"}),
        ("Nghị quyết 30a/2008/NQ-CP",
         {"kind": "paper", "number": "30a/2008/NQ-CP", "serial": "30a", "year": 2008, "paper_kind": "Nghị quyết",
          "issuer": "CP"}),
        ("ông Trần Văn An", {"kind": None}),
        ("", {"kind": None}),
    ],
)  # fmt: skip
def test_numbers_and_amounts(phrase, meaning):
    assert describe(phrase, date(2022, 7, 13)) == {"text": phrase, **meaning}


@pytest.mark.parametrize(
    ("phrase", "start", "end"),
    [
        ("30/9", "2022-09-30", "2022-09-30"),
        ("năm 2022", "2022-01-01", "2022-12-31"),
        ("trước ngày 30/9", None, "2022-09-29"),
        ("6 tháng đầu năm 2022", "2022-01-01", "2022-06-30"),
        ("tháng sáu", "2022-06-01", "2022-06-30"),
    ],
)
def test_times(phrase, start, end):
    meaning = describe(phrase, date(2022, 7, 13))
    assert (meaning["kind"], meaning["start"], meaning["end"]) == ("time", start, end)


@pytest.mark.parametrize(
    ("phrase", "more"),
    [
        ("chậm nhất ngày 25 hằng tháng", {"rule": "FREQ=MONTHLY;BYMONTHDAY=25", "relation": "by"}),
        ("thứ hai hằng tuần", {"rule": "FREQ=WEEKLY;BYDAY=MO"}),
        ("trước ngày 30/9", {"relation": "before"}),
        ("từ ngày 1/8", {"relation": "from"}),
        ("ngày 1/8", {}),
        ("lần thứ XIII", {"ordinal": True}),
        ("20 euro", {"symbol": "EUR"}),
        ("5 mét vuông", {"symbol": "m²"}),
        ("5 tỷ đồng", {}),
    ],
)
def test_what_some_phrases_have_besides(phrase, more):
    meaning = describe(phrase, date(2022, 7, 13))
    usual = {"text", "kind", "start", "end", "precision", "value", "unit", "qualifier"}
    assert {name: meaning[name] for name in meaning.keys() - usual} == more


@pytest.mark.parametrize(
    ("phrase", "start", "end"),
    [
        ("3 năm tới", "2023-01-01", "2025-12-31"),
        ("trong 3 năm tới", None, "2025-07-13"),
        ("thứ sáu", "2022-07-15", "2022-07-15"),
        ("mùa hè này", "2022-06-21", "2022-09-23"),
        ("năm hai nghìn linh chín", "2009-01-01", "2009-12-31"),
        ("ngày ba mươi tháng tư", "2022-04-30", "2022-04-30"),
    ],
)
def test_phrases_that_stand_alone(phrase, start, end):
    meaning = describe(phrase, date(2022, 7, 13))
    assert (meaning["kind"], meaning["start"], meaning["end"]) == ("time", start, end)


def test_the_text_is_the_phrase_as_given():
    decomposed = "quy\u0301 III/2022"
    assert describe(decomposed, None)["text"] == decomposed
    assert describe(decomposed, None)["kind"] == "time"


def test_lines_in_lines_out():
    lines = ["5.030", '"107,3%"', '{"text": "30/9", "reference": "2020-01-02"}', "", '"ngoặc" không phải JSON', "30/9"]
    result = normalize("--jsonl", "-", "--reference", "2022-07-13", input="\n".join(lines) + "\n")
    assert result.exit_code == 0, result.output
    meanings = [json.loads(line) for line in result.stdout.splitlines()]
    assert [meaning["kind"] for meaning in meanings] == ["number", "amount", "time", None, None, "time"]
    assert meanings[1]["text"] == "107,3%"
    assert (meanings[2]["end"][:4], meanings[5]["end"][:4]) == ("2019", "2022")


def test_phrases_from_a_file(tmp_path):
    path = tmp_path / "phrases"
    path.write_bytes(b"\xef\xbb\xbf5.030\r\n107,3%\r\n")
    result = normalize("--jsonl", str(path))
    assert [json.loads(line)["text"] for line in result.stdout.splitlines()] == ["5.030", "107,3%"]


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"\xff\n", "not UTF-8"),
        (b'{"reference": "2022-01-01"}\n', "no phrase"),
        (b'{"text": "30/9", "reference": "soon"}\n', "no phrase"),
        (b'{"text": 5}\n', "no phrase"),
    ],
)
def test_a_bad_line_is_told_with_its_place(line, complaint):
    result = normalize("--jsonl", "-", input=b"5.030\n" + line)
    assert result.exit_code == 1
    assert complaint in result.stderr
    assert "line 2" in result.stderr
    assert len(result.stdout.splitlines()) == 1


@pytest.mark.parametrize("arguments", [[], ["5", "--jsonl", "-"], ["5", "--reference", "2022-13-01"]])
def test_wrong_usage(arguments):
    assert normalize(*arguments).exit_code == 2


def test_a_missing_file(tmp_path):
    result = normalize("--jsonl", str(tmp_path / "none"))
    assert result.exit_code == 1
    assert "cannot be read" in result.stderr


PIECES = ["5.030", "7,5-8%", "30/9", "quý", "III", "/2022", "tỷ", "đồng", "hơn", "tháng", "năm", "-", "một", "nửa"]


@given(st.text() | st.lists(st.sampled_from(PIECES)).map(" ".join))
def test_any_phrase_has_an_answer(phrase):
    meaning = describe(phrase, date(2022, 7, 13))
    assert meaning["text"] == phrase
    assert meaning["kind"] in ("time", "number", "amount", None)
    json.dumps(meaning)
