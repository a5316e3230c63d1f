"""`ketluan extract` from the outside, with an extractor that needs no model."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ketluan.assemble.doubtful import LEAST
from ketluan.cli import app
from ketluan.document import Document
from ketluan.record import Record, Source

STAND_IN = """
import time
from ketluan.cli import app, extract
from ketluan.record import Record

class Slow:
    def extract(self, document):
        time.sleep(float(document.text.split()[0]))
        return Record(doc_id=document.doc_id)

def make(model, least):
    return Slow()

extract.make_extractor = make

if __name__ == "__main__":
    app()
"""


# Workers import the script before they do anything of their own.
LATE = """
import time
from pathlib import Path

if __name__ == "__mp_main__":
    Path(__file__).with_name(f"started-{time.monotonic_ns()}").touch()
    time.sleep(1)
"""


class Echo:
    """Finds nothing, but passes on what it was told."""

    def extract(self, document: Document) -> Record:
        if "lỗi" in document.text:
            raise RuntimeError("no")
        source = Source(uri=document.uri, title=document.title, published=document.published, sha256=document.sha256)
        return Record(doc_id=document.doc_id, source=source)


@pytest.fixture
def extract(monkeypatch):
    monkeypatch.setattr("ketluan.cli.extract.make_extractor", lambda model, least: Echo())

    def invoke(*arguments, **options):
        return CliRunner().invoke(app, ["extract", *map(str, arguments)], **options)

    return invoke


def test_the_least_confidence_reaches_the_extractor(extract, monkeypatch, tmp_path):
    told = []

    def make(model, least):
        told.append(least)
        return Echo()

    monkeypatch.setattr("ketluan.cli.extract.make_extractor", make)
    report = tmp_path / "a.txt"
    report.write_text("Họp.", encoding="utf-8")
    for arguments in ((), ("--min-confidence", 0), ("--min-confidence", 0.8)):
        assert extract(report, "-o", tmp_path / "out.jsonl", *arguments).exit_code == 0
    assert told == [None, 0, 0.8]
    assert extract(report, "--min-confidence", 1.5).exit_code == 2


def test_the_least_confidence_that_is_told_is_that_of_the_pipeline(extract):
    told = extract("--help", env={"COLUMNS": "200"}).output
    assert f"[default: ({LEAST:g})]" in told or f"[default: {LEAST:g}]" in told


def test_extracting_does_not_load_torch_but_leaves_it_to_others(tmp_path):
    pytest.importorskip("torch", reason="nothing would load it")
    report = tmp_path / "a.txt"
    report.write_text("Chiều 13/7/2022, bà Tạ Thị Nhài, Bí thư Huyện ủy Bình Sơn, chủ trì hội nghị.", encoding="utf-8")
    script = (
        "import sys\n"
        "from ketluan.cli import app\n"
        f"app(['extract', {str(report)!r}], standalone_mode=False)\n"
        "assert 'torch' not in sys.modules\n"
        "import torch\n"
        "assert torch.zeros(1).item() == 0\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["officials"][0]["name"] == "Tạ Thị Nhài"


def lines(path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_files_become_records_in_order(extract, tmp_path):
    for name in "bca":
        (tmp_path / f"{name}.txt").write_text(f"Báo cáo {name}", "utf-8")
    out = tmp_path / "out.jsonl"
    result = extract(tmp_path / "b.txt", tmp_path / "a.txt", "-o", out, "--published", "2022-07-13", "--with-text")
    assert result.exit_code == 0, result.output
    records = lines(out)
    assert [record["text"] for record in records] == ["Báo cáo b", "Báo cáo a"]
    assert {record["source"]["published"] for record in records} == {"2022-07-13"}
    assert not (tmp_path / "out.jsonl.errors.jsonl").exists()
    assert result.stdout == ""
    assert "2 records, 0 errors" in result.stderr


def test_stdout_holds_records_only(extract, tmp_path):
    (tmp_path / "a.txt").write_text("Báo cáo", "utf-8")
    result = extract(tmp_path / "a.txt")
    assert result.exit_code == 0
    assert "text" not in json.loads(result.stdout)
    assert "1 records" in result.stderr


def test_what_cannot_be_read_costs_a_line_each(extract, tmp_path):
    (tmp_path / "good.txt").write_text("Báo cáo", "utf-8")
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(b"\x00\x01\x02\x03" * 50)
    (tmp_path / "latin.txt").write_bytes("Báo cáo".encode("latin-1"))
    rows = ['{"id": "1", "text": "một"}', "{broken", '{"id": "3"}', '{"id": "4", "text": "lỗi"}']
    (tmp_path / "many.jsonl").write_text("\n".join(rows) + "\n", "utf-8")
    names = ["missing.txt", "empty.txt", "good.txt", "binary.txt", "latin.txt", "many.jsonl"]
    out = tmp_path / "out.jsonl"
    result = extract(*(tmp_path / name for name in names), "-o", out)
    assert result.exit_code == 1
    assert len(lines(out)) == 2
    errors = lines(tmp_path / "out.jsonl.errors.jsonl")
    assert [next(name for name in names if name in error["source"]) for error in errors] == [
        "missing.txt", "empty.txt", "binary.txt", "latin.txt", "many.jsonl", "many.jsonl", "many.jsonl",
    ]  # fmt: skip
    assert [error["place"] for error in errors[4:6]] == ["line 2", "line 3"]
    assert errors[6]["doc_id"] == "4"
    assert all(error["error"] and error["mend"] for error in errors)
    assert "Traceback" not in result.stderr
    assert "2 records, 7 errors" in result.stderr


def test_jsonl_from_stdin(extract):
    row = {"id": "bài 1", "text": "Báo cáo", "published": "2024-01-02", "title": "Tít", "uri": "http://a.vn/1"}
    result = extract("-", "--jsonl", input=json.dumps(row) + "\n")
    record = json.loads(result.stdout)
    assert record["doc_id"] == "bài 1"
    assert record["source"] | {"sha256": None} == {
        "uri": "http://a.vn/1", "title": "Tít", "published": "2024-01-02", "sha256": None,
    }  # fmt: skip


def test_a_text_from_stdin(extract):
    result = extract("-", "--with-text", input="Báo cáo\n")
    assert json.loads(result.stdout)["text"] == "Báo cáo\n"


@pytest.mark.parametrize(
    "arguments", [[], ["a.txt", "--published", "2022-02-30"], ["a.txt", "--workers", "0"], ["a.txt", "--nonsense"]]
)
def test_wrong_usage(extract, arguments):
    assert extract(*arguments).exit_code == 2


def test_an_input_is_never_overwritten(extract, tmp_path):
    archive = tmp_path / "archive.jsonl"
    archive.write_text('{"id": "1", "text": "một"}\n', "utf-8")
    assert extract(archive, "-o", archive).exit_code == 2
    assert lines(archive) == [{"id": "1", "text": "một"}]


@pytest.mark.parametrize("pattern", ["{}", "{}/*.jsonl"])
def test_a_run_does_not_read_what_it_writes(extract, tmp_path, pattern):
    rows = '{"id": "1", "text": "một"}\n{"id": "2"}\n'
    (tmp_path / "archive.jsonl").write_text(rows, "utf-8")
    out = tmp_path / "out.jsonl"
    for _ in range(2):
        result = extract(pattern.format(tmp_path), "-o", out, "--with-text")
        assert [record["doc_id"] for record in lines(out)] == ["1"]
        assert "1 records, 1 errors" in result.stderr


def test_a_model_that_is_none(tmp_path):
    (tmp_path / "a.txt").write_text("Báo cáo", "utf-8")
    result = CliRunner().invoke(app, ["extract", str(tmp_path / "a.txt"), "--model", str(tmp_path)])
    assert result.exit_code == 1
    assert str(tmp_path) in result.stderr
    assert "Traceback" not in result.stderr


def test_an_output_that_cannot_be_written(extract, tmp_path):
    (tmp_path / "a.txt").write_text("Báo cáo", "utf-8")
    result = extract(tmp_path / "a.txt", "-o", tmp_path / "no" / "out.jsonl")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


NASTY = [
    b"\x00",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"%PDF",
    b"\r\n",
    b'{"text": ',
    b'"\\ud83d"',
    b"}",
    b"[" * 2000,
    "Đồng chí ".encode(),
]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.binary(max_size=200) | st.lists(st.sampled_from(NASTY), max_size=6).map(b"".join), st.booleans())
def test_any_bytes_become_records_or_errors(extract, tmp_path, content, jsonl):
    source, out = tmp_path / ("in.jsonl" if jsonl else "in.txt"), tmp_path / "out.jsonl"
    source.write_bytes(content)
    result = extract(source, "-o", out, "--with-text")
    errors = tmp_path / "out.jsonl.errors.jsonl"
    failed = lines(errors) if errors.exists() else []
    assert result.exit_code == bool(failed)
    assert all(error["source"] == str(source) and error["mend"] for error in failed)
    inputs = sum(bool(line.strip()) for line in content.split(b"\n")) if jsonl else 1
    # A blank file is one error; a byte order mark is no input of its own.
    assert 1 <= len(lines(out)) + len(failed) <= max(inputs, 1)


@pytest.fixture
def slow_run(tmp_path):
    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN, "utf-8")
    started = []

    def start(*arguments, **options):
        process = subprocess.Popen(
            [sys.executable, str(script), "extract", *map(str, arguments)],
            stderr=subprocess.PIPE,
            start_new_session=True,
            **options,
        )
        started.append(process)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            process.kill()
        process.communicate()


def until_written(process, path, count: int) -> None:
    limit = time.monotonic() + 60
    while not path.exists() or path.read_bytes().count(b"\n") < count:
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < limit, "no records came"
        time.sleep(0.02)


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs POSIX signals")
@pytest.mark.parametrize("workers", [1, 2])
def test_an_interrupted_run_leaves_whole_lines(slow_run, tmp_path, workers):
    archive, out = tmp_path / "archive.jsonl", tmp_path / "out.jsonl"
    archive.write_text("".join(f'{{"id": "{place}", "text": "0.02 s"}}\n' for place in range(5000)), "utf-8")
    process = slow_run(archive, "-o", out, "--workers", workers)
    until_written(process, out, 3)
    os.killpg(process.pid, signal.SIGINT)
    _, talk = process.communicate(timeout=30)
    assert process.returncode == 130
    content = out.read_bytes()
    assert content.endswith(b"\n")
    assert [json.loads(line)["doc_id"] for line in content.splitlines()] == [
        str(place) for place in range(content.count(b"\n"))
    ]
    assert b"Traceback" not in talk
    assert b"interrupted" in talk


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs POSIX signals")
def test_an_interrupt_while_workers_start_is_told_once(slow_run, tmp_path):
    archive = tmp_path / "archive.jsonl"
    archive.write_text('{"id": "0", "text": "0.02 s"}\n' * 3, "utf-8")
    (tmp_path / "stand_in.py").write_text(LATE + STAND_IN, "utf-8")
    process = slow_run(archive, "-o", tmp_path / "out.jsonl", "--workers", 2)
    limit = time.monotonic() + 60
    while len(list(tmp_path.glob("started-*"))) < 2:
        assert process.poll() is None, process.stderr.read()
        assert time.monotonic() < limit, "no workers came"
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, talk = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in talk
    assert talk.count(b"interrupted") == 1


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs POSIX signals")
def test_a_killed_run_leaves_whole_lines_and_no_workers(slow_run, tmp_path):
    archive, out = tmp_path / "archive.jsonl", tmp_path / "out.jsonl"
    archive.write_text("".join(f'{{"id": "{place}", "text": "0.02 s"}}\n' for place in range(5000)), "utf-8")
    process = slow_run(archive, "-o", out, "--workers", 2)
    until_written(process, out, 3)
    process.kill()
    talk = process.stderr.read()  # ends when the last worker has closed its end
    assert b"Traceback" not in talk
    whole, _, cut = out.read_bytes().rpartition(b"\n")
    assert [json.loads(line)["doc_id"] for line in whole.splitlines()][:3] == ["0", "1", "2"]
    assert cut == b""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="needs POSIX signals")
def test_nobody_reads_the_records(slow_run, tmp_path):
    archive = tmp_path / "archive.jsonl"
    archive.write_text("".join(f'{{"id": "{place}", "text": "0 s"}}\n' for place in range(5000)), "utf-8")
    process = slow_run(archive, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert json.loads(process.stdout.readline())["doc_id"] == "0"
    process.stdout.close()
    talk = process.stderr.read()
    assert process.wait(timeout=30) == 141
    assert talk == b""
