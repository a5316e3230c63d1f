"""Which figure of a reading that cannot hold is likely the wrong one, and what would fit in its place.

A figure is a candidate where one slip in it alone mends the reading and breaks none that holds. Of several candidates
those count that mend the most failing questions at once. Where no slip mends a reading, the one figure that it shares
with another failing reading is the candidate, else the one in which a single other digit would do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from ketluan.check.figures import Figure, Figures, as_range, plain
from ketluan.check.interval import Interval
from ketluan.check.readings import Reading
from ketluan.check.slips import Slip, other_digits, slips

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Blame:
    """A figure that is perhaps wrong, the slip that would explain it (none: only `fits` is known), and its weight."""

    figure: Figure
    slip: Slip | None
    fits: Interval
    weight: int

    @property
    def meant(self) -> str:
        """What would fit in its place, for a message."""
        if self.slip is None:
            return as_range(self.fits)
        return f"{plain(self.slip.value)}{'%' if self.figure.percent else ''}"


def place(figure: Figure) -> Place:
    """What tells one mention of a metric from another, and a ratio's whole from its part."""
    return figure.id, figure.start


class Court:
    """All readings of a report that hold or fail, by the figures in them."""

    def __init__(self, figures: Figures, held: Sequence[Reading], failed: Sequence[Sequence[Reading]]) -> None:
        """Sort the readings; each element of `failed` holds the readings of one question."""
        self._text = figures.text
        self._held: dict[Place, list[Reading]] = defaultdict(list)
        self._failed: dict[Place, list[tuple[int, Reading]]] = defaultdict(list)
        for reading in held:
            for term in reading.terms:
                self._held[place(term)].append(reading)
        for number, readings in enumerate(failed):
            for reading in readings:
                for term in reading.terms:
                    self._failed[place(term)].append((number, reading))

    def blame(self, reading: Reading) -> list[Blame]:
        """The candidates of a failing reading that weigh the most; one of them only is named as likely wrong."""
        found = [each for term in reading.terms for each in self._slipped(reading, term)]
        if not found:
            return []
        heaviest = max(each.weight for each in found)
        # A scale word is lost more easily than gained.
        found.sort(key=lambda each: each.slip is not None and each.slip.gained)
        return [each for each in found if each.weight == heaviest]

    def blame_without_slip(self, reading: Reading) -> list[Blame]:
        """The candidates where no slip explains: the one figure shared with a failing reading, or one other digit."""
        shared = [term for term in reading.terms if self._elsewhere(reading, term)]
        if len(shared) == 1:
            fits = _implied(reading, shared[0])
            return [Blame(shared[0], None, fits, 1)] if fits else []
        found = []
        for term in reading.terms:
            fits = _implied(reading, term)
            for slip in other_digits(term, fits) if fits else ():
                if self._mends(reading, term, slip):
                    found.append(Blame(term, slip, slip.interval, 1))
                    break
        return found

    def _slipped(self, reading: Reading, term: Figure) -> Iterator[Blame]:
        for slip in slips(term, self._text[term.start : term.end]):
            if self._mends(reading, term, slip):
                mended = {number for number, other in self._failed[place(term)] if _changed(other, term, slip).holds()}
                yield Blame(term, slip, slip.interval, len(mended))

    def _mends(self, reading: Reading, term: Figure, slip: Slip) -> bool:
        return _changed(reading, term, slip).holds() and all(
            _changed(other, term, slip).holds() for other in self._held[place(term)]
        )

    def _elsewhere(self, reading: Reading, term: Figure) -> bool:
        return any(other.sure and other is not reading for _, other in self._failed[place(term)])


def _changed(reading: Reading, term: Figure, slip: Slip) -> Reading:
    meant = replace(term, value=slip.value, interval=slip.interval)
    return replace(reading, terms=tuple(meant if place(each) == place(term) else each for each in reading.terms))


def _implied(reading: Reading, term: Figure) -> Interval | None:
    fits = reading.law.implied(reading.terms.index(term), reading.intervals())
    return fits if fits and fits.high > Decimal(0) else None
