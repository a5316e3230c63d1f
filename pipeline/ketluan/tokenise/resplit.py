"""Where the segmentation model glues too much: the cuts inside its words.

The model joins what often stands side by side ("Nguyễn Xuân Phúc mong", "UBND trình", "7 tỷ | đồng tiền"), and a fact
that ends inside such a word could never be tagged. Its words stand as they are where its dictionary knows them or where
they are names, all capitalised; the rest is cut by the rules below into names, known words and single syllables.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import normalize

from ketluan.tokenise.segment import is_word

__all__ = ["cut_word", "is_currency_after"]

# Any syllable that Vietnamese spelling allows, tones and diacritics off: what does not fit is foreign or an acronym.
_SYLLABLE = re.compile(
    r"(?:ngh?|nh|ch|gh|kh|ph|th|tr|qu|[bcdghklmnprstvxđ])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?", re.IGNORECASE
)
_MARKS = re.compile("[\u0300-\u036f]+")
_LONGEST_WORD = 5  # in syllables; the dictionary has few longer ones, all of them proverbs
_SCALES = frozenset({"nghìn", "ngàn", "vạn", "triệu", "tỷ", "tỉ"})


def cut_word(syllables: Sequence[str]) -> list[int]:
    """Returns the sizes, in syllables, of the tokens into which a word of the model is cut; their sum is its size.

    Args:
        syllables: the word's syllables as they stand in the text, in NFC.
    """
    sizes: list[int] = []
    start = 0
    for end in range(1, len(syllables) + 1):
        if end == len(syllables) or _parts(syllables[end - 1], syllables[end]):
            sizes.extend(_cut_part(syllables[start:end]))
            start = end
    return sizes


def is_currency_after(before: str, syllables: Sequence[str]) -> bool:
    """Tells whether the word opens with the currency "đồng" because `before` is a number or a scale ("7 tỷ đồng")."""
    return syllables[0].lower() == "đồng" and (before[:1].isdigit() or before.lower() in _SCALES)


def _parts(left: str, right: str) -> bool:
    """Two neighbours that are never one word: a small letter before a capital, or a foreign syllable or acronym."""
    return (right[0].isupper() and not left[0].isupper()) or not _is_vietnamese(left) or not _is_vietnamese(right)


def _cut_part(part: Sequence[str]) -> list[int]:
    if len(part) == 1 or is_word(part) or all(syllable[0].isupper() for syllable in part):
        return [len(part)]
    sizes = []
    start = 0
    while start < len(part):
        size = _known(part, start) or _name(part, start)
        sizes.append(size)
        start += size
    return sizes


def _known(part: Sequence[str], start: int) -> int:
    """The size of the longest dictionary word of two syllables or more that begins at start; 0 where none does."""
    longest = min(len(part) - start, _LONGEST_WORD)
    return next((size for size in range(longest, 1, -1) if is_word(part[start : start + size])), 0)


def _name(part: Sequence[str], start: int) -> int:
    """The size of the run of capitalised syllables from start up to the next known word; at least 1."""
    end = start + 1
    if part[start][0].isupper():
        while end < len(part) and part[end][0].isupper() and not _known(part, end):
            end += 1
    return end - start


@lru_cache(maxsize=20_000)
def _is_vietnamese(syllable: str) -> bool:
    return len(syllable) <= 7 and bool(_SYLLABLE.fullmatch(_MARKS.sub("", normalize("NFD", syllable))))
