"""Astronomical seasons: "mùa hè này" said by itself, where no guideline asks for the whole year."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from ketluan.normalise import calendar_vn as calendar
from ketluan.normalise.time_words import TURN, TURNS, YEAR_OFFSETS, YREL, S, Y

__all__ = ["season"]

_DAYS: Final = {
    "xuân": (3, 21, 6, 20),
    "hè": (6, 21, 9, 23),
    "hạ": (6, 21, 9, 23),
    "thu": (9, 24, 12, 20),
    "đông": (12, 21, 3, 20),
}
"""Month and day of the first and of the last day."""
_SEASON: Final = re.compile(
    rf"mùa{S}(?P<name>xuân|hè|hạ|thu|đông){S}(?:(?:năm{S})?(?P<y>{Y})|năm{S}(?P<yrel>{YREL})|(?P<turn>{TURN}))"
)


def season(phrase: str, reference: date | None) -> tuple[calendar.Interval | None] | None:
    """Reads a lower-case phrase that names a season and its year: its days in a tuple, None in there if unsettled.

    "mùa đông này" is the one that runs, else the one that begins in the year; a winter has the year it begins in.
    """
    match = _SEASON.fullmatch(phrase)
    if match is None:
        return None
    if match["y"]:
        return (_in_year(match["name"], int(match["y"])),)
    if reference is None:
        return (None,)
    if match["yrel"]:
        return (_in_year(match["name"], reference.year + YEAR_OFFSETS[match["yrel"]]),)
    near = [days for step in range(-2, 3) if (days := _in_year(match["name"], reference.year + step))]
    step = TURNS[" ".join(match["turn"].split())]
    if step > 0:
        fits = [days for days in near if days[0] > reference]
    elif step < 0:
        fits = [days for days in near if days[1] < reference][-1:]
    else:
        running = [days for days in near if days[0] <= reference <= days[1]]
        fits = running or [days for days in near if days[0].year == reference.year]
    return (fits[0] if fits else None,)


def _in_year(name: str, year: int) -> calendar.Interval | None:
    first_month, first, last_month, last = _DAYS[name]
    start = calendar.day(year, first_month, first)
    end = calendar.day(year + (last_month < first_month), last_month, last)
    return (start[0], end[0]) if start and end else None
