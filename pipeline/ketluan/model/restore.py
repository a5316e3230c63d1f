"""The networks of a model folder as they can be trained on: its int8 weights read back out of the ONNX graph.

A folder keeps no other form of its weights, so that a model can be taken further on one's own reports from nothing but
what ships. Every weight comes back within one step of its rounding. What the members share in the folder as their mean
(transitions, biases of the attributes, distances that count for every head) each of them starts from.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from safetensors.numpy import load_file

from ketluan.errors import ModelError
from ketluan.model.folder import read_config, read_vocabulary
from ketluan.model.labels import ATTRIBUTES, LAYERS
from ketluan.model.network import Network
from ketluan.model.training import fresh

__all__ = ["restore"]

Floats = NDArray[np.float32]

# Where a product stands in the graph: "/attention/inputs_1/MatMul_quant" is that of the second network.
_PRODUCT: Final = re.compile(r"/(?P<path>[\w/]+?)(?:_(?P<member>\d+))?/(?:Gemm_)?MatMul_quant")
_LSTM: Final = re.compile(r"/(?P<path>\w+?)(?:_(?P<member>\d+))?/LSTM_quant")
# The judge's two products stand at the top of the graph: those with the first words of all networks, then the others.
_JUDGE: Final = re.compile(r"/MatMul(?:_(?P<place>\d+))?_quant")
_NAMED: Final = re.compile(r"members\.(?P<member>\d+)\.(?P<path>.+?)(?P<turned>_Transposed)?(?:_quantized)?")
_GATES: Final = (0, 2, 3, 1)  # ONNX has an LSTM's gates as input, output, forget, cell, PyTorch as i, f, c, o
_BARRED: Final = 1e3  # far beyond any transition that is learned, far within the 1e4 of `network.CRF`


def restore(folder: Path, encoder: str) -> tuple[list[str], list[Network]]:
    """Return the words of a model's vectors, from row 1 on, and its networks.

    Args:
        folder: a model folder.
        encoder: folder or hub name of the encoder that the model was trained with; every network gets its own copy.

    Raises:
        ModelError: the folder is missing, damaged or foreign, or the encoder is not the model's.
    """
    read_config(folder)
    heads = load_file(folder / "heads.safetensors")
    members: dict[int, dict[str, Floats]] = defaultdict(dict)
    for member, name, weight in _of_graph(onnx.load(folder / "model.onnx").graph):
        members[member][name] = weight
    networks = []
    for member, weights in sorted(members.items()):
        weights |= _of_heads(heads, member, len(members))
        network = fresh(encoder, weights["vectors.weight"][1:])
        _fill(network, weights, folder)
        networks.append(network)
    return read_vocabulary(folder), networks


def _fill(network: Network, weights: Mapping[str, Floats], folder: Path) -> None:
    """Copy the weights into a network, whose encoder has its own.

    Raises:
        ModelError: one is missing or of another shape, or the encoder is not the one that the weights were trained on.
    """

    def refused(message: str) -> ModelError:
        mend = "name a model that this version trained, and the encoder it was trained with"
        return ModelError(message, source=str(folder), mend=mend)

    for name, parameter in network.named_parameters():
        weight = weights.get(name)
        if name.startswith("encoder."):
            # Biases and norms are not rounded; the folder has them from the first network only.
            if weight is not None and parameter.dim() == 1 and not np.array_equal(weight, parameter.detach().numpy()):
                raise refused(f"the weight {name} is not that of the encoder that was named")
            continue
        if weight is None:
            raise refused(f"the weight {name} is missing")
        if weight.shape != parameter.shape:
            raise refused(f"the weight {name} has the shape {weight.shape}, not {tuple(parameter.shape)}")
        with torch.no_grad():
            parameter.copy_(torch.from_numpy(np.array(weight, np.float32)))


def _of_graph(graph: onnx.GraphProto) -> Iterator[tuple[int, str, Floats]]:
    """Yield the number of its network, the name and the values of every weight that the graph holds."""
    stored = {tensor.name: tensor for tensor in graph.initializer}

    def read(name: str) -> Floats:
        """Return a weight, out of 8 bits where it has been rounded to them."""
        bare = name.removesuffix("_quantized")
        if bare in stored:
            return np.asarray(numpy_helper.to_array(stored[bare]), np.float32)
        rounded, scale, zero = (
            np.asarray(numpy_helper.to_array(stored[f"{bare}_{part}"]), np.float32)
            for part in ("quantized", "scale", "zero_point")
        )
        return np.asarray((rounded - zero) * scale, np.float32)

    for name in stored:
        # Biases, norms and embeddings keep their names, the weights of products where they were turned only.
        named = _NAMED.fullmatch(name)
        if named and not name.endswith(("_scale", "_zero_point")):
            weight = read(name)
            yield int(named["member"]), named["path"], weight.T if named["turned"] else weight
    judged: dict[int, Floats] = {}
    for node in graph.node:
        if lstm := _LSTM.fullmatch(node.name):
            member, path = int(lstm["member"] or 0), lstm["path"]
            biases = np.split(read(node.input[3])[0], 2)
            for part, name, bias in zip(("ih", "hh"), node.input[1:3], biases, strict=True):
                yield member, f"{path}.weight_{part}_l0", _gates(read(name)[0].T)
                yield member, f"{path}.bias_{part}_l0", _gates(bias)
        elif judge := _JUDGE.fullmatch(node.name):
            judged[int(judge["place"] or 0)] = read(node.input[1]).T
        elif (product := _PRODUCT.fullmatch(node.name)) and not node.input[1].startswith("members."):
            path = product["path"].replace("/", ".")
            yield int(product["member"] or 0), f"{path}.weight", read(node.input[1]).T
    count = len(judged) // 2
    for member in range(count):
        yield member, "judge.weight", np.concatenate([judged[member], judged[member + count]], 1)


def _gates(weight: Floats) -> Floats:
    """Return the rows of an LSTM's four gates in PyTorch's order."""
    parts = np.split(weight, 4)
    return np.concatenate([parts[gate] for gate in _GATES])


def _of_heads(heads: Mapping[str, Floats], member: int, count: int) -> dict[str, Floats]:
    """Return the weights of one network that decoding uses; `ensemble.Ensemble.tensors` is the way there."""
    found: dict[str, Floats] = {
        "distance": heads["distance"],
        "distances": np.split(heads["distances"], count, 1)[member] * count,
        "judge.bias": np.split(heads["judge.bias"], count)[member],
    }
    for layer in LAYERS:
        # What may not follow has a score of its own, which the network adds again.
        moves, start = heads[f"{layer}.moves"], heads[f"{layer}.start"]
        found[f"crfs.{layer}.transitions"] = np.where(moves < -_BARRED, 0, moves)
        found[f"crfs.{layer}.start"] = np.where(start < -_BARRED, 0, start)
    for name in ATTRIBUTES:
        found[f"attributes.{name}.weight"] = np.split(heads[f"{name}.weight"], count, 1)[member] * count
        found[f"attributes.{name}.bias"] = heads[f"{name}.bias"]
    return found
