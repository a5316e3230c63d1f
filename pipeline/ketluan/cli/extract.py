"""`ketluan extract`: reports in, records out."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ketluan.run import ReportExtractor

__all__ = ["extract", "make_extractor"]


def make_extractor(model: Path | None = None, least: float | None = None) -> ReportExtractor:
    """The extractor with the model of a folder, or the one that ships; each worker process calls this once.

    Args:
        least: the confidence below which a fact is left out; None for the pipeline's own.
    """
    with _unseen("torch"):
        from ketluan.pipeline import Extractor

    return Extractor(model) if least is None else Extractor(model, least=least)


@contextmanager
def _unseen(package: str) -> Iterator[None]:
    """Let what is imported meanwhile find a package missing, unless it is loaded already.

    spaCy loads torch wherever it is installed, which costs two seconds and 200 MB; extracting needs none of it.
    """
    if package in sys.modules:
        yield
        return
    sys.modules[package] = None  # type: ignore[assignment]  # documented: with None an import raises, stubs omit it
    try:
        yield
    finally:
        del sys.modules[package]


def extract(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH...", help="Text files, .jsonl files, folders or globs; - reads stdin."),
    ],
    out: Annotated[
        str, typer.Option("--out", "-o", metavar="OUT", help="Where the records go, as JSONL; - is stdout.")
    ] = "-",
    published: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Day of publication of the reports that do not give their own."),
    ] = None,
    with_text: Annotated[bool, typer.Option("--with-text", help="Put each report's text into its record.")] = False,
    model: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="A model that `ketluan train` wrote, for the one that ships.")
    ] = None,
    min_confidence: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Leave out facts that are less sure; 0 keeps all.", show_default="0.3"),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes, each with its own copy of the model.")] = 1,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="What - reads is JSONL, not one report's text.")] = False,
) -> None:
    """Extract a record from every report.

    One line of JSON per report, in the order of the input. An input that cannot be read, or a report whose extraction
    fails, costs one line in OUT.errors.jsonl; the others are written all the same, and the exit code is 1.
    A line of a .jsonl file holds "text" and may hold "id", "published", "title" and "uri".
    """
    from ketluan.cli.progress import Reporter, count_inputs
    from ketluan.read import read_paths
    from ketluan.run import run
    from ketluan.write import RunWriter

    _refuse_own_input(paths, out)
    day = published.date() if published else None
    with RunWriter(out) as writer, Reporter(count_inputs(paths), writer) as reporter:
        items = read_paths(paths, published=day, jsonl=jsonl, skip=writer.files)
        tally = run(
            items,
            writer,
            partial(make_extractor, model, min_confidence),
            workers=workers,
            with_text=with_text,
            watch=reporter.update,
        )
    if tally.errors:
        raise typer.Exit(1)


def _refuse_own_input(paths: list[str], out: str) -> None:
    target = Path(out)
    if out == "-" or not target.is_file():
        return
    for path in paths:
        if path != "-" and Path(path).is_file() and Path(path).samefile(target):
            raise typer.BadParameter(f"{out} is also an input, and would be overwritten", param_hint="--out")
