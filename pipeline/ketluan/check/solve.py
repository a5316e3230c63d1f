"""The solver: which readings hold, which cannot, and what all figures together leave of each one's interval.

Every question is answered by one reading at most. The readings that hold are then taken together: each narrows the
intervals of its figures for the others (interval propagation, as in hull consistency of constraint programming), at
most `_ROUNDS` times over, so that figures which agree two by two and not all together are found too.
The cost is the number of readings times a constant: the readers look at `figures.REACH` figures around each one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from ketluan.check.blame import Blame, Court, Place, place
from ketluan.check.derive import Missing
from ketluan.check.figures import Figures, as_range, finding
from ketluan.check.interval import Interval
from ketluan.check.laws import holds
from ketluan.check.readings import Question, Reading
from ketluan.record import Check

_ROUNDS = 8
# Readings that the annotation of a rate's figure ties together come first, mere neighbours and repeats last.
_ORDER = {"share": 0, "plan": 0, "growth": 0, "amount": 0, "total": 1, "difference": 1, "repeat": 2, "headline": 2}


def solve(figures: Figures, questions: Iterable[Question]) -> Iterator[Check]:
    """Answer the questions: confirmed, mismatched (with the figure that is likely wrong) and derived figures."""
    held: list[Reading] = []
    failed: list[list[Reading]] = []
    missing: list[Missing] = []
    for question in questions:
        sure = [reading for reading in question.readings if reading.sure]
        sharp = [reading for reading in question.readings if not reading.sure and reading.sharp()]
        holding = [reading for reading in (*sure, *sharp) if reading.holds()]
        if holding:
            held.append(holding[0])
            continue
        failed.append(sure or [reading for reading in sharp if not reading.mute])
        if question.missing is not None:
            missing.append(question.missing)
    told: set[Place] = set()
    for check, reading in _mismatches(Court(figures, held, failed), failed):
        told.update(place(term) for term in reading.terms)
        yield check
    for reading in held:
        if reading.confirmed:
            yield finding(f"{reading.code}_confirmed", "info", reading.confirmed, *reading.terms)
    _, clash = propagate([reading for reading in held if reading.sure])
    if clash is not None and told.isdisjoint(place(term) for term in clash.terms):
        message = f"{clash.confirmed or clash.mismatch}, but not together with what else is stated of these figures"
        yield finding("figures_disagree", "warning", message, *clash.terms)
    narrowed, _ = propagate(held)
    for each in missing:
        if told.isdisjoint(place(term) for term in each.terms):
            derived = each.derived([narrowed.get(place(term), term.interval) for term in each.terms])
            if derived is not None:
                yield derived


def propagate(held: Sequence[Reading]) -> tuple[dict[Place, Interval], Reading | None]:
    """What is left of each figure's interval when all readings hold at once, and a reading that cannot then."""
    known: dict[Place, Interval] = {}
    for reading in held:
        for term, interval in zip(reading.terms, reading.intervals(), strict=True):
            known[place(term)] = interval
    for _ in range(_ROUNDS):
        moved = False
        for reading in held:
            intervals = [known[place(term)] for term in reading.terms]
            if not holds(reading.law, intervals):
                return known, reading
            for at, term in enumerate(reading.terms):
                implied = reading.law.implied(at, intervals)
                if implied is None:
                    continue
                narrow = Interval(max(implied.low, intervals[at].low), min(implied.high, intervals[at].high))
                # Quotients are rounded: two intervals that meet in a point only may miss each other by that.
                if narrow.low < narrow.high and narrow != intervals[at]:
                    moved = True
                    known[place(term)] = intervals[at] = narrow
        if not moved:
            break
    return known, None


def _mismatches(court: Court, failed: Sequence[Sequence[Reading]]) -> Iterator[tuple[Check, Reading]]:
    """The failing readings to tell, in the order of the questions.

    The best founded is settled first. What is wrong with a figure already settled is no evidence against its
    neighbours: a guess that shares a figure with a settled reading counts only where both suspect the same.
    """
    verdicts: list[tuple[tuple[bool, int, int], int, Reading, list[Blame]]] = []
    for number, readings in enumerate(failed):
        blamed = [(reading, court.blame(reading)) for reading in readings]
        reading, found = max(blamed, key=lambda each: _weight(each[1]), default=(None, []))
        # Several readings that disagree may all be of something else.
        if reading is not None and (found or (reading.sure and len(readings) == 1)):
            strength = (reading.sure, _weight(found), -_ORDER.get(reading.code, 1))
            verdicts.append((strength, number, reading, found))
    settled: dict[Place, set[Place]] = defaultdict(set)
    kept: list[tuple[int, Reading, list[Blame]]] = []
    for _, number, reading, found in sorted(verdicts, key=lambda each: each[0], reverse=True):
        suspects = {place(blame.figure) for blame in found}
        known: set[Place] = set().union(*(settled.get(place(term), set()) for term in reading.terms))
        if reading.sure or not known or suspects & known:
            kept.append((number, reading, found or court.blame_without_slip(reading)))
            for term in reading.terms:
                settled[place(term)] |= suspects
    for _, reading, found in sorted(kept, key=lambda each: each[0]):
        yield _mismatch(reading, found), reading


def _weight(found: Sequence[Blame]) -> int:
    return max((blame.weight for blame in found), default=0)


def _mismatch(reading: Reading, found: Sequence[Blame]) -> Check:
    implied = reading.law.implied(reading.stated, reading.intervals())
    message = reading.mismatch.format(as_range(implied) if implied is not None else "?")
    suspects = {place(blame.figure): blame for blame in reversed(found)}
    if len(suspects) == 1:
        (blame,) = suspects.values()
        message += f"; likely wrong: {blame.figure.written} ({blame.meant} would fit)"
    elif suspects:
        either = " or ".join(f"{blame.figure.written} ({blame.meant})" for blame in reversed(suspects.values()))
        message += f"; perhaps wrong: {either}"
    first = [blame.figure for blame in reversed(suspects.values())]
    return finding(f"{reading.code}_mismatch", "warning", message, *first, *reading.terms)
