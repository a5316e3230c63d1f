"""The checks that an editor makes with a calculator: do the figures and dates of a report agree with each other?

Readers find what the text ties together (a part, its share and the whole; now, before and growth; a result, its plan
and the percentage; parts and their total; a count, a price and the amount; one figure told twice), by its words or,
more carefully, by unit and place. The solver takes each figure for its rounding interval and warns only where no values
meant by the words could agree; it says which figure is likely wrong and what would fit where one slip of the pen
explains the disagreement. What agrees is reported as "info", and so are the figures that can be derived.

    figures  the mentions in order       readings  laws over figures, sure or guessed    derive  missing figures
    laws     sums, levels, rests, …      slips     what a figure may have been meant     blame   the likely wrong figure
    solve    all readings together       shares, growth, plan, totals, amounts, repeats  the readers
"""

from __future__ import annotations

from collections.abc import Iterator

from ketluan.check.amounts import read_amounts
from ketluan.check.bounds import check_bounds
from ketluan.check.deadlines import check_deadlines
from ketluan.check.figures import Figures
from ketluan.check.growth import read_growth
from ketluan.check.headline import check_headline
from ketluan.check.interval import Interval, rounding_interval
from ketluan.check.plan import read_plans
from ketluan.check.readings import Question
from ketluan.check.repeats import read_repeats
from ketluan.check.shares import read_shares
from ketluan.check.solve import solve
from ketluan.check.totals import check_parts, read_totals
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
    unique: dict[tuple[str, frozenset[str]], Check] = {}
    for item in _findings(record, text):
        unique.setdefault((item.code, frozenset(item.refs)), item)
    found = sorted(unique.values(), key=lambda item: item.severity == "info")
    return record.model_copy(update={"checks": found})


def _findings(record: Record, text: str) -> Iterator[Check]:
    figures = Figures(record, text)
    yield from solve(figures, _questions(figures))
    yield from check_parts(figures)
    yield from check_headline(figures)
    yield from check_deadlines(record)
    yield from check_bounds(figures)


def _questions(figures: Figures) -> Iterator[Question]:
    for read in (read_shares, read_growth, read_plans, read_totals, read_amounts, read_repeats):
        yield from read(figures)
