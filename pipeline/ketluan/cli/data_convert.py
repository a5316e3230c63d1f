"""`ketluan data export` and `ketluan data import`: annotations to other tools' formats and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ketluan.data.names import Format

__all__ = ["export", "import_"]

FormatOption = Annotated[Format, typer.Option("--format", "-f", help="The format of the other tool.")]


def export(
    records: Annotated[
        Path, typer.Argument(metavar="RECORDS", help="Records or stand-off annotations, JSONL.", exists=True)
    ],
    format: FormatOption,
    out: Annotated[Path, typer.Option("--out", "-o", help="The file to write; for brat, a new folder.")],
    texts: Annotated[
        list[Path] | None,
        typer.Option("--texts", help="Folder of <doc_id>.txt; may be given again.", exists=True, file_okay=False),
    ] = None,
) -> None:
    """Write annotations for spaCy (docbin), CoNLL, brat, Label Studio or Hugging Face datasets (hf).

    Nothing is lost: `ketluan data import` of what this wrote gives the same records.

    Example: ketluan data export annotations/own.jsonl --texts corpus/texts --format docbin -o own.spacy
    """
    from ketluan.data.formats import export_records
    from ketluan.data.sources import Texts

    count = export_records(records, Texts(texts or []), format, out)
    typer.echo(f"{count} records written to {out}", err=True)


def import_(
    source: Annotated[Path, typer.Argument(metavar="IN", help="What `ketluan data export` wrote.", exists=True)],
    format: FormatOption,
    records: Annotated[Path, typer.Option("--records", "-o", help="Where the records go, JSONL.")],
) -> None:
    """Read annotations back from another tool's format, spans and links as they were moved there.

    Example: ketluan data import own.spacy --format docbin -o own.jsonl
    """
    from ketluan.data.formats import import_records
    from ketluan.errors import InputError

    found = [record.to_json() for record in import_records(source, format)]
    try:
        records.write_text("".join(f"{line}\n" for line in found), encoding="utf-8", newline="\n")
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}", source=str(records), mend="name a file in a folder that exists"
        ) from None
    typer.echo(f"{len(found)} records written to {records}", err=True)
