"""The network: an encoder, word vectors and word shapes under a bidirectional LSTM, and one head per kind of answer.

    pieces ─ encoder ─┐
    words ─ vectors ──┼─ BiLSTM ─┬─ emissions of each span layer (a CRF decodes them)
    shapes, places ───┘          ├─ how much each word looks like a directive's first
                                 ├─ attributes of a quantity from its first and last word
                                 └─ queries and keys of each relation: whom a word points to

Shapes: B reports of W words; H is the width of the BiLSTM's output.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ketluan.model.features import PLACES, SHAPES
from ketluan.model.labels import ATTRIBUTES, LAYERS, RELATIONS, tags_of

__all__ = ["BUCKETS", "CRF", "GAPS", "Network", "NetworkConfig", "Pointers", "distance_bucket", "sentence_gap"]

BUCKETS = 33  # distances between a head and a tail in words, signed, growing by powers
GAPS = 9  # the same in sentences, signed, up to four


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """Sizes and rates of the network.

    Attributes:
        encoder_width: hidden size of the encoder.
        encoder_layers: how many of its last hidden states are averaged.
        vectors: rows of the word vectors (row 0 for unknown words).
        vector_width: their width.
        hidden: width of the BiLSTM in each direction.
        relation_width: width of the queries and keys of a relation.
        head_width: hidden width of the heads that point and that judge quantities.
        dropout: share of units dropped in training.
        word_dropout: share of words whose vector is hidden in training.
    """

    encoder_width: int
    vectors: int
    vector_width: int
    encoder_layers: int = 3
    hidden: int = 256
    relation_width: int = 48
    head_width: int = 192
    dropout: float = 0.3
    word_dropout: float = 0.1


def distance_bucket(distance: Tensor) -> Tensor:
    """Map signed distances in words to `BUCKETS` classes: exact up to 4, then by powers of 1.6."""
    size = distance.abs().float()
    grown = 4 + (torch.log((size / 4).clamp(min=1)) / torch.log(torch.tensor(1.6))).ceil()
    magnitude = torch.where(size <= 4, size, grown).clamp(max=BUCKETS // 2).long()
    return BUCKETS // 2 + torch.where(distance < 0, -magnitude, magnitude)


def sentence_gap(gap: Tensor) -> Tensor:
    """Map signed distances in sentences to `GAPS` classes."""
    return gap.clamp(-(GAPS // 2), GAPS // 2) + GAPS // 2


@dataclass(frozen=True, slots=True)
class Pointers:
    """What words ask and answer in each relation.

    Attributes:
        queries: (W, relations, width) of the words as heads; keys: the same of the words as tails.
        nothing: (W, relations) the score of pointing to nothing.
    """

    queries: Tensor
    keys: Tensor
    nothing: Tensor


def _reversed(lengths: Tensor, longest: int) -> Tensor:
    """Return (B, W) the places of each report's words from the last to the first, the padding left where it is."""
    places = torch.arange(longest)[None]
    return torch.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)


class CRF(nn.Module):
    """A linear-chain conditional random field over the tags of one layer (Lafferty et al. 2001)."""

    forbidden: Tensor
    closed: Tensor

    def __init__(self, tags: tuple[str, ...]) -> None:
        super().__init__()
        count = len(tags)
        self.transitions = nn.Parameter(torch.zeros(count, count))
        self.start = nn.Parameter(torch.zeros(count))
        # An I follows only a B or an I of its own label.
        forbidden = torch.zeros(count, count)
        for after, tag in enumerate(tags):
            if tag[0] == "I":
                for before, other in enumerate(tags):
                    if other == "O" or other[2:] != tag[2:]:
                        forbidden[before, after] = -1e4
        self.register_buffer("forbidden", forbidden)
        self.register_buffer("closed", torch.tensor([-1e4 if tag[0] == "I" else 0.0 for tag in tags]))

    def matrices(self) -> tuple[Tensor, Tensor]:
        """Return the scores of each transition (before, after) and of each first tag."""
        return self.transitions + self.forbidden, self.start + self.closed

    def loss(self, emissions: Tensor, tags: Tensor, mask: Tensor) -> Tensor:
        """Return the mean negative log likelihood per report; emissions (B, W, T), tags and mask (B, W)."""
        moves, start = self.matrices()
        batch, words, _ = emissions.shape
        rows = torch.arange(batch)
        gold = start[tags[:, 0]] + emissions[rows, 0, tags[:, 0]]
        picked = emissions.gather(2, tags.unsqueeze(2)).squeeze(2)
        gold = gold + ((moves[tags[:, :-1], tags[:, 1:]] + picked[:, 1:]) * mask[:, 1:]).sum(1)
        forward = start + emissions[:, 0]
        for word in range(1, words):
            reached = torch.logsumexp(forward.unsqueeze(2) + moves, 1) + emissions[:, word]
            forward = torch.where(mask[:, word].unsqueeze(1).bool(), reached, forward)
        return (torch.logsumexp(forward, 1) - gold).mean()


class Network(nn.Module):
    """See the module's description. `ensemble` puts it to work, `losses` teaches it."""

    def __init__(self, config: NetworkConfig, encoder: nn.Module) -> None:
        super().__init__()
        self.config = config
        self.encoder = encoder
        self.vectors = nn.Embedding(config.vectors, config.vector_width, padding_idx=0)
        self.shapes = nn.Embedding(len(SHAPES), 16)
        self.places = nn.Embedding(len(PLACES), 8)
        self.squeeze = nn.Linear(config.encoder_width, 192)
        self.dropout = nn.Dropout(config.dropout)
        inputs = 192 + config.vector_width + 24
        # Two directions of their own, the second fed with reversed words: PyTorch's packed sequences, which a
        # bidirectional LSTM needs for padded batches, cost time that grows with the square of the length.
        self.rightward = nn.LSTM(inputs, config.hidden, batch_first=True)
        self.leftward = nn.LSTM(inputs, config.hidden, batch_first=True)
        width = 2 * config.hidden
        self.emissions = nn.ModuleDict({layer: nn.Linear(width, len(tags_of(layer))) for layer in LAYERS})
        self.crfs = nn.ModuleDict({layer: CRF(tags_of(layer)) for layer in LAYERS})
        self.directive = nn.Linear(width, 1)
        self.chair = nn.Linear(width, 1)
        self.judge = nn.Linear(2 * width, config.head_width)
        self.attributes = nn.ModuleDict(
            {name: nn.Linear(config.head_width, len(values)) for name, values in ATTRIBUTES.items()}
        )
        size = len(RELATIONS) * config.relation_width
        self.head = nn.Linear(width, config.head_width)
        self.tail = nn.Linear(width, config.head_width)
        self.queries = nn.Linear(config.head_width, size)
        self.keys = nn.Linear(config.head_width, size)
        self.nothing = nn.Linear(config.head_width, len(RELATIONS))
        self.distance = nn.Parameter(torch.zeros(len(RELATIONS), BUCKETS))
        self.gap = nn.Parameter(torch.zeros(len(RELATIONS), GAPS))

    def encode(self, pieces: Tensor, mask: Tensor) -> Tensor:
        """Return the encoder's states (C * CHUNK, E): the mean of its last layers for windows (C, CHUNK)."""
        states = self.encoder(input_ids=pieces, attention_mask=mask, output_hidden_states=True).hidden_states
        mixed = torch.stack(list(states[-self.config.encoder_layers :])).mean(0)
        return mixed.flatten(0, 1)

    def read(
        self, encoded: Tensor, words: Tensor, shapes: Tensor, places: Tensor, lengths: Tensor | None = None
    ) -> Tensor:
        """Return the states (B, W, H) of words from the encoder's (B, W, E) and the words' own features (B, W).

        Args:
            lengths: (B,) words of each report; None where no report is padded.
        """
        if self.training:
            hidden = torch.rand(words.shape) < self.config.word_dropout
            words = words.masked_fill(hidden, 0)
        inputs = torch.cat(
            [self.squeeze(encoded), self.vectors(words), self.shapes(shapes), self.places(places)], dim=-1
        )
        inputs = self.dropout(inputs)
        right, _ = self.rightward(inputs)
        if lengths is None:
            left = self.leftward(inputs.flip(1))[0].flip(1)
        else:
            turned = _reversed(lengths, words.shape[1])[..., None]
            left, _ = self.leftward(inputs.gather(1, turned.expand_as(inputs)))
            left = left.gather(1, turned.expand_as(left))
        states = torch.cat([right, left], dim=-1)
        dropped: Tensor = self.dropout(states)
        return dropped

    def pointers(self, states: Tensor) -> Pointers:
        """Return what the words (W, H) of a report ask and answer."""
        shape = (states.shape[0], len(RELATIONS), self.config.relation_width)
        heads, tails = self.dropout(torch.relu(self.head(states))), self.dropout(torch.relu(self.tail(states)))
        return Pointers(self.queries(heads).reshape(shape), self.keys(tails).reshape(shape), self.nothing(heads))

    def judged(self, ends: Tensor) -> dict[str, Tensor]:
        """Return the logits of each attribute of quantities, whose first and last words' states are (Q, 2 H)."""
        hidden = self.dropout(torch.relu(self.judge(ends)))
        return {name: head(hidden) for name, head in self.attributes.items()}
