"""Parts of a named time: "ngày đầu tiên của tháng ba", "tuần thứ hai của tháng 9", "nửa đầu nhiệm kỳ 2020-2025"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from ketluan.normalise import calendar_vn as calendar
from ketluan.normalise.time_atoms import number
from ketluan.normalise.time_words import COUNT, S

__all__ = ["Part", "part_of", "split_part"]

_HEAD: Final = re.compile(
    rf"(?:(?P<unit>ngày|tuần|tháng|quý)(?:{S}lễ)?{S}(?:(?P<edge>đầu|cuối)(?:{S}(?:tiên|cùng))?"
    rf"|thứ{S}(?P<n>{COUNT}|nhất|nhì|tư))|(?P<half>nửa){S}(?P<side>đầu|cuối)){S}(?:(?:của|trong){S})?"
)
_ORDINALS: Final = {"nhất": 1, "nhì": 2}
_PRECISIONS: Final = {"ngày": "day", "tuần": "week", "tháng": "month", "quý": "quarter"}


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a time: the `place`-th unit of it (-1 for the last), or its first (1) or last (-1) half."""

    unit: str
    place: int

    @property
    def precision(self) -> str:
        """That of a TimeSpan: a half is a "range"."""
        return _PRECISIONS.get(self.unit, "range")


def split_part(phrase: str) -> tuple[Part, int] | None:
    """The part that a lower-case phrase begins with, and where the time that it is a part of begins."""
    match = _HEAD.match(phrase)
    if match is None:
        return None
    if match["half"]:
        return Part("nửa", 1 if match["side"] == "đầu" else -1), match.end()
    if match["edge"]:
        return Part(match["unit"], 1 if match["edge"] == "đầu" else -1), match.end()
    place = _ORDINALS.get(match["n"]) or number(match["n"])
    return (Part(match["unit"], place), match.end()) if place else None


def part_of(whole: calendar.Interval, part: Part) -> calendar.Interval | None:
    """The days of a part; a week belongs to the time in which its Monday lies. None where the time has no such part."""
    first, last = whole
    if part.unit == "nửa":
        return _half(first, last, part.place)
    steps = part.place - 1 if part.place > 0 else 0
    if part.unit == "ngày":
        day = calendar.shift_days(first, steps) if part.place > 0 else last
        found: calendar.Interval | None = (day, day)
    elif part.unit == "tuần":
        begin = first if part.place > 0 else last
        monday = calendar.shift_days(begin, (-begin.weekday()) % 7 + 7 * steps)
        if part.place < 0:
            monday = calendar.shift_days(begin, -begin.weekday())
        found = (monday, calendar.shift_days(monday, 6))
    else:
        length = 1 if part.unit == "tháng" else 3
        anchor = calendar.shift_months(first, length * steps) if part.place > 0 else last
        start = (anchor.month - 1) // length * length + 1
        found = calendar.months(anchor.year, start, start + length - 1)
    return found if found and first <= found[0] <= last and (part.unit == "tuần" or found[1] <= last) else None


def _half(first: date, last: date, side: int) -> calendar.Interval | None:
    """Half of the months of a time that is made of whole months, else half of its days."""
    after = calendar.shift_days(last, 1)
    months = (after.year - first.year) * 12 + after.month - first.month
    if first.day == 1 and after.day == 1 and months >= 2:
        middle = calendar.shift_months(first, (months + 1) // 2)
    else:
        middle = calendar.shift_days(first, ((last - first).days + 2) // 2)
    halves = (first, calendar.shift_days(middle, -1)) if side > 0 else (middle, last)
    return halves if halves[0] <= halves[1] else None
