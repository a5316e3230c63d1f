"""Which articles the encoder learns from, and that what comes out is an encoder to train with."""

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("torch", reason="training needs the extra `train`")

from tokenizers import Tokenizer

from ketluan.model.encoder import load_encoder, load_tokenizer

MEETING = "Uỷ ban nhân dân tỉnh yêu cầu các sở, ngành đẩy nhanh tiến độ giải ngân vốn đầu tư công trong quý này"
MATCH = "Đội chủ nhà ghi bàn thắng ở phút bù giờ cuối cùng và giành trọn ba điểm trên sân vận động của mình"
RECIPE = "Cho thịt vào nồi đun nhỏ lửa, thêm hành và nước mắm rồi nêm nếm cho vừa miệng trước khi bắc ra"


@pytest.fixture(scope="module")
def pretrain(script: Callable[[str], ModuleType]) -> ModuleType:
    return script("pretrain")


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.txt"
    path.write_text("\n\n".join([MATCH, MEETING, RECIPE]) + "\n", encoding="utf-8")
    return path


def folder(path: Path, text: str) -> Path:
    path.mkdir()
    (path / "one.txt").write_text(text, encoding="utf-8")
    return path


def test_all_articles_are_kept_unless_some_are_wanted(pretrain: ModuleType, news: Path) -> None:
    assert pretrain.chosen(news, None, 1.0, None) == [MATCH, MEETING, RECIPE]


def test_articles_most_like_the_texts_of_a_folder_are_kept(pretrain: ModuleType, news: Path, tmp_path: Path) -> None:
    like = folder(tmp_path / "like", "Chủ tịch UBND tỉnh yêu cầu các ngành giải ngân vốn đầu tư công đúng tiến độ")
    assert pretrain.chosen(news, like, 0.3, None) == [MEETING]


def test_texts_that_one_measures_on_are_left_out_however_their_signs_are_spaced(
    pretrain: ModuleType, news: Path, tmp_path: Path
) -> None:
    without = folder(tmp_path / "dev", MEETING.replace(",", " ,") + "\nMột dòng khác\n")
    assert pretrain.chosen(news, None, 1.0, without) == [MATCH, RECIPE]


def test_a_folder_without_texts_is_refused(pretrain: ModuleType, news: Path, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="no text"):
        pretrain.chosen(news, tmp_path / "none", 0.3, None)


def test_short_lines_tell_no_text_from_another(pretrain: ModuleType) -> None:
    assert pretrain.lines_of("Tin vắn trong ngày\n" + MATCH) == {
        "đội chủ nhà ghi bàn thắng ở phút bù giờ cuối cùng và giành"
    }


def test_the_end_phase_leaves_an_encoder_to_train_with(
    pretrain: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news, work = tmp_path / "news.txt", tmp_path / "work"
    news.write_text("\n\n".join(" ".join([text] * 40) for text in (MATCH, MEETING, RECIPE)), encoding="utf-8")
    for command in (
        ["prepare", "--news", str(news), "--out", str(work)],
        ["train", "--work", str(work), "--anneal", "2", "--batch", "4", "--length", "64"],
    ):
        monkeypatch.setattr("sys.argv", ["pretrain.py", *command])
        pretrain.main()
    encoder = str(work / "encoder")
    assert load_encoder(encoder).config.hidden_size == 384
    assert load_tokenizer(encoder).get_vocab() == Tokenizer.from_file(str(work / "tokenizer.json")).get_vocab()
    told = json.loads((work / "encoder/pretraining.json").read_text(encoding="utf-8"))
    assert told["tokens"] == 2 * 4 * 64
    assert 0 < told["held_out_nats"] < 20


def test_a_stopped_end_phase_goes_on_where_it_was(
    pretrain: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    news, work = tmp_path / "news.txt", tmp_path / "work"
    news.write_text("\n\n".join(" ".join([text] * 40) for text in (MATCH, MEETING, RECIPE)), encoding="utf-8")
    pretrain.prepare(news, work, None, 1.0, None)
    end = ["--anneal", "3", "--every", "1", "--log", "1", "--warmup", "1", "--seen", "5"]
    monkeypatch.setattr(
        "sys.argv", ["pretrain.py", "train", "--work", str(work), "--batch", "2", "--length", "32", *end]
    )
    stopped = pretrain.save

    def save(path: Path, *rest: object, **told: int) -> None:
        stopped(path, *rest, **told)
        raise KeyboardInterrupt

    monkeypatch.setattr(pretrain, "save", save)
    with pytest.raises(KeyboardInterrupt):
        pretrain.main()
    monkeypatch.setattr(pretrain, "save", stopped)
    capsys.readouterr()
    pretrain.main()
    said = capsys.readouterr().out
    rates = [line.split("rate ")[1].split()[0] for line in said.splitlines() if "rate " in line]
    assert said.startswith("step 6,")
    assert rates == ["6.67e-04", "3.33e-04"]
    assert json.loads((work / "encoder/pretraining.json").read_text(encoding="utf-8"))["steps"] == 8
    assert not (work / "end_phase.pt").exists()
