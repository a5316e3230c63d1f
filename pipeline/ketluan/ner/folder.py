"""A tagger on disk, and its refusal where it is incomplete, foreign or damaged.

config.json        the tags, the encoder's sizes, data and scores of the training, SHA-256 of every other file
tokenizer.json     the encoder's tokenizer
model.safetensors  the weights
card.md            where it comes from and how good it is
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from transformers import AutoConfig, AutoModel

from ketluan.errors import ModelError
from ketluan.model.folder import checked_config, sha256_of
from ketluan.ner.tagger import Tagger

__all__ = ["FILES", "FORMAT", "load", "save"]

FORMAT: Final = "ketluan-ner/1"
FILES: Final = ("tokenizer.json", "model.safetensors")


def save(tagger: Tagger, tokenizer: Tokenizer, folder: Path, *, notes: dict[str, Any], card: str) -> None:
    """Write a folder; `notes` is what else config.json tells."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    weights = folder / "model.safetensors"
    save_file({name: tensor.contiguous() for name, tensor in tagger.state_dict().items()}, weights)
    weights.chmod(0o644)  # it is written for its owner alone
    config = {
        "format": FORMAT,
        "tags": list(tagger.tags),
        "encoder": tagger.encoder.config.to_dict(),
        **notes,
        "sha256": {name: sha256_of(folder / name) for name in FILES},
    }
    (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    (folder / "card.md").write_text(card, encoding="utf-8")


def load(folder: Path) -> tuple[Tagger, Tokenizer]:
    """Return a tagger and its tokenizer. Nothing of the folder is run: the encoder's code is that of transformers.

    Raises:
        ModelError: the folder is missing, damaged or foreign.
    """
    config = checked_config(folder, FORMAT, FILES)
    try:
        sizes = {name: value for name, value in config["encoder"].items() if name != "auto_map"}
        known = AutoConfig.for_model(**sizes)
        encoder = AutoModel.from_config(known, attn_implementation="eager")  # type: ignore[no-untyped-call]  # the library leaves it untyped
        tagger = Tagger(encoder.float(), tuple(config["tags"]))
        tagger.load_state_dict(load_file(folder / "model.safetensors"))
        return tagger.eval(), Tokenizer.from_file(str(folder / "tokenizer.json"))
    except Exception as error:  # each library below has its own tree of errors for a damaged file
        raise ModelError(
            f"the tagger cannot be loaded: {error}".partition("\n")[0],
            source=str(folder),
            mend="train it again with `ketluan train --conll`",
        ) from error
