"""Copies of reports with other people in them: every offset, quote and reference still true."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from ketluan.model.augment import with_other_names
from ketluan.model.gold import people_of
from ketluan.record import Record, parse_record
from ketluan.tokenise.tone import unify_tone

ROOT = Path(__file__).parents[2]
SEEDS = (0, 1, 2)
TEXT = (
    "ÔNG ĐINH TIẾN DŨNG: PHẢI NHANH\n\n"
    "Đồng chí Đinh Tiến Dũng, Bí thư Thành ủy và ông Lê Văn Hải chủ trì; bà Hoàng Thị Hải dự. Ông Dũng giao "
    "ông Lê Văn Hải rà soát vốn; đồng chí Hải cảm ơn. Đường Đinh Tiến Dũng xong 40%. Dũng cảm, Hải Phòng, Lê Văn Hảo."
)


def _cases() -> Iterator[tuple[Record, str]]:
    with open(ROOT / "annotations" / "own.jsonl", encoding="utf-8") as lines:
        for line in lines:
            record = parse_record(line)
            yield record, (ROOT / "corpus" / "texts" / f"{record.doc_id}.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pairs() -> list[tuple[Record, str, Record, str]]:
    """Each own report with its copies."""
    return [
        (record, text, *with_other_names(record, text, random.Random(seed)))
        for record, text in _cases()
        for seed in SEEDS
    ]


def _span(quote: str, nth: int = 0) -> dict[str, object]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(quote, start + 1)
    return {"start": start, "end": start + len(quote), "text": quote}


def _official(identity: str, name: str, *mentions: dict[str, object]) -> dict[str, object]:
    return {"id": identity, "name": name, "mentions": list(mentions) or [_span(name)]}


@pytest.fixture
def record() -> Record:
    action, thanks = "ông Lê Văn Hải rà soát vốn", "đồng chí Hải cảm ơn"
    given = (_span("Đinh Tiến Dũng"), _span("ĐINH TIẾN DŨNG"), _span("Ông Dũng"), _span("Dũng"))
    road = "Đường Đinh Tiến Dũng xong"
    return Record.model_validate(
        {
            "doc_id": "t",
            "source": {"title": "Ông Đinh Tiến Dũng: Phải nhanh", "uri": "Đinh Tiến Dũng.txt"},
            "reference_date": "2022-07-13",
            "officials": [
                _official("o1", "Đinh Tiến Dũng", *given),
                _official("o2", "Lê Văn Hải"),
                _official("o3", "Hoàng Thị Hải"),
            ],
            "metrics": [{"id": "m1", "indicator": road, "value": "40", "unit": "%", "mentions": [_span("40%")]}],
            "directives": [
                {
                    "id": "x1", "action": action, "issuer": {"official": "o1", "text": "Đinh Tiến Dũng"},
                    "addressees": [_span("Lê Văn Hải", 1)], "mentions": [_span(action)],
                },
                {"id": "x2", "action": "PHẢI NHANH", "mentions": [_span("PHẢI NHANH")]},
                {"id": "x3", "action": thanks, "mentions": [_span(thanks)]},
            ],
        }
    )  # fmt: skip


def _named(record: Record, text: str) -> dict[str, int]:
    """How often each official is named, a given name inside the full one ("Kiều Anh Tú") left out."""
    return {
        identity: sum(
            not any(a <= start and end <= b and (a, b) != (start, end) for a, b in places) for start, end in places
        )
        for identity, places in people_of(record, text).items()
    }


def _words(text: str) -> list[str]:
    # "Jae-won" is one syllable among those that blanks part, as `augment` counts them.
    return re.findall(r"\w+(?:['’]\w+|-[^\W\d]+)*|[^\w\s]", text)


def test_every_span_still_holds(pairs: list[tuple[Record, str, Record, str]]) -> None:
    for old, _, new, text in pairs:
        new.check_spans(text)
        assert [place for place, _ in new.spans()] == [place for place, _ in old.spans()]
        assert all(span.text.strip() == span.text and span.text for _, span in new.spans())


def test_what_a_fact_says_is_still_what_its_span_says(pairs: list[tuple[Record, str, Record, str]]) -> None:
    for old, _, new, text in pairs:
        for before, after in zip(old.directives, new.directives, strict=True):
            if before.action == before.mentions[0].text:
                assert after.action == after.mentions[0].text
        for was, official in zip(old.officials, new.officials, strict=True):
            assert official.name in text or was.name not in [m.text for m in was.mentions]
            assert all(p.title == p.span.text for p in official.positions)
        names = {o.id: o.name for o in new.officials}
        assert all(x.issuer.text == names[x.issuer.official] for x in new.directives if x.issuer and x.issuer.official)


def test_names_are_replaced_wherever_the_report_has_them(pairs: list[tuple[Record, str, Record, str]]) -> None:
    for old, old_text, new, text in pairs:
        assert _named(new, text) == _named(old, old_text), new.doc_id
        for was, now in zip(old.officials, new.officials, strict=True):
            assert now.name != was.name
            assert not re.search(rf"(?<!\w){re.escape(was.name)}(?!\w)", text + new.to_json())


def test_nothing_but_names_is_changed(pairs: list[tuple[Record, str, Record, str]]) -> None:
    for old, old_text, new, text in pairs:
        old_words, words = _words(old_text), _words(text)
        assert len(words) == len(old_words)
        # A report may write one name both ways: Thuý, Thúy.
        names = {unify_tone(syllable).casefold() for o in old.officials for syllable in _words(o.name)}
        invented = {syllable.casefold() for o in new.officials for syllable in _words(o.name)}
        for was, now in zip(old_words, words, strict=True):
            assert was == now or (unify_tone(was).casefold() in names and now.casefold() in invented)
        assert [m.value for m in new.metrics] == [m.value for m in old.metrics]
        assert new.reference_date == old.reference_date


def test_people_stay_distinct(pairs: list[tuple[Record, str, Record, str]]) -> None:
    for old, _, new, _ in pairs:
        names = [o.name.split() for o in new.officials]
        for a, one in enumerate(names):
            for b, other in enumerate(names):
                olds = old.officials[a].name.split()[-1], old.officials[b].name.split()[-1]
                # One given name stands for one person in the copy where it does in the report.
                assert (one[-1] == other[-1]) == (olds[0] == olds[1])
                assert a == b or one[-len(other) :] != other


def test_the_original_is_untouched_and_the_seed_decides(record: Record) -> None:
    before = record.to_json()
    one, other, third = (with_other_names(record, TEXT, random.Random(seed)) for seed in (5, 5, 6))
    assert record.to_json() == before
    assert one == other
    assert one[1] != third[1]


@pytest.mark.parametrize("seed", range(20))
def test_forms_of_one_name_change_together(record: Record, seed: int) -> None:
    new, text = with_other_names(record, TEXT, random.Random(seed))
    new.check_spans(text)
    dung, hai, mai = (o.name for o in new.officials)
    given, shared = dung.split()[-1], hai.split()[-1]
    assert shared == mai.split()[-1]
    assert text == (
        f"ÔNG {dung.upper()}: PHẢI NHANH\n\n"
        f"Đồng chí {dung}, Bí thư Thành ủy và ông {hai} chủ trì; bà {mai} dự. Ông {given} giao "
        f"ông {hai} rà soát vốn; đồng chí {shared} cảm ơn. Đường {dung} xong 40%. Dũng cảm, Hải Phòng, Lê Văn Hảo."
    )
    assert [m.text for m in new.officials[0].mentions] == [dung, dung.upper(), f"Ông {given}", given]
    assert [x.action for x in new.directives] == [
        f"ông {hai} rà soát vốn",
        "PHẢI NHANH",
        f"đồng chí {shared} cảm ơn",
    ]
    assert new.metrics[0].indicator == f"Đường {dung} xong"
    assert (new.source.title, new.source.uri, new.source.sha256) == (
        f"Ông {dung}: Phải nhanh",
        "Đinh Tiến Dũng.txt",
        None,
    )


def test_a_name_inside_a_longer_word_is_not_replaced() -> None:
    text = "Ông Lê Văn An dự. Lê Văn Anh nói An toàn."
    name = {"start": 4, "end": 13, "text": "Lê Văn An"}
    record = Record.model_validate(
        {
            "doc_id": "t",
            "officials": [_official("o1", "Lê Văn An", name)],
            "directives": [{"id": "x1", "action": "Lê Văn Anh nói An", "mentions": [name]}],
        }
    )
    new, changed = with_other_names(record, text, random.Random(1))
    assert changed.endswith(" dự. Lê Văn Anh nói An toàn.")
    assert new.directives[0].action == "Lê Văn Anh nói An"


@pytest.mark.parametrize("seed", range(40))
def test_an_invented_name_is_not_in_the_report_already(seed: int) -> None:
    others = "Bình Cường Dũng Giang Hà Hải Hạnh Hiền Hòa Hùng Huy Hương Lan Linh Long Mai Minh Nam Nga Phong Sơn Thành"
    text = "Ông Lê Văn Ba dự. " + " ".join(f"Bà {given} nói." for given in others.split())
    name = {"start": 4, "end": 13, "text": "Lê Văn Ba"}
    record = Record.model_validate({"doc_id": "t", "officials": [_official("o1", "Lê Văn Ba", name)]})
    new, changed = with_other_names(record, text, random.Random(seed))
    assert _named(new, changed) == {"o1": 1}


def test_the_text_that_a_record_carries_is_the_new_one(record: Record) -> None:
    new, text = with_other_names(record.model_copy(update={"text": TEXT}), TEXT, random.Random(3))
    assert new.text == text


def test_a_report_without_people_is_only_copied() -> None:
    record = Record(doc_id="t", reference_date=date(2022, 7, 13))
    assert with_other_names(record, "Không có ai.", random.Random(0)) == (record, "Không có ai.")
