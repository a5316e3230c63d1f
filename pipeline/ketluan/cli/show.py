"""`ketluan show`: a record for a person's eyes, the report's words in colour and its facts in a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketluan.cli.terminal import harmless
from ketluan.errors import InputError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from ketluan.record import MeetingDate, Metric, Period, Record, Span

__all__ = ["show"]

STYLES = {
    "meeting": "bold",
    "directive": "italic underline",
    "programme": "blue",
    "document": "cyan",
    "official": "bold magenta",
    "metric": "bold green",
    "deadline": "bold red",
}
"""Kinds of fact and their colours; a later one covers an earlier, so that the short lie over the long."""


def show(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="A file with one record, or JSONL; - is stdin.")],
    text: Annotated[
        Path | None, typer.Option(help="The report's text, where the record neither holds it nor says where it is.")
    ] = None,
    doc: Annotated[
        str | None, typer.Option(metavar="DOC_ID", help="Only this record of the file; all of them if left out.")
    ] = None,
    summary: Annotated[bool, typer.Option("--summary", help="One row of counts per record, no texts.")] = False,
) -> None:
    """Show records: the report's text with the facts in colour, a table of them, and what does not add up.

    The text is the record's own, or that of --text, or of the file that the record's source names.
    """
    from rich.console import Console

    console = Console(highlight=False)
    entries = _chosen(record, doc)
    if summary:
        console.print(_summary(entries))
        return
    for entry in entries:
        _show(console, entry, _report_text(entry, text))


def _chosen(source: str, doc: str | None) -> Iterator[Record]:
    found = False
    for entry in _records(source):
        if doc is None or entry.doc_id == doc:
            found = True
            yield entry
    if not found:
        raise InputError(
            f"holds no record with the id {doc!r}" if doc is not None else "holds no record",
            source=source,
            mend="`ketluan extract` writes records",
        )


def _summary(records: Iterable[Record]) -> Table:
    from rich.table import Table
    from rich.text import Text

    from ketluan.record import KINDS

    counted = (*KINDS, "checks")
    table = Table()
    # An id cut short names no report: it wraps instead.
    table.add_column("report", overflow="fold", min_width=10)
    table.add_column("meeting", overflow="fold")
    for name in counted:
        table.add_column(name, justify="right")
    totals = [0] * len(counted)
    for record in records:
        counts = [len(getattr(record, name)) for name in counted]
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        day = _days(record.meeting.date) if record.meeting else ""
        table.add_row(Text(harmless(record.doc_id)), day, *map(str, counts))
    table.add_section()
    table.add_row("all", "", *map(str, totals))
    return table


def _show(console: Console, record: Record, text: str | None) -> None:
    from rich.rule import Rule
    from rich.text import Text

    console.print(Rule(Text(harmless(record.doc_id))))
    if record.source.title:
        console.print(Text(harmless(record.source.title), style="bold"))
    if text is None:
        console.print(Text("(the report's text is not at hand: name it with --text)", style="dim"))
    else:
        console.print(_coloured(record, text))
        console.print(_legend())
    console.print(_facts(record))
    for check in record.checks:
        style = {"info": "dim", "warning": "yellow", "error": "red"}[check.severity]
        refs = f" [{', '.join(check.refs)}]" if check.refs else ""
        console.print(Text(harmless(f"{check.severity}: {check.message}{refs}"), style=style))


def _records(source: str) -> Iterator[Record]:
    import json
    import sys

    from ketluan.record import parse_record

    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", source=source, mend="name a file that `ketluan extract` wrote"
        ) from None
    try:
        json.loads(content)
    except (ValueError, RecursionError):
        for number, line in enumerate(content.splitlines(), start=1):
            if line.strip():
                yield parse_record(line, source=source, place=f"line {number}")
    else:
        yield parse_record(content, source=source)  # one record, perhaps indented over many lines


def _report_text(record: Record, named: Path | None) -> str | None:
    """The text that the record's offsets count in; None where it is not at hand.

    Raises:
        InputError: the text that the user named cannot be read.
        AnnotationError: it is not the text of this record.
    """
    text = record.text
    if text is None:
        path = named or (Path(record.source.uri) if record.source.uri else None)
        # A .jsonl source holds many texts and is no text itself; a URL is no file.
        if path is None or (named is None and (path.suffix == ".jsonl" or not path.is_file())):
            return None
        from ketluan.read import read_text

        text = read_text(path).text
    record.check_spans(text)
    return text


def _coloured(record: Record, text: str) -> Text:
    from rich.text import Text

    coloured = Text(harmless(text))
    spans = list(_spans(record))
    for kind, style in STYLES.items():
        for of_kind, span in spans:
            if of_kind == kind:
                coloured.stylize(style, span.start, span.end)
    return coloured


def _spans(record: Record) -> Iterator[tuple[str, Span]]:
    if record.meeting is not None and record.meeting.name is not None:
        yield "meeting", record.meeting.name
    for kind, facts in (
        ("official", record.officials),
        ("document", record.documents),
        ("programme", record.programmes),
        ("metric", record.metrics),
        ("directive", record.directives),
        ("deadline", record.deadlines),
    ):
        for fact in facts:
            for span in fact.mentions:
                yield kind, span
    for official in record.officials:
        for position in official.positions:
            yield "official", position.span


def _legend() -> Text:
    from rich.text import Text

    return Text("  ").join(Text(kind, style=style) for kind, style in STYLES.items())


def _facts(record: Record) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table("id", "kind", "fact", "more")
    for identifier, kind, fact, more in _rows(record):
        table.add_row(
            Text(harmless(identifier)), Text(kind, style=STYLES[kind]), Text(harmless(fact)), Text(harmless(more))
        )
    return table


def _rows(record: Record) -> Iterator[tuple[str, str, str, str]]:
    names = {official.id: official.name for official in record.officials}
    meeting = record.meeting
    if meeting is not None:
        name = meeting.name.text if meeting.name else ""
        chairs = ", ".join(names[chair] for chair in meeting.chairs)
        yield "", "meeting", name, _joined(_days(meeting.date), chairs and f"chaired by {chairs}")
    for official in record.officials:
        yield official.id, "official", official.name, ", ".join(position.title for position in official.positions)
    for paper in record.documents:
        yield paper.id, "document", _joined(paper.kind, paper.number, between=" "), _joined(paper.title, paper.date)
    for programme in record.programmes:
        yield programme.id, "programme", programme.name, _joined(programme.number, _days(programme.period))
    for metric in record.metrics:
        yield metric.id, "metric", _figure(metric), _metric_more(metric)
    ends = {deadline.id: deadline.mentions[0].text for deadline in record.deadlines}
    for order in record.directives:
        issuer = names.get(order.issuer.official or "", order.issuer.text) if order.issuer else None
        addressees = ", ".join(span.text for span in order.addressees)
        more = _joined(issuer, addressees and f"→ {addressees}", ends.get(order.deadline or ""), order.programme)
        yield order.id, "directive", order.action, more
    for deadline in record.deadlines:
        until = f"{deadline.start or ''}…{deadline.end or ''}" if deadline.start or deadline.end else ""
        yield deadline.id, "deadline", deadline.mentions[0].text, until


def _figure(metric: Metric) -> str:
    number = metric.value if metric.value is not None else f"{metric.low}-{metric.high}"
    total = f" of {metric.total}" if metric.total is not None else ""
    sign = {"none": "", "increase": "+", "decrease": "-"}[metric.change]
    return f"{metric.indicator}: {sign}{number}{total} {metric.unit}"


def _metric_more(metric: Metric) -> str:
    basis = metric.basis
    return _joined(
        metric.qualifier if metric.qualifier != "exact" else None,
        metric.status if metric.status != "actual" else None,
        _days(metric.period),
        f"against {basis.kind.replace('_', ' ')}" if basis and basis.kind else None,
        f"describes {basis.of}" if basis and basis.of else None,
        metric.subject.text if metric.subject else None,
        metric.programme,
    )


def _days(period: Period | MeetingDate | None) -> str:
    if period is None:
        return ""
    return f"{period.start}" if period.start == period.end else f"{period.start}…{period.end}"


def _joined(*parts: object, between: str = "; ") -> str:
    return between.join(str(part) for part in parts if part)
