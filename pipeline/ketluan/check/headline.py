"""A headline's figure against the body's figure for the same thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketluan.check.figures import REACH, Figure, Figures, finding, of_two_subjects
from ketluan.record import Check

_WORD = re.compile(r"\w+")
_PER_TIME = re.compile(r"\s*/\s*(?:giờ|ngày|đêm|tuần|tháng|quý|năm|vụ)(?!\w)")
# Two indicators of two words or more that share so much of the longer one's words name the same thing.
_ALIKE = 0.8


def check_headline(figures: Figures) -> Iterator[Check]:
    """Compare each figure of the first line with the figures of the body for the same indicator and unit.

    So many figures of a headline are looked at as `REACH` says.
    """
    end = figures.headline
    for head in [figure for figure in figures.all if figure.end <= end][:REACH]:
        body = [figure for figure in figures.all if figure.start > end and _alike_kind(head, figure)]
        if any(figure.value == head.value for figure in body):
            continue
        # "100 con/ngày" is no other count of the headline's "2 triệu con".
        body = [figure for figure in body if _per_time(figures, figure) == _per_time(figures, head)]
        rounded = [figure for figure in body if figure.interval.overlaps(head.interval) and _same_thing(head, figure)]
        if rounded:
            message = f"the headline rounds {rounded[0].written} to {head.written}"
            yield finding("headline_rounded", "info", message, head, rounded[0])
            continue
        same = [figure for figure in body if _same_thing(head, figure) and _same_time(head, figure)]
        if len({figure.value for figure in same}) == 1:
            message = f"the headline says {head.written}, the body {same[0].written}"
            yield finding("headline_mismatch", "warning", message, head, same[0])


def _per_time(figures: Figures, figure: Figure) -> bool:
    return bool(_PER_TIME.match(figures.after(figure)))


def _alike_kind(one: Figure, other: Figure) -> bool:
    return (
        one.unit == other.unit
        and one.metric.change == other.metric.change
        and one.metric.status == other.metric.status
        and one.basis == other.basis
    )


def _same_thing(one: Figure, other: Figure) -> bool:
    first, second = (frozenset(_WORD.findall(figure.metric.indicator.lower())) for figure in (one, other))
    least = min(len(first), len(second))
    if least < 2 or len(first & second) < _ALIKE * max(len(first), len(second)):
        return False
    return not of_two_subjects(one, other)


def _same_time(one: Figure, other: Figure) -> bool:
    return one.metric.period == other.metric.period
