"""Which bodies and places of the register the words of a record name: one id beside every written form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from ketluan.record import Directive, Metric, Official, Party, Record
from ketluan.register import identify, place_of

__all__ = ["home_of", "phrases_of", "with_bodies"]

_NAMED_OFTEN = 2


def with_bodies(record: Record) -> Record:
    """Return a record whose positions, subjects, issuers and addressees carry the ids of what they name."""
    day, home = record.reference_date, home_of(record)
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


def home_of(record: Record) -> str | None:
    """Return the id of the one province that a report speaks of, else None.

    "UBND tỉnh" is that province's only where no other province is named and this one more than once: a wrong place
    would give a wrong id, and none is better.
    """
    found = (identify(phrase, record.reference_date) for _, phrase in phrases_of(record))
    places = (place_of(one.place) for one in found if one and one.place)
    provinces = Counter(place.province for place in places if place)
    if len(provinces) != 1:
        return None
    (province, times), *_ = provinces.items()
    return province if times >= _NAMED_OFTEN else None


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
