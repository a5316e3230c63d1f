"""Confidence: which predicted facts count as right, the calibration error, and what the editor gains."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ketluan.cli import app
from ketluan.evaluate.confidence import Claim, calibration_error, claims_of, errors_caught, judged
from ketluan.record import Record


def mention(start: int, text: str) -> dict[str, Any]:
    return {"start": start, "end": start + len(text), "text": text}


def record(**changes: Any) -> Record:
    facts: dict[str, Any] = {
        "doc_id": "a",
        "officials": [
            {"id": "o1", "name": "Lê Thị Mơ", "mentions": [mention(0, "Lê Thị Mơ")], "confidence": 0.9},
            {"id": "o2", "name": "Vũ Văn Cối", "mentions": [mention(20, "Vũ Văn Cối")]},
        ],
        "metrics": [
            {
                "id": "m1",
                "indicator": "có",
                "value": "5",
                "unit": "xã",
                "mentions": [mention(40, "5 xã")],
                "confidence": 0.8,
            },
            {
                "id": "m2",
                "indicator": "có",
                "value": "7",
                "unit": "hộ",
                "mentions": [mention(50, "7 hộ"), mention(60, "7 hộ")],
                "confidence": 0.6,
            },
        ],
        "directives": [
            {"id": "x1", "action": "xong cầu", "mentions": [mention(80, "xong cầu")], "confidence": 0.4},
        ],
    }
    return Record.model_validate(facts | changes)


def test_what_the_gold_has_is_right_and_what_has_no_confidence_is_no_claim() -> None:
    claims = claims_of(record(), judged(gold=record(), predicted=record()))
    assert claims == [
        Claim("officials", 0.9, True),
        Claim("metrics", 0.8, True),
        Claim("metrics", 0.6, True),
        Claim("directives", 0.4, True),
    ]


def test_a_fact_of_two_mentions_is_wrong_if_the_gold_lacks_one() -> None:
    one = {"id": "m1", "indicator": "có", "value": "7", "unit": "hộ", "mentions": [mention(50, "7 hộ")]}
    gold = record(metrics=[one], officials=[], directives=[])
    claims = claims_of(record(), judged(gold, record()))
    assert [claim.right for claim in claims] == [False, False, False, False]
    both = {**one, "mentions": [mention(50, "7 hộ"), mention(60, "7 hộ")]}
    claims = claims_of(record(), judged(record(metrics=[both]), record()))
    assert [claim.right for claim in claims if claim.kind == "metrics"] == [False, True]


def claims(*pairs: tuple[float, bool]) -> list[Claim]:
    return [Claim("metrics", confidence, right) for confidence, right in pairs]


@pytest.mark.parametrize(
    ("pairs", "error"),
    [
        ([], 0.0),
        ([(1.0, True), (1.0, True)], 0.0),
        ([(1.0, False)], 1.0),
        ([(0.75, True), (0.75, True), (0.75, True), (0.75, False)], 0.0),
        # Two bins, each off by a half, which do not make up for each other.
        ([(0.5, True), (0.45, False)], (0.5 + 0.45) / 2),
    ],
)
def test_calibration_error(pairs: list[tuple[float, bool]], error: float) -> None:
    assert calibration_error(claims(*pairs)) == pytest.approx(error)


def test_the_doubtful_facts_hold_the_errors() -> None:
    some = claims((0.9, True), (0.2, False), (0.8, False), (0.3, True), (0.95, True))
    assert errors_caught(some, 0.2) == 0.5
    assert errors_caught(some, 0.6) == 1.0
    assert errors_caught(claims((0.9, True)), 0.2) == 1.0


def test_the_command_tells_the_confidence(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(record().to_json() + "\n", encoding="utf-8")
    told = CliRunner().invoke(app, ["evaluate", str(path), str(path), "--confidence", "--json"])
    confidence = json.loads(told.stdout)["confidence"]
    assert confidence["claims"] == 4
    assert confidence["calibration_error"] == pytest.approx((0.1 + 0.2 + 0.4 + 0.6) / 4)
    assert confidence["errors_caught"]["0.2"] == 1.0
    table = CliRunner().invoke(app, ["evaluate", str(path), str(path), "--confidence"])
    assert "calibration error" in table.stdout
