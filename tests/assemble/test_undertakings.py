"""Documents and programmes: kind, number, title, date and name, one entry each."""

from __future__ import annotations

from datetime import date

import pytest
from drafts import Draft

from ketluan.record import Paper, Period, Programme, Record


def _named(label: str, quotes: tuple[str, ...]) -> Record:
    """The record of a report that names each quote once, in this order."""
    draft = Draft("".join(f"Ý kiến {place} nêu {quote}; " for place, quote in enumerate(quotes)))
    for place, quote in enumerate(quotes):
        draft.mark(label, quote, within=f"{place} nêu {quote};")
    return draft.record()


def _papers(*quotes: str) -> list[Paper]:
    return _named("DOCUMENT", quotes).documents


def _programmes(*quotes: str) -> list[Programme]:
    return _named("PROGRAMME", quotes).programmes


@pytest.mark.parametrize(
    ("quote", "kind", "number", "title", "day"),
    [
        ("Nghị quyết số 15-NQ/TU", "Nghị quyết", "15-NQ/TU", None, None),
        ("Nghị quyết 15-NQ/TU ngày 4/7/2022", "Nghị quyết", "15-NQ/TU", None, date(2022, 7, 4)),
        (
            "Chỉ thị số 50-CT/TW ngày 30 tháng 12 năm 2021 của Bộ Chính trị về sinh hoạt chi bộ",
            "Chỉ thị", "50-CT/TW", "sinh hoạt chi bộ", date(2021, 12, 30),
        ),
        (
            "Quyết định 1468/QĐ-TTg về việc phê duyệt quy hoạch đường sắt",
            "Quyết định", "1468/QĐ-TTg", "phê duyệt quy hoạch đường sắt", None,
        ),
        ("nghị quyết 30a/2008/NQ-CP", "Nghị quyết", "30a/2008/NQ-CP", None, None),
        ("Nghị quyết Đại hội Đảng lần thứ XII", "Nghị quyết", None, None, None),
        ("Nghị quyết Trung ương 7", "Nghị quyết", None, None, None),
        ("Số: 86/TB-VPUBND", "Thông báo", "86/TB-VPUBND", None, None),
        ("dự án Luật Đất đai (sửa đổi)", "Luật", None, "Đất đai (sửa đổi)", None),
        ("dự luật Thuế tài sản", "Luật", None, "Thuế tài sản", None),
        ("Thông tư liên tịch số 12/2015/TTLT-BTC-BNV", "Thông tư liên tịch", "12/2015/TTLT-BTC-BNV", None, None),
        ("Chỉ thị “Nâng cao trách nhiệm người đứng đầu”", "Chỉ thị", None, "Nâng cao trách nhiệm người đứng đầu", None),
        ("Kế hoạch số 34/KH-UBND", "Kế hoạch", "34/KH-UBND", None, None),
        ("Luật Đất đai", "Luật", None, "Đất đai", None),
        ("Luật Đất đai năm 2013", "Luật", None, "Đất đai", None),
        ("Luật Đất đai 2013", "Luật", None, "Đất đai", None),
        ("Luật số 45/2013/QH13", "Luật", "45/2013/QH13", None, None),
        ("Bộ luật Hình sự năm 2015", "Bộ luật", None, "Hình sự", None),
        ("Luật Phòng, chống tham nhũng (sửa đổi)", "Luật", None, "Phòng, chống tham nhũng (sửa đổi)", None),
        ("Pháp lệnh Ưu đãi người có công với cách mạng", "Pháp lệnh", None, "Ưu đãi người có công với cách mạng", None),
        ("dự thảo Luật Thủ đô (sửa đổi)", "Luật", None, "Thủ đô (sửa đổi)", None),
        ("Dự thảo Nghị quyết về phát triển kinh tế tư nhân", "Nghị quyết", None, "phát triển kinh tế tư nhân", None),
        ("Quy định", "Quy định", None, None, None),
        ("QUYẾT ĐỊNH SỐ 22/QĐ-UBND", "Quyết định", "22/QĐ-UBND", None, None),
        ("Công điện của Thủ tướng ngày 31/2/2022", "Công điện", None, None, None),
        # What follows the kind only begins like another kind or a title.
        ("Luật sư đoàn quy ước", "Luật", None, "sư đoàn quy ước", None),
    ],
)  # fmt: skip
def test_a_document_is_read_from_its_words(
    quote: str, kind: str, number: str | None, title: str | None, day: date | None
) -> None:
    (paper,) = _papers(quote)
    assert (paper.kind, paper.number, paper.title, paper.date) == (kind, number, title, day)


@pytest.mark.parametrize(
    "quotes",
    [
        ("Nghị quyết số 15-NQ/TU", "Nghị quyết 15"),
        ("Nghị quyết 15", "Nghị quyết 15-NQ/TU về cải cách"),
        ("Nghị quyết số 15-NQ/TU", "Nghị quyết số 15-NQ/TU"),
        ("Nghị quyết số 15-NQ/TU", "nghị quyết số 15 của Thành ủy"),
        ("Quyết định 1468/QĐ-TTg", "QUYẾT ĐỊNH 1468/QĐ-TTG"),
        ("Luật Đất đai", "Luật Đất đai năm 2013"),
        ("Nghị quyết Đại hội Đảng bộ", "“Nghị quyết Đại hội Đảng bộ”"),
    ],
)
def test_mentions_of_one_document_are_one_entry(quotes: tuple[str, str]) -> None:
    (paper,) = _papers(*quotes)
    assert [m.text for m in paper.mentions] == sorted(quotes, key=len, reverse=True)


@pytest.mark.parametrize(
    "quotes",
    [
        ("Nghị quyết số 15-NQ/TU", "Nghị quyết số 16-NQ/TU"),
        ("Nghị quyết số 15-NQ/TU", "Nghị quyết số 15-NQ/TW"),
        ("Nghị quyết số 15-NQ/TU", "Nghị quyết 1"),
        ("Nghị quyết số 15-NQ/TU", "Kế hoạch 15"),
        ("Luật Đất đai", "Luật Đấu giá"),
        ("Luật Nhà ở", "Luật Nhà giáo"),
        ("Nghị quyết Trung ương 7", "Nghị quyết Trung ương 8"),
        ("Luật Quản lý thuế", "Luật Quản lý thuế (sửa đổi)"),
        ("Luật Ngân sách", "Luật Ngân sách và Đầu tư công"),
    ],
)
def test_different_documents_stay_apart(quotes: tuple[str, str]) -> None:
    assert [p.mentions[0].text for p in _papers(*quotes)] == list(quotes)


def test_what_one_mention_lacks_another_gives() -> None:
    (paper,) = _papers(
        "Nghị quyết 15", "Nghị quyết số 15-NQ/TU ngày 4/7/2022", "Nghị quyết 15 về cải cách hành chính công"
    )
    assert (paper.number, paper.date, paper.title) == ("15-NQ/TU", date(2022, 7, 4), "cải cách hành chính công")


@pytest.mark.parametrize("short", ["Nghị quyết 15", "nghị quyết số 15 của Đảng bộ"])
def test_a_short_form_that_fits_two_makes_them_no_one(short: str) -> None:
    papers = _papers(short, "Nghị quyết số 15-NQ/TU", "Nghị quyết số 15-NQ/TW", short)
    assert [(p.number, len(p.mentions)) for p in papers] == [("15-NQ/TU", 2), ("15-NQ/TW", 2)]


def test_the_number_of_a_paper_inside_another_is_not_its_number() -> None:
    (paper,) = _papers("Kế hoạch thực hiện Chỉ thị số 11/CT-TTg về bất động sản")
    assert (paper.kind, paper.number) == ("Kế hoạch", None)
    (paper,) = _papers("Thông báo kết luận số 231-TB/TW")
    assert (paper.kind, paper.number) == ("Thông báo", "231-TB/TW")


@pytest.mark.parametrize(
    ("quote", "kind", "number"),
    [
        ("Chương trình số 01-CTr/TU", "Chương trình", "01-CTr/TU"),
        ("Chương trình mục tiêu quốc gia xây dựng nông thôn mới", "Chương trình mục tiêu quốc gia", None),
        ("Đề án di dời dân cư Kinh thành Huế", "Đề án", None),
        ("Đề án 06", "Đề án", "06"),
        ("dự án cao tốc Bắc - Nam", "Dự án", None),
        ("cao tốc Bắc - Nam", "Cao tốc", None),
        ("đường Vành đai 4", "Đường", None),
        ("cầu Cát Lái", "Cầu", None),
        ("sân bay Long Thành", "Sân bay", None),
        ("Nhà máy điện hạt nhân Ninh Thuận", "Nhà máy", None),
        ("phong trào “Toàn dân đoàn kết”", "Phong trào", None),
        ("“Đề án 06”", "Đề án", "06"),
        ("KHU ĐÔ THỊ THỦ THIÊM", "Khu đô thị", None),
        # A name that tells no kind is that of a project; "Hồng" is no "hồ".
        ("mở rộng Quốc lộ 1", "Dự án", None),
        ("Hồng Ngự - Tân Châu", "Dự án", None),
    ],
)
def test_a_programme_is_read_from_its_words(quote: str, kind: str, number: str | None) -> None:
    (programme,) = _programmes(quote)
    assert (programme.kind, programme.number, programme.name) == (kind, number, quote)


@pytest.mark.parametrize(
    ("quote", "period"),
    [
        ("Chương trình phục hồi giai đoạn 2021-2025", (date(2021, 1, 1), date(2025, 12, 31))),
        ("Chiến lược phát triển đường thủy 2021 - 2030", (date(2021, 1, 1), date(2030, 12, 31))),
        ("Kế hoạch hành động năm 2022", (date(2022, 1, 1), date(2022, 12, 31))),
        ("Quy hoạch điện đến năm 2030", None),
        ("Dự án kè sông Hồng", None),
        ("Phong trào 30 ngày từ 1/7/2022", None),
    ],
)
def test_the_period_is_that_of_the_name(quote: str, period: tuple[date, date] | None) -> None:
    (programme,) = _programmes(quote)
    assert programme.period == (Period(start=period[0], end=period[1]) if period else None)


def test_mentions_of_one_programme_are_one_entry_and_figures_find_it() -> None:
    draft = Draft(
        "Chương trình 01 có tiến bộ. "
        "Chương trình số 01-CTr/TU về xây dựng Đảng giai đoạn 2021-2025 đã đạt 9/10 chỉ tiêu. "
        "Dự án cầu Cát Lái đạt 40%, dự án cầu Cát Lái bắc qua sông Đồng Nai chậm."
    )
    first = draft.mark("PROGRAMME", "Chương trình 01")
    draft.mark("PROGRAMME", "Chương trình số 01-CTr/TU về xây dựng Đảng giai đoạn 2021-2025", score=0.95)
    bridge = draft.mark("PROGRAMME", "Dự án cầu Cát Lái")
    draft.mark("PROGRAMME", "dự án cầu Cát Lái bắc qua sông Đồng Nai")
    for quote, programme in (("9/10 chỉ tiêu", first), ("40%", bridge)):
        draft.link("programme", draft.mark("QUANTITY", quote), programme)
    record = draft.record()
    assert [(p.id, p.kind, p.number, len(p.mentions), p.confidence) for p in record.programmes] == [
        ("p1", "Chương trình", "01-CTr/TU", 2, 0.95),
        ("p2", "Dự án", None, 2, 0.9),
    ]
    assert record.programmes[0].name == draft.text[slice(draft.text.index("Chương trình số"), draft.text.index(" đã"))]
    assert record.programmes[1].name == "dự án cầu Cát Lái bắc qua sông Đồng Nai"
    assert [m.programme for m in record.metrics] == ["p1", "p2"]


@pytest.mark.parametrize(
    ("quotes", "entries"),
    [
        (("Dự án cầu Rạch Miễu", "Dự án cầu Rạch Miễu 2"), 2),
        (("Dự án Vành đai 3", "Dự án Vành đai 4"), 2),
        (("Dự án kênh Tham Lương phía Đông", "Dự án kênh Tham Lương phía Tây", "Dự án kênh Tham Lương"), 2),
        (("Dự án kênh Tham Lương", "Dự án kênh Tham Lương phía Đông", "Dự án kênh Tham Lương phía Tây"), 2),
        (("Dự án cầu Cát Lái", "cầu Cát Lái"), 1),
        (("thuỷ điện Nậm Khoa 2", "Dự án thủy điện Nậm Khoa 2 tại Lai Bình"), 1),
        (("chương trình “Ấn tượng Hải Vân”", "“Ấn tượng Hải Vân”"), 1),
        (("Gói tín dụng 140.000 tỷ đồng", "gói tín dụng"), 1),
        (("Đề án phát triển du lịch", "Dự án phát triển du lịch"), 2),
        (("Khu đô thị Thủ Thiêm", "Khu đô thị Sala"), 2),
    ],
)
def test_names_of_one_programme(quotes: tuple[str, ...], entries: int) -> None:
    assert len(_programmes(*quotes)) == entries
