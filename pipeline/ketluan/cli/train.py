"""`ketluan train`: annotated reports in, a model folder out; with --conll, tagged sentences in and a tagger out."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from ketluan.cli.conll import Column, needs_train_extra, refuse, train_tagger

__all__ = ["train"]

_OF_REPORTS: Final = (
    "records", "texts", "vectors", "start", "start_encoder", "silver", "silver_epochs", "tuned_encoder", "copies",
    "members", "splits", "validation",
)  # fmt: skip
_EPOCHS: Final = 12
_TUNING_EPOCHS: Final = 2


def train(
    context: typer.Context,
    encoder: Annotated[str, typer.Option(help="Folder or hub name of the encoder to start from.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The model folder to write.")],
    records: Annotated[
        list[Path] | None,
        typer.Argument(metavar="RECORDS...", help="Records or stand-off annotations, JSONL.", exists=True),
    ] = None,
    texts: Annotated[
        list[Path] | None, typer.Option("--texts", help="Folder of <doc_id>.txt; may be given again.", exists=True)
    ] = None,
    vectors: Annotated[
        Path | None, typer.Option(help="Word vectors that scripts/word_vectors.py wrote.", exists=True)
    ] = None,
    start: Annotated[
        Path | None,
        typer.Option(help="A model folder to go on from, instead of --vectors, with its own --encoder.", exists=True),
    ] = None,
    start_encoder: Annotated[
        str | None, typer.Option(help="The encoder of that model, where --encoder is another.")
    ] = None,
    conll: Annotated[
        tuple[Path, Path] | None,
        typer.Option(metavar="TRAIN DEV", help="Train a plain tagger of entities on files of columns instead."),
    ] = None,
    column: Column = None,
    epochs: Annotated[
        int | None, typer.Option(min=0, help="Passes with the encoder as it came: 12, with --conll 1.")
    ] = None,
    tuning_epochs: Annotated[
        int | None, typer.Option(min=0, help="Passes after those in which the encoder learns too: 2, with --conll 10.")
    ] = None,
    silver: Annotated[
        list[Path] | None,
        typer.Option(help="Records that a model extracted from further texts, JSONL; read first.", exists=True),
    ] = None,
    silver_epochs: Annotated[int, typer.Option(min=0, help="Passes over them; they are tuned on, too.")] = 4,
    tuned_encoder: Annotated[
        Path | None, typer.Option(help="Folder for the encoder as it is after the tuning passes.")
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the order, the dropout and the initial weights.")] = 1,
    copies: Annotated[int, typer.Option(min=0, help="Copies of each report with other names to read in turn.")] = 1,
    members: Annotated[int, typer.Option(min=1, help="Networks of other seeds that share the encoder.")] = 1,
    splits: Annotated[
        Path | None, typer.Option(help="File of `ketluan data splits`: which reports validate, which are left out.")
    ] = None,
    validation: Annotated[int, typer.Option(min=0, help="One report of so many is held out; 0 holds out none.")] = 10,
) -> None:
    """Train a model on annotated reports (RECORDS, --texts and --vectors), or on tagged sentences (--conll).

    A run that was stopped goes on from the OUT.checkpoint files. The folder it writes is for `ketluan extract --model`,
    with --conll for `ketluan evaluate --conll`.

    Example: ketluan train annotations/own.jsonl --texts corpus/texts --encoder ENCODER --vectors V.npz -o my-model

    Example: ketluan train my.jsonl --texts my-texts --start models/default --encoder ENCODER --tuning-epochs 0 -o mine

    Example: ketluan train --conll train.conll dev.conll --encoder ENCODER -o my-tagger
    """
    command = "ketluan " + shlex.join(sys.argv[1:])
    if conll is not None:
        refuse(context, _OF_REPORTS, "does not go with --conll, which trains on the sentences of its files")
        train_tagger(
            conll,
            column=column,
            encoder=encoder,
            out=out,
            epochs=epochs,
            tuning_epochs=tuning_epochs,
            seed=seed,
            command=command,
            say=_say,
        )
        return
    refuse(context, ("column",), "goes with --conll alone")
    if start is not None:
        refuse(context, ("vectors", "members"), "does not go with --start, whose model has its own")
    elif start_encoder is not None:
        raise typer.BadParameter("goes with --start alone", param_hint="--start-encoder")
    if not records or not texts or (vectors is None and start is None):
        missing = "RECORDS" if not records else "--texts" if not texts else "--vectors or --start"
        raise typer.BadParameter("is missing; files of columns are named with --conll", param_hint=missing)
    with needs_train_extra():
        from ketluan.model.build import build
        from ketluan.model.training import TrainingOptions
    build(
        records=records,
        texts=texts,
        encoder=encoder,
        vectors=vectors,
        start=start,
        start_encoder=start_encoder,
        out=out,
        silver=silver or (),
        tuned_encoder=tuned_encoder,
        options=TrainingOptions(
            silver_epochs=silver_epochs if silver else 0,
            epochs=_EPOCHS if epochs is None else epochs,
            tuning_epochs=_TUNING_EPOCHS if tuning_epochs is None else tuning_epochs,
            seed=seed,
            copies=copies,
            members=members,
        ),
        splits=splits,
        validation=validation,
        command=command,
        say=_say,
    )


def _say(line: str) -> None:
    typer.echo(line, err=True)
