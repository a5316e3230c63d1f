"""The register's tables as the reader needs them: from the words of a name to everything that has that name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import NamedTuple

from ketluan.register.entries import Body, Kind, Named, Place
from ketluan.register.files import listed, rows_of
from ketluan.register.keys import key_of

__all__ = ["BodyName", "Key", "KindName", "Office", "PlaceName", "Tables", "place_of", "tables"]

Key = tuple[str, ...]

# The five forms of a committee's name, each with the level it tells.
_COMMITTEES = {"Tỉnh ủy": "tỉnh", "Thành ủy": "thành phố", "Huyện ủy": "huyện", "Quận ủy": "quận", "Thị ủy": "thị xã"}
# Bodies that are named without the "Việt Nam" at the end of their names, too.
_SHORTENED = re.compile(r"(?:Cục|Tổng cục|Tổng công ty|Tập đoàn|Ngân hàng Nhà nước|Quân đội)\b.* Việt Nam")
_FIELD = re.compile(r"\{([a-z0-9-]+)\}")
_FORMER = re.compile(r"(.+) \((\d{4}-\d\d-\d\d)\)")


class PlaceName(NamedTuple):
    """A place under one of its names, with the level and the days that go with it."""

    place: Place
    level: str
    since: date | None
    until: date | None


class BodyName(NamedTuple):
    """A body of the whole country under one of its names, with the days it had it."""

    body: Body
    since: date | None
    until: date | None


class KindName(NamedTuple):
    """A kind of body under one of its names; `level` is what the name itself tells ("tỉnh uỷ"), or None."""

    kind: Kind
    level: str | None


class Office(NamedTuple):
    """What an office says of its body: the words to read before the rest, and whether it is an office at all."""

    of: Key
    holds: bool


@dataclass(slots=True)
class Tables:
    """All tables: places and bodies by id, and the indexes of names by their words."""

    places: dict[str, Place] = field(default_factory=dict)
    bodies: dict[str, Body] = field(default_factory=dict)
    place_names: dict[Key, list[PlaceName]] = field(default_factory=dict)
    body_names: dict[Key, list[BodyName]] = field(default_factory=dict)
    kind_names: dict[Key, list[KindName]] = field(default_factory=dict)
    offices: dict[Key, Office] = field(default_factory=dict)


@cache
def tables() -> Tables:
    """Return the tables, read at the first call."""
    made = Tables()
    _add_places(made)
    fields = {row["slug"]: [row["name"], *listed(row["short"])] for row in rows_of("fields.tsv")}
    _add_bodies(made, fields)
    _add_kinds(made, fields)
    for row in rows_of("offices.tsv"):
        for office in listed(row["office"]):
            made.offices[key_of(office)] = Office(key_of(row["of"]) if row["of"] != "=" else (), row["of"] != "=")
    return made


def place_of(identity: str) -> Place | None:
    """Return the province or district of an id ("vn:place/79"), None where the register has none of it."""
    return tables().places.get(identity)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _id(name: str) -> str | None:
    """Return an id, or None where the table's field was empty."""
    return f"vn:{name}" if name else None


def _place_id(code: str) -> str | None:
    return f"vn:place/{code}" if code else None


def _add_places(made: Tables) -> None:
    spellings: dict[str, list[str]] = {}
    for row in [*rows_of("places.tsv"), *rows_of("places_more.tsv")]:
        identity = f"vn:place/{row['code']}"
        spellings.setdefault(identity, []).extend(listed(row["spellings"]))
        since, until = _day(row["since"]), _day(row["until"])
        known = made.places.get(identity)
        if not row["name"]:
            if known and (since or until):
                name = replace(known.names[-1], since=since, until=until or known.until)
                made.places[identity] = replace(known, names=(name,), until=until or known.until)
            continue
        name = Named(row["level"], row["name"], since, until)
        made.places[identity] = Place(
            id=identity,
            names=(*known.names, name) if known else (name,),
            parent=known.parent if known else _place_id(row["parent"]),
            until=until,
            successor=_place_id(row["successor"]),
            code_2025=row["code_2025"] or None,
        )
    for identity, place in made.places.items():
        for name in place.names:
            for spelling in dict.fromkeys(key_of(one) for one in [name.name, *spellings[identity]]):
                entry = PlaceName(place, name.level, name.since, name.until)
                made.place_names.setdefault(spelling, []).append(entry)


def _filled(text: str, fields: dict[str, list[str]]) -> Iterator[str]:
    """Yield a name with each way to write the field that it has in braces, the full one first."""
    match = _FIELD.search(text)
    if match is None or match.group(1) not in fields:
        yield text
        return
    for name in fields[match.group(1)]:
        yield text[: match.start()] + name + text[match.end() :]


def _add_bodies(made: Tables, fields: dict[str, list[str]]) -> None:
    for row in rows_of("bodies.tsv"):
        spellings = list(_filled(row["name"], fields))
        former = [match.groups() for match in map(_FORMER.fullmatch, listed(row["formerly"])) if match]
        names = (*((name, _day(until)) for name, until in former), (spellings[0], None))
        body = Body(
            id=f"vn:{row['id']}",
            names=names,
            since=_day(row["since"]),
            until=_day(row["until"]),
            successor=_id(row["successor"]),
            parent=_id(row["parent"]),
        )
        made.bodies[body.id] = body
        begins = body.since
        for name, until in names[:-1]:
            _name_body(made, name, BodyName(body, begins, until))
            begins = date.fromordinal(until.toordinal() + 1) if until else None
        for spelling in spellings:
            _name_body(made, spelling, BodyName(body, begins, body.until))
        for spelling in listed(row["short"]):
            _name_body(made, spelling, BodyName(body, body.since, body.until))


def _name_body(made: Tables, name: str, entry: BodyName) -> None:
    shortened = [name.removesuffix(" Việt Nam")] if _SHORTENED.fullmatch(name) else []
    for spelling in dict.fromkeys(key_of(one) for one in [name, *shortened]):
        made.body_names.setdefault(spelling, []).append(entry)


def _add_kinds(made: Tables, fields: dict[str, list[str]]) -> None:
    for row in rows_of("kinds.tsv"):
        spellings = list(_filled(row["name"], fields))
        kind = Kind(
            kind=row["kind"],
            name=spellings[0],
            levels=row["levels"],
            since=_day(row["since"]),
            until=_day(row["until"]),
            successor=row["successor"] or None,
        )
        names = [one.removesuffix(" {place}") for one in spellings if one.endswith(" {place}")]
        for spelling in dict.fromkeys([*names, *listed(row["short"])]):
            name, _, level = spelling.partition("@")
            forms = [(name, level)]
            if "{uy}" in name:
                forms = [(name.replace("{uy}", form), told) for form, told in _COMMITTEES.items()]
            for form, told in forms:
                entries = made.kind_names.setdefault(key_of(form), [])
                if not any(entry.kind is kind for entry in entries):
                    entries.append(KindName(kind, told or None))
