"""From forms to times: joins what the forms find to ranges ("từ 15/11 đến 30/12/2016") and to the words before it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from ketluan.normalise.calendar_vn import Interval, Tense, nearest, shift_days
from ketluan.normalise.day_forms import DAY_FORMS
from ketluan.normalise.feast_forms import FEAST_FORMS
from ketluan.normalise.period_forms import PERIOD_FORMS
from ketluan.normalise.phrase_forms import PHRASE_FORMS
from ketluan.normalise.recurring import RECURRING_FORMS, day_before
from ketluan.normalise.span_forms import SPAN_FORMS
from ketluan.normalise.time_atoms import Atom, Scanner
from ketluan.normalise.time_prefixes import AND, APPOSED, BEFORE, MIDNIGHT, ONWARD, RELATIONS, TO, WINDOW
from ketluan.normalise.time_words import FIRST_WORDS

__all__ = ["FORMS", "TimeSpan", "lower", "read_times"]


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time as written and the days it means.

    Attributes:
        start, end: half-open offsets in the text given; the words that place it ("trước", "từ … đến") are inside.
        text: the text between them.
        first, last: inclusive days; None where the time is open on that side or cannot be resolved.
            `first` is None for "đến năm 2025" and "trong 5 năm tới", whose end alone is given.
        precision: "day", "week", "month", "quarter", "half", "year", "term", "range"; "recurring" with a `rule`;
            "same_period" for "cùng kỳ", whose days are the year compared with, to be narrowed by `same_period_of`.
        rule: RFC 5545 recurrence rule ("FREQ=MONTHLY;BYMONTHDAY=25").
        relation: "in", "before", "until", "from", "since" (from then to the reference) or "by".
    """

    start: int
    end: int
    text: str
    first: date | None
    last: date | None
    precision: str
    rule: str | None
    relation: str


FORMS = RECURRING_FORMS + PHRASE_FORMS + FEAST_FORMS + DAY_FORMS + SPAN_FORMS + PERIOD_FORMS
_RUNNING = Scanner([form for form in FORMS if not form.whole], FIRST_WORDS)
_WHOLE = Scanner(FORMS)

# "Quý" and "Năm" are given names as well: in the middle of a sentence, "Quý trước" is no time without a number.
_NAME = re.compile(r"(?<!\w)(?:Qu[ýí]|Năm)\s{1,3}(?!\d|(?:một|hai|ba|bốn|tư)\s{1,3}năm)")
_OPENS = frozenset(".!?:;…“\"'(\n•*+-–—")


_LATER_PARTS = ("cuối", "giữa", "trung tuần", "hạ tuần")


def read_times(text: str, reference: date | None, tense: Tense | None = None, *, whole: bool = False) -> list[TimeSpan]:
    """The times of a text, from left to right and without overlap.

    Args:
        text: of any case.
        reference: the day it speaks from.
        tense: where a year is missing, the direction in which it is looked for.
        whole: whether the text is a phrase known to be a time, which more forms may read.
    """
    lowered = lower(text)
    atoms = (_WHOLE if whole else _RUNNING).scan(lowered, reference)
    if not whole:
        atoms = [atom for atom in atoms if not _is_name(text, atom)]
    spans: list[TimeSpan] = []
    at = 0
    while at < len(atoms):
        atom = atoms[at]
        left = max(spans[-1].end if spans else 0, atom.start - WINDOW)
        before = BEFORE.search(lowered[left : atom.start])
        start = left + before.start() if before else atom.start
        relation = next((name for name in RELATIONS if before[name]), None) if before else None
        clock = bool(before and before["clock"] and not MIDNIGHT.fullmatch(before["clock"].rstrip()))
        if atom.feast and relation in ("by", "before", "until"):
            atom = replace(atom, tense=atom.tense or tense or "future")
        at += 1
        while at < len(atoms) and (joined := _join(lowered, atom, atoms[at], relation, reference, tense, whole)):
            relation = None if relation in ("from", "since") else relation  # "từ … đến" has done its work
            atom = joined
            at += 1
        spans.append(_placed(text, lowered, start, atom.settled(reference, tense), relation, reference, clock))
    return spans


def _join(
    lowered: str,
    atom: Atom,
    other: Atom,
    relation: str | None,
    reference: date | None,
    tense: Tense | None,
    whole: bool,
) -> Atom | None:
    """The two as one expression, or None where they are two."""
    if other.start - atom.end > 16 or atom.rule or other.rule or "same_period" in (atom.precision, other.precision):
        return None
    gap = lowered[atom.end : other.start]
    alike = atom.precision == other.precision
    if alike and atom.vague and not other.vague and APPOSED.fullmatch(gap):
        end = other.end + ("(" in gap and lowered[other.end : other.end + 1] == ")")
        return replace(other, start=atom.start, end=end)
    if _is_now(lowered, other):
        gap = gap.removeprefix(",")
    link = TO.fullmatch(gap)
    if link and (alike or relation in ("from", "since")):
        return _range(lowered, atom, _day_before(other, reference) if link["short"] else other, reference, tense)
    turning = lowered.startswith("cuối", atom.start) and lowered.startswith("đầu", other.start)
    listed = AND.fullmatch(gap) and (whole or turning or _follows(atom, other, reference))
    if alike and (listed or (turning and gap == " ")):
        return _range(lowered, atom, other, reference, tense)
    return None


def _range(lowered: str, atom: Atom, other: Atom, reference: date | None, tense: Tense | None) -> Atom | None:
    """From the one to the other; a year that one lacks comes from the other, so that they follow each other."""
    if _is_now(lowered, other):
        begin, end = atom.resolve(reference, "past"), other.interval
    elif _is_now(lowered, atom):
        begin, end = atom.interval, other.resolve(reference, tense or "future")
    elif atom.cycle is None and other.cycle is not None and atom.interval:
        begin, end = atom.interval, nearest(other.cycle, atom.interval[0], "future")
    else:
        end = other.resolve(reference, tense)
        begin = nearest(atom.cycle, end[0], "past") if atom.cycle and end else atom.interval
    if begin is None and end and reference is None:  # when it begins hangs on the reference, when it ends does not
        return Atom(atom.start, other.end, "range", end, relation="until")
    days: Interval | None = (begin[0], end[1]) if begin and end else None
    if days and days[0] > days[1]:
        return None
    relation = "since" if _is_now(lowered, other) else "in"
    return Atom(atom.start, other.end, "range", days, relation=relation)


def _follows(atom: Atom, other: Atom, reference: date | None) -> bool:
    """Whether the one is the day after the other: "lễ 30/4 và 1/5" is one time."""
    days, after = (each.resolve(reference) if each.precision == "day" else None for each in (atom, other))
    return bool(days and after and shift_days(days[1], 1) == after[0])


def _day_before(other: Atom, reference: date | None) -> Atom:
    """The day that "đến trước" a time leaves as the last."""
    days = other.resolve(reference, "future" if other.feast else None)
    last = shift_days(days[0], -1) if days else None
    return replace(other, cycle=None, interval=(last, last) if last else None)


def _is_name(text: str, atom: Atom) -> bool:
    """Whether a time is the name of a person rather: "ông Lê Sỹ Quý trước …"."""
    match = _NAME.search(text, atom.start, atom.end)
    if match is None or not text[match.end()].islower():
        return False
    before = text[max(0, match.start() - 4) : match.start()].rstrip(" \t")
    return bool(before) and before[-1] not in _OPENS


def _is_now(lowered: str, atom: Atom) -> bool:
    return lowered.startswith(("nay", "đây", "giờ", "hiện", "thời điểm"), atom.start, atom.end)


def _placed(
    text: str, lowered: str, start: int, atom: Atom, prefix: str | None, reference: date | None, clock: bool
) -> TimeSpan:
    """The expression with the words before and after it, which say what its days bound."""
    first, last = atom.interval or (None, None)
    end, relation, rule = atom.end, atom.relation, atom.rule
    if prefix == "before":
        relation, rule = "before", day_before(rule) if rule else None
        # "trước 16h ngày 25/7" still leaves that day, "trước cuối năm" the year.
        whole = clock or first is None or lowered.startswith(_LATER_PARTS, atom.start)
        first, last = None, (last if whole or first is None else shift_days(first, -1))
        if lowered.startswith("mùa", atom.start):  # no calendar tells when the rains begin
            last = None
    elif prefix in ("until", "by") and relation == "in":
        if _is_now(lowered, atom) and prefix == "until":
            relation = "in"
        else:
            relation, first = prefix, None
    elif prefix == "after":
        relation, first, last = "from", (shift_days(last, 1) if last else None), None
    elif prefix in ("from", "since") and relation == "in" and atom.precision not in ("range", "term"):
        onward = ONWARD.match(lowered, end)
        end = onward.end() if onward else end
        if onward and "trước" in onward["way"]:  # "từ năm 2020 trở về trước" ends, though it says "from"
            relation, first = "until", None
        else:
            relation, last = prefix, None
    if atom.relation == "until":
        first = None
    onward = ONWARD.match(lowered, end)
    if onward and relation == "in":
        end = onward.end()
        relation, first, last = ("until", None, last) if "trước" in onward["way"] else ("from", first, None)
    return TimeSpan(start, end, text[start:end], first, last, atom.precision, rule, relation)


def lower(text: str) -> str:
    """The text in lower case, of the same length."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)  # offsets must stay
