"""When two strings, spans or figures count as the same, and how the facts of two records are paired.

The thresholds are those of the project's reference scorer, with which the counts must agree exactly.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TypeVar

__all__ = ["Extent", "align", "bare", "close", "extent_overlap", "same_text", "same_unit", "similar", "word_overlap"]

Extent = tuple[int, int]
"""Where a span starts and ends, in code points, half-open."""

SIMILAR = 0.5
"""The share of words from which two phrases are taken for the same."""

RELATIVE_TOLERANCE = 1e-6

_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_EDGE = " .,;:“”\"'"

G = TypeVar("G")
P = TypeVar("P")


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """The text in NFC, case-folded, with single spaces, without punctuation or quotation marks around it."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip(_EDGE)


@lru_cache(maxsize=65536)
def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(bare(text)))


def same_text(a: str, b: str) -> bool:
    """Whether the two are the same but for case, spaces and surrounding punctuation."""
    return bare(a) == bare(b)


def word_overlap(a: str, b: str) -> float:
    """The Jaccard index of the two sets of words; 1 where neither has any."""
    first, second = _words(a), _words(b)
    union = len(first | second)
    return len(first & second) / union if union else 1.0


def similar(a: str, b: str) -> bool:
    """Whether at least half of the words of either are in both."""
    return word_overlap(a, b) >= SIMILAR


def same_unit(a: str, b: str) -> bool:
    """Whether two units name the same: equal, one the beginning of the other, or similar."""
    first, second = bare(a), bare(b)
    if first == second:
        return True
    if not first or not second:
        return False
    return first.startswith(second) or second.startswith(first) or similar(a, b)


def extent_overlap(a: Extent, b: Extent) -> float:
    """What the two share, as a part of what they reach over from the first start to the last end; 0 where apart."""
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    reach = max(a[1], b[1]) - min(a[0], b[0])
    return shared / reach if reach else 0.0


def close(a: float | None, b: float | None) -> bool:
    """Whether two figures are the same within a millionth; None is the same as None only."""
    if a is None or b is None:
        return a is b
    return a == b or abs(a - b) <= RELATIVE_TOLERANCE * max(1.0, abs(a), abs(b))


def align(
    gold: Sequence[G],
    predicted: Sequence[P],
    agree: Callable[[G, P], bool],
    closeness: Callable[[G, P], float],
) -> list[tuple[G, P]]:
    """Pair each gold fact with at most one predicted fact and the other way round, the closest pairs first.

    Args:
        gold, predicted: the facts of one kind in one report.
        agree: whether two may be paired at all.
        closeness: how near they are; of pairs that are equally near, the one later in the report goes first.

    Returns:
        The pairs, closest first. The choice is greedy, not the one with the most pairs.
    """
    candidates = [
        (closeness(wanted, offered), i, j)
        for i, wanted in enumerate(gold)
        for j, offered in enumerate(predicted)
        if agree(wanted, offered)
    ]
    candidates.sort(reverse=True)
    taken_gold: set[int] = set()
    taken_predicted: set[int] = set()
    pairs: list[tuple[G, P]] = []
    for _, i, j in candidates:
        if i not in taken_gold and j not in taken_predicted:
            taken_gold.add(i)
            taken_predicted.add(j)
            pairs.append((gold[i], predicted[j]))
    return pairs
