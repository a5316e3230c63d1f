"""Readings: which figures a text binds by which law, and how surely.

A question is what one place of the text leaves to be reckoned ("17,9% of what?"). It has one reading or several. A
reading is sure where words say it ("trong tổng số", "còn", "so với cùng kỳ"), a guess where only the position and the
unit suggest it. A guess that holds explains the place; a guess that fails is told only where one slip mends it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from ketluan.check.derive import Missing
from ketluan.check.figures import Figure
from ketluan.check.interval import Interval
from ketluan.check.laws import Law, Sum, holds

_WIDEST_GUESS = Decimal("0.10")
_SMALL = Decimal("1e-9")


@dataclass(frozen=True, slots=True)
class Reading:
    """Figures under a law; `code` and the messages are for the check that comes of it.

    `mismatch` has a gap for what the other terms give in place of the term at `stated`. A reading without words for
    `confirmed` is not told where it holds; a mute one may explain its place and is never told as wrong.
    """

    code: str
    law: Law
    terms: tuple[Figure, ...]
    sure: bool
    confirmed: str
    mismatch: str
    stated: int
    mute: bool = False

    def intervals(self) -> list[Interval]:
        """What each term may stand for; a rate's digits may be cut off instead of rounded."""
        return [_cut(term) for term in self.terms]

    def holds(self) -> bool:
        """Whether its figures can agree."""
        return holds(self.law, self.intervals())

    def sharp(self) -> bool:
        """Whether its figures are written so exactly that an agreement is hardly chance."""
        widths = [term.interval.high - term.interval.low for term in self.terms]
        values = [max(abs(term.value), _SMALL) for term in self.terms]
        if isinstance(self.law, Sum):
            slack = sum(widths, Decimal(0)) / max(values)
        else:
            slack = sum((width / value for width, value in zip(widths, values, strict=True)), Decimal(0))
        return slack <= _WIDEST_GUESS and any(significant(term.value) >= 2 for term in self.terms)


@dataclass(frozen=True, slots=True)
class Question:
    """The readings of one place, and what can be derived where none of them is there."""

    readings: list[Reading] = field(default_factory=list)
    missing: Missing | None = None


def significant(value: Decimal) -> int:
    """How many digits a number has between its first and its last that is not zero."""
    return len(value.normalize().as_tuple().digits)


def _cut(term: Figure) -> Interval:
    # Offices cut off digits as often as they round them: 42.416% is also written 42,41%.
    interval = term.interval
    if not term.percent or term.metric.qualifier != "exact":
        return interval
    return Interval(interval.low, term.value + (interval.high - interval.low))
