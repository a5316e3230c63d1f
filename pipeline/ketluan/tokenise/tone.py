"""One spelling for the two placements of the tone mark.

Vietnamese writes the tone of an open syllable in "oa", "oe" or "uy" on the first vowel (*hòa, khỏe, ủy*, the old way)
or on the second (*hoà, khoẻ, uỷ*, the new way). They are the same word; whoever compares words must unify them first.
"""

from __future__ import annotations

import re
from unicodedata import normalize

__all__ = ["key_of", "unify_tone"]

_TONES = "\u0300\u0301\u0309\u0303\u0323"  # huyền, sắc, hỏi, ngã, nặng


def _placements() -> dict[str, str]:
    table = {}
    for first, second in ("oa", "oe", "uy"):
        for tone in _TONES:
            for a in (first, first.upper()):
                for b in (second, second.upper()):
                    table[normalize("NFC", a + tone + b)] = a + normalize("NFC", b + tone)
    return table


_NEW_PLACEMENT = _placements()
# Only at the syllable's end: before a final consonant or a third vowel no writer hesitates.
_OLD_PLACEMENT = re.compile("(?:" + "|".join(_NEW_PLACEMENT) + r")(?![^\W\d_])")


def unify_tone(text: str) -> str:
    """Moves the tone mark of open "oa", "oe", "uy" to the second vowel ("ủy ban" → "uỷ ban"), in any case.

    Args:
        text: text in NFC; what is not composed is left as it is.

    Returns:
        The text, of the same length, so that offsets in one hold in the other.
    """
    return _OLD_PLACEMENT.sub(lambda match: _NEW_PLACEMENT[match.group()], text)


def key_of(name: str) -> str:
    """Return the form under which two spellings of one name or title are the same."""
    return " ".join(unify_tone(normalize("NFC", name)).casefold().split())
