"""Growth against the figures it is reckoned from: "848 vụ, giảm 306 vụ (26,5%)", "tăng 41%, từ 100 lên 141"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ketluan.check.figures import Figure, Figures, as_range, finding, plain, same_unit
from ketluan.check.interval import Interval
from ketluan.record import Check

_PREVIOUS = re.compile(
    r"(?:so với|so|cùng kỳ|năm trước|năm ngoái|tháng trước|kỳ trước|quý trước)(?: năm| tháng| quý)?[ 0-9/]{0,9}"
    r"(?: là| đạt| chỉ| có| chỉ có|,|:|\s?\()?\s*$|(?:^|[\s(])từ\s+(?:mức\s+)?$"
)
_RESTATING = frozenset(
    {"", "tương đương", "tương đương với", "tương ứng", "bằng", "tức", "hay", "tăng", "giảm", "tỷ lệ", "="}
)
_HUNDRED = Decimal(100)


def check_growth(figures: Figures) -> Iterator[Check]:
    """Compare each growth rate of a stated figure with the earlier figure or with the growth stated in units."""
    for rate in figures.all:
        if not rate.percent or rate.basis in ("total", "plan"):
            continue
        now = figures.described(rate)
        if now is None or now.percent or now.metric.change != "none":
            continue
        stated = _stated(rate)
        if stated is None:
            continue
        found = [_verdict(rate, now, other, stated, reckoned) for other, reckoned in _reckonings(figures, rate, now)]
        agreed = [check for check in found if check.severity == "info"]
        if agreed:
            yield agreed[0]
        elif len(found) == 1:
            yield found[0]


def _stated(rate: Figure) -> Interval | None:
    """The stated level in per cent of the earlier figure."""
    base = Interval(_HUNDRED, _HUNDRED)
    if rate.metric.change == "increase":
        return base + rate.interval
    if rate.metric.change == "decrease":
        return base - rate.interval
    return rate.interval if rate.basis in ("same_period", "previous_period") else None


def _reckonings(figures: Figures, rate: Figure, now: Figure) -> Iterator[tuple[Figure, Interval]]:
    for other in figures.near(rate):
        if other.id == now.id or not same_unit(other, now):
            continue
        before: Interval | None = None
        if other.metric.change == "none":
            # The earlier figure itself, which only its own words can tell from any other.
            if other.metric.status == "actual" and other.basis is None and _PREVIOUS.search(figures.before(other)):
                before = other.interval
        elif other.metric.basis is not None and other.metric.basis.of == now.id:
            # Two rates of one figure may be against two different years.
            if (other.basis, other.metric.change) != (rate.basis, rate.metric.change):
                continue
            if not _adjacent(figures, other, rate):
                continue
            sign = other.metric.change == "increase"
            before = now.interval - other.interval if sign else now.interval + other.interval
        if before is not None:
            ratio = now.interval.over(before)
            if ratio is not None:
                yield other, ratio.scaled(_HUNDRED)


def _adjacent(figures: Figures, one: Figure, other: Figure) -> bool:
    first, second = sorted((one, other), key=lambda figure: figure.start)
    words = figures.between(first, second).strip(" ,;()")
    return words in _RESTATING


def _verdict(rate: Figure, now: Figure, other: Figure, stated: Interval, reckoned: Interval) -> Check:
    earlier = f"{plain(now.value)} against {other.written}"
    if other.metric.change != "none":
        sign = "+" if other.metric.change == "increase" else "-"
        earlier = f"{plain(now.value)} after {sign}{other.written}"
    if reckoned.overlaps(stated):
        message = f"{earlier} fits the stated {rate.metric.change} of {rate.written}"
        if rate.metric.change == "none":
            message = f"{earlier} is {rate.written}, as stated"
        return finding("growth_confirmed", "info", message, now, other, rate)
    change = reckoned if rate.metric.change == "none" else reckoned - Interval(_HUNDRED, _HUNDRED)
    message = f"{earlier} gives {as_range(change)}%, stated is {rate.metric.change} {rate.written}"
    return finding("growth_mismatch", "warning", message.replace("none ", ""), now, other, rate)
