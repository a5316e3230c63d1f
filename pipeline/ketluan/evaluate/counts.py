"""Counting, in one report, which facts and links of the prediction are those of the gold.

A fact counts by itself (`FACT_KINDS`); what is said about a fact that was found counts again as a link (`LINK_KINDS`),
where it differs from the default ("exact", "actual", "none", null).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from ketluan.evaluate.facts import DeadlineFact, DirectiveFact, Facts, MetricFact, NamedFact, PositionFact
from ketluan.evaluate.match import align, bare, close, extent_overlap, same_text, same_unit, similar, word_overlap

__all__ = ["FACT_KINDS", "LINK_KINDS", "Count", "count_report", "right_facts"]

FACT_KINDS = (
    "officials",
    "positions",
    "chairs",
    "meeting date",
    "documents",
    "programmes",
    "metrics",
    "directives",
    "deadlines",
)
LINK_KINDS = (
    "metric.change",
    "metric.status",
    "metric.qualifier",
    "metric.basis",
    "metric.of",
    "metric.period",
    "metric.indicator",
    "metric.subject",
    "directive.issuer",
    "directive.addressees",
    "directive.deadline",
    "metric.programme",
    "directive.programme",
)

POSITION_OVERLAP = 0.6
DIRECTIVE_OVERLAP = 0.5

F = TypeVar("F")
_Placed = MetricFact | DirectiveFact | DeadlineFact


@dataclass(frozen=True, slots=True)
class Count:
    """How many facts were rightly found (`tp`), are in the gold, are in the prediction."""

    tp: int = 0
    gold: int = 0
    pred: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.tp + other.tp, self.gold + other.gold, self.pred + other.pred)

    @property
    def precision(self) -> float:
        """The part of the predicted that is right; 0 where nothing is predicted."""
        return self.tp / self.pred if self.pred else 0.0

    @property
    def recall(self) -> float:
        """The part of the gold that was found; 0 where there is none."""
        return self.tp / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        precision, recall = self.precision, self.recall
        return 2 * precision * recall / (precision + recall) if precision + recall else 0.0

    def to_dict(self) -> dict[str, float]:
        """Precision, recall, F1 and the three counts, ready for JSON."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "tp": self.tp,
            "gold": self.gold,
            "pred": self.pred,
        }


def count_report(gold: Facts, pred: Facts) -> dict[str, Count]:
    """The counts of every kind of fact and link in one report, in the order of the kinds."""
    counts = {
        "officials": _paired(gold.officials, pred.officials, same_text),
        "positions": _paired(gold.positions, pred.positions, _same_position, _position_closeness),
        "chairs": _paired(gold.chairs, pred.chairs, same_text),
        "meeting date": _paired(gold.meeting_dates, pred.meeting_dates, lambda a, b: a == b),
        "documents": _paired(gold.documents, pred.documents, _same_named, _quote_closeness),
        "programmes": _paired(gold.programmes, pred.programmes, _same_named, _quote_closeness),
        "deadlines": _paired(gold.deadlines, pred.deadlines, _same_deadline, _extent_closeness),
    }
    metrics, directives = _metric_pairs(gold, pred), _directive_pairs(gold, pred)
    counts["metrics"] = Count(len(metrics), len(gold.metrics), len(pred.metrics))
    counts["directives"] = Count(len(directives), len(gold.directives), len(pred.directives))
    counts |= _metric_links(gold.metrics, pred.metrics, metrics)
    counts |= _directive_links(gold.directives, pred.directives, directives)
    return {kind: counts[kind] for kind in (*FACT_KINDS, *LINK_KINDS)}


def right_facts(gold: Facts, pred: Facts) -> dict[str, list[bool]]:
    """Which of the predicted facts are in the gold, by kind, in the order of the prediction."""
    names = {bare(name) for name in gold.officials}
    documents = align(gold.documents, pred.documents, _same_named, _quote_closeness)
    programmes = align(gold.programmes, pred.programmes, _same_named, _quote_closeness)
    deadlines = align(gold.deadlines, pred.deadlines, _same_deadline, _extent_closeness)
    return {
        "officials": [bare(name) in names for name in pred.officials],
        "documents": _taken(pred.documents, documents),
        "programmes": _taken(pred.programmes, programmes),
        "metrics": _taken(pred.metrics, _metric_pairs(gold, pred)),
        "directives": _taken(pred.directives, _directive_pairs(gold, pred)),
        "deadlines": _taken(pred.deadlines, deadlines),
    }


def _taken(facts: Sequence[F], pairs: Sequence[tuple[F, F]]) -> list[bool]:
    # By identity, for two facts of a report may be equal and only one of them paired.
    paired = {id(offered) for _, offered in pairs}
    return [id(fact) in paired for fact in facts]


def _metric_pairs(gold: Facts, pred: Facts) -> list[tuple[MetricFact, MetricFact]]:
    return align(gold.metrics, pred.metrics, _same_metric, _extent_closeness)


def _directive_pairs(gold: Facts, pred: Facts) -> list[tuple[DirectiveFact, DirectiveFact]]:
    return align(gold.directives, pred.directives, _same_directive, _extent_closeness)


def _paired(
    gold: Sequence[F],
    pred: Sequence[F],
    agree: Callable[[F, F], bool],
    closeness: Callable[[F, F], float] = lambda a, b: 1.0,
) -> Count:
    return Count(len(align(gold, pred, agree, closeness)), len(gold), len(pred))


def _metric_links(
    gold: Sequence[MetricFact], pred: Sequence[MetricFact], pairs: Sequence[tuple[MetricFact, MetricFact]]
) -> dict[str, Count]:
    def told(value: Callable[[MetricFact], object], default: object = None) -> Count:
        return _linked(gold, pred, pairs, lambda m: value(m) != default, lambda a, b: value(a) == value(b))

    return {
        "metric.change": told(lambda m: m.change, "none"),
        "metric.status": told(lambda m: m.status, "actual"),
        "metric.qualifier": told(lambda m: m.qualifier, "exact"),
        "metric.basis": told(lambda m: m.basis),
        "metric.period": told(lambda m: m.period),
        "metric.of": _linked(gold, pred, pairs, lambda m: m.of is not None, lambda a, b: close(a.of, b.of)),
        "metric.indicator": _linked(gold, pred, pairs, lambda m: True, lambda a, b: similar(a.indicator, b.indicator)),
        "metric.subject": _linked(
            gold, pred, pairs, lambda m: bool(m.subject), lambda a, b: similar(a.subject, b.subject)
        ),
        "metric.programme": _linked(gold, pred, pairs, _has_programme, _same_programme),
    }


def _directive_links(
    gold: Sequence[DirectiveFact],
    pred: Sequence[DirectiveFact],
    pairs: Sequence[tuple[DirectiveFact, DirectiveFact]],
) -> dict[str, Count]:
    return {
        "directive.issuer": _linked(gold, pred, pairs, lambda d: bool(d.issuer), _same_issuer),
        "directive.addressees": Count(
            sum(len(align(a.addressees, b.addressees, similar, word_overlap)) for a, b in pairs),
            sum(len(directive.addressees) for directive in gold),
            sum(len(directive.addressees) for directive in pred),
        ),
        "directive.deadline": _linked(
            gold, pred, pairs, lambda d: d.deadline is not None, lambda a, b: a.deadline == b.deadline
        ),
        "directive.programme": _linked(gold, pred, pairs, _has_programme, _same_programme),
    }


def _linked(
    gold: Sequence[F],
    pred: Sequence[F],
    pairs: Sequence[tuple[F, F]],
    counts: Callable[[F], bool],
    agree: Callable[[F, F], bool],
) -> Count:
    return Count(
        sum(counts(a) and counts(b) and agree(a, b) for a, b in pairs),
        sum(counts(fact) for fact in gold),
        sum(counts(fact) for fact in pred),
    )


def _same_position(a: PositionFact, b: PositionFact) -> bool:
    return same_text(a.name, b.name) and _position_closeness(a, b) >= POSITION_OVERLAP


def _position_closeness(a: PositionFact, b: PositionFact) -> float:
    return word_overlap(a.title, b.title)


def _same_named(a: NamedFact, b: NamedFact) -> bool:
    # Two numbers decide alone; without them the words do, of the title or of the place that names it.
    if a.number and b.number:
        return same_text(a.number, b.number) and (same_text(a.kind, b.kind) or similar(a.kind, b.kind))
    return similar(a.title or a.quote, b.title or b.quote) or similar(a.quote, b.quote)


def _quote_closeness(a: NamedFact, b: NamedFact) -> float:
    return word_overlap(a.quote, b.quote)


def _extent_closeness(a: _Placed, b: _Placed) -> float:
    return extent_overlap(a.extent, b.extent)


def _same_metric(a: MetricFact, b: MetricFact) -> bool:
    return (
        _extent_closeness(a, b) > 0
        and close(a.value, b.value)
        and close(a.low, b.low)
        and close(a.high, b.high)
        and same_unit(a.unit, b.unit)
    )


def _same_directive(a: DirectiveFact, b: DirectiveFact) -> bool:
    return _extent_closeness(a, b) >= DIRECTIVE_OVERLAP


def _same_deadline(a: DeadlineFact, b: DeadlineFact) -> bool:
    return _extent_closeness(a, b) > 0 and a.end == b.end


def _same_issuer(a: DirectiveFact, b: DirectiveFact) -> bool:
    return same_text(a.issuer, b.issuer) or similar(a.issuer, b.issuer)


def _has_programme(fact: MetricFact | DirectiveFact) -> bool:
    return fact.programme is not None


def _same_programme(a: MetricFact | DirectiveFact, b: MetricFact | DirectiveFact) -> bool:
    return a.programme is not None and b.programme is not None and _same_named(a.programme, b.programme)
