"""Text from outside, made fit for a terminal."""

from __future__ import annotations

import unicodedata

__all__ = ["harmless"]

_KEPT = "\n\t"
_DIRECTIONS = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}


def harmless(text: str) -> str:
    """The text with what would drive the terminal (controls, escapes, turned directions) replaced, one for one."""
    return "".join(
        "\N{REPLACEMENT CHARACTER}"
        if character not in _KEPT and (unicodedata.category(character) in ("Cc", "Cs") or ord(character) in _DIRECTIONS)
        else character
        for character in text
    )
