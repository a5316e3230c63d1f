"""A text cut into pieces at whose edges every mark begins and ends, for formats that mark tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from ketluan.data.marks import Mark

__all__ = ["Piece", "pieces"]

_TOKEN: Final = re.compile(r"\w+|[^\w\s]|\s")


class Piece(NamedTuple):
    """A token (code points, half-open), and whether a single space follows that is no piece of its own."""

    start: int
    end: int
    space: bool


def pieces(text: str, marks: Iterable[Mark]) -> list[Piece]:
    """Words, signs and white space, in order; joined with their spaces they are the text.

    A word is cut where a mark begins or ends inside it. A space is a piece of its own only where it does not follow a
    piece, or where a mark begins or ends with it.
    """
    starts, ends = {mark.start for mark in marks}, {mark.end for mark in marks}
    cuts = sorted(starts | ends)
    found: list[Piece] = []
    at = 0
    for match in _TOKEN.finditer(text):
        start, end = match.span()
        if match.group() == " " and found and not found[-1].space and start not in starts and end not in ends:
            found[-1] = found[-1]._replace(space=True)
            continue
        while at < len(cuts) and cuts[at] <= start:
            at += 1
        while at < len(cuts) and cuts[at] < end:
            found.append(Piece(start, cuts[at], False))
            start = cuts[at]
            at += 1
        found.append(Piece(start, end, False))
    return found
