"""Encoders of three architectures, too small to know anything, with the tokenizers that their kind has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A machine that is busy is no failure: the first example may wait seconds for a library.
settings.register_profile("ketluan", deadline=None)
settings.load_profile("ketluan")

# Invented. The joined words are of the kind that PhoBERT reads.
SENTENCES = (
    "Sáng nay ông Đỗ Văn Lương họp ở huyện Bình Sơn",
    "Bà Tạ Thị Nhài giao Sở Công Thương rà soát 12 dự án",
    "Ông Phan Quý kiểm tra chợ Gốm và cầu Ngòi Đá",
    "Sở_Công_Thương báo_cáo tiến_độ dự_án với bà Tạ_Thị_Nhài",
)
SIZES = {"hidden_size": 16, "intermediate_size": 16, "num_attention_heads": 2, "num_hidden_layers": 3}
ARCHITECTURES = ("phobert", "xlm-roberta", "modernbert")


@pytest.fixture(scope="session")
def tiny_encoder(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A function from a name of `ARCHITECTURES` to the folder of such an encoder with random weights."""
    pytest.importorskip("torch", reason="training needs the extra `train`")
    made: dict[str, Path] = {}

    def folder(architecture: str) -> Path:
        if architecture not in made:
            made[architecture] = tmp_path_factory.mktemp(architecture)
            _MAKERS[architecture](made[architecture])
        return made[architecture]

    return folder


def _phobert(folder: Path) -> None:
    """As `vinai/phobert-base`: vocab.txt, bpe.codes and a config.json that names the tokenizer's class, no more."""
    import json

    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import RobertaConfig, RobertaModel

    learner = Tokenizer(models.BPE(end_of_word_suffix="</w>"))
    learner.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    learner.train_from_iterator(SENTENCES, trainers.BpeTrainer(vocab_size=300, end_of_word_suffix="</w>"))
    symbols = sorted(learner.get_vocab(), key=learner.get_vocab().__getitem__)
    merges = [" ".join(pair) for pair in json.loads(learner.to_str())["model"]["merges"]]
    # Every seventh symbol is left out: the merges of the real one, too, lead over symbols that its vocabulary lacks.
    pieces = [s.removesuffix("</w>") if s.endswith("</w>") else s + "@@" for n, s in enumerate(symbols) if n % 7]
    (folder / "vocab.txt").write_text("".join(f"{piece} 1\n" for piece in pieces), encoding="utf-8")
    (folder / "bpe.codes").write_text("".join(f"{merge} 1\n" for merge in merges), encoding="utf-8")
    rows = 4 + len(pieces) + 1  # the mask comes last
    config = RobertaConfig(vocab_size=rows, max_position_embeddings=258, tokenizer_class="PhobertTokenizer", **SIZES)
    RobertaModel(config).save_pretrained(folder)


def _xlm_roberta(folder: Path) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import XLMRobertaConfig, XLMRobertaModel, XLMRobertaTokenizer

    learner = Tokenizer(models.Unigram())
    learner.pre_tokenizer = pre_tokenizers.Metaspace()
    marks = ["<s>", "<pad>", "</s>", "<unk>"]
    learner.train_from_iterator(
        SENTENCES, trainers.UnigramTrainer(vocab_size=120, special_tokens=marks, unk_token="<unk>", show_progress=False)
    )
    pieces = sorted(learner.get_vocab().items(), key=lambda item: item[1])
    tokenizer = XLMRobertaTokenizer(vocab=[(piece, -float(rank)) for piece, rank in pieces])
    tokenizer.save_pretrained(folder)
    XLMRobertaModel(
        XLMRobertaConfig(vocab_size=len(tokenizer), max_position_embeddings=258, pad_token_id=1, **SIZES)
    ).save_pretrained(folder)


def _modernbert(folder: Path) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import ModernBertConfig, ModernBertModel, PreTrainedTokenizerFast

    learner = Tokenizer(models.BPE())
    learner.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    marks = ["[UNK]", "[CLS]", "[SEP]", "[PAD]", "[MASK]"]
    learner.train_from_iterator(
        SENTENCES,
        trainers.BpeTrainer(
            vocab_size=320,
            special_tokens=marks,
            initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
            show_progress=False,
        ),
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=learner,
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
        pad_token="[PAD]",
        mask_token="[MASK]",
    )
    tokenizer.save_pretrained(folder)
    special = {"pad_token_id": 3, "cls_token_id": 1, "sep_token_id": 2, "bos_token_id": 1, "eos_token_id": 2}
    ModernBertModel(ModernBertConfig(vocab_size=len(tokenizer), **special, **SIZES)).save_pretrained(folder)


_MAKERS = {"phobert": _phobert, "xlm-roberta": _xlm_roberta, "modernbert": _modernbert}
