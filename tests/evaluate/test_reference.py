"""The counts are the reference scorer's, where it is here, on gold that is damaged in every way."""

from __future__ import annotations

import importlib.util
import json
import random
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from made_up import Tree, mention, report

from ketluan.evaluate import evaluate
from ketluan.record import Record

SHARED = Path(__file__).resolve().parents[3] / "shared"
REFERENCE = SHARED / "score.py"
GOLD = SHARED / "dev" / "gold.jsonl"

Damage = Callable[[random.Random, Tree], None]


def drop_facts(rng: random.Random, record: Tree) -> None:
    for kind in ("officials", "documents", "programmes", "metrics", "directives", "deadlines"):
        record[kind] = [fact for fact in record[kind] if rng.random() > 0.2]
    ids = {kind: {fact["id"] for fact in record[kind]} for kind in ("officials", "programmes", "metrics", "deadlines")}
    if record["meeting"]:
        record["meeting"]["chairs"] = [c for c in record["meeting"]["chairs"] if c in ids["officials"]]
    for fact in record["metrics"] + record["directives"]:
        if fact.get("programme") not in ids["programmes"]:
            fact["programme"] = None
    for metric in record["metrics"]:
        if metric["basis"] and metric["basis"]["of"] not in ids["metrics"]:
            metric["basis"]["of"] = None
    for directive in record["directives"]:
        if directive["deadline"] not in ids["deadlines"]:
            directive["deadline"] = None
        if directive["issuer"] and directive["issuer"]["official"] not in ids["officials"]:
            directive["issuer"]["official"] = None


def shift_spans(rng: random.Random, record: Tree) -> None:
    for kind in ("metrics", "directives", "deadlines"):
        for fact in record[kind]:
            for span in fact["mentions"]:
                if rng.random() < 0.4:
                    move = rng.randint(-min(8, span["start"]), 8)
                    span["start"] += move
                    span["end"] += move
                elif rng.random() < 0.4:
                    span["text"] = span["text"][: rng.randint(0, len(span["text"]))]
                    span["end"] = span["start"] + len(span["text"])


def change_values(rng: random.Random, record: Tree) -> None:
    for metric in record["metrics"]:
        field = rng.choice(
            ["value", "unit", "qualifier", "change", "status", "period", "basis", "indicator", "subject", ""]
        )
        if field == "value" and metric["value"]:
            metric["value"] += rng.choice([".0000001", "1"]) if "." not in metric["value"] else "1"
        elif field == "value":
            metric["low"] = "1"
        elif field == "unit":
            metric["unit"] = rng.choice(["", metric["unit"].upper(), metric["unit"] + " mới", metric["unit"][:2], "ha"])
        elif field == "qualifier":
            metric["qualifier"] = rng.choice(["exact", "about", "over", "at_most"])
        elif field == "change":
            metric["change"] = rng.choice(["none", "increase", "decrease"])
        elif field == "status":
            metric["status"] = rng.choice(["actual", "target", "remaining"])
        elif field == "period":
            metric["period"] = rng.choice([None, {"start": "2019-01-01", "end": "2019-12-31"}])
        elif field == "basis":
            other = rng.choice([None, *(m["id"] for m in record["metrics"])])
            metric["basis"] = rng.choice([None, {"kind": rng.choice([None, "plan", "total"]), "of": other}])
        elif field == "indicator":
            metric["indicator"] = " ".join(metric["indicator"].split()[: rng.randint(0, 3)])
        elif field == "subject":
            metric["subject"] = rng.choice([None, mention(0, "TP"), metric["subject"]])


def change_names(rng: random.Random, record: Tree) -> None:
    for official in record["officials"]:
        official["name"] = rng.choice([official["name"], official["name"].upper(), official["name"].split()[-1]])
        for position in official["positions"]:
            words = position["title"].split()
            position["title"] = " ".join(words[: rng.randint(1, len(words))])
    for paper in record["documents"] + record["programmes"]:
        paper["number"] = rng.choice([paper["number"], None, "1"])
        paper["kind"] = rng.choice([paper["kind"], "Đề án", paper["kind"] + " mới"])
        words = paper["mentions"][0]["text"].split(" ")
        paper["mentions"] = [mention(0, " ".join(words[: rng.randint(1, len(words))]))]
    for paper in record["documents"]:
        paper["title"] = rng.choice([paper["title"], None, "đất đai"])


def change_links(rng: random.Random, record: Tree) -> None:
    officials = [None, *(o["id"] for o in record["officials"])]
    programmes = [None, *(p["id"] for p in record["programmes"])]
    deadlines = [None, *(t["id"] for t in record["deadlines"])]
    for directive in record["directives"]:
        text = rng.choice(["", "Chủ tịch", "thành phố"])
        directive["issuer"] = rng.choice([None, directive["issuer"], {"official": rng.choice(officials), "text": text}])
        directive["deadline"] = rng.choice(deadlines)
        directive["addressees"] = [*directive["addressees"], mention(0, "các cấp")][: rng.randint(0, 3)]
    for fact in record["directives"] + record["metrics"]:
        if rng.random() < 0.5:
            fact["programme"] = rng.choice(programmes)
    for deadline in record["deadlines"]:
        if rng.random() < 0.3:
            deadline |= {"start": None, "end": rng.choice([None, "2019-12-31"])}
    if rng.random() < 0.3:
        record["meeting"] = None
    elif record["meeting"]:
        record["meeting"]["chairs"] = [o for o in officials if o and rng.random() < 0.5]
        if rng.random() < 0.3:
            record["meeting"]["date"] = None


def repeat_facts(rng: random.Random, record: Tree) -> None:
    for kind in ("officials", "documents", "programmes", "metrics", "directives", "deadlines"):
        copies = [{**deepcopy(fact), "id": f"{fact['id']}bis"} for fact in record[kind] if rng.random() < 0.3]
        record[kind] += copies
        rng.shuffle(record[kind])
    for fact in record["metrics"] + record["deadlines"]:
        fact["mentions"] = fact["mentions"] * rng.randint(1, 2)


DAMAGES: tuple[Damage, ...] = (drop_facts, shift_spans, change_values, change_names, change_links, repeat_facts)


def damage(seed: int, gold: list[Tree]) -> list[Tree]:
    rng = random.Random(seed)
    damaged = deepcopy(gold)
    for record in damaged:
        for harm in rng.sample(DAMAGES, rng.randint(1, len(DAMAGES))):
            harm(rng, record)
    return [record for record in damaged if rng.random() > 0.1]


@pytest.fixture(scope="module")
def reference() -> Any:
    if not REFERENCE.exists():
        pytest.skip(f"measures against {REFERENCE}, which is not here")
    spec = importlib.util.spec_from_file_location("reference_score", REFERENCE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reduced(reference: Any, records: list[Tree]) -> Tree:
    return {record["doc_id"]: reference.from_record(record) for record in records}


def assert_parity(reference: Any, gold: list[Tree], pred: list[Tree]) -> None:
    totals, per_document = reference.score(reduced(reference, gold), reduced(reference, pred))
    scores = evaluate(gold, pred)
    assert {kind: [c.tp, c.gold, c.pred] for kind, c in scores.counts.items()} == dict(totals)
    assert {
        doc_id: {kind: [c.tp, c.gold, c.pred] for kind, c in found.counts.items()}
        for doc_id, found in scores.documents.items()
    } == per_document
    for summed, keys in ((scores.facts, reference.CORE), (scores.all, list(totals))):
        assert [summed.tp, summed.gold, summed.pred] == reference.total(totals, keys)
        assert (summed.precision, summed.recall, summed.f1) == reference.prf(reference.total(totals, keys))


@pytest.mark.parametrize("seed", range(8))
def test_parity_with_the_reference_on_a_made_up_report(reference: Any, seed: int) -> None:
    gold = [json.loads(Record.model_validate(report(doc_id)).to_json()) for doc_id in "abcdefgh"]
    assert_parity(reference, gold, damage(seed, gold))


@pytest.mark.parametrize("seed", range(12))
def test_parity_with_the_reference_on_damaged_gold(reference: Any, seed: int) -> None:
    gold = [json.loads(line) for line in GOLD.read_text(encoding="utf-8").split("\n")[:-1]]
    pred = damage(seed, gold)
    assert_parity(reference, gold, pred)
    assert_parity(reference, pred, gold)
