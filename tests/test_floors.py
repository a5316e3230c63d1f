"""The gate: the model that ships may not fall below `models/floors.tsv` on our own test part, which it never saw.

The file is only ever added to: a later line of a kind replaces an earlier one, and one that lowers it says why.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ketluan.data.sources import document_of
from ketluan.data.splits import read_splits
from ketluan.evaluate import Scores, evaluate, read_records
from ketluan.pipeline import Extractor

ROOT = Path(__file__).parents[1]


def lines() -> list[tuple[str, str, float, str]]:
    """Day, kind, least F1 and reason of every line."""
    found = []
    for line in (ROOT / "models/floors.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            day, kind, floor, reason = line.split("\t")
            found.append((day, kind, float(floor), reason))
    return found


FLOORS = {kind: floor for _, kind, floor, _ in lines()}


@pytest.fixture(scope="module")
def scores() -> Scores:
    """What the model finds in the reports of the test part."""
    parts = read_splits(ROOT / "annotations/splits.json")
    gold = [r for r in read_records(ROOT / "annotations/own.jsonl") if parts[r.doc_id] == "test"]
    extractor = Extractor()
    found = []
    for record in gold:
        text = (ROOT / f"corpus/texts/{record.doc_id}.txt").read_text(encoding="utf-8")
        found.append(extractor.extract(document_of(record, text)))
    assert len(gold) >= 30
    return evaluate(gold, found)


@pytest.mark.parametrize("kind", FLOORS)
def test_the_model_holds_its_floor(scores: Scores, kind: str) -> None:
    assert scores.rows()[kind].f1 >= FLOORS[kind]


def test_the_totals_have_floors() -> None:
    assert {"FACTS", "LINKS"} <= FLOORS.keys()


def test_a_floor_is_lowered_with_a_reason_only() -> None:
    told: dict[str, float] = {}
    for day, kind, floor, reason in lines():
        date.fromisoformat(day)
        assert floor >= told.get(kind, 0.0) or len(reason.split()) >= 4, f"{kind} is lowered without a reason"
        told[kind] = floor
