"""The encoder to start from and its tokenizer, from a folder or the hub: no code of theirs runs, no pickle is read."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import AutoModel, AutoTokenizer, PhobertTokenizer, PreTrainedModel, PreTrainedTokenizerFast

from ketluan.errors import ModelError
from ketluan.model.features import CHUNK, marks_of
from ketluan.model.phobert import tokenizer_of_phobert

__all__ = ["load_encoder", "load_tokenizer", "save_encoder"]

_MEND: Final = "name the folder of an encoder with config.json, model.safetensors and its tokenizer, or its hub name"


def load_tokenizer(encoder: str) -> Tokenizer:
    """Return the tokenizer of an encoder.

    Args:
        encoder: its folder or hub name.

    Raises:
        ModelError: there is none, or one that cannot be kept as tokenizer.json.
    """
    try:
        loaded = AutoTokenizer.from_pretrained(encoder, trust_remote_code=False)
    except Exception as error:  # each library below has its own tree of errors for a damaged file
        raise ModelError(f"no tokenizer of this encoder: {_said(error)}", source=encoder, mend=_MEND) from error
    tokenizer = (
        tokenizer_of_phobert(loaded)
        if isinstance(loaded, PhobertTokenizer)
        else getattr(loaded, "backend_tokenizer", None)
    )
    if not isinstance(tokenizer, Tokenizer):
        raise ModelError(
            f"its tokenizer is a {type(loaded).__name__}, which has no form as tokenizer.json",
            source=encoder,
            mend="take an encoder with a tokenizer.json, or PhoBERT",
        )
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def load_encoder(encoder: str) -> PreTrainedModel:
    """Return an encoder with its weights, in 32 bits; pieces that it has no embedding for get that of the unknown.

    Args:
        encoder: its folder or hub name.

    Raises:
        ModelError: it cannot be loaded from safetensors without code of its own, or is no encoder of text that reads
            `CHUNK` pieces at once.
    """
    tokenizer = load_tokenizer(encoder)
    try:
        body: PreTrainedModel = AutoModel.from_pretrained(
            encoder,
            trust_remote_code=False,
            use_safetensors=True,
            attn_implementation="eager",
            dtype=torch.float32,
        )
    except Exception as error:  # each library below has its own tree of errors for a damaged file
        raise ModelError(f"the encoder cannot be loaded: {_said(error)}", source=encoder, mend=_MEND) from error
    length = getattr(body.config, "max_position_embeddings", CHUNK)
    if getattr(body.config, "is_encoder_decoder", False) or not hasattr(body.config, "hidden_size"):
        raise ModelError(f"a {body.config.model_type} is no plain encoder of text", source=encoder, mend=_MEND)
    if length < CHUNK:
        raise ModelError(f"the encoder reads {length} pieces at once, not {CHUNK}", source=encoder, mend=_MEND)
    _grow(body, tokenizer)
    return body


def save_encoder(body: nn.Module, tokenizer: Tokenizer, folder: Path) -> None:
    """Write an encoder and its tokenizer as a Hugging Face folder, which `load_encoder` reads."""
    beginning, end, padding, unknown = (tokenizer.id_to_token(mark) for mark in marks_of(tokenizer))
    assert isinstance(body, PreTrainedModel)
    fast = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]  # the library leaves it untyped
        tokenizer_object=tokenizer, cls_token=beginning, sep_token=end, pad_token=padding, unk_token=unknown
    )
    body.save_pretrained(folder)
    fast.save_pretrained(folder)


def _grow(body: PreTrainedModel, tokenizer: Tokenizer) -> None:
    weight = body.get_input_embeddings().weight
    assert isinstance(weight, torch.Tensor)
    known, pieces = len(weight), max(tokenizer.get_vocab().values()) + 1
    if pieces > known:
        unknown = weight[marks_of(tokenizer)[-1]].detach().clone()
        with torch.no_grad():
            body.resize_token_embeddings(pieces, mean_resizing=False).weight[known:] = unknown


def _said(error: Exception) -> str:
    """Return the first line of what an error says."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
