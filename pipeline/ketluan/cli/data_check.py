"""`ketluan data check`: the validator of annotations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketluan.cli.output import print_json

__all__ = ["check"]


def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILES...", help="Records or stand-off annotations, JSONL.", exists=True)
    ],
    texts: Annotated[
        list[Path] | None,
        typer.Option("--texts", help="Folder of <doc_id>.txt; may be given again.", exists=True, file_okay=False),
    ] = None,
    exceptions: Annotated[
        Path | None,
        typer.Option(
            help="Errors that have their reason (id, fact, reason, apart by tabs); exceptions.tsv beside the first of "
            "FILES if left out and there.",
            exists=True,
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object instead of lines.")] = False,
) -> None:
    """Check that annotations fit their texts, their values and each other.

    Spans quote the text, ids lead somewhere, values are what the number and date grammars read in their quotes, and
    every number in digits is a fact, part of a time or a name, or excluded by a rule with a name. Without its text an
    annotation is checked for its schema, ids and order alone. The exit code is 1 where there is an error.

    Example: ketluan data check annotations/own.jsonl --texts corpus/texts
    """
    from ketluan.data.check import check_files
    from ketluan.data.findings import Exceptions
    from ketluan.data.sources import Texts

    beside = files[0].parent / "exceptions.tsv"
    excused = Exceptions(exceptions or (beside if beside.is_file() else None))
    report = check_files(files, Texts(texts or []), excused)
    if as_json:
        print_json(report.to_dict())
    else:
        for finding in report.findings:
            typer.echo(f"{finding.code}: {finding}")
        for doc_id, fact in report.idle:
            typer.echo(f"note: {excused.source}: {doc_id}, {fact}: excuses nothing any more", err=True)
        by_code = ", ".join(f"{count} {code}" for code, count in report.counts().items())
        typer.echo(
            f"{report.checked} annotations, {report.with_text} with their text: {len(report.findings)} errors"
            f"{f' ({by_code})' if by_code else ''}, {report.excused} excused",
            err=True,
        )
    if report.findings:
        raise typer.Exit(1)
