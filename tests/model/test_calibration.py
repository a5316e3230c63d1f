"""Calibration: confidence comes to how often facts are right, and traits tell facts of one probability apart."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from ketluan.evaluate.confidence import Claim, calibration_error, errors_caught
from ketluan.model.calibration import Sample, confident, fit, read_weights, samples_of
from ketluan.record import KINDS, Record


def _mention(start: int, text: str) -> dict[str, Any]:
    return {"start": start, "end": start + len(text), "text": text}


def _record(scores: list[float], subjects: list[bool]) -> Record:
    metrics = []
    for number, (score, subject) in enumerate(zip(scores, subjects, strict=True), 1):
        metric = {"id": f"m{number}", "indicator": "có", "value": "5", "unit": "xã", "confidence": score}
        metric["mentions"] = [_mention(100 * number, "5 xã")]
        metrics.append({**metric, "subject": _mention(100 * number + 20, "huyện")} if subject else metric)
    return Record.model_validate({"doc_id": "a", "metrics": metrics})


def _overconfident(count: int, seed: int = 0) -> tuple[Record, list[bool]]:
    """Figures three tenths less often right than they are sure to be, and more so without a subject."""
    rng = random.Random(seed)
    scores = [rng.uniform(0.5, 1) for _ in range(count)]
    subjects = [rng.random() < 0.5 for _ in scores]
    right = [rng.random() < score - (0.0 if subject else 0.5) for score, subject in zip(scores, subjects, strict=True)]
    return _record(scores, subjects), right


def _samples(record: Record, right: list[bool]) -> list[Sample]:
    return list(samples_of(record, {kind: right if kind == "metrics" else [] for kind in KINDS}))


def _claims(record: Record, right: list[bool]) -> list[Claim]:
    return [Claim("metrics", m.confidence or 0.0, r) for m, r in zip(record.metrics, right, strict=True)]


def test_confidence_comes_to_how_often_facts_are_right() -> None:
    weights = fit(_samples(*_overconfident(1500)))
    record, right = _overconfident(1500, seed=1)
    before, after = _claims(record, right), _claims(confident(record, weights), right)
    assert calibration_error(before) > 0.2
    assert calibration_error(after) < 0.05


def test_traits_tell_facts_of_one_probability_apart() -> None:
    weights = fit(_samples(*_overconfident(1500)))
    record, right = _overconfident(1500, seed=1)
    before, after = _claims(record, right), _claims(confident(record, weights), right)
    assert errors_caught(after, 0.2) > errors_caught(before, 0.2) + 0.05


def test_a_surer_fact_of_the_same_traits_stays_the_surer_one() -> None:
    weights = fit(_samples(*_overconfident(800)))
    record = confident(_record([score / 100 for score in range(101)], [True] * 101), weights)
    scores = [metric.confidence for metric in record.metrics]
    assert scores == sorted(scores)  # type: ignore[type-var]
    assert 0 <= scores[0] < scores[-1] <= 1  # type: ignore[operator]


def test_a_kind_of_few_facts_keeps_its_scores_about() -> None:
    record = _record([0.9], [True])
    after = confident(record, fit(_samples(record, [True])))
    assert after.metrics[0].confidence == pytest.approx(0.9, abs=0.05)


def test_a_few_facts_of_one_outcome_end_in_finite_weights() -> None:
    record = _record([0.99] * 3, [True] * 3)
    weights = fit(_samples(record, [True] * 3))
    assert all(abs(weight) < 50 for weight in weights["metrics"].values())
    assert all((metric.confidence or 0) > 0.5 for metric in confident(record, weights).metrics)


def test_only_confidence_changes_and_only_where_there_was_some() -> None:
    record, right = _overconfident(50)
    weights = fit(_samples(record, right))
    bare = record.model_copy(
        update={"metrics": [record.metrics[0].model_copy(update={"confidence": None}), *record.metrics[1:]]}
    )
    after = confident(bare, weights)
    assert after.metrics[0] == bare.metrics[0]
    assert [m.model_copy(update={"confidence": None}) for m in after.metrics] == [
        m.model_copy(update={"confidence": None}) for m in bare.metrics
    ]
    assert confident(record, {}) == record


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_traits_that_a_configuration_can_hold(kind: str) -> None:
    mentions = [_mention(0, "trước 30/9")]
    extra: dict[str, dict[str, Any]] = {
        "officials": {"name": "Vũ Văn Cối"},
        "documents": {"kind": "Nghị quyết"},
        "programmes": {"kind": "Dự án", "name": "Dự án"},
        "metrics": {"indicator": "có", "value": "5", "unit": "xã"},
        "directives": {"action": "làm"},
        "deadlines": {},
    }
    facts = [{"id": "x1", "mentions": mentions, "confidence": 0.8, **extra[kind]}]
    record = Record.model_validate({"doc_id": "a", kind: facts})
    right = {of: [True] if of == kind else [] for of in KINDS}
    weights = fit(samples_of(record, right))
    assert read_weights(json.loads(json.dumps(weights))) == weights
    assert set(weights) == {kind}
    assert len(weights[kind]) > 4
