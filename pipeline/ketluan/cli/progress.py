"""How far a run is: a bar on a terminal, plain lines elsewhere, always on stderr."""

from __future__ import annotations

from collections.abc import Sequence
from time import monotonic
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text

from ketluan.cli.terminal import harmless
from ketluan.errors import KetluanError
from ketluan.paths import FoundFile, expand
from ketluan.read import STDIN
from ketluan.run import Tally
from ketluan.write import RunWriter

__all__ = ["Reporter", "count_inputs"]

LINE_SECONDS = 10.0
"""Between two plain lines."""

COUNTED_BYTES = 256 * 2**20
"""A larger .jsonl file is not read through only to count its lines: the first record must not wait for that."""


def count_inputs(paths: Sequence[str]) -> int | None:
    """How many inputs the paths hold, for the time left; None where that cannot be known without much reading."""
    total = 0
    for path in paths:
        if path == STDIN:
            return None
        for found in expand(path):
            lines = 1
            if isinstance(found, FoundFile) and found.path.suffix.lower() == ".jsonl" and found.path.is_file():
                if found.path.stat().st_size > COUNTED_BYTES:
                    return None
                with found.path.open("rb") as file:
                    lines = sum(1 for line in file if line.strip())
            total += lines
    return total


class Reporter:
    """Tells how far a run is, its rate, its errors and the time left; at the end, where everything went."""

    def __init__(self, total: int | None, writer: RunWriter, console: Console | None = None) -> None:
        self.total = total
        self._writer = writer
        self._console = console or Console(stderr=True)
        self._tally = Tally()
        self._started = self._last_line = monotonic()
        self._bar: Progress | None = None
        if self._console.is_terminal:
            self._bar = Progress(
                TextColumn("extracting"),
                BarColumn(),
                MofNCompleteColumn(),
                TextColumn("{task.fields[rate]:.1f}/s"),
                TextColumn("{task.fields[errors]} errors"),
                TimeElapsedColumn(),
                TimeRemainingColumn(),
                console=self._console,
            )
            self._task = self._bar.add_task("extracting", total=total, rate=0.0, errors=0)

    def __enter__(self) -> Self:
        if self._bar is not None:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
        if kind is None or issubclass(kind, KeyboardInterrupt):
            self._say(self._summary())

    def update(self, tally: Tally, error: KetluanError | None) -> None:
        """Take the tally after one more input; an error is told at once."""
        self._tally = tally
        if error is not None:
            self._say(f"error: {error}")
        now = monotonic()
        if self._bar is not None:
            self._bar.update(self._task, completed=tally.done, rate=self._rate(now), errors=tally.errors)
        elif now - self._last_line >= LINE_SECONDS:
            self._last_line = now
            self._say(self._line(now))

    def _rate(self, now: float) -> float:
        return self._tally.done / max(now - self._started, 1e-9)

    def _line(self, now: float) -> str:
        rate = self._rate(now)
        of_total = f" of {self.total}" if self.total else ""
        left = f", {max(self.total - self._tally.done, 0) / rate:.0f} s left" if self.total and rate else ""
        return f"{self._tally.done}{of_total} reports, {rate:.1f}/s, {self._tally.errors} errors{left}"

    def _summary(self) -> str:
        now = monotonic()
        text = f"{self._tally.records} records, {self._tally.errors} errors in {now - self._started:.1f} s"
        if self._writer.target != "-":
            text += f"; records in {self._writer.target}"
        if self._tally.errors and self._writer.errors_path is not None:
            text += f"; errors in {self._writer.errors_path}"
        return text

    def _say(self, line: str) -> None:
        # Text, not a string: a file's name may look like rich's markup.
        self._console.print(Text(harmless(line)), soft_wrap=True)
