"""Forms for phrases known to be times: weeks by number, decades, years before 1900 and after 2099."""

from __future__ import annotations

import re
from datetime import date

from ketluan.normalise import calendar_vn as calendar
from ketluan.normalise.lunar import STEMS_AND_BRANCHES, lunar_day, sexagenary_year
from ketluan.normalise.roman import roman_value
from ketluan.normalise.time_atoms import Atom, Form, now, number, year_of
from ketluan.normalise.time_words import CUE, DASH, DAYPART, QUARTERS, WEEKDAY, WEEKDAYS, YREL, D, M, O, S, Y

__all__ = ["PHRASE_FORMS"]


def _next_weekday(match: re.Match[str], reference: date | None) -> Atom:
    """A bare weekday is the one to come, as phrases that stand alone mostly set a time ("chậm nhất thứ sáu")."""
    if reference is None:
        return Atom(match.start(), match.end(), "day", vague=True)
    ahead = (WEEKDAYS[match["weekday"] or "nhật"] - reference.weekday()) % 7
    day = calendar.shift_days(reference, ahead or 7)
    return Atom(match.start(), match.end(), "day", (day, day), vague=True)


def _numbered_week(match: re.Match[str], reference: date | None) -> Atom | None:
    """Weeks as ISO 8601 counts them: from Monday, the first with four days in the year."""
    if not 1 <= int(match["n"]) <= 53:
        return None
    found = year_of(match, reference) or (reference.year if reference else None)
    if found is None:
        return Atom(match.start(), match.end(), "week")
    try:
        monday = date.fromisocalendar(found, int(match["n"]), 1)
    except ValueError:
        return None
    return Atom(match.start(), match.end(), "week", calendar.week(monday))


def _running_week(match: re.Match[str], reference: date | None) -> Atom:
    return Atom(match.start(), match.end(), "week", calendar.week(reference) if reference else None)


def _decade(match: re.Match[str], reference: date | None) -> Atom | None:
    first = int(match["y"])
    if first % 10:
        return None
    if first < 100:
        hundreds = _century_number(match) or (21 if first < 30 else 20)
        first += 100 * (hundreds - 1)
    return Atom(match.start(), match.end(), "range", calendar.years(first, first + 9))


def _century_number(match: re.Match[str]) -> int | None:
    word = match.groupdict().get("century")
    return (int(word) if word.isdecimal() else roman_value(word.upper())) if word else None


def _century(match: re.Match[str], reference: date | None) -> Atom | None:
    found = _century_number(match)
    if not found or found > 99:
        return None
    return Atom(match.start(), match.end(), "range", calendar.years(100 * found - 99, 100 * found))


def _any_day(match: re.Match[str], reference: date | None) -> Atom | None:
    found = calendar.day(int(match["y"]), number(match["m"]), int(match["d"]))
    return Atom(match.start(), match.end(), "day", found) if found else None


def _lettered_quarter(match: re.Match[str], reference: date | None) -> Atom:
    last = 3 * (QUARTERS.get(match["q"]) or number(match["q"]))
    return Atom(match.start(), match.end(), "quarter", calendar.months(int(match["y"]), last - 2, last))


def _named_year(match: re.Match[str], reference: date | None) -> Atom | None:
    """A lunar year, from its first day to the last before the next Tết."""
    found = sexagenary_year(match["name"], reference) if reference else None
    first, after = (lunar_day(found, 1, 1), lunar_day(found + 1, 1, 1)) if found else (None, None)
    days = (first[0], calendar.shift_days(after[0], -1)) if first and after else None
    return Atom(match.start(), match.end(), "year", days) if days or reference is None else None


def _any_month(match: re.Match[str], reference: date | None) -> Atom | None:
    found = calendar.month(int(match["y"]), number(match["m"]))
    return Atom(match.start(), match.end(), "month", found) if found else None


def _any_year(match: re.Match[str], reference: date | None) -> Atom:
    return Atom(match.start(), match.end(), "year", calendar.year(int(match["y"])))


def _months(match: re.Match[str], reference: date | None) -> Atom | None:
    """ "tháng 7, 8" and "tháng 7 và 8/2022"."""
    first, last = int(match["m"]), int(match["to"])
    if calendar.months(2000, first, last) is None:
        return None
    found = year_of(match, reference)
    if found is not None:
        return Atom(match.start(), match.end(), "range", calendar.months(found, first, last))
    return Atom(match.start(), match.end(), "range", cycle=lambda tried: calendar.months(tried, first, last))


def _weeks_of_month(match: re.Match[str], reference: date | None) -> Atom | None:
    """ "2 tuần đầu tháng 7" is its first fourteen days."""
    count, month_ = 7 * number(match["n"]), number(match["m"])
    found = year_of(match, reference)

    def cycle(tried: int) -> calendar.Interval | None:
        whole = calendar.month(tried, month_)
        if whole is None or count > whole[1].day:
            return None
        if match["edge"] == "cuối":
            return calendar.shift_days(whole[1], 1 - count), whole[1]
        return whole[0], calendar.shift_days(whole[0], count - 1)

    if found is not None:
        return Atom(match.start(), match.end(), "range", cycle(found))
    return Atom(match.start(), match.end(), "range", cycle=cycle) if cycle(2000) and count else None


def _term(match: re.Match[str], reference: date | None) -> Atom:
    return Atom(match.start(), match.end(), "term")


_TAIL = rf"(?:{O}/{O}(?P<y>{Y})|{S}(?:của{S})?năm{S}(?:(?P<y2>{Y})|(?P<yrel>{YREL})))"
_ANY = rf"(?P<y>(?!{Y})[1-9]\d{{2,3}})(?!\d|[.,/-]\d)"
_CENTURY = rf"thế{S}kỷ{S}(?:thứ{S})?(?P<century>\d{{1,2}}|[ivx]{{1,5}})"

PHRASE_FORMS = (
    Form(
        "weekday_coming",
        rf"(?!{DAYPART}){WEEKDAY}"
        rf"(?!{O}[,(]?{S}?(?:(?:ngày|mùng|mồng){S})?\d|{S}\w)",
        _next_weekday,
        whole=True,
    ),
    Form("week_numbered", rf"tuần{S}(?:thứ{S})?(?P<n>\d{{1,2}}){_TAIL}?", _numbered_week, whole=True),
    Form("week_running", r"(?:(?<=trong )|(?<=hết ))tuần(?!\s\w)", _running_week, whole=True),
    Form(
        "decade",
        rf"(?:thập{S}(?:niên|kỷ)|những{S}năm)(?:{S}năm)?{S}(?P<y>{Y}|[1-9]0)(?:{S}(?:của{S})?{_CENTURY})?",
        _decade,
        whole=True,
    ),
    Form("century", _CENTURY, _century, whole=True),
    Form(
        "months_listed",
        rf"(?:các{S})?tháng{S}(?P<m>[01]?\d)(?:,{O}|{S}và{S})(?P<to>[01]?\d){_TAIL}?",
        _months,
        whole=True,
    ),
    Form(
        "weeks_of_month",
        rf"(?P<n>[1-4]|một|hai|ba|bốn){S}tuần{S}(?P<edge>đầu|cuối){S}(?:của{S})?tháng{S}(?P<m>{M}){_TAIL}?",
        _weeks_of_month,
        whole=True,
    ),
    Form("this_moment", rf"(?:ngay{S})?(?:lúc|giờ{S}phút){S}này", now, whole=True),
    Form("term_named", rf"(?:nhiệm{S}kỳ|kh[óo][aá]){S}(?:này|tới|trước|vừa{S}qua)", _term, whole=True),
    Form("iso_day", r"(?P<y>\d{4})(?:-|/)(?P<m>\d\d)(?:-|/)(?P<d>\d\d)(?![\d/-])", _any_day, whole=True),
    Form("month_dashed", rf"(?P<m>[01]?\d){O}{DASH}{O}(?P<y>{Y})(?![\d/-])", _any_month, whole=True),
    Form("iso_month", rf"(?P<y>{Y})-(?P<m>[01]\d)(?![\d/-])", _any_month, whole=True),
    Form("month_letter", rf"t(?P<m>0?[1-9]|1[0-2])(?:{O}[/.-]{O})(?P<y>{Y})(?!\d)", _any_month, whole=True),
    Form(
        "quarter_letter",
        rf"q\.?{O}(?P<q>[1-4]|iii|ii|iv|i)(?:{O}[/-]{O}|{S})(?P<y>{Y})(?!\d)",
        _lettered_quarter,
        whole=True,
    ),
    Form("year_named", rf"năm{S}(?P<name>{STEMS_AND_BRANCHES})", _named_year, whole=True),
    Form("any_day", rf"(?:{CUE})?(?P<d>{D}){S}tháng{S}(?P<m>{M}){S}năm{S}{_ANY}", _any_day, whole=True),
    Form("any_dmy", rf"(?:{CUE})?(?P<d>{D})[/.-](?P<m>[01]?\d)[/.-]{_ANY}", _any_day, whole=True),
    Form("any_month", rf"tháng{S}(?P<m>{M})(?:{S}năm{S}|/){_ANY}", _any_month, whole=True),
    Form("any_year", rf"năm{S}{_ANY}", _any_year, whole=True),
)
