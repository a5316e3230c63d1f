"""Numbers of official papers."""

import re
from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import steps
from ketluan.normalise import papers
from ketluan.normalise.papers import KIND_CODES, find_papers, parse_paper, parse_paper_number


@pytest.mark.parametrize(
    ("text", "serial", "year", "kind", "issuer"),
    [
        ("15-NQ/TU", "15", None, "Nghị quyết", "TU"),
        ("1468/QĐ-TTg", "1468", None, "Quyết định", "TTg"),
        ("30a/2008/NQ-CP", "30a", 2008, "Nghị quyết", "CP"),
        ("01-CTr/TU", "01", None, "Chương trình", "TU"),
        ("12 - NQ/TW", "12", None, "Nghị quyết", "TW"),
        ("718/NQ - HĐQT", "718", None, "Nghị quyết", "HĐQT"),
        ("195/2015/TT-BTC", "195", 2015, "Thông tư", "BTC"),
        ("41/2013/TTLT-BTC-BTNMT", "41", 2013, "Thông tư liên tịch", "BTC-BTNMT"),
        ("51/2014/QH13", "51", 2014, None, "QH13"),
        ("8467/BGTVT-CQLXD", "8467", None, None, "BGTVT-CQLXD"),
        ("3163/VPCP-V.I", "3163", None, None, "VPCP-V.I"),
        ("04/2018", "04", 2018, None, None),
        ("34", "34", None, None, None),
        ("15/2018/TT-BGDĐT", "15", 2018, "Thông tư", "BGDĐT"),
        ("12-KL/TW", "12", None, "Kết luận", "TW"),
        ("05/CT-UBND", "05", None, "Chỉ thị", "UBND"),
        ("03-TT/TW", "03", None, "Thông tri", "TW"),
        ("35-L/CTN", "35", None, "Luật", "CTN"),
        ("12/2013/L-CTN", "12", 2013, "Lệnh", "CTN"),
        ("23/2021/QH15", "23", 2021, None, "QH15"),
        ("1130/2020/UBTVQH14", "1130", 2020, None, "UBTVQH14"),
        ("22-QĐ/ĐUK", "22", None, "Quyết định", "ĐUK"),
        ("116/TB-VPCP", "116", None, "Thông báo", "VPCP"),
        ("4567/UBND-KT", "4567", None, None, "UBND-KT"),
    ],
)
def test_parts_of_a_number(text: str, serial: str, year: int | None, kind: str | None, issuer: str | None) -> None:
    for written in (text, f"số {text}", f" Số: {text} "):
        found = parse_paper_number(written)
        assert found is not None
        assert (found.number, found.serial, found.year, found.kind, found.issuer) == (text, serial, year, kind, issuer)


@pytest.mark.parametrize("text", ["", "số", "NQ/TU", "15-", "15-NQ/TU của", "Nghị quyết", "13/7", "5.030", "123456"])
def test_what_is_no_paper_number(text: str) -> None:
    assert parse_paper_number(text) is None


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("15-NQ/TU", "Nghị quyết", "15-NQ/TU"),
        (" số 8467/BGTVT-CQLXD", None, "8467/BGTVT-CQLXD"),
        ("8467/BGTVT-CQLXD", None, "8467/BGTVT-CQLXD"),
        ("51/2014/QH13", None, "51/2014/QH13"),
        ("Luật số 51/2014/QH13", "Luật", "51/2014/QH13"),
        ("Quy định 41-QĐ/TW", "Quy định", "41-QĐ/TW"),
        ("Nghị quyết 68", "Nghị quyết", "68"),
        ("Nghị quyết 68, 69", None, None),
        ("Nghị quyết 68 của Bộ Chính trị", None, None),
        ("5-MW", None, None),
        ("04/2018", None, None),
        ("34", None, None),
        ("30/9", None, None),
        ("13-7-2022", None, None),
        ("", None, None),
    ],
)
def test_a_phrase_that_is_one_paper(text: str, kind: str | None, number: str | None) -> None:
    found = parse_paper(text)
    assert (found.kind if found else None, found.number if found else None) == (kind, number)


ISSUERS = st.sampled_from(["TU", "TW", "CP", "TTg", "UBND", "HĐND", "BTC", "BGDĐT", "QH15", "ĐUK", "VPCP", "BTC-BTNMT"])


@given(
    st.integers(1, 99_999).map(str) | st.sampled_from(["30a", "07", "178b"]),
    st.none() | st.integers(1945, 2045),
    st.sampled_from(sorted(KIND_CODES)),
    ISSUERS,
    st.sampled_from(["/-", "-/"]),
)
def test_printed_number_is_read_back(serial: str, year: int | None, code: str, issuer: str, signs: str) -> None:
    if year is not None:
        signs = "/-"  # the Party gives no years
    printed = serial + (f"/{year}" if year else "") + signs[0] + code + signs[1] + issuer
    for text in (printed, f"số {printed}", f"Nghị quyết số {printed}", f"theo Nghị quyết số {printed}, được"):
        found = parse_paper(text) or parse_paper_number(find_papers(text)[0].number)
        assert found is not None
        assert (found.number, found.serial, found.year, found.issuer) == (printed, serial, year, issuer)
    assert parse_paper_number(printed).kind is not None  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("theo Nghị quyết số 15-NQ/TU", [("Nghị quyết số 15-NQ/TU", "Nghị quyết", "15-NQ/TU")]),
        ("nghị định 68 của Chính phủ", [("nghị định 68", "Nghị định", "68")]),
        ("luật Phá sản số 51/2014/QH13", [("luật Phá sản số 51/2014/QH13", "Luật", "51/2014/QH13")]),
        ("Chương trình số 01-CTr/TU", [("Chương trình số 01-CTr/TU", "Chương trình", "01-CTr/TU")]),
        ("Nghị quyết liên tịch số 01", [("Nghị quyết liên tịch số 01", "Nghị quyết liên tịch", "01")]),
        ("Nghị quyết 01, 02 của", [("Nghị quyết 01", "Nghị quyết", "01"), ("02", "Nghị quyết", "02")]),
        ("thực hiện 1468/QĐ-TTg", [("1468/QĐ-TTg", "Quyết định", "1468/QĐ-TTg")]),
        ("Kết luận 43.", [("Kết luận 43", "Kết luận", "43")]),
        ("thông báo 3 dự án", []),
        ("kế hoạch 5 năm 2016-2020", []),
        ("Nghị quyết 54 năm 2017", [("Nghị quyết 54", "Nghị quyết", "54")]),
        ("luật Đất đai 2013", []),
        ("kế hoạch 2.000 tỷ", []),
        ("kế hoạch tuyến metro số 1", []),
        ("các nghị quyết và kế hoạch", []),
        ("tốc độ 60 km/h, 12 tỷ/năm", []),
    ],
)
def test_papers_in_text(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert [(text[paper.start : paper.end], paper.kind, paper.number) for paper in find_papers(text)] == expected


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Nghị quyết số 15-NQ/TU ngày 5/7/2021", date(2021, 7, 5)),
        ("Quyết định khởi tố vụ án số 07 ngày 4-12-2017", date(2017, 12, 4)),
        ("Thông báo số 170/TB-VPCP, ngày 9 tháng 5 năm 2018", date(2018, 5, 9)),
        ("Nghị quyết số 15-NQ/TU ngày 31/2/2021", None),
        ("Nghị quyết số 15-NQ/TU ngày 4-9", None),
        ("Nghị quyết số 15-NQ/TU của ngày 5/7/2021", None),
    ],
)
def test_the_day_after_a_number(text: str, day: date | None) -> None:
    assert [paper.date for paper in find_papers(text)] == [day]


pieces = st.sampled_from(
    ["Nghị quyết", "số", "15-NQ/TU", "luật", "34", ",", "và", "ngày", "5/7/2021", "/", "-", "QĐ", "30a/2008"]
)


@given(st.one_of(st.lists(pieces, max_size=20).map(" ".join), st.text(max_size=60)))
def test_spans_are_ordered_and_end_with_their_number(text: str) -> None:
    end = 0
    for paper in find_papers(text):
        assert end <= paper.start < paper.end <= len(text)
        assert text[paper.start : paper.end].endswith(paper.number)
        assert parse_paper_number(paper.number) is not None
        end = paper.end


@pytest.mark.parametrize(
    "piece",
    ["luật ", "luật", "1-", "1/", "1-A", "số 1", "quyết định số ", "a ", " ", "nghị quyết 1, ", "ngày 1/", "1/2020/A-",
     "nghị quyết a a a a a a số 1 "],
)  # fmt: skip
def test_steps_grow_with_the_text(piece: str) -> None:
    for reader in (find_papers, parse_paper, parse_paper_number):
        short, long = (steps(partial(reader, piece * count)) for count in (400, 1600))
        assert long < 5 * short + 400, reader.__name__


def test_no_pattern_looks_further_than_a_bounded_way() -> None:
    # What a pattern does at one place of a text then does not depend on the text's length.
    patterns = [value for value in vars(papers).values() if isinstance(value, re.Pattern)]
    assert len(patterns) > 5
    for pattern in patterns:
        assert "MAXREPEAT" not in repr(re._parser.parse(pattern.pattern)), pattern.pattern  # type: ignore[attr-defined]
