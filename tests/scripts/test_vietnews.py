"""The recipe from the word-segmented files of vietnews to the texts that were annotated, on articles of our own."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "scripts/vietnews.py"
SEGMENTED = (
    "Sáng 13 / 7 , Thành_uỷ giao “ Sở Xây_dựng ” ( chủ_trì ) rà_soát 107,3 % hồ_sơ ; giá 5 triệu đồng / m2 …\n\n"
    'Ông nói : " Phải   làm ngay ! " - ‘ không chờ ’ .\n'
)
PLAIN = (
    "Sáng 13/7, Thành uỷ giao “Sở Xây dựng” (chủ trì) rà soát 107,3% hồ sơ; giá 5 triệu đồng/m2…\n\n"
    'Ông nói: " Phải làm ngay! " - ‘không chờ’.\n'
)


@pytest.fixture(scope="module")
def vietnews(script):
    return script("vietnews")


@pytest.fixture
def clone(tmp_path) -> Path:
    folder = tmp_path / "clone/data/train_tokenized"
    folder.mkdir(parents=True)
    (folder / "000001.txt.seg").write_text(SEGMENTED, encoding="utf-8")
    (folder / "000002.txt.seg").write_text("Tin khác .\n", encoding="utf-8")
    return tmp_path / "clone"


def annotation(doc_id: str, text: str) -> str:
    return json.dumps({"doc_id": doc_id, "source": {"sha256": hashlib.sha256(text.encode()).hexdigest()}})


def test_words_become_running_text(vietnews):
    assert vietnews.plain_of(SEGMENTED) == PLAIN


def test_decomposed_letters_are_composed(vietnews):
    assert vietnews.plain_of("tổ_chức") == "tổ chức\n"


def test_what_differs_is_refused_and_the_rest_written(clone, tmp_path):
    lines = [
        annotation("vn-train-000001", PLAIN),
        annotation("vn-train-000002", "Tin đã sửa.\n"),
        annotation("vn-train-000003", "không có\n"),
        annotation("../../etc/passwd", "x"),
        "{",
    ]
    stored = tmp_path / "real.jsonl"
    stored.write_text("\n".join(lines), encoding="utf-8")
    out = tmp_path / "texts"
    run = subprocess.run(
        [sys.executable, SCRIPT, stored, "--vietnews", clone, "-o", out], capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert [path.name for path in out.iterdir()] == ["vn-train-000001.txt"]
    assert (out / "vn-train-000001.txt").read_text(encoding="utf-8") == PLAIN
    assert "1 texts written" in run.stderr
    assert "4 refused" in run.stderr
    assert "another than the annotated one" in run.stderr
