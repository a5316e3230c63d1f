"""A record taken apart into what annotation formats know (marked spans, links between them) and the rest.

Every format of `ketluan.data.formats` carries the marks and links in its own way, and the rest as JSON where it has
room for metadata. `join_record` reads all three: a span or link that somebody moved in a tool is moved in the record.

    marks   one per span, with a label; subjects, addressees and positions at one place share one mark
    links   "of", "programme", "issuer", "deadline" between the first marks of two facts: read back into the record;
            "subject", "addressee", "position" from a fact's first mark to its own: for the tool's eye, and compared
    rest    the record, with `{"mark": "T3"}` for each span and without the references that are links
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from pydantic import ValidationError

from ketluan.errors import AnnotationError
from ketluan.record import Record, invalid_record

__all__ = ["LABELS", "LINKS", "Layers", "Link", "Mark", "join_record", "split_record"]

LABELS: Final = (
    "MEETING", "MEETING_DATE", "OFFICIAL", "POSITION", "DOCUMENT", "PROGRAMME", "METRIC", "SUBJECT", "DIRECTIVE",
    "ADDRESSEE", "DEADLINE",
)  # fmt: skip
"""The labels of marks."""

_FACTS: Final = {
    "officials": "OFFICIAL", "documents": "DOCUMENT", "programmes": "PROGRAMME", "metrics": "METRIC",
    "directives": "DIRECTIVE", "deadlines": "DEADLINE",
}  # fmt: skip
_SHARED: Final = {"positions": "POSITION", "subject": "SUBJECT", "addressees": "ADDRESSEE"}
# Fields that hold the id of a fact: where they are, and what the link is called.
_REFERENCES: Final = (
    ("metrics", ("basis", "of"), "of"),
    ("metrics", ("programme",), "programme"),
    ("directives", ("issuer", "official"), "issuer"),
    ("directives", ("deadline",), "deadline"),
    ("directives", ("programme",), "programme"),
)
_ROLES: Final = (("metrics", "subject"), ("directives", "addressees"), ("officials", "positions"))
_ROLE_NAMES: Final = {"subject": "subject", "addressees": "addressee", "positions": "position"}

LINKS: Final = (*dict.fromkeys(kind for _, _, kind in _REFERENCES), *_ROLE_NAMES.values())
"""The kinds of links."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled range of a text (code points, half-open); `id` is unique in its report ("T3")."""

    id: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Link:
    """A link from a mark to a mark, by their ids."""

    kind: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Layers:
    """A record taken apart, with its text; `rest` is plain values, and its "doc_id" that of the report."""

    text: str
    marks: tuple[Mark, ...]
    links: tuple[Link, ...]
    rest: dict[str, Any]

    @property
    def doc_id(self) -> str:
        """The report's id."""
        return str(self.rest.get("doc_id"))


def split_record(record: Record, text: str) -> Layers:
    """Take a record apart.

    Args:
        record: spans that quote `text`.
        text: the report's text; the record's own, if it holds one.

    Raises:
        AnnotationError: a span does not quote the text, or the record holds another text.
    """
    record.check_spans(text)
    if record.text not in (None, text):
        raise AnnotationError("the record holds another text", source=record.doc_id, mend="leave one of the two out")
    rest: dict[str, Any] = json.loads(record.to_json())
    marks: list[Mark] = []
    shared: dict[tuple[str, int, int], str] = {}
    for label, holder, key in _spans(rest):
        span = holder[key]
        if span["start"] == span["end"]:
            continue  # no format can show it: it stays in the rest
        place = (label, span["start"], span["end"])
        name = shared.get(place) if label in _SHARED.values() else None
        if name is None:
            name = f"T{len(marks) + 1}"
            marks.append(Mark(name, *place))
            shared[place] = name
        holder[key] = {"mark": name} | {k: v for k, v in span.items() if k not in ("start", "end", "text")}
    if record.text is not None:
        rest["text"] = {"same": True}
    links = list(_references(rest, remove=True)) + list(_role_links(rest))
    return Layers(text, tuple(marks), tuple(links), rest)


def join_record(layers: Layers) -> Record:
    """The record that was taken apart, with the spans and links as they are now.

    Raises:
        AnnotationError: a mark or link is missing or left over, or the result is no record.
    """
    rest = copy.deepcopy(layers.rest)
    marks = {mark.id: mark for mark in layers.marks}
    expected = set(_role_links(rest))
    used: set[str] = set()
    try:
        _link_back(rest, layers)
        for label, holder, key in _spans(rest):
            name = holder[key].get("mark")
            if name is None:
                continue
            mark = marks.get(name)
            if mark is None or mark.label != label:
                raise _wrong(layers, f"the record needs a mark {name} with the label {label}", "mark it again")
            used.add(name)
            words = layers.text[mark.start : mark.end]
            more = {k: v for k, v in holder[key].items() if k != "mark"}
            holder[key] = {"start": mark.start, "end": mark.end, "text": words, **more}
        if rest.get("text") == {"same": True}:
            rest["text"] = layers.text
        record = Record.model_validate_json(json.dumps(rest))
    except ValidationError as error:
        raise invalid_record(error, source=layers.doc_id) from None
    except (KeyError, TypeError, AttributeError, IndexError) as error:
        raise _wrong(layers, f"its metadata are damaged: {error!r}", "export it again") from None
    left = marks.keys() - used
    if left:
        raise _wrong(layers, f"no fact has the mark {min(left)}", "marks can be moved here, facts added in the record")
    roles = {link for link in layers.links if link.kind in _ROLE_NAMES.values()}
    if roles != expected:
        odd = min(roles ^ expected, key=str)
        raise _wrong(layers, f"the link {odd.kind} {odd.source} {odd.target} is not the record's", "change the record")
    record.check_spans(layers.text)
    return record


def _wrong(layers: Layers, message: str, mend: str) -> AnnotationError:
    return AnnotationError(message, source=layers.doc_id, mend=mend)


def _spans(rest: dict[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    """Every span that a record has, as its label and the list or object that holds it under a key."""
    meeting = rest.get("meeting")
    if meeting and meeting.get("name"):
        yield "MEETING", meeting, "name"
    if meeting and meeting.get("date"):
        yield "MEETING_DATE", meeting["date"], "span"
    for kind, label in _FACTS.items():
        for fact in rest.get(kind, []):
            for index in range(len(fact["mentions"])):
                yield label, fact["mentions"], index
            for position in fact.get("positions", []):
                yield "POSITION", position, "span"
            for index in range(len(fact.get("addressees", []))):
                yield "ADDRESSEE", fact["addressees"], index
            if fact.get("subject"):
                yield "SUBJECT", fact, "subject"


def _head(fact: dict[str, Any]) -> str | None:
    mark = fact["mentions"][0].get("mark")
    return None if mark is None else str(mark)


def _references(rest: dict[str, Any], *, remove: bool) -> Iterator[Link]:
    heads = {fact["id"]: _head(fact) for kind in _FACTS for fact in rest[kind]}
    for kind, path, name in _REFERENCES:
        for fact in rest[kind]:
            holder = fact if len(path) == 1 else fact.get(path[0])
            target = holder.get(path[-1]) if holder else None
            source, aim = _head(fact), heads.get(target)
            if target is None or source is None or aim is None:
                continue
            if remove:
                holder[path[-1]] = None
            yield Link(name, source, aim)


def _link_back(rest: dict[str, Any], layers: Layers) -> None:
    facts = {head: (kind, fact) for kind in _FACTS for fact in rest[kind] if (head := _head(fact))}
    fields = {(kind, name): path for kind, path, name in _REFERENCES}
    for link in layers.links:
        if link.kind in _ROLE_NAMES.values():
            continue
        kind, fact = facts.get(link.source, ("", {}))
        path = fields.get((kind, link.kind))
        if path is None or link.target not in facts:
            message = f"the link {link.kind} {link.source} {link.target} does not join the first marks of two facts"
            raise _wrong(layers, message, "link a metric or directive to the first mark of what it refers to")
        target = facts[link.target][1]
        if len(path) == 1:
            fact[path[0]] = target["id"]
        elif fact.get(path[0]):
            fact[path[0]][path[1]] = target["id"]
        else:
            fact[path[0]] = {path[1]: target["id"]} | ({"text": target["name"]} if link.kind == "issuer" else {})


def _role_links(rest: dict[str, Any]) -> Iterator[Link]:
    seen: set[Link] = set()
    for kind, name in _ROLES:
        for fact in rest.get(kind, []):
            held = fact.get(name) or []
            for span in held if isinstance(held, list) else [held]:
                target = (span.get("span") or {}).get("mark") if name == "positions" else span.get("mark")
                source = _head(fact)
                if source and target and (link := Link(_ROLE_NAMES[name], source, target)) not in seen:
                    seen.add(link)
                    yield link
