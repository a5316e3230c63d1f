"""Several networks over one encoder whose answers are averaged, laid out as inference reads a single one.

Networks that differ only in their seeds err in different places, so that their mean is better than any of them. The
encoder, which costs most of the time, runs once for all.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ketluan.model.labels import ATTRIBUTES, LAYERS
from ketluan.model.network import CRF, Network

__all__ = ["Ensemble"]


def _mean(tensors: Sequence[Tensor]) -> Tensor:
    return torch.stack(list(tensors)).mean(0)


class Ensemble(nn.Module):
    """The mean of networks.

    Args:
        members: at least one, of the same sizes; the encoder of the first serves them all.
    """

    def __init__(self, members: Sequence[Network]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)
        self.networks = list(members)

    def forward(
        self, pieces: Tensor, mask: Tensor, first: Tensor, last: Tensor, words: Tensor, shapes: Tensor, places: Tensor
    ) -> tuple[Tensor, ...]:
        """Run one report as `features.Inputs` gives it.

        Returns:
            What each word says of the quantity that it begins and of that which it ends (W, members * head_width),
            whose sum judges it (see `decode`); the emissions of each layer (W, T) in the order of `LAYERS`; the logit
            of each word to be a directive's first (W,) and of each to name a chair (W,); queries, keys
            (W, relations, width) and preferences (W, relations, members * preference_width), and each word's logit for
            pointing to nothing (W, relations).
        """
        encoded = self.networks[0].encode(pieces, mask)
        mixed = (encoded[first] + encoded[last]) / 2
        states = [n.read(mixed[None], words[None], shapes[None], places[None])[0] for n in self.networks]
        pairs = list(zip(self.networks, states, strict=True))
        pointers = [network.pointers(state) for network, state in pairs]
        # The product of two rows side by side is the sum over the members, and is divided by the root of the whole
        # width; so much remains to make it their mean.
        scale = len(pairs) ** -0.25
        # The judge reads the states of a quantity's first and last word side by side: it is the sum of two products.
        ends = [torch.chunk(network.judge.weight, 2, 1) for network in self.networks]
        return (
            torch.cat([nn.functional.linear(s, first) for s, (first, _) in zip(states, ends, strict=True)], -1),
            torch.cat([nn.functional.linear(s, last) for s, (_, last) in zip(states, ends, strict=True)], -1),
            *(_mean([network.emissions[layer](state) for network, state in pairs]) for layer in LAYERS),
            _mean([network.directive(state)[:, 0] for network, state in pairs]),
            _mean([network.chair(state)[:, 0] for network, state in pairs]),
            torch.cat([p.queries for p in pointers], -1) * scale,
            torch.cat([p.keys for p in pointers], -1) * scale,
            torch.cat([p.preferences for p in pointers], -1),
            _mean([p.nothing for p in pointers]),
        )

    def tensors(self) -> dict[str, Tensor]:
        """Return the weights that decoding needs beside the outputs, as `runtime` reads them."""
        found = {
            "distance": _mean([n.distance for n in self.networks]),
            "distances": torch.cat([n.distances for n in self.networks], 1) / len(self.networks),
        }
        for layer in LAYERS:
            crfs = [crf for n in self.networks if isinstance(crf := n.crfs[layer], CRF)]
            found[f"{layer}.moves"] = _mean([crf.matrices()[0] for crf in crfs])
            found[f"{layer}.start"] = _mean([crf.matrices()[1] for crf in crfs])
        count = len(self.networks)
        found["judge.bias"] = torch.cat([n.judge.bias for n in self.networks])
        for name in ATTRIBUTES:
            heads = [head for n in self.networks if isinstance(head := n.attributes[name], nn.Linear)]
            found[f"{name}.weight"] = torch.cat([head.weight for head in heads], 1) / count
            found[f"{name}.bias"] = _mean([head.bias for head in heads])
        return found
