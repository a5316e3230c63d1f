"""How far a word stands from another, in several measures, each cut into few classes: what a pointer's score hangs on.

In "đến dự có 300 người, chi 5 tỷ đồng" the five thousand million are nearer to "đến dự" than to most of the report, but
a sign and another figure lie between. How far words stand apart in figures, signs and lines tells more than how many
words lie between, and each head prefers distances of its own: with both the pointers' loss on held-out reports fell
from 1.24 to .89 nats, that of the addressees from 1.21 to .57 (half of the training reports, five epochs).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ketluan.model.features import PLACES, SHAPES, Inputs

__all__ = ["COLUMNS", "MEASURES", "columns_of", "positions_of"]

Ints = NDArray[np.int64]

# The measures, and up to how many steps to either side each is told apart.
MEASURES = {"words": 16, "sentences": 4, "figures": 8, "signs": 8, "lines": 8}
_MOST = np.array(list(MEASURES.values()))
_STARTS = np.cumsum([0, *(2 * most + 1 for most in MEASURES.values())])
COLUMNS = int(_STARTS[-1])  # classes of all measures
_EXACT, _GROWTH = 4, 1.6  # distances in words are told apart one by one up to 4, then by powers of 1.6

_FIGURES = [SHAPES.index("number"), SHAPES.index("number-word")]
_SIGNS = [SHAPES.index(shape) for shape in ("sign", "quote", "stop")]
_LINE = PLACES.index("line")


def positions_of(inputs: Inputs) -> Ints:
    """Return (measures, W) where each word stands: how many words, sentences, figures … there are up to it."""
    figures = np.isin(inputs.shapes, _FIGURES)
    figures[1:] &= ~figures[:-1]  # "ba mươi" is one
    return np.stack(
        [
            np.arange(len(inputs.words)),
            inputs.sentences,
            figures.cumsum(),
            np.isin(inputs.shapes, _SIGNS).cumsum(),
            (inputs.places == _LINE).cumsum(),
        ]
    )


def columns_of(positions: Ints, heads: Ints, low: int = 0, high: int | None = None) -> Ints:
    """Return (measures, H, high - low) the class, among all `COLUMNS`, of the words' distances from heads.

    Args:
        positions: of the report, from `positions_of`.
        heads: (H,) words from which is measured; low, high: to which words.
    """
    steps = positions[:, None, low:high] - positions[:, heads, None]
    size = np.abs(steps[0])
    grown = _EXACT + np.ceil(np.log(np.maximum(size / _EXACT, 1)) / np.log(_GROWTH))
    steps[0] = np.sign(steps[0]) * np.where(size <= _EXACT, size, grown).astype(np.int64)
    most = _MOST[:, None, None]
    columns: Ints = np.clip(steps, -most, most) + most + _STARTS[:-1, None, None]
    return columns
