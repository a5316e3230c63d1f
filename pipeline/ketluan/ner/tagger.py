"""The tagger: an encoder, a linear layer and a CRF, which gives each word of a sentence its tag.

    pieces ─ encoder ─ words (mean of first and last piece) ─ linear ─ CRF

Shapes: B sentences of at most W words in C windows of at most L pieces; T tags; E is the encoder's width.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from unicodedata import normalize

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import PreTrainedModel

from ketluan.model.decode import viterbi
from ketluan.model.features import CHUNK, Windows, windows_of
from ketluan.model.machine import encoder_in_bf16
from ketluan.model.network import CRF
from ketluan.tokenise.tone import unify_tone

__all__ = ["Batch", "Tagger", "batch_of", "predict", "sentence_windows"]

_JOINED: Final = re.compile(r"(?<=[^\W_])_(?=[^\W_])")
_DROPOUT: Final = 0.1


@dataclass(frozen=True, slots=True)
class Batch:
    """Sentences side by side.

    Attributes:
        pieces: (C, L) token ids; mask: (C, L) 1 where there is a piece.
        first: (B, W) place of each word's first piece among the C times L; last: the same of its last.
        words: (B, W) 1 where there is a word.
    """

    pieces: Tensor
    mask: Tensor
    first: Tensor
    last: Tensor
    words: Tensor


class Tagger(nn.Module):
    """See the module's description.

    Args:
        encoder: the encoder; tags: O, then B and I of each label.
    """

    def __init__(self, encoder: PreTrainedModel, tags: tuple[str, ...]) -> None:
        super().__init__()
        self.encoder = encoder
        self.tags = tags
        self.dropout = nn.Dropout(_DROPOUT)
        self.linear = nn.Linear(encoder.config.hidden_size, len(tags))
        self.crf = CRF(tags)

    def emissions(self, batch: Batch) -> Tensor:
        """Return (B, W, T) the score of each tag of each word."""
        with torch.autocast("cpu", torch.bfloat16, enabled=self.training and encoder_in_bf16()):
            states = self.encoder(input_ids=batch.pieces, attention_mask=batch.mask).last_hidden_state
        states = states.float().flatten(0, 1)
        scores: Tensor = self.linear(self.dropout((states[batch.first] + states[batch.last]) / 2))
        return scores

    def loss(self, batch: Batch, tags: Tensor) -> Tensor:
        """Return the mean negative log likelihood of the sentences' tags (B, W), in nats."""
        return self.crf.loss(self.emissions(batch), tags, batch.words)


def sentence_windows(words: Sequence[str], tokenizer: Tokenizer) -> Windows:
    """Return the encoder's view of a sentence.

    Syllables that the file joins with "_" are read apart; the tokenizer of an encoder that learned them joined, as
    PhoBERT did, joins them again.
    """
    texts = [_JOINED.sub(" ", unify_tone(normalize("NFC", word))) for word in words]
    return windows_of([text if not place else " " + text for place, text in enumerate(texts)], tokenizer)


def batch_of(sentences: Sequence[Windows]) -> Batch:
    """Lay sentences out side by side, the padding cut to what the longest window needs."""
    longest = max(int(one.mask.sum(1).max()) for one in sentences)
    pieces = np.concatenate([one.pieces for one in sentences])[:, :longest]
    mask = np.concatenate([one.mask for one in sentences])[:, :longest]
    shape = (len(sentences), max(len(one.first) for one in sentences))
    first, last, words = np.zeros((3, *shape), np.int64)
    window = 0
    for row, one in enumerate(sentences):
        for places, flat in ((first, one.first), (last, one.last)):
            places[row, : len(flat)] = (flat // CHUNK + window) * longest + flat % CHUNK
        words[row, : len(one.first)] = 1
        window += len(one.pieces)
    return Batch(*(torch.from_numpy(np.ascontiguousarray(array)) for array in (pieces, mask, first, last, words)))


@torch.no_grad()
def predict(tagger: Tagger, sentences: Sequence[Windows], size: int = 32) -> list[list[str]]:
    """Return the tags of the words of each sentence, read in batches of like length."""
    tagger.eval()
    moves, start = (scores.numpy() for scores in tagger.crf.matrices())
    found: list[list[str]] = [[] for _ in sentences]
    order = sorted(range(len(sentences)), key=lambda place: len(sentences[place].first))
    for begin in range(0, len(order), size):
        places = order[begin : begin + size]
        batch = batch_of([sentences[place] for place in places])
        rows, columns = np.nonzero(batch.words.numpy())
        tags, _ = viterbi(tagger.emissions(batch).numpy()[rows, columns], rows, moves, start)
        for row, tag in zip(rows, tags, strict=True):
            found[places[row]].append(tagger.tags[tag])
    return found
