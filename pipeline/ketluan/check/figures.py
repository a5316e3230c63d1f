"""The metrics of a record laid out over the text: one figure for every mention, with its sentence and its interval."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext

from ketluan.check.interval import Interval, rounding_interval
from ketluan.record import BasisKind, Check, Metric, Record, Severity

# How many figures before and after one are looked at, however long its sentence: what keeps the checks linear.
REACH = 16
# Longer numbers than this are no figures of a report, and their products would cost time.
_DIGITS = 24
# A full stop ends a sentence unless a short capitalised word stands before it ("TP. Hà Nội", "TS. Nam").
_BOUNDARY = re.compile(r"\n+|(?<![A-ZĐ])[.!?…][”\"')]?\s+(?=[\w“\"])")
_LINE = re.compile(r"\n+")
_NUMERAL = re.compile(r"[0-9][0-9.,]*")


@dataclass(frozen=True, slots=True)
class Figure:
    """One mention of a metric: where it stands, what it may stand for; `whole` is the 14 of "13/14"."""

    metric: Metric
    value: Decimal
    interval: Interval
    start: int
    end: int
    sentence: int
    paragraph: int = 0
    whole: Figure | None = None

    @property
    def id(self) -> str:
        """The metric's id."""
        return self.metric.id

    @property
    def unit(self) -> str:
        """The unit, lower case."""
        return self.metric.unit.strip().lower()

    @property
    def percent(self) -> bool:
        """Whether it is a percentage."""
        return self.unit == "%"

    @property
    def basis(self) -> BasisKind | None:
        """What it is relative to."""
        return self.metric.basis.kind if self.metric.basis else None

    @property
    def written(self) -> str:
        """The figure in plain decimal, with its unit."""
        return f"{plain(self.value)}%" if self.percent else f"{plain(self.value)} {self.metric.unit}".rstrip()


class Figures:
    """All figures of one record, in the text's order; every look around one is bounded by `REACH`."""

    def __init__(self, record: Record, text: str) -> None:
        """Lay out the record's metrics; those with a range or an open qualifier, below zero or longer than `_DIGITS`
        are no figures to reckon with.
        """
        self.text = text
        self.bounds = [match.end() for match in _BOUNDARY.finditer(text)]
        self._lines = [match.end() for match in _LINE.finditer(text)]
        self.all = sorted(self._mentions(record), key=lambda figure: (figure.start, figure.end))
        first = len(text) - len(text.lstrip())
        self.headline = max(text.find("\n", first), 0)
        self._starts = [figure.start for figure in self.all]

    def _mentions(self, record: Record) -> Iterator[Figure]:
        for metric in record.metrics:
            if metric.value is None or metric.low is not None or metric.high is not None:
                continue
            if len(metric.value) > _DIGITS or len(metric.total or "") > _DIGITS or metric.value.startswith("-"):
                continue
            for mention in metric.mentions:
                figure = self._figure(metric, Decimal(metric.value), mention.text, mention.start, mention.end)
                if figure is None:
                    continue
                if metric.total is not None:
                    figure = replace(figure, whole=self._whole(figure, mention.text, Decimal(metric.total)))
                yield figure

    def _figure(self, metric: Metric, value: Decimal, written: str, start: int, end: int) -> Figure | None:
        interval = rounding_interval(written, value, metric.unit, metric.qualifier)
        if interval is None:
            return None
        sentence, paragraph = bisect_right(self.bounds, start), bisect_right(self._lines, start)
        return Figure(metric, value, interval, start, end, sentence, paragraph)

    def _whole(self, part: Figure, written: str, total: Decimal) -> Figure:
        # The denominator of "13/14 chỉ tiêu" and of "45 trong số 90 người" is the last number of the quote.
        at = max((match.start() for match in _NUMERAL.finditer(written)), default=0)
        interval = rounding_interval(written[at:], total, part.metric.unit) or Interval(total, total)
        return replace(part, value=total, interval=interval, start=part.start + at)

    def around(self, figure: Figure) -> list[Figure]:
        """The other figures of its paragraph, in order, at most `REACH` to either side."""
        at = bisect_right(self._starts, figure.start - 1)
        window = self.all[max(0, at - REACH) : at + REACH + 1]
        return [other for other in window if other.id != figure.id and other.paragraph == figure.paragraph]

    def near(self, figure: Figure) -> list[Figure]:
        """The other figures of its sentence, in order, at most `REACH` to either side."""
        return [other for other in self.around(figure) if other.sentence == figure.sentence]

    def described(self, figure: Figure) -> Figure | None:
        """The figure of the same paragraph that `figure` restates or measures (its `basis.of`)."""
        of = figure.metric.basis.of if figure.metric.basis else None
        return next((other for other in self.around(figure) if other.id == of), None) if of else None

    def before(self, figure: Figure, reach: int = 40) -> str:
        """The words of its sentence that stand right before it, lower case, back to the previous figure."""
        start = max(figure.start - reach, self.bounds[figure.sentence - 1] if figure.sentence else 0)
        at = bisect_right(self._starts, figure.start - 1)
        if at and self.all[at - 1].end <= figure.start:
            start = max(start, self.all[at - 1].end)
        return self.text[start : figure.start].lower()

    def after(self, figure: Figure, reach: int = 40) -> str:
        """The words that follow it, lower case, up to the next figure or line."""
        at = bisect_right(self._starts, figure.start)
        end = min(figure.end + reach, self.all[at].start if at < len(self.all) else len(self.text))
        return self.text[figure.end : max(end, figure.end)].split("\n")[0].lower()

    def between(self, first: Figure, second: Figure) -> str:
        """The words from one figure to a later one, lower case."""
        return self.text[first.end : second.start].lower()


def same_unit(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same: equal units, or one written out further ("tổ chức", "tổ chức đảng")."""
    shorter, longer = sorted((one.unit, other.unit), key=len)
    return bool(shorter) and (longer == shorter or longer.startswith(shorter + " "))


def absolute(figure: Figure) -> bool:
    """Whether a figure is a level by itself: no growth, relative to nothing, with no whole of its own."""
    return figure.metric.change == "none" and figure.basis is None and figure.whole is None


def of_two_subjects(one: Figure, other: Figure) -> bool:
    """Whether two figures are said to be of two different subjects."""
    first, second = one.metric.subject, other.metric.subject
    return first is not None and second is not None and first.text.lower() != second.text.lower()


def plain(value: Decimal, places: int | None = None) -> str:
    """A number without exponent; rounded to so many decimals where asked."""
    if places is not None:
        with localcontext() as context:
            # A quotient of long figures has more digits than the context that made it.
            context.prec = 10 * _DIGITS
            value = Decimal(round(value, places))
    written = f"{value:f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def as_range(interval: Interval) -> str:
    """An interval for a message, with no more digits than its width bears: "67.92…68", one number where it has none."""
    places = bearing(interval)
    low, high = plain(interval.low, places), plain(interval.high, places)
    return low if low == high else f"{low}…{high}"


def bearing(interval: Interval) -> int:
    """The decimals (below zero: the zeros before the point) that an interval's width gives sense to."""
    width = interval.high - interval.low
    if not width:
        # An exact quotient has no last digit: four significant ones are enough for a message.
        whole = interval.high == interval.high.to_integral_value()
        return 0 if whole else max(1, 3 - interval.high.adjusted())
    return -width.adjusted()


def finding(code: str, severity: Severity, message: str, *figures: Figure) -> Check:
    """A check that names the metrics it used, each once, in the order given."""
    return Check(code=code, severity=severity, message=message, refs=list(dict.fromkeys(f.id for f in figures)))
