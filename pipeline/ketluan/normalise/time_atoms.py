"""The smallest time expressions and the table of forms that reads them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ketluan.normalise.calendar_vn import OTHER_YEAR, Interval, Tense, nearest
from ketluan.normalise.time_words import NUMBERS, TURNS, YEAR_OFFSETS

__all__ = ["Atom", "Form", "Scanner", "now", "number", "step_of", "tense_of", "year_of"]

Cycle = Callable[[int], Interval | None]


@dataclass(frozen=True, slots=True)
class Atom:
    """One simple time expression, before prefixes and ranges are joined to it.

    Attributes:
        start, end: half-open offsets in the text.
        precision: "day", "week", "month", "quarter", "half", "year", "term", "range", "recurring" or "same_period".
        interval: its days, where they are settled.
        cycle: where the year is missing, the interval in a given year.
        tense: what the phrase itself says about its direction ("tới", "vừa qua").
        rule: RFC 5545 recurrence rule.
        relation: as in TimeSpan.
        vague: a day named from the reference ("sáng nay", "thứ hai"), which a date after it makes plain.
        feast: a day of the year's round (Tết, a holiday): "trước Tết" means the next one.
    """

    start: int
    end: int
    precision: str
    interval: Interval | None = None
    cycle: Cycle | None = None
    tense: Tense | None = None
    rule: str | None = None
    relation: str = "in"
    vague: bool = False
    feast: bool = False

    def resolve(self, reference: date | None, tense: Tense | None = None) -> Interval | None:
        """The days meant, a missing year being the nearest that fits the tense."""
        if self.cycle is None or reference is None:
            return self.interval
        wanted, other_year = self.tense or tense, 0 if self.feast else OTHER_YEAR
        return nearest(self.cycle, reference, wanted, other_year) or nearest(self.cycle, reference)

    def settled(self, reference: date | None, tense: Tense | None = None) -> Atom:
        """The same expression with its days resolved."""
        return replace(self, interval=self.resolve(reference, tense))


Builder = Callable[["re.Match[str]", "date | None"], Atom | None]


@dataclass(frozen=True, slots=True)
class Form:
    """One way to write a time: a pattern over lower-cased text and what it means.

    Attributes:
        name: unique, an identifier.
        pattern: with named groups for the builder.
        build: None where the match is no time after all (a day 31/2, a fraction 13/14).
        whole: only for a whole phrase that is known to be a time ("2018", "15/7"), not in running text.
    """

    name: str
    pattern: str
    build: Builder
    whole: bool = False


class Scanner:
    """One compiled alternation over all forms, so that a text is read once whatever their number.

    Args:
        forms: those of them that fit a place in the text are tried in this order.
        first: pattern of what any of them can begin with: one cheap look tells that no time begins here.
    """

    def __init__(self, forms: Sequence[Form], first: str = r"\w") -> None:
        self._forms = {form.name: (re.compile(rf"(?:{form.pattern})(?!\w)"), form.build) for form in forms}
        # The empty group that names a form stands behind it: a branch that begins with a letter is passed over at once.
        branches = (f"(?:{re.sub('[(][?]P<[a-z0-9_]+>', '(?:', form.pattern)})(?P<{form.name}>)" for form in forms)
        self._pattern = re.compile(rf"(?<![\w/])(?={first})(?:{'|'.join(branches)})(?!\w)")

    def scan(self, text: str, reference: date | None) -> list[Atom]:
        """The atoms of a lower-cased text from left to right, without overlap."""
        found = []
        at = 0
        while match := self._pattern.search(text, at):
            pattern, build = self._forms[match.lastgroup or ""]
            inner = pattern.match(text, match.start())
            atom = build(inner, reference) if inner else None
            if atom is not None:
                found.append(atom)
            at = match.end()
        return found


def number(word: str) -> int:
    """A small count from digits or a number word of the vocabulary."""
    return int(word) if word.isdecimal() else NUMBERS[" ".join(word.split())]


def year_of(match: re.Match[str], reference: date | None) -> int | None:
    """The year that a form's tail gives in its groups y, y2, y3 (digits) or yrel ("ngoái"); else None."""
    groups = match.groupdict()
    for name in ("y", "y2", "y3"):
        if digits := groups.get(name):
            return int(digits)
    relative = "sau" if groups.get("ynext") else groups.get("yrel")
    return reference.year + YEAR_OFFSETS[relative] if relative and reference else None


def step_of(match: re.Match[str], group: str = "turn") -> int:
    """How many units on a form's group leads ("tới" 1, "vừa qua" -1); 0 where it is empty or the form has none."""
    turn = match.groupdict().get(group)
    return TURNS[" ".join(turn.split())] if turn else 0


def tense_of(match: re.Match[str]) -> Tense | None:
    """The direction that a form's group `turn` tells; None where it tells none."""
    step = step_of(match)
    return "future" if step > 0 else "past" if step < 0 else None


def now(match: re.Match[str], reference: date | None) -> Atom:
    """The builder of words for the present day."""
    return Atom(match.start(), match.end(), "day", (reference, reference) if reference else None)
