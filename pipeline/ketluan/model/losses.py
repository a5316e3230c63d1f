"""The training losses of every head, for a batch of reports whose words have been read by the network."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from ketluan.model.distances import columns_of, positions_of
from ketluan.model.features import Inputs
from ketluan.model.gold import REACH, Targets
from ketluan.model.labels import ATTRIBUTES, LAYERS, RELATIONS
from ketluan.model.network import CRF, Network

__all__ = ["Losses", "losses_of"]

_MULTIPLE = RELATIONS.index("addressee")  # the one relation with any number of tails


@dataclass(slots=True)
class Losses:
    """Mean losses in nats, one entry per head."""

    parts: dict[str, Tensor]

    def total(self) -> Tensor:
        """Return the weighted sum that is minimised."""
        weights = {"directive": 4.0, "pointers": 5.0, "addressees": 1.5, "attributes": 4.0, "chair": 3.0}
        return torch.stack([weights.get(name, 1.0) * loss for name, loss in self.parts.items()]).sum()


def _by_sentence(sentences: Tensor) -> tuple[Tensor, Tensor]:
    """Lay words out by sentence: places (N, L) and mask (N, L)."""
    _, counts = torch.unique_consecutive(sentences, return_counts=True)
    starts = torch.cumsum(counts, 0) - counts
    places = starts[:, None] + torch.arange(int(counts.max()))[None]
    mask = torch.arange(int(counts.max()))[None] < counts[:, None]
    return places.where(mask, starts[:, None]), mask


def _spans(network: Network, states: list[Tensor], inputs: list[Inputs], targets: list[Targets]) -> dict[str, Tensor]:
    flat = torch.cat(states)
    offset, sentences = 0, []
    for item in inputs:
        sentences.append(torch.from_numpy(item.sentences) + offset)
        offset += int(item.sentences[-1]) + 1
    places, mask = _by_sentence(torch.cat(sentences))
    parts = {}
    for layer in LAYERS:
        tags = torch.cat([torch.from_numpy(t.tags[layer]) for t in targets])
        emissions = network.emissions[layer](flat)
        crf = network.crfs[layer]
        assert isinstance(crf, CRF)
        parts[layer] = crf.loss(emissions[places], tags[places], mask.long()) * 2
    return parts


def _directives(network: Network, states: list[Tensor], targets: list[Targets]) -> Tensor:
    """Cross entropy over each clause: at which of its words a directive starts, or that none does."""
    losses = []
    for state, target in zip(states, targets, strict=True):
        logits = network.directive(state)[:, 0]
        clauses = torch.from_numpy(target.clauses)
        longest = int((clauses[:, 1] - clauses[:, 0]).max())
        places = clauses[:, :1] + torch.arange(longest)[None]
        inside = places < clauses[:, 1:]
        scores = logits[places.clamp(max=len(logits) - 1)].masked_fill(~inside, -1e4)
        scores = torch.cat([torch.zeros(len(scores), 1), scores], 1)
        starts = torch.from_numpy(target.starts)
        answers = torch.where(starts < 0, 0, starts - clauses[:, 0] + 1)
        losses.append(nn.functional.cross_entropy(scores, answers, reduction="none"))
    return torch.cat(losses).mean()


def _scorer(
    network: Network, state: Tensor, item: Inputs, target: Targets
) -> Callable[[int, Sequence[int]], Tensor] | None:
    """Return what scores a relation's pointers (heads, 1 + W) from heads to nothing and to every word of a report, or
    None where no word of it is a head."""
    everyone = np.unique([head for _, head, _ in target.pointers] + target.heads).astype(np.int64)
    if not len(everyone):
        return None
    rows = {int(head): row for row, head in enumerate(everyone)}
    columns = torch.from_numpy(columns_of(positions_of(item), everyone)).transpose(0, 1).flatten(1)
    beyond = (torch.arange(len(state))[None] - torch.from_numpy(everyone)[:, None]).abs() > REACH
    pointers = network.pointers(state)
    width = network.config.relation_width

    def scores(relation: int, heads: Sequence[int]) -> Tensor:
        here = torch.tensor([rows[head] for head in heads])
        points = pointers.queries[heads, relation] @ pointers.keys[:, relation].T / width**0.5
        preferred = pointers.preferences[heads, relation] @ network.distances[relation] + network.distance[relation]
        points = points + preferred.gather(1, columns[here]).reshape(len(heads), -1, points.shape[1]).sum(1)
        points = points.masked_fill(beyond[here], -1e4)
        return torch.cat([pointers.nothing[heads, relation, None], points], 1)

    return scores


def _pointers(
    network: Network, states: list[Tensor], inputs: list[Inputs], targets: list[Targets]
) -> tuple[Tensor, Tensor]:
    single, several = [], []
    for state, item, target in zip(states, inputs, targets, strict=True):
        scores = _scorer(network, state, item, target)
        if scores is None:
            continue
        by_relation: dict[int, list[tuple[int, tuple[int, ...]]]] = {}
        for relation, head, tails in target.pointers:
            by_relation.setdefault(relation, []).append((head, tails))
        for relation, pairs in by_relation.items():
            points = scores(relation, [head for head, _ in pairs])
            right = torch.zeros(points.shape, dtype=torch.bool)
            for row, (_, tails) in enumerate(pairs):
                right[row, [tail + 1 for tail in tails] or [0]] = True
            # Any of the right tails will do: their probabilities add up.
            single.append(torch.logsumexp(points, 1) - torch.logsumexp(points.masked_fill(~right, -1e4), 1))
        if target.heads:
            heads = sorted(set(target.heads))
            wanted = torch.zeros(len(heads), len(state))
            for head, tail in target.addressees:
                wanted[heads.index(head), tail] = 1
            points = scores(_MULTIPLE, heads)
            logits = points[:, 1:] - points[:, :1]
            several.append(nn.functional.binary_cross_entropy_with_logits(logits, wanted, reduction="none").sum(1))
    zero = torch.zeros(())
    return torch.cat(single).mean() if single else zero, torch.cat(several).mean() if several else zero


def losses_of(network: Network, states: list[Tensor], inputs: list[Inputs], targets: list[Targets]) -> Losses:
    """Return the losses of a batch; `states` holds the words (W, H) of each report as `Network.read` gives them."""
    parts = _spans(network, states, inputs, targets)
    parts["directive"] = _directives(network, states, targets)
    parts["pointers"], parts["addressees"] = _pointers(network, states, inputs, targets)
    pairs, values, persons, chairs = [], [], [], []
    for state, target in zip(states, targets, strict=True):
        if target.quantities:
            rows = torch.tensor(target.quantities)
            pairs.append(torch.cat([state[rows[:, 0]], state[rows[:, 1]]], 1))
            values.append(rows[:, 2:])
        for person, chairs_ in target.chairs:
            # One of the places where a person is named says that he chairs; which of them is not told.
            persons.append(torch.logsumexp(network.chair(state[torch.tensor(person)])[:, 0], 0))
            chairs.append(float(chairs_))
    if pairs:
        judged, answers = network.judged(torch.cat(pairs)), torch.cat(values)
        parts["attributes"] = torch.stack(
            [nn.functional.cross_entropy(judged[name], answers[:, column]) for column, name in enumerate(ATTRIBUTES)]
        ).sum()
    if persons:
        parts["chair"] = nn.functional.binary_cross_entropy_with_logits(torch.stack(persons), torch.tensor(chairs))
    return Losses(parts)
