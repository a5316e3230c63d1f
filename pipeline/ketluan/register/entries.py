"""What the register holds: places, bodies of the whole country, and kinds of body that every place has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["Body", "Kind", "Named", "Place", "in_force"]


def in_force(since: date | None, until: date | None, day: date) -> bool:
    """Tell whether a day lies between a first and a last day, either of which may be open (None)."""
    return (since is None or since <= day) and (until is None or day <= until)


@dataclass(frozen=True, slots=True)
class Named:
    """A name that a place has or had, with the first and last day it had it, None where it has no end."""

    level: str
    name: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """A province, a centrally run city or a district.

    Attributes:
        id: "vn:place/" and the code that the General Statistics Office gave before July 2025, two digits for a province
            and three for a district.
        names: in the order of time.
        parent: the id of a district's province.
        until: the last day of its administration, None where it goes on.
        successor: the id of the place that it was merged into.
        code_2025: the code that a province has in Decision 19/2025/QĐ-TTg (Lào Cai has 15, which was Yên Bái's).
    """

    id: str
    names: tuple[Named, ...]
    parent: str | None = None
    until: date | None = None
    successor: str | None = None
    code_2025: str | None = None

    @property
    def province(self) -> str:
        """The id of a district's province, or a province's own."""
        return self.parent or self.id

    def named(self, day: date | None) -> Named:
        """Return the name of a day, or the last one."""
        return next((one for one in self.names if day and in_force(one.since, one.until, day)), self.names[-1])


@dataclass(frozen=True, slots=True)
class Body:
    """A body of the whole country; `names` as (name, last day), the last day of the present one being None."""

    id: str
    names: tuple[tuple[str, date | None], ...]
    since: date | None = None
    until: date | None = None
    successor: str | None = None
    parent: str | None = None

    def named(self, day: date | None) -> str:
        """Return the name of a day, or the last one."""
        return next((name for name, last in self.names if last is None or (day and day <= last)), self.names[-1][0])


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of body that provinces ("p") or districts ("d") have; `name` has {place} or {uy} in it."""

    kind: str
    name: str
    levels: str
    since: date | None = None
    until: date | None = None
    successor: str | None = None
