"""Annotation files and their texts: lines in, records with the reports they are of out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ketluan.data.standoff import fill, fill_blank, is_standoff
from ketluan.document import Document
from ketluan.errors import AnnotationError, InputError
from ketluan.record import Record, parse_record

__all__ = ["Annotated", "Texts", "annotated", "document_of", "read_annotated", "read_lines", "whole_record"]


class Texts:
    """Folders of `<doc_id>.txt`, searched in the order given.

    Raises:
        InputError: one of them is no folder.
    """

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self.folders = list(folders)
        for folder in self.folders:
            if not folder.is_dir():
                raise InputError("is no folder", source=str(folder), mend="name a folder of <doc_id>.txt")

    def get(self, doc_id: str) -> str | None:
        """The text of a report; None where no folder holds it.

        Raises:
            InputError: the file is not UTF-8.
        """
        for folder in self.folders:
            path = folder / f"{doc_id}.txt"
            if path.is_file() and folder.resolve() in path.resolve().parents:
                try:
                    return path.read_bytes().decode("utf-8")
                except UnicodeDecodeError as error:
                    raise InputError(
                        "the text is not in UTF-8",
                        source=str(path),
                        place=f"byte {error.start}",
                        mend="take the file that was annotated: offsets count its characters",
                    ) from None
        return None


@dataclass(frozen=True, slots=True)
class Annotated:
    """One annotation.

    Attributes:
        record: the record; its words are blanks where `standoff` and `text` is None.
        text: the report's text, None where it is not at hand.
        standoff: whether the line is without its sentences.
        raw: the line as plain values.
    """

    record: Record
    text: str | None
    standoff: bool
    raw: dict[str, Any]


def read_lines(path: Path) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Every filled line of a JSONL file: its place ("line 7"), its bytes and its object.

    Raises:
        InputError: the file cannot be read.
        AnnotationError: a line is no JSON object.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", source=str(path), mend="name a JSONL file that may be read"
        ) from None
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            raw = json.loads(line)
        except (ValueError, RecursionError):
            raw = None
        if not isinstance(raw, dict):
            raise AnnotationError("is no JSON object", source=str(path), place=place, mend="give one record a line")
        yield place, line, raw


def annotated(line: bytes, raw: dict[str, Any], texts: Texts, *, source: str, place: str) -> Annotated:
    """What one line annotates: a record, or a stand-off annotation filled from its text where that is at hand.

    Raises:
        AnnotationError: it is no record, or its text is another than was annotated.
    """
    doc_id = raw.get("doc_id")
    text = texts.get(doc_id) if isinstance(doc_id, str) else None
    if is_standoff(raw):
        record = fill_blank(raw, source=source) if text is None else fill(raw, text, source=source)
        return Annotated(record, text, True, raw)
    record = parse_record(line, source=source, place=place)
    return Annotated(record, text if record.text is None else record.text, False, raw)


def read_annotated(path: Path, texts: Texts) -> Iterator[Annotated]:
    """Every annotation of a file of records or stand-off annotations.

    Raises:
        InputError, AnnotationError: as `read_lines` and `annotated`.
    """
    for place, line, raw in read_lines(path):
        yield annotated(line, raw, texts, source=str(path), place=place)


def whole_record(entry: Annotated, *, source: str) -> tuple[Record, str]:
    """The record and text of an annotation, for those who cannot do without the text.

    Raises:
        AnnotationError: the text is not at hand, or is another than that of the record.
    """
    if entry.text is None:
        raise AnnotationError(
            "the report's text is not at hand",
            source=source,
            place=entry.record.doc_id,
            mend="name the folder that holds <doc_id>.txt with --texts",
        )
    entry.record.check_spans(entry.text)
    return entry.record, entry.text


def document_of(record: Record, text: str) -> Document:
    """Return the report that a gold record is of, to be extracted again; of the record it holds day and title alone."""
    day = record.source.published or record.reference_date
    return Document(text, record.doc_id, None, record.source.title, day)
