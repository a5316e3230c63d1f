"""Figures that a report leaves out and that the others give: the plan behind "82,4% kế hoạch", with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ketluan.check.figures import Figure, as_range, bearing, finding, plain
from ketluan.check.interval import Interval
from ketluan.check.laws import Level
from ketluan.record import Check


@dataclass(frozen=True, slots=True)
class Missing:
    """A base that a figure and its rate imply; `whose` and `what` name it in the message."""

    code: str
    law: Level
    terms: tuple[Figure, Figure]
    whose: str
    what: str

    def derived(self, intervals: Sequence[Interval]) -> Check | None:
        """The finding that tells it, None where nothing is implied (a rate of 0%).

        Args:
            intervals: what figure and rate may stand for, as narrow as all of the report makes them.
        """
        now, rate = self.terms
        implied = self.law.implied(2, (*intervals, intervals[0]))
        if implied is None:
            return None
        low, high = implied.low, implied.high
        middle = (low + high) / 2
        # What is counted is a whole number: where just one fits, that is it.
        whole = high.to_integral_value(rounding="ROUND_FLOOR")
        about = whole if low <= whole <= high and whole - 1 < low else middle
        places = bearing(implied) if about == middle else 0
        sign = {"increase": "+", "decrease": "-"}.get(rate.metric.change, "")
        message = (
            f"derived: {plain(now.value)} at {sign}{rate.written}{self.whose} implies {self.what} of about "
            f"{plain(about, places)} {now.metric.unit} ({as_range(implied)})"
        )
        return finding(self.code, "info", message, now, rate)
