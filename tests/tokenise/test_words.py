from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from unicodedata import normalize

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from growth import steps
from ketluan.tokenise import VietnameseTokenizer

ROOT = Path(__file__).parents[2]
OWN = (ROOT / "annotations/own.jsonl", ROOT / "corpus/texts")
SHARED = (ROOT.parent / "shared/train/gold.jsonl", ROOT.parent / "shared/train")
SAMPLES = [
    "Sáng 13/7, hội nghị đánh giá kết quả kết nạp 5.030 đảng viên, đạt 107,3%.",
    "Bí thư Thành ủy Hà Nội Đinh Tiến Dũng yêu cầu UBND TP. HCM thu hồi 30ha đất trước 30/9.",
    "HĐND, UBND các cấp\n\n- 7,5-8%/năm;\r\n+ hơn 45.000 tỷ đồng\tvà 938 tỷ/5.863 tỷ",
]
EDGE = [
    "👨‍👩‍👧",
    "\u200b",
    "\ufeff",
    "\t",
    "\n\n\n",
    "\r\n",
    "  ",
    " ",
    "\u00a0",
    "\u2028",
    "漢字",
    "русский",
    "e\u0301",
    "\u0301",
]
EDGE += ["½", "m²", "_", "…", "“", "5.030", "107,3", "%", "\x00", "\x1c", "ﬁ", "𝔸", "ا", "๑"]
mixed_texts = st.lists(
    st.one_of(
        st.sampled_from(EDGE),
        st.sampled_from([word for sample in SAMPLES for word in sample.split(" ")]),
        st.sampled_from([normalize("NFD", word) for sample in SAMPLES for word in sample.split(" ")]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=4),
        st.just(" "),
    ),
    max_size=40,
).map("".join)


TOKENIZER = VietnameseTokenizer(spacy.blank("xx").vocab)


def words(text: str) -> list[str]:
    return [token.text for token in TOKENIZER(text)]


def assert_exact(doc: Doc, text: str) -> None:
    assert doc.text == text
    for token in doc:
        assert text[token.idx : token.idx + len(token)] == token.text
        assert token.text
        # No token but white space itself holds a line end.
        assert token.is_space or len(token.text.splitlines()) == 1


@given(mixed_texts)
def test_every_token_lies_where_it_says(text: str) -> None:
    assert_exact(TOKENIZER(text), text)


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("text", SAMPLES)
def test_both_forms_have_the_same_words(text: str, form: str) -> None:
    text = normalize(form, text)
    assert_exact(TOKENIZER(text), text)
    assert [normalize("NFC", word) for word in words(text)] == words(normalize("NFC", text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30ha", ["30", "ha"]),
        ("5.030 đảng viên", ["5.030", "đảng viên"]),
        ("đạt 107,3%.", ["đạt", "107,3", "%", "."]),
        ("13/7/2022", ["13", "/", "7", "/", "2022"]),
        ("7,5-8%", ["7,5", "-", "8", "%"]),
        ("13/14 chỉ tiêu", ["13", "/", "14", "chỉ tiêu"]),
        ("15-NQ/TU", ["15", "-", "NQ", "/", "TU"]),
        ("Q.1", ["Q", ".", "1"]),
        ("3.800 tỷ đồng tiền", ["3.800", "tỷ", "đồng", "tiền"]),
        ("UBND trình", ["UBND", "trình"]),
        ("giao Ban Chỉ đạo", ["giao", "Ban", "Chỉ đạo"]),
        ("ông Đinh Tiến Dũng", ["ông", "Đinh Tiến Dũng"]),
        ("Thủ tướng Israel Netanyahu", ["Thủ tướng", "Israel", "Netanyahu"]),
        ("đảng\nviên", ["đảng", "\n", "viên"]),
        ("đảng  viên", ["đảng", " ", "viên"]),
        (" a", [" ", "a"]),
        ("a \n b", ["a", "\n", "b"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_both_tone_placements_have_the_same_words() -> None:
    old = "Thành ủy, Ủy ban nhân dân, công ty thủy điện, cổ phần hóa, khóa XIII"
    new = "Thành uỷ, Uỷ ban nhân dân, công ty thuỷ điện, cổ phần hoá, khoá XIII"
    assert [len(word) for word in words(old)] == [len(word) for word in words(new)]


@pytest.mark.parametrize(
    "text", ["a" * 100_000, "\u0301" * 100_000, "1." * 50_000, "A " * 50_000, "đồng " * 20_000, "\n \n" * 30_000]
)
def test_hostile_text_is_read_whole(text: str) -> None:
    assert_exact(TOKENIZER(text), text)


@pytest.mark.parametrize("piece", ["a", "\u0301", "1.", "A ", "đồng ", "\n \n"])
def test_steps_grow_with_the_text(piece: str) -> None:
    short, long = (steps(partial(TOKENIZER, piece * count)) for count in (500, 2000))
    assert long < 5 * short + 400


def test_survives_the_disk_and_the_config(tmp_path: Path) -> None:
    nlp = spacy.blank("xx", config={"nlp": {"tokenizer": {"@tokenizers": "ketluan.VietnameseTokenizer.v1"}}})
    nlp.to_disk(tmp_path / "model")
    nlp.from_bytes(nlp.to_bytes())
    for again in (nlp, spacy.load(tmp_path / "model")):
        assert [token.text for token in again("kết nạp đảng viên")] == ["kết nạp", "đảng viên"]


def gold_spans(node: object) -> list[dict[str, object]]:
    if isinstance(node, list):
        return [span for child in node for span in gold_spans(child)]
    if not isinstance(node, dict):
        return []
    own = [node] if node.keys() >= {"start", "end", "text"} else []
    return own + [span for child in node.values() for span in gold_spans(child)]


@pytest.mark.parametrize(
    ("gold", "texts"),
    [
        pytest.param(*OWN, id="own"),
        pytest.param(
            *SHARED,
            marks=pytest.mark.skipif(not SHARED[0].exists(), reason="needs the shared training texts"),
            id="shared",
        ),
    ],
)
def test_facts_begin_and_end_with_tokens(gold: Path, texts: Path) -> None:
    spans = missed = 0
    for line in gold.read_text("utf-8").split("\n")[:60]:
        record = json.loads(line)
        doc = TOKENIZER((texts / f"{record['doc_id']}.txt").read_bytes().decode("utf-8"))
        starts, ends = {token.idx for token in doc}, {token.idx + len(token) for token in doc}
        found = gold_spans({key: value for key, value in record.items() if key != "source"})
        spans += len(found)
        missed += sum(span["start"] not in starts or span["end"] not in ends for span in found)
    assert missed <= 0.01 * spans, missed / spans
