"""What the READMEs tell the reader to type and to expect is real."""

import json
import re
import shlex
from pathlib import Path

import pytest
import typer

from ketluan.cli import app
from ketluan.record import Record, parse_record

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.vi.md")
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(language: str, names=READMES) -> list[str]:
    return [
        content
        for name in names
        for kind, content in BLOCK.findall((ROOT / name).read_text("utf-8"))
        if kind == language
    ]


def commands(program: str) -> list[list[str]]:
    found = []
    for block in blocks("console"):
        for line in block.splitlines():
            words = shlex.split(line.removeprefix("$ "), comments=True)
            while words and re.fullmatch(r"[A-Z_]+=.*", words[0]):
                words.pop(0)
            if words and words[0] == program:
                end = next((place for place, word in enumerate(words) if word in ("<", ">", "|")), None)
                found.append(words[1:end])
    return found


KETLUAN = sorted({tuple(words) for words in commands("ketluan")})


@pytest.mark.parametrize("words", KETLUAN, ids=" ".join)
def test_commands_parse(words):
    group = typer.main.get_command(app)
    with group.make_context("ketluan", list(words)) as context:
        _, command, arguments = group.resolve_command(context, list(words))
        with command.make_context(words[0], arguments, parent=context) as inner:
            assert inner.info_name == words[0]


def test_the_readme_shows_every_stage_of_use():
    assert {words[0] for words in KETLUAN} >= {"extract", "show", "normalize", "evaluate", "schema", "data"}


def test_the_map_names_every_room():
    package = ROOT / "pipeline" / "ketluan"
    rooms = {f"{path.parent.name}/" for path in package.glob("*/__init__.py")}
    modules = {path.name for path in package.glob("*.py")} - {"__init__.py", "errors.py"}
    named = set(re.findall(r"`([a-z_]+(?:/|\.py))`", (ROOT / "CONTRIBUTING.md").read_text("utf-8")))
    assert rooms | modules <= named


def test_make_targets_exist():
    rules = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    targets = {words[0] for words in commands("make")}
    assert targets == {"demo", "test"}
    assert targets <= rules


def test_scripts_exist():
    scripts = [words[0] for words in commands("python")]
    assert scripts
    assert all((ROOT / script).is_file() for script in scripts)


def test_the_example_record_fits_its_report():
    (text,) = blocks("text", ["README.md"])
    (example,) = blocks("json")
    record = parse_record(example)
    record.check_spans(text.strip())
    # Only what is empty may be left out of the example.
    written = json.loads(example)
    whole = json.loads(record.to_json())
    assert all(not whole[field] for field in whole.keys() - written.keys())


@pytest.mark.parametrize("name", READMES)
def test_the_python_example_runs(name):
    (example,) = blocks("python", [name])
    names: dict[str, object] = {}
    exec(compile(example, name, "exec"), names)  # the README is ours
    assert isinstance(names["record"], Record)
    assert hasattr(names["nlp"], "pipe")


@pytest.mark.parametrize("name", READMES)
def test_links_lead_to_files(name):
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", (ROOT / name).read_text("utf-8"))
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
