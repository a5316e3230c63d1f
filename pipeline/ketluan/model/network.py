"""The network: an encoder, word vectors and word shapes under a bidirectional LSTM and attention, and one head per kind
of answer.

    pieces ─ encoder ─┐
    words ─ vectors ──┼─ BiLSTM ─┬─ emissions of each span layer (a CRF decodes them)
    shapes, places ───┘     and  ├─ how much each word looks like a directive's first
                      attention  ├─ attributes of a quantity from its first and last word
                                 └─ queries and keys of each relation, and the distances that a
                                    word prefers there: whom it points to

Shapes: B reports of W words; H is the width of the BiLSTM's output.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ketluan.model.distances import COLUMNS
from ketluan.model.features import PLACES, SHAPES
from ketluan.model.labels import ATTRIBUTES, LAYERS, RELATIONS, tags_of

__all__ = ["BLOCK", "CRF", "LocalAttention", "Network", "NetworkConfig", "Pointers"]

BLOCK = 128  # words; each attends to those of its block and of the blocks beside it


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
        attention_heads: of the attention over the words near by.
        attention_width: of all of them together.
        preference_width: width of what a head says of the distances that it prefers in a relation.
        head_width: hidden width of the heads that point and that judge quantities.
        dropout: share of units dropped in training.
        word_dropout: share of words whose vector is hidden in training.
    """

    encoder_width: int
    vectors: int
    vector_width: int
    encoder_layers: int = 3
    hidden: int = 256
    attention_heads: int = 4
    attention_width: int = 256
    relation_width: int = 48
    preference_width: int = 16
    head_width: int = 192
    dropout: float = 0.3
    word_dropout: float = 0.1


@dataclass(frozen=True, slots=True)
class Pointers:
    """What words ask and answer in each relation.

    Attributes:
        queries: (W, relations, width) of the words as heads; keys: the same of the words as tails.
        preferences: (W, relations, preference_width) how far off the words as heads like their tails, to be
            multiplied by `Network.distances`.
        nothing: (W, relations) the score of pointing to nothing.
    """

    queries: Tensor
    keys: Tensor
    preferences: Tensor
    nothing: Tensor


def _reversed(lengths: Tensor, longest: int) -> Tensor:
    """Return (B, W) the places of each report's words from the last to the first, the padding left where it is."""
    places = torch.arange(longest)[None]
    return torch.where(places < lengths[:, None], lengths[:, None] - 1 - places, places)


class LocalAttention(nn.Module):
    """What each word gathers from the words around it, added to its state (Vaswani et al. 2017).

    A word attends to its own block of `BLOCK` words and to the two beside it, so that time and memory grow with the
    length of the report and not with its square. Each head has a bias for every distance within reach.
    """

    steps: Tensor

    def __init__(self, width: int, heads: int, inner: int) -> None:
        super().__init__()
        self.heads = heads
        self.inputs = nn.Linear(width, 3 * inner)
        self.output = nn.Linear(inner, width)
        self.norm = nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(heads, 4 * BLOCK))
        self.register_buffer(
            "steps", torch.arange(3 * BLOCK)[None] - torch.arange(BLOCK)[:, None] + BLOCK, persistent=False
        )

    def forward(self, states: Tensor, dropped: Tensor, lengths: Tensor | None) -> Tensor:
        """Return the new states (B, W, H).

        Args:
            states: (B, W, H), to which is added; dropped: the same as they are attended to, with units dropped.
            lengths: (B,) words of each report; None where no report is padded.
        """
        reports, words, _ = states.shape
        blocks = (words + BLOCK - 1) // BLOCK
        whole = nn.functional.pad(dropped, (0, 0, 0, blocks * BLOCK - words))
        laid_out = self.inputs(whole).reshape(reports, blocks, BLOCK, 3, self.heads, -1)
        query, key, value = laid_out.permute(3, 0, 1, 4, 2, 5)  # each (B, blocks, heads, BLOCK, width)
        live = torch.arange(blocks * BLOCK)[None] < (words if lengths is None else lengths[:, None])
        seen = self._around(live.reshape(-1, blocks, 1, BLOCK, 1).float()).transpose(3, 4)
        scores = query @ self._around(key).transpose(3, 4) / query.shape[-1] ** 0.5
        scores = scores + self.bias[:, self.steps] + (seen - 1) * 1e4
        gathered = torch.softmax(scores, -1) @ self._around(value)
        gathered = gathered.transpose(2, 3).reshape(reports, blocks * BLOCK, -1)[:, :words]
        normed: Tensor = self.norm(states + self.output(gathered))
        return normed

    @staticmethod
    def _around(blocks: Tensor) -> Tensor:
        """Return with each block (B, blocks, heads, BLOCK, width) the one before and the one after it."""
        edged = nn.functional.pad(blocks, (0, 0, 0, 0, 0, 0, 1, 1))
        return torch.cat([edged[:, :-2], edged[:, 1:-1], edged[:, 2:]], 3)


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
        self.attention = LocalAttention(width, config.attention_heads, config.attention_width)
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
        # How much a distance counts: for every head, and by what the head prefers (see `distances`).
        self.preferences = nn.Linear(config.head_width, len(RELATIONS) * config.preference_width)
        self.distance = nn.Parameter(torch.zeros(len(RELATIONS), COLUMNS))
        self.distances = nn.Parameter(torch.randn(len(RELATIONS), config.preference_width, COLUMNS) * 0.02)

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
        states = self.attention(states, self.dropout(states), lengths)
        dropped: Tensor = self.dropout(states)
        return dropped

    def pointers(self, states: Tensor) -> Pointers:
        """Return what the words (W, H) of a report ask and answer."""
        heads, tails = self.dropout(torch.relu(self.head(states))), self.dropout(torch.relu(self.tail(states)))
        queries, keys, preferences = (
            flat.reshape(states.shape[0], len(RELATIONS), -1)
            for flat in (self.queries(heads), self.keys(tails), self.preferences(heads))
        )
        return Pointers(queries, keys, preferences, self.nothing(heads))

    def judged(self, ends: Tensor) -> dict[str, Tensor]:
        """Return the logits of each attribute of quantities, whose first and last words' states are (Q, 2 H)."""
        hidden = self.dropout(torch.relu(self.judge(ends)))
        return {name: head(hidden) for name, head in self.attributes.items()}
