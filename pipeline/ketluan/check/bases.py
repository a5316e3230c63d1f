"""The figure that a percentage is reckoned from, where no words but only unit and place suggest it."""

from __future__ import annotations

import re

from ketluan.check.figures import Figure, Figures, absolute, of_two_subjects, same_unit

_OF = re.compile(r"^\s*(?:của|trên|trong)(?:\s+tổng(?:\s+số)?)?\s+$")
_OF_ITS_PLAN = re.compile(r"^\s*(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu)(?!\w)[^0-9.;(]*\(\s*$")
# So many figures of the same unit before the part are tried as its whole, one behind it.
_GUESSES = 3


def is_base(other: Figure, part: Figure) -> bool:
    """Whether a figure can be the whole, the plan or the rest of a part: same unit, itself relative to nothing."""
    return other.id != part.id and same_unit(other, part) and absolute(other)


def _elsewhere(one: Figure, other: Figure) -> bool:
    """Whether two figures are of two subjects and of two programmes, or one of a programme and the other of none."""
    return of_two_subjects(one, other) and one.metric.programme != other.metric.programme


def is_of(figures: Figures, rate: Figure, base: Figure) -> bool:
    """Whether the text says what the percentage is of: "32% của 670 tỷ đồng"."""
    return rate.end <= base.start and bool(_OF.search(figures.between(rate, base)))


def of_another(figures: Figures, base: Figure, rate: Figure) -> bool:
    """Whether the text says that the figure is the base of another percentage: "61,4% dự toán (12.500 tỷ), đạt 59%"."""
    earlier = [other for other in figures.near(base) if other.end <= base.start][-1:]
    return any(
        each.percent
        and each.id != rate.id
        and (is_of(figures, each, base) or _OF_ITS_PLAN.search(figures.between(each, base)))
        for each in earlier
    )


def guessed_bases(figures: Figures, rate: Figure, part: Figure) -> list[Figure]:
    """Figures before the part in its paragraph, the nearest first, and the next one in its sentence.

    None of them has such a percentage of its own, or is told in another sentence of another subject and programme.
    """
    around = figures.around(part)
    taken = {other.metric.basis.of for other in around if other.metric.basis and other.basis == rate.basis}
    taken.add(rate.id)
    alike = [
        other
        for other in around
        if other.id not in taken
        and is_base(other, part)
        and (other.sentence == part.sentence or not _elsewhere(other, part))
    ]
    earlier = [other for other in alike if other.end <= part.start][-_GUESSES:]
    later = [other for other in alike if other.start >= part.end and other.sentence == part.sentence][:1]
    return [other for other in (*reversed(earlier), *later) if not of_another(figures, other, rate)]
