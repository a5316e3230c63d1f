"""What a written figure leaves open: "107,3" stands for anything from 107.25 to 107.35.

A count without a scale word ("56 tổ chức") is taken to be exact. Measures, shares and scaled amounts are taken to be
rounded at their last written digit, round thousands ("45.000 tỷ") at their last digit that is not zero.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from ketluan.record import Qualifier

_DIGITS = re.compile(r"[0-9][0-9.,]*")
_SCALED = re.compile(r"^[\s]*(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ|trăm)(?!\w)", re.IGNORECASE)
_MEASURES = frozenset(
    {"%", "đồng", "usd", "euro", "ha", "hecta", "héc ta", "m", "m2", "m3", "km", "km2", "tấn", "tạ", "kg", "kwh", "mw",
     "điểm phần trăm", "lần", "lít", "đô la", "tạ/ha", "triệu đồng/người", "đồng/người"}
)  # fmt: skip
# From this many trailing zeros on an amount is read as rounded there: "45.000 tỷ" may be 44.700 or 45.400.
_ROUND_ZEROS = 3
_ABOUT = Decimal("0.05")
_OVER = Decimal("0.10")


@dataclass(frozen=True, slots=True)
class Interval:
    """All the values that a figure as written may stand for, both ends inclusive."""

    low: Decimal
    high: Decimal

    def overlaps(self, other: Interval) -> bool:
        """Whether one value could be meant by both."""
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def scaled(self, factor: Decimal) -> Interval:
        """Both ends times a factor above zero."""
        return Interval(self.low * factor, self.high * factor)

    def over(self, other: Interval) -> Interval | None:
        """The quotient of two intervals of values not below zero, None where the divisor may be zero."""
        if other.low <= 0 or self.low < 0:
            return None
        return Interval(self.low / other.high, self.high / other.low)


def rounding_interval(
    written: str, value: Decimal | None = None, unit: str = "", qualifier: Qualifier = "exact"
) -> Interval | None:
    """The values that a figure as written may stand for.

    Args:
        written: the quote of the figure ("107,3%", "45.000 tỷ đồng", "56 tổ chức đảng").
        value: what it was read as; without it the quote must be a numeral in digits, read the Vietnamese way
            ("." between thousands, "," before decimals).
        unit: its unit, which tells a count from a measure.
        qualifier: "about", "over" and "under" widen; "at_least" and "at_most" leave the figure open.

    Returns:
        The interval; None where the quote settles none (no digits and no value, or an open qualifier).
    """
    if qualifier in ("at_least", "at_most"):
        return None
    match = _DIGITS.search(written)
    numeral = match.group().rstrip(".,") if match else ""
    plain = _plain(numeral, value)
    if value is None:
        if plain is None:
            return None
        value = plain
    scaled = bool(match and _SCALED.match(written[match.end() :]))
    measured = scaled or "," in numeral or unit.lower() in _MEASURES or value != value.to_integral_value()
    step = _step(value, plain)
    half = step / 2 if measured else Decimal(0)
    low, high = value - half, value + half
    # The step of a figure in round numbers is coarse, so hedged figures widen by at least that.
    if qualifier == "about":
        more = max(_coarse(value), abs(value) * _ABOUT)
        return Interval(low - more, high + more)
    if qualifier == "over":
        return Interval(low, high + max(_coarse(value), abs(value) * _OVER))
    if qualifier == "under":
        return Interval(low - max(_coarse(value), abs(value) * _OVER), high)
    return Interval(low, high)


def _plain(numeral: str, value: Decimal | None) -> Decimal | None:
    """The numeral without its scale word; the reading that the known value is a power of ten of, where it is known."""
    if not numeral:
        return None
    readings = [numeral.replace(".", "").replace(",", "."), numeral.replace(",", "")]
    for reading in readings:
        if reading.count(".") > 1:
            continue
        number = Decimal(reading)
        if value is None:
            return number
        if number and value / number == Decimal(10) ** (value / number).adjusted():
            return number
    return None


def _step(value: Decimal, plain: Decimal | None) -> Decimal:
    """The place of the last written digit, in the value's own scale."""
    if not value:
        return Decimal(1)
    if plain is None or not plain:
        return _coarse(value)
    exponent = plain.as_tuple().exponent
    assert isinstance(exponent, int)  # a numeral of digits is always finite
    step = Decimal(1).scaleb(exponent + (value.adjusted() - plain.adjusted()))
    coarse = _coarse(value)
    return coarse if coarse >= step.scaleb(_ROUND_ZEROS) else step


def _coarse(value: Decimal) -> Decimal:
    """The place of the last digit that is not zero."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) and value else Decimal(1)
