"""The checks that an editor makes with a calculator: do the figures and dates of a report agree with each other?

Every check rests on what the text itself ties together (one sentence, one described figure, equal units) and takes
each figure for its rounding interval; it warns only where no value meant by the words could agree. What agrees is
reported as "info", and so are the figures that can be derived.
"""

from __future__ import annotations

from collections.abc import Iterator

from ketluan.check.bounds import check_bounds
from ketluan.check.deadlines import check_deadlines
from ketluan.check.figures import Figures
from ketluan.check.growth import check_growth
from ketluan.check.headline import check_headline
from ketluan.check.interval import Interval, rounding_interval
from ketluan.check.plan import check_plans
from ketluan.check.shares import check_shares
from ketluan.check.totals import check_totals
from ketluan.record import Check, Record

__all__ = ["Interval", "check", "rounding_interval"]


def check(record: Record, text: str) -> Record:
    """A copy of the record with `checks` filled; the record given is left as it is.

    Args:
        record: what was found in the report; its mentions are offsets in `text`.
        text: the report's text.

    Returns:
        The record with every finding once: warnings first, otherwise in the order of the stages.
    """
    unique: dict[tuple[str, tuple[str, ...]], Check] = {}
    for item in _findings(record, text):
        unique.setdefault((item.code, tuple(item.refs)), item)
    found = sorted(unique.values(), key=lambda item: item.severity == "info")
    return record.model_copy(update={"checks": found})


def _findings(record: Record, text: str) -> Iterator[Check]:
    figures = Figures(record, text)
    yield from check_shares(figures)
    yield from check_growth(figures)
    yield from check_plans(figures)
    yield from check_totals(figures)
    yield from check_headline(figures)
    yield from check_deadlines(record)
    yield from check_bounds(figures)
