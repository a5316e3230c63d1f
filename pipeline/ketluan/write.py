"""Records and errors on their way out: whole lines of JSONL, whatever interrupts the run."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from pydantic import ValidationError

from ketluan.document import Document
from ketluan.errors import InputError, KetluanError
from ketluan.interrupts import held_back
from ketluan.record import Record, invalid_record

__all__ = ["RunWriter", "error_line", "record_line"]


def record_line(record: Record, document: Document, *, with_text: bool = False) -> str:
    """The line that is written for a record, after a last look at the contract.

    Args:
        record: what was found; it is validated again, as `model_copy` and `model_construct` do not validate.
        document: the report it was found in.
        with_text: put the report's text into the record.

    Returns:
        One line of JSON without its line feed.

    Raises:
        AnnotationError: the record breaks the contract, or a span's text differs from the report's at that place.
    """
    try:
        checked = Record.model_validate(record.model_dump() | {"text": document.text if with_text else None})
    except ValidationError as error:
        raise invalid_record(error, source=document.doc_id) from None
    checked.check_spans(document.text)
    return checked.to_json()


def error_line(doc_id: str | None, error: KetluanError) -> str:
    """One line of the file of errors, without its line feed: which report, what, where, and the mend."""
    return json.dumps(
        {
            "doc_id": doc_id,
            "source": error.source,
            "place": error.place,
            "error": error.message,
            "mend": error.mend,
        },
        ensure_ascii=False,
    )


class RunWriter:
    """Where a run's records and errors go: OUT and OUT.errors.jsonl, both fresh.

    The file of errors exists only when there is something in it. Records that go to stdout (`-`), or to something
    else that is no ordinary file, leave no name to put a second file beside: their errors are only told on stderr.

    Raises:
        InputError: OUT cannot be opened for writing.
    """

    def __init__(self, target: str) -> None:
        self.target = target
        self.errors_path: Path | None = None
        self._errors: BinaryIO | None = None
        if target == "-":
            self._records: BinaryIO = sys.stdout.buffer
            return
        try:
            self._records = open(target, "wb")  # noqa: SIM115 - closed by __exit__
            if stat.S_ISREG(os.fstat(self._records.fileno()).st_mode):
                self.errors_path = Path(f"{target}.errors.jsonl")
                self.errors_path.unlink(missing_ok=True)
        except OSError as error:
            raise InputError(
                f"cannot be written: {error.strerror}", source=target, mend="name a file in a folder that exists"
            ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._errors is not None:
            self._errors.close()
        if self.target != "-":
            self._records.close()

    @property
    def files(self) -> list[Path]:
        """The files that this writes; empty where the records go to stdout or a device."""
        return [] if self.errors_path is None else [Path(self.target), self.errors_path]

    def record(self, line: str) -> None:
        """Write one record's line."""
        _write_whole(self._records, line)

    def error(self, doc_id: str | None, error: KetluanError) -> None:
        """Write one error's line, where there is a file for it."""
        if self.errors_path is None:
            return
        if self._errors is None:
            self._errors = open(self.errors_path, "wb")  # noqa: SIM115 - closed by __exit__
        _write_whole(self._errors, error_line(doc_id, error))


def _write_whole(file: BinaryIO, line: str) -> None:
    with held_back():  # Ctrl-C must not cut a line
        # A file name that is no UTF-8 reaches Python as lone surrogates; written as \\udc80 they are still JSON.
        file.write(line.encode("utf-8", "backslashreplace") + b"\n")
        file.flush()
