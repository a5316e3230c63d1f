"""Encoders of any architecture and their tokenizers; nothing of theirs is run, and no pickle is read."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from transformers import AutoTokenizer, PhobertTokenizer  # noqa: E402

from ketluan.cli import app  # noqa: E402
from ketluan.document import Document  # noqa: E402
from ketluan.errors import ModelError  # noqa: E402
from ketluan.model.encoder import load_encoder, load_tokenizer  # noqa: E402
from ketluan.pipeline import Extractor  # noqa: E402

ROOT = Path(__file__).parents[2]
ARCHITECTURES = ("phobert", "xlm-roberta", "modernbert")
TinyEncoder = Callable[[str], Path]


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_the_meeting_model_trains_on_it(tiny_encoder: TinyEncoder, architecture: str, tmp_path: Path) -> None:
    records = (ROOT / "annotations/own.jsonl").read_text(encoding="utf-8").splitlines()[:2]
    (tmp_path / "records.jsonl").write_text("\n".join(records) + "\n", encoding="utf-8")
    vectors = np.random.default_rng(0).normal(size=(1, 8)).astype(np.float32)
    np.savez(tmp_path / "vectors.npz", words=np.array(["dự án"]), vectors=vectors)
    out = tmp_path / "model"
    command = ["train", str(tmp_path / "records.jsonl"), "--texts", str(ROOT / "corpus/texts")]
    command += [
        "--encoder",
        str(tiny_encoder(architecture)),
        "--vectors",
        str(tmp_path / "vectors.npz"),
        "-o",
        str(out),
    ]
    result = CliRunner().invoke(
        app, [*command, "--epochs", "1", "--tuning-epochs", "0", "--copies", "0", "--validation", "0"]
    )
    assert result.exit_code == 0, result.output + result.stderr
    text = (ROOT / "corpus/texts/own-001.txt").read_text(encoding="utf-8")
    Extractor(out).extract(Document(text, "own-001")).check_spans(text)


@pytest.fixture(scope="module")
def slow(tiny_encoder: TinyEncoder) -> PhobertTokenizer:
    found = AutoTokenizer.from_pretrained(tiny_encoder("phobert"))
    assert isinstance(found, PhobertTokenizer)
    return found


def _as_the_encoder_sees(ids: list[int], slow: PhobertTokenizer) -> list[int]:
    """Ids beyond the vocabulary have the embedding of the unknown."""
    return [i if i <= slow.mask_token_id else slow.unk_token_id for i in ids]


@given(word=st.text(st.sampled_from("aáđgnhiôtTSởầ_@/w<>1€😀"), min_size=1, max_size=12))
def test_phobert_gives_the_ids_of_its_own_tokenizer(
    tiny_encoder: TinyEncoder, slow: PhobertTokenizer, word: str
) -> None:
    fast = load_tokenizer(str(tiny_encoder("phobert")))
    if not any(mark in word for mark in slow.all_special_tokens):
        wanted = slow.convert_tokens_to_ids(slow._tokenize(word))
        assert _as_the_encoder_sees(fast.encode(word, add_special_tokens=False).ids, slow) == wanted


def test_phobert_joins_the_syllables_of_a_word(tiny_encoder: TinyEncoder, slow: PhobertTokenizer) -> None:
    fast = load_tokenizer(str(tiny_encoder("phobert")))
    wanted = slow.convert_tokens_to_ids(slow.tokenize("Sở_Công_Thương"))
    for written in ("Sở_Công_Thương", "Sở Công Thương", " Sở Công  Thương"):
        assert _as_the_encoder_sees(fast.encode(written, add_special_tokens=False).ids, slow) == wanted


def test_what_phobert_does_not_know_has_the_embedding_of_the_unknown(tiny_encoder: TinyEncoder) -> None:
    folder = str(tiny_encoder("phobert"))
    fast, rows = load_tokenizer(folder), load_encoder(folder).get_input_embeddings().weight
    assert len(rows) == fast.get_vocab_size()
    assert (rows[-1] == rows[fast.token_to_id("<unk>")]).all()


def _copy(tiny_encoder: TinyEncoder, tmp_path: Path) -> Path:
    return Path(shutil.copytree(tiny_encoder("xlm-roberta"), tmp_path / "encoder"))


def _refusal(folder: Path) -> str:
    with pytest.raises(ModelError) as caught:
        load_encoder(str(folder))
    assert caught.value.source == str(folder)
    assert caught.value.mend
    assert "\n" not in str(caught.value)
    return caught.value.message


def test_weights_in_a_pickle_are_not_read(tiny_encoder: TinyEncoder, tmp_path: Path) -> None:
    folder = _copy(tiny_encoder, tmp_path)
    torch.save(load_encoder(str(folder)).state_dict(), folder / "pytorch_model.bin")
    (folder / "model.safetensors").unlink()
    assert "model.safetensors" in _refusal(folder)


def test_code_of_an_encoder_is_not_run(tiny_encoder: TinyEncoder, tmp_path: Path) -> None:
    folder = _copy(tiny_encoder, tmp_path)
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    config |= {"model_type": "own-kind", "auto_map": {"AutoConfig": "own.Config", "AutoModel": "own.Model"}}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")
    (folder / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\nclass Config: ...\n", encoding="utf-8")
    _refusal(folder)
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.safetensors"])
@pytest.mark.parametrize("content", [b"", b"{}", b"\xff" * 99])
def test_a_damaged_encoder(tiny_encoder: TinyEncoder, tmp_path: Path, name: str, content: bytes) -> None:
    folder = _copy(tiny_encoder, tmp_path)
    (folder / name).write_bytes(content)
    _refusal(folder)


def test_an_encoder_that_reads_too_little_at_once(tiny_encoder: TinyEncoder, tmp_path: Path) -> None:
    from transformers import BertConfig, BertModel

    folder = _copy(tiny_encoder, tmp_path)
    size = {"hidden_size": 16, "intermediate_size": 16, "num_attention_heads": 2, "num_hidden_layers": 1}
    BertModel(BertConfig(vocab_size=200, max_position_embeddings=64, **size)).save_pretrained(folder)
    assert "64 pieces" in _refusal(folder)
