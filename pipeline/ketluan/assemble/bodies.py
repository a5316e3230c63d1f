"""Which bodies and places of the register the words of a record name: one id beside every written form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ketluan.record import Directive, Metric, Official, Party, Record
from ketluan.register import identify, place_of, provinces_in

__all__ = ["home_of", "phrases_of", "with_bodies"]

_NAMED_OFTEN = 2
_MUCH_MORE = 3
"""How many times as often as any other the text must name a province to be about it."""


def with_bodies(record: Record, text: str = "") -> Record:
    """Return a record whose positions, subjects, issuers and addressees carry the ids of what they name.

    Args:
        record: as assembled.
        text: the report's, which helps to tell the province it speaks of.
    """
    day, home = record.reference_date, home_of(record, text)
    return record.model_copy(
        update={
            "officials": [_official(official, day, home) for official in record.officials],
            "metrics": [_metric(metric, day, home) for metric in record.metrics],
            "directives": [_directive(directive, day, home) for directive in record.directives],
        }
    )


def phrases_of(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the words that may name a body or a place, each with the field that they are of."""
    for official in record.officials:
        yield from (("positions", position.title) for position in official.positions)
    for metric in record.metrics:
        if metric.subject:
            yield "subjects", metric.subject.text
    for directive in record.directives:
        yield from (("addressees", addressee.text) for addressee in directive.addressees)


def home_of(record: Record, text: str = "") -> str | None:
    """Return the id of the one province that a report speaks of, else None.

    "UBND tỉnh" is that province's where the record names it more than once and no other, or where it names no other and
    the text names it much more often than any other: a wrong place would give a wrong id, and none is better.
    """
    found = (identify(phrase, record.reference_date) for _, phrase in phrases_of(record))
    places = (place_of(one.place) for one in found if one and one.place)
    provinces = Counter(place.province for place in places if place)
    if len(provinces) > 1:
        return None
    if not provinces:
        return _topic(text, _MUCH_MORE)
    ((province, times),) = provinces.items()
    return province if times >= _NAMED_OFTEN or _topic(text, _NAMED_OFTEN) == province else None


def _topic(text: str, least: int) -> str | None:
    """The province that a text names that often, and much more often than any other."""
    (first, times), (_, others) = [*provinces_in(text).most_common(2), ("", 0), ("", 0)][:2]
    return first if times >= max(least, _MUCH_MORE * others) else None


def _id(phrase: str, day: date | None, home: str | None) -> str | None:
    found = identify(phrase, day, home)
    return found.id if found else None


def _official(official: Official, day: date | None, home: str | None) -> Official:
    positions = [p.model_copy(update={"body": _id(p.title, day, home)}) for p in official.positions]
    return official.model_copy(update={"positions": positions})


def _party(party: Party, day: date | None, home: str | None) -> Party:
    return party.model_copy(update={"body": _id(party.text, day, home)})


def _metric(metric: Metric, day: date | None, home: str | None) -> Metric:
    if metric.subject is None:
        return metric
    return metric.model_copy(update={"subject": _party(metric.subject, day, home)})


def _directive(directive: Directive, day: date | None, home: str | None) -> Directive:
    issuer = directive.issuer
    if issuer is not None and issuer.official is None:
        issuer = issuer.model_copy(update={"body": _id(issuer.text, day, home)})
    addressees = [_party(addressee, day, home) for addressee in directive.addressees]
    return directive.model_copy(update={"issuer": issuer, "addressees": addressees})
