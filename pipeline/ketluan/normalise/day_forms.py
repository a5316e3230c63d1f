"""Forms of days and runs of days: "ngày 15/8", "từ 10 đến 15/5", "sáng nay", "thứ hai tuần sau"."""

from __future__ import annotations

import re
from datetime import date

from ketluan.normalise import calendar_vn as calendar
from ketluan.normalise.time_atoms import Atom, Form, number, step_of, tense_of, year_of
from ketluan.normalise.time_words import (
    COUNT,
    CUE,
    DASH,
    DAYPART,
    MONTH_WORDS,
    TURN,
    TURN_TAIL,
    UNIT_GUARD,
    WEEKDAY,
    WEEKDAYS,
    YREL,
    YTAIL,
    D,
    M,
    O,
    S,
    Y,
)
from ketluan.normalise.units import CURRENCIES, MEASURES

__all__ = ["DAY_FORMS"]

_SEP = rf"(?:{O}[/-]{O}|\.)"
_END = r"(?!\d|[.,/]\d|/\w|-[^\W\d])"
_CLOSE = rf"(?={O}(?:{DASH}|[,.;:()\n]|$|đến|tới|tại|của|sang))"
_YEAR = rf"(?:{S}(?:của{S})?(?:năm{S}(?:(?P<y>{Y})|(?P<yrel>{YREL}))|(?P<ynext>sang{S}năm(?!{S}\d))))?"
_NO_LENGTH = (
    r"(?!(?:1-[2-9]|2-[3-9]|3-[4-9]|4-[5-9]|5-[6-9]|6-[7-9]|7-[89]|8-9|[1-9]-1[0-2]|1[01]-1[12])"
    rf"{S}năm{S}(?:tới|qua|sau))"
)
"""Not "3-5 năm tới", which is a length of time."""
_DAYS_ABOVE = (f"0?(?:{'|'.join(map(str, range(month + 1, 32)))})[.-]0?{month}" for month in range(1, 13))
_FALLING = rf"(?=(?:{'|'.join(_DAYS_ABOVE)})(?!\d))"
"""A day whose number is greater than its month's, so that "đến 31-5" is no range as "đến 5-7 người" is."""
_BOUNDED = f"(?:{'|'.join(f'(?<={word} )' for word in 'đến tới trước nhất hết hạn chót vào dịp'.split())})"
_NO_MEASURE = rf"{UNIT_GUARD}(?!{O}(?:{'|'.join(re.escape(unit) for unit in sorted(MEASURES | CURRENCIES))})(?!\w))"
"""With a point between them two numbers may be one with decimals: "đến 20.5 mm"."""
_BEFORE = (
    "từ ",
    "đến ",
    "tới ",
    "trước ",
    "sau ",
    "nay ",
    "qua ",
    "mai ",
    "nhất ",
    "hết ",
    "là ",
    "vào ",
    "dịp ",
    "chót ",
    "khánh ",
    "hạn ",
    "lễ ",
    "điểm ",
)
_CUED = "|".join(f"(?<={word})" for word in (*_BEFORE, r"\(", r"\n"))
_AFTER = rf"{_CUED}|(?<=/\d và )|(?<=/\d\d và )|(?<=[–-] )|(?<=[–-])|(?={D}/[01]?\d{O}(?:{DASH}|đến){O}{D}/[01]?\d)"


def _day(match: re.Match[str], reference: date | None) -> Atom | None:
    """A day and month, with or without a year; group e is an earlier day, where a run begins."""
    groups = match.groupdict()
    last, month_ = int(groups["d"] or groups["d_"]), number(groups["m"])
    first = int(groups.get("e") or last)
    year_ = year_of(match, reference)
    if year_ is None and (short := groups.get("short")):
        year_ = int(short) + (2000 if int(short) < 50 else 1900)

    def cycle(tried: int) -> calendar.Interval | None:
        start, end = calendar.day(tried, month_, first), calendar.day(tried, month_, last)
        return (start[0], end[1]) if start and end and first <= last else None

    precision = "day" if first == last else "range"
    if year_ is not None:
        found = cycle(year_)
        return Atom(match.start(), match.end(), precision, found) if found else None
    if cycle(2000) is None:  # a leap year has every day that there is
        return None
    return Atom(match.start(), match.end(), precision, cycle=cycle, tense=tense_of(match))


def _day_of_month(match: re.Match[str], reference: date | None) -> Atom | None:
    """A day without a month: of the month that "tháng tới" names, else the nearest."""
    day_ = int(match["d"])
    if not 1 <= day_ <= 31:
        return None
    if reference is None:
        return Atom(match.start(), match.end(), "day")
    base = reference.replace(day=1)
    steps = [step_of(match)] if match.groupdict().get("turn") else [0, -1, 1]
    found: calendar.Interval | None = None
    for step in steps:
        shifted = calendar.shift_months(base, step)
        tried = calendar.day(shifted.year, shifted.month, day_)
        if tried and (found is None or abs((tried[0] - reference).days) < abs((found[0] - reference).days)):
            found = tried
    return Atom(match.start(), match.end(), "day", found) if found else None


def _turned_day(match: re.Match[str], reference: date | None) -> Atom | None:
    """ "ngày 15 tới": the next one, or with "vừa qua" the last."""
    if reference is None or not 1 <= int(match["d"]) <= 31:
        return Atom(match.start(), match.end(), "day") if reference is None else None
    step = 1 if step_of(match) > 0 else -1
    for count in range(4):  # some months have no 31st
        month_ = calendar.shift_months(reference.replace(day=1), step * count)
        found = calendar.day(month_.year, month_.month, int(match["d"]))
        if found and (found[0] > reference if step > 0 else found[0] < reference):
            return Atom(match.start(), match.end(), "day", found)
    return None


def _day_of_quarter(match: re.Match[str], reference: date | None) -> Atom | None:
    """A day of the first or last month of the quarter that "quý sau" names."""
    if reference is None:
        return Atom(match.start(), match.end(), "day")
    moved = calendar.shift_months(reference.replace(day=1), 3 * step_of(match))
    month_ = (moved.month - 1) // 3 * 3 + (1 if match["edge"] == "đầu" else 3)
    found = calendar.day(moved.year, month_, int(match["d"]))
    return Atom(match.start(), match.end(), "day", found) if found else None


_RELATIVE_DAYS = {"nay": 0, "qua": -1, "mai": 1, "kia": -2, "kìa": -3, "mốt": 2}


def _relative_day(match: re.Match[str], reference: date | None) -> Atom:
    word = match["word"]
    step = 2 if word == "kia" and "hôm" not in match[0] else _RELATIVE_DAYS[word]
    found = calendar.shift_days(reference, step) if reference else None
    return Atom(match.start(), match.end(), "day", (found, found) if found else None, vague=True)


def _weekday(match: re.Match[str], reference: date | None) -> Atom:
    at = WEEKDAYS[match["weekday"] or "nhật"]
    if reference is None:
        return Atom(match.start(), match.end(), "day", vague=True)
    if match.groupdict().get("of_week"):
        found = calendar.week(reference, step_of(match, "of_week"), at, at)
        return Atom(match.start(), match.end(), "day", found, vague=True)
    step = step_of(match)
    ahead = (at - reference.weekday()) % 7
    if step > 0:
        ahead = ahead or 7
    elif step < 0:
        ahead = ahead - 7
    elif ahead > 3:  # the nearer of the two, as for a missing year
        ahead -= 7
    day_ = calendar.shift_days(reference, ahead)
    return Atom(match.start(), match.end(), "day", (day_, day_), vague=True)


_WEEKDAY = rf"(?<!lần )(?:{DAYPART}{S})?{WEEKDAY}"
_RUN = (
    rf"(?P<e>{D})(?:,{O}{D}){{0,6}}(?:(?:,?{S}rạng{S}sáng|{S}(?:đến|tới|và)(?:{S}hết)?){S}(?:ngày{S})?(?P<d>{D})(?:{_SEP}|{S}tháng{S})"
    rf"|(?:{O}{DASH}{O}|,{O})(?P<d_>{D})(?:{O}/{O}|{S}tháng{S}))(?P<m>[01]?\d)"
)
_RUN_YEAR = rf"(?:{_SEP}(?P<y>{Y})|{S}năm{S}(?P<y3>{Y}|)(?P<yrel>{YREL}|))?{_END}"


DAY_FORMS = (
    Form(
        "run", rf"(?:(?:(?:{COUNT}|các|những){S})?{CUE}|(?={D}{O}(?:{DASH}|,){O}{D}/)|{_CUED}){_RUN}{_RUN_YEAR}", _day
    ),
    Form("run_bare", rf"{_RUN}{_RUN_YEAR}", _day, whole=True),
    Form("dmy", rf"(?:{CUE})?(?P<d>{D}){_SEP}(?P<m>[01]?\d){_SEP}(?P<y>{Y}){_END}", _day),
    Form("dmy_short", rf"(?:{CUE})?(?P<d>{D})/(?P<m>[01]?\d)/(?P<short>\d\d){_END}", _day),
    Form("dmy_short_", rf"(?:{CUE})?(?P<d>{D})[.-](?P<m>[01]?\d)[.-](?P<short>\d\d){_END}", _day, whole=True),
    Form("day_words", rf"(?:{CUE})(?P<d>{D}){S}tháng{S}(?P<m>{M})(?:{YTAIL})?{TURN_TAIL}{_END}", _day),
    Form(
        "day_bare_words",
        rf"(?<!tuần )(?P<d>{D}){S}tháng{S}(?P<m>[01]?\d|(?!năm){MONTH_WORDS})(?:{YTAIL})?{TURN_TAIL}{_END}{UNIT_GUARD}",
        _day,
    ),
    Form("day_cued", rf"{CUE}(?P<d>{D}){_SEP}(?P<m>[01]?\d){_END}{_YEAR}{TURN_TAIL}", _day),
    Form("day_slash", rf"(?:{_AFTER})(?P<d>{D})/(?P<m>[01]?\d){_END}{UNIT_GUARD}{_YEAR}{TURN_TAIL}", _day),
    Form(
        "day_dot",
        rf"(?:(?<=trước )|(?<=nhất )|(?<=hạn )|(?<=chót )|(?<=hết ))(?P<d>{D})\.(?P<m>[01]?\d){_END}{_CLOSE}{_YEAR}",
        _day,
    ),
    Form(
        "day_dash",
        rf"(?:{_AFTER}){_NO_LENGTH}(?P<d>{D})-(?P<m>[01]?\d){_END}(?:(?={S}năm{S}(?:{Y}|{YREL}))|{_CLOSE}){_YEAR}{TURN_TAIL}",
        _day,
    ),
    Form(
        "day_falling",
        rf"(?:(?:{_BOUNDED}|(?<=từ )){_FALLING}(?={D}-)|{_BOUNDED}{_FALLING}(?={D}\.[01]?\d{_NO_MEASURE}))"
        rf"(?P<d>{D})[.-](?P<m>[01]?\d){_END}{_YEAR}{TURN_TAIL}",
        _day,
    ),
    Form(
        "day_yeared",
        rf"{_NO_LENGTH}(?P<d>{D}){_SEP}(?P<m>[01]?\d)(?={S}(?:của{S}|sang{S})?năm){_YEAR}{TURN_TAIL}",
        _day,
    ),
    Form(
        "day_bare",
        rf"(?!24/7(?!\d)){_NO_LENGTH}(?P<d>{D}){_SEP}(?P<m>[01]?\d){_END}{_YEAR}{TURN_TAIL}",
        _day,
        whole=True,
    ),
    Form(
        "day_of_quarter",
        rf"ngày{S}(?P<d>{D}){S}(?:của{S})?tháng{S}(?P<edge>đầu|cuối){S}(?:của{S})?qu[ýí]{S}(?P<turn>{TURN})",
        _day_of_quarter,
    ),
    Form("day_of_month", rf"(?:{DAYPART}{S})?ngày{S}(?P<d>{D}){S}(?:của{S})?tháng{S}(?P<turn>{TURN})", _day_of_month),
    Form("day_turned", rf"ngày{S}(?P<d>{D}){S}(?P<turn>tới(?:{S}đây)?|sắp{S}tới|vừa{S}(?:qua|rồi)){_END}", _turned_day),
    Form(
        "day_only",
        rf"(?<!mỗi )(?<!một )(?<!\d )(?:{DAYPART}{S})?ngày{S}(?P<d>{D}){_END}(?!{_SEP}\d){UNIT_GUARD}",
        _day_of_month,
    ),
    Form(
        "relative_day",
        rf"(?:buổi{S})?{DAYPART}{S}(?:(?:ngày{S})?hôm{S}|ngày{S})?(?P<word>nay|qua|mai|kia)",
        _relative_day,
    ),
    Form("relative_day_", rf"(?:ngày{S})?(?:hôm|bữa){S}(?P<word>nay|qua|kia|kìa)", _relative_day),
    Form("day_after", rf"ngày{S}(?:hôm{S})?(?P<word>mai|kia|mốt)", _relative_day),
    Form("weekday", rf"{_WEEKDAY}{S}(?:(?:của{S})?tuần{S}(?P<of_week>{TURN})|(?P<turn>{TURN}))", _weekday),
    Form(
        "weekday_cued",
        rf"{_WEEKDAY}(?:(?={O}[,(]?{O}(?:(?:ngày|mùng|mồng){S})?{D}(?:[/-]|{S}tháng{S})\d)|(?<=nhật))",
        _weekday,
    ),
    Form("weekday_part", rf"(?={DAYPART}){_WEEKDAY}", _weekday),
    Form("weekday_bare", _WEEKDAY, _weekday, whole=True),
)
