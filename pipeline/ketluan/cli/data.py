"""`ketluan data`: the annotated reports, counted, checked, parted, and carried to other tools and back."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ketluan.cli import data_check, data_convert
from ketluan.cli.output import print_json

if TYPE_CHECKING:
    from rich.table import Table

    from ketluan.data.stats import Statistics

__all__ = ["app"]

app = typer.Typer(
    name="data",
    help="Count, check, part, export and import annotated reports.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)

Annotations = Annotated[Path, typer.Option("--annotations", help="Folder with own.jsonl and real.jsonl.", exists=True)]
Corpus = Annotated[Path, typer.Option("--corpus", help="Folder with texts/ and manifest.jsonl.", exists=True)]
PublicTexts = Annotated[
    list[Path] | None, typer.Option("--texts", help="Folder of the public texts; may be given again.", exists=True)
]


@app.command()
def stats(
    annotations: Annotations = Path("annotations"),
    corpus: Corpus = Path("corpus"),
    texts: PublicTexts = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object instead of tables.")] = False,
) -> None:
    """Count annotated reports, facts, links, words, and the values of the manifest's axes.

    "own" are the project's own texts, "real" stand-off annotations of public ones, whose words are counted only
    where --texts says where they are.

    Example: ketluan data stats --json
    """
    from ketluan.data.sources import Texts
    from ketluan.data.stats import statistics

    found = statistics(annotations, corpus, Texts(texts or []))
    if as_json:
        print_json(found.to_dict())
        return
    from rich.console import Console

    console = Console()
    for table in _tables(found):
        console.print(table)


@app.command()
def splits(
    annotations: Annotations = Path("annotations"),
    corpus: Corpus = Path("corpus"),
    texts: PublicTexts = None,
    file: Annotated[
        Path | None, typer.Option("--splits", help="The file of the parts; splits.json of --annotations if left out.")
    ] = None,
    write: Annotated[bool, typer.Option("--write", help="Give new reports a part; the others keep theirs.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Write one JSON object instead of a table.")] = False,
) -> None:
    """Check the fixed parts train, validation and test, or give new reports a part.

    No two near-duplicates (MinHash over word 5-grams) and no two own reports of one invented place may be in different
    parts, and what training holds out is in validation. Public texts are compared where --texts says where they are.

    Example: ketluan data splits --texts TEXTS --write
    """
    from ketluan.data.sources import Texts, read_annotated
    from ketluan.data.splits import assign, check_splits, read_splits, sizes, write_splits
    from ketluan.data.stats import PARTS

    path = file or annotations / "splits.json"
    where = Texts([*([corpus / "texts"] if (corpus / "texts").is_dir() else []), *(texts or [])])
    parts = read_splits(path) if path.is_file() or not write else {}
    ids: dict[str, bool] = {}
    known: dict[str, str] = {}
    for part in PARTS:
        records = annotations / f"{part}.jsonl"
        for entry in read_annotated(records, where) if records.is_file() else ():
            ids[entry.record.doc_id] = part == "own"
            if entry.text is not None:
                known[entry.record.doc_id] = entry.text
    own = {doc_id for doc_id, is_own in ids.items() if is_own}
    if write:
        missing = sorted(ids.keys() - known.keys() - parts.keys())
        if missing:
            raise typer.BadParameter(f"the text of {missing[0]} is not at hand", param_hint="--texts")
        parts = assign(known, own, parts)
        write_splits(path, parts)
    findings = list(check_splits(parts, known, own, ids))
    for finding in findings:
        typer.echo(f"error: {finding}", err=True)
    table = sizes(parts, own)
    if as_json:
        print_json({"parts": table, "compared": len(known), "errors": len(findings)})
    else:
        _print_table(f"parts of {path}, {len(known)} reports compared", ("own", "real"), table.items())
    if findings:
        raise typer.Exit(1)


app.command()(data_check.check)
app.command("export")(data_convert.export)
app.command("import")(data_convert.import_)


def _print_table(title: str, columns: Iterable[str], rows: Iterable[tuple[str, dict[str, int]]]) -> None:
    from rich.console import Console

    Console().print(_table(title, columns, rows))


def _table(title: str, columns: Iterable[str], rows: Iterable[tuple[str, dict[str, int]]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table("", title=title)
    for column in columns:
        table.add_column(column, justify="right")
    for name, counts in rows:
        table.add_row(Text(name), *(f"{count:,}" for count in counts.values()))
    return table


def _tables(found: Statistics) -> Iterable[Table]:
    reports = {"reports": found.reports, "words": found.words, "reports without text": found.without_text}
    yield _table("annotated reports", found.reports, reports.items())
    yield _table("facts", found.reports, found.facts.items())
    yield _table("links", found.reports, found.links.items())
    for axis, values in found.axes.items():
        yield _table(axis, ("reports",), ((value, {"reports": count}) for value, count in values.items()))
