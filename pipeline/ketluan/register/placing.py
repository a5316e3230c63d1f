"""Read the words of a place, "quận 1, TP. HCM" or "tỉnh" alone, and find the one place that they mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from ketluan.register.entries import Place, in_force
from ketluan.register.keys import Words
from ketluan.register.tables import Key, PlaceName, tables

__all__ = ["BETWEEN", "OF", "Asked", "Step", "one_of", "resolved", "steps_of"]

BETWEEN = frozenset({"", ",", "(", ")"})  # what may stand between a body and its place; "và" and a dash may not
OF = frozenset({"của", "thuộc", "tại", "ở"})

_DISTRICTS = frozenset({"huyện", "quận", "thị xã", "thành phố"})
_LEVELS: dict[Key, str] = {tuple(level.split()): level for level in ("tỉnh", *_DISTRICTS)} | {("huyện", "đảo"): "huyện"}
_LONGEST_NAME = 6  # words in a place's name, at most
_DEEPEST = 2  # a district and its province
# A name that is a person's before it is a place's: read with its level, or behind a district's, only.
_PERSONS = frozenset({("hồ", "chí", "minh")})

T = TypeVar("T")


class Asked(NamedTuple):
    """What the caller knows beside the phrase: the day it speaks from, the place it speaks of."""

    day: date | None
    home: Place | None


class Step(NamedTuple):
    """One part of a place as written: its level and its name, either of them perhaps left out."""

    level: str | None
    name: Key | None


def one_of(found: Iterable[T]) -> T | None:
    """Return what was found if it is one thing only, however often."""
    distinct = list(dict.fromkeys(found))
    return distinct[0] if len(distinct) == 1 else None


def steps_of(given: Words, at: int) -> Iterator[list[Step]]:
    """Yield each way to read the words from a place to the end as a district and its province, or one of them."""
    words, joins = given
    if at < len(words) and words[at] in OF:
        at += 1
    yield from _steps(words, joins, at, _DEEPEST)


def _steps(words: Sequence[str], joins: Sequence[str], at: int, depth: int) -> Iterator[list[Step]]:
    if at >= len(words) or depth == 0:
        return
    level, after = None, at
    for end in (at + 2, at + 1):
        if end <= len(words) and tuple(words[at:end]) in _LEVELS:
            level, after = _LEVELS[tuple(words[at:end])], end
            break
    for end in range(min(len(words), after + _LONGEST_NAME), after, -1):
        name = tuple(words[after:end])
        if name not in tables().place_names or (level is None and depth == _DEEPEST and name in _PERSONS):
            continue
        step = Step(level, name)
        if end == len(words):
            yield [step]
        elif joins[end] in BETWEEN:
            yield from ([step, *rest] for rest in _steps(words, joins, end + (words[end] in OF), depth - 1))
    if level is not None and after == len(words):
        yield [Step(level, None)]


def resolved(steps: Sequence[Step], ranks: str, asked: Asked, *, bare: bool = False) -> Place | None:
    """Return the one place that is meant, else None.

    Args:
        steps: a district and its province, or one of them.
        ranks: the ranks that come into question, "p" for provinces, "d" for districts.
        asked: what decides between places of one name.
        bare: whether nothing but the place was written; a district without its level must then be in the home.
    """
    step, *rest = steps
    above = resolved(rest, "p", asked) if rest else None
    if rest and above is None:
        return None
    if step.name is None:
        return None if rest else _unnamed(step.level, ranks, asked)
    found = [one for one in tables().place_names[step.name] if _rank(one.place) in ranks]
    if above is not None:
        # "Châu Thành, Tây Ninh" is of the old Tây Ninh, and of what was merged into it only where that has none.
        inside = [one for one in found if one.place.parent == above.id]
        found = inside or [one for one in found if _merged_into(one.place, above)]
    found = _of_level(found, step.level)
    if bare and step.level is None and above is None:
        home = asked.home.province if asked.home else None
        found = [one for one in found if one.place.parent is None or one.place.parent == home]
    return _one_place(found, asked)


def _rank(place: Place) -> str:
    return "d" if place.parent else "p"


def _merged_into(place: Place, above: Place) -> bool:
    return place.parent is not None and tables().places[place.parent].successor == above.id


def _of_level(found: list[PlaceName], level: str | None) -> list[PlaceName]:
    if level is None:  # a province before the town of the same name
        return [one for one in found if not one.place.parent] or found
    exact = [one for one in found if one.level == level]
    # Districts rise to towns and cities; the tables have the last level only.
    return exact or [one for one in found if one.place.parent and level in _DISTRICTS]


def _one_place(found: list[PlaceName], asked: Asked) -> Place | None:
    if asked.day is not None:
        found = [one for one in found if in_force(one.since, one.until, asked.day)] or found
    if asked.home is not None:
        home = asked.home.province
        found = [one for one in found if one.place.province == home] or found
    return one_of(one.place for one in found)


def _unnamed(level: str | None, ranks: str, asked: Asked) -> Place | None:
    """Return the place that "tỉnh", "thành phố", "huyện" or nothing at all means in a report about a place."""
    if asked.home is None:
        return None
    province = tables().places[asked.home.province]
    if level is None:
        return province if ranks == "p" else asked.home if asked.home.parent and ranks == "d" else None
    for place in dict.fromkeys((asked.home, province)):
        # Without a day a place may be meant under any level that it had: Đồng Nai was a province until April 2026.
        named = [place.named(asked.day)] if asked.day else place.names
        if _rank(place) in ranks and any(one.level == level for one in named):
            return place
    return None
