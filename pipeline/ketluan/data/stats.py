"""How much is annotated: reports, facts of each kind, links, words, and the axes of the corpus."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from ketluan.data.sources import Texts, read_annotated, read_lines
from ketluan.record import Record

__all__ = ["AXES", "PARTS", "Statistics", "statistics"]

PARTS: Final = ("own", "real")
"""The parts of the annotations, each a file: the project's own texts, and stand-off annotations of public ones."""

AXES: Final = ("level", "body", "genre", "sector", "year", "style", "mess", "licence")
"""The fields of the manifest along which the own texts were varied."""

FACTS: Final[dict[str, Callable[[Record], int]]] = {
    "officials": lambda record: len(record.officials),
    "positions": lambda record: sum(len(official.positions) for official in record.officials),
    "meetings": lambda record: int(record.meeting is not None),
    "documents": lambda record: len(record.documents),
    "programmes": lambda record: len(record.programmes),
    "metrics": lambda record: len(record.metrics),
    "directives": lambda record: len(record.directives),
    "deadlines": lambda record: len(record.deadlines),
}
LINKS: Final[dict[str, Callable[[Record], int]]] = {
    "chairs": lambda record: len(record.meeting.chairs) if record.meeting else 0,
    "metric of": lambda record: sum(bool(metric.basis and metric.basis.of) for metric in record.metrics),
    "metric subject": lambda record: sum(metric.subject is not None for metric in record.metrics),
    "metric period": lambda record: sum(metric.period is not None for metric in record.metrics),
    "metric programme": lambda record: sum(metric.programme is not None for metric in record.metrics),
    "directive issuer": lambda record: sum(order.issuer is not None for order in record.directives),
    "directive addressees": lambda record: sum(len(order.addressees) for order in record.directives),
    "directive deadline": lambda record: sum(order.deadline is not None for order in record.directives),
    "directive programme": lambda record: sum(order.programme is not None for order in record.directives),
}


@dataclass(slots=True)
class Statistics:
    """The figures.

    Attributes:
        reports: how many annotated reports each part has.
        facts, links: of each kind, in each part.
        words: of each part, divided by white space; of the reports alone whose text is at hand.
        without_text: how many reports of each part have no text at hand.
        axes: how often each value of the manifest's fields occurs.
    """

    reports: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    facts: dict[str, dict[str, int]] = field(default_factory=lambda: _zeros(FACTS))
    links: dict[str, dict[str, int]] = field(default_factory=lambda: _zeros(LINKS))
    words: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    without_text: dict[str, int] = field(default_factory=lambda: dict.fromkeys(PARTS, 0))
    axes: dict[str, dict[str, int]] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """The figures ready for JSON, with the numbers of reports as `own` and `real`."""
        return {
            **self.reports,
            "facts": self.facts,
            "links": self.links,
            "words": self.words,
            "without_text": self.without_text,
            "axes": self.axes,
        }


def statistics(annotations: Path, corpus: Path, texts: Texts) -> Statistics:
    """Count what two folders hold.

    Args:
        annotations: with own.jsonl and real.jsonl; either may be missing.
        corpus: with texts/ and manifest.jsonl.
        texts: where the public texts are, for their words.

    Raises:
        InputError, AnnotationError: a file that is there cannot be read.
    """
    found = Statistics()
    own_texts = Texts([corpus / "texts"] if (corpus / "texts").is_dir() else [])
    for part, where in zip(PARTS, (own_texts, texts), strict=True):
        path = annotations / f"{part}.jsonl"
        for entry in read_annotated(path, where) if path.is_file() else ():
            found.reports[part] += 1
            for counts, kinds in ((found.facts, FACTS), (found.links, LINKS)):
                for kind, count in kinds.items():
                    counts[kind][part] += count(entry.record)
            found.words[part] += len((entry.text or "").split())
            found.without_text[part] += entry.text is None
    manifest = corpus / "manifest.jsonl"
    if manifest.is_file():
        rows = [row for _, _, row in read_lines(manifest)]
        found.axes = {axis: dict(Counter(_values(rows, axis)).most_common()) for axis in AXES}
    return found


def _values(rows: list[dict[str, Any]], axis: str) -> Iterator[str]:
    for row in rows:
        value = row.get(axis)
        for item in value if isinstance(value, list) else [value]:
            if item is not None:
                yield item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)


def _zeros(kinds: dict[str, Callable[[Record], int]]) -> dict[str, dict[str, int]]:
    return {kind: dict.fromkeys(PARTS, 0) for kind in kinds}
