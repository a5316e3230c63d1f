"""A part, a rest or a whole, and the share that goes with them: 7 done, 32 to go, 17.9%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ketluan.check.figures import Figure, Figures, as_range, finding, plain, same_unit
from ketluan.check.interval import Interval
from ketluan.record import Check

_WHOLE = re.compile(r"(?:tổng số|trong số|trên tổng|trong tổng)\s(?:\w+\s){0,2}$|/\s*$")
_HUNDRED = Decimal(100)
# How far behind "13/14 chỉ tiêu" its percentage may stand: "(chiếm tỷ lệ 92,8%)", "đã hoàn thành, đạt 92,8%".
_BESIDE = 40


def check_shares(figures: Figures) -> Iterator[Check]:
    """Compare each share of a stated part with the rest or the whole that its sentence states."""
    for share in figures.all:
        if not share.percent or share.metric.change != "none" or share.basis not in ("total", None):
            continue
        part = figures.described(share) or (_beside(figures, share) if share.basis == "total" else None)
        if part is None or part.percent or part.metric.change != "none":
            continue
        yield from _compare(figures, part, share)


def _beside(figures: Figures, share: Figure) -> Figure | None:
    # "7 tổ chức (17,9%)", "7 tổ chức, chiếm 17,9%": the share of the figure right before it.
    earlier = [other for other in figures.near(share) if other.end <= share.start]
    if not earlier:
        return None
    words = figures.between(earlier[-1], share).strip()
    return earlier[-1] if words.endswith(("(", "chiếm", "chiếm tỷ lệ", "tỷ lệ", "bằng")) else None


def _compare(figures: Figures, part: Figure, share: Figure) -> Iterator[Check]:
    if part.metric.total is not None:
        # "11/12 dự án … đã hoàn thành 75%" tells two things; only a share right beside the ratio restates it.
        if share.start < part.end or share.start - part.end > _BESIDE:
            return
        total = Decimal(part.metric.total)
        ratio = _percent(part.interval, Interval(total, total))
        if ratio is not None:
            yield _verdict(ratio, f"{plain(part.value)} of {plain(total)}", share, part, share)
        return
    alike = [other for other in figures.near(share) if other.id != part.id and same_unit(other, part)]
    alike = [other for other in alike if other.metric.change == "none" and other.basis is None]
    rests = [other for other in alike if other.metric.status == "remaining" and part.metric.status == "actual"]
    wholes = [other for other in alike if other not in rests and _WHOLE.search(figures.before(other))]
    claims = [(part.interval + rest.interval, rest, part.value + rest.value) for rest in rests]
    claims += [(whole.interval, whole, whole.value) for whole in wholes]
    found: list[Check] = []
    for whole_interval, other, whole_value in claims:
        ratio = _percent(part.interval, whole_interval)
        if ratio is None:
            continue
        found.append(_verdict(ratio, f"{plain(part.value)} of {plain(whole_value)}", share, part, share, other))
    # Where any of the readings agrees the share is explained; several that disagree may all be of something else.
    agreed = [check for check in found if check.severity == "info"]
    if agreed:
        yield agreed[0]
    elif len(found) == 1:
        yield found[0]


def _percent(part: Interval, whole: Interval) -> Interval | None:
    ratio = part.over(whole)
    return ratio.scaled(_HUNDRED) if ratio else None


def _verdict(ratio: Interval, quotient: str, share: Figure, *used: Figure) -> Check:
    # Offices cut off digits as often as they round them: 42.416% is also written 42,41%.
    cut = Interval(share.value, share.value + (share.interval.high - share.interval.low))
    if ratio.overlaps(share.interval) or ratio.overlaps(cut):
        return finding("share_confirmed", "info", f"{quotient} is {plain(share.value)}%, as stated", *used)
    return finding("share_mismatch", "warning", f"{quotient} is {as_range(ratio)}%, stated is {share.written}", *used)
