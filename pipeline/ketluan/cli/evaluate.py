"""`ketluan evaluate`: how much of the gold records a prediction found; with --conll, of a file's entities a tagger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketluan.cli.conll import Column, refuse, score_tagger
from ketluan.cli.output import print_json

if TYPE_CHECKING:
    from rich.table import Table

    from ketluan.evaluate import Scores
    from ketluan.evaluate.confidence import Claim

__all__ = ["evaluate"]

_TOTALS = ("FACTS", "LINKS", "ALL")
_OF_RECORDS = ("gold", "pred", "per_doc", "confidence", "common")


def evaluate(
    context: typer.Context,
    gold: Annotated[Path | None, typer.Argument(metavar="GOLD", help="The gold records, JSONL.")] = None,
    pred: Annotated[Path | None, typer.Argument(metavar="PREDICTED", help="The predicted records, JSONL.")] = None,
    per_doc: Annotated[bool, typer.Option("--per-doc", help="Also score each report by itself.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object instead of tables.")] = False,
    confidence: Annotated[
        bool, typer.Option("--confidence", help="Also tell how far the predicted confidence can be trusted.")
    ] = False,
    common: Annotated[
        bool, typer.Option("--common", help="Score only the reports that have a predicted record.")
    ] = False,
    conll: Annotated[
        Path | None, typer.Option(metavar="TEST", help="Score a tagger on the sentences of a file of columns instead.")
    ] = None,
    model: Annotated[
        Path | None, typer.Option(help="With --conll: the folder that `ketluan train --conll` wrote.")
    ] = None,
    column: Column = None,
) -> None:
    """Score predicted records against gold records, or with --conll a tagger on sentences with tags.

    Facts are officials, positions, chairs, the meeting's date, documents, programmes, metrics, directives and
    deadlines; links are what is said about a metric or directive that was found. Scores are micro-averaged. Those of
    a tagger are seqeval's, of entities.

    Example: ketluan evaluate gold.jsonl predicted.jsonl --per-doc

    Example: ketluan evaluate --conll test.conll --model my-tagger
    """
    if conll is not None:
        refuse(context, _OF_RECORDS, "does not go with --conll")
        if model is None:
            raise typer.BadParameter("is missing: the folder of the tagger", param_hint="--model")
        score_tagger(conll, column, model, as_json)
        return
    refuse(context, ("model", "column"), "goes with --conll alone")
    if gold is None or pred is None:
        missing = "GOLD" if gold is None else "PREDICTED"
        raise typer.BadParameter("is missing; a file of columns is named with --conll", param_hint=missing)
    from ketluan.evaluate import evaluate as score
    from ketluan.evaluate import read_records
    from ketluan.evaluate.confidence import claims_of, judged

    wanted, offered = list(read_records(gold)), list(read_records(pred))
    scores = score(wanted, offered, common=common)
    known = {record.doc_id: record for record in wanted}
    claims = [
        claim
        for one in offered
        if confidence and one.doc_id in known
        for claim in claims_of(one, judged(known[one.doc_id], one))
    ]
    if as_json:
        _write_json(scores, per_doc, claims if confidence else None)
        return
    from rich.console import Console

    console = Console()
    console.print(_kinds_table(scores))
    if per_doc:
        console.print(_documents_table(scores))
    if confidence:
        console.print(_confidence_table(claims))
        console.print(_editor_table(claims))


def _write_json(scores: Scores, per_doc: bool, claims: list[Claim] | None) -> None:
    from ketluan.evaluate.confidence import SHARES, calibration_error, errors_caught

    result = scores.to_dict()
    if per_doc:
        result["per_document"] = {doc_id: report.to_dict()["scores"] for doc_id, report in scores.documents.items()}
    if claims is not None:
        result["confidence"] = {
            "claims": len(claims),
            "calibration_error": calibration_error(claims),
            "errors_caught": {str(share): errors_caught(claims, share) for share in SHARES},
        }
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


def _confidence_table(claims: list[Claim]) -> Table:
    from rich.table import Table

    from ketluan.evaluate.confidence import calibration_error

    by_kind: dict[str, list[Claim]] = {}
    for claim in claims:
        by_kind.setdefault(claim.kind, []).append(claim)
    table = Table(title="Confidence of the predicted facts")
    table.add_column("")
    for heading in ("facts", "mean confidence", "right", "calibration error"):
        table.add_column(heading, justify="right")
    for kind, some in (*by_kind.items(), ("all", claims)):
        count = len(some) or 1
        mean, right = sum(c.confidence for c in some) / count, sum(c.right for c in some) / count
        table.add_row(kind, str(len(some)), f"{mean:.3f}", f"{right:.3f}", f"{calibration_error(some):.3f}")
    return table


def _editor_table(claims: list[Claim]) -> Table:
    from rich.table import Table

    from ketluan.evaluate.confidence import SHARES, errors_caught

    table = Table(title="What an editor catches who reads the least certain facts")
    table.add_column("facts read", justify="right")
    table.add_column("errors caught", justify="right")
    for share in SHARES:
        table.add_row(f"{share:.0%}", f"{errors_caught(claims, share):.0%}")
    return table
