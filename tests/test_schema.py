"""The committed JSON Schema is the models' own, and records fit it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

import ketluan.schema
from ketluan.record import Check, Deadline, Record, Span
from ketluan.schema import SCHEMA_DIALECT, record_schema, schema_text

ROOT = Path(__file__).resolve().parents[1]
COMMITTED = Path(ketluan.schema.__file__).with_name("record.schema.json")


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(record_schema(), format_checker=Draft202012Validator.FORMAT_CHECKER)


def record() -> dict[str, Any]:
    mention = Span(start=0, end=9, text="trước 1/6")
    made = Record(
        doc_id="a",
        reference_date="2023-05-05",
        deadlines=[Deadline(id="t1", end="2023-05-31", mentions=[mention], confidence=0.5)],
        checks=[Check(code="late", message="…", refs=["t1"])],
    )
    return json.loads(made.to_json())


def test_the_committed_file_is_what_the_models_say() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == schema_text(), "run: ketluan schema > " + COMMITTED.name


def test_the_command_prints_the_committed_file() -> None:
    from ketluan.cli.schema import schema

    app = typer.Typer()
    app.command()(schema)
    assert CliRunner().invoke(app, []).stdout_bytes == COMMITTED.read_bytes()


def test_the_schema_is_a_valid_one_and_says_which_it_is() -> None:
    Draft202012Validator.check_schema(record_schema())
    assert record_schema()["$schema"] == SCHEMA_DIALECT
    assert record_schema()["$id"] == "urn:ketluan:record:1"


def test_a_written_record_fits(validator: Draft202012Validator) -> None:
    validator.validate(record())


@pytest.mark.parametrize(
    "change",
    [
        {"schema_version": "2"},
        {"colour": "red"},
        {"reference_date": "5/5/2023"},
        {"deadlines": [{"id": "t1", "mentions": []}]},
        {"checks": [{"code": "late", "severity": "fatal", "message": "", "refs": []}]},
        {"meeting": {"date": {"start": "2023-05-04"}}},
    ],
)
def test_what_the_models_refuse_does_not_fit(validator: Draft202012Validator, change: dict[str, Any]) -> None:
    assert not validator.is_valid({**record(), **change})


@pytest.mark.parametrize("gold", ["annotations/own.jsonl", "../shared/dev/gold.jsonl", "../shared/train/gold.jsonl"])
def test_gold_fits(validator: Draft202012Validator, gold: str) -> None:
    path = ROOT / gold
    if gold.startswith("../") and not path.exists():
        pytest.skip(f"measures against {gold}, which is not here")
    for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
        validator.validate(json.loads(line))
