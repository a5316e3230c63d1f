"""Clauses: stretches between full stops, semicolons and line ends; a directive is one of them, trimmed at its start."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from ketluan.model.features import Inputs

__all__ = ["clauses_of"]

_CLOSING = frozenset(".,;:!?…-–\"“”'‘’()[]")


def clauses_of(doc: Doc, inputs: Inputs) -> NDArray[np.int64]:
    """Return the clauses (N, 2) of a report: first word, and the one after the last that is no closing punctuation."""
    bounds: list[tuple[int, int]] = []
    start = 0
    count = len(inputs.tokens)
    for word in range(count):
        ends = word + 1 == count or inputs.sentences[word + 1] != inputs.sentences[word]
        if not ends and doc[int(inputs.tokens[word])].text != ";":
            continue
        stop = word + 1
        while stop > start and doc[int(inputs.tokens[stop - 1])].text in _CLOSING:
            stop -= 1
        if stop > start:
            bounds.append((start, stop))
        start = word + 1
    return np.array(bounds, dtype=np.int64).reshape(-1, 2)
