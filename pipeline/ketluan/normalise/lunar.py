"""Days of the lunar calendar, turned into Gregorian ones by the package LunarCalendar.

The package computes the Chinese calendar. The Vietnamese one counts days at UTC+7, not UTC+8, and so
differs in few years: where a new moon falls between 23:00 and 24:00 in Hanoi, its month begins a day earlier.
The years in which that moves Tết are corrected here. The turn of 1984 to 1985, where leap months differ, is not.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from lunarcalendar import Converter, DateNotExist, Lunar

from ketluan.normalise.calendar_vn import Interval, shift_days

__all__ = ["STEMS_AND_BRANCHES", "lunar_day", "lunar_month", "sexagenary_year"]

_STEMS = ("giáp", "ất", "bính", "đinh", "mậu", "kỷ", "canh", "tân", "nhâm", "quý")
_BRANCHES = ("tý", "sửu", "dần", "mão", "thìn", "tỵ", "ngọ", "mùi", "thân", "dậu", "tuất", "hợi")
_SPELLINGS = (("kỉ", "kỷ"), ("quí", "quý"), ("tí", "tý"), ("tị", "tỵ"), ("mẹo", "mão"))

_FIRST_YEAR, _LAST_YEAR = 1900, 2099  # beyond them the package's table ends, without an error below
_CYCLE_START = 1984  # giáp tý
_TET_DAY_EARLIER = frozenset({1968, 2007, 2030, 2053})

STEMS_AND_BRANCHES = (
    r"(?:giáp|ất|bính|đinh|mậu|k[ỷỉ]|canh|tân|nhâm|qu[ýí])\s"
    r"(?:t[ýí]|sửu|dần|mão|mẹo|thìn|t[ỵị]|ngọ|mùi|thân|dậu|tuất|hợi)"
)
"""Pattern of a year's name in lower case: "kỷ hợi", "ất mùi"."""


def sexagenary_year(name: str, reference: date) -> int | None:
    """The year of that name (lower case, "kỷ hợi") nearest to the reference; None where stem and branch never meet."""
    for spelling, usual in _SPELLINGS:
        name = name.replace(spelling, usual)
    stem, branch = name.split()
    for offset in range(_STEMS.index(stem), 60, 10):
        if offset % 12 == _BRANCHES.index(branch):
            base = _CYCLE_START + offset
            return base + 60 * round((reference.year - base) / 60)
    return None


@lru_cache(maxsize=4096)
def lunar_day(year: int, month: int, day: int) -> Interval | None:
    """The Gregorian day of a day in an ordinary (not leap) lunar month; day 0 is the month's last day.

    Returns:
        The interval of one day; None where the month has no such day or the year is outside the package's table.
    """
    if day == 0:
        if month == 12:
            tet = lunar_day(year + 1, 1, 1)
            return (shift_days(tet[0], -1), shift_days(tet[0], -1)) if tet else None
        return lunar_day(year, month, 30) or lunar_day(year, month, 29)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        found: date = Converter.Lunar2Solar(Lunar(year, month, day)).to_date()
    except (DateNotExist, ValueError, IndexError):
        return None
    if month == 1 and year in _TET_DAY_EARLIER:
        found -= timedelta(days=1)
    return found, found


def lunar_month(year: int, month: int) -> Interval | None:
    """The Gregorian days of a lunar month."""
    first, last = lunar_day(year, month, 1), lunar_day(year, month, 0)
    return (first[0], last[1]) if first and last else None
