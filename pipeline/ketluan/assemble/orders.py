"""Directives and deadlines: who must do what by when, and who says so."""

from __future__ import annotations

import re
from datetime import timedelta

from ketluan.analysis import Mention
from ketluan.assemble.context import Context
from ketluan.assemble.people import People
from ketluan.normalise.times import TimeSpan, parse_time
from ketluan.record import Deadline, Directive, Issuer

__all__ = ["deadlines_of", "directives_of"]

# A deadline that begins so gives its end alone, whatever stands before it ("từ ngày 1/7" | "đến hết ngày 30/9").
_BOUND = re.compile(r"(?:cho )?(?:đến|tới|trước|chậm nhất|muộn nhất)\s", re.IGNORECASE)
# What a length of time is counted from: "trong 30 ngày" | "kể từ khi …".
_COUNTED_FROM = re.compile(r"(?:\s+làm việc)?,?\s+(?:(?:kể|tính) từ|từ khi|từ lúc|sau khi|từ ngày|sau ngày)(?!\w)")
# How long ago a day without a year may lie to be a missed deadline rather than next year's.
_MISSED = timedelta(days=60)


def deadlines_of(context: Context) -> tuple[list[Deadline], dict[int, str]]:
    """Return the deadlines of a report and the id of each DEADLINE mention."""
    deadlines: list[Deadline] = []
    by_mention: dict[int, str] = {}
    for index, mention in context.of("DEADLINE"):
        time = _time(context, mention)
        first, last = (time.first, time.last) if time else (None, None)
        if time and time.relation in ("before", "until", "by"):
            first = None
        if first and last and first > last:
            first = None
        identity = f"t{len(deadlines) + 1}"
        deadlines.append(
            Deadline(
                id=identity,
                start=first,
                end=last,
                mentions=[context.span(mention.start, mention.end)],
                confidence=round(mention.score, 4),
            )
        )
        by_mention[index] = identity
    return deadlines, by_mention


def _time(context: Context, mention: Mention) -> TimeSpan | None:
    """Return the time of a deadline: as its own words say where they bound it, else as they stand in the text."""
    quote, reference = context.quote(mention), context.reference
    around = context.time_at(mention.start, mention.end)
    if around and around.start < mention.start and not _BOUND.match(quote):
        return around
    own = parse_time(quote, reference)
    link = _COUNTED_FROM.match(context.text, mention.end)
    if own and link and (own.precision, own.relation) == ("range", "until"):
        # A length of time that begins with an event, or on a day that the text goes on to name.
        origin = next((t for t in context.times if link.start() <= t.start <= link.end() < t.end), None)
        return parse_time(context.text[mention.start : origin.end], reference) if origin else None
    if own and own.last and reference and own.last < reference - _MISSED:
        # Without a year it is the coming one.
        own = parse_time(quote, reference, "future")
    return own or around


def directives_of(
    context: Context, people: People, deadlines: dict[int, str], programmes: dict[int, str]
) -> list[Directive]:
    """Return the directives of a report, in the order of the text.

    Args:
        deadlines: the ids of the DEADLINE mentions; programmes: those of the PROGRAMME mentions.
    """
    names = {official.id: official.name for official in people.officials}
    directives: list[Directive] = []
    for index, mention in context.of("DIRECTIVE"):
        span = context.span(mention.start, mention.end)
        addressed = (context.analysis.mentions[t] for t in context.tails("addressee", index))
        directives.append(
            Directive(
                id=f"x{len(directives) + 1}",
                action=span.text,
                issuer=_issuer(context, people, names, index),
                addressees=[context.party(*extent) for extent in sorted({(m.start, m.end) for m in addressed})],
                # Of two deadlines the first in the text.
                deadline=next((deadlines[t] for t in sorted(context.tails("deadline", index)) if t in deadlines), None),
                programme=next((programmes[t] for t in context.tails("programme", index) if t in programmes), None),
                mentions=[span],
                confidence=round(mention.score, 4),
            )
        )
    return directives


def _issuer(context: Context, people: People, names: dict[str, str], index: int) -> Issuer | None:
    for tail in context.tails("issuer", index):
        mention = context.analysis.mentions[tail]
        quote = context.quote(mention)
        official = people.at(tail)
        if official is None and mention.label == "POSITION":
            official = next((o for t in context.tails("position", tail) if (o := people.at(t))), None)
        official = official or people.meant(quote, mention.start)
        return Issuer(official=official, text=names[official] if official else quote)
    return None
