"""Stand-off annotations: records without their sentences (offsets and values), and the way back to records.

They exist because the texts may not be copied here. A span is `{"start", "end"}`; the text of positions, most
actions, issuers and indicators is left out or given by its offsets. `scripts/standoff.py` writes them.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, Final

from pydantic import ValidationError

from ketluan.errors import AnnotationError
from ketluan.record import Record, invalid_record

__all__ = ["fill", "fill_blank", "is_standoff", "ranges"]

_BLANK: Final = "\N{WHITE SQUARE}"


def is_standoff(raw: dict[str, Any]) -> bool:
    """Whether a line is a stand-off annotation: it has a span, and no span of it holds its text."""
    spans = list(ranges(raw))
    return bool(spans) and not any("text" in span for _, span in spans)


def ranges(value: Any, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object with `start` and `end` as numbers, with its place ("metrics[3].mentions[0]")."""
    if isinstance(value, dict):
        if isinstance(value.get("start"), int) and isinstance(value.get("end"), int):
            yield place, value
        for key, part in value.items():
            yield from ranges(part, f"{place}.{key}" if place else key)
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from ranges(part, f"{place}[{index}]")


def fill(raw: dict[str, Any], text: str, *, source: str | None = None) -> Record:
    """The whole record of a stand-off annotation.

    Args:
        raw: one line of a stand-off file, as plain values.
        text: the report that was annotated.
        source: the file, for the error only.

    Raises:
        AnnotationError: the text is not the one that was annotated, or the result is no record.
    """
    told = raw.get("source", {}).get("sha256")
    found = hashlib.sha256(text.encode("utf-8")).hexdigest()
    if told != found:
        raise AnnotationError(
            f"the text's SHA-256 is {found}, not {told}",
            source=raw.get("doc_id"),
            mend="take the text from which it was annotated, byte for byte",
        )
    record = _filled(raw, text, source)
    record.check_spans(text)
    return record


def fill_blank(raw: dict[str, Any], *, source: str | None = None) -> Record:
    """A record with the offsets, values and ids of a stand-off annotation, and blanks for words.

    For what can be told without the text: that the fields fit the schema and that ids lead to facts.

    Raises:
        AnnotationError: it fits no record, whatever the text may be.
    """
    length = max((span["end"] for _, span in ranges(raw)), default=0)
    return _filled(raw, _BLANK * length, source)


def _filled(raw: dict[str, Any], text: str, source: str | None) -> Record:
    try:
        record = _quoted(raw, text)
        record["source"]["title"] = text.split("\n", 1)[0]
        for official in record["officials"]:
            for position in official["positions"]:
                position.setdefault("title", position["span"]["text"])
        names = {official["id"]: official["name"] for official in record["officials"]}
        for metric in record["metrics"]:
            metric["indicator"] = _words(metric["indicator"])
        for directive in record["directives"]:
            directive.setdefault("action", directive["mentions"][0]["text"])
            issuer = directive.get("issuer")
            if issuer and issuer.get("official"):
                issuer.setdefault("text", names.get(issuer["official"], ""))
        for kind, name in (("documents", "title"), ("programmes", "name")):
            for paper in record[kind]:
                paper[name] = _words(paper.get(name))
        return Record.model_validate_json(json.dumps(record))
    except ValidationError as error:
        raise invalid_record(error, source=source, place=raw.get("doc_id")) from None
    except (KeyError, TypeError, IndexError, AttributeError) as error:
        raise AnnotationError(
            f"not a stand-off annotation: {error!r}",
            source=source,
            place=raw.get("doc_id"),
            mend="`scripts/standoff.py strip` writes them",
        ) from None


def _words(value: Any) -> Any:
    return value["text"] if isinstance(value, dict) else value


def _quoted(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        if value.keys() >= {"start", "end"} and isinstance(value["start"], int):
            return {**value, "text": text[value["start"] : value["end"]]}
        return {key: _quoted(part, text) for key, part in value.items()}
    return [_quoted(part, text) for part in value] if isinstance(value, list) else value
