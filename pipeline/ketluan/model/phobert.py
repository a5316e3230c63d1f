"""PhoBERT's tokenizer as one of the `tokenizers` library, to be kept in a model folder as tokenizer.json.

`vinai/phobert-base` and its kin come with a tokenizer in Python alone. Its pairs of letters (Sennrich et al. 2016) were
learned on words whose syllables are joined by "_", and it writes a piece that another follows with "@@".
"""

from __future__ import annotations

from typing import Any, Final

from tokenizers import Regex, Tokenizer, models, normalizers
from transformers import PhobertTokenizer

__all__ = ["tokenizer_of_phobert"]

_FOLLOWED: Final = "@@"
_END: Final = "</w>"


def tokenizer_of_phobert(slow: PhobertTokenizer) -> Tokenizer:
    """Return a tokenizer that reads one word at a time ("dự án" and "dự_án" alike) into the ids that `slow` gives.

    Some merges lead over symbols that PhoBERT's vocabulary lacks. Here they have ids beyond those of the vocabulary,
    while `slow` takes them for unknown; so must the encoder (see `encoder.load_encoder`).
    """
    marks = set(slow.all_special_tokens)
    vocabulary: dict[str, int] = slow.get_vocab()  # type: ignore[no-untyped-call]  # the library leaves it untyped
    symbols = {piece if piece in marks else _symbol(piece): number for piece, number in vocabulary.items()}
    ranks: dict[Any, int] = dict(slow.bpe_ranks)
    merges: list[tuple[str, str]] = [pair for pair in sorted(ranks, key=ranks.__getitem__) if len(pair) == 2]
    beyond = max(symbols.values()) + 1
    for first, second in merges:
        for symbol in (first, second, first + second):
            if symbol not in symbols:
                symbols[symbol] = beyond
                beyond += 1
    tokenizer = Tokenizer(models.BPE(symbols, merges, unk_token=slow.unk_token, end_of_word_suffix=_END))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Strip(), normalizers.Replace(Regex(r"\s+"), "_")],
    )
    return tokenizer


def _symbol(piece: str) -> str:
    """Return the symbol of the merges that the vocabulary writes as `piece`."""
    return piece.removesuffix(_FOLLOWED) if piece.endswith(_FOLLOWED) and piece != _FOLLOWED else piece + _END
