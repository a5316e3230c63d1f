from __future__ import annotations

from functools import partial

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from growth import steps
from ketluan.tokenise import VietnameseTokenizer

NLP = spacy.blank("xx")
NLP.tokenizer = VietnameseTokenizer(NLP.vocab)
NLP.add_pipe("ketluan_sentences")


def parse(text: str) -> Doc:
    return NLP(text)


def sentences(text: str) -> list[str]:
    return [sentence.text.strip() for sentence in parse(text).sents]


@pytest.mark.parametrize(
    "expected",
    [
        ["Họp sáng nay.", "Ông Nam chủ trì."],
        ["Có nên không?", "Có!", "Vậy thì làm…", "Hết."],
        ["Họp tại TP. Hà Nội.", "PGS.TS. Nguyễn Văn Nam dự."],
        ["ThS. Trần Thị Lan ở Q.1, TP.HCM.", "Bà làm ở Q. 3."],
        ["Đ/c. Lê Văn Nam nói.", "Th.S Lan đáp."],
        ["Xem tr. 15 và Điều 5 của luật.", "Năm 2020.", "30 người dự."],
        ["Thu 5.030 tỷ đồng, tăng 7,5.", "Chi ít hơn."],
        ["“Đúng vậy.”", "Ông nói."],
        ['"Có ai không?" ông hỏi.', "Không ai đáp."],
        ["Dự có các ông: Nam, Lan… và nhiều người.", "Họp xong."],
        ["M. Gandhi sinh ở Ấn Độ.", "Bị cáo Nguyễn Văn A.", "Sau đó, toà nghỉ."],
        ["Người dân của TP.", "Theo ông Nam, đã xong."],
        ["Đã làm theo luật (…) và nghị định.", "Xong."],
        ["Đã họp v.v.", "Ông Nam về."],
    ],
)
def test_within_a_line(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize("end", ["\n", "\n\n", "\r\n", " \n\t\n "])
def test_a_line_end_ends_a_sentence(end: str) -> None:
    lines = [
        "Thành uỷ họp",
        "- Một là thu",
        "+ Hai là chi",
        "1. Kết quả",
        "a) Về thu",
        "II. Nhiệm vụ",
        "Điều 5. Phạm vi",
    ]
    assert sentences(end.join(lines)) == lines


def test_a_forgotten_blank_is_seen() -> None:
    assert sentences("Làm theo luật.Ông Nam về. Xem www.ketluan.vn nhé.") == [
        "Làm theo luật.",
        "Ông Nam về.",
        "Xem www.ketluan.vn nhé.",
    ]


def test_white_space_goes_with_the_sentence_before() -> None:
    assert [sentence.text for sentence in parse("\n Một.  \n\nHai.\n").sents] == ["\n Một.  \n\n", "Hai.\n"]


@given(
    st.lists(st.sampled_from(["Ông", "ông", "A", "TP", "1", ".", "…", "?", '"', "(", ")", "-", " ", "\n", "“", "”"]))
)
def test_sentences_cover_the_text_and_never_cross_a_line(pieces: list[str]) -> None:
    text = "".join(pieces)
    doc = parse(text)
    assert "".join(token.text_with_ws for sentence in doc.sents for token in sentence) == text
    assert all("\n" not in sentence.text.strip() for sentence in doc.sents)


def test_many_stops_take_steps_in_proportion() -> None:
    short, long = (steps(partial(parse, "A. " * count + "." * count)) for count in (500, 2000))
    assert long < 5 * short + 400
    doc = parse("A. " * 30_000 + "." * 30_000)
    assert not any(token.is_sent_start for token in doc[1:])  # initials all the way
