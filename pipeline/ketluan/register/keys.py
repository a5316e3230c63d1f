"""The form under which two spellings of one body or place are the same: a list of words.

Case, the placement of tone marks, punctuation and the word *và* are gone, and abbreviations are written out. The table
`abbreviations.tsv` holds them; a table's own names go through the same function as a record's phrases.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from ketluan.register.files import rows_of
from ketluan.tokenise.tone import unify_tone

__all__ = ["Words", "key_of", "words_of"]

_PART = re.compile(r"\w+|[^\w\s]")
# "Q.1", "Q1", "H.Củ Chi", "P.4": a letter for a level is read as one before a full stop or a number only.
_LETTER = re.compile(r"(?<!\w)([qhp])(?:\.\s*(?=\w)|(?=\d))", re.IGNORECASE)
_LETTERS = {"q": "quận ", "h": "huyện ", "p": "phường "}
_DROPPED = frozenset(".'’‘`\"“”«»")
_JOINS = {
    "và": "+", "&": "+", "-": "+", "–": "+", "—": "+", "/": "+", ",": ",", "(": "(", ")": ")"
}  # fmt: skip
_LONGEST = 4  # words in an abbreviation as written, "LĐ-TB&XH" having three


class Words(NamedTuple):
    """The words of a phrase, and what stood before each of them.

    Attributes:
        words: in lower case, the tone marks in their new places, abbreviations written out.
        joins: for each word "" (a space), "," or "+" (*và*, a dash, a slash), "(" or ")"; the strongest of several.
    """

    words: list[str]
    joins: list[str]


def words_of(phrase: str) -> Words:
    """Return the words of a phrase, in time linear in its length."""
    text = unify_tone(unicodedata.normalize("NFC", unicodedata.normalize("NFC", phrase).casefold()))
    text = _LETTER.sub(lambda match: _LETTERS[match.group(1)], text)
    words: list[str] = []
    joins: list[str] = []
    join = ""
    for part in _PART.findall(text):
        if part in _DROPPED:
            continue
        if part in _JOINS:
            join = max(join, _JOINS[part], key=["", ",", "+", "(", ")"].index)
            continue
        words.append(part.lstrip("0") or part if part.isdecimal() else part)
        joins.append(join)
        join = ""
    return _written_out(Words(words, joins))


def key_of(name: str) -> tuple[str, ...]:
    """Return the words of a name alone: equal for all its spellings."""
    return tuple(words_of(name).words)


def _written_out(given: Words) -> Words:
    table = _abbreviations()
    words: list[str] = []
    joins: list[str] = []
    at = 0
    while at < len(given.words):
        for length in range(min(_LONGEST, len(given.words) - at), 0, -1):
            full = table.get(tuple(given.words[at : at + length]))
            if full:
                words += full
                joins += [given.joins[at]] + [""] * (len(full) - 1)
                at += length
                break
        else:
            words.append(given.words[at])
            joins.append(given.joins[at])
            at += 1
    return Words(words, joins)


@cache
def _abbreviations() -> dict[tuple[str, ...], list[str]]:
    table = {}
    for row in rows_of("abbreviations.tsv"):
        full = unify_tone(row["full"].casefold()).split()
        for short in row["short"].split(";"):
            table[tuple(unify_tone(short.casefold()).split())] = full
    return table
