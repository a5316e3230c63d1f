"""Annotations in the formats of other tools, both ways and without loss: importing an export gives the same records.

    docbin         spaCy's DocBin, one file           conll     columns of BIO tags, one file
    brat           brat stand-off, one folder         hf        JSONL for Hugging Face `datasets`, one file
    label-studio   Label Studio's JSON, one file

Each format is a module with `write(layers, out)` and `read(source)`, where `Layers` is a record taken apart; its
docstring says where it keeps what the format itself cannot carry.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from ketluan.data.marks import Layers, join_record, split_record
from ketluan.data.names import Format
from ketluan.data.sources import Texts, read_annotated, whole_record
from ketluan.errors import InputError
from ketluan.record import Record

__all__ = ["Format", "export_records", "import_records"]


def export_records(records: Path, texts: Texts, format: Format, out: Path) -> int:
    """Write a file of records or stand-off annotations in another format.

    Args:
        records: JSONL; every report's text is in its record or in `texts`.
        texts: folders of `<doc_id>.txt`.
        format: which.
        out: the file, for brat the folder, to write.

    Returns:
        How many records were written.

    Raises:
        InputError, AnnotationError: the records or texts cannot be read, or do not fit each other.
    """
    layers = [split_record(*whole_record(entry, source=str(records))) for entry in read_annotated(records, texts)]
    write: Callable[[Iterable[Layers], Path], None] = _module(format).write
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write(layers, out)
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}", source=str(out), mend="name a place that may be written to"
        ) from None
    return len(layers)


def import_records(source: Path, format: Format) -> Iterator[Record]:
    """The records of what `export_records` wrote, with the spans and links as they are now.

    Raises:
        InputError: the file or folder cannot be read.
        AnnotationError: it is not of this format, or was not written by `export_records`.
    """
    read: Callable[[Path], Iterator[Layers]] = _module(format).read
    try:
        yield from (join_record(layers) for layers in read(source))
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", source=str(source), mend="name what `ketluan data export` wrote"
        ) from None


def _module(format: Format) -> Any:
    # spaCy takes a second to import: only DocBin pays for it.
    return import_module(f"{__name__}.{format.value.replace('-', '_')}")
