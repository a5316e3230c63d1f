"""Every quantity read to the digit, and what is said of it taken from its own links."""

from __future__ import annotations

from datetime import date

import pytest
from drafts import Draft

from ketluan.record import Basis, Metric, Period


def _metric(text: str, quote: str, **told: str) -> Metric:
    draft = Draft(text)
    draft.mark("QUANTITY", quote, **told)
    (metric,) = draft.record().metrics
    return metric


@pytest.mark.parametrize(
    ("text", "quote", "value", "unit"),
    [
        ("Đã kết nạp 5.030 đảng viên mới.", "5.030 đảng viên", "5030", "đảng viên"),
        ("Đạt 107,3% kế hoạch.", "107,3%", "107.3", "%"),
        ("Đón 4,25 triệu lượt khách.", "4,25 triệu lượt khách", "4250000", "lượt khách"),
        ("Tổng vốn 45.000 tỷ đồng.", "45.000 tỷ đồng", "45000000000000", "đồng"),
        ("Thu ngân sách 658,4 tỷ.", "658,4 tỷ", "658400000000", "đồng"),
        ("Vốn vay 2,5 tỷ USD.", "2,5 tỷ USD", "2500000000", "USD"),
        ("Diện tích 12,07 ha đất.", "12,07 ha", "12.07", "ha"),
        ("Có hai doanh nghiệp này.", "hai doanh nghiệp", "2", "doanh nghiệp"),
        ("Sản lượng gấp 7 lần.", "gấp 7 lần", "7", "lần"),
        ("Xử lý 1/2 số hộ nghèo.", "1/2 số hộ", "0.5", "hộ"),
        ("Còn 0 vụ việc.", "0 vụ việc", "0", "vụ việc"),
        ("Tăng trưởng -0,5% quý I.", "-0,5%", "-0.5", "%"),
    ],
)
def test_values_are_plain_decimals_with_their_unit(text: str, quote: str, value: str, unit: str) -> None:
    metric = _metric(text, quote)
    assert (metric.value, metric.low, metric.high, metric.total, metric.unit) == (value, None, None, None, unit)
    assert [m.text for m in metric.mentions] == [quote]


def test_ranges_have_two_ends_and_shares_a_total() -> None:
    wide = _metric("Phấn đấu tăng 7,5-8% cả năm.", "7,5-8%")
    assert (wide.value, wide.low, wide.high, wide.unit) == (None, "7.5", "8", "%")
    share = _metric("Hoàn thành 13/14 chỉ tiêu.", "13/14 chỉ tiêu")
    assert (share.value, share.total, share.unit) == ("13", "14", "chỉ tiêu")
    money = _metric("Giải ngân 938 tỷ/5.863 tỷ đồng vốn.", "938 tỷ/5.863 tỷ đồng")
    assert (money.value, money.total, money.unit) == ("938000000000", "5863000000000", "đồng")


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("Có 45 xã đạt chuẩn.", "exact"),
        ("Có hơn 45 xã đạt chuẩn.", "over"),
        ("Có khoảng 45 xã đạt chuẩn.", "about"),
        ("Có gần 45 xã đạt chuẩn.", "about"),
        ("Có dưới 45 xã đạt chuẩn.", "under"),
        ("Có ít nhất 45 xã đạt chuẩn.", "at_least"),
        ("Có không quá 45 xã đạt chuẩn.", "at_most"),
        ("Có từ 45 xã trở lên đạt chuẩn.", "at_least"),
        ("Trên. 45 xã đạt chuẩn.", "exact"),
    ],
)
def test_qualifiers_are_read_around_the_quote(text: str, qualifier: str) -> None:
    metric = _metric(text, "45 xã")
    assert (metric.value, metric.qualifier) == ("45", qualifier)


def test_change_status_and_basis_are_those_of_the_quantity() -> None:
    metric = _metric("Giảm 143 vụ so cùng kỳ.", "143 vụ", change="decrease", status="actual", basis="same_period")
    assert (metric.change, metric.status, metric.basis) == ("decrease", "actual", Basis(kind="same_period"))
    metric = _metric("Phấn đấu 90% số hộ.", "90%", status="target")
    assert (metric.change, metric.status, metric.basis) == ("none", "target", None)


def test_what_is_no_figure_is_no_metric_and_shifts_no_reference() -> None:
    draft = Draft("Nhiều hộ nghèo, 9 hộ thoát nghèo, bằng 30% kế hoạch.")
    many, nine = draft.mark("QUANTITY", "Nhiều hộ"), draft.mark("QUANTITY", "9 hộ")
    share = draft.mark("QUANTITY", "30%", basis="plan")
    draft.link("of", share, many, score=0.9)
    draft.link("of", share, nine, score=0.4)
    record = draft.record()
    assert [(m.id, m.value) for m in record.metrics] == [("m1", "9"), ("m2", "30")]
    assert record.metrics[1].basis == Basis(kind="plan", of="m1")


def test_of_needs_another_figure_and_the_surest_wins() -> None:
    draft = Draft("Kết nạp 5.030 đảng viên, cả nước 9.000 đảng viên; đạt 107,3%.")
    one, two = draft.mark("QUANTITY", "5.030 đảng viên"), draft.mark("QUANTITY", "9.000 đảng viên")
    share = draft.mark("QUANTITY", "107,3%", basis="plan")
    draft.link("of", share, share, score=0.99)
    draft.link("of", share, two, score=0.2)
    draft.link("of", share, one, score=0.8)
    assert draft.record().metrics[2].basis == Basis(kind="plan", of="m1")


def test_growth_that_names_nothing_to_compare_with_still_describes_a_figure() -> None:
    draft = Draft("Xảy ra 848 vụ, giảm 306 vụ.")
    less = draft.mark("QUANTITY", "306 vụ", change="decrease")
    draft.link("of", less, draft.mark("QUANTITY", "848 vụ"))
    assert [m.basis for m in draft.record().metrics] == [None, Basis(kind=None, of="m1")]


@pytest.mark.parametrize(
    ("compared", "period"),
    [
        ("so với cùng kỳ", (date(2021, 1, 1), date(2021, 6, 30))),
        ("so với cùng kỳ năm trước", (date(2021, 1, 1), date(2021, 6, 30))),
        ("so với cùng kỳ năm 2019", (date(2019, 1, 1), date(2019, 6, 30))),
        # The second sentence is about something else.
        ("so cùng kỳ; khách đến bằng cùng kỳ năm 2019", (date(2021, 1, 1), date(2021, 6, 30))),
        ("so với cùng kỳ năm 2030", None),
    ],
)
def test_the_same_period_is_that_of_the_figure_in_the_year_compared_with(
    compared: str, period: tuple[date, date] | None
) -> None:
    draft = Draft(f"6 tháng đầu năm 2022, thu ngân sách tăng 12,4% {compared}.")
    growth = draft.mark("QUANTITY", "12,4%", change="increase", basis="same_period")
    draft.link("period", growth, draft.mark("TIME", "6 tháng đầu năm 2022"))
    (metric,) = draft.record().metrics
    assert metric.basis is not None
    assert metric.basis.period == (Period(start=period[0], end=period[1]) if period else None)


def test_the_same_period_of_no_period_stays_open() -> None:
    metric = _metric("Thu ngân sách tăng 12,4% so với cùng kỳ năm 2021.", "12,4%", basis="same_period")
    assert metric.basis == Basis(kind="same_period")


@pytest.mark.parametrize(
    ("time", "period"),
    [
        ("6 tháng đầu năm 2022", (date(2022, 1, 1), date(2022, 6, 30))),
        ("Tính đến ngày 12/5", (date(2022, 5, 12), date(2022, 5, 12))),
        ("Đến năm 2020", (date(2020, 1, 1), date(2020, 12, 31))),
        ("Giai đoạn 2021-2025", (date(2021, 1, 1), date(2025, 12, 31))),
        ("Quý II/2022", (date(2022, 4, 1), date(2022, 6, 30))),
        ("Từ năm 2019 đến nay", (date(2019, 1, 1), date(2022, 7, 13))),
        ("Thời gian qua", None),
        ("Trong 5 năm tới", None),
    ],
)
def test_periods_are_days(time: str, period: tuple[date, date] | None) -> None:
    draft = Draft(f"{time}, thành phố có 45 xã.")
    draft.link("period", draft.mark("QUANTITY", "45 xã"), draft.mark("TIME", time))
    (metric,) = draft.record().metrics
    assert metric.period == (Period(start=period[0], end=period[1]) if period else None)


def test_a_time_that_says_nothing_gives_way_to_one_that_does() -> None:
    draft = Draft("Thời gian qua, trong năm 2021 có 45 xã.")
    figure = draft.mark("QUANTITY", "45 xã")
    draft.link("period", figure, draft.mark("TIME", "Thời gian qua"), score=0.9)
    draft.link("period", figure, draft.mark("TIME", "năm 2021"), score=0.5)
    assert draft.record().metrics[0].period == Period(start=date(2021, 1, 1), end=date(2021, 12, 31))


def test_without_a_day_of_its_own_a_report_dates_only_what_it_dates() -> None:
    draft = Draft("Năm nay có 45 xã; năm 2021 có 40 xã.", published=None)
    for figure, time in (("45 xã", "Năm nay"), ("40 xã", "năm 2021")):
        draft.link("period", draft.mark("QUANTITY", figure), draft.mark("TIME", time))
    assert [m.period and m.period.start for m in draft.record().metrics] == [None, date(2021, 1, 1)]


def test_indicator_subject_and_programme_are_the_surest_links() -> None:
    draft = Draft("Đảng bộ Hà Nội kết nạp 5.030 đảng viên theo Chương trình số 01-CTr/TU; Sở Y tế chậm.")
    figure = draft.mark("QUANTITY", "5.030 đảng viên")
    draft.link("indicator", figure, draft.mark("INDICATOR", "kết nạp"))
    draft.link("subject", figure, draft.mark("SUBJECT", "Sở Y tế"), score=0.2)
    draft.link("subject", figure, draft.mark("SUBJECT", "Đảng bộ Hà Nội"), score=0.7)
    draft.link("programme", figure, draft.mark("PROGRAMME", "Chương trình số 01-CTr/TU"))
    (metric,) = draft.record().metrics
    assert (metric.indicator, metric.subject and metric.subject.text, metric.programme) == (
        "kết nạp",
        "Đảng bộ Hà Nội",
        "p1",
    )


def test_what_nothing_is_linked_to_stays_open() -> None:
    metric = _metric("Có 45 xã.", "45 xã")
    assert (metric.indicator, metric.subject, metric.programme, metric.period) == ("", None, None, None)


def test_a_repeated_figure_is_annotated_at_each_place_with_its_own_links() -> None:
    draft = Draft("Giải ngân 120 tỷ đồng\n\nNăm 2021, dự án giải ngân 120 tỷ đồng, đạt 62%.")
    head, body = draft.mark("QUANTITY", "120 tỷ đồng"), draft.mark("QUANTITY", "120 tỷ đồng", 1)
    share = draft.mark("QUANTITY", "62%", basis="plan", score=0.75)
    draft.link("period", body, draft.mark("TIME", "Năm 2021"))
    draft.link("of", share, body)
    metrics = draft.record().metrics
    assert [(m.id, m.value, m.mentions[0].start) for m in metrics] == [
        ("m1", "120000000000", draft.text.index("120")),
        ("m2", "120000000000", draft.text.rindex("120")),
        ("m3", "62", draft.text.index("62%")),
    ]
    assert [bool(m.period) for m in metrics] == [False, True, False]
    assert metrics[2].basis == Basis(kind="plan", of="m2")
    assert metrics[2].confidence == 0.75
    assert head != body
