"""Sentences from files of columns: a word a line with its tag, as CoNLL 2003 and the VLSP campaigns write them.

Columns stand apart by a tab or by blanks; the word is the first, the tag the last or the one that is asked for. An
empty line ends a sentence, and so do a line of -DOCSTART- and one of markup alone ("<s>"). Before a sentence, a line
with "#" that holds no tag is a comment. Tags come as BIO (BIO2), IOB1, BIOES or BILOU and leave as BIO: the first word
of every entity has a B.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ketluan.errors import InputError

__all__ = ["LAST", "Sentence", "as_bio", "read_sentences"]

LAST: Final = 0
"""The column that means the last one; the others count from 1."""

_DOCUMENT: Final = "-DOCSTART-"
_BLANKS: Final = re.compile(r"[ \t]+")
_MARKUP: Final = re.compile(r"</?[a-z]+>", re.IGNORECASE)
_TAG: Final = re.compile(r"O|[BIMELSU]-(\S+)")
_BEGINNINGS: Final = frozenset("BSU")  # the first word of an entity, or its only one


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words with as many tags (O, B-… and I-…), and the line of the file where they begin."""

    words: tuple[str, ...]
    tags: tuple[str, ...]
    line: int


def read_sentences(path: Path, column: int = LAST) -> list[Sentence]:
    """Return the sentences of a file, in order.

    Args:
        path: a file in UTF-8.
        column: of the tags, from 1 on; `LAST` for the last.

    Raises:
        InputError: the file cannot be read, a line has no such column, other columns than the first or no tag, or
            there is no sentence.
    """
    try:
        data = path.read_bytes().removeprefix(codecs.BOM_UTF8)
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", source=str(path), mend="name a file of words and tags in columns"
        ) from None
    sentences = list(_Reader(path, column).sentences(data.splitlines()))
    if not sentences:
        raise InputError("the file holds no sentence", source=str(path), mend="give a word and its tag on each line")
    return sentences


def as_bio(tags: Iterable[str]) -> Iterator[str]:
    """Yield tags of any of the schemes as BIO."""
    before = ""
    for tag in tags:
        label = tag[2:]
        if not label:
            yield "O"
        elif tag[0] in _BEGINNINGS or label != before:
            yield f"B-{label}"
        else:
            yield f"I-{label}"
        before = label


class _Reader:
    """A file, line by line."""

    def __init__(self, path: Path, column: int) -> None:
        self.path = path
        self.column = column
        self.width: tuple[int, int] | None = None  # the columns of the first word, and its line
        self.begun = 0
        self.words: list[str] = []
        self.tags: list[str] = []

    def sentences(self, lines: Iterable[bytes]) -> Iterator[Sentence]:
        for number, data in enumerate(lines, 1):
            line = self.decoded(data, number).strip(" \t")
            if not line or line.startswith(_DOCUMENT) or _MARKUP.fullmatch(line):
                yield from self.sentence()
            else:
                self.take(line, number)
        yield from self.sentence()

    def decoded(self, data: bytes, number: int) -> str:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            raise self.error("the text is not in UTF-8", number, "convert it, for example with iconv") from None

    def take(self, line: str, number: int) -> None:
        cells = [cell.strip() for cell in line.split("\t")] if "\t" in line else _BLANKS.split(line)
        place = len(cells) if self.column == LAST else self.column
        tag = cells[place - 1] if 1 < place <= len(cells) else None
        if not self.words and line.startswith("#") and (tag is None or not _TAG.fullmatch(tag)):
            return
        if tag is None:
            wanted = "a word and its tag are" if self.column == LAST else f"column {self.column} is"
            raise self.error(
                f"the line has {len(cells)} columns where {wanted} wanted", number, "name the tags' with --column"
            )
        if self.width is None:
            self.width = (len(cells), number)
        if len(cells) != self.width[0]:
            raise self.error(
                f"the line has {len(cells)} columns, line {self.width[1]} has {self.width[0]}",
                number,
                "give each line as many columns",
            )
        if not _TAG.fullmatch(tag):
            raise self.error(f"{tag!r} in column {place} is no tag as B-PER, I-PER or O", number, _column_mend(cells))
        if not self.words:
            self.begun = number
        self.words.append(cells[0])
        self.tags.append(tag)

    def sentence(self) -> Iterator[Sentence]:
        if self.words:
            yield Sentence(tuple(self.words), tuple(as_bio(self.tags)), self.begun)
        self.words, self.tags = [], []

    def error(self, message: str, number: int, mend: str) -> InputError:
        return InputError(message, source=str(self.path), place=f"line {number}", mend=mend)


def _column_mend(cells: list[str]) -> str:
    fitting = [str(place) for place, cell in enumerate(cells[1:], 2) if _TAG.fullmatch(cell)]
    return f"--column {' or '.join(fitting)} would fit this line" if fitting else "name the tags' with --column"
