"""Times counted from the reference: "23 ngày trước", "sau 5 năm nữa", "trong thời hạn 30 ngày", "3 tháng tới".

These are read in phrases that are known to be times; what a running text has of them is in `span_forms`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ketluan.normalise import calendar_vn as calendar
from ketluan.normalise.time_atoms import number
from ketluan.normalise.time_words import COUNT, UNIT_DAYS, UNIT_MONTHS, S

__all__ = ["CountedTime", "beside", "counted_beside", "counted_time", "whole_units"]


@dataclass(frozen=True, slots=True)
class CountedTime:
    """The days meant (None without a reference), with precision and relation as in TimeSpan."""

    days: calendar.Interval | None
    precision: str
    relation: str = "in"


_PRECISIONS: Final = {"ngày": "day", "tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year"}
_N = COUNT.removesuffix(")") + r"|mươi)"
_UNIT = r"(?:ngày|tuần|tháng|quý|năm)"
_ONE = rf"(?P<n>{_N}){S}(?P<unit>{_UNIT})"
_TWO = rf"{_ONE}(?:{S}(?:và{S})?(?P<n2>{_N}){S}(?P<unit2>{_UNIT}))?"
_PATTERNS: Final = (
    (-1, re.compile(rf"cách{S}đây{S}{_TWO}(?:{S}trước)?")),
    (-1, re.compile(rf"{_TWO}{S}trước(?:{S}đây)?")),
    (1, re.compile(rf"sau{S}{_TWO}{S}nữa")),
)
_FRAME: Final = rf"(?:vòng|thời{S}(?:hạn|gian))"
_LIMIT: Final = re.compile(
    rf"(?:(?:(?:chậm|muộn){S}nhất(?:{S}là)?{S})?trong(?:{S}khoảng)?(?:{S}{_FRAME})?|(?:chậm|muộn){S}nhất(?:{S}là)?(?:{S}sau)?"
    rf"|thời{S}hạn(?:{S}là)?){S}(?:(?:không{S}quá|tối{S}đa|chậm{S}nhất){S})?"
    rf"(?:(?P<hours>\d{{2,3}})(?:{S}(?:giờ|tiếng)|h)|{_ONE})(?P<work>{S}làm{S}việc)?(?:{S}(?:tới|nữa))?"
)
_REST: Final = r"(?P<rest>.{1,60}?)"
_BESIDE: Final = (
    re.compile(rf"{_TWO}{S}(?P<way>trước|sau){S}{_REST}"),
    re.compile(rf"(?P<way>trước){S}{_REST}{S}(?:(?P<limit>(?:chậm|ít){S}nhất|tối{S}thiểu){S})?{_TWO}"),
    re.compile(rf"(?P<way>sau){S}{_REST}{S}(?:(?P<limit>chậm{S}nhất|không{S}quá|tối{S}đa){S})?{_TWO}"),
)
"""A count and the time that it counts from. "trước Tết không quá 20 ngày" and "sau Tết ít nhất 20 ngày" are none of
them: they say when something may begin."""
_REVIEWED: Final = re.compile(rf"trong{S}(?:0?[69]|sáu|chín){S}tháng")
"""The months that reports look back on: no limit, unless more words make it one."""
_WHOLE: Final = re.compile(
    rf"{_ONE}{S}(?:(?P<ahead>tới|tiếp{S}theo|sắp{S}tới)(?:{S}đây)?|qua|vừa{S}(?:qua|rồi)|gần{S}đây)"
)


def counted_time(phrase: str, reference: date | None) -> CountedTime | None:
    """Reads a lower-case phrase that counts from the reference, or None.

    "23 ngày trước" is that one day, "15 tháng trước" the month and "sau 5 năm nữa" the year that the count leads to,
    for so exact is the phrase. "trong vòng 30 ngày" and "thời hạn 30 ngày" are open at their beginning, like
    "trong 5 năm tới"; "trong 6 tháng" and "trong 9 tháng" are months of the year (annotations/GUIDELINES.md, 7).
    """
    for sign, pattern in _PATTERNS:
        if match := pattern.fullmatch(phrase):
            return _away(match, reference, sign)
    match = _LIMIT.fullmatch(phrase)
    if match is None or _REVIEWED.fullmatch(phrase) or (match["work"] and match["unit"] != "ngày"):
        return None
    if match["hours"] and int(match["hours"]) < 24:
        return None
    return CountedTime((reference, _limit(match, reference)) if reference else None, "range", "until")


def beside(phrase: str) -> re.Match[str] | None:
    """Split a lower-case phrase that counts from another time, the group "rest" of the match; else None.

    "20 ngày trước Tết", "sau 30/4 hai tuần"; "trước 30/9 ít nhất 5 ngày" and "sau 30/9 không quá 5 ngày" are limits.
    """
    return next((match for pattern in _BESIDE if (match := pattern.fullmatch(phrase))), None)


def counted_beside(match: re.Match[str], days: calendar.Interval) -> CountedTime:
    """Return the day, week, month or year that a match of `beside` counts to from the days of its "rest"."""
    back = match["way"] == "trước"
    away = _away(match, days[0] if back else days[1], -1 if back else 1)
    return replace(away, relation="until") if match.groupdict().get("limit") else away


def _limit(match: re.Match[str], reference: date) -> date:
    if match["hours"]:
        return calendar.shift_days(reference, -(-int(match["hours"]) // 24))
    if match["work"]:
        return calendar.shift_working_days(reference, number(match["n"]))
    return _shifted(match, reference, 1)


def whole_units(phrase: str, reference: date | None) -> CountedTime | None:
    """Reads "3 tháng tới" and "2 năm qua" as whole units of the calendar, the running one left out; else None."""
    match = _WHOLE.fullmatch(phrase)
    if match is None:
        return None
    count, unit = number(match["n"]), match["unit"]
    if reference is None or count == 0:
        return CountedTime(None, "range")
    ahead = match["ahead"] is not None
    near = _unit(reference, unit, 1 if ahead else -1)
    far = _unit(reference, unit, count if ahead else -count)
    if near is None or far is None:
        return CountedTime(None, "range")
    first, last = (near, far) if ahead else (far, near)
    return CountedTime((first[0], last[1]), "range")


def _away(match: re.Match[str], reference: date | None, sign: int) -> CountedTime:
    smaller = match["unit2"] or match["unit"]
    if reference is None:
        return CountedTime(None, _PRECISIONS[smaller])
    return CountedTime(_unit(_shifted(match, reference, sign), smaller, 0), _PRECISIONS[smaller])


def _shifted(match: re.Match[str], reference: date, sign: int) -> date:
    groups = match.groupdict()
    moved = reference
    for count, unit in ((groups["n"], groups["unit"]), (groups.get("n2"), groups.get("unit2"))):
        if count is None or unit is None:
            continue
        if unit in UNIT_DAYS:
            moved = calendar.shift_days(moved, sign * number(count) * UNIT_DAYS[unit])
        else:
            moved = calendar.shift_months(moved, sign * number(count) * UNIT_MONTHS[unit])
    return moved


def _unit(near: date, unit: str, steps: int) -> calendar.Interval | None:
    """The day, week, month, quarter or year that is so many of them away from the one of a day."""
    if unit == "ngày":
        found = calendar.shift_days(near, steps)
        return found, found
    if unit == "tuần":
        return calendar.week(near, steps)
    moved = calendar.shift_months(near, steps * UNIT_MONTHS[unit])
    if unit == "năm":
        return calendar.year(moved.year)
    if unit == "tháng":
        return calendar.month(moved.year, moved.month)
    first = (moved.month - 1) // 3 * 3 + 1
    return calendar.months(moved.year, first, first + 2)
