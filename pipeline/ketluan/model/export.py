"""From a trained network to the model folder that inference reads: ONNX with int8 weights, no pickle."""

from __future__ import annotations

import json
import tempfile
import warnings
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from ketluan.model.ensemble import Ensemble
from ketluan.model.features import CHUNK
from ketluan.model.folder import FILES, FORMAT, describe, sha256_of
from ketluan.model.gold import REACH
from ketluan.model.labels import LAYERS

__all__ = ["INPUTS", "OUTPUTS", "export"]

INPUTS = ("pieces", "mask", "first", "last", "words", "shapes", "places")
OUTPUTS = ("begins", "ends", *LAYERS, "directive", "chair", "queries", "keys", "preferences", "nothing")


def _onnx(network: Ensemble, path: Path) -> None:
    # Two windows and a few words: every dynamic axis differs from 1 and from the others.
    pieces = torch.zeros((2, CHUNK), dtype=torch.long)
    places = torch.arange(1, 8)
    example = (pieces, torch.ones_like(pieces), places, places + 1, places * 0, places * 0, places * 0)
    axes = {name: {0: "windows" if name in ("pieces", "mask") else "words"} for name in (*INPUTS, *OUTPUTS)}
    with warnings.catch_warnings():
        # The exporter through TorchScript is the one that this is tested with. It warns of its age, and of batches of
        # other sizes, which inference never has.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            example,
            str(path),
            input_names=list(INPUTS),
            output_names=list(OUTPUTS),
            dynamic_axes=axes,
            opset_version=17,
            dynamo=False,
        )


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
    with tempfile.TemporaryDirectory() as temporary:
        whole = Path(temporary) / "whole.onnx"
        _onnx(network, whole)
        quantize_dynamic(whole, folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=False)
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
