"""The record of one report: the public contract that downstream systems read.

One `Record` is one line of JSONL. Spans are half-open ranges of Unicode code points in the report's text, figures are
strings in plain decimal (no float ever touches one), dates are ISO 8601 and periods have both ends, inclusive.
A value that does not fit raises `pydantic.ValidationError`, from `parse_record` `AnnotationError`.
Every value is frozen: a stage that adds something makes a new record (`record.model_copy(update={"checks": [...]})`).

    Record
    ├── source, reference_date, text (only where the user asked for it)
    ├── meeting     Meeting: name, MeetingDate, chairs (ids of officials)
    ├── officials   Official: name, Position…          ├── metrics     Metric: value, unit, Period, Basis, subject …
    ├── documents   Paper                              ├── directives  Directive: action, Issuer, addressees …
    ├── programmes  Programme                          ├── deadlines   Deadline
    └── checks      Check: what does not add up, with the ids of the facts concerned
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from ketluan.errors import AnnotationError

__all__ = [
    "KINDS",
    "SCHEMA_VERSION",
    "Basis",
    "BasisKind",
    "Change",
    "Check",
    "Deadline",
    "Directive",
    "Figure",
    "IsoDate",
    "Issuer",
    "Meeting",
    "MeetingDate",
    "Metric",
    "Official",
    "Paper",
    "Party",
    "Period",
    "Position",
    "Programme",
    "Qualifier",
    "Record",
    "Severity",
    "Source",
    "Span",
    "Status",
    "invalid_record",
    "parse_record",
]

SCHEMA_VERSION: Final = "1"

KINDS: Final = ("officials", "documents", "programmes", "metrics", "directives", "deadlines")
"""The fields of a record that hold its facts, each a kind of them."""

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _iso_day(value: object) -> object:
    # pydantic alone would also take timestamps and times of day, which no reader of the contract expects.
    if isinstance(value, datetime) or not (
        isinstance(value, date) or (isinstance(value, str) and _ISO_DATE.fullmatch(value))
    ):
        raise ValueError("a day is written as YYYY-MM-DD")
    return value


IsoDate = Annotated[date, BeforeValidator(_iso_day)]
"""A day; in JSON a string YYYY-MM-DD."""

Figure = Annotated[str, StringConstraints(strict=True, pattern=r"^-?[0-9]+(\.[0-9]+)?$")]
"""A number as a string in plain decimal: "5030", "107.3", "45000000000000"."""

Confidence = Annotated[float, Field(ge=0.0, le=1.0)]
Identifier = Annotated[str, StringConstraints(min_length=1)]

Qualifier = Literal["exact", "about", "over", "under", "at_least", "at_most"]
Change = Literal["none", "increase", "decrease"]
Status = Literal["actual", "target", "remaining"]
BasisKind = Literal["plan", "same_period", "previous_period", "total"]
Severity = Literal["info", "warning", "error"]


class _Value(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(_Value):
    """A literal quote: `text` is the report's text from code point `start` up to, not including, `end`."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.start > self.end:
            raise ValueError(f"the span starts at {self.start}, after its end {self.end}")
        if len(self.text) != self.end - self.start:
            raise ValueError(f"the span {self.start}-{self.end} has a text of {len(self.text)} code points")
        return self


class Source(_Value):
    """Where the report came from; `sha256` is that of its text in UTF-8."""

    uri: str | None = None
    title: str | None = None
    published: IsoDate | None = None
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None


class Period(_Value):
    """Days from `start` to `end`, both inclusive."""

    start: IsoDate
    end: IsoDate

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _require_order(self.start, self.end)
        return self


class MeetingDate(_Value):
    """The day or days a meeting took place, both inclusive, and the words that say so."""

    start: IsoDate
    end: IsoDate
    span: Span

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        _require_order(self.start, self.end)
        return self


class Meeting(_Value):
    """The one meeting that the report is about; `chairs` are ids of officials."""

    name: Span | None = None
    date: MeetingDate | None = None
    chairs: list[Identifier] = []


class Party(Span):
    """A quote that names a body, a place or people; `body` is the id of what it names in `ketluan.register`."""

    body: Identifier | None = None


class Position(_Value):
    """A position of an official, as the report writes it; `body` is the register's id of the body it is one of."""

    title: str
    span: Span
    body: Identifier | None = None


class _Fact(_Value):
    id: Identifier


class Official(_Fact):
    """A named person with a public position; `name` is the fullest form, without honorific."""

    name: str
    positions: list[Position] = []
    mentions: list[Span] = Field(min_length=1)
    confidence: Confidence | None = None


class Paper(_Fact):
    """A normative or administrative paper (an entry of `documents`)."""

    kind: str
    number: str | None = None
    title: str | None = None
    date: IsoDate | None = None
    mentions: list[Span] = Field(min_length=1)
    confidence: Confidence | None = None


class Programme(_Fact):
    """An undertaking whose progress can be reported; `name` as written, with the kind."""

    kind: str
    number: str | None = None
    name: str
    period: Period | None = None
    mentions: list[Span] = Field(min_length=1)
    confidence: Confidence | None = None


class Basis(_Value):
    """What a relative figure is relative to; `of` is the id of the metric that it describes."""

    kind: BasisKind | None = None
    of: Identifier | None = None
    period: Period | None = None


class Metric(_Fact):
    """A quantity that the text states: `value`, or `low` and `high` for a range; `total` in "13/14"."""

    indicator: str
    value: Figure | None = None
    low: Figure | None = None
    high: Figure | None = None
    total: Figure | None = None
    unit: str
    qualifier: Qualifier = "exact"
    change: Change = "none"
    status: Status = "actual"
    period: Period | None = None
    basis: Basis | None = None
    subject: Party | None = None
    programme: Identifier | None = None
    mentions: list[Span] = Field(min_length=1)
    confidence: Confidence | None = None


class Issuer(_Value):
    """Who issues a directive: an official by id, and the name, position or body as text.

    Where no official is known, `body` is the register's id of what the text names.
    """

    official: Identifier | None = None
    text: str
    body: Identifier | None = None


class Directive(_Fact):
    """An action that somebody with authority requires."""

    action: str
    issuer: Issuer | None = None
    addressees: list[Party] = []
    deadline: Identifier | None = None
    programme: Identifier | None = None
    mentions: list[Span] = Field(min_length=1)
    confidence: Confidence | None = None


class Deadline(_Fact):
    """A time by or within which something is to be done; both days null where the text does not determine them."""

    start: IsoDate | None = None
    end: IsoDate | None = None
    mentions: list[Span] = Field(min_length=1)
    confidence: Confidence | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.start is not None and self.end is not None:
            _require_order(self.start, self.end)
        return self


class Check(_Value):
    """Something that does not add up; `refs` are the ids of the facts concerned."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
    severity: Severity = "warning"
    message: str
    refs: list[Identifier] = []


class Record(_Value):
    """Everything found in one report: ids are unique in it, and every reference leads to a fact of it."""

    schema_version: Literal["1"] = SCHEMA_VERSION
    doc_id: Identifier
    source: Source = Source()
    reference_date: IsoDate | None = None
    meeting: Meeting | None = None
    officials: list[Official] = []
    documents: list[Paper] = []
    programmes: list[Programme] = []
    metrics: list[Metric] = []
    directives: list[Directive] = []
    deadlines: list[Deadline] = []
    checks: list[Check] = []
    text: str | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        known: dict[str, _Fact] = {}
        for fact in self._facts():
            if fact.id in known:
                raise ValueError(f"the id {fact.id!r} is given twice")
            known[fact.id] = fact
        for place, ref, kind in self._references():
            if not isinstance(known.get(ref), kind):
                raise ValueError(f"{place} refers to {ref!r}, which the record does not hold")
        return self

    def _facts(self) -> Iterator[_Fact]:
        for kind in KINDS:
            yield from getattr(self, kind)

    def _references(self) -> Iterator[tuple[str, str, type[_Fact]]]:
        wanted: list[tuple[str, str | None, type[_Fact]]] = []
        if self.meeting is not None:
            wanted += [("meeting.chairs", chair, Official) for chair in self.meeting.chairs]
        for metric in self.metrics:
            wanted.append((f"{metric.id}.basis.of", metric.basis.of if metric.basis else None, Metric))
            wanted.append((f"{metric.id}.programme", metric.programme, Programme))
        for order in self.directives:
            wanted.append((f"{order.id}.issuer.official", order.issuer.official if order.issuer else None, Official))
            wanted.append((f"{order.id}.deadline", order.deadline, Deadline))
            wanted.append((f"{order.id}.programme", order.programme, Programme))
        for check in self.checks:
            wanted += [(f"check {check.code}", ref, _Fact) for ref in check.refs]
        return ((place, ref, kind) for place, ref, kind in wanted if ref is not None)

    def spans(self) -> Iterator[tuple[str, Span]]:
        """Every span with its place in the record ("metrics[3].mentions[0]"), in the order of the fields."""
        return _spans("", self)

    def check_spans(self, text: str) -> None:
        """Compare every span with the report's text.

        Raises:
            AnnotationError: a span's text is not what `text` has at its offsets; names the first such span.
        """
        for place, span in self.spans():
            found = text[span.start : span.end]
            if found != span.text:
                raise AnnotationError(
                    f"the span {span.start}-{span.end} says {span.text!r} where the text has {found!r}",
                    source=self.doc_id,
                    place=place,
                    mend="offsets count Unicode code points of the report's text in NFC",
                )

    def to_json(self) -> str:
        """The record as one line of JSON, not ASCII-escaped, without line feed; `text` only where it is known."""
        return self.model_dump_json(exclude={"text"} if self.text is None else None)


def parse_record(line: str | bytes, *, source: str | None = None, place: str | None = None) -> Record:
    """Read one line of JSONL.

    Args:
        line: one record in JSON.
        source: the file it is from, and `place` where in it ("line 7"): for the error only.

    Raises:
        AnnotationError: it is no JSON, or not a record of this schema version; names the first field that is wrong.
    """
    try:
        return Record.model_validate_json(line)
    except ValidationError as error:
        raise invalid_record(error, source=source, place=place) from None


def invalid_record(error: ValidationError, *, source: str | None = None, place: str | None = None) -> AnnotationError:
    """The error that tells a user what pydantic found, in one sentence."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    more = f", and {error.error_count() - 1} more" if error.error_count() > 1 else ""
    return AnnotationError(
        f"not a record: {field + ': ' if field else ''}{first['msg']}{more}",
        source=source,
        place=place,
        mend="records follow the JSON Schema that `ketluan schema` prints",
    )


def _require_order(start: date, end: date) -> None:
    if start > end:
        raise ValueError(f"the period starts on {start}, after its end {end}")


def _spans(place: str, value: Any) -> Iterator[tuple[str, Span]]:
    if isinstance(value, Span):
        yield place, value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _spans(f"{place}.{name}" if place else name, getattr(value, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _spans(f"{place}[{index}]", item)
