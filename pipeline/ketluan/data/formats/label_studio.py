"""Label Studio's JSON: a list of tasks, each with one annotation of labels and relations.

Lossless: the rest of the record is a JSON string in the task's `data`, which Label Studio keeps and exports again.
Offsets count code points, as Label Studio has stored them since 2021 (its pull request #1559). Beside the file an
.xml is written: the labelling interface of a project that can open it. Export from Label Studio as "JSON"; only the
first annotation of a task is read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ketluan.data.formats.packed import damaged, unpack
from ketluan.data.marks import LABELS, LINKS, Layers, Link, Mark

__all__ = ["interface", "read", "write"]


def write(layers: Iterable[Layers], out: Path) -> None:
    """Write one file of all tasks, and the labelling interface beside it."""
    tasks = [_task(number, report) for number, report in enumerate(layers, start=1)]
    out.write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    out.with_suffix(".xml").write_text(interface(), encoding="utf-8", newline="\n")


def interface() -> str:
    """The labelling interface: the labels and relations that the tasks use."""
    labels = "\n".join(f'    <Label value="{label}"/>' for label in LABELS)
    relations = "\n".join(f'    <Relation value="{kind}"/>' for kind in LINKS)
    return (
        f'<View>\n  <Relations>\n{relations}\n  </Relations>\n  <Labels name="label" toName="text">\n{labels}\n'
        '  </Labels>\n  <Text name="text" value="$text" granularity="symbol"/>\n</View>\n'
    )


def read(source: Path) -> Iterator[Layers]:
    """The reports of a file, in the order of the tasks.

    Raises:
        AnnotationError: it is no such list, or a task has none of Ketluan's data.
    """
    try:
        tasks = json.loads(source.read_bytes())
    except (ValueError, RecursionError):
        tasks = None
    if not isinstance(tasks, list):
        raise damaged(source, "is no list of tasks", "label-studio")
    for number, task in enumerate(tasks, start=1):
        place = f"task {number}"
        try:
            data = task["data"]
            text, packed = data["text"], {"record": json.loads(data["record"])}
            results = task["annotations"][0]["result"]
            marks = tuple(_mark(result) for result in results if result["type"] == "labels")
            links = tuple(_link(result) for result in results if result["type"] == "relation")
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise damaged(source, f"is no task of Ketluan's ({error!r})", "label-studio", place) from None
        yield unpack(packed, text, marks, source, place, links)


def _task(number: int, report: Layers) -> dict[str, Any]:
    results: list[dict[str, Any]] = [
        {
            "id": mark.id,
            "from_name": "label",
            "to_name": "text",
            "type": "labels",
            "value": {
                "start": mark.start,
                "end": mark.end,
                "text": report.text[mark.start : mark.end],
                "labels": [mark.label],
            },
        }
        for mark in report.marks
    ]
    results += [
        {"type": "relation", "from_id": n.source, "to_id": n.target, "direction": "right", "labels": [n.kind]}
        for n in report.links
    ]
    record = json.dumps(report.rest, ensure_ascii=False)
    data = {"doc_id": report.doc_id, "text": report.text, "record": record}
    return {"id": number, "data": data, "annotations": [{"result": results}]}


def _mark(result: dict[str, Any]) -> Mark:
    value = result["value"]
    return Mark(result["id"], value["labels"][0], value["start"], value["end"])


def _link(result: dict[str, Any]) -> Link:
    source, target = result["from_id"], result["to_id"]
    if result.get("direction") == "left":
        source, target = target, source
    return Link(result["labels"][0], source, target)
