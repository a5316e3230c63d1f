"""Times in Vietnamese reports, read into days.

`find_times` finds them in running text, `parse_time` reads a phrase that is known to be one. Both follow
annotations/GUIDELINES.md, 6 and 7. The forms stand in tables (`day_forms`, `period_forms` …), `time_reader` joins
what they find; a phrase may also be counted from its day, part of another time, or mean the same as a simpler one.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import lru_cache

from ketluan.normalise.calendar_vn import Interval, Tense, same_period_of, shift_days, shift_months
from ketluan.normalise.counted_times import CountedTime, beside, counted_beside, counted_time, whole_units
from ketluan.normalise.rewordings import reworded
from ketluan.normalise.seasons import season
from ketluan.normalise.time_parts import Part, part_of, split_part
from ketluan.normalise.time_reader import TimeSpan, lower, read_times

__all__ = ["TimeSpan", "figure_period", "find_times", "parse_time", "same_period_of"]

_MAX_DEPTH = 3
_FROM_DAY = re.compile(r"\s{1,3}(?:(?P<counted>kể|tính)|bắt đầu)?\s{0,3}(?:từ|sau)\s{1,3}")
_LONGEST_LIMIT = 80
_TO_THE_END = re.compile(r"\b(?:đến|tới)\s{1,3}hết\s", re.IGNORECASE)
_NUMBERS = re.compile(r"\d{1,60}")
_TRIM = " \t\r\n.,;:"


def find_times(text: str, reference: date | None) -> list[TimeSpan]:
    """Every time expression of a running text.

    Args:
        text: a sentence or a whole report.
        reference: the day the report speaks from; without it, what hangs on it has no days.

    Returns:
        Spans from left to right, without overlap, the longest that begins at each place. Those of the last text are
        kept, as finding and assembling the facts of one report both ask for them.
    """
    return list(_times(text, reference))


@lru_cache(maxsize=1)
def _times(text: str, reference: date | None) -> tuple[TimeSpan, ...]:
    return tuple(read_times(text, reference))


def parse_time(
    text: str, reference: date | None, tense: Tense | None = None, *, alone: bool = False
) -> TimeSpan | None:
    """Reads a phrase that is a time as a whole.

    Args:
        text: the phrase, perhaps with space or punctuation around it.
        reference: the day the report speaks from.
        tense: where a year is missing, the direction in which it is looked for; None takes the nearest.
        alone: whether nobody used the phrase in a report. A bare "3 năm tới" is then the three calendar years to come
            and "mùa hè này" the days of the season; in a report they are a limit three years from the reference and
            the year (annotations/GUIDELINES.md, 6 and 7).

    Returns:
        The time, or None where the phrase, or a part of it, is none.
    """
    inner = text.strip(_TRIM)
    if not inner:
        return None
    offset = text.index(inner)
    found = _parse(lower(inner), reference, tense, alone)
    if found is None and (day := _other_date(inner)):
        found = TimeSpan(0, len(inner), inner, day, day, "day", None, "in")
    return replace(found, start=offset, end=offset + len(inner), text=inner) if found else None


def _parse(phrase: str, reference: date | None, tense: Tense | None, alone: bool, depth: int = 0) -> TimeSpan | None:
    """Reads a lower-case phrase by the forms; then as part of another, or by a simpler one that means the same."""
    if alone and (counted := whole_units(phrase, reference)):
        return _counted(phrase, counted)
    if alone and (days := season(phrase, reference)):
        return _counted(phrase, CountedTime(days[0], "range"))
    if counted := counted_time(phrase, reference):
        return _counted(phrase, counted)
    if counted := _counted_from(phrase, reference, tense) or _counted_beside(phrase, reference, tense):
        return _counted(phrase, counted)
    spans = read_times(phrase, reference, tense, whole=True)
    if len(spans) == 1 and len(spans[0].text) == len(phrase):
        return spans[0]
    if depth == _MAX_DEPTH:
        return None
    if split := split_part(phrase):
        part, at = split
        whole = _parse(phrase[at:], reference, tense, alone, depth + 1)
        return _part(phrase, whole, part) if whole else None
    inner = reworded(phrase)
    found = _parse(inner, reference, tense, alone, depth + 1) if inner else None
    return replace(found, end=len(phrase), text=phrase) if found else None


def _counted_from(phrase: str, reference: date | None, tense: Tense | None) -> CountedTime | None:
    """A limit that is counted from a day of its own: "trong 15 ngày từ ngày 1/8", "20 ngày kể từ hôm nay"."""
    link = _FROM_DAY.search(phrase, 0, _LONGEST_LIMIT)
    if link is None:
        return None
    told = phrase[: link.start()]
    limit = next((x for x in (told, f"trong {told}" if link["counted"] else "") if counted_time(x, reference)), None)
    day = _whole_time(phrase[link.end() :], reference, tense) if limit else None
    return counted_time(limit, day.last) if limit and day and day.precision == "day" else None


def _counted_beside(phrase: str, reference: date | None, tense: Tense | None) -> CountedTime | None:
    """A time that is counted from another: "20 ngày trước Tết", "trước ngày 30/9 ít nhất 5 ngày"."""
    found = beside(phrase)
    anchor = _whole_time(found["rest"], reference, tense) if found else None
    if found is None or anchor is None or anchor.first is None or anchor.last is None:
        return None
    return counted_beside(found, (anchor.first, anchor.last))


def _whole_time(phrase: str, reference: date | None, tense: Tense | None) -> TimeSpan | None:
    """The time that a phrase is from end to end, without a word that says what it bounds; else None."""
    spans = read_times(phrase, reference, tense, whole=True)
    whole = len(spans) == 1 and spans[0].text == phrase and spans[0].relation == "in" and spans[0].rule is None
    return spans[0] if whole else None


def _counted(phrase: str, time: CountedTime) -> TimeSpan:
    first, last = time.days or (None, None)
    return TimeSpan(
        0, len(phrase), phrase, None if time.relation == "until" else first, last, time.precision, None, time.relation
    )


def _part(phrase: str, whole: TimeSpan, part: Part) -> TimeSpan | None:
    if whole.relation != "in" or whole.rule:
        return None
    if whole.first is None or whole.last is None:
        return TimeSpan(0, len(phrase), phrase, None, None, part.precision, None, "in")
    days = part_of((whole.first, whole.last), part)
    return TimeSpan(0, len(phrase), phrase, *days, part.precision, None, "in") if days else None


def figure_period(span: TimeSpan, reference: date | None) -> Interval | None:
    """The days for which a figure holds that is told with a time.

    A figure "đến năm 2020" is that of the year 2020, one "đến hết năm 2020" or "đến ngày 31/12" that of the day, though
    as a deadline all are open at their beginning. One "từ năm 1994" holds from then to the reference, one "từ đầu năm
    đến hết tháng 6" through both ends.

    Returns:
        Both ends, inclusive; None where the time does not settle them.
    """
    # In the annotations 18 such times give their figures the last day, 6 the year up to it, 2 the month.
    if span.last and span.precision != "range" and _TO_THE_END.search(span.text):
        return span.last, span.last
    if span.first and span.last:
        return span.first, span.last
    if span.last and span.relation in ("until", "by"):
        return _period_that_ends(span.last, span.precision)
    if span.first and span.relation in ("from", "since") and reference and span.first <= reference:
        return span.first, reference
    return None


_LENGTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def _period_that_ends(last: date, precision: str) -> Interval | None:
    if precision == "day":
        return last, last
    if precision == "week":
        return shift_days(last, -6), last
    length = _LENGTHS.get(precision)
    # Counted from the first of the last month, as months differ in length.
    return (shift_months(last.replace(day=1), 1 - length), last) if length else None


def _other_date(phrase: str) -> date | None:
    """A whole date in a form that the tables lack, as dateparser reads it; it never guesses a missing day or month.

    Without a letter in it the order of its parts would be a guess too ("5/13/2022").
    """
    numbers, letters = len(_NUMBERS.findall(phrase[:61])), any(char.isalpha() for char in phrase)
    if numbers < 2 or not letters or len(phrase) > 60:  # a day and a year at least are in digits
        return None
    import dateparser  # a second to load, and most phrases never come here

    found = dateparser.parse(
        phrase,
        languages=["vi"],
        settings={"PARSERS": ["absolute-time"], "REQUIRE_PARTS": ["day", "month", "year"], "DATE_ORDER": "DMY"},
    )
    return found.date() if found else None
