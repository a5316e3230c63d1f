"""JSONL for Hugging Face `datasets`: `load_dataset("json", data_files=…)` reads a row per report, all of one shape.

    {"id": …, "text": …, "spans": [{"id", "label", "start", "end", "text"}…],
     "links": [{"kind", "source", "target"}…], "record": "the rest of the record as a JSON string"}

Lossless: offsets count code points, as Python does. The rest is a string because Arrow wants one type per column,
and a record's fields are null in one report and objects in the next.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from ketluan.data.formats.packed import damaged, unpack
from ketluan.data.marks import Layers, Link, Mark
from ketluan.data.sources import read_lines

__all__ = ["read", "write"]


def write(layers: Iterable[Layers], out: Path) -> None:
    """Write one file of all reports."""
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        for report in layers:
            row = {
                "id": report.doc_id,
                "text": report.text,
                "spans": [
                    {"id": m.id, "label": m.label, "start": m.start, "end": m.end, "text": report.text[m.start : m.end]}
                    for m in report.marks
                ],
                "links": [{"kind": n.kind, "source": n.source, "target": n.target} for n in report.links],
                "record": json.dumps(report.rest, ensure_ascii=False),
            }
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def read(source: Path) -> Iterator[Layers]:
    """The reports of a file.

    Raises:
        AnnotationError: a line is not what `write` wrote.
    """
    for place, _, row in read_lines(source):
        try:
            marks = tuple(Mark(m["id"], m["label"], m["start"], m["end"]) for m in row["spans"])
            links = tuple(Link(n["kind"], n["source"], n["target"]) for n in row["links"])
            text, packed = row["text"], {"record": json.loads(row["record"])}
        except (KeyError, TypeError, ValueError) as error:
            raise damaged(source, f"is no such row ({error!r})", "hf", place) from None
        yield unpack(packed, text, marks, source, place, links)
