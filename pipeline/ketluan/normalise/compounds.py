"""Figures told in two or three units: "62 năm 8 tháng", "năm giờ kém hai mươi", "2 đô la và 23 xen", "10:45"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ketluan.normalise.number_tokens import Token
from ketluan.normalise.number_words import HALVES
from ketluan.normalise.numbers import EXACT, read_numeral
from ketluan.normalise.symbols import symbol_of
from ketluan.normalise.units import CONVERSIONS

__all__ = ["Compound", "clock", "compound"]

_MINOR: Final = {"giờ": "phút", "tiếng": "phút", "h": "phút", "g": "phút", "phút": "giây"}
"""The unit meant where a second figure has none: "8 giờ 20"."""
_CENTS: Final = frozenset({"USD", "EUR", "INR", "GBP", "AUD", "SGD"})
_ZEROS: Final = frozenset({"linh", "lẻ", "không"})
_DAYPARTS: Final = frozenset({"sáng", "trưa", "chiều", "tối", "đêm", "khuya"})
_MAX_PARTS: Final = 3
_MAX_UNIT: Final = 4


@dataclass(frozen=True, slots=True)
class Compound:
    """A sum of figures: its value in `unit`, and the token after the last one."""

    value: Decimal
    unit: str
    last: int


def compound(tokens: Sequence[Token], value: Decimal, last: int, stop: int) -> Compound | None:
    """Reads on after the first number of a phrase, whose unit begins at token `last`; None without a second figure.

    Times and measures are told in the smaller unit ("1 tiếng 20 phút" is 80 phút), money in the larger ("2 đô 23 xu" is
    2,23 đô). Only what comes before token `stop` counts, and all of it but a part of the day or a time zone must fit.
    """
    money = _money(tokens, value, last, stop)
    if money is not None or last >= stop:
        return money
    total, unit, place = value, tokens[last].word, last + 1
    for _ in range(_MAX_PARTS - 1):
        step = _step(tokens, unit, place, stop)
        if step is None:
            break
        more, smaller, place = step
        total, unit = EXACT.add(EXACT.multiply(total, Decimal(CONVERSIONS[unit, smaller])), more), smaller
    if place == last + 1 or not _may_end(tokens, place, stop, unit):
        return None
    return Compound(total, unit, place)


def clock(tokens: Sequence[Token]) -> Compound | None:
    """ "10:45", "15:23:24" and "10h45", counted from midnight."""
    signs = [token.word for token in tokens[1::2]]
    if not 3 <= len(tokens) <= 6 or not all(token.text.isdecimal() and len(token.text) <= 2 for token in tokens[:3:2]):
        return None
    if signs[0] not in (":", "h", "g") or len(tokens[2].text) != 2 or not tokens[1].glued or not tokens[2].glued:
        return None
    hours, minutes = int(tokens[0].text), int(tokens[2].text)
    if hours > 24 or minutes > 59:
        return None
    if len(tokens) >= 5 and signs[1] == ":" and tokens[4].text.isdecimal() and len(tokens[4].text) == 2:
        return Compound(Decimal(hours * 3600 + minutes * 60 + int(tokens[4].text)), "giây", 5)
    if len(tokens) == 3 or (len(tokens) == 4 and tokens[3].word in _DAYPARTS):
        return Compound(Decimal(hours * 60 + minutes), "phút", 3)
    return None


def _step(tokens: Sequence[Token], unit: str, place: int, stop: int) -> tuple[Decimal, str, int] | None:
    """The next figure, its unit and the token after it; a negative figure after "kém"."""
    if place < stop and tokens[place].word in HALVES and unit in _MINOR:
        return Decimal(30), _MINOR[unit], place + 1
    less = place < stop and tokens[place].word == "kém" and unit in ("giờ", "h")
    place += less
    first = place
    if place + 1 < stop and tokens[place].word in _ZEROS and tokens[place + 1].text not in ("giờ", "phút", "giây"):
        place += 1  # "sáu giờ không tám", "năm giờ linh năm"
    if place >= stop:
        return None
    found = read_numeral(tokens, place, dictated=True)
    if found is None or found.scale > 1 or found.last > stop or found.value != found.value.to_integral_value():
        return None
    named = tokens[found.last].word if found.last < stop else ""
    if (unit, named) in CONVERSIONS:
        smaller, last = named, found.last + 1
    elif unit in _MINOR and (found.last == stop or named in _DAYPARTS):
        smaller, last = _MINOR[unit], found.last
    else:
        return None
    if unit in _MINOR and found.value >= 60 and place == first:
        return None
    return -found.value if less else found.value, smaller, last


def _may_end(tokens: Sequence[Token], place: int, stop: int, unit: str) -> bool:
    if place == stop:
        return True
    zoned = tokens[place].text.isascii() and tokens[place].text.isalpha() and len(tokens[place].text) <= 4
    return place == stop - 1 and unit in ("phút", "giây") and (zoned or tokens[place].word in _DAYPARTS)


def _money(tokens: Sequence[Token], value: Decimal, last: int, stop: int) -> Compound | None:
    for count in range(min(_MAX_UNIT, stop - last - 1), 0, -1):
        unit = " ".join(token.text for token in tokens[last : last + count])
        if symbol_of(unit) not in _CENTS:
            continue
        linked = tokens[last + count].word == "và"
        place = last + count + linked
        found = read_numeral(tokens, place, dictated=True) if place < stop else None
        if found is None or not 0 < found.value < 100 or found.scale > 1 or found.last > stop:
            return None
        named = " ".join(token.text for token in tokens[found.last : stop])
        # "hai đô 23": cents without their name stand right after, and there are two digits of them.
        if symbol_of(named) != "¢" and (named or linked or len(tokens[place].text) != 2):
            return None
        return Compound(EXACT.add(value, EXACT.divide(found.value, Decimal(100))), unit, stop)
    return None
