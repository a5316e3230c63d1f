"""What a run says on its way."""

import io

import pytest
from rich.console import Console

from ketluan.cli import progress
from ketluan.cli.progress import Reporter, count_inputs
from ketluan.errors import InputError
from ketluan.run import Tally
from ketluan.write import RunWriter


def talk(monkeypatch, total, *, terminal):
    clock = iter(range(0, 10000, 6))
    monkeypatch.setattr(progress, "monotonic", lambda: float(next(clock)))
    console = Console(file=io.StringIO(), force_terminal=terminal, width=200)
    tally = Tally()
    with RunWriter("-") as writer, Reporter(total, writer, console) as reporter:
        for _ in range(4):
            tally.records += 1
            reporter.update(tally, None)
        tally.errors += 1
        reporter.update(tally, InputError("empty", source="[red]a\x1b.txt"))
    return console.file.getvalue()


def test_plain_lines(monkeypatch):
    said = talk(monkeypatch, 10, terminal=False).splitlines()
    # A second line comes no sooner than LINE_SECONDS after the first: here, at every second report.
    assert said[0] == "2 of 10 reports, 0.2/s, 0 errors, 48 s left"
    assert said[1] == "4 of 10 reports, 0.2/s, 0 errors, 36 s left"
    assert said[2] == "error: [red]a\N{REPLACEMENT CHARACTER}.txt: empty"
    assert said[3] == "4 records, 1 errors in 36.0 s"


def test_no_time_left_without_a_total(monkeypatch):
    said = talk(monkeypatch, None, terminal=False).splitlines()
    assert said[0] == "2 reports, 0.2/s, 0 errors"


def test_a_bar_on_a_terminal(monkeypatch):
    said = talk(monkeypatch, 10, terminal=True)
    assert "5/10" in said
    assert "1 errors" in said
    assert "\x1b.txt" not in said
    assert "error: [red]a" in said


@pytest.mark.parametrize(
    ("paths", "count"), [(["a.txt"], 1), (["many.jsonl"], 2), ([""], 4), (["*.txt", "none"], 3), (["a.txt", "-"], None)]
)
def test_counting(tmp_path, paths, count):
    (tmp_path / "a.txt").write_text("a", "utf-8")
    (tmp_path / "b.txt").write_text("b", "utf-8")
    (tmp_path / "many.jsonl").write_text('{"text": "a"}\n\n{"text": "b"}\n', "utf-8")
    assert count_inputs([path if path == "-" else str(tmp_path / path) for path in paths]) == count


def test_large_archives_are_not_counted(tmp_path, monkeypatch):
    monkeypatch.setattr(progress, "COUNTED_BYTES", 5)
    (tmp_path / "many.jsonl").write_text('{"text": "a"}\n', "utf-8")
    assert count_inputs([str(tmp_path / "many.jsonl")]) is None
