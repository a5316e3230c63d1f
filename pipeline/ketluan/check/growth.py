"""Growth against the figures it is reckoned from: "848 vụ, giảm 306 vụ (26,5%)", "tăng 41%, từ 100 lên 141"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from ketluan.check.derive import Missing
from ketluan.check.figures import Figure, Figures, plain, same_unit
from ketluan.check.laws import Delta, Law, Level, Sum
from ketluan.check.readings import Question, Reading

_PREVIOUS = re.compile(
    r"(?:so với|so|cùng kỳ|năm trước|năm ngoái|tháng trước|kỳ trước|quý trước)(?: năm| tháng| quý)?[ 0-9/]{0,9}"
    r"(?: là| đạt| chỉ| có| chỉ có|:|\s?\()?\s*$|(?:^|[\s(])từ\s+(?:mức\s+)?$"
)
_THEN = re.compile(r"(?<!\w)(?:cùng kỳ|so với|năm|tháng|quý|kỳ|dự toán|kế hoạch|từ)(?!\w)|\(\s*$")
_FROM = re.compile(r"(?:^|[\s(])từ\s+(?:mức\s+)?$")
_TO = re.compile(r"^[\w\s()]{0,24}?(?:lên|xuống|còn|thành)(?:\s\w+){0,3}\s+$")
_RESTATING = frozenset(
    {"", "tương đương", "tương đương với", "tương ứng", "bằng", "tức", "hay", "tăng", "giảm", "tỷ lệ", "="}
)
_SIGN = {"increase": 1, "decrease": -1}
_ONE = Decimal(1)


def read_growth(figures: Figures) -> Iterator[Question]:
    """Each growth of a stated figure, in per cent, in units or in times, against the earlier figure."""
    for rate in figures.all:
        now = figures.described(rate)
        if now is None or now.metric.change != "none" or now.whole is not None:
            continue
        if rate.percent and rate.basis not in ("total", "plan") and not now.percent:
            yield _percent(figures, rate, now)
        elif rate.unit == "lần" and not now.percent:
            yield Question([_times(rate, now, *each) for each in _earlier(figures, rate, now)])
        elif rate.metric.change != "none" and _in_units(rate, now):
            earlier = list(_earlier(figures, rate, now))
            readings = [_difference(rate, now, *each) for each in earlier]
            if rate.percent:
                readings += [replace(_growth(rate, now, *each), sure=False, mute=True) for each in earlier]
            yield Question(readings)


def _percent(figures: Figures, rate: Figure, now: Figure) -> Question:
    sign = _SIGN.get(rate.metric.change, 0)
    if not sign and rate.basis not in ("same_period", "previous_period"):
        return Question()
    readings = [_growth(rate, now, *each) for each in _earlier(figures, rate, now)]
    for other in figures.near(rate):
        # Two rates of one figure may be against two different years.
        if (
            other.metric.change in _SIGN
            and same_unit(other, now)
            and other.metric.basis is not None
            and other.metric.basis.of == now.id
            and (other.basis, other.metric.change) == (rate.basis, rate.metric.change)
        ):
            delta = _SIGN[other.metric.change]
            earlier = f"{plain(now.value)} after {'+' if delta > 0 else '-'}{other.written}"
            sure = _adjacent(figures, other, rate)
            readings.append(_reading(Delta(delta), (now, rate, other), earlier, sure=sure))
    missing = None
    if not readings and rate.basis in ("same_period", "previous_period"):
        missing = Missing("before_derived", Level(sign), (now, rate), "", "an earlier figure")
    return Question(readings, missing)


def _earlier(figures: Figures, rate: Figure, now: Figure) -> Iterator[tuple[Figure, bool]]:
    """The earlier figures that words tell, and else those next to it, each with whether it is sure."""
    alike = [
        other
        for other in figures.around(rate)
        if other.id != now.id
        and same_unit(other, now)
        and other.metric.change == "none"
        and abs(other.sentence - now.sentence) < 2
        and (other.sentence == now.sentence or other.metric.programme == now.metric.programme)
    ]
    told = [other for other in alike if other.sentence == rate.sentence and _is_earlier(figures, other, now)]
    # "263 ca, giảm 38 ca; … 197 ca, cùng kỳ chỉ có 22 ca": a figure between takes the earlier one for itself.
    told = [other for other in told if not any(now.start < each.start < other.start for each in alike)]
    yield from ((other, True) for other in told if not _of_another_year(rate, now, other))
    # "thấp hơn bình quân chung của cả nước (50,7%) 3,7 điểm phần trăm" states the other level between the two.
    until = rate.start if now.percent else now.start
    # A plan is compared with an earlier plan, a result with none.
    before = [other for other in alike if other.end <= until and other not in told][-1:]
    before = [other for other in before if other.metric.status in ("actual", now.metric.status)]
    behind = [other for other in alike if other.start >= now.end and other not in told and other.start >= rate.end][:1]
    # A semicolon parts what is told of two things.
    behind = [other for other in behind if not now.percent and ";" not in figures.between(rate, other)]
    behind = [other for other in behind if _THEN.search(figures.before(other))]
    rest = [other for other in (*before, *behind) if other.basis is None or other.percent]
    yield from ((other, False) for other in rest if not _of_another_year(rate, now, other))


def _of_another_year(rate: Figure, now: Figure, other: Figure) -> bool:
    """Whether a figure is told to be of another year than the one that the rate is against."""
    if rate.basis != "same_period" or now.metric.period is None or other.metric.period is None:
        return False
    base = rate.metric.basis.period if rate.metric.basis else None
    year = base.start.year if base else now.metric.period.start.year - 1
    return other.metric.period.start.year != year


def _is_earlier(figures: Figures, other: Figure, now: Figure) -> bool:
    # The earlier figure itself, which only its own words can tell from any other.
    if other.metric.status != "actual" or (other.basis is not None and not other.percent):
        return False
    words = figures.before(other)
    if _FROM.search(words):
        return other.end <= now.start and bool(_TO.search(figures.between(other, now)))
    return bool(_PREVIOUS.search(words))


def _in_units(rate: Figure, now: Figure) -> bool:
    # "72,03%, tăng 1,28%" is meant in points more often than not.
    points = now.percent and (rate.percent or rate.unit.startswith("điểm"))
    return points or (not rate.percent and not now.percent and same_unit(rate, now))


def _adjacent(figures: Figures, one: Figure, other: Figure) -> bool:
    first, second = sorted((one, other), key=lambda figure: figure.start)
    words = figures.between(first, second).strip(" ,;()")
    return words in _RESTATING


def _growth(rate: Figure, now: Figure, other: Figure, sure: bool) -> Reading:
    earlier = f"{plain(now.value)} against {other.written}"
    return _reading(Level(_SIGN.get(rate.metric.change, 0)), (now, rate, other), earlier, sure=sure)


def _reading(law: Law, terms: tuple[Figure, Figure, Figure], earlier: str, *, sure: bool) -> Reading:
    rate = terms[1]
    if rate.metric.change == "none":
        confirmed = f"{earlier} is {rate.written}, as stated"
        return Reading("growth", law, terms, sure, confirmed, f"{earlier} gives {{}}%, stated is {rate.written}", 1)
    confirmed = f"{earlier} fits the stated {rate.metric.change} of {rate.written}"
    mismatch = f"{earlier} gives {{}}%, stated is {rate.metric.change} {rate.written}"
    return Reading("growth", law, terms, sure, confirmed, mismatch, 1)


def _times(rate: Figure, now: Figure, other: Figure, sure: bool) -> Reading:
    lead = f"{plain(now.value)} against {other.written}"
    confirmed, mismatch = f"{lead} is {rate.written}, as stated", f"{lead} gives {{}} lần, stated is {rate.written}"
    return Reading("growth", Level(0, _ONE), (now, rate, other), sure, confirmed, mismatch, 1)


def _difference(rate: Figure, now: Figure, other: Figure, sure: bool) -> Reading:
    rising = rate.metric.change == "increase"
    terms = (now, rate, other) if rising else (other, now, rate)
    lead = f"{plain(now.value)} after {plain(other.value)}"
    sign, change = ("+", "an increase") if rising else ("-", "a decrease")
    return Reading(
        "difference", Sum(), terms, sure, f"{lead} is {sign}{rate.written}, as stated",
        f"{lead} is {change} of {{}}, stated is {sign}{rate.written}", 1 if rising else 2,
    )  # fmt: skip
