"""The networks of a model folder as they can be trained on: its int8 weights read back out of the ONNX graph.

A folder keeps no other form of its weights, so that a model can be taken further on one's own reports from nothing but
what ships. Rounding to 8 bits moves a weight by less than a step of training does. What the members share in the folder
as their mean (transitions, biases of the attributes, distances that count for every head) each of them starts from.
"""

from __future__ import annotations

import re
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
from ketluan.model.encoder import load_encoder
from ketluan.model.folder import read_config
from ketluan.model.labels import ATTRIBUTES, LAYERS
from ketluan.model.network import Network, NetworkConfig

__all__ = ["restore"]

Floats = NDArray[np.float32]

# Where a product stands in the graph: "/attention/inputs_1/MatMul_quant" is that of the second network.
_PRODUCT: Final = re.compile(r"/(?P<path>[\w/]+?)(?:_(?P<member>\d+))?/(?:Gemm_)?MatMul_quant")
_LSTM: Final = re.compile(r"/(?P<path>\w+?)(?:_(?P<member>\d+))?/LSTM_quant")
# The judge's two products stand at the top of the graph: those with the first words of all networks, then the others.
_JUDGE: Final = re.compile(r"/MatMul(?:_(?P<place>\d+))?_quant")
_GATES: Final = (0, 2, 3, 1)  # ONNX has an LSTM's gates as input, output, forget, cell, PyTorch as i, f, c, o
_BARRED: Final = 1e3  # far beyond any transition that is learned, far within the 1e4 of `network.CRF`


def restore(folder: Path, encoder: str) -> tuple[list[str], list[Network]]:
    """Return the words of a model's vectors, from row 1 on, and its networks.

    Args:
        folder: a model folder.
        encoder: folder or hub name of the encoder that the model was trained with; every network gets its own copy.

    Raises:
        ModelError: the folder is missing, damaged or foreign, or its networks do not fit the encoder.
    """
    config = read_config(folder)
    words = (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")[:-1]
    graph = onnx.load(folder / "model.onnx").graph
    heads = load_file(folder / "heads.safetensors")
    count = int(config.get("training", {}).get("members", 1))
    weights: list[dict[str, Floats]] = [{} for _ in range(count)]
    for member, name, weight in _of_graph(graph, count):
        weights[member][name] = weight
    networks = []
    for member, own in enumerate(weights):
        own |= _of_heads(heads, member, count)
        body = load_encoder(encoder)
        network = Network(NetworkConfig(body.config.hidden_size, len(words) + 1, own["vectors.weight"].shape[1]), body)
        _fill(network, own, folder)
        networks.append(network)
    return words, networks


def _fill(network: Network, weights: Mapping[str, Floats], folder: Path) -> None:
    """Copy the weights into a network, whose encoder has its own.

    Raises:
        ModelError: one is missing or of another shape.
    """
    for name, parameter in network.named_parameters():
        if name.startswith("encoder."):
            continue
        weight = weights.get(name)
        if weight is None or weight.shape != parameter.shape:
            told = "is missing" if weight is None else f"has the shape {weight.shape}, not {tuple(parameter.shape)}"
            raise ModelError(
                f"the weight {name} {told}",
                source=str(folder),
                mend="name a model that this version trained, and the encoder it was trained with",
            )
        with torch.no_grad():
            parameter.copy_(torch.from_numpy(np.array(weight, np.float32)))


def _of_graph(graph: onnx.GraphProto, count: int) -> Iterator[tuple[int, str, Floats]]:
    """Yield the number of its network, the name and the values of every weight that the graph holds."""
    stored = {tensor.name: tensor for tensor in graph.initializer}

    def read(name: str) -> Floats:
        """Return a weight, out of 8 bits where it has been rounded to them."""
        if name in stored:
            return np.asarray(numpy_helper.to_array(stored[name]), np.float32)
        bare = name.removesuffix("_quantized")
        rounded, scale, zero = (
            np.asarray(numpy_helper.to_array(stored[f"{bare}_{part}"]), np.float32)
            for part in ("quantized", "scale", "zero_point")
        )
        return np.asarray((rounded - zero) * scale, np.float32)

    for name in stored:
        # Biases, norms and embeddings keep their names, the weights of products where they were turned only.
        named = re.fullmatch(r"members\.(\d+)\.((?!encoder\.).+?)(_Transposed)?(_quantized)?", name)
        if named and not re.search(r"_(?:scale|zero_point)$", name):
            weight = read(name.removesuffix("_quantized"))
            yield int(named[1]), named[2], weight.T if named[3] else weight
    judged: dict[int, Floats] = {}
    for node in graph.node:
        if lstm := _LSTM.fullmatch(node.name):
            member = int(lstm["member"] or 0)
            sizes = {"ih": node.input[1], "hh": node.input[2]}
            for part, name in sizes.items():
                yield member, f"{lstm['path']}.weight_{part}_l0", _gates(read(name.removesuffix("_quantized"))[0].T)
            for part, bias in zip(sizes, np.split(read(node.input[3])[0], 2), strict=True):
                yield member, f"{lstm['path']}.bias_{part}_l0", _gates(bias)
        elif judge := _JUDGE.fullmatch(node.name):
            judged[int(judge["place"] or 0)] = read(node.input[1].removesuffix("_quantized")).T
        elif (product := _PRODUCT.fullmatch(node.name)) and not node.input[1].startswith("members."):
            path = product["path"].replace("/", ".")
            if not path.startswith("encoder."):
                yield int(product["member"] or 0), f"{path}.weight", read(node.input[1].removesuffix("_quantized")).T
    for member in range(count):
        if {member, member + count} <= judged.keys():
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
