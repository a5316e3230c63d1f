"""Numbers of official papers."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.normalise.papers import find_papers, parse_paper_number


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
    "piece", ["luật ", "luật", "1-", "1/", "1-A", "số 1", "quyết định số ", "a ", " ", "nghị quyết 1, ", "ngày 1/"]
)
def test_long_hostile_text_takes_no_more_than_its_length_asks(piece: str) -> None:
    # Reading these 200,000 characters in more than linear time would take minutes.
    begin = time.process_time()
    find_papers(piece * (200_000 // len(piece)))
    assert time.process_time() - begin < 10
