"""A result in per cent of its plan: compared with the plan where that is stated, else the plan is derived."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ketluan.check.figures import Figure, Figures, as_range, bearing, finding, plain, same_unit
from ketluan.check.interval import Interval
from ketluan.record import Check

_PLAN = re.compile(r"(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|kh)(?!\w)")
_HUNDRED = Decimal(100)


def check_plans(figures: Figures) -> Iterator[Check]:
    """Compare each "93% dự toán" that describes a stated figure with the plan, or derive that plan."""
    for rate in figures.all:
        if not rate.percent or rate.basis != "plan":
            continue
        done = figures.described(rate)
        if done is None or done.percent or done.metric.change != "none" or done.metric.status != "actual":
            continue
        level = _level(rate)
        implied = done.interval.over(level) if level else None
        if implied is None:
            continue
        if done.metric.total is not None:
            stated = Decimal(done.metric.total)
            yield _verdict(rate, done, implied, Interval(stated, stated), f"{plain(stated)} {done.metric.unit}", ())
            continue
        plans = _plans(figures, rate, done)
        fitting = [plan for plan in plans if plan.interval.overlaps(implied)]
        if fitting or len(plans) == 1:
            plan = (fitting or plans)[0]
            yield _verdict(rate, done, implied, plan.interval, plan.written, (plan,))
        elif not plans:
            yield _derived(rate, done, implied)


def _level(rate: Figure) -> Interval | None:
    base = Interval(_HUNDRED, _HUNDRED)
    change = {"increase": base + rate.interval, "decrease": base - rate.interval}
    level = change.get(rate.metric.change, rate.interval).scaled(1 / _HUNDRED)
    return level if level.low > 0 else None


def _plans(figures: Figures, rate: Figure, done: Figure) -> list[Figure]:
    """Figures of the sentence that the text itself calls the plan, in the same unit."""
    return [
        other
        for other in figures.near(rate)
        if other.id != done.id
        and same_unit(other, done)
        and other.metric.change == "none"
        and other.metric.status == "target"
        and _PLAN.search(figures.before(other))
    ]


def _verdict(
    rate: Figure, done: Figure, implied: Interval, stated: Interval, written: str, plan: tuple[Figure, ...]
) -> Check:
    about = f"{plain(done.value)} against a plan of {written}"
    if implied.overlaps(stated):
        return finding("plan_confirmed", "info", f"{about} fits the stated {rate.written}", done, rate, *plan)
    reached = done.interval.over(stated)
    percent = f" is {as_range(reached.scaled(_HUNDRED))}%," if reached else " cannot be"
    change = "" if rate.metric.change == "none" else f"{rate.metric.change} "
    return finding("plan_mismatch", "warning", f"{about}{percent} stated is {change}{rate.written}", done, rate, *plan)


def _derived(rate: Figure, done: Figure, implied: Interval) -> Check:
    low, high = implied.low, implied.high
    middle = (low + high) / 2
    # A plan of counted things is a whole number: where just one fits, that is the plan.
    whole = high.to_integral_value(rounding="ROUND_FLOOR")
    about = whole if low <= whole <= high and whole - 1 < low else middle
    places = bearing(implied) if about == middle else 0
    sign = {"increase": "+", "decrease": "-"}.get(rate.metric.change, "")
    message = (
        f"derived: {plain(done.value)} at {sign}{rate.written} of plan implies a plan of about "
        f"{plain(about, places)} {done.metric.unit} ({as_range(implied)})"
    )
    return finding("plan_derived", "info", message, done, rate)
