"""`ketluan data`: stats, check, splits, export, import."""

import json

import pytest
from small_records import ROOT, TEXT, record, standoff, write_lines, write_text
from typer.testing import CliRunner

from ketluan.cli import app

COMMANDS = ("stats", "check", "splits", "export", "import")


def data(*arguments):
    return CliRunner().invoke(app, ["data", *map(str, arguments)], env={"COLUMNS": "200"})


@pytest.fixture
def folders(tmp_path):
    """An annotations folder and a corpus folder with one own report, and a folder with one public text."""
    annotations, corpus = tmp_path / "annotations", tmp_path / "corpus"
    annotations.mkdir()
    corpus.mkdir()
    write_lines(annotations / "own.jsonl", record("own-1"))
    write_lines(annotations / "real.jsonl", standoff("vn-1"))
    write_text(corpus / "texts", "own-1")
    write_text(tmp_path / "public", "vn-1", TEXT)
    write_lines(corpus / "manifest.jsonl", {"id": "own-1", "genre": "minutes", "year": 2022, "mess": ["a", "b"]})
    return ("--annotations", annotations, "--corpus", corpus)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command):
    result = data(command, "--help")
    assert result.exit_code == 0
    assert f"Example: ketluan data {command}" in result.stdout


def test_stats(folders, tmp_path):
    result = data("stats", *folders, "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["own"], found["real"]) == (1, 1)
    assert found["facts"]["metrics"] == {"own": 2, "real": 2}
    assert found["links"]["metric of"] == {"own": 1, "real": 1}
    assert found["links"]["directive addressees"] == {"own": 2, "real": 2}
    assert (found["words"]["own"], found["words"]["real"]) == (len(TEXT.split()), 0)
    assert found["without_text"] == {"own": 0, "real": 1}
    assert (found["axes"]["mess"], found["axes"]["year"]) == ({"a": 1, "b": 1}, {"2022": 1})
    told = json.loads(data("stats", *folders, "--texts", tmp_path / "public", "--json").stdout)
    assert told["words"]["real"] == len(TEXT.split())


def test_stats_as_tables(folders):
    result = data("stats", *folders)
    assert result.exit_code == 0
    assert "minutes" in result.stdout


def test_stats_of_the_repository():
    result = data("stats", "--annotations", ROOT / "annotations", "--corpus", ROOT / "corpus", "--json")
    found = json.loads(result.stdout)
    assert found["own"] >= 200
    assert found["real"] >= 579


def test_check(folders, tmp_path):
    path = folders[1] / "own.jsonl"
    result = data("check", path, folders[1] / "real.jsonl", "--texts", folders[3] / "texts")
    assert result.exit_code == 0, result.output
    assert "2 annotations, 1 with their text: 0 errors" in result.stderr
    row = record("own-1")
    row["metrics"][0]["value"] = "5"
    write_lines(path, row)
    result = data("check", path, "--texts", folders[3] / "texts")
    assert result.exit_code == 1
    assert "value: own-1, m1:" in result.stdout
    as_json = json.loads(data("check", path, "--texts", folders[3] / "texts", "--json").stdout)
    assert as_json["by_code"] == {"value": 1}
    (path.parent / "exceptions.tsv").write_text("id\tfact\treason\nown-1\tm1\ta test\nown-1\tm2\tidle\n", "utf-8")
    result = data("check", path, "--texts", folders[3] / "texts")
    assert result.exit_code == 0
    assert "m2: excuses nothing" in result.stderr


def test_splits(folders, tmp_path):
    assert data("splits", *folders).exit_code == 1  # there is no file yet
    result = data("splits", *folders, "--write")
    assert result.exit_code == 2
    assert "vn-1" in result.stderr
    public = ("--texts", tmp_path / "public")
    assert data("splits", *folders, *public, "--write").exit_code == 0
    result = data("splits", *folders, *public, "--json")
    assert json.loads(result.stdout)["compared"] == 2
    parts = json.loads((folders[1] / "splits.json").read_text("utf-8"))["parts"]
    assert sorted(name for part in parts.values() for name in part) == ["own-1", "vn-1"]
    (folders[1] / "splits.json").write_text('{"format": "ketluan-splits/1", "parts": {"train": ["own-1"]}}', "utf-8")
    result = data("splits", *folders)
    assert result.exit_code == 1
    assert "vn-1, splits: is in no part" in result.stderr


@pytest.mark.parametrize("format", ["docbin", "conll", "brat", "label-studio", "hf"])
def test_export_and_import(folders, tmp_path, format):
    out, back = tmp_path / "out", tmp_path / "back.jsonl"
    records = folders[1] / "own.jsonl"
    result = data("export", records, "--texts", folders[3] / "texts", "--format", format, "-o", out)
    assert result.exit_code == 0, result.output
    result = data("import", out, "--format", format, "-o", back)
    assert result.exit_code == 0, result.output
    from ketluan.record import parse_record

    assert parse_record(back.read_text("utf-8")) == parse_record(records.read_text("utf-8"))


def test_bad_input_has_no_traceback(folders, tmp_path):
    for arguments in (
        ("export", folders[1] / "own.jsonl", "--format", "hf", "-o", tmp_path / "x"),
        ("import", folders[1] / "own.jsonl", "--format", "docbin", "-o", tmp_path / "x"),
        ("import", folders[1], "--format", "hf", "-o", tmp_path / "x"),
    ):
        result = data(*arguments)
        assert result.exit_code == 1
        assert "ketluan: " in result.stderr
        assert "Traceback" not in result.output
