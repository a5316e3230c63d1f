"""From a trained network to the model folder that inference reads: ONNX with int8 weights, no pickle.

`int8_encoder` gives the encoder in the very form that it has in that folder, so that networks over it can learn from
the states that they will read.
"""

from __future__ import annotations

import json
import tempfile
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import save_file
from tokenizers import Tokenizer
from torch import Tensor, nn

from ketluan.model.ensemble import Ensemble
from ketluan.model.features import CHUNK
from ketluan.model.folder import FILES, FORMAT, describe, sha256_of
from ketluan.model.gold import REACH
from ketluan.model.labels import LAYERS
from ketluan.model.network import Network

__all__ = ["INPUTS", "OUTPUTS", "export", "int8_encoder"]

INPUTS = ("pieces", "mask", "first", "last", "words", "shapes", "places")
OUTPUTS = ("begins", "ends", *LAYERS, "directive", "chair", "queries", "keys", "preferences", "nothing")


class _Encoder(nn.Module):
    """A network's encoder alone."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Tensor, mask: Tensor) -> Tensor:
        return self.network.encode(pieces, mask)


def _onnx(module: nn.Module, inputs: Sequence[str], outputs: Sequence[str], path: Path) -> None:
    """Write a module as ONNX with int8 weights."""
    # Two windows and a few words: every dynamic axis differs from 1 and from the others.
    pieces = torch.zeros((2, CHUNK), dtype=torch.long)
    places = torch.arange(1, 8)
    whole = (pieces, torch.ones_like(pieces), places, places + 1, places * 0, places * 0, places * 0)
    example = dict(zip(INPUTS, whole, strict=True))
    axes = {name: {0: "windows" if name in ("pieces", "mask") else "words"} for name in (*inputs, *outputs)}
    with tempfile.TemporaryDirectory() as temporary, warnings.catch_warnings():
        # The exporter through TorchScript is the one that this is tested with. It warns of its age, and of batches of
        # other sizes, which inference never has.
        warnings.simplefilter("ignore")
        exact = Path(temporary) / "exact.onnx"
        torch.onnx.export(
            module,
            tuple(example[name] for name in inputs),
            str(exact),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )
        # In seven bits of the eight, so that sums of products saturate on no processor: those with AVX2 and without
        # VNNI add pairs in 16 bits (ONNX Runtime's documentation on quantisation).
        quantize_dynamic(exact, path, weight_type=QuantType.QInt8, per_channel=False, reduce_range=True)


def int8_encoder(network: Network) -> Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.float32]]:
    """Return a network's encoder as inference runs it: `Network.encode` for arrays, with int8 weights."""
    network.eval()
    with tempfile.TemporaryDirectory() as temporary:
        path = Path(temporary) / "encoder.onnx"
        _onnx(_Encoder(network), INPUTS[:2], ("states",), path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        session = onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])

    def encode(pieces: NDArray[np.int64], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        states: NDArray[np.float32] = session.run(None, {"pieces": pieces, "mask": mask})[0]
        return states

    return encode


def export(
    network: Ensemble,
    tokenizer: Tokenizer,
    words: list[str],
    folder: Path,
    *,
    notes: dict[str, Any],
) -> None:
    """Write the model folder, its confidence not yet calibrated.

    Args:
        words: the words of the vectors' rows from 1 on.
        notes: what else the configuration should tell (data, seeds, scores).
    """
    folder.mkdir(parents=True, exist_ok=True)
    network.eval()
    _onnx(network, INPUTS, OUTPUTS, folder / "model.onnx")
    heads = folder / "heads.safetensors"
    save_file({k: v.detach().float().numpy().copy() for k, v in network.tensors().items()}, heads)
    heads.chmod(0o644)  # it is written for its owner alone
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "vocabulary.txt").write_text("".join(word + "\n" for word in words), encoding="utf-8")
    config = {
        "format": FORMAT,
        "labels": describe(),
        "reach": REACH,
        "calibration": {},
        **notes,
        "sha256": {name: sha256_of(folder / name) for name in FILES},
    }
    (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
