"""A model folder is taken whole or refused, in one sentence that names it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ketluan.data.splits import held_out
from ketluan.errors import ModelError
from ketluan.model.folder import FILES, FORMAT, describe, read_config, sha256_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that is complete in form, its files without meaning."""
    folder = tmp_path / "mô hình"
    folder.mkdir()
    for place, name in enumerate(FILES):
        (folder / name).write_bytes(bytes([place]) * 70_000)
    config = {
        "format": FORMAT,
        "labels": describe(),
        "sha256": {name: sha256_of(folder / name) for name in FILES},
        "words": 42,
    }
    (folder / "config.json").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")
    return folder


def _changed(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    change(config)
    path.write_text(json.dumps(config), encoding="utf-8")


def _refusal(folder: Path) -> str:
    """What the refusal says; it must name the folder and the mend."""
    with pytest.raises(ModelError) as caught:
        read_config(folder)
    assert caught.value.source == str(folder)
    assert caught.value.mend
    assert str(folder) in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value.message


def test_a_whole_folder_gives_its_configuration(folder: Path) -> None:
    assert read_config(folder)["words"] == 42


def test_a_moved_folder_is_still_whole(folder: Path, tmp_path: Path) -> None:
    assert read_config(Path(shutil.move(folder, tmp_path / "other")))["words"] == 42


def test_a_missing_folder(tmp_path: Path) -> None:
    assert "config.json" in _refusal(tmp_path / "nowhere")


def test_a_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "model.onnx").write_bytes(b"onnx")
    assert "config.json" in _refusal(tmp_path / "model.onnx")


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b'"\xc3"', b"NaN,"])
def test_a_configuration_that_cannot_be_read(folder: Path, content: bytes) -> None:
    (folder / "config.json").write_bytes(content)
    assert "config.json" in _refusal(folder)


@pytest.mark.parametrize("content", ["[]", "null", "7", "{}", '{"format": "ketluan-model/0"}', '{"format": ["a"]}'])
def test_a_folder_of_another_format(folder: Path, content: str) -> None:
    (folder / "config.json").write_text(content, encoding="utf-8")
    assert FORMAT in _refusal(folder)


@pytest.mark.parametrize("part", sorted(describe()))
def test_a_model_with_other_labels(folder: Path, part: str) -> None:
    def turn(config: dict[str, Any]) -> None:
        labels = config["labels"][part]
        # The order counts: the network answers by place.
        reverse = {k: v[::-1] for k, v in labels.items()} if isinstance(labels, dict) else labels[::-1]
        config["labels"][part] = reverse

    _changed(folder, turn)
    assert "labels" in _refusal(folder)
    _changed(folder, lambda config: config["labels"].pop(part))
    assert "labels" in _refusal(folder)
    _changed(folder, lambda config: config.pop("labels"))
    assert "labels" in _refusal(folder)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert _refusal(folder) == f"{name} is missing"
    (folder / name).mkdir()
    assert _refusal(folder) == f"{name} is missing"


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("at", [0, 69_999])
def test_a_damaged_file(folder: Path, name: str, at: int) -> None:
    content = bytearray((folder / name).read_bytes())
    content[at] ^= 1
    (folder / name).write_bytes(content)
    message = _refusal(folder)
    assert name in message
    assert "damaged" in message


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_short_or_exchanged(folder: Path, name: str) -> None:
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[:-1])
    assert name in _refusal(folder)
    (folder / name).write_bytes((folder / FILES[FILES.index(name) - 1]).read_bytes())
    assert name in _refusal(folder)


@pytest.mark.parametrize("sums", [None, [], "abc", {}, {"model.onnx": None}, "left out"])
def test_checksums_that_are_not_told(folder: Path, sums: object) -> None:
    _changed(folder, lambda c: c.pop("sha256") if sums == "left out" else c.update(sha256=sums))
    assert "checksum" in _refusal(folder)


def test_validation_reports_are_told_by_their_id_alone() -> None:
    ids = [f"vn-{number:06}" for number in range(4000)]
    held = [i for i in ids if held_out(i, 8)]
    assert 400 <= len(held) <= 600
    assert held == [i for i in reversed(ids) if held_out(i, 8)][::-1]
    assert not any(held_out(i, 0) for i in ids)
    assert all(held_out(i, 1) for i in ids)
