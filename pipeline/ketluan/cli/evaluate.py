"""`ketluan evaluate`: how much of the gold records a prediction found."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketluan.cli.output import print_json

if TYPE_CHECKING:
    from rich.table import Table

    from ketluan.evaluate import Scores

__all__ = ["evaluate"]

_TOTALS = ("FACTS", "LINKS", "ALL")


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="The gold records, JSONL.")],
    pred: Annotated[Path, typer.Argument(metavar="PREDICTED", help="The predicted records, JSONL.")],
    per_doc: Annotated[bool, typer.Option("--per-doc", help="Also score each report by itself.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object instead of tables.")] = False,
    common: Annotated[
        bool, typer.Option("--common", help="Score only the reports that have a predicted record.")
    ] = False,
) -> None:
    """Score predicted records against gold records.

    Facts are officials, positions, chairs, the meeting's date, documents, programmes, metrics, directives and
    deadlines; links are what is said about a metric or directive that was found. Scores are micro-averaged.

    Example: ketluan evaluate gold.jsonl predicted.jsonl --per-doc
    """
    from ketluan.evaluate import evaluate as score
    from ketluan.evaluate import read_records

    scores = score(read_records(gold), read_records(pred), common=common)
    if as_json:
        _write_json(scores, per_doc)
        return
    from rich.console import Console

    console = Console()
    console.print(_kinds_table(scores))
    if per_doc:
        console.print(_documents_table(scores))


def _write_json(scores: Scores, per_doc: bool) -> None:
    result = scores.to_dict()
    if per_doc:
        result["per_document"] = {doc_id: report.to_dict()["scores"] for doc_id, report in scores.documents.items()}
    print_json(result)


def _kinds_table(scores: Scores) -> Table:
    from rich.table import Table

    table = Table(title=f"{len(scores.documents)} reports, {scores.predicted} predicted")
    table.add_column("")
    for heading in ("P", "R", "F1", "right", "gold", "pred"):
        table.add_column(heading, justify="right")
    for kind, count in scores.rows().items():
        if kind == _TOTALS[0]:
            table.add_section()
        figures = (f"{count.precision:.3f}", f"{count.recall:.3f}", f"{count.f1:.3f}")
        table.add_row(kind, *figures, str(count.tp), str(count.gold), str(count.pred))
    return table


def _documents_table(scores: Scores) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title="F1 of each report")
    table.add_column("report", overflow="fold")
    for total in _TOTALS:
        table.add_column(total, justify="right")
    for doc_id, report in scores.documents.items():
        rows = report.rows()
        # Text, because an id may hold square brackets, which rich would take for markup.
        table.add_row(Text(doc_id), *(f"{rows[total].f1:.3f}" for total in _TOTALS))
    return table
