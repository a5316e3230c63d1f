"""The metrics of a record laid out over the text: one figure for every mention, with its sentence and its interval."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ketluan.check.interval import Interval, rounding_interval
from ketluan.record import BasisKind, Check, Metric, Record, Severity

# A full stop ends a sentence unless a short capitalised word stands before it ("TP. Hà Nội", "TS. Nam").
_BOUNDARY = re.compile(r"\n+|(?<![A-ZĐ])[.!?…][”\"')]?\s+(?=[\w“\"])")


@dataclass(frozen=True, slots=True)
class Figure:
    """One mention of a metric: where it stands, what it may stand for."""

    metric: Metric
    value: Decimal
    interval: Interval
    start: int
    end: int
    sentence: int

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
    """All figures of one record, in the text's order."""

    def __init__(self, record: Record, text: str) -> None:
        """Lay out the record's metrics; those with a range or an open qualifier are no figures to reckon with."""
        self.text = text
        self.bounds = [match.end() for match in _BOUNDARY.finditer(text)]
        self.all = sorted(self._mentions(record), key=lambda figure: (figure.start, figure.end))
        self._by_sentence: dict[int, list[Figure]] = {}
        for figure in self.all:
            self._by_sentence.setdefault(figure.sentence, []).append(figure)

    def _mentions(self, record: Record) -> Iterator[Figure]:
        for metric in record.metrics:
            if metric.value is None or metric.low is not None or metric.high is not None:
                continue
            value = Decimal(metric.value)
            for mention in metric.mentions:
                interval = rounding_interval(mention.text, value, metric.unit, metric.qualifier)
                if interval is not None:
                    sentence = bisect_right(self.bounds, mention.start)
                    yield Figure(metric, value, interval, mention.start, mention.end, sentence)

    def near(self, figure: Figure) -> list[Figure]:
        """The other figures of its sentence, in order."""
        return [other for other in self._by_sentence[figure.sentence] if other.id != figure.id]

    def described(self, figure: Figure) -> Figure | None:
        """The figure of the same sentence that `figure` restates or measures (its `basis.of`)."""
        of = figure.metric.basis.of if figure.metric.basis else None
        return next((other for other in self.near(figure) if other.id == of), None) if of else None

    def before(self, figure: Figure, reach: int = 40) -> str:
        """The words of its sentence that stand right before it, lower case, back to the previous figure."""
        start = max(figure.start - reach, self.bounds[figure.sentence - 1] if figure.sentence else 0)
        for other in self._by_sentence[figure.sentence]:
            if other.end <= figure.start:
                start = max(start, other.end)
        return self.text[start : figure.start].lower()

    def between(self, first: Figure, second: Figure) -> str:
        """The words from one figure to a later one, lower case."""
        return self.text[first.end : second.start].lower()


def same_unit(one: Figure, other: Figure) -> bool:
    """Whether two figures count the same: equal units, or one written out further ("tổ chức", "tổ chức đảng")."""
    shorter, longer = sorted((one.unit, other.unit), key=len)
    return bool(shorter) and (longer == shorter or longer.startswith(shorter + " "))


def plain(value: Decimal, places: int | None = None) -> str:
    """A number without exponent; rounded to so many decimals where asked."""
    if places is not None:
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
