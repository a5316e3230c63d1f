"""Read a phrase of a record as a body or a place of the register.

The phrase is read whole or not at all: offices, body, place and the place's province, each the longest name that the
tables have, with nothing left over. So "Bộ Tài chính và Bộ Công an" and "đoàn công tác của Bộ Y tế" are no one body.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from ketluan.register.entries import Body, Kind, Place, in_force
from ketluan.register.keys import Words, words_of
from ketluan.register.placing import BETWEEN, OF, Asked, Step, one_of, resolved, steps_of
from ketluan.register.tables import BodyName, Key, KindName, tables

__all__ = ["Identity", "identify"]

_MOST_WORDS = 40  # no name of a body is as long; what is longer is not looked at
_LONGEST_NAME = 16  # words in a body's name, at most
_MOST_OFFICES = 4  # "nguyên Phó Chủ tịch Thường trực" and the like
_VIETNAM = ("việt", "nam")
_COMMITTEE = {"tỉnh": "Tỉnh ủy", "thành phố": "Thành ủy", "huyện": "Huyện ủy", "quận": "Quận ủy", "thị xã": "Thị ủy"}
_CAPITALS = {"thành phố Hồ Chí Minh": "Thành phố Hồ Chí Minh"}  # Decree 30/2020/NĐ-CP, annex II

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Identity:
    """A body or place of the register.

    Attributes:
        id: "vn:bo-y-te", "vn:ubnd/79", "vn:place/79"; the package's documentation has the scheme.
        name: in Vietnamese, in full, as it was called on the day asked for, else as it was called last.
        place: the id of the province or district whose body it is, or that it is; None for a body of the whole country.
        successor: the id of what it was merged into, None where it goes on or nothing took its place.
        until: the last day of it, None where it goes on.
        office: the words of the office before the body, in lower case ("phó chủ tịch"); None where the body is named.
    """

    id: str
    name: str
    place: str | None = None
    successor: str | None = None
    until: date | None = None
    office: str | None = None


def identify(phrase: str, day: date | None = None, place: str | None = None) -> Identity | None:
    """Return the body or place that a phrase names, else None. Time is linear in the phrase, and no string raises.

    Args:
        phrase: as a record has it: "UBND TP. HCM", "Phó Giám đốc Sở TN&MT tỉnh Đồng Nai", "huyện Nam Trà My".
        day: the day the report speaks from. It decides between bodies that had one name one after the other ("Bộ Nông
            nghiệp"; without it such a name is None), and it chooses the name that the answer gives.
        place: the id of the province or district that the report is about, for phrases that leave it out ("UBND tỉnh",
            "Sở Tài chính", "toàn huyện"); an id that the register lacks is as none.
    """
    given = words_of(phrase)
    if not 0 < len(given.words) <= _MOST_WORDS:
        return None
    asked = Asked(day, tables().places.get(place) if place is not None else None)
    for variant in (given, _outside_brackets(given)):
        found = _official(_without_term(variant), asked)
        if found is not None:
            return found
    return None


def _outside_brackets(given: Words) -> Words:
    """Leave out what stands in brackets, which may be an abbreviation or another name."""
    kept: list[int] = []
    inside = False
    for at, join in enumerate(given.joins):
        inside = join == "(" or (inside and join != ")")
        if not inside:
            kept.append(at)
    return Words([given.words[at] for at in kept], [given.joins[at] for at in kept])


def _without_term(given: Words) -> Words:
    """Leave out "khoá XIV", "nhiệm kỳ 2015-2020" and "dự khuyết" at the end."""
    words = given.words
    end = len(words)
    if words[-4:-2] == ["nhiệm", "kỳ"]:
        end -= 4
    if words[:end][-2:] == ["dự", "khuyết"]:
        end -= 2
    if words[:end][-2:-1] == ["khoá"]:
        end -= 2
    return Words(words[:end], given.joins[:end])


def _official(given: Words, asked: Asked, depth: int = 0) -> Identity | None:
    """Read a body, or offices and their body."""
    found = _whole(given, asked)
    if found is not None or depth == _MOST_OFFICES:
        return found
    for end, office in _prefixes(tables().offices, given.words):
        at = end + (given.words[end : end + 1] != [] and given.words[end] in OF)
        rest = Words(given.words[at:], [""] * (at < len(given.words)) + given.joins[at + 1 :])
        if office.of:
            found = _whole(Words([*office.of, *rest.words], [""] * len(office.of) + rest.joins), asked)
        if found is None and rest.words:
            found = _official(rest, asked, depth + 1)
        if found is not None:
            held = [" ".join(given.words[:end])] if office.holds else []
            return replace(found, office=" ".join([*held, *filter(None, [found.office])]) or None)
    return None


def _prefixes(index: dict[Key, T], words: list[str]) -> Iterator[tuple[int, T]]:
    """Yield every end up to which the words are a key of an index, with its entry, the furthest first."""
    for end in range(min(len(words), _LONGEST_NAME), 0, -1):
        entry = index.get(tuple(words[:end]))
        if entry is not None:
            yield end, entry


def _whole(given: Words, asked: Asked) -> Identity | None:
    """Read all words as a body of the whole country, a body of a place, or a place."""
    return _central(given, asked) or _local(given, asked) or _place(given, asked)


def _central(given: Words, asked: Asked) -> Identity | None:
    for end, entries in _prefixes(tables().body_names, given.words):
        body = _one_body(entries, tuple(given.words[:end]), asked.day)
        if body is not None:
            after = end + 2 * (tuple(given.words[end : end + 2]) == _VIETNAM)
            if after == len(given.words) or _belongs(body, given, after):
                place = body.id if body.id.startswith("vn:place/") else None
                return Identity(body.id, body.named(asked.day), place, body.successor, body.until)
    return None


def _one_body(entries: list[BodyName], key: Key, day: date | None) -> Body | None:
    if key in tables().kind_names:  # a name that came to the body later was a provincial one's before ("Cục Thuế")
        entries = [one for one in entries if one.since is None or (day and one.since <= day)]
    if day is not None:
        entries = [one for one in entries if in_force(one.since, one.until, day)] or entries
    return one_of(one.body for one in entries)


def _belongs(body: Body, given: Words, at: int) -> bool:
    """Tell whether the rest names what the body is a part of, or what that was before or after a merger."""
    if given.joins[at] not in BETWEEN:
        return False
    at += given.words[at] in OF
    parent = tables().bodies.get(body.parent or "")
    named = [one.body for one in tables().body_names.get(tuple(given.words[at:]), [])]
    return parent is not None and any(
        one.id in {parent.id, parent.successor} or one.successor == parent.id for one in named
    )


def _local(given: Words, asked: Asked) -> Identity | None:
    for end, forms in _prefixes(tables().kind_names, given.words):
        if end < len(given.words) and given.joins[end] not in BETWEEN:
            continue
        for steps in steps_of(given, end) if end < len(given.words) else [[Step(None, None)]]:
            found = _one_kind(forms, steps, asked)
            if found is not None:
                return _identity(*found, asked)
    return None


def _one_kind(forms: list[KindName], steps: list[Step], asked: Asked) -> tuple[Kind, Place] | None:
    found: list[tuple[Kind, Place]] = []
    for kind, level in forms:
        step, *above = steps
        if level and step.level and step.level != level:
            continue
        place = resolved([Step(step.level or level, step.name), *above], kind.levels, asked)
        if place is not None:
            found.append((kind, place))
    if asked.day is not None:
        day = asked.day
        found = [one for one in found if in_force(one[0].since, one[0].until, day)] or found
    return one_of(found)


def _identity(kind: Kind, place: Place, asked: Asked) -> Identity:
    code = place.id.removeprefix("vn:place/")
    named = place.named(asked.day)
    full = _full(place, asked.day)
    # "Tỉnh ủy Đồng Nai", but "Thành ủy Thành phố Hồ Chí Minh" and "Quận ủy Quận 1".
    alone = full[0].isupper() or full.removeprefix("quận ")[0].isdecimal()
    committee = f"{_COMMITTEE[named.level]} {_capital(full) if alone else full.removeprefix(named.level + ' ')}"
    heir = (place.successor or "").removeprefix("vn:place/") or (code if kind.successor else "")
    ends = [day for day in (kind.until, place.until) if day is not None]
    return Identity(
        id=f"vn:{kind.kind}/{code}",
        name=kind.name.replace("{place}", full).replace("{uy}", committee),
        place=place.id,
        successor=f"vn:{kind.successor or kind.kind}/{heir}" if heir else None,
        until=min(ends, default=None),
    )


def _place(given: Words, asked: Asked) -> Identity | None:
    for steps in steps_of(given, 0):
        place = resolved(steps, "pd", asked, bare=True)
        if place is not None:
            return Identity(place.id, _capital(_full(place, asked.day)), place.id, place.successor, place.until)
    return None


def _full(place: Place, day: date | None) -> str:
    """Return the name with its level, and for a district with its province: names of districts recur."""
    named = place.named(day)
    full = f"{named.level} {named.name}"
    full = _CAPITALS.get(full, full)
    return f"{full}, {_full(tables().places[place.parent], day)}" if place.parent else full


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
