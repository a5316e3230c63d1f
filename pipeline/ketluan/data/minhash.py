"""Near-duplicates by MinHash over word 5-grams (Broder 1997, "On the resemblance and containment of documents").

Own code rather than `datasketch`, which needs scipy: two functions of numpy, which is here already, against 35 MB
in every developer's environment. All pairs of signatures are compared, so that none is missed by bucketing; for ten
thousand reports that takes half a minute. Pairs whose estimate comes near the threshold are then compared exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["THRESHOLD", "Pair", "near_duplicates", "shingles", "signature"]

WORDS: Final = 5
PERMUTATIONS: Final = 128
THRESHOLD: Final = 0.2
"""The share of common 5-grams from which two reports are near-duplicates."""

_PRIME: Final = (1 << 31) - 1  # products of two numbers below it fit 64 bits
_MARGIN: Final = 0.12  # three standard deviations of an estimate of 0.2 by 128 permutations
_SEED: Final = 20221125


class Pair(NamedTuple):
    """Two reports and the Jaccard similarity of their 5-grams, exact."""

    first: str
    second: str
    similarity: float


def shingles(text: str) -> frozenset[int]:
    """The word 5-grams of a text, hashed; case and everything but letters and digits left out."""
    words = re.findall(r"\w+", text.casefold())
    grams = (" ".join(words[at : at + WORDS]) for at in range(max(1, len(words) - WORDS + 1)) if words)
    return frozenset(int.from_bytes(blake2b(gram.encode(), digest_size=8).digest(), "big") for gram in grams)


def signature(grams: frozenset[int]) -> NDArray[np.uint64]:
    """The least hash of the 5-grams under each permutation: (PERMUTATIONS,); all ones for no 5-gram."""
    generator = np.random.default_rng(_SEED)
    factors = generator.integers(1, _PRIME, PERMUTATIONS, dtype=np.uint64)
    offsets = generator.integers(0, _PRIME, PERMUTATIONS, dtype=np.uint64)
    if not grams:
        return np.full(PERMUTATIONS, _PRIME, dtype=np.uint64)
    values = np.array([gram % _PRIME for gram in sorted(grams)], dtype=np.uint64)
    hashed = (factors[:, None] * values[None, :] + offsets[:, None]) % np.uint64(_PRIME)
    least: NDArray[np.uint64] = hashed.min(axis=1)
    return least


def near_duplicates(texts: Mapping[str, str], threshold: float = THRESHOLD) -> Iterator[Pair]:
    """Every pair of texts that share at least so many of their 5-grams, by their ids, in the order given."""
    ids = list(texts)
    grams = [shingles(texts[doc_id]) for doc_id in ids]
    signatures = np.stack([signature(found) for found in grams]) if ids else np.empty((0, PERMUTATIONS))
    for row in range(len(ids) - 1):
        estimates = (signatures[row + 1 :] == signatures[row]).mean(axis=1)
        for offset in np.flatnonzero(estimates >= max(threshold - _MARGIN, 1 / PERMUTATIONS)):
            other = row + 1 + int(offset)
            union = len(grams[row] | grams[other])
            similarity = len(grams[row] & grams[other]) / union if union else 0.0
            if similarity >= threshold:
                yield Pair(ids[row], ids[other], similarity)
