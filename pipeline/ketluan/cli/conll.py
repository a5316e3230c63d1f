"""What `ketluan train` and `ketluan evaluate` do with --conll: plain named-entity recognition on files of columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from ketluan.cli.output import print_json

if TYPE_CHECKING:
    from rich.table import Table

    from ketluan.ner.scores import EntityScores

__all__ = ["Column", "needs_train_extra", "refuse", "score_tagger", "train_tagger"]

EPOCHS: Final = 1
TUNING_EPOCHS: Final = 10

Column = Annotated[
    int | None,
    typer.Option(min=2, metavar="N", help="With --conll: the column of the tags, from 1 on; the last if left out."),
]


@contextmanager
def needs_train_extra() -> Iterator[None]:
    """Import in here what the extra `train` brings; where it is not installed, the command ends with a line of it."""
    try:
        yield
    except ImportError as error:
        typer.echo(f"this needs more packages: pip install 'ketluan[train]' ({error})", err=True)
        raise typer.Exit(2) from error


def refuse(context: typer.Context, names: Sequence[str], why: str) -> None:
    """Refuse arguments and options that the user gave and that do not apply.

    Args:
        names: those of the command's parameters.
        why: follows the option's name.

    Raises:
        typer.BadParameter: there is one.
    """
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        if parameter.name in names and source is not None and source.name == "COMMANDLINE":
            name = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.opts[0].upper()
            raise typer.BadParameter(why, param_hint=name)


def train_tagger(
    files: tuple[Path, Path],
    *,
    column: int | None,
    encoder: str,
    out: Path,
    epochs: int | None,
    tuning_epochs: int | None,
    seed: int,
    command: str,
    say: Callable[[str], None],
) -> None:
    """Train a tagger on the first file, choosing the epoch by the second; what is None has its default."""
    fixed = EPOCHS if epochs is None else epochs
    tuned = TUNING_EPOCHS if tuning_epochs is None else tuning_epochs
    if not fixed + tuned:
        raise typer.BadParameter("at least one pass is needed", param_hint="'--tuning-epochs'")
    with needs_train_extra():
        from ketluan.ner.build import build
        from ketluan.ner.columns import LAST
        from ketluan.ner.training import TaggerOptions
    build(
        data=files[0],
        dev=files[1],
        column=column or LAST,
        encoder=encoder,
        out=out,
        options=TaggerOptions(epochs=fixed, tuning_epochs=tuned, seed=seed),
        command=command,
        say=say,
    )


def score_tagger(test: Path, column: int | None, model: Path, as_json: bool) -> None:
    """Print how well a tagger tags a file."""
    with needs_train_extra():
        from ketluan.ner.build import evaluate
        from ketluan.ner.columns import LAST
    scores = evaluate(test, column or LAST, model)
    if as_json:
        print_json(scores.to_dict())
        return
    from rich.console import Console

    Console().print(_table(scores))


def _table(scores: EntityScores) -> Table:
    from rich.table import Table
    from rich.text import Text

    table = Table(title=f"entities of {scores.sentences} sentences")
    table.add_column("")
    for heading in ("P", "R", "F1", "gold"):
        table.add_column(heading, justify="right")
    for name, score in (*scores.types.items(), ("micro average", scores.micro)):
        if score is scores.micro:
            table.add_section()
        # Text, because a type may hold square brackets, which rich would take for markup.
        table.add_row(Text(name), f"{score.precision:.4f}", f"{score.recall:.4f}", f"{score.f1:.4f}", str(score.gold))
    return table
