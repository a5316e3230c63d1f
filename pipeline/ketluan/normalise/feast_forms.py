"""Forms of lunar days, Tết and public holidays: "20 tháng Chạp", "mùng 3 Tết", "lễ Quốc khánh 2/9", "giỗ Tổ"."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from ketluan.normalise import calendar_vn as calendar
from ketluan.normalise.lunar import STEMS_AND_BRANCHES, lunar_day, lunar_month, sexagenary_year
from ketluan.normalise.time_atoms import Atom, Form, number, year_of
from ketluan.normalise.time_words import CUE, DASH, PART, YREL, D, M, O, S, Y

__all__ = ["FEAST_FORMS"]

_HOLIDAYS: Final = {
    "quốc khánh": (9, 2), "độc lập": (9, 2), "quốc tế lao động": (5, 1), "giải phóng miền nam": (4, 30),
    "thống nhất đất nước": (4, 30), "giáng sinh": (12, 25), "noel": (12, 25), "dương lịch": (1, 1),
    "thành lập đảng": (2, 3), "thầy thuốc việt nam": (2, 27), "quốc tế phụ nữ": (3, 8), "sinh nhật bác": (5, 19),
    "quốc tế thiếu nhi": (6, 1), "báo chí cách mạng việt nam": (6, 21), "gia đình việt nam": (6, 28),
    "thương binh liệt sĩ": (7, 27), "thương binh - liệt sĩ": (7, 27), "doanh nhân việt nam": (10, 13),
    "phụ nữ việt nam": (10, 20), "pháp luật việt nam": (11, 9), "nhà giáo việt nam": (11, 20),
    "thành lập quân đội nhân dân việt nam": (12, 22), "thành lập qđnd việt nam": (12, 22),
}  # fmt: skip
"""Month and day of the holidays that reports name without their date."""
_LUNAR_FEASTS: Final = {
    "trung thu": (8, 15), "đoan ngọ": (5, 5), "giỗ tổ hùng vương": (3, 10), "giỗ tổ": (3, 10), "vu lan": (7, 15),
    "phật đản": (4, 15), "ông công ông táo": (12, 23), "nguyên tiêu": (1, 15),
}  # fmt: skip
_LUNAR_MONTHS: Final = {"giêng": 1, "chạp": 12}


def _names(*tables: dict[str, tuple[int, int]]) -> str:
    """Pattern of the names, the longer before those that they begin with."""
    names = sorted((name for table in tables for name in table), key=len, reverse=True)
    return "|".join(name.replace(" ", S) for name in names)


def _lunar(match: re.Match[str], reference: date | None, month_: int, day_: int | None) -> Atom:
    """A lunar day (0 for the month's last, None for the whole month)."""
    groups = match.groupdict()
    precision = "month" if day_ is None else "day"
    if reference is None and groups.get("y") is None:
        return Atom(match.start(), match.end(), precision)

    def cycle(tried: int) -> calendar.Interval | None:
        return lunar_month(tried, month_) if day_ is None else lunar_day(tried, month_, day_)

    year_ = None if groups.get("yrel") in ("nay", "này") else year_of(match, reference)
    if year_ is not None:
        return Atom(match.start(), match.end(), precision, cycle(year_))
    if groups.get("name") and reference:
        named = sexagenary_year(groups["name"], reference)
        return Atom(match.start(), match.end(), precision, cycle(named) if named else None)
    return Atom(match.start(), match.end(), precision, cycle=cycle, feast=True)


def _lunar_day(match: re.Match[str], reference: date | None) -> Atom | None:
    month_ = _LUNAR_MONTHS.get(match["m"]) or number(match["m"])
    digits = match.groupdict().get("d")
    day_ = 15 if "rằm" in match[0] else int(digits) if digits else None
    return _lunar(match, reference, month_, day_) if 1 <= month_ <= 12 and day_ != 0 else None


def _tet(match: re.Match[str], reference: date | None) -> Atom | None:
    digits = match.groupdict().get("d")
    if "giao" in match[0]:
        return _lunar(match, reference, 12, 0)
    day_ = int(digits) if digits else 1
    if not 1 <= day_ <= 30:
        return None
    # "28 Tết" counts in the last month of the old year, "mùng 3 Tết" in the first of the new.
    return _lunar(match, reference, 12 if day_ > 20 else 1, day_)


def _holiday(match: re.Match[str], reference: date | None) -> Atom | None:
    """A named holiday; where a date stands behind its name, that is the day."""
    groups = match.groupdict()
    name = " ".join(groups["feast"].split())
    written = groups.get("d") is not None
    if not written and name in _LUNAR_FEASTS:
        return _lunar(match, reference, *_LUNAR_FEASTS[name])
    month_, day_ = (int(groups["m"]), int(groups["d"])) if written else _HOLIDAYS.get(name, (0, 0))
    if calendar.day(2000, month_, day_) is None:
        return None
    if year_ := groups.get("y") or groups.get("y2"):
        return Atom(match.start(), match.end(), "day", calendar.day(int(year_), month_, day_))
    return Atom(match.start(), match.end(), "day", cycle=lambda tried: calendar.day(tried, month_, day_), feast=True)


_LUNAR_YEAR = (
    rf"(?:{S}(?:năm{S})?(?P<name>{STEMS_AND_BRANCHES}))?"
    rf"(?:(?:{S}(?:năm{S})?|{O}{DASH}{O})(?P<y>{Y})(?!\d|[-/]\d)|{S}năm{S}(?P<yrel>{YREL}))?"
)
_HOLIDAY = (
    rf"(?P<feast>{_names(_HOLIDAYS, _LUNAR_FEASTS)})(?:{O}[,(]?{O}(?:ngày{S})?(?P<d>{D})[/.-](?P<m>[01]?\d)"
    rf"(?:(?:[/.-]|{S}năm{S})(?P<y>{Y}))?(?![\d/.-]\d|\d)\)?|{S}(?:năm{S})?(?P<y2>{Y})(?![\d/.-]\d|\d))?"
)

FEAST_FORMS = (
    Form(
        "lunar_day",
        rf"(?:{CUE})?(?:(?:mùng|mồng|đêm|ngày){S})?(?:(?P<d>{D})|rằm){S}tháng{S}(?P<m>giêng|chạp)(?:{S}âm{S}lịch)?"
        rf"{_LUNAR_YEAR}",
        _lunar_day,
    ),
    Form("lunar_full", rf"(?:ngày{S})?rằm{S}tháng{S}(?P<m>{M}){_LUNAR_YEAR}", _lunar_day),
    Form(
        "lunar_said",
        rf"(?:{CUE})?(?P<d>{D})(?:/|{S}tháng{S})(?P<m>[01]?\d){S}(?:\()?âm{S}lịch(?:\))?{_LUNAR_YEAR}",
        _lunar_day,
    ),
    Form("lunar_month_said", rf"tháng{S}(?P<m>{M}){S}(?:\()?âm{S}lịch(?:\))?{_LUNAR_YEAR}", _lunar_day),
    Form("lunar_month", rf"(?:{PART})?tháng{S}(?P<m>giêng|chạp)(?:{S}âm{S}lịch)?{_LUNAR_YEAR}", _lunar_day),
    Form(
        "tet_day",
        rf"(?:(?:ngày|đêm|sáng|chiều){S})?(?:(?:mùng|mồng){S})?(?P<d>{D}){S}tết(?:{S}nguyên{S}đán)?{_LUNAR_YEAR}",
        _tet,
    ),
    Form(
        "holiday",
        rf"(?:(?:dịp|kỳ){S})?(?:(?:nghỉ{S})?(?:đại{S})?lễ{S}(?:kỷ{S}niệm{S})?(?:ngày{S})?|ngày{S}(?:lễ{S})?|dịp{S}"
        rf"|tết{S}|(?<=mừng )|(?<=trước )|(?<=sau )){_HOLIDAY}",
        _holiday,
    ),
    Form("holiday_named", _HOLIDAY, _holiday, whole=True),
    Form("christmas", r"(?P<feast>giáng\s{1,3}sinh|noel)", _holiday),
    Form(
        "tet",
        rf"(?:đêm{S})?giao{S}thừa|(?:dịp{S})?(?:(?:kỳ{S})?nghỉ{S})?tết(?!{S}(?:trồng|thầy))"
        rf"(?:{S}(?:nguyên{S}đán|âm{S}lịch|cổ{S}truyền))?{_LUNAR_YEAR}",
        _tet,
    ),
)
