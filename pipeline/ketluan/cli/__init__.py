"""The command line: `ketluan COMMAND`, one module per command.

The modules of the commands import what they work with inside their functions, so that `ketluan --help` loads no model
code and answers at once. stdout carries data, stderr talk. Exit codes: 0 all well, 1 something failed, 2 wrong usage,
130 interrupted, 141 nobody read the output any more.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from ketluan.cli import data, evaluate, extract, normalize, schema, show, train
from ketluan.errors import KetluanError

__all__ = ["app"]


class _Commands(TyperGroup):
    """Turns what ends a command early into a line and an exit code, never a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KetluanError as error:
            typer.echo(f"ketluan: {error}", err=True)
            raise typer.Exit(1) from None
        except BrokenPipeError:
            # What is still buffered has no reader: without this the interpreter complains when it flushes at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            raise typer.Exit(141) from None
        except KeyboardInterrupt:
            typer.echo("ketluan: interrupted", err=True)
            raise typer.Exit(130) from None


app = typer.Typer(
    name="ketluan",
    cls=_Commands,
    help="Extract officials, directives, metrics and deadlines from Vietnamese reports of meetings.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from ketluan import __version__

        typer.echo(f"ketluan {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    pass


for command in (extract.extract, show.show, normalize.normalize, evaluate.evaluate, schema.schema, train.train):
    app.command()(command)

app.add_typer(data.app)
