"""Trained networks put over another encoder, so that what they have learned need not be learned again.

A network reads the encoder's states through one linear layer. Over another encoder that layer is fitted by least
squares, so that the words of some reports give the network the inputs that they gave it before, as nearly as the new
states allow. Training then goes on from there.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import nn

from ketluan.model.encoder import load_encoder
from ketluan.model.network import Network
from ketluan.model.training import Example, encode

__all__ = ["change_encoder"]

_RIDGE = 1e-4  # of the mean square of the new encoder's states: keeps the fit from leaning on their noise


def change_encoder(
    networks: Sequence[Network], encoder: str, before: Sequence[Example], after: Sequence[Example]
) -> float:
    """Put networks over another encoder.

    Args:
        networks: of one model, with the encoder that they share; changed in place, each with a copy of the new one.
        encoder: folder or hub name of the new one.
        before: reports laid out for the old encoder; after: the same reports, in the same order, for the new one.

    Returns:
        The share of the variance of what the networks read before that they read again.
    """
    encode(networks[0], before)
    body = load_encoder(encoder)
    width = body.config.hidden_size
    networks[0].encoder = body
    encode(networks[0], after)
    gram = torch.zeros(width + 1, width + 1, dtype=torch.float64)
    wanted = [torch.zeros(width + 1, n.squeeze.out_features, dtype=torch.float64) for n in networks]
    squares, sums, words = torch.zeros(()), [torch.zeros(n.squeeze.out_features) for n in networks], 0
    with torch.no_grad():
        for old, new in zip(before, after, strict=True):
            assert old.encoded is not None
            assert new.encoded is not None
            states = nn.functional.pad(new.encoded.double(), (0, 1), value=1.0)
            gram += states.T @ states
            words += len(states)
            for network, products, total in zip(networks, wanted, sums, strict=True):
                read = network.squeeze(old.encoded.float())
                products += states.T @ read.double()
                squares += read.square().sum()
                total += read.sum(0)
        level = gram.diagonal()[:width].mean()
        fitted = [torch.linalg.solve(gram + _RIDGE * level * torch.eye(width + 1), products) for products in wanted]
        # Of least squares: the sum of squares left is that of the targets less what the solution takes of it.
        explained = torch.stack([(weights * products).sum() for weights, products in zip(fitted, wanted, strict=True)])
        means = torch.stack([total.square().sum() / words for total in sums]).sum()
        for network, weights in zip(networks, fitted, strict=True):
            network.squeeze = nn.Linear(width, network.squeeze.out_features)
            network.squeeze.weight.copy_(weights[:-1].T)
            network.squeeze.bias.copy_(weights[-1])
            network.encoder = body if network is networks[0] else copy.deepcopy(body)
            network.config = replace(network.config, encoder_width=width)
    return float((explained.sum() - means) / (squares - means))
