"""`ketluan normalize`: what a phrase means, as a number, an amount, a time or a numbered paper."""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Annotated, Any

import typer

from ketluan.cli.output import print_json
from ketluan.errors import NormaliseError

__all__ = ["describe", "normalize"]

_DATE_FORM = re.compile(r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{1,4}|[0-9]{1,2}/[0-9]{1,4}")


def normalize(
    phrase: Annotated[
        str | None, typer.Argument(help='One phrase, such as "quý III/2022" or "hơn 45.000 tỷ đồng".')
    ] = None,
    reference: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], help="The day the phrase speaks from: it settles what the phrase leaves out."
        ),
    ] = None,
    jsonl: Annotated[
        str | None,
        typer.Option(
            metavar="FILE", help="Read phrases from FILE (- is stdin), one per line, and write as many objects."
        ),
    ] = None,
) -> None:
    """Tell what a phrase means, as one JSON object.

    "kind" is "time", "number", "amount", "paper", or null where the phrase is none of these. A line that --jsonl reads
    is a bare phrase, a JSON string, or an object with "text" and, if it has a day of its own, "reference".
    """
    day = reference.date() if reference else None
    if (phrase is None) == (jsonl is None):
        raise typer.BadParameter("give one phrase, or --jsonl FILE", param_hint="PHRASE")
    if phrase is not None:
        print_json(describe(phrase, day))
        return
    assert jsonl is not None
    for number, line in enumerate(_lines(jsonl), start=1):
        text, own_day = _request(line, source=jsonl, place=f"line {number}")
        print_json(describe(text, own_day or day))


def describe(phrase: str, reference: date | None) -> dict[str, Any]:
    """The meaning of one phrase.

    Args:
        phrase: Vietnamese, as a report would write it.
        reference: the day it speaks from.

    Returns:
        `{"text", "kind": "time", "start", "end", "precision"}`, `{"text", "kind": "number", "value"}`,
        `{"text", "kind": "amount", "value", "unit", "qualifier"}` (with "low" and "high" for a range, "total" for
        "13/14 …"), `{"text", "kind": "paper", "number", "serial", "year", "paper_kind", "issuer"}` for the number of an
        official paper, its parts None where it has none, or `{"text", "kind": None}`.
        Days are ISO 8601, figures plain-decimal strings.
        What reads as a bare number is one ("2022", "hai mươi"), unless it has the form of a date ("30/9").
        A time that comes again also has "rule" (RFC 5545), one that is a bound "relation" (before, by, until, from,
        since), a number such as "thứ nhất" has "ordinal": true, and an amount whose unit has another spelling
        as its standard "symbol" ("ki lô mét" km, "euro" EUR), unless its unit is one that records already spell alike.
    """
    from ketluan.normalise.amounts import parse_amount
    from ketluan.normalise.numbers import parse_number, plain_or_none, to_plain
    from ketluan.normalise.ordinals import parse_ordinal
    from ketluan.normalise.papers import parse_paper
    from ketluan.normalise.spoken import is_spoken_year
    from ketluan.normalise.symbols import symbol_of
    from ketluan.normalise.times import parse_time
    from ketluan.normalise.units import RECORD_UNITS

    text = unicodedata.normalize("NFC", phrase).strip()
    paper = parse_paper(text)
    if paper is not None:
        parts = {"number": paper.number, "serial": paper.serial, "year": paper.year}
        return {"text": phrase, "kind": "paper", **parts, "paper_kind": paper.kind, "issuer": paper.issuer}
    number = parse_number(text)
    if number is None or _DATE_FORM.fullmatch(text) or is_spoken_year(text):
        time = parse_time(text, reference, alone=True)
        if time is not None:
            bounds = {"rule": time.rule, "relation": time.relation if time.relation != "in" else None}
            return {
                "text": phrase,
                "kind": "time",
                "start": time.first.isoformat() if time.first else None,
                "end": time.last.isoformat() if time.last else None,
                "precision": time.precision,
            } | {name: found for name, found in bounds.items() if found}
    if number is not None:
        return {"text": phrase, "kind": "number", "value": to_plain(number)}
    ordinal = parse_ordinal(text)
    if ordinal is not None:
        return {"text": phrase, "kind": "number", "value": str(ordinal), "ordinal": True}
    amount = parse_amount(text)
    if amount is None:
        return {"text": phrase, "kind": None}
    value = plain_or_none(amount.value)
    meaning = {"text": phrase, "kind": "amount", "value": value, "unit": amount.unit, "qualifier": amount.qualifier}
    more = {"low": amount.low, "high": amount.high, "total": amount.total}
    meaning |= {name: to_plain(figure) for name, figure in more.items() if figure is not None}
    symbol = symbol_of(amount.unit) if amount.unit.partition("/")[0] not in RECORD_UNITS else None
    return meaning | ({"symbol": symbol} if symbol and symbol != amount.unit else {})


def _lines(source: str) -> Iterator[str]:
    if source == "-":
        yield from _decoded(sys.stdin.buffer, source)
        return
    try:
        file = open(source, "rb")  # noqa: SIM115 - the with below; only the opening may fail like this
    except OSError as error:
        raise NormaliseError(
            f"cannot be read: {error.strerror}", source=source, mend="name a file of phrases, or - for stdin"
        ) from None
    with file:
        yield from _decoded(file, source)


def _decoded(lines: Iterable[bytes], source: str) -> Iterator[str]:
    for number, line in enumerate(lines, start=1):
        try:
            yield line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise NormaliseError(
                "not UTF-8", source=source, place=f"line {number}, byte {error.start + 1}", mend="save it as UTF-8"
            ) from None


def _request(line: str, *, source: str, place: str) -> tuple[str, date | None]:
    if not line.lstrip().startswith(('"', "{")):
        return line, None
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return line, None  # a phrase may well begin with a quotation mark
    if isinstance(value, str):
        return value, None
    text, day = value.get("text"), value.get("reference")
    try:
        if isinstance(text, str) and (day is None or isinstance(day, str)):
            return text, date.fromisoformat(day) if day else None
    except ValueError:
        pass  # a reference that is no day: the same complaint
    raise NormaliseError(
        "no phrase to read", source=source, place=place, mend='write {"text": "…", "reference": "YYYY-MM-DD"}'
    )
