"""The register: phrases of reports have the id they should, and any string at all is answered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import steps
from ketluan.register import identify, place_of
from ketluan.register.files import rows_of
from ketluan.register.keys import key_of, words_of
from ketluan.register.tables import tables
from ketluan.tokenise.tone import unify_tone


class Row(NamedTuple):
    phrase: str
    id: str | None
    day: date | None
    place: str | None


def _rows() -> list[Row]:
    lines = Path(__file__).with_name("phrases.tsv").read_text(encoding="utf-8").splitlines()
    rows = []
    for line in lines[2:]:
        phrase, identity, day, place = [*line.split("\t"), "", "", ""][:4]
        rows.append(Row(phrase, identity or None, date.fromisoformat(day) if day else None, place or None))
    return rows


ROWS = _rows()
# "Laws 77/2015/QH13, 72/2025/QH15", "Conclusion 121-KL/TW (2025)", "Decree 30/CP (1994)"
_ACTS = re.compile(r"(Law|Resolution|Decree|Decision|Conclusion|Regulation|Circular)s? (.+)")
_OTHER_SOURCES = re.compile(
    r"(?:Constitution|Party Statutes) \d{4}(?:, art. \d+)?"
    r"|National Assembly of \d{4}-\d\d-\d\d \([\w.]+\)"
    r"|[\w.]+\.vn \([^)]+\)"
)


def _id(phrase: str, day: date | None = None, place: str | None = None) -> str | None:
    found = identify(phrase, day, place)
    return found.id if found else None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.phrase}-{row.day}-{row.place}")
def test_phrase_has_its_id(row: Row) -> None:
    assert _id(row.phrase, row.day, row.place) == row.id


@pytest.mark.parametrize(
    "change", [str.upper, str.lower, str.title, unify_tone, lambda s: f"  {s.replace(' ', '  ')}."]
)
def test_case_tone_placement_and_spaces_do_not_matter(change: Callable[[str], str]) -> None:
    changed = {row: _id(change(row.phrase), row.day, row.place) for row in ROWS}
    assert changed == {row: row.id for row in ROWS}


def test_decomposed_text_is_the_same() -> None:
    assert _id(unicodedata.normalize("NFD", "Ủy ban nhân dân tỉnh Đồng Nai")) == "vn:ubnd/75"


@pytest.mark.parametrize(
    ("phrase", "day", "name"),
    [
        ("UBND TP.HCM", None, "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("Thành ủy TP.HCM", None, "Thành ủy Thành phố Hồ Chí Minh"),
        ("Tỉnh uỷ Hoà Bình", None, "Tỉnh ủy Hòa Bình"),
        ("Bí thư Quận uỷ quận 1", None, "Quận ủy Quận 1, Thành phố Hồ Chí Minh"),
        ("huyện Châu Thành, Tiền Giang", None, "Huyện Châu Thành, tỉnh Tiền Giang"),
        ("UBND tỉnh Thừa Thiên Huế", date(2019, 1, 1), "Ủy ban nhân dân tỉnh Thừa Thiên Huế"),
        ("UBND tỉnh Thừa Thiên Huế", date(2025, 1, 1), "Ủy ban nhân dân thành phố Huế"),
        ("UBND tỉnh Đồng Nai", date(2026, 4, 29), "Ủy ban nhân dân tỉnh Đồng Nai"),
        ("UBND TP Đồng Nai", date(2026, 4, 30), "Ủy ban nhân dân thành phố Đồng Nai"),
        ("Thành ủy Đồng Nai", date(2026, 5, 1), "Thành ủy Đồng Nai"),
        ("Ủy ban Dân tộc", date(2019, 1, 1), "Ủy ban Dân tộc"),
        ("Ủy ban Dân tộc", None, "Bộ Dân tộc và Tôn giáo"),
        ("Tổng cục Đường bộ", date(2022, 9, 30), "Tổng cục Đường bộ Việt Nam"),
        ("Tổng cục Đường bộ", date(2022, 10, 1), "Cục Đường bộ Việt Nam"),
        ("Sở LĐ-TB&XH Hà Nội", None, "Sở Lao động - Thương binh và Xã hội thành phố Hà Nội"),
    ],
)
def test_name_is_full_and_of_the_day(phrase: str, day: date | None, name: str) -> None:
    found = identify(phrase, day)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize(
    ("phrase", "successor", "until"),
    [
        ("tỉnh Bình Dương", "vn:place/79", date(2025, 6, 30)),
        ("UBND tỉnh Bình Dương", "vn:ubnd/79", date(2025, 6, 30)),
        ("Tỉnh ủy Yên Bái", "vn:cap-uy/10", date(2025, 6, 30)),
        ("Sở GTVT Hà Nội", "vn:so-xay-dung/01", date(2025, 2, 28)),
        ("Sở KH&ĐT Bình Dương", "vn:so-tai-chinh/79", date(2025, 2, 28)),
        ("Bộ Kế hoạch và Đầu tư", "vn:bo-tai-chinh", date(2025, 2, 28)),
        ("Bộ GTVT", "vn:bo-xay-dung", date(2025, 2, 28)),
        ("Bộ Y tế", None, None),
        ("UBND TP HCM", None, None),
        ("UBND huyện Củ Chi", None, date(2025, 6, 30)),
        ("tỉnh Hà Tây", "vn:place/01", date(2008, 7, 31)),
    ],
)
def test_what_was_merged_names_its_successor(phrase: str, successor: str | None, until: date | None) -> None:
    found = identify(phrase)
    assert found is not None
    assert (found.successor, found.until) == (successor, until)


@pytest.mark.parametrize(
    ("phrase", "office"),
    [
        ("UBND TP HCM", None),
        ("toàn tỉnh Quảng Ninh", None),
        ("Phó Chủ tịch Thường trực UBND TP HCM", "phó chủ tịch thường trực"),
        ("nguyên Bí thư Tỉnh ủy Đồng Nai", "nguyên bí thư"),
        ("lãnh đạo TP HCM", "lãnh đạo"),
        ("Thủ tướng", "thủ tướng"),
        ("người phát ngôn của Chính phủ", "người phát ngôn"),
    ],
)
def test_office_is_told_apart_from_its_body(phrase: str, office: str | None) -> None:
    found = identify(phrase)
    assert found is not None
    assert found.office == office


def test_place_of_a_body() -> None:
    found = identify("Sở Y tế Lào Cai")
    assert found is not None
    assert found.place == "vn:place/10"
    place = place_of("vn:place/10")
    assert place is not None
    assert (place.named(None).name, place.code_2025, place.province) == ("Lào Cai", "15", "vn:place/10")
    assert place_of("vn:place/785").province == "vn:place/79"  # type: ignore[union-attr]
    assert place_of("vn:nothing") is None


@pytest.mark.parametrize(
    ("before", "after", "last"),
    [
        ("Bộ Kế hoạch và Đầu tư", "Bộ Tài chính", date(2025, 2, 28)),
        ("Bộ Giao thông vận tải", "Bộ Xây dựng", date(2025, 2, 28)),
        ("Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Nông nghiệp và Môi trường", date(2025, 2, 28)),
        ("Bộ Tài nguyên và Môi trường", "Bộ Nông nghiệp và Môi trường", date(2025, 2, 28)),
        ("Bộ Lao động - Thương binh và Xã hội", "Bộ Nội vụ", date(2025, 2, 28)),
        ("Bộ Thông tin và Truyền thông", "Bộ Khoa học và Công nghệ", date(2025, 2, 28)),
        ("Ban Tuyên giáo Trung ương", "Ban Tuyên giáo và Dân vận Trung ương", date(2025, 2, 2)),
        ("Ban Dân vận Trung ương", "Ban Tuyên giáo và Dân vận Trung ương", date(2025, 2, 2)),
        ("Ban Đối ngoại Trung ương", "Bộ Ngoại giao", date(2025, 2, 28)),
        ("Ủy ban Quản lý vốn nhà nước tại doanh nghiệp", "Bộ Tài chính", date(2025, 2, 28)),
        ("Học viện Hành chính Quốc gia", "Học viện Chính trị quốc gia Hồ Chí Minh", date(2025, 2, 28)),
        ("Bộ Công nghiệp", "Bộ Công Thương", date(2007, 7, 31)),
        ("Bộ Thương mại", "Bộ Công Thương", date(2007, 7, 31)),
        ("Bộ Thủy sản", "Bộ Nông nghiệp và Phát triển nông thôn", date(2007, 7, 31)),
        ("Bộ Văn hóa - Thông tin", "Bộ Văn hóa, Thể thao và Du lịch", date(2007, 7, 31)),
        ("Ủy ban Kinh tế của Quốc hội", "Ủy ban Kinh tế và Tài chính của Quốc hội", date(2025, 2, 28)),
    ],
)
def test_what_went_into_what(before: str, after: str, last: date) -> None:
    found, heir = identify(before), identify(after)
    assert found is not None
    assert heir is not None
    assert (found.successor, found.until) == (heir.id, last)


@pytest.mark.parametrize(
    ("before", "after", "last"),
    [
        ("Ủy ban Dân tộc", "Bộ Dân tộc và Tôn giáo", date(2025, 2, 28)),
        ("Ban Kinh tế Trung ương", "Ban Chính sách, chiến lược Trung ương", date(2025, 2, 2)),
        ("Tổng cục Thuế", "Cục Thuế", date(2025, 2, 28)),
        ("Tổng cục Thống kê", "Cục Thống kê", date(2025, 2, 28)),
        ("Bộ Bưu chính, Viễn thông", "Bộ Thông tin và Truyền thông", date(2007, 7, 31)),
        (
            "Ban Chỉ đạo Trung ương về phòng, chống thiên tai",
            "Ban Chỉ đạo quốc gia về phòng, chống thiên tai",
            date(2021, 6, 30),
        ),
    ],
)
def test_what_was_renamed_keeps_its_id(before: str, after: str, last: date) -> None:
    next_day = date.fromordinal(last.toordinal() + 1)
    then, now = identify(before, last), identify(before, next_day)
    assert then is not None
    assert now is not None
    assert then.id == now.id == _id(after, next_day)
    assert (then.name, now.name) == (before, after)


def test_unknown_place_is_as_none() -> None:
    assert identify("UBND tỉnh", place="Đồng Nai") is None


def test_sixty_three_provinces_became_thirty_four() -> None:
    provinces = [place for place in tables().places.values() if place.parent is None and place.id != "vn:place/28"]
    assert len(provinces) == 63
    assert sum(place.code_2025 is not None for place in provinces) == 34
    assert sum(place.successor is not None for place in provinces) == 29
    assert len({place.code_2025 for place in provinces if place.code_2025}) == 34


def test_tables_hold_together() -> None:
    made = tables()
    for place in made.places.values():
        assert {place.parent, place.successor} <= {None, *made.places}
    for body in made.bodies.values():
        assert {body.parent, body.successor} <= {None, *made.bodies}
    kinds = {entry.kind.kind: entry.kind for entries in made.kind_names.values() for entry in entries}
    assert {kind.successor for kind in kinds.values()} <= {None, *kinds}
    # The longest names that the readers look for.
    assert max(map(len, (*made.body_names, *made.kind_names, *made.offices))) <= 16
    assert max(map(len, made.place_names)) <= 6
    assert not any("{" in word for key in (*made.body_names, *made.kind_names) for word in key)


def test_every_body_names_acts_that_were_seen_in_public_text() -> None:
    seen = {row["act"]: row for row in rows_of("acts.tsv")}
    assert all(row["title"] and row["seen"] for row in seen.values())
    cited = set()
    for table, key in (("bodies.tsv", "id"), ("kinds.tsv", "kind")):
        for row in rows_of(table):
            for source in row["source"].split("; "):
                acts = _ACTS.fullmatch(source)
                assert acts or _OTHER_SOURCES.fullmatch(source), (table, row[key], source)
                cited |= {f"{acts[1]} {number}" for number in acts[2].split(", ")} if acts else set()
    assert cited == set(seen)


def test_every_full_name_has_its_own_id() -> None:
    made = tables()
    for body in made.bodies.values():
        assert _id(body.named(None), body.until or date(2026, 1, 1)) == body.id
    for place in made.places.values():
        for head in ("Ủy ban nhân dân", "Đảng bộ"):
            named = place.named(None)
            above = made.places.get(place.parent or "")
            phrase = f"{head} {named.level} {named.name}" + (f", {above.named(None).name}" if above else "")
            found = identify(phrase, named.until or date(2026, 1, 1))
            assert found is not None, phrase
            assert found.place == place.id, phrase
            assert identify(found.name, named.until or date(2026, 1, 1)) == found


_PARTS = [
    "UBND",
    "Sở",
    "Y tế",
    "TP",
    ".",
    ",",
    "HCM",
    "Hà Nội",
    "tỉnh",
    "quận",
    "1",
    "(",
    ")",
    "và",
    "Bí thư",
    "của",
    "Q.",
    "-",
]


@given(
    st.one_of(st.text(), st.lists(st.sampled_from(_PARTS)).map(" ".join)), st.none() | st.dates(), st.none() | st.text()
)
def test_any_string_is_answered(phrase: str, day: date | None, place: str | None) -> None:
    found = identify(phrase, day, place)
    assert found is None or (found.id.startswith("vn:") and found.name)


@given(st.lists(st.sampled_from(_PARTS)).map(" ".join), st.sampled_from(sorted(tables().places)))
def test_case_never_matters(phrase: str, place: str) -> None:
    assert (
        identify(phrase.upper(), None, place) == identify(phrase, None, place) == identify(phrase.lower(), None, place)
    )


@given(st.text())
def test_words_and_what_stands_before_them_go_together(phrase: str) -> None:
    words, joins = words_of(phrase)
    assert len(words) == len(joins)
    assert set(joins) <= {"", ",", "+", "(", ")"}


def test_long_phrases_are_no_names() -> None:
    assert identify("UBND TP HCM " * 20_000) is None
    assert key_of("") == ()


@pytest.mark.parametrize(
    "piece", ["UBND ", "TP ", "nguyên ", "q.1", "(", "h.", "Sở Y tế, ", "của ", "\n", "ỷ", "A-", "&"]
)
def test_steps_grow_with_the_phrase(piece: str) -> None:
    for reader in (identify, key_of):
        short, long = (steps(partial(reader, piece * count)) for count in (400, 1600))
        assert long < 5 * short + 400, reader.__name__
