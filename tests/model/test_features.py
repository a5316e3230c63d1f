"""What the network sees lies where the text says."""

from __future__ import annotations

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from ketluan.model.clauses import clauses_of
from ketluan.model.features import CHUNK, PLACES, SHAPES, inputs_of, word_key
from ketluan.tokenise.language import blank

TEXT = (
    "Hà Nội họp bàn tiến độ dự án\n\n"
    "Sáng 13/7, đồng chí Trần Văn Khải yêu cầu các sở rà soát; khẩn trương giải ngân 1.250 tỷ đồng. Kết quả đạt 93%."
)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    letters = sorted({c for c in TEXT.lower() + TEXT if not c.isspace()})
    specials = ["<pad>", "<s>", "</s>", "<mask>", "<unk>"]
    vocabulary = {token: i for i, token in enumerate([*specials, *letters])}
    built = Tokenizer(models.BPE(vocabulary, [], unk_token="<unk>"))
    built.pre_tokenizer = pre_tokenizers.Whitespace()
    return built


@pytest.mark.parametrize("repeats", [1, 30])
def test_every_word_is_read_at_its_own_pieces(tokenizer: Tokenizer, repeats: int) -> None:
    doc = blank()("\n".join([TEXT] * repeats))
    inputs = inputs_of(doc, tokenizer, {})
    assert inputs is not None
    flat = inputs.pieces.reshape(-1)
    for word, token in enumerate(inputs.tokens):
        text = doc[int(token)].text.replace(" ", "")
        first, last = inputs.first[word], inputs.last[word]
        assert tokenizer.id_to_token(int(flat[first])) == text[0]
        assert tokenizer.id_to_token(int(flat[last])) == text[-1]
        assert first // CHUNK == last // CHUNK
    assert inputs.pieces.shape[1] == CHUNK
    assert (inputs.mask == (inputs.pieces != 0)).all()


def test_shapes_and_places(tokenizer: Tokenizer) -> None:
    doc = blank()(TEXT)
    inputs = inputs_of(doc, tokenizer, {word_key("giải ngân"): 3})
    assert inputs is not None
    words = [doc[int(t)].text for t in inputs.tokens]
    shapes = {w: SHAPES[int(s)] for w, s in zip(words, inputs.shapes, strict=True)}
    assert shapes["1.250"] == "number"
    assert shapes["Hà Nội"] == "title"
    assert shapes[";"] == "stop"
    assert PLACES[int(inputs.places[0])] == "headline"
    assert PLACES[int(inputs.places[words.index("Kết quả")])] == "sentence"
    assert [w for w, row in zip(words, inputs.words, strict=True) if row] == ["giải ngân"]


def test_clauses_end_at_stops_semicolons_and_lines(tokenizer: Tokenizer) -> None:
    doc = blank()(TEXT)
    inputs = inputs_of(doc, tokenizer, {})
    assert inputs is not None
    texts = [doc[int(inputs.tokens[a]) : int(inputs.tokens[b - 1]) + 1].text for a, b in clauses_of(doc, inputs)]
    assert texts == [
        "Hà Nội họp bàn tiến độ dự án",
        "Sáng 13/7, đồng chí Trần Văn Khải yêu cầu các sở rà soát",
        "khẩn trương giải ngân 1.250 tỷ đồng",
        "Kết quả đạt 93%",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('" Sở phải làm ngay trong tuần này ", ông Vinh nói.', ["Sở phải làm ngay trong tuần này", "ông Vinh nói"]),
        (
            "Ông nói: “Sai. Sở phải làm ngay việc này”, rồi về.",
            ["Ông nói: “Sai", "Sở phải làm ngay việc này", "rồi về"],
        ),
        ("“Một cửa”, một dấu phải được giữ nguyên.", ["“Một cửa”, một dấu phải được giữ nguyên"]),
        ("Ông yêu cầu “làm ngay trong tuần này đi”, rồi về.", ["Ông yêu cầu “làm ngay trong tuần này đi”, rồi về"]),
        (
            'Họ hỏi " vì sao.\nSở phải làm ngay trong tuần ", v.v.',
            ['Họ hỏi " vì sao', 'Sở phải làm ngay trong tuần ", v.v'],
        ),
    ],
)
def test_a_clause_ends_with_the_speech_that_it_stands_in(tokenizer: Tokenizer, text: str, expected: list[str]) -> None:
    doc = blank()(text)
    inputs = inputs_of(doc, tokenizer, {})
    assert inputs is not None
    tokens = [(int(inputs.tokens[a]), int(inputs.tokens[b - 1]) + 1) for a, b in clauses_of(doc, inputs)]
    assert [doc[first:stop].text.strip('“” "-,') for first, stop in tokens] == [e.strip('“” "-,') for e in expected]


def test_a_report_without_words_has_no_inputs(tokenizer: Tokenizer) -> None:
    assert inputs_of(blank()(" \n "), tokenizer, {}) is None


def test_word_keys_unify_case_tone_placement_and_digits() -> None:
    assert word_key("Uỷ ban") == word_key("ủy ban")
    assert word_key("5.030") == word_key("7.128") == "0.000"
    assert np.unique([word_key("Đảng viên"), word_key("đảng viên")]).size == 1
