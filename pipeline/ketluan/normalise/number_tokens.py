"""Tokens for the number grammar: runs of digits with their separators, runs of letters, and single signs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["Token", "tokens_of"]

_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]|_")
_NEAR: Final = frozenset({"", " ", "\u00a0", "\t", "  ", "\u202f"})


@dataclass(frozen=True, slots=True)
class Token:
    """A run of digits with separators, a run of letters, or one sign; `near` if on one line with the token before.

    `glued` if nothing at all stands between the two.
    """

    start: int
    end: int
    text: str
    word: str
    digits: bool
    near: bool
    glued: bool


def tokens_of(text: str) -> list[Token]:
    """Cuts NFC text into tokens, in order, with offsets in `text`."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        gap = text[end : match.start()] if match.start() - end < 3 else "far"
        piece = match.group()
        found.append(
            Token(
                start=match.start(),
                end=match.end(),
                text=piece,
                word=piece.lower(),
                digits=piece[0].isdigit(),
                near=gap in _NEAR,
                glued=gap == "" and bool(found),
            )
        )
        end = match.end()
    return found
