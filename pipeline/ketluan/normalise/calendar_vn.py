"""Calendar intervals as Vietnamese reports mean them: weeks from Monday, school years from 1 September.

An interval is a pair of days `(first, last)`. Functions that take numbers from a text return None
where no such day exists; shifts past the calendar's ends stop at them, so no input overflows.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Literal

Interval = tuple[date, date]
Tense = Literal["past", "future"]

__all__ = [
    "OTHER_YEAR",
    "Interval",
    "Tense",
    "day",
    "month",
    "months",
    "nearest",
    "same_period_of",
    "school_year",
    "semester",
    "shift_days",
    "shift_months",
    "shift_working_days",
    "week",
    "year",
    "years",
]


def day(year_: int, month_: int, day_: int) -> Interval | None:
    """The one day, or None where the calendar has no such day."""
    try:
        found = date(year_, month_, day_)
    except ValueError:
        return None
    return found, found


def months(year_: int, first: int, last: int) -> Interval | None:
    """From the first day of month `first` to the last day of month `last` of one year."""
    if not (1 <= first <= last <= 12 and date.min.year <= year_ <= date.max.year):
        return None
    return date(year_, first, 1), date(year_, last, monthrange(year_, last)[1])


def month(year_: int, month_: int) -> Interval | None:
    """The whole month."""
    return months(year_, month_, month_)


def year(year_: int) -> Interval | None:
    """The whole year."""
    return months(year_, 1, 12)


def years(first: int, last: int) -> Interval | None:
    """From 1 January of `first` to 31 December of `last`; None where the years run backwards."""
    start, end = year(first), year(last)
    return (start[0], end[1]) if start and end and first <= last else None


def school_year(first: int) -> Interval | None:
    """The school year that begins in September of `first`: 1 September to 31 August (annotations/GUIDELINES.md, 7)."""
    if not date.min.year <= first < date.max.year:
        return None
    return date(first, 9, 1), date(first + 1, 8, 31)


_SEMESTERS = {1: ((0, 9, 1), (1, 1, 15)), 2: ((1, 1, 16), (1, 5, 31)), 3: ((1, 6, 1), (1, 8, 31))}


def semester(first: int, number: int) -> Interval | None:
    """Semester 1 or 2, or the summer (3), of the school year that begins in `first`.

    The frames that the ministry sets for each year end the first one by the middle of January and the second one by
    31 May; it is those days here, and the second semester begins where the first one ends.
    """
    if number not in _SEMESTERS or not date.min.year <= first < date.max.year:
        return None
    (begin, *start), (end, *stop) = _SEMESTERS[number]
    return date(first + begin, *start), date(first + end, *stop)


def shift_days(start: date, count: int) -> date:
    """The day `count` days later (earlier where negative)."""
    try:
        return start + timedelta(days=count)
    except OverflowError:
        return date.max if count > 0 else date.min


def shift_working_days(start: date, count: int) -> date:
    """The day `count` working days later, from Monday to Friday; public holidays are not known here."""
    weeks, rest = divmod(count, 5)
    moved = shift_days(start, -max(0, start.weekday() - 4))  # what is counted from a weekend counts from its Friday
    over = 2 if moved.weekday() + rest > 4 else 0
    return shift_days(moved, 7 * weeks + rest + over)


def shift_months(start: date, count: int) -> date:
    """The same day `count` months later, or the last day of that month where it is shorter."""
    index = start.year * 12 + start.month - 1 + count
    year_, month_ = divmod(index, 12)
    if not date.min.year <= year_ <= date.max.year:
        return date.max if count > 0 else date.min
    return date(year_, month_ + 1, min(start.day, monthrange(year_, month_ + 1)[1]))


def week(reference: date, offset: int = 0, first: int = 0, last: int = 6) -> Interval:
    """Days `first` to `last` (Monday is 0) of the week `offset` weeks from the one of `reference`."""
    monday = -reference.weekday() + 7 * offset
    return shift_days(reference, monday + first), shift_days(reference, monday + last)


def same_period_of(first: date, last: date, year: int | None = None) -> Interval:
    """The same months and days in another year, which is what "cùng kỳ" compares with.

    Args:
        first, last: the period that the figure holds for.
        year: the year in which the compared period ends; None means the year before.

    Returns:
        The compared period; 29 February becomes 28 February in a common year, and
        the end of February stays its end.
    """
    shift = (year - last.year if year is not None else -1) * 12
    start, end = shift_months(first, shift), shift_months(last, shift)
    if (last.month, last.day) == (2, 28) and monthrange(last.year, 2)[1] == 28:
        end = date(end.year, 2, monthrange(end.year, 2)[1])
    return start, end


OTHER_YEAR = 60  # days; without a tense, a report that means another year than the running one mostly writes it


def nearest(
    cycle: Callable[[int], Interval | None],
    reference: date,
    tense: Tense | None = None,
    other_year: int = OTHER_YEAR,
) -> Interval | None:
    """The occurrence of a yearly interval that is nearest to the reference and fits the tense.

    Args:
        cycle: gives the interval of a year, None where that year has none.
        reference: the day the report speaks from.
        tense: "past" wants it begun by the reference, "future" not yet over at it.
        other_year: days by which, without a tense, another year than the running one counts as farther away.

    Returns:
        The interval; the earlier of two equally near; None where none of the years fits.
    """
    best: tuple[int, Interval] | None = None
    for step in (0, -1, 1, -2, 2, -4, 4, -8, 8):  # 29 February may be eight years away
        if best is not None and abs(step) > 1:
            break
        found = cycle(reference.year + step)
        if found is None or (tense == "past" and found[0] > reference) or (tense == "future" and found[1] < reference):
            continue
        distance = max((found[0] - reference).days, (reference - found[1]).days, 0)
        if tense is None and found[0].year != reference.year:
            distance += other_year
        if best is None or distance < best[0]:
            best = distance, found
    return best[1] if best else None
