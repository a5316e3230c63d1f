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
        before: reports laid out for the old encoder; after: the same reports, in the same order, for the new one. Both
            are encoded here.

    Returns:
        The share of the variance of what the networks read before that they read again.
    """
    encode(networks[0], before)
    body = load_encoder(encoder)
    width = body.config.hidden_size
    for network in networks:
        network.encoder = copy.deepcopy(body)
        network.config = replace(network.config, encoder_width=width)
    encode(networks[0], after)
    # The inputs of all networks stand side by side: one fit gives the layers of all.
    squeezes = [network.squeeze for network in networks]
    sizes = [squeeze.out_features for squeeze in squeezes]
    gram = torch.zeros(width + 1, width + 1, dtype=torch.float64)
    products = torch.zeros(width + 1, sum(sizes), dtype=torch.float64)
    sums, squares = torch.zeros(2, sum(sizes), dtype=torch.float64)
    with torch.no_grad():
        for old, new in zip(before, after, strict=True):
            assert old.encoded is not None
            assert new.encoded is not None
            states = nn.functional.pad(new.encoded.double(), (0, 1), value=1.0)
            read = torch.cat([squeeze(old.encoded.float()) for squeeze in squeezes], 1).double()
            gram += states.T @ states
            products += states.T @ read
            sums += read.sum(0)
            squares += read.square().sum(0)
        ridge = _RIDGE * gram.diagonal()[:width].mean() * torch.eye(width + 1)
        fitted = torch.linalg.solve(gram + ridge, products)
        for network, weights in zip(networks, fitted.split(sizes, 1), strict=True):
            network.squeeze = nn.Linear(width, weights.shape[1])
            network.squeeze.weight.copy_(weights[:-1].T)
            network.squeeze.bias.copy_(weights[-1])
    # Of least squares the solution's products with the targets are the squares that it explains.
    mean = sums.square().sum() / gram[-1, -1]
    return float(((fitted * products).sum() - mean) / (squares.sum() - mean))
