"""What a stopped training goes on from: weights and optimiser in one file of safetensors, with notes as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from ketluan.errors import ModelError

__all__ = ["load_checkpoint", "save_checkpoint"]

_NOTES: Final = "ketluan"
_NETWORK: Final = "network"
_OPTIMIZER: Final = "optimizer"


def save_checkpoint(path: Path, network: nn.Module, optimizer: torch.optim.Optimizer, notes: dict[str, Any]) -> None:
    """Write a checkpoint in one go: who is stopped meanwhile leaves the one before.

    Args:
        notes: what else to keep, of what JSON knows.
    """
    state = optimizer.state_dict()
    tensors = {f"{_NETWORK}/{name}": tensor.contiguous() for name, tensor in network.state_dict().items()}
    for number, moments in state["state"].items():
        tensors.update({f"{_OPTIMIZER}/{number}/{name}": moment.contiguous() for name, moment in moments.items()})
    told = json.dumps({"notes": notes, "groups": state["param_groups"]})
    beside = path.with_name(path.name + ".tmp")
    save_file(tensors, beside, metadata={_NOTES: told})
    beside.replace(path)


def load_checkpoint(path: Path, network: nn.Module, optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    """Put a checkpoint into a network and its optimiser, and return its notes.

    Raises:
        ModelError: the file is damaged, or was not written by `save_checkpoint` for such a network.
    """
    try:
        with safe_open(path, framework="pt") as file:
            told = json.loads((file.metadata() or {})[_NOTES])
            tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 - it is no mapping
        network.load_state_dict(
            {name.removeprefix(f"{_NETWORK}/"): t for name, t in tensors.items() if name.startswith(f"{_NETWORK}/")}
        )
        optimizer.load_state_dict({"state": _moments(tensors), "param_groups": told["groups"]})
        notes: dict[str, Any] = told["notes"]
        return notes
    except (OSError, SafetensorError, ValueError, KeyError, RuntimeError) as error:
        raise ModelError(
            "not a checkpoint of this training", source=str(path), mend="delete it to begin anew"
        ) from error


def _moments(tensors: dict[str, Tensor]) -> dict[int, dict[str, Tensor]]:
    moments: dict[int, dict[str, Tensor]] = {}
    for name, tensor in tensors.items():
        kind, _, rest = name.partition("/")
        if kind == _OPTIMIZER:
            number, _, moment = rest.partition("/")
            moments.setdefault(int(number), {})[moment] = tensor
    return moments
