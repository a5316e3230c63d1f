"""Roman numerals as reports write them: "quý III", "Đại hội XIII", "thế kỷ XXI"."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["roman_value"]

_LETTERS: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_CANONICAL: Final = re.compile(r"M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})")


def roman_value(text: str) -> int | None:
    """The value of a Roman numeral from I to MMMCMXCIX; None for anything else, also for lower case.

    Numerals without I, V or X ("CD", "MM", "C") are refused: in Vietnamese text these are abbreviations.
    """
    if not text or len(text) > 15 or not _CANONICAL.fullmatch(text) or not set(text) & set("IVX"):
        return None
    values = [_LETTERS[letter] for letter in text]
    return sum(-value if value < later else value for value, later in zip(values, [*values[1:], 0], strict=True))
