"""A record without its least certain facts, and without what points at them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final, TypeVar

from ketluan.record import Deadline, Directive, Meeting, Metric, Official, Paper, Programme, Record

__all__ = ["LEAST", "without_doubtful"]

LEAST: Final = 0.3
"""The confidence below which a fact is left out where the user asks for nothing else.

A fact pays in F1 where it is right more often than half of the F1 that is reached (Lipton et al. 2014, "Optimal
thresholding of classifiers to maximize F1 measure"); on held-out reports the gain is flat from 0.25 to 0.45.
"""


_F = TypeVar("_F", bound=Official | Paper | Programme | Metric | Directive | Deadline)


def without_doubtful(record: Record, least: float) -> Record:
    """Return a record whose facts have at least so much confidence each.

    The ids of what stays do not change. What pointed at a fact that is left out points at nothing; an issuer keeps the
    name.

    Args:
        least: in [0, 1]; facts that have no confidence stay.
    """

    def sure(facts: Sequence[_F]) -> list[_F]:
        return [fact for fact in facts if fact.confidence is None or fact.confidence >= least]

    officials, programmes, deadlines = sure(record.officials), sure(record.programmes), sure(record.deadlines)
    metrics = sure(record.metrics)
    left = {fact.id for facts in (officials, programmes, deadlines, metrics) for fact in facts}
    return record.model_copy(
        update={
            "meeting": record.meeting and _meeting(record.meeting, left),
            "officials": officials,
            "documents": sure(record.documents),
            "programmes": programmes,
            "metrics": [_metric(metric, left) for metric in metrics],
            "directives": [_directive(directive, left) for directive in sure(record.directives)],
            "deadlines": deadlines,
        }
    )


def _meeting(meeting: Meeting, left: Collection[str]) -> Meeting:
    return meeting.model_copy(update={"chairs": [chair for chair in meeting.chairs if chair in left]})


def _metric(metric: Metric, left: Collection[str]) -> Metric:
    basis = metric.basis
    if basis and basis.of and basis.of not in left:
        basis = basis.model_copy(update={"of": None}) if basis.kind else None
    return metric.model_copy(update={"basis": basis, "programme": _known(metric.programme, left)})


def _directive(directive: Directive, left: Collection[str]) -> Directive:
    issuer = directive.issuer
    if issuer and issuer.official and issuer.official not in left:
        issuer = issuer.model_copy(update={"official": None})
    return directive.model_copy(
        update={
            "issuer": issuer,
            "deadline": _known(directive.deadline, left),
            "programme": _known(directive.programme, left),
        }
    )


def _known(identity: str | None, left: Collection[str]) -> str | None:
    return identity if identity in left else None
