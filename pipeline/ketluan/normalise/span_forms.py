"""Forms of runs of years and of lengths of time: "nhiệm kỳ 2020-2025", "5 năm qua", "học kỳ I", "đến nay"."""

from __future__ import annotations

import re
from datetime import date

from ketluan.normalise import calendar_vn as calendar
from ketluan.normalise.counted_times import counted_time
from ketluan.normalise.period_forms import PRECISIONS
from ketluan.normalise.time_atoms import Atom, Form, now, number, step_of, year_of
from ketluan.normalise.time_words import COUNT, DASH, PART, TURN, UNIT_DAYS, UNIT_MONTHS, YREL, O, S, Y

__all__ = ["SPAN_FORMS"]

_Y4 = rf"(?P<y>{Y})"


def _years(match: re.Match[str], reference: date | None) -> Atom | None:
    head = " ".join((match.groupdict().get("head") or "").split())
    first, last = int(match["y"]), int(match["to"])
    school = head.startswith("niên") or "năm học" in head
    found = calendar.school_year(first) if school and last == first + 1 else calendar.years(first, last)
    precision = "year" if school else "term" if "nhiệm kỳ" in head else "range"
    return Atom(match.start(), match.end(), precision, found) if found and first < last else None


def _school_year(match: re.Match[str], reference: date | None) -> Atom:
    if reference is None:
        return Atom(match.start(), match.end(), "year")
    running = reference.year if reference.month >= 9 else reference.year - 1
    new = match.groupdict().get("turn") == "mới"
    step = 0 if new and reference.month in (9, 10) else 1 if new else step_of(match)
    return Atom(match.start(), match.end(), "year", calendar.school_year(running + step))


_SEMESTERS = {"i": 1, "1": 1, "một": 1, "đầu": 1, "ii": 2, "2": 2, "hai": 2, "cuối": 2, "hè": 3}


def _semester(match: re.Match[str], reference: date | None) -> Atom | None:
    """A semester of the school year named, else of the year that fits."""
    which = _SEMESTERS[match["which"]]
    groups = match.groupdict()
    if groups["y"]:
        fits = int(groups["to"]) == int(groups["y"]) + 1
        return Atom(match.start(), match.end(), "range", calendar.semester(int(groups["y"]), which)) if fits else None
    if groups["turn"] and reference:
        days = _school_year(match, reference).interval
        return Atom(match.start(), match.end(), "range", calendar.semester(days[0].year, which) if days else None)
    return Atom(match.start(), match.end(), "range", cycle=lambda tried: calendar.semester(tried, which), feast=True)


def _ago(match: re.Match[str], reference: date | None) -> Atom | None:
    """ "5 năm trước": the unit that the count leads back to."""
    found = counted_time(match[0], reference)
    return Atom(match.start(), match.end(), found.precision, found.days) if found else None


def _around(match: re.Match[str], reference: date | None) -> Atom | None:
    """A length of time that ends at, or begins from, the reference: "5 năm qua", "trong 5 năm tới"."""
    count, unit = number(match["n"]), match["unit"]
    ahead = match.groupdict().get("ahead") is not None
    if reference is None:
        return Atom(match.start(), match.end(), "range", relation="until" if ahead else "in")
    length = count * UNIT_MONTHS.get(unit, 0)
    if not ahead and unit in ("tháng", "quý") and length in (reference.month - 1, reference.month) and length:
        # Said in October, "9 tháng qua" and "3 quý vừa qua" are the year's months so far.
        days = calendar.months(reference.year, 1, length)
        return Atom(match.start(), match.end(), PRECISIONS.get(length, "range"), days)
    sign = 1 if ahead else -1
    if unit in UNIT_DAYS:
        other = calendar.shift_days(reference, sign * count * UNIT_DAYS[unit])
    else:
        other = calendar.shift_months(reference, sign * length)
    ends = (reference, other) if ahead else (other, reference)
    return Atom(match.start(), match.end(), "range", ends, relation="until" if ahead else "in")


def _same_period(match: re.Match[str], reference: date | None) -> Atom:
    """The year that is compared with; `same_period_of` narrows it to the months of the figure's own period."""
    found = year_of(match, reference) or (reference.year - 1 if reference else None)
    return Atom(match.start(), match.end(), "same_period", calendar.year(found) if found else None)


_RELATIVE = rf"(?P<n>{COUNT}){S}(?P<unit>ngày|tuần|tháng|quý|năm){S}"
_HEAD = (
    rf"(?P<head>(?:(?:đầu|giữa|cuối){S})?(?:nhiệm{S}kỳ|năm{S}học(?:{S}mới)?)|niên{S}(?:khóa|khoá|độ)"
    rf"|(?:giai{S}đoạn|thời{S}kỳ)(?:{S}(?:một|hai|1|2|sau|từ|i|ii))?"
    rf"|(?:{COUNT}{S})?năm|khoảng|kế{S}hoạch|chiến{S}lược)"
)
_OR = rf"(?:{O}{DASH}{O}|{S}(?:đến|tới|hoặc){S})"
_TO = rf"{O}(?:{DASH}|đến{S}(?:hết{S})?năm|đến|tới){O}"

SPAN_FORMS = (
    Form(
        "same_period",
        rf"cùng{S}k[ỳì](?:(?:{S}của)?{S}năm{S}(?:(?P<y>{Y})|(?P<yrel>{YREL}))|{S}(?P<y2>{Y}))?",
        _same_period,
    ),
    Form(
        "around_between",  # the longer of the two lengths is the limit
        rf"{COUNT}{_OR}{_RELATIVE}(?:(?P<ahead>tới|tiếp{S}theo|nữa|sắp{S}tới)|qua|vừa{S}qua|gần{S}đây)",
        _around,
    ),
    Form("around_ago", rf"(?:cách{S}đây{S})?{_RELATIVE}trước(?!{S}(?:khi|ngày|đó|tháng|năm|\d))(?:{S}đây)?", _ago),
    Form("ago", rf"cách{S}đây{S}(?P<n>{COUNT}){S}(?P<unit>ngày|tuần|tháng|năm)", _ago),
    Form("around_ahead", rf"{_RELATIVE}(?P<ahead>tới|tiếp{S}theo|nữa|sắp{S}tới)(?:{S}đây)?", _around),
    Form("around_past", rf"{_RELATIVE}(?:qua|vừa{S}(?:qua|rồi)|gần{S}đây|trở{S}lại{S}đây)", _around),
    Form("years_paren", rf"{_HEAD}{S}\({_Y4}{_TO}(?P<to>{Y})\)", _years),
    Form("years", rf"(?:{_HEAD}{S})?(?:năm{S})?{_Y4}{_TO}(?P<to>{Y})(?!\d|[.,/-]\d)", _years),
    Form("years_two", rf"{COUNT}{S}năm{S}{_Y4}(?:,{S}|{S}và{S})(?P<to>{Y})", _years),
    Form("years_slash", rf"(?P<head>năm{S}học|niên{S}(?:khóa|khoá|độ)){S}{_Y4}/(?P<to>{Y})", _years),
    Form(
        "semester",
        rf"học{S}kỳ{S}(?P<which>i{{1,2}}|[12]|một|hai|hè|đầu|cuối)(?:,?{S}(?:của{S})?năm{S}học{S}"
        rf"(?:(?P<y>{Y})(?:{O}/{O}|{_TO})(?P<to>{Y})|(?P<turn>mới|{TURN})))?",
        _semester,
    ),
    Form("school_year", rf"(?:{PART})?năm{S}học{S}(?P<turn>mới|{TURN})", _school_year),
    Form("school_year_part", rf"(?:{PART})năm{S}học(?!{S}\d)", _school_year),
    Form(
        "now",
        rf"(?:(?<=từ )|(?<=đến )|(?<=tới ))(?:nay|đây|giờ|thời{S}điểm{S}(?:này|hiện{S}tại))|hiện{S}(?:nay|tại)|bây"
        rf"{S}giờ|thời{S}điểm{S}(?:này|hiện{S}tại)",
        now,
    ),
)
