"""`ketluan train --conll` and `ketluan evaluate --conll` on encoders of three kinds; the sentences are invented."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from ketluan.cli import app  # noqa: E402
from ketluan.errors import ModelError  # noqa: E402
from ketluan.model.encoder import load_tokenizer  # noqa: E402
from ketluan.model.features import CHUNK  # noqa: E402
from ketluan.model.folder import FORMAT  # noqa: E402
from ketluan.model.runtime import Analyser  # noqa: E402
from ketluan.ner import build, training  # noqa: E402
from ketluan.ner.folder import FILES, load  # noqa: E402
from ketluan.ner.tagger import batch_of, predict, sentence_windows  # noqa: E402
from ketluan.ner.training import TaggerOptions  # noqa: E402

ARCHITECTURES = ("phobert", "xlm-roberta", "modernbert")
TinyEncoder = Callable[[str], Path]

_PEOPLE = ("Đỗ_Văn_Lương B-PER", "Tạ B-PER\nThị I-PER\nNhài I-PER", "Phan_Quý B-PER")
_PLACES = ("Bình_Sơn B-LOC", "chợ B-LOC\nGốm I-LOC", "Ngòi B-LOC\nĐá I-LOC")
SENTENCES = [
    f"Sáng_nay O\nông O\n{person}\nkiểm_tra O\ndự_án O\nở O\n{place}\n. O\n" for person in _PEOPLE for place in _PLACES
]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("câu")
    (folder / "train.conll").write_text("\n".join(SENTENCES), encoding="utf-8")
    (folder / "dev.conll").write_text("\n".join(SENTENCES[::2]), encoding="utf-8")
    return folder / "train.conll", folder / "dev.conll"


def _run(*words: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(word) for word in words])
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_it_trains_scores_and_tells_where_it_comes_from(
    tiny_encoder: TinyEncoder, architecture: str, files: tuple[Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "tagger"
    code, _, said = _run("train", "--conll", *files, "--encoder", tiny_encoder(architecture), "-o", out)
    assert code == 0, said
    assert "9 sentences to train on, 5 to choose by; 2 types" in said
    assert "epoch 11 of 11" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["tagger"], "a run that is through leaves no checkpoint"
    assert sorted(path.name for path in out.iterdir()) == ["card.md", "config.json", *sorted(FILES)]
    card, told = (out / "card.md").read_text("utf-8"), json.loads((out / "config.json").read_text("utf-8"))["training"]
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in files]
    assert [part["sha256"] for part in told["data"]] == digests
    assert [part["sentences"] for part in told["data"]] == [9, 5]
    for part in (
        *digests,
        told["command"],
        told["hardware"],
        f"seed {told['seed']}",
        "| PER |",
        "minutes",
    ):
        assert part in card
    code, scores, said = _run("evaluate", "--conll", files[1], "--model", out, "--json")
    assert code == 0, said
    assert json.loads(scores).keys() == {"types", "micro", "sentences"}
    code, table, _ = _run("evaluate", "--conll", files[1], "--model", out)
    assert code == 0
    assert "micro average" in table


def _build(files: tuple[Path, Path], encoder: Path, out: Path, say: Callable[[str], None], **options: Any) -> None:
    build.build(
        data=files[0],
        dev=files[1],
        column=0,
        encoder=str(encoder),
        out=out,
        options=TaggerOptions(**options),
        command="test",
        say=say,
    )


FAST = {"epochs": 1, "tuning_epochs": 24, "rate": 0.03, "encoder_rate": 0.01, "batch": 3}


def test_it_learns(tiny_encoder: TinyEncoder, files: tuple[Path, Path], tmp_path: Path) -> None:
    _build(files, tiny_encoder("phobert"), tmp_path / "tagger", lambda _: None, **FAST)
    scores = build.evaluate(files[1], 0, tmp_path / "tagger")
    assert scores.micro.f1 > 0.9
    assert {name: score.gold for name, score in scores.types.items()} == {"LOC": 5, "PER": 5}


def test_a_stopped_run_ends_as_one_that_was_not(
    tiny_encoder: TinyEncoder, files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = {**FAST, "tuning_epochs": 3}
    _build(files, tiny_encoder("xlm-roberta"), tmp_path / "whole", lambda _: None, **options)
    epoch, begun = training._epoch, []

    def stopped(*arguments: Any) -> float:
        begun.append(1)
        if len(begun) == 3:
            raise KeyboardInterrupt
        return epoch(*arguments)

    monkeypatch.setattr(training, "_epoch", stopped)
    with pytest.raises(KeyboardInterrupt):
        _build(files, tiny_encoder("xlm-roberta"), tmp_path / "parts", lambda _: None, **options)
    assert not (tmp_path / "parts").exists()
    with pytest.raises(ModelError, match="other options"):
        _build(files, tiny_encoder("xlm-roberta"), tmp_path / "parts", lambda _: None, **{**options, "seed": 2})
    said: list[str] = []
    _build(files, tiny_encoder("xlm-roberta"), tmp_path / "parts", said.append, **options)
    assert any("going on from epoch 2" in line for line in said)
    whole, parts = load(tmp_path / "whole")[0].state_dict(), load(tmp_path / "parts")[0].state_dict()
    assert all(torch.equal(whole[name], parts[name]) for name in whole)


def test_a_damaged_checkpoint_is_refused(tiny_encoder: TinyEncoder, files: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "tagger.checkpoint").write_bytes(b"\x80\x04pickle")
    with pytest.raises(ModelError, match="delete it"):
        _build(files, tiny_encoder("xlm-roberta"), tmp_path / "tagger", lambda _: None, **FAST)


@pytest.fixture(scope="module")
def tagger(tiny_encoder: TinyEncoder, files: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("taggers") / "tagger"
    _build(files, tiny_encoder("modernbert"), folder, lambda _: None, epochs=1, tuning_epochs=0)
    return folder


@pytest.mark.parametrize("name", ["config.json", *FILES])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"\x80\x04"])
def test_a_damaged_folder_is_refused(tagger: Path, tmp_path: Path, name: str, content: bytes | None) -> None:
    folder = Path(shutil.copytree(tagger, tmp_path / "tagger"))
    if content is None:
        (folder / name).unlink()
    else:
        (folder / name).write_bytes(content)
    with pytest.raises(ModelError) as caught:
        load(folder)
    assert caught.value.source == str(folder)


@pytest.mark.parametrize("change", [{"tags": ["O"]}, {"encoder": {"model_type": "own-kind"}}, {"encoder": 7}])
def test_a_configuration_that_does_not_fit_the_weights(tagger: Path, tmp_path: Path, change: dict[str, Any]) -> None:
    folder = Path(shutil.copytree(tagger, tmp_path / "tagger"))
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    (folder / "config.json").write_text(json.dumps(config | change), encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be loaded"):
        load(folder)


def test_models_of_the_other_kind_are_refused(tagger: Path, files: tuple[Path, Path]) -> None:
    with pytest.raises(ModelError, match=FORMAT):
        Analyser(tagger)
    code, _, said = _run("evaluate", "--conll", files[1], "--model", Path(__file__).parents[2] / "models/default")
    assert code == 1
    assert "not a model of the format ketluan-ner/1" in said


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_word_is_read_at_its_own_pieces(tiny_encoder: TinyEncoder, architecture: str) -> None:
    tokenizer = load_tokenizer(str(tiny_encoder(architecture)))
    sentences = [("Sở_Công_Thương", "báo_cáo") * 80, ("Ngòi",), ("a" * 300, "_", "ở")]
    windows = [sentence_windows(words, tokenizer) for words in sentences]
    batch = batch_of(windows)
    assert batch.pieces.shape == batch.mask.shape
    assert batch.words.sum(1).tolist() == [len(words) for words in sentences]
    flat = batch.pieces.flatten()
    for row, one in enumerate(windows):
        count = len(one.first)
        for places, alone in ((batch.first, one.first), (batch.last, one.last)):
            assert flat[places[row, :count]].tolist() == one.pieces.flatten()[alone].tolist()
    assert batch.pieces.shape[1] == CHUNK


def test_batches_do_not_change_what_is_found(tagger: Path) -> None:
    loaded, tokenizer = load(tagger)
    words = [sentence.split() for sentence in ("ông Phan_Quý ở chợ Gốm", "Ngòi Đá", "dự_án " * 150)]
    windows = [sentence_windows(one, tokenizer) for one in words]
    found = predict(loaded, windows, 3)
    assert [len(tags) for tags in found] == [len(one) for one in words]
    assert found == [predict(loaded, [one], 1)[0] for one in windows]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["train", "--encoder", "e", "-o", "o"], "RECORDS"),
        (["train", "--encoder", "e", "-o", "o", "--conll", "a", "b", "--texts", "."], "--texts"),
        (["train", "--encoder", "e", "-o", "o", "--conll", "a", "b", "--copies", "1"], "--copies"),
        (["train", "--encoder", "e", "-o", "o", "--conll", "a", "b", "--epochs", "0", "--tuning-epochs", "0"], "pass"),
        (["train", "--encoder", "e", "-o", "o", "--column", "4"], "--column"),
        (["train", "--encoder", "e", "-o", "o", "--conll", "a", "b", "--column", "1"], "--column"),
        (["evaluate"], "GOLD"),
        (["evaluate", "gold.jsonl"], "PREDICTED"),
        (["evaluate", "--conll", "a"], "--model"),
        (["evaluate", "gold.jsonl", "--conll", "a", "--model", "m"], "GOLD"),
        (["evaluate", "--conll", "a", "--model", "m", "--per-doc"], "--per-doc"),
        (["evaluate", "gold.jsonl", "pred.jsonl", "--model", "m"], "--model"),
    ],
)
def test_options_that_do_not_go_together(words: list[str], says: str) -> None:
    code, _, said = _run(*words)
    assert code == 2
    assert says in said


def test_without_the_extra_a_line_tells_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ketluan.ner.build", None)
    for words in (
        ["train", "--encoder", "e", "-o", "o", "--conll", "a", "b"],
        ["evaluate", "--conll", "a", "--model", "m"],
    ):
        code, _, said = _run(*words)
        assert code == 2
        assert "pip install 'ketluan[train]'" in said


def test_bad_files_are_told_with_their_line(
    tiny_encoder: TinyEncoder, files: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "bad.conll").write_text("ông O\nPhan_Quý PER\n", encoding="utf-8")
    (tmp_path / "empty.conll").write_text("ông O\n", encoding="utf-8")
    for bad, says in (("bad.conll", "line 2"), ("empty.conll", "every tag is O"), ("none.conll", "none.conll")):
        out = tmp_path / "tagger"
        code, _, said = _run(
            "train", "--conll", tmp_path / bad, files[1], "--encoder", tiny_encoder("phobert"), "-o", out
        )
        assert code == 1
        assert says in said
