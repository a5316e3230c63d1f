"""Reports from bytes, files, folders and JSONL: every input becomes a Document or an InputError that tells the mend.

The text of a Document is the content of the file as it stands, line ends ("\\r\\n" too) and control characters
included, so that the record's offsets hold in the file. Two things are changed: a byte order mark at the very beginning
is left out, and text that is not in NFC is composed. Nothing else is stripped, replaced or guessed.
"""

from __future__ import annotations

import codecs
import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any
from unicodedata import normalize

import jsonlines

from ketluan.document import Document
from ketluan.errors import InputError
from ketluan.paths import expand, printable

__all__ = ["MAX_BYTES", "STDIN", "read_bytes", "read_jsonl", "read_paths", "read_text"]

MAX_BYTES = 16 * 1024 * 1024
"""The most bytes that one report may have: a hundred times the longest report there is, and a bound on memory."""

STDIN = "-"
"""The path that means standard input."""

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_FORMATS = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "a Word file or a zip archive",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"{\\rtf": "an RTF file",
    b"\x1f\x8b": "a gzip file",
}
_TO_TEXT = "save it as plain text in UTF-8"
_TO_UTF8 = "convert it, for example with iconv -f {} -t UTF-8"


def read_bytes(data: bytes, source: str) -> str:
    """Returns the text of a report: UTF-8, less a byte order mark, in NFC.

    Args:
        data: the file's bytes.
        source: the file as the user named it, for the errors.

    Raises:
        InputError: the data are too long, empty, blank, binary or not UTF-8.
    """
    if len(data) > MAX_BYTES:
        raise _too_long(source)
    if data.startswith(_UTF16):
        raise InputError("the text is in UTF-16, not in UTF-8", source=source, mend=_TO_UTF8.format("UTF-16"))
    for magic, kind in _FORMATS.items():
        if data.startswith(magic):
            raise InputError(f"this is {kind}, not plain text", source=source, mend=_TO_TEXT)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        skipped = len(codecs.BOM_UTF8) if data.startswith(codecs.BOM_UTF8) else 0
        binary = b"\0" in data
        raise InputError(
            "the file is binary, not text" if binary else "the text is not in UTF-8",
            source=source,
            place=f"byte {error.start + skipped}",
            mend=_TO_TEXT if binary else _TO_UTF8.format("WINDOWS-1258"),
        ) from None
    return _checked(text, source, None)


def read_text(path: str | Path, published: date | None = None) -> Document:
    """Reads one text file. Its id is the file's name without the suffix.

    Raises:
        InputError: the file cannot be opened, or as for `read_bytes`.
    """
    source = printable(path)
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise _unreadable(source, error) from error
    return Document(text=read_bytes(data, source), doc_id=Path(source).stem, uri=source, published=published)


def read_jsonl(
    source: str | Path | IO[bytes], published: date | None = None, name: str | None = None
) -> Iterator[Document | InputError]:
    """Reads one report per line: `text`, and optionally `id`, `published` (ISO 8601), `title` and `uri`.

    A report without an id is called by the file and its line ("reports:7"); without a uri, it has the file's. Other
    fields and blank lines are passed over. A line that cannot be used becomes an error, and reading goes on.

    Args:
        source: a path or an open binary stream.
        published: the day of publication of the reports that give none.
        name: the stream as the user named it; taken from the path where there is one.
    """
    is_path = isinstance(source, str | Path)
    shown = name or (printable(source) if isinstance(source, str | Path) else "stdin")
    try:
        with open(source, "rb") if isinstance(source, str | Path) else nullcontext(source) as stream:
            lines = _Lines(stream, shown)
            # From bytes to objects by jsonlines; `_Lines` bounds the memory and counts.
            reader = jsonlines.Reader(lines, loads=json.loads)
            while True:
                try:
                    row = reader.read(type=dict, skip_empty=True)
                    yield _row_document(row, shown, lines.number, published, shown if is_path else None)
                except EOFError:
                    break
                except InputError as error:
                    yield error
                except (jsonlines.InvalidLineError, RecursionError) as error:
                    yield _bad_line(error, shown, lines.number)
            if not lines.any_filled:
                yield InputError("there is no line in it", source=shown, mend="give one report a line, as JSON")
    except (OSError, ValueError) as error:
        yield _unreadable(shown, error)


def read_paths(
    paths: Iterable[str], published: date | None = None, jsonl: bool = False, skip: Iterable[Path] = ()
) -> Iterator[Document | InputError]:
    """Reads text files, .jsonl files, folders (every .txt and .jsonl below, sorted), globs and "-", one at a time.

    A file found in a folder or by a glob takes its id from its path below there ("2022/bao-cao").

    Args:
        paths: what the user named.
        published: the day of publication of the reports that do not give their own.
        jsonl: whether "-" holds JSONL rather than the text of one report.
        skip: files that are no inputs though a folder or glob holds them: a run must not read what it writes.
    """
    skipped = {os.path.realpath(path) for path in skip}
    for path in paths:
        if path == STDIN:
            yield from _read_stdin(published, jsonl)
            continue
        for found in expand(path):
            if isinstance(found, InputError):
                yield found
            elif skipped and os.path.realpath(found.path) in skipped:
                continue
            elif found.path.suffix.lower() == ".jsonl":
                yield from read_jsonl(found.path, published)
            else:
                try:
                    document = read_text(found.path, published)
                except InputError as error:
                    yield error
                else:
                    yield Document(document.text, found.doc_id, document.uri, published=published)


def _read_stdin(published: date | None, jsonl: bool) -> Iterator[Document | InputError]:
    if jsonl:
        yield from read_jsonl(sys.stdin.buffer, published, "stdin")
        return
    try:
        text = read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1), "stdin")
        yield Document(text=text, doc_id="stdin", published=published)
    except InputError as error:
        yield error
    except OSError as error:
        yield _unreadable("stdin", error)


class _Lines:
    """The lines of a stream, each bounded; a longer one is skipped and raised as an error, and the next one follows."""

    def __init__(self, stream: IO[bytes], source: str) -> None:
        self.number = 0
        self.any_filled = False
        self._stream = stream
        self._source = source

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> bytes:
        line = self._stream.readline(MAX_BYTES + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self.any_filled = self.any_filled or not line.isspace()
        if len(line) > MAX_BYTES:
            while line and not line.endswith(b"\n"):
                line = self._stream.readline(MAX_BYTES)
            raise _too_long(self._source, f"line {self.number}")
        return line


def _row_document(row: dict[str, Any], source: str, number: int, default: date | None, uri: str | None) -> Document:
    place = f"line {number}"
    if not isinstance(row.get("text"), str):
        raise InputError(
            "the line has no text", source=source, place=place, mend='give the report as a string in the field "text"'
        )
    fields = {key: _optional_string(row, key, source, place) for key in ("id", "title", "uri", "published")}
    return Document(
        text=_checked(row["text"], source, place),
        doc_id=fields["id"] or f"{Path(source).stem}:{number}",
        uri=fields["uri"] or uri,
        title=fields["title"],
        published=_day(fields["published"], source, place) or default,
    )


def _optional_string(row: dict[str, Any], key: str, source: str, place: str) -> str | None:
    value = row.get(key)
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if value is not None and not isinstance(value, str):
        raise InputError(f'"{key}" is no string', source=source, place=place, mend=f'put "{key}" into quotation marks')
    return _encodable(value, source, place) if value else None


def _day(value: str | None, source: str, place: str) -> date | None:
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        raise InputError(
            f'"published" is no date: {value[:40]!r}', source=source, place=place, mend="write it as 2022-07-13"
        ) from None


def _checked(text: str, source: str, place: str | None) -> str:
    if not text.strip():
        what = "empty" if not text else "blank: it has white space only"
        raise InputError(f"the text is {what}", source=source, place=place, mend="leave it out or give its text")
    nul = text.find("\0")
    if nul >= 0:
        place = place or f"character {nul}"
        raise InputError("the text is binary: it holds NUL", source=source, place=place, mend=_TO_TEXT)
    return normalize("NFC", _encodable(text, source, place))


def _encodable(text: str, source: str, place: str | None) -> str:
    # JSON can name half of a surrogate pair (\ud83d), which no UTF-8 output could hold.
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        message = f"half of a character stands at {error.start} of the string"
        raise InputError(message, source=source, place=place, mend="write the character itself, in UTF-8") from None
    return text


def _bad_line(error: Exception, source: str, number: int) -> InputError:
    if isinstance(error, RecursionError):
        message = "the JSON is nested too deep"
    elif isinstance(error.__cause__, UnicodeDecodeError):
        message = "the line is not in UTF-8"
    elif isinstance(error.__cause__, ValueError):
        message = f"the line is no JSON: {str(error.__cause__)[:100]}"
    else:
        message = "the line is no JSON object"
    mend = 'each line is one object such as {"id": "…", "text": "…", "published": "2022-07-13"}'
    return InputError(message, source=source, place=f"line {number}", mend=mend)


def _too_long(source: str, place: str | None = None) -> InputError:
    mend = "give one report at a time; many reports belong into a .jsonl file, one a line"
    return InputError(f"longer than {MAX_BYTES // 2**20} MiB: no report", source=source, place=place, mend=mend)


def _unreadable(source: str, error: OSError | ValueError) -> InputError:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return InputError(f"cannot be read: {reason}", source=source, mend="check the path and its permissions")
