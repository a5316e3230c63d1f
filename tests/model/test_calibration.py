"""Calibration: the fitted line brings scores to how often they are right, and never turns their order."""

from __future__ import annotations

import random

import pytest

from ketluan.evaluate.confidence import Claim, calibration_error
from ketluan.model.calibration import KINDS, calibrated, fit


def overconfident(count: int, seed: int = 0) -> list[Claim]:
    rng = random.Random(seed)
    scores = [rng.uniform(0.5, 1) for _ in range(count)]
    return [Claim("metrics", score, rng.random() < score - 0.3) for score in scores]


def test_an_overconfident_kind_is_brought_down() -> None:
    line = fit(overconfident(2000))["QUANTITY"]
    fresh = overconfident(2000, seed=1)
    after = [Claim(c.kind, calibrated(c.confidence, line), c.right) for c in fresh]
    assert calibration_error(fresh) == pytest.approx(0.3, abs=0.05)
    assert calibration_error(after) < 0.05


def test_the_order_of_the_scores_stays() -> None:
    line = fit(overconfident(500))["QUANTITY"]
    scores = [calibrated(score / 100, line) for score in range(101)]
    assert scores == sorted(scores)
    assert 0 <= scores[0] < scores[-1] <= 1


def test_a_kind_of_few_facts_keeps_its_scores_about() -> None:
    line = fit([Claim("documents", 0.9, True)])["DOCUMENT"]
    assert calibrated(0.9, line) == pytest.approx(0.9, abs=0.05)


def test_one_sided_facts_end_in_finite_lines() -> None:
    lines = fit([Claim(kind, 0.99, right) for kind in KINDS.values() for right in (True,) * 50])
    assert set(lines) == set(KINDS)
    assert all(abs(part) < 50 for line in lines.values() for part in line)


def test_a_score_of_zero_or_one_is_no_error() -> None:
    assert 0 <= calibrated(0.0, (1.0, 0.0)) < 0.01
    assert 0.99 < calibrated(1.0, (1.0, 0.0)) <= 1
