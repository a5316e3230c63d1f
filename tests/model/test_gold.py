"""Targets of an annotated report: tags at the right words, pointers to the right places."""

from __future__ import annotations

import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from ketluan.model.features import Inputs, inputs_of
from ketluan.model.gold import Targets, targets_of
from ketluan.model.labels import ATTRIBUTES, RELATIONS, tags_of
from ketluan.record import Record
from ketluan.tokenise.language import blank

TEXT = (
    "Sáng 13/7, Chủ tịch UBND tỉnh Trần Văn Khải chủ trì cuộc họp. "
    "Tính đến ngày 30/6, dự án đã giải ngân 1.250 tỷ đồng, đạt 62% kế hoạch. "
    "Ông Khải yêu cầu Sở Tài chính rà soát vốn trước ngày 30/9; không để chậm tiến độ."
)


def _span(quote: str, nth: int = 0) -> dict[str, object]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(quote, start + 1)
    return {"start": start, "end": start + len(quote), "text": quote}


def _laid_out(text: str, record: Record) -> tuple[list[str], Inputs, Targets]:
    tokenizer = Tokenizer(
        models.BPE({t: i for i, t in enumerate(["<pad>", "<s>", "</s>", "<mask>", "<unk>"])}, [], unk_token="<unk>")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    doc = blank()(text)
    inputs = inputs_of(doc, tokenizer, {})
    assert inputs is not None
    return [doc[int(t)].text for t in inputs.tokens], inputs, targets_of(doc, inputs, record)


@pytest.fixture(scope="module")
def example() -> tuple[list[str], Inputs, Targets]:
    record = Record.model_validate(
        {
            "doc_id": "t",
            "reference_date": "2022-07-13",
            "meeting": {
                "name": _span("cuộc họp"),
                "date": {"start": "2022-07-13", "end": "2022-07-13", "span": _span("Sáng 13/7")},
                "chairs": ["o1"],
            },
            "officials": [
                {
                    "id": "o1",
                    "name": "Trần Văn Khải",
                    "positions": [{"title": "Chủ tịch UBND tỉnh", "span": _span("Chủ tịch UBND tỉnh")}],
                    "mentions": [_span("Trần Văn Khải")],
                }
            ],
            "metrics": [
                {
                    "id": "m1", "indicator": "giải ngân", "value": "1250000000000", "unit": "đồng",
                    "period": {"start": "2022-06-30", "end": "2022-06-30"}, "mentions": [_span("1.250 tỷ đồng")],
                },
                {
                    "id": "m2", "indicator": "giải ngân", "value": "62", "unit": "%",
                    "basis": {"kind": "plan", "of": "m1"}, "mentions": [_span("62%")],
                },
            ],
            "directives": [
                {
                    "id": "x1", "action": "a", "issuer": {"official": "o1", "text": "Trần Văn Khải"},
                    "addressees": [_span("Sở Tài chính")], "deadline": "t1",
                    "mentions": [_span("Sở Tài chính rà soát vốn trước ngày 30/9")],
                },
                {
                    "id": "x2", "action": "b", "issuer": {"official": "o1", "text": "Trần Văn Khải"},
                    "mentions": [_span("không để chậm tiến độ")],
                },
            ],
            "deadlines": [{"id": "t1", "end": "2022-09-29", "mentions": [_span("trước ngày 30/9")]}],
        }
    )  # fmt: skip
    return _laid_out(TEXT, record)


def _tagged(words: list[str], targets: Targets, layer: str, label: str) -> list[str]:
    names, found = tags_of(layer), []
    for word, tag in zip(words, targets.tags[layer], strict=True):
        if names[tag] == f"B-{label}":
            found.append(word)
        elif names[tag] == f"I-{label}":
            found[-1] += " " + word
    return found


def test_people_are_marked_at_full_and_at_given_names(example: tuple[list[str], Inputs, Targets]) -> None:
    words, _, targets = example
    assert _tagged(words, targets, "names", "PERSON") == ["Trần Văn Khải", "Khải"]
    assert [({words[w] for w in named}, chairs) for named, chairs in targets.chairs] == [
        ({"Trần Văn Khải", "Khải"}, True)
    ]


def test_layers_hold_their_spans(example: tuple[list[str], Inputs, Targets]) -> None:
    words, _, targets = example
    assert _tagged(words, targets, "figures", "DEADLINE") == ["trước ngày 30 / 9"]
    assert _tagged(words, targets, "figures", "DATE") == ["Sáng 13 / 7"]
    assert [q.replace(" %", "%") for q in _tagged(words, targets, "figures", "QUANTITY")] == ["1.250 tỷ đồng", "62%"]
    assert _tagged(words, targets, "roles", "ADDRESSEE") == ["Sở Tài chính"]


def test_directives_start_in_their_clauses(example: tuple[list[str], Inputs, Targets]) -> None:
    words, _, targets = example
    assert [words[s] for s in targets.starts if s >= 0] == ["Sở", "không"] or [
        words[s] for s in targets.starts if s >= 0
    ] == ["Sở Tài chính", "không"]
    assert [words[h].split()[0] for h in targets.heads] == ["Sở", "không"]


def test_pointers_lead_to_what_the_record_says(example: tuple[list[str], Inputs, Targets]) -> None:
    words, _, targets = example
    told = {
        (RELATIONS[relation], words[head], None if tail is None else words[tail])
        for relation, head, tails in targets.pointers
        for tail in tails or (None,)
    }
    assert ("of", "62", "1.250") in told
    assert ("of", "1.250", None) in told
    assert ("period", "1.250", "Tính") in told or any(r == "period" and h == "1.250" and t for r, h, t in told)
    assert ("period", "62", None) in told
    assert any(r == "indicator" and h == "62" and t == "giải ngân" for r, h, t in told)
    assert {t for r, h, t in told if r == "directive_end" and h.split()[0] == "Sở"} == {"9"}
    # Any mention of the person before the directive, the short one and the full one.
    assert {t for r, h, t in told if r == "issuer" and h == "không"} == {"Khải", "Trần Văn Khải"}


def test_what_is_measured_may_be_in_the_words_of_the_figure() -> None:
    text = "Hộ kinh doanh gặp khó. Cả nước có 5 triệu hộ kinh doanh."
    quote = "5 triệu hộ kinh doanh"
    span = {"start": text.index(quote), "end": text.index(quote) + len(quote), "text": quote}
    metric = {"id": "m1", "indicator": "hộ kinh doanh", "value": "5000000", "unit": "hộ kinh doanh", "mentions": [span]}
    words, _, targets = _laid_out(text, Record.model_validate({"doc_id": "t", "metrics": [metric]}))
    ends = [tails for relation, _, tails in targets.pointers if RELATIONS[relation] == "indicator"]
    assert [(words[tail].split()[0], tail > words.index("có")) for (tail,) in ends] == [("hộ", True)]


def test_of_a_phrase_that_its_figure_parts_the_larger_part_is_taught() -> None:
    text = "Từ đầu năm, Đảng bộ kết nạp 20 đảng viên mới."
    span = {"start": text.index("20"), "end": text.index(" mới"), "text": "20 đảng viên"}
    metric = {"id": "m1", "indicator": "kết nạp đảng viên mới", "value": "20", "unit": "đảng viên", "mentions": [span]}
    words, _, targets = _laid_out(text, Record.model_validate({"doc_id": "t", "metrics": [metric]}))
    told = {RELATIONS[r]: words[tails[0]] for r, _, tails in targets.pointers if tails}
    assert (told["indicator"], told["indicator_end"]) == ("đảng viên", "mới")


def test_attributes_are_those_of_the_record(example: tuple[list[str], Inputs, Targets]) -> None:
    _, _, targets = example
    basis = list(ATTRIBUTES).index("basis")
    assert [ATTRIBUTES["basis"][q[2 + basis]] for q in targets.quantities] == ["", "plan"]
