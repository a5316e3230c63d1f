"""The validator of annotations: do they fit their texts, their own values and each other?

    spans      every span quotes its text; ids are unique and lead to facts (`ketluan.record` refuses anything else)
    order      ranges are not empty, and facts of a kind stand in the order of the text
    words      names, titles, actions, indicators and issuers stand in the text
    values     figures, units and dates are what the project's grammars read in the quotes (`values`)
    digits     every number in digits is a fact or has a reason not to be one (`digits`, `exclusions`)

Without the text only the first two can be told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ketluan.data.digits import check_digits
from ketluan.data.findings import Exceptions, Finding
from ketluan.data.sources import Annotated, Texts, annotated, read_lines
from ketluan.data.values import check_values
from ketluan.errors import AnnotationError, InputError
from ketluan.record import Record

__all__ = ["Report", "check_entry", "check_files"]


@dataclass(slots=True)
class Report:
    """What checking some files found.

    Attributes:
        findings: every error, in the order of the files.
        checked: how many annotations there are.
        with_text: how many of them were compared with their texts.
        excused: how many exceptions were needed.
        idle: id and fact of the exceptions that excuse nothing any more.
    """

    findings: list[Finding] = field(default_factory=list)
    checked: int = 0
    with_text: int = 0
    excused: int = 0
    idle: list[tuple[str, str]] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many errors there are of each code, most first."""
        return dict(Counter(finding.code for finding in self.findings).most_common())

    def to_dict(self) -> dict[str, Any]:
        """The figures and the errors, ready for JSON."""
        return {
            "annotations": self.checked,
            "with_text": self.with_text,
            "excused": self.excused,
            "idle_exceptions": [list(row) for row in self.idle],
            "errors": len(self.findings),
            "by_code": self.counts(),
            "findings": [
                {"code": f.code, "id": f.doc_id, "fact": f.fact, "message": f.message, "mend": f.mend}
                for f in self.findings
            ],
        }


def check_files(paths: Iterable[Path], texts: Texts, exceptions: Exceptions) -> Report:
    """Check files of records or stand-off annotations.

    Args:
        paths: JSONL files.
        texts: where the reports are; an annotation whose report is not there is checked without it.
        exceptions: the errors that have their reason.

    Raises:
        InputError: a file cannot be read.
    """
    report = Report()
    seen: set[str] = set()
    for path in paths:
        for place, line, raw in read_lines(path):
            report.checked += 1
            doc_id = str(raw.get("doc_id") or place)
            found: list[Finding] = []
            if doc_id in seen:
                found.append(Finding("id", doc_id, "record", "is annotated twice", "keep one of the two lines"))
            seen.add(doc_id)
            try:
                entry = annotated(line, raw, texts, source=str(path), place=place)
            except (AnnotationError, InputError) as error:
                message = error.message if error.place is None else f"{error.place}: {error.message}"
                found.append(Finding("schema", doc_id, "record", message, error.mend or "mend the line"))
            else:
                report.with_text += entry.text is not None
                found += check_entry(entry)
            report.findings += exceptions.left(found)
    report.idle = exceptions.idle(seen)
    report.excused = len(exceptions.used)
    return report


def check_entry(entry: Annotated) -> Iterator[Finding]:
    """What is wrong with one annotation; without its text, only what can be told without."""
    record, text = entry.record, entry.text
    yield from _order(record)
    if text is None:
        return
    try:
        record.check_spans(text)
    except AnnotationError as error:
        yield Finding("spans", record.doc_id, error.place or "record", error.message, error.mend or "mend the span")
        return  # with wrong offsets everything else is wrong, too
    yield from _words(record, text)
    yield from check_values(record, text)
    yield from check_digits(record, text)


def _order(record: Record) -> Iterator[Finding]:
    for place, span in record.spans():
        if span.start == span.end:
            yield Finding("order", record.doc_id, place, "the span is empty", "quote the words that say it")
    for name in ("metrics", "directives", "deadlines"):
        last = -1
        for fact in getattr(record, name):
            start = fact.mentions[0].start
            if start < last:
                message = f"stands at {start}, before the fact listed ahead of it at {last}"
                yield Finding("order", record.doc_id, fact.id, message, f"list {name} in the order of the text")
            last = start


def _words(record: Record, text: str) -> Iterator[Finding]:
    said = text.casefold()
    names = {official.id: official.name for official in record.officials}
    wanted: list[tuple[str, str, str | None]] = []
    for official in record.officials:
        wanted.append((official.id, "name", official.name))
        for position in official.positions:
            if position.title != position.span.text:
                message = f"the title {position.title!r} is not its span {position.span.text!r}"
                yield Finding("words", record.doc_id, official.id, message, "a title is written as its span has it")
    wanted += [(programme.id, "name", programme.name) for programme in record.programmes]
    for metric in record.metrics:
        if metric.indicator.casefold() not in said and not _in_order(metric.indicator, said):
            message = f"no paragraph holds the words of the indicator {metric.indicator!r} in their order"
            yield Finding("words", record.doc_id, metric.id, message, "quote the clause, the number left out")
    for order in record.directives:
        if order.action != order.mentions[0].text:
            message = "the action is not what its first mention quotes"
            yield Finding("words", record.doc_id, order.id, message, "an action is the quote of its first mention")
        if order.issuer and order.issuer.official:
            if order.issuer.text != names[order.issuer.official]:
                message = f"the issuer {order.issuer.text!r} is not called so"
                yield Finding("words", record.doc_id, order.id, message, "write the official's name")
        elif order.issuer:
            wanted.append((order.id, "issuer", order.issuer.text))
    for fact, field_name, words in wanted:
        if not words or words.casefold() not in said:
            message = f"the text does not hold the {field_name} {words!r}"
            yield Finding("words", record.doc_id, fact, message, "quote it as the text has it")


def _in_order(phrase: str, text: str) -> bool:
    """Whether a paragraph (case-folded) has the words in this order, others perhaps between: the number is left out."""
    words = re.findall(r"\w+", phrase.casefold())
    for paragraph in text.split("\n"):
        found = iter(re.findall(r"\w+", paragraph))
        if all(word in found for word in words):
            return True
    return not words
