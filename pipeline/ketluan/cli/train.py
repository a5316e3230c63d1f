"""`ketluan train`: annotated reports in, a model folder out."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated

import typer

__all__ = ["train"]


def train(
    records: Annotated[list[Path], typer.Argument(metavar="RECORDS...", help="Annotated records, JSONL.", exists=True)],
    texts: Annotated[
        list[Path], typer.Option("--texts", help="Folder of <doc_id>.txt; may be given again.", exists=True)
    ],
    encoder: Annotated[str, typer.Option(help="Folder or hub name of the encoder to start from.")],
    vectors: Annotated[Path, typer.Option(help="Word vectors that scripts/word_vectors.py wrote.", exists=True)],
    out: Annotated[Path, typer.Option("--out", "-o", help="The model folder to write.")],
    epochs: Annotated[int, typer.Option(min=0, help="Passes with the encoder as it came.")] = 12,
    tuning_epochs: Annotated[int, typer.Option(min=0, help="Passes in which the encoder learns too.")] = 2,
    seed: Annotated[int, typer.Option(help="Of the order, the dropout and the initial weights.")] = 1,
    copies: Annotated[int, typer.Option(min=0, help="Copies of each report with other names to read in turn.")] = 1,
    members: Annotated[int, typer.Option(min=1, help="Networks of other seeds that share the encoder.")] = 1,
    splits: Annotated[
        Path | None, typer.Option(help="File of `ketluan data splits`: which reports validate, which are left out.")
    ] = None,
    validation: Annotated[int, typer.Option(min=0, help="One report of so many is held out; 0 holds out none.")] = 10,
) -> None:
    """Train a model on annotated reports.

    A run that was stopped goes on from the OUT.checkpoint files. The folder it writes is for `ketluan extract --model`.

    Example: ketluan train annotations/own.jsonl --texts corpus/texts --encoder ENCODER --vectors V.npz -o my-model
    """
    try:
        from ketluan.model.build import build
        from ketluan.model.training import TrainingOptions
    except ImportError as error:
        typer.echo(f"training needs more packages: pip install 'ketluan[train]' ({error})", err=True)
        raise typer.Exit(2) from error
    build(
        records=records,
        texts=texts,
        encoder=encoder,
        vectors=vectors,
        out=out,
        options=TrainingOptions(epochs=epochs, tuning_epochs=tuning_epochs, seed=seed, copies=copies, members=members),
        splits=splits,
        validation=validation,
        command="ketluan " + shlex.join(sys.argv[1:]),
        say=lambda line: typer.echo(line, err=True),
    )
