"""Records made from marked-up text, without a model in between, and records of gold files."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ketluan.record import Metric, Record, Span

_MARK = re.compile(r"\{(\w+):([^}]*)\}")


def report(marked: str, facts: dict[str, dict[str, Any]], **more: Any) -> tuple[Record, str]:
    """The record and text of a report in which "{m1:7 tổ chức}" marks the mention of metric m1.

    A fact's subject is given as its words.
    """
    text, last, spans = "", 0, []
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        spans.append((match.group(1), Span(start=len(text), end=len(text) + len(match.group(2)), text=match.group(2))))
        text += match.group(2)
        last = match.end()
    text += marked[last:]
    metrics = []
    for key, span in spans:
        told = {"indicator": "kết quả"} | facts[key]
        if subject := told.get("subject"):
            at = text.index(subject)
            told["subject"] = {"start": at, "end": at + len(subject), "text": subject}
        metrics.append(Metric(id=key, mentions=[span], **told))
    return Record(doc_id="r", reference_date=date(2022, 7, 13), metrics=metrics, **more), text


def reports(
    folder: Path, gold: Path, chosen: Callable[[str], bool] = lambda _: True
) -> Iterator[tuple[dict[str, Any], str]]:
    """The records of a gold file with their texts, those whose id is chosen."""
    with gold.open(encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if chosen(record["doc_id"]):
                yield record, (folder / record["source"]["uri"]).read_text(encoding="utf-8")
