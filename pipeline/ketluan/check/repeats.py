"""One figure told twice, in headline, lead or body: tellings that differ by a slip of the pen contradict each other.

Figures are sorted into bins by unit and by the digits that are not zero, which a swap of digits, a lost scale and a
moved decimal point leave as they are; only figures of one bin are compared, and of a bin no more than `_BIN`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from ketluan.check.figures import Figure, Figures
from ketluan.check.laws import Sum
from ketluan.check.readings import Question, Reading, significant

_WORD = re.compile(r"\w+")
_BIN = 8
# Two tellings share so much of the words of the shorter indicator.
_ALIKE = 0.5
_FEWEST_DIGITS = 3
# Words of an indicator that do not tell what is measured.
_GENERIC = frozenset({"tổng", "số", "được", "đã", "đạt", "có", "là", "các", "của", "và", "cho"})


def read_repeats(figures: Figures) -> Iterator[Question]:
    """Pairs of figures that tell the same thing, equal or a slip apart."""
    bins: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for figure in figures.all:
        digits = figure.value.normalize().as_tuple().digits
        if significant(figure.value) >= 2 and figure.metric.qualifier == "exact":
            key = "".join(sorted(str(digit) for digit in digits if digit))
            bins[figure.unit.split(" ")[0], figure.metric.change, key].append(figure)
    for alike in bins.values():
        for one, other in combinations(alike[:_BIN], 2):
            if one.id != other.id and one.sentence != other.sentence and _same_thing(one, other):
                yield Question([_reading(figures, one, other)])


def _same_thing(one: Figure, other: Figure) -> bool:
    if one.value != other.value:
        # Two small numbers are easily each other's slip by chance.
        few = max(significant(one.value), significant(other.value)) < _FEWEST_DIGITS
        if few or len({one.basis, other.basis} - {None}) > 1 or one.metric.status != other.metric.status:
            return False
    first, second = (_words(figure) for figure in (one, other))
    least = min(len(first), len(second))
    return bool(least) and len(first & second) >= _ALIKE * least


def _words(figure: Figure) -> frozenset[str]:
    words = frozenset(_WORD.findall(figure.metric.indicator.lower()))
    return words - _GENERIC or words


def _reading(figures: Figures, one: Figure, other: Figure) -> Reading:
    first, second = one.written, other.written
    if one.end <= figures.headline:
        mismatch = f"the headline says {first}, the body {second}"
        return Reading("headline", Sum(), (one, other), False, "", mismatch, 0)
    return Reading("repeat", Sum(), (one, other), False, "", f"told as {first} and again as {second}", 0)
