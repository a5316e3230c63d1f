"""The spaCy tokenizer: underthesea's words at their exact places in the text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from unicodedata import normalize

from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab

from ketluan.tokenise.resplit import cut_word, is_currency_after
from ketluan.tokenise.segment import inside_word

__all__ = ["VietnameseTokenizer", "create_tokenizer"]

_NEWLINE = r"\r\n\v\f\x1c-\x1e\x85\u2028\u2029"
# Every character falls into exactly one alternative, so the pieces cover the text whatever it holds.
# A combining mark goes with its letter; a letter is what \w holds besides digits and "_".
_PIECE = re.compile(
    rf"(?P<newline>[{_NEWLINE}]+)"
    rf"|(?P<space>[^\S{_NEWLINE}]+)"
    r"|(?P<number>\d+(?:[.,]\d+)*)"
    r"|(?P<syllable>(?:[^\W\d_]|[\u0300-\u036f])+)"
    r"|(?P<mark>.)",
    re.DOTALL,
)


class VietnameseTokenizer:
    """Splits Vietnamese text into words, each exactly where it stands: `doc.text == text` for every text.

    A word of several syllables is one token ("đảng viên"); a number with its separators is one ("5.030", "107,3");
    digits part from letters ("30ha" is "30", "ha"), and every other mark stands alone ("13/7" is "13", "/", "7"). A run
    of line ends is one token, and so is a run of other white space, less the one blank that spaCy keeps with the token
    before it. No token crosses a line end.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenises one text.

        Raises:
            ModelError: underthesea's word segmentation model is not installed.
        """
        words: list[str] = []
        spaces: list[bool] = []
        for line in _lines(text):
            for piece in _join(line):
                if piece.startswith(" ") and words and not spaces[-1]:
                    # The blank after a token is spaCy's `whitespace_`; what follows it is a token.
                    spaces[-1] = True
                    piece = piece[1:]
                if piece:
                    words.append(piece)
                    spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)

    def pipe(self, texts: Iterable[str], batch_size: int = 1000) -> Iterable[Doc]:
        """Tokenises a stream of texts one by one; `batch_size` is there for spaCy's protocol."""
        return map(self, texts)

    # The tokenizer has no settings: the model is the installed package's, the rules are the code's.
    def to_bytes(self, **kwargs: Any) -> bytes:
        """Returns no bytes: there is no state to keep."""
        return b""

    def from_bytes(self, data: bytes, **kwargs: Any) -> VietnameseTokenizer:
        """Returns itself: there is no state to restore."""
        return self

    def to_disk(self, path: str | Path, **kwargs: Any) -> None:
        """Writes nothing: there is no state to keep."""

    def from_disk(self, path: str | Path, **kwargs: Any) -> VietnameseTokenizer:
        """Returns itself: there is no state to restore."""
        return self


@registry.tokenizers("ketluan.VietnameseTokenizer.v1")  # type: ignore[untyped-decorator]  # spaCy leaves its registries untyped
def create_tokenizer() -> Callable[[Language], VietnameseTokenizer]:
    """The tokenizer's entry in spaCy's registry: `[nlp.tokenizer] @tokenizers = "ketluan.VietnameseTokenizer.v1"`."""
    return lambda nlp: VietnameseTokenizer(nlp.vocab)


def _lines(text: str) -> Iterable[list[tuple[str, str]]]:
    """Yields the pieces (kind, text) line by line; the line ends close their line."""
    line: list[tuple[str, str]] = []
    for match in _PIECE.finditer(text):
        line.append((match.lastgroup or "mark", match.group()))
        if match.lastgroup == "newline":
            yield line
            line = []
    if line:
        yield line


def _join(line: list[tuple[str, str]]) -> list[str]:
    """Puts the syllables of each word together over the single blank between them."""
    solid = [index for index, (kind, _) in enumerate(line) if kind not in ("space", "newline")]
    plain = {index: normalize("NFC", line[index][1]) for index in solid}
    flags = inside_word(list(plain.values()))
    glued = {index for index, inside in zip(solid, flags, strict=True) if inside and _touches(line, index)}
    tokens: list[str] = []
    before = ""
    index = 0
    while index < len(line):
        if line[index][0] != "syllable":
            before = line[index][1] if index in plain else before
            tokens.append(line[index][1])
            index += 1
            continue
        end = index
        while end + 2 in glued:
            end += 2
        tokens.extend(_word(line, plain, before, range(index, end + 1, 2)))
        before = line[end][1]
        index = end + 1
    return tokens


def _touches(line: list[tuple[str, str]], index: int) -> bool:
    """Whether the piece is a syllable and stands one blank after another syllable of the line."""
    return index >= 2 and line[index - 1][1] == " " and line[index][0] == line[index - 2][0] == "syllable"


def _word(line: list[tuple[str, str]], plain: dict[int, str], before: str, places: range) -> Iterable[str]:
    """Yields the tokens of one word of the model and the blanks between them.

    Args:
        line: the pieces of the line.
        plain: their texts in NFC.
        before: the last syllable, number or mark before the word.
        places: the places in the line of the word's syllables.
    """
    syllables = [plain[place] for place in places]
    if len(syllables) > 1 and is_currency_after(before, syllables):
        sizes = [1, *cut_word(syllables[1:])]
    else:
        sizes = cut_word(syllables)
    start = 0
    for size in sizes:
        if start:
            yield " "
        yield " ".join(line[place][1] for place in places[start : start + size])
        start += size
