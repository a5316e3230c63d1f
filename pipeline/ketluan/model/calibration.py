"""From the network's probabilities to how often facts of that probability are right.

For each kind of fact a logistic regression on the log-odds of its mention and on what the record says of it (is there a
deadline that a directive names, does any figure belong to a programme), fitted on reports that the network was not
trained on. Platt's line (1999) over the log-odds alone brings confidence to the right height, but leaves the order of
the facts as it is; the traits tell right from wrong facts of one probability.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from ketluan.record import KINDS, Deadline, Directive, Metric, Official, Paper, Programme, Record

__all__ = ["Sample", "Weights", "confident", "fit", "read_weights", "samples_of"]

Weights = Mapping[str, Mapping[str, float]]
"""By kind of fact what each trait adds to the log-odds; under "" what is added in any case."""

_Fact = Official | Paper | Programme | Metric | Directive | Deadline

_LEAST: Final = 1e-3
# How strongly the offset and the weights of the standardised traits are held to 0, in facts: a kind of few facts keeps
# the scores that it has.
_PRIOR_OFFSET: Final = 1.0
_PRIOR: Final = 10.0
_STEPS, _HALVINGS = 50, 20
_SET_TIMES: Final = ("đến", "trước", "trong", "chậm")


@dataclass(frozen=True, slots=True)
class Sample:
    """A fact of an extracted record: its kind, its traits, and whether the gold has it."""

    kind: str
    traits: dict[str, float]
    right: bool


def samples_of(record: Record, right: Mapping[str, Iterable[bool]]) -> Iterator[Sample]:
    """Yield the facts of an extracted record whose confidence is the network's own.

    Args:
        right: of each kind whether the facts are right, in their order.
    """
    for kind in KINDS:
        for fact, judged in zip(getattr(record, kind), right[kind], strict=True):
            if fact.confidence is not None:
                yield Sample(kind, _traits(record, fact), judged)


def fit(samples: Iterable[Sample]) -> dict[str, dict[str, float]]:
    """Return the weights of each kind for which there are samples."""
    by_kind: dict[str, list[Sample]] = {}
    for sample in samples:
        by_kind.setdefault(sample.kind, []).append(sample)
    return {kind: _regression(of_kind) for kind, of_kind in by_kind.items()}


def read_weights(told: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Return the weights that a model's configuration tells.

    Raises:
        ValueError, TypeError, AttributeError: it tells something else.
    """
    return {str(kind): {str(name): float(weight) for name, weight in of.items()} for kind, of in told.items()}


def confident(record: Record, weights: Weights) -> Record:
    """Return a record whose facts are as sure as such facts are right; a kind without weights stays as it is."""
    changed = {}
    for kind, of_kind in weights.items():
        if kind in KINDS:
            changed[kind] = [
                fact
                if fact.confidence is None
                else fact.model_copy(update={"confidence": round(_sure(_traits(record, fact), of_kind), 4)})
                for fact in getattr(record, kind)
            ]
    return record.model_copy(update=changed)


def _sure(traits: Mapping[str, float], weights: Mapping[str, float]) -> float:
    log_odds = weights.get("", 0.0) + sum(weights.get(name, 0.0) * value for name, value in traits.items())
    return 1 / (1 + math.exp(-max(min(log_odds, 30.0), -30.0)))


def _traits(record: Record, fact: _Fact) -> dict[str, float]:
    """Return what is known of a fact: its log-odds, how often it is told, whether the headline tells it, and more."""
    first = fact.mentions[0]
    score = min(max(fact.confidence or 0.0, _LEAST), 1 - _LEAST)
    common = {
        "log_odds": math.log(score / (1 - score)),
        "repeats": len(fact.mentions) - 1,
        "headline": first.start < len(record.source.title or ""),
    }
    return {name: float(value) for name, value in {**common, **_own_traits(record, fact)}.items()}


def _own_traits(record: Record, fact: _Fact) -> dict[str, float]:
    words = fact.mentions[0].text
    match fact:
        case Official():
            return {
                "positions": min(len(fact.positions), 3),
                "alone": not fact.positions,
                "name": len(fact.name.split()),
            }
        case Paper():
            return {
                "number": fact.number is not None,
                "title": fact.title is not None,
                "length": math.log(len(words) + 1),
            }
        case Programme():
            named = [metric.programme for metric in record.metrics] + [order.programme for order in record.directives]
            told = named.count(fact.id)
            return {
                "told": min(told, 4),
                "untold": told == 0,
                "number": fact.number is not None,
                "length": math.log(len(fact.name) + 1),
                "capital": fact.name[:1].isupper(),
            }
        case Metric():
            return {
                "subject": fact.subject is not None,
                "of": bool(fact.basis and fact.basis.of),
                "total": fact.total is not None,
                "range": fact.low is not None,
                "bare": not fact.unit,
                "in_words": not any(letter.isdigit() for letter in words),
                "target": fact.status == "target",
                "programme": fact.programme is not None,
                "period": fact.period is not None,
                "length": len(words) / 20,
                "indicator": len(fact.indicator) / 30,
            }
        case Directive():
            return {
                "length": math.log(len(words) + 1),
                "issuer": fact.issuer is not None,
                "official": bool(fact.issuer and fact.issuer.official),
                "addressees": min(len(fact.addressees), 3),
                "deadline": fact.deadline is not None,
                "capital": words[:1].isupper(),
                "quotation": '"' in words or "“" in words,
                "programme": fact.programme is not None,
            }
        case Deadline():
            return {
                "open": fact.start is None,
                "unsettled": fact.end is None,
                "ordered": any(order.deadline == fact.id for order in record.directives),
                "until": words.casefold().startswith(_SET_TIMES),
                "length": len(words) / 20,
            }


def _regression(samples: list[Sample]) -> dict[str, float]:
    """Return the weights that make right and wrong samples likeliest, added to the network's own log-odds.

    Newton's method with halved steps on the penalised log-likelihood, which is concave.
    """
    names = sorted(samples[0].traits)
    values = np.array([[sample.traits[name] for name in names] for sample in samples])
    right = np.array([sample.right for sample in samples])
    own = values[:, names.index("log_odds")]
    mean, scale = values.mean(0), values.std(0)
    scale[scale < 1e-6] = 1.0  # a trait that is always the same tells nothing
    traits = np.column_stack([np.ones(len(samples)), (values - mean) / scale])
    prior = np.array([_PRIOR_OFFSET, *[_PRIOR] * len(names)])

    def loss(weights: NDArray[np.float64]) -> float:
        log_odds = own + traits @ weights
        return float(np.logaddexp(0, np.where(right, -log_odds, log_odds)).sum() + prior @ weights**2 / 2)

    weights = np.zeros(len(prior))
    for _ in range(_STEPS):
        sure = 1 / (1 + np.exp(-np.clip(own + traits @ weights, -30, 30)))
        slope = traits.T @ (right - sure) - prior * weights
        curve = (traits * (sure * (1 - sure))[:, None]).T @ traits + np.diag(prior)
        step = np.linalg.solve(curve, slope)
        ahead = next((w for n in range(_HALVINGS) if loss(w := weights + step / 2**n) < loss(weights)), None)
        if ahead is None:
            break
        weights = ahead
    plain = weights[1:] / scale
    told = {"": float(weights[0] - plain @ mean), **dict(zip(names, plain.tolist(), strict=True))}
    told["log_odds"] += 1
    return {name: round(weight, 5) for name, weight in told.items()}
