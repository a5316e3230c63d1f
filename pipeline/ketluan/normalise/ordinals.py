"""Ordinals: "thứ nhất", "lần thứ hai mươi", "thứ XIII", "đầu tiên"."""

from __future__ import annotations

import unicodedata
from typing import Final

from ketluan.normalise.numbers import parse_number
from ketluan.normalise.roman import roman_value

__all__ = ["parse_ordinal"]

_NAMED: Final = {"nhất": 1, "nhì": 2, "tư": 4}
_FIRST: Final = frozenset({"đầu tiên", "lần đầu", "lần đầu tiên"})


def parse_ordinal(text: str) -> int | None:
    """Reads a phrase that is one ordinal and nothing else; None for anything else.

    "thứ hai" is 2 here. That the same words name Monday is for the caller to weigh.
    """
    words = unicodedata.normalize("NFC", text).split()
    lowered = [word.lower() for word in words]
    if " ".join(lowered) in _FIRST:
        return 1
    if lowered[:1] == ["lần"]:
        words, lowered = words[1:], lowered[1:]
    if len(words) < 2 or lowered[0] != "thứ":
        return None
    if len(words) == 2 and (named := _NAMED.get(lowered[1]) or roman_value(words[1])):
        return named
    value = parse_number(" ".join(words[1:]))
    return int(value) if value is not None and value > 0 and value == value.to_integral_value() else None
