"""The model folder: what it holds, and its refusal where it is incomplete, foreign or damaged.

config.json        schema, label sets, sizes, calibration, SHA-256 of every other file
tokenizer.json     the encoder's tokenizer
vocabulary.txt     the words that have a vector, one a line, from row 1 on
model.onnx         the network (int8 weights)
heads.safetensors  transitions, attribute and distance weights that decoding needs
card.md            where it comes from and how good it is
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ketluan.errors import ModelError
from ketluan.model.distances import MEASURES
from ketluan.model.features import PLACES, SHAPES
from ketluan.model.labels import ATTRIBUTES, LAYERS, RELATIONS

__all__ = [
    "FILES",
    "FORMAT",
    "checked_config",
    "default_model",
    "describe",
    "read_config",
    "read_vocabulary",
    "sha256_of",
]

FORMAT = "ketluan-model/3"
FILES = ("tokenizer.json", "vocabulary.txt", "model.onnx", "heads.safetensors")
_MEND = "name a folder that `ketluan train` wrote, or install Ketluan again"


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def describe() -> dict[str, Any]:
    """Return the label sets of this version, which a model must share."""
    return {
        "layers": {layer: list(labels) for layer, labels in LAYERS.items()},
        "attributes": {name: list(values) for name, values in ATTRIBUTES.items()},
        "relations": list(RELATIONS),
        "shapes": list(SHAPES),
        "places": list(PLACES),
        "measures": [f"{measure} {most}" for measure, most in MEASURES.items()],
    }


def default_model() -> Path:
    """Return the folder of the model that ships: in the wheel, or in the repository for an editable install."""
    packaged = Path(__file__).parent.parent / "default_model"
    return packaged if packaged.is_dir() else Path(__file__).parents[3] / "models" / "default"


def read_config(folder: Path) -> dict[str, Any]:
    """Return the configuration of a model folder after checking every file of it.

    Raises:
        ModelError: a file is missing or differs from what was written, or the model is of another kind.
    """
    config = checked_config(folder, FORMAT, FILES)
    if config.get("labels") != describe():
        raise ModelError("the model has other labels than this version of Ketluan", source=str(folder), mend=_MEND)
    return config


def read_vocabulary(folder: Path) -> list[str]:
    """Return the words that have a vector, from row 1 on.

    Raises:
        OSError, UnicodeDecodeError: the file cannot be read.
    """
    return (folder / "vocabulary.txt").read_text(encoding="utf-8").split("\n")[:-1]


def checked_config(folder: Path, form: str, files: Sequence[str]) -> dict[str, Any]:
    """Return what config.json of a folder tells, after checking its format and the checksums of its files.

    Raises:
        ModelError: the folder is of another format, or a file is missing or differs from what was written.
    """
    try:
        config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError("no readable config.json: not a model folder", source=str(folder), mend=_MEND) from error
    if not isinstance(config, dict) or config.get("format") != form:
        raise ModelError(f"not a model of the format {form}", source=str(folder), mend=_MEND)
    told = config.get("sha256")
    if not isinstance(told, dict):
        raise ModelError("config.json tells no checksums", source=str(folder), mend=_MEND)
    for name in files:
        path = folder / name
        if not path.is_file():
            raise ModelError(f"{name} is missing", source=str(folder), mend=_MEND)
        if sha256_of(path) != told.get(name):
            raise ModelError(f"{name} is damaged: its checksum differs", source=str(folder), mend=_MEND)
    return config
