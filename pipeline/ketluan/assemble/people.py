"""Officials: every mention of a person under one name, every position with the person who holds it."""

from __future__ import annotations

import re
import unicodedata

from ketluan.assemble.context import Context
from ketluan.record import Official, Position, Span
from ketluan.tokenise.tone import unify_tone

__all__ = ["People", "people_of"]

# Forms of address that a name is written behind; they are no part of it.
_ADDRESS = re.compile(
    r"^(?:(?:ông|bà|anh|chị|cô|bác|thầy|đồng chí|đ/c|đc|các đồng chí|gs|pgs|ts|ths|bs|ks|ls|kts|nsnd|nsưt)\.?\s+)+", re.IGNORECASE
)
# "Thay mặt", a note of the past, is kept with a position; "kiêm" between two of them is not.
_JOINT = re.compile(r"^(?:kiêm|đồng thời là|là)\s+", re.IGNORECASE)


def key_of(name: str) -> str:
    """Return the form under which two spellings of one name or title are the same."""
    return " ".join(unify_tone(unicodedata.normalize("NFC", name)).casefold().split())


class People:
    """The officials of a report and who is meant where.

    Attributes:
        officials: in the order of the text.
    """

    def __init__(self, officials: list[Official], by_mention: dict[int, str]) -> None:
        self.officials = officials
        self._by_mention = by_mention
        self._titles = [(key_of(p.title), o.id) for o in officials for p in o.positions]

    def at(self, mention: int) -> str | None:
        """Return the id of the official whom a PERSON mention names."""
        return self._by_mention.get(mention)

    def holding(self, title: str) -> str | None:
        """Return the id of the one official who holds a position, in full or by its beginning; None if none or several."""
        wanted = key_of(title)
        exact = {official for held, official in self._titles if held == wanted}
        near = exact or {official for held, official in self._titles if held.startswith(wanted + " ")}
        return near.pop() if len(near) == 1 else None


def _names(context: Context) -> dict[int, tuple[str, Span]]:
    names = {}
    for index, mention in context.of("PERSON"):
        quote = context.quote(mention)
        address = _ADDRESS.match(quote)
        start = mention.start + (address.end() if address else 0)
        if start < mention.end:
            names[index] = (" ".join(context.text[start : mention.end].split()), context.span(start, mention.end))
    return names


def _grouped(names: dict[int, tuple[str, Span]]) -> dict[int, int]:
    """Map each mention to the mention that gives its full name: the nearest one before it, else the first after it."""
    keys = {index: key_of(name).split() for index, (name, _) in names.items()}
    leaders: dict[int, int] = {}
    for index, syllables in keys.items():
        longer = [
            other
            for other, parts in keys.items()
            if len(parts) >= 2 and len(parts) > len(syllables) and parts[-len(syllables) :] == syllables
        ]
        before = [other for other in longer if other < index]
        leaders[index] = before[-1] if before else longer[0] if longer else index
    firsts: dict[tuple[str, ...], int] = {}
    for index, syllables in keys.items():
        firsts.setdefault(tuple(syllables), index)
    return {index: firsts[tuple(keys[leader])] for index, leader in leaders.items()}


def _positions(context: Context) -> dict[int, list[tuple[Position, float]]]:
    """Return the positions of each PERSON mention."""
    held: dict[int, list[tuple[Position, float]]] = {}
    for index, mention in context.of("POSITION"):
        for person in context.tails("position", index)[:1]:
            joint = _JOINT.match(context.quote(mention))
            span = context.span(mention.start + (joint.end() if joint else 0), mention.end)
            held.setdefault(person, []).append((Position(title=span.text, span=span), mention.score))
    return held


def _without_shorter(positions: list[Position]) -> list[Position]:
    """Leave out each title that another one of the same person begins with, and repetitions."""
    kept: list[Position] = []
    keys = [key_of(p.title) for p in positions]
    for place, (position, key) in enumerate(zip(positions, keys, strict=True)):
        longer = any(other.startswith(key + " ") for other in keys)
        if not longer and key not in keys[:place]:
            kept.append(position)
    return kept


def people_of(context: Context) -> People:
    """Return the officials of a report."""
    names, positions = _names(context), _positions(context)
    leader = _grouped(names)
    groups: dict[int, list[int]] = {}
    for index in names:
        groups.setdefault(leader[index], []).append(index)
    officials, by_mention = [], {}
    for members in sorted(groups.values(), key=lambda m: m[0]):
        name = max((names[i][0] for i in members), key=len)
        if len(name.split()) < 2 and not any(i in positions for i in members):
            continue  # a given name whose bearer the report does not tell
        identity = f"o{len(officials) + 1}"
        held = sorted((p for i in members for p, _ in positions.get(i, ())), key=lambda p: p.span.start)
        spans = sorted((names[i][1] for i in members), key=lambda s: (-len(s.text), s.start))
        officials.append(
            Official(
                id=identity,
                name=name,
                positions=_without_shorter(held),
                mentions=spans,
                confidence=round(max(context.analysis.mentions[i].score for i in members), 4),
            )
        )
        by_mention.update(dict.fromkeys(members, identity))
    return People(officials, by_mention)
