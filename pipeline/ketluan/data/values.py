"""Values against their quotes, as the project's own number and date grammars read them.

Only what the quote itself tells is compared. A unit may be the head of what the quote counts ("tấn" of "38 tấn thép",
"m3" of "150 m3/ngày đêm") or the noun that the sentence counts ("46 là nữ": "đảng viên"). A deadline's first day is
compared only where both give one, since "trước", "xong" and "chậm nhất" often stand outside the quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from ketluan.data.findings import Finding
from ketluan.normalise.amounts import Amount, parse_amount
from ketluan.normalise.calendar_vn import Tense
from ketluan.normalise.numbers import plain_or_none
from ketluan.normalise.times import find_times, parse_time
from ketluan.record import Deadline, MeetingDate, Metric, Paper, Record, Span

__all__ = ["check_values"]

Days = tuple[date | None, date | None]

_TENSES: Final[tuple[Tense | None, ...]] = (None, "future", "past")
_MEND: Final = "mend the value or the quote, or give the reason in the exceptions"
_RECENT_YEARS: Final = 2


def check_values(record: Record, text: str) -> Iterator[Finding]:
    """What differs between the values of a record and the words that its spans quote."""
    for metric in record.metrics:
        for mention in metric.mentions:
            yield from _metric(record.doc_id, metric, mention, text)
    for deadline in record.deadlines:
        for mention in deadline.mentions:
            yield from _deadline(record, deadline, mention)
    for paper in record.documents:
        yield from _paper(record, paper, text)
    if record.meeting and record.meeting.date:
        yield from _meeting_date(record, record.meeting.date)
    yield from _periods(record, text)


def _read(quote: str) -> Amount | None:
    # "hơn 45.000 tỷ đồng": a quote without its qualifier is what the guidelines ask for; a line feed in it is a space.
    return parse_amount(" ".join(quote.split()))


def _metric(doc_id: str, metric: Metric, mention: Span, text: str) -> Iterator[Finding]:
    amount = _read(mention.text)
    told = (metric.value, metric.low, metric.high, metric.total)
    figures = (amount.value, amount.low, amount.high, amount.total) if amount else None
    read = tuple(plain_or_none(figure) for figure in figures) if figures else None
    if read is None or not _equal(told, read):
        shown = "no amount" if read is None else _figures(read)
        yield Finding("value", doc_id, metric.id, f"{mention.text!r} reads as {shown}, not {_figures(told)}", _MEND)
    elif amount and not _unit_fits(metric.unit, amount.unit, mention, text):
        message = f"{mention.text!r} counts {amount.unit!r}, not {metric.unit!r}"
        yield Finding("unit", doc_id, metric.id, message, _MEND)


def _equal(told: tuple[str | None, ...], read: tuple[str | None, ...]) -> bool:
    return all(
        (a is None) == (b is None) and (a is None or Decimal(a) == Decimal(b or ""))
        for a, b in zip(told, read, strict=True)
    )


def _figures(figures: tuple[str | None, ...]) -> str:
    value, low, high, total = figures
    return (value or f"{low} to {high}") + (f" of {total}" if total else "")


def _unit_fits(unit: str, read: str, mention: Span, text: str) -> bool:
    if unit.casefold() == read.casefold() or (read and re.match(rf"{re.escape(unit)}(?!\w)", read, re.IGNORECASE)):
        return True
    # The noun stands elsewhere: before the figure, in the sentence, or (a currency) nowhere.
    paragraph = text[text.rfind("\n", 0, mention.start) + 1 : (text + "\n").index("\n", mention.end)]
    named = re.search(rf"(?<!\w){re.escape(unit)}(?!\w)", paragraph, re.IGNORECASE)
    if read.casefold() and unit.casefold().startswith(read.casefold() + " "):
        return True  # "60.000 lượt" in a paragraph on foreign guests: "lượt khách quốc tế"
    return bool(unit) and (named is not None or (not read and unit in ("đồng", "lần")))


def _deadline(record: Record, deadline: Deadline, mention: Span) -> Iterator[Finding]:
    told = (deadline.start, deadline.end)
    readings = list(_readings(record, " ".join(mention.text.split())))
    if any(_same_days(told, read) for read in readings) or (not readings and told == (None, None)):
        return
    shown = _days(*readings[0]) if readings else "no time"
    message = f"{mention.text!r} reads as {shown}, not {_days(*told)}"
    yield Finding("deadline", record.doc_id, deadline.id, message, _MEND)


def _readings(record: Record, quote: str) -> Iterator[Days]:
    """The days that a quote may mean, the likeliest first.

    It is read as a whole, from the day of the report or that of the meeting ("tối nay"), in any tense, and as counted
    from now ("trong 15 ngày"); then the one time inside it ("thời hạn 30/9"), less a day where "trước" comes first.
    """
    references = [record.reference_date]
    if record.meeting and record.meeting.date:
        references.append(record.meeting.date.end)
    for phrase in (quote, f"{quote} tới"):
        for reference in references:
            for tense in _TENSES:
                if (time := parse_time(phrase, reference, tense)) is not None:
                    yield time.first, time.last
    inside = find_times(quote, record.reference_date)
    if len(inside) == 1 and inside[0].first and inside[0].last:
        first = inside[0].first
        before = quote.casefold().startswith("trước") and inside[0].relation == "in"
        yield (None, first - timedelta(days=1)) if before else (first, inside[0].last)


def _same_days(told: Days, read: Days) -> bool:
    return told[1] == read[1] and (told[0] == read[0] or told[0] is None or read[0] is None)


def _days(first: date | None, last: date | None) -> str:
    return "unknown days" if first is None and last is None else f"{first or ''}..{last or ''}"


def _paper(record: Record, paper: Paper, text: str) -> Iterator[Finding]:
    said = " ".join(mention.text for mention in paper.mentions)
    if paper.number and "".join(paper.number.split()) not in "".join(text.split()):
        yield Finding("paper", record.doc_id, paper.id, f"the text does not hold the number {paper.number!r}", _MEND)
    if paper.title and paper.title not in text:
        yield Finding("paper", record.doc_id, paper.id, f"the text does not hold the title {paper.title!r}", _MEND)
    if paper.date and not any(
        paper.date == day for time in find_times(text, record.reference_date) for day in (time.first, time.last)
    ):
        yield Finding("paper", record.doc_id, paper.id, f"no day of the text is {paper.date} ({said!r})", _MEND)


def _meeting_date(record: Record, held: MeetingDate) -> Iterator[Finding]:
    times = [time for time in find_times(held.span.text, record.reference_date) if time.first and time.last]
    times = [time for time in times if any(letter.isdigit() for letter in time.text)] or times
    days = {day for time in times for day in (time.first, time.last)}
    if times and not days & {held.start, held.end}:
        message = (
            f"{held.span.text!r} reads as {_days(times[0].first, times[0].last)}, not {_days(held.start, held.end)}"
        )
        yield Finding("meeting", record.doc_id, "meeting.date", message, _MEND)


def _periods(record: Record, text: str) -> Iterator[Finding]:
    """Periods have no quote: that their years are told, or near to the day of the report, is what can be asked."""
    years = {int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)}
    if record.reference_date:
        now = record.reference_date.year
        years |= set(range(now - _RECENT_YEARS, now + _RECENT_YEARS))
    spans = {(low, high) for low in years for high in years if low <= high}
    for metric in record.metrics:
        for place, period in (
            ("period", metric.period),
            ("basis.period", metric.basis.period if metric.basis else None),
        ):
            if period and not any(low <= period.start.year and period.end.year <= high for low, high in spans):
                message = f"{place} {_days(period.start, period.end)} is of a year that the text does not tell"
                yield Finding("period", record.doc_id, metric.id, message, _MEND)
