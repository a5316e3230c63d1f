"""Clauses: stretches between full stops, semicolons, line ends and the ends of what somebody says; a directive is one
of them, trimmed at its start and its end."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from ketluan.model.features import Inputs

__all__ = ["clauses_of"]

_CLOSING: Final = frozenset(".,;:!?…-–\"“”'‘’()[]")
# Words in marks of quotation that are no speech but a name or a phrase, at the most.
_PHRASE: Final = 5
_BEFORE_SPEAKER: Final = frozenset(",-–—")


def clauses_of(doc: Doc, inputs: Inputs) -> NDArray[np.int64]:
    """Return the clauses (N, 2) of a report: first word, and the one after the last that is no closing punctuation.

    A clause ends with the speech that it stands in ("Phải làm ngay ", ông Vinh nói.): who spoke is none of it.
    """
    text = doc.text
    tokens = [doc[int(token)] for token in inputs.tokens]
    words = [token.text for token in tokens]
    bounds: list[tuple[int, int]] = []
    start, opened = 0, -1  # the first word of the clause; the mark that opens the quotation in which a word stands
    count = len(words)
    for word, mark in enumerate(words):
        if word and "\n" in text[tokens[word - 1].idx : tokens[word].idx]:
            opened = -1
        spoken = False
        if mark == "“" or (mark == '"' and opened < 0):
            opened = word
        elif mark in '"”' and opened >= 0:
            before_speaker = word + 1 < count and words[word + 1] in _BEFORE_SPEAKER
            spoken = opened <= start and word - opened > _PHRASE and before_speaker
            opened = -1
        ends = word + 1 == count or inputs.sentences[word + 1] != inputs.sentences[word]
        if not (ends or spoken or mark == ";"):
            continue
        stop = word + 1
        while stop > start and words[stop - 1] in _CLOSING:
            stop -= 1
        if stop > start:
            bounds.append((start, stop))
        start = word + 1
    return np.array(bounds, dtype=np.int64).reshape(-1, 2)
