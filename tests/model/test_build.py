"""`ketluan train`, from annotated reports to a model folder that extracts; the encoder is too small to learn."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

torch = pytest.importorskip("torch", reason="training needs the extra `train`")

from tokenizers import Tokenizer, models, pre_tokenizers  # noqa: E402
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast  # noqa: E402

from ketluan.cli import app  # noqa: E402
from ketluan.document import Document  # noqa: E402
from ketluan.model.encoder import load_encoder  # noqa: E402
from ketluan.pipeline import Extractor  # noqa: E402

ROOT = Path(__file__).parents[2]
REPORTS = 12


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an encoder, word vectors, a few annotated reports and their parts."""
    folder = tmp_path_factory.mktemp("train")
    marks = ["[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"]
    lines = (ROOT / "annotations/own.jsonl").read_text(encoding="utf-8").splitlines()[:REPORTS]
    ids = [json.loads(line)["doc_id"] for line in lines]
    (folder / "records.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    words = sorted({w for i in ids for w in (ROOT / f"corpus/texts/{i}.txt").read_text(encoding="utf-8").split()})
    tokenizer = Tokenizer(models.WordLevel({w: n for n, w in enumerate([*marks, *words])}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]", unk_token="[UNK]"
    )
    fast.save_pretrained(folder / "encoder")
    size = {"hidden_size": 16, "intermediate_size": 16, "num_attention_heads": 2, "num_hidden_layers": 3}
    BertModel(BertConfig(vocab_size=len(words) + len(marks), **size)).save_pretrained(folder / "encoder")
    vectors = np.random.default_rng(0).normal(size=(2, 8)).astype(np.float32)
    np.savez(folder / "vectors.npz", words=np.array(["dự án", "tỷ"]), vectors=vectors)
    parts = {"train": ids[:8], "validation": ids[8:10], "test": ids[10:]}
    (folder / "splits.json").write_text(json.dumps({"format": "ketluan-splits/1", "parts": parts}), encoding="utf-8")
    return folder


def _train(data: Path, out: Path, *more: str) -> str:
    command = ["train", str(data / "records.jsonl"), "--texts", str(ROOT / "corpus/texts")]
    command += ["--encoder", str(data / "encoder"), "--vectors", str(data / "vectors.npz"), "-o", str(out)]
    command += ["--splits", str(data / "splits.json"), *more]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output + result.stderr
    return result.stderr


def test_a_trained_folder_extracts_and_tells_where_it_comes_from(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "model"
    said = _train(data, out, "--epochs", "1", "--tuning-epochs", "0", "--members", "2")
    assert "8 reports to train on" in said
    assert "2 to validate" in said
    config = json.loads((out / "config.json").read_text(encoding="utf-8"))
    assert config["training"]["reports"] == 8
    assert config["training"]["held_out"] == 2
    assert config["training"]["members"] == 2
    card = (out / "card.md").read_text(encoding="utf-8")
    assert all(digest in card for digest in config["training"]["data"].values())
    assert not list(tmp_path.glob("*.checkpoint*")), "a run that is through leaves no checkpoint"
    text = (ROOT / "corpus/texts/own-001.txt").read_text(encoding="utf-8")
    record = Extractor(out).extract(Document(text, "own-001"))
    record.check_spans(text)


def test_a_stopped_run_goes_on_from_its_checkpoint(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ketluan.model import build, training

    out = tmp_path / "model"
    validate, epochs = training._validate, []

    def stopped(*arguments: object) -> dict[str, float]:
        epochs.append(1)
        if len(epochs) == 2:
            raise KeyboardInterrupt
        return validate(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(training, "_validate", stopped)
    options = training.TrainingOptions(epochs=2, tuning_epochs=0)
    settings = {
        "records": [data / "records.jsonl"],
        "texts": [ROOT / "corpus/texts"],
        "encoder": str(data / "encoder"),
        "vectors": data / "vectors.npz",
        "out": out,
        "options": options,
        "command": "test",
        "splits": data / "splits.json",
    }
    with pytest.raises(KeyboardInterrupt):
        build.build(**settings, say=lambda _: None)
    assert not out.exists()
    said: list[str] = []
    build.build(**settings, say=said.append)
    assert any("going on from epoch 1" in line for line in said)
    assert [line.split(":")[0] for line in said if line.startswith("epoch")] == ["epoch 2"]
    assert (out / "model.onnx").is_file()


def test_tuning_the_encoder_teaches_it(data: Path, tmp_path: Path) -> None:
    tuned = tmp_path / "tuned"
    options = ("--copies", "0", "--tuned-encoder", str(tuned))
    said = _train(data, tmp_path / "model", "--epochs", "0", "--tuning-epochs", "1", *options)
    assert "epoch 1" in said
    before, after = (load_encoder(str(folder)) for folder in (data / "encoder", tuned))
    moved = [not torch.equal(one, other) for one, other in zip(before.parameters(), after.parameters(), strict=True)]
    assert sum(moved) > len(moved) / 2
    said = _train(data, tmp_path / "next", "--epochs", "1", "--tuning-epochs", "0", "--encoder", str(tuned))
    assert "member 1 of 1" in said


def test_training_goes_on_from_a_model(data: Path, tmp_path: Path) -> None:
    first = tmp_path / "first"
    _train(data, first, "--epochs", "1", "--tuning-epochs", "0", "--members", "2")
    losses = json.loads((first / "config.json").read_text(encoding="utf-8"))["training"]["validation_losses"]
    command = ["train", str(data / "records.jsonl"), "--texts", str(ROOT / "corpus/texts"), "--start", str(first)]
    command += ["--encoder", str(data / "encoder"), "--splits", str(data / "splits.json"), "--tuning-epochs", "0"]
    after = {}
    for epochs in ("0", "1"):
        out = tmp_path / f"after-{epochs}"
        result = CliRunner().invoke(app, [*command, "--epochs", epochs, "-o", str(out)])
        assert result.exit_code == 0, result.output + result.stderr
        assert "member 2 of 2" in result.stderr
        told = json.loads((out / "config.json").read_text(encoding="utf-8"))["training"]
        assert f"Going on from the networks of the model `{first}`" in (out / "card.md").read_text(encoding="utf-8")
        assert "model.onnx" in told["data"]
        after[epochs] = told["validation_losses"]
    assert after["0"] == pytest.approx(losses, rel=0.02)
    assert after["1"]["pointers"] < losses["pointers"]


def test_training_goes_on_over_another_encoder(data: Path, tmp_path: Path) -> None:
    first, other = tmp_path / "first", tmp_path / "other"
    _train(data, first, "--epochs", "1", "--tuning-epochs", "0", "--members", "2")
    body = load_encoder(str(data / "encoder"))
    BertModel(BertConfig(**{**body.config.to_dict(), "hidden_size": 24, "num_attention_heads": 3})).save_pretrained(
        other
    )
    for file in (data / "encoder").glob("tokenizer*"):
        (other / file.name).write_bytes(file.read_bytes())
    command = ["train", str(data / "records.jsonl"), "--texts", str(ROOT / "corpus/texts"), "--start", str(first)]
    command += ["--encoder", str(other), "--splits", str(data / "splits.json"), "--tuning-epochs", "0"]
    command += ["--epochs", "1", "-o", str(tmp_path / "second")]
    refused = CliRunner().invoke(app, command)
    assert refused.exit_code != 0
    assert "the encoder it was trained with" in refused.stderr
    result = CliRunner().invoke(app, [*command, "--start-encoder", str(data / "encoder")])
    assert result.exit_code == 0, result.output + result.stderr
    assert "put over another encoder" in result.stderr
    card = (tmp_path / "second/card.md").read_text(encoding="utf-8")
    assert f"the model `{first}`, which read the encoder `{data / 'encoder'}`" in card


def test_the_encoder_of_a_model_goes_with_a_model(data: Path, tmp_path: Path) -> None:
    command = ["train", str(data / "records.jsonl"), "--texts", str(ROOT / "corpus/texts"), "-o", str(tmp_path / "m")]
    command += ["--encoder", str(data / "encoder"), "--vectors", str(data / "vectors.npz")]
    result = CliRunner().invoke(app, [*command, "--start-encoder", str(data / "encoder")])
    assert result.exit_code == 2
    assert "--start-encoder" in result.stderr


def test_members_and_a_tuned_encoder_are_refused_before_any_report_is_read(data: Path, tmp_path: Path) -> None:
    command = ["train", str(data / "records.jsonl"), "--texts", str(tmp_path), "--encoder", str(data / "encoder")]
    command += ["--vectors", str(data / "vectors.npz"), "--members", "2", "-o", str(tmp_path / "m")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code != 0
    assert "take --tuning-epochs 0" in str(result.exception) + result.stderr  # and not: no text for a record


@pytest.mark.parametrize("option", [("--vectors", "vectors.npz"), ("--members", "3")])
def test_a_model_to_go_on_from_has_its_own_words_and_members(
    data: Path, tmp_path: Path, option: tuple[str, str]
) -> None:
    name, value = option
    command = ["train", str(data / "records.jsonl"), "--texts", str(ROOT / "corpus/texts"), "-o", str(tmp_path / "m")]
    command += ["--encoder", str(data / "encoder"), "--start", str(data)]
    result = CliRunner().invoke(app, [*command, name, str(data / value) if name == "--vectors" else value])
    assert result.exit_code == 2
    assert name in result.stderr
    assert "--start" in result.stderr


def test_what_a_model_extracted_is_read_first_and_never_instead_of_annotations(data: Path, tmp_path: Path) -> None:
    lines = (ROOT / "annotations/own.jsonl").read_text(encoding="utf-8").splitlines()
    silver = tmp_path / "silver.jsonl"
    silver.write_text("\n".join(lines[: REPORTS + 3]) + "\n", encoding="utf-8")  # twelve of them are annotated
    options = ("--epochs", "1", "--tuning-epochs", "0", "--copies", "0", "--silver", str(silver))
    said = _train(data, tmp_path / "model", *options, "--silver-epochs", "2")
    assert "8 reports to train on" in said
    assert "3 silver ones" in said
    assert [f"epoch {number}:" in said for number in (1, 2, 3, 4)] == [True, True, True, False]
    card = (tmp_path / "model/card.md").read_text(encoding="utf-8")
    assert "First 2 epochs over 3 reports that a model annotated" in card
    assert "`silver.jsonl`" in card


def test_silver_records_of_annotated_reports_alone_are_refused(data: Path, tmp_path: Path) -> None:
    command = ["train", str(data / "records.jsonl"), "--silver", str(data / "records.jsonl"), "-o", str(tmp_path / "m")]
    command += ["--encoder", str(data / "encoder"), "--vectors", str(data / "vectors.npz")]
    command += ["--texts", str(ROOT / "corpus/texts"), "--splits", str(data / "splits.json")]
    result = CliRunner().invoke(app, command)
    assert result.exit_code != 0
    assert "holds no report but annotated ones" in result.stderr


def test_an_encoder_that_is_not_tuned_is_not_kept(data: Path, tmp_path: Path) -> None:
    command = ["train", str(data / "records.jsonl"), "--texts", str(ROOT / "corpus/texts"), "--tuning-epochs", "0"]
    command += ["--encoder", str(data / "encoder"), "--vectors", str(data / "vectors.npz")]
    result = CliRunner().invoke(app, [*command, "--tuned-encoder", str(tmp_path / "e"), "-o", str(tmp_path / "m")])
    assert result.exit_code != 0
    assert "--tuning-epochs" in result.stderr
    assert not list(tmp_path.iterdir())


def test_the_rate_rises_stays_over_silver_reports_and_falls_over_annotated_ones() -> None:
    from ketluan.model.training import TrainingOptions, _rates

    options = TrainingOptions(silver_epochs=2, epochs=3, tuning_epochs=0, batch=4)
    share, of_encoder = _rates(40, 20, options)  # ten steps a pass over the silver ones, five over the others
    shares = [share(step) for step in range(35)]
    assert shares[:10] == [pytest.approx((step + 1) / 10) for step in range(10)]
    assert shares[9:21] == [1.0] * 12
    assert shares[20:] == sorted(shares[20:], reverse=True)
    assert 0.02 <= shares[-1] < 0.1
    assert not any(of_encoder(step) for step in range(35))
    alone, _ = _rates(0, 20, TrainingOptions(epochs=3, tuning_epochs=0, batch=4))
    assert alone(0) == pytest.approx(0.2)
    assert alone(14) == pytest.approx(1 - 14 / 15)


def test_silver_reports_alone_have_a_rate() -> None:
    from ketluan.model.training import TrainingOptions, _rates

    heads, _ = _rates(40, 20, TrainingOptions(silver_epochs=1, epochs=0, tuning_epochs=1, batch=4))
    assert heads(0) == pytest.approx(0.1)
    assert heads(9) == 1.0


def test_the_encoder_learns_after_the_heads_over_all_reports() -> None:
    from ketluan.model.training import TrainingOptions, _rates

    options = TrainingOptions(epochs=2, tuning_epochs=2, batch=4)
    heads, encoder = _rates(28, 20, options)  # five steps a pass over the annotated ones, twelve over all
    assert [encoder(step) for step in range(10)] == [0.0] * 10
    tuning = [encoder(step) for step in range(10, 34)]
    assert tuning[0] == pytest.approx(0.5)
    assert tuning[1:] == sorted(tuning[1:], reverse=True)
    assert heads(20) == pytest.approx(encoder(20) / 4)
