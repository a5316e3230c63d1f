"""From the network's probabilities to how often facts of that probability are right (Platt 1999).

For each kind of mention a slope and an offset of the log-odds, fitted on reports that the network was not trained on.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # extracting needs no scorer
    from ketluan.evaluate.confidence import Claim

__all__ = ["KINDS", "calibrated", "fit", "read_lines"]

KINDS = {
    "PERSON": "officials",
    "DOCUMENT": "documents",
    "PROGRAMME": "programmes",
    "QUANTITY": "metrics",
    "DIRECTIVE": "directives",
    "DEADLINE": "deadlines",
}
"""Labels of mentions and the kinds of facts that they become."""

_STEPS, _HALVINGS = 50, 20
_PRIOR = 1.0  # how strongly slope and offset are held to 1 and 0, in claims: a kind of few facts keeps its scores
_LEAST = 1e-4


def calibrated(score: float, line: Sequence[float]) -> float:
    """Return the probability in [0, 1] that a mention of this score becomes a right fact; `line` is (slope, offset)."""
    slope, offset = line
    return _sigmoid(slope * _log_odds(score) + offset)


def fit(claims: Iterable[Claim]) -> dict[str, tuple[float, float]]:
    """Return the slope and the offset of each label for which there are claims; their confidence is not calibrated."""
    by_kind: dict[str, list[tuple[float, float]]] = {}
    for claim in claims:
        by_kind.setdefault(claim.kind, []).append((_log_odds(claim.confidence), float(claim.right)))
    return {label: _line(by_kind[kind]) for label, kind in KINDS.items() if kind in by_kind}


def read_lines(told: Mapping[str, Sequence[float]]) -> dict[str, tuple[float, float]]:
    """Return the lines of a model's configuration."""
    return {label: (float(slope), float(offset)) for label, (slope, offset) in told.items()}


def _log_odds(score: float) -> float:
    score = min(max(score, _LEAST), 1 - _LEAST)
    return math.log(score / (1 - score))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-max(min(value, 30.0), -30.0)))


def _line(points: list[tuple[float, float]]) -> tuple[float, float]:
    """Newton's method with halved steps on the penalised log-likelihood, which is concave."""
    line = (1.0, 0.0)
    loss = _loss(points, line)
    for _ in range(_STEPS):
        step = _newton_step(points, line)
        for _ in range(_HALVINGS):
            ahead = (line[0] + step[0], line[1] + step[1])
            if (found := _loss(points, ahead)) < loss:
                line, loss = ahead, found
                break
            step = (step[0] / 2, step[1] / 2)
        else:
            break
    return round(line[0], 4), round(line[1], 4)


def _loss(points: list[tuple[float, float]], line: tuple[float, float]) -> float:
    slope, offset = line
    prior = _PRIOR * ((slope - 1) ** 2 + offset**2) / 2
    return prior - sum(math.log(_sigmoid((slope * x + offset) * (1 if right else -1))) for x, right in points)


def _newton_step(points: list[tuple[float, float]], line: tuple[float, float]) -> tuple[float, float]:
    slope, offset = line
    a, b = _PRIOR * (1 - slope), -_PRIOR * offset
    aa, ab, bb = _PRIOR, 0.0, _PRIOR
    for x, right in points:
        p = _sigmoid(slope * x + offset)
        weight = p * (1 - p)
        a += (right - p) * x
        b += right - p
        aa += weight * x * x
        ab += weight * x
        bb += weight
    determinant = aa * bb - ab * ab
    return (bb * a - ab * b) / determinant, (aa * b - ab * a) / determinant
