"""Where sentences begin, by rules for Vietnamese newspaper and office prose.

A line end always ends a sentence: headlines and list items have no full stop. Within a line a sentence ends at "?",
"!", "…" or ".", with the closing quotation marks and brackets behind it, where the next word can open a sentence
and the full stop is not part of an abbreviation ("TP. Hà Nội", "PGS.TS."), of an initial ("M. Gandhi"), of a list
number ("1. ") or of a heading ("Điều 5. ").
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

__all__ = ["SentenceSplitter", "create_sentence_splitter"]

_NO_START = 2**64 - 1  # spaCy's -1
_STOPS = frozenset(".?!…")
_STOPS_AND_CLOSERS = _STOPS | frozenset("\"”’»')]}")
_OPENERS = frozenset("\"“‘«'([{-–—•*+")
# Titles and kinds of place: a name follows their full stop. In small letters.
_BEFORE_NAME = frozenset("tp tx tt gs pgs ts tskh ths bs ks kts ls ncs nsnd nsưt đc mr mrs ms dr prof st".split())
# Parts of a text or of a city: a number follows their full stop.
_BEFORE_NUMBER = frozenset(["tr", "t", "q", "p", "k", "đ", "no", "vol", "tt"])
# "…của TP. Theo ông A": no name opens with these, so that the abbreviation was the sentence's last word.
_NO_NAMES = frozenset(
    "theo ông bà các những với tại từ trong khi sau trước và nhưng do vì tuy đồng ngoài bên đây đó để nếu qua "
    "cùng riêng hiện".split()
)
_HEADINGS = frozenset(["điều", "khoản", "chương", "mục", "phần", "bài"])
_ROMAN = frozenset("IVX")


class _Gap(IntEnum):
    NONE = 0
    BLANK = 1
    LINE = 2


class _Word(NamedTuple):
    """A visible token: its index in the Doc, its text and what stands between the visible token before and it."""

    token: int
    text: str
    gap: _Gap


class SentenceSplitter:
    """The spaCy component that sets `is_sent_start` on every token of a Doc.

    White space belongs to the sentence before it; white space that opens the text, to the first sentence.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Marks the sentence starts and returns the same Doc."""
        if not len(doc):
            return doc
        words = _words(doc)
        # Through the array: the tokens' own setter looks through the whole Doc each time.
        marks = np.full(len(doc), _NO_START, dtype=np.uint64)
        marks[[0, *(words[place].token for place in _starts(words))]] = 1
        doc.from_array(["SENT_START"], marks.reshape(-1, 1))  # type: ignore[arg-type]  # thinc has no unsigned type
        return doc


@Language.factory("ketluan_sentences")
def create_sentence_splitter(nlp: Language, name: str) -> SentenceSplitter:
    """The component's entry in spaCy's registry: `nlp.add_pipe("ketluan_sentences")`."""
    return SentenceSplitter()


def _words(doc: Doc) -> list[_Word]:
    words: list[_Word] = []
    gap = _Gap.NONE
    for token in doc:
        text = token.text
        if text.isspace():
            gap = max(gap, _Gap.LINE if text.splitlines() != [text] else _Gap.BLANK)
        else:
            words.append(_Word(token.i, text, gap))
            gap = _Gap.NONE
        if token.whitespace_:
            gap = max(gap, _Gap.BLANK)
    return words


def _starts(words: list[_Word]) -> list[int]:
    """The places in `words` that begin a sentence, but for the first."""
    starts = []
    line = 0
    place = 1
    while place < len(words):
        if words[place].gap is _Gap.LINE:
            starts.append(place)
            line = place
        elif words[place - 1].text in _STOPS:
            stop = place - 1
            while place < len(words) and words[place].gap is _Gap.NONE and words[place].text in _STOPS_AND_CLOSERS:
                place += 1
            if place == len(words) or words[place].gap is _Gap.LINE:
                continue
            if _opens(words, place) and not _is_inner_stop(words, line, stop, place):
                starts.append(place)
        place += 1
    return starts


def _opens(words: list[_Word], place: int) -> bool:
    """Whether a sentence can open here: with a capital or a number, behind at most two quotation marks or dashes."""
    for word in words[place : place + 3]:
        if word.text not in _OPENERS:
            return word.text[0].isupper() or word.text[0].isdigit()
    return False


def _is_inner_stop(words: list[_Word], line: int, stop: int, after: int) -> bool:
    """Whether the mark at `stop` closes no sentence although what stands at `after` could open one."""
    if stop == line:
        return True
    before, following = words[stop - 1], words[after]
    if before.text in _OPENERS and words[stop].gap is _Gap.NONE:
        return True  # "(…)": something is left out
    if after > stop + 1 or words[stop].text != ".":
        return False
    if following.gap is _Gap.NONE:
        # A forgotten blank ("…theo luật.Ông A") looks so; a web address, "TP.HCM" and a version number do not.
        return not (before.text.islower() and len(before.text) > 1 and following.text[:2].istitle())
    return _is_list_number(words, line, stop) or _is_abbreviation(words, stop, following.text)


def _is_list_number(words: list[_Word], line: int, stop: int) -> bool:
    text = words[stop - 1].text
    if stop - 1 == line:
        return text[0].isdigit() or len(text) == 1 or set(text) <= _ROMAN
    return stop - 2 == line and text[0].isdigit() and words[line].text.lower() in _HEADINGS


def _is_abbreviation(words: list[_Word], stop: int, following: str) -> bool:
    text = words[stop - 1].text
    last = text.rsplit(" ", 1)[-1].lower()
    if following[0].isdigit():
        return last in _BEFORE_NUMBER
    if following.split(" ", 1)[0].lower() in _NO_NAMES:
        return False
    is_initial = len(text) == 1 and text.isupper()
    is_comrade = last == "c" and stop >= 3 and words[stop - 2].text == "/" and words[stop - 3].text.lower() == "đ"
    return is_initial or is_comrade or last in _BEFORE_NAME
