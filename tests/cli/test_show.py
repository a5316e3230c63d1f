"""`ketluan show`."""

import hashlib
import io
import json

import pytest
from rich.console import Console
from typer.testing import CliRunner

from ketluan.cli import app
from ketluan.cli.show import _coloured
from ketluan.record import parse_record

TEXT = "Ông Trần Văn An [bold]yêu cầu\x1b[2J\u202e giải ngân 120 tỷ đồng.\n"


def span(quote: str) -> dict:
    start = TEXT.index(quote)
    return {"start": start, "end": start + len(quote), "text": quote}


def record(doc_id="bài-1", **fields) -> dict:
    return {
        "schema_version": "1",
        "doc_id": doc_id,
        "source": {"uri": None, "sha256": hashlib.sha256(TEXT.encode()).hexdigest()},
        "officials": [{"id": "o1", "name": "Trần Văn An", "mentions": [span("Trần Văn An")]}],
        "metrics": [
            {"id": "m1", "indicator": "giải ngân", "value": "120000000000", "unit": "đồng", "status": "target",
             "mentions": [span("120 tỷ đồng")]},
        ],
        "directives": [
            {"id": "x1", "action": "giải ngân 120 tỷ đồng", "issuer": {"official": "o1", "text": "Ông"},
             "mentions": [span("giải ngân 120 tỷ đồng")]},
        ],
        "checks": [{"code": "share_mismatch", "message": "không khớp", "refs": ["m1"]}],
    } | fields  # fmt: skip


def show(*arguments, **options):
    return CliRunner().invoke(app, ["show", *map(str, arguments)], env={"COLUMNS": "200"}, **options)


@pytest.fixture
def file(tmp_path):
    def write(*records) -> str:
        path = tmp_path / "records.jsonl"
        path.write_text("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in records), "utf-8")
        return str(path)

    return write


def test_text_facts_and_checks(file):
    result = show(file(record(text=TEXT)))
    assert result.exit_code == 0, result.output
    assert "[bold]yêu cầu" in result.stdout  # markup in the report is the report's
    assert "giải ngân: 120000000000 đồng" in result.stdout
    assert "target" in result.stdout
    assert "warning: không khớp [m1]" in result.stdout


def test_a_report_does_not_drive_the_terminal(file):
    result = show(file(record(text=TEXT)))
    assert "\x1b" not in result.stdout
    assert "\u202e" not in result.stdout
    assert "\N{REPLACEMENT CHARACTER}[2J" in result.stdout


def test_spans_are_coloured_and_the_short_lie_over_the_long():
    entry = parse_record(json.dumps(record(text=TEXT)))
    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=200)
    console.print(_coloured(entry, TEXT))
    assert console.file.getvalue().startswith("Ông \x1b[1;35mTrần Văn An\x1b[0m ")
    assert "\x1b[1;3;4;32m120 tỷ đồng\x1b[0m" in console.file.getvalue()


def test_the_text_comes_from_the_named_file_or_the_source(file, tmp_path):
    report = tmp_path / "report.txt"
    report.write_text(TEXT.replace("\x1b", " "), "utf-8")
    assert "yêu cầu" in show(file(record()), "--text", report).stdout
    assert "yêu cầu" in show(file(record(source={"uri": str(report)}))).stdout
    without = show(file(record(source={"uri": "http://a.vn/1"}))).stdout
    assert "yêu cầu" not in without
    assert "not at hand" in without


def test_another_text_is_refused(file, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Một báo cáo khác", "utf-8")
    result = show(file(record()), "--text", other)
    assert result.exit_code == 1
    assert "says 'Trần Văn An'" in result.stderr


def test_one_of_many(file):
    path = file(record("a"), record("b"))
    assert "a" in show(path, "--doc", "a").stdout.splitlines()[0]
    assert len([line for line in show(path, "--doc", "b").stdout.splitlines() if line.startswith("─")]) == 1
    missing = show(path, "--doc", "c")
    assert missing.exit_code == 1
    assert "no record with the id 'c'" in missing.stderr


def test_a_record_broken_into_lines(tmp_path):
    path = tmp_path / "record.json"
    path.write_text(json.dumps(record(), ensure_ascii=False, indent=2), "utf-8")
    assert show(path).exit_code == 0


def test_summary(file):
    result = show(file(record("a"), record("b")), "--summary")
    last = [line for line in result.stdout.splitlines() if "all" in line]
    assert [word for word in last[0].split() if word.isdigit()] == ["2", "0", "0", "2", "2", "0", "2"]


@pytest.mark.parametrize("content", ["", "{", '{"doc_id": "a"}\n{"a": 1}\n', "[]", "\xff"])
def test_what_is_no_record(tmp_path, content):
    path = tmp_path / "records.jsonl"
    path.write_text(content, "latin-1")
    result = show(path)
    assert result.exit_code == 1
    assert str(path) in result.stderr
    assert "Traceback" not in result.output


def test_a_missing_file(tmp_path):
    result = show(tmp_path / "none.jsonl")
    assert result.exit_code == 1
    assert "cannot be read" in result.stderr
