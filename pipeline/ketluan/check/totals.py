"""Listed parts against the total they make up: "56 vụ, gồm 30 vụ … và 26 vụ …"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketluan.check.figures import Figure, Figures, as_range, finding, plain, same_unit
from ketluan.check.interval import Interval
from ketluan.record import Check

_ALL_PARTS = re.compile(r"(?:^|\W)(?:bao gồm|gồm)(?:\W[^.]{0,24})?$")
_SOME_PARTS = re.compile(r"(?:^|\W)trong đó(?:\W[^.]{0,40})?$")


def check_totals(figures: Figures) -> Iterator[Check]:
    """Compare a total with the parts that follow it in its sentence after "gồm" or "trong đó"."""
    for total in figures.all:
        if total.percent or total.metric.change != "none" or total.basis is not None or total.metric.total is not None:
            continue
        later = [other for other in figures.near(total) if other.start >= total.end]
        if not later or not same_unit(later[0], total) or not _comparable(later[0]):
            continue
        words = figures.between(total, later[0])
        if _ALL_PARTS.search(words) and len(words) <= 80:
            yield from _sum(total, later)
        elif _SOME_PARTS.search(words) and later[0].interval.low > total.interval.high:
            message = f"a part of {later[0].written} exceeds its total of {total.written}"
            yield finding("part_exceeds_total", "warning", message, total, later[0])


def _comparable(part: Figure) -> bool:
    return part.metric.change == "none" and part.basis is None and part.metric.total is None


def _sum(total: Figure, later: list[Figure]) -> Iterator[Check]:
    parts = later
    # One figure of another kind in the list (a share, a sum of money, another thing counted) and it is no plain list.
    if len(parts) < 2 or not all(_comparable(part) and same_unit(part, total) for part in parts):
        return
    added = Interval(total.value - total.value, total.value - total.value)
    for part in parts:
        added = added + part.interval
    sums = " + ".join(plain(part.value) for part in parts)
    if added.overlaps(total.interval):
        yield finding("total_confirmed", "info", f"{sums} makes {total.written}, as stated", total, *parts)
    else:
        message = f"{sums} makes {as_range(added)}, stated is {total.written}"
        yield finding("total_mismatch", "warning", message, total, *parts)
