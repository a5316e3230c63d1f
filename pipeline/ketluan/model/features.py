"""What the network sees of a report: pieces for the encoder, words for the vectors, shapes and places of words.

Units are the tokens of the spaCy `Doc` that hold more than white space, called words here. Every array that names a
word does so by its place among these, and `Inputs.tokens` leads from there to the `Doc`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from tokenizers import Tokenizer

from ketluan.errors import ModelError
from ketluan.tokenise.tone import unify_tone

__all__ = [
    "CHUNK",
    "PLACES",
    "SHAPES",
    "Inputs",
    "Windows",
    "bounds_of",
    "inputs_of",
    "marks_of",
    "windows_of",
    "word_key",
]

Ints = NDArray[np.int64]

CHUNK = 128  # pieces in one encoder window, its two end marks included: what the encoder was pretrained on
_STRIDE = 110  # windows overlap by 16 pieces, so that every word is read with 8 on both sides

SHAPES = ("other", "lower", "first", "title", "upper", "mixed", "number", "number-word", "sign", "quote", "stop")
PLACES = ("inside", "sentence", "line", "headline")

_NUMBER_WORDS = frozenset(
    ("không một hai ba bốn tư năm sáu bảy tám chín mười mươi trăm nghìn ngàn triệu tỷ tỉ rưỡi nửa chục vạn").split()
)
_DIGIT = re.compile(r"\d")
# Beginning, end, padding, unknown; as RoBERTa and as BERT call them.
_MARKS = (("<s>", "[CLS]"), ("</s>", "[SEP]"), ("<pad>", "[PAD]"), ("<unk>", "[UNK]"))


@dataclass(frozen=True, slots=True)
class Windows:
    """What the encoder reads of W words, in C windows.

    Attributes:
        pieces: (C, CHUNK) token ids of the encoder, padded.
        mask: (C, CHUNK) 1 where there is a piece.
        first: (W,) flat index (window times CHUNK plus place) of each word's first piece.
        last: (W,) the same of its last piece.
    """

    pieces: Ints
    mask: Ints
    first: Ints
    last: Ints


@dataclass(frozen=True, slots=True)
class Inputs(Windows):
    """The arrays of one report, for W words in C encoder windows.

    Attributes:
        words: (W,) row of the word vectors, 0 where the word has none.
        shapes: (W,) index into `SHAPES`.
        places: (W,) index into `PLACES`.
        sentences: (W,) running number of the sentence.
        tokens: (W,) index of the word's token in the `Doc`.
    """

    words: Ints
    shapes: Ints
    places: Ints
    sentences: Ints
    tokens: Ints


def word_key(word: str) -> str:
    """Return the form under which a word has its vector: lower case, tone placement unified, every digit 0."""
    return _DIGIT.sub("0", unify_tone(unicodedata.normalize("NFC", word)).lower())


def _shape(word: str) -> str:
    if word[0].isdigit():
        return "number"
    if not any(letter.isalnum() for letter in word):
        return "quote" if word in "\"“”'‘’«»" else "stop" if word in ".!?…;:" else "sign"
    if word.islower():
        return "number-word" if word in _NUMBER_WORDS else "lower"
    if word.isupper() and len(word) > 1:
        return "upper"
    syllables = word.split()
    if all(syllable[0].isupper() for syllable in syllables):
        return "title" if len(syllables) > 1 else "first"
    return "first" if word[0].isupper() else "mixed"


def _laid_out(starts: list[int], ends: list[int], ids: list[int], bos: int, eos: int, pad: int) -> Windows:
    """Lay the pieces out in overlapping windows; each word is read where it stands nearest a window's middle."""
    inner = CHUNK - 2
    count = max(1, 1 + -(-max(0, len(ids) - inner) // _STRIDE))
    pieces = np.full((count, CHUNK), pad, dtype=np.int64)
    for window in range(count):
        part = [bos, *ids[window * _STRIDE : window * _STRIDE + inner], eos]
        pieces[window, : len(part)] = part
    margin = (inner - _STRIDE) // 2
    home = np.minimum(np.maximum(np.array(starts, dtype=np.int64) - margin, 0) // _STRIDE, count - 1)
    first = np.array(starts, dtype=np.int64) - home * _STRIDE + 1
    # A word that overruns its window (a run of hundreds of letters) ends with it.
    last = np.minimum(np.array(ends, dtype=np.int64) - home * _STRIDE, inner)
    return Windows(
        pieces, (pieces != pad).astype(np.int64), home * CHUNK + first, home * CHUNK + np.maximum(first, last)
    )


def marks_of(tokenizer: Tokenizer) -> list[int]:
    """Return the ids of a tokenizer's marks of a beginning, an end, padding and the unknown.

    Raises:
        ModelError: it has none of them under either of the names in use.
    """
    found = []
    for names in _MARKS:
        ids = [i for name in names if (i := tokenizer.token_to_id(name)) is not None]
        if not ids:
            raise ModelError(
                f"the encoder's tokenizer has no {' or '.join(names)}",
                mend="take an encoder of the BERT, RoBERTa or ModernBERT kind",
            )
        found.append(ids[0])
    return found


def windows_of(words: Sequence[str], tokenizer: Tokenizer) -> Windows:
    """Return the encoder's view of words.

    Args:
        words: at least one, with a blank before it where the text has one, for tokenizers that keep it.
        tokenizer: the encoder's.

    Raises:
        ModelError: the tokenizer has no marks that `marks_of` knows.
    """
    bos, eos, pad, unknown = marks_of(tokenizer)
    ids: list[int] = []
    starts, ends = [], []
    for encoding in tokenizer.encode_batch_fast(list(words), add_special_tokens=False):
        starts.append(len(ids))
        ids.extend(encoding.ids or [unknown])
        ends.append(len(ids))
    return _laid_out(starts, ends, ids, bos, eos, pad)


def bounds_of(doc: Doc, inputs: Inputs) -> tuple[Ints, Ints]:
    """Return (W,) where each word starts in the text, and where it ends."""
    starts, lengths = doc.to_array(["IDX", "LENGTH"]).astype(np.int64)[inputs.tokens].T
    return starts, starts + lengths


def inputs_of(doc: Doc, tokenizer: Tokenizer, vocabulary: Mapping[str, int]) -> Inputs | None:
    """Return the network's view of a report, or None where it holds no word.

    Args:
        doc: the report, tokenised and split into sentences.
        tokenizer: the encoder's.
        vocabulary: from `word_key` forms to rows of the word vectors (row 0 is for words without one).
    """
    tokens = [token for token in doc if not token.is_space]
    if not tokens:
        return None
    windows = windows_of(
        [(" " if t.i and doc[t.i - 1].whitespace_ else "") + unify_tone(t.text) for t in tokens], tokenizer
    )
    sentence = -1
    sentences, places, line = [], [], 0
    for token in tokens:
        opens_line = token.i == 0 or "\n" in doc[token.i - 1].text or "\n" in doc[token.i - 1].whitespace_
        line += opens_line
        opens_sentence = bool(token.is_sent_start) or opens_line or sentence < 0
        sentence += opens_sentence
        sentences.append(sentence)
        places.append(
            PLACES.index(
                "headline" if line == 1 else "line" if opens_line else "sentence" if opens_sentence else "inside"
            )
        )
    return Inputs(
        pieces=windows.pieces,
        mask=windows.mask,
        first=windows.first,
        last=windows.last,
        words=np.array([vocabulary.get(word_key(t.text), 0) for t in tokens], dtype=np.int64),
        shapes=np.array([SHAPES.index(_shape(t.text)) for t in tokens], dtype=np.int64),
        places=np.array(places, dtype=np.int64),
        sentences=np.array(sentences, dtype=np.int64),
        tokens=np.array([t.i for t in tokens], dtype=np.int64),
    )
