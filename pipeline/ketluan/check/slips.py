"""Slips of the pen: what a figure may have been meant to be, had one thing gone wrong while it was typed.

Two neighbouring digits swapped, the decimal point moved, the scale word lost or another one taken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ketluan.check.figures import Figure
from ketluan.check.interval import Interval

_SCALE = re.compile(r"(?<!\w)(?:nghìn|ngàn|triệu|tỷ|tỉ)(?!\w)", re.IGNORECASE)
_TEN, _THOUSAND = Decimal(10), Decimal(1000)


@dataclass(frozen=True, slots=True)
class Slip:
    """One value that was perhaps meant, with what it would have stood for.

    `kind` is "swap", "decimal", "scale" or "digit"; `gained` tells that too great a scale word was taken.
    """

    kind: str
    value: Decimal
    interval: Interval
    gained: bool = False


def slips(figure: Figure, written: str) -> Iterator[Slip]:
    """Every value from which one slip leads to the figure.

    Args:
        figure: the figure as it was read.
        written: its quote, which tells whether it has a decimal comma and a scale word.
    """
    counted = figure.interval.low == figure.interval.high
    for value in _swaps(figure.value):
        offset = value - figure.value
        yield Slip("swap", value, Interval(figure.interval.low + offset, figure.interval.high + offset))
    factors = [("decimal", 1 / _TEN)]
    if "," in written or figure.percent:
        factors.append(("decimal", _TEN))
    if _SCALE.search(written):
        factors += [("scale", _THOUSAND), ("scale", 1 / _THOUSAND)]
    elif not figure.percent:
        factors += [("scale", _THOUSAND), ("scale", _THOUSAND**2), ("scale", _THOUSAND**3)]
    for kind, factor in factors:
        value = figure.value * factor
        if kind == "decimal" and counted and "," not in written:
            continue
        if not (counted and value != value.to_integral_value()):
            yield Slip(kind, value, figure.interval.scaled(factor), kind == "scale" and factor < 1)


def _swaps(value: Decimal) -> Iterator[Decimal]:
    _, digits, exponent = value.as_tuple()
    if not isinstance(exponent, int):
        return
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1] and (at or digits[1] or exponent < 0 or len(digits) == 2):
            swapped = (*digits[:at], digits[at + 1], digits[at], *digits[at + 2 :])
            yield Decimal((0, swapped, exponent))


def other_digits(figure: Figure, fits: Interval) -> Iterator[Slip]:
    """The values within `fits` that are the figure with one of its digits changed."""
    _, digits, exponent = figure.value.as_tuple()
    if not isinstance(exponent, int):
        return
    for at, digit in enumerate(digits):
        for other in range(10):
            if other == digit or (at == 0 and not other):
                continue
            value = Decimal((0, (*digits[:at], other, *digits[at + 1 :]), exponent))
            if fits.low <= value <= fits.high:
                offset = value - figure.value
                yield Slip("digit", value, Interval(figure.interval.low + offset, figure.interval.high + offset))
