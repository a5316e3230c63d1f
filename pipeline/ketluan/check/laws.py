"""The laws that figures of a report obey, each written so that no division and no float is needed to test it.

A law is a residual that is zero where the figures agree and that rises or falls with each of them. Over intervals its
two extremes are therefore reached at corners, and the figures can agree exactly where the residual can be zero.
`implied` solves it for one of the figures: that is how a message says what would fit and how missing ones are derived.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Protocol

from ketluan.check.interval import Interval

_HUNDRED = Interval(Decimal(100), Decimal(100))
_ZERO = Interval(Decimal(0), Decimal(0))
# Products of three figures of `figures._DIGITS` digits are exact in so many.
_PRECISION = 100


class Law(Protocol):
    """What binds a fixed number of figures, none below zero."""

    def residual(self, values: Sequence[Decimal]) -> Decimal:
        """Zero where the values agree."""

    def rising(self, index: int) -> bool:
        """Whether the residual rises with that value; it falls with it otherwise."""

    def implied(self, index: int, intervals: Sequence[Interval]) -> Interval | None:
        """The values of one figure that the others leave open; what stands at `index` is not looked at."""


def holds(law: Law, intervals: Sequence[Interval]) -> bool:
    """Whether some choice of values within the intervals obeys the law."""
    least = [each.low if law.rising(at) else each.high for at, each in enumerate(intervals)]
    most = [each.high if law.rising(at) else each.low for at, each in enumerate(intervals)]
    with localcontext() as context:
        context.prec = _PRECISION
        return law.residual(least) <= 0 <= law.residual(most)


@dataclass(frozen=True, slots=True)
class Sum:
    """The first figure is the sum of all others: a total of its parts, a whole of part and rest, now of before and
    growth; of two figures, that they are one."""

    def residual(self, values: Sequence[Decimal]) -> Decimal:
        return values[0] - sum(values[1:], Decimal(0))

    def rising(self, index: int) -> bool:
        return index == 0

    def implied(self, index: int, intervals: Sequence[Interval]) -> Interval | None:
        rest = _ZERO
        for at, each in enumerate(intervals):
            rest = rest + each if at not in (0, index) else rest
        return rest if index == 0 else intervals[0] - rest


@dataclass(frozen=True, slots=True)
class Level:
    """(now, rate, base): now is `rate` per `scale` of the base, or the base grown (`sign` 1) or fallen (-1) by it."""

    sign: int = 0
    scale: Decimal = Decimal(100)

    def _level(self, rate: Decimal) -> Decimal:
        return self.scale + self.sign * rate if self.sign else rate

    def residual(self, values: Sequence[Decimal]) -> Decimal:
        now, rate, base = values
        return now * self.scale - self._level(rate) * base

    def rising(self, index: int) -> bool:
        return index == 0 or (index == 1 and self.sign < 0)

    def implied(self, index: int, intervals: Sequence[Interval]) -> Interval | None:
        now, rate, base = intervals
        if index == 1:
            ratio = now.over(base)
            level = ratio.scaled(self.scale) if ratio else None
            whole = Interval(self.scale, self.scale)
            if level is None or not self.sign:
                return level
            return level - whole if self.sign > 0 else whole - level
        ends = sorted((self._level(rate.low), self._level(rate.high)))
        level = Interval(ends[0], ends[1]).scaled(1 / self.scale)
        if index == 0:
            return Interval(level.low * base.low, level.high * base.high)
        return now.over(level)


@dataclass(frozen=True, slots=True)
class Rest:
    """(part, share, rest): the part is `share` per cent of part and rest together."""

    def residual(self, values: Sequence[Decimal]) -> Decimal:
        part, share, rest = values
        return part * (100 - share) - share * rest

    def rising(self, index: int) -> bool:
        return index == 0

    def implied(self, index: int, intervals: Sequence[Interval]) -> Interval | None:
        part, share, rest = intervals
        if index == 1:
            ratio = rest.over(part)
            return _HUNDRED.over(Interval(1 + ratio.low, 1 + ratio.high)) if ratio else None
        odds = (_HUNDRED - share).over(share)
        if odds is None:
            return None
        return rest.over(odds) if index == 0 else Interval(part.low * odds.low, part.high * odds.high)


@dataclass(frozen=True, slots=True)
class Delta:
    """(now, rate, delta): now has grown (`sign` 1) or fallen (-1) by `delta`, which is `rate` per cent of before."""

    sign: int

    def residual(self, values: Sequence[Decimal]) -> Decimal:
        now, rate, delta = values
        return rate * (now - self.sign * delta) - 100 * delta

    def rising(self, index: int) -> bool:
        return index < 2

    def implied(self, index: int, intervals: Sequence[Interval]) -> Interval | None:
        now, rate, delta = intervals
        if index == 1:
            times = now.over(delta)
            before = Interval(times.low - self.sign, times.high - self.sign) if times else None
            return _HUNDRED.over(before) if before else None
        before = _HUNDRED.over(rate)
        times = Interval(before.low + self.sign, before.high + self.sign) if before else None
        if times is None:
            return None
        return Interval(delta.low * times.low, delta.high * times.high) if index == 0 else now.over(times)
