"""Directives and deadlines: the text of an action, who issues it, who must act, by when, for which programme."""

from __future__ import annotations

from datetime import date

import pytest
from drafts import Draft

from ketluan.record import Issuer


def _issued(draft: Draft, action: str, *issuers: int) -> Issuer | None:
    draft.link("issuer", draft.mark("DIRECTIVE", action), *issuers)
    (directive,) = draft.record().directives
    return directive.issuer


def test_the_action_is_the_quote_and_its_only_mention() -> None:
    draft = Draft("Bí thư yêu cầu Sở Tài chính rà soát vốn trước ngày 30/9; không để chậm tiến độ.")
    draft.mark("DIRECTIVE", "Sở Tài chính rà soát vốn trước ngày 30/9", score=0.83)
    draft.mark("DIRECTIVE", "không để chậm tiến độ")
    found = draft.record().directives
    assert [(x.id, x.action, [m.text for m in x.mentions], x.confidence) for x in found] == [
        ("x1", "Sở Tài chính rà soát vốn trước ngày 30/9", ["Sở Tài chính rà soát vốn trước ngày 30/9"], 0.83),
        ("x2", "không để chậm tiến độ", ["không để chậm tiến độ"], 0.9),
    ]
    assert [(x.issuer, x.addressees, x.deadline, x.programme) for x in found] == [(None, [], None, None)] * 2


def test_the_issuer_is_the_official_under_his_full_name() -> None:
    draft = Draft("Đồng chí Đinh Tiến Dũng, Bí thư Thành ủy dự. Ông Dũng yêu cầu rà soát vốn.")
    draft.person("Đinh Tiến Dũng", "Bí thư Thành ủy")
    assert _issued(draft, "rà soát vốn", draft.person("Ông Dũng")) == Issuer(official="o1", text="Đinh Tiến Dũng")


def test_a_position_without_name_beside_it_means_its_holder() -> None:
    draft = Draft("Bí thư Thành ủy Đinh Tiến Dũng dự. Bí thư Thành ủy yêu cầu rà soát vốn.")
    draft.person("Đinh Tiến Dũng", "Bí thư Thành ủy")
    again = draft.mark("POSITION", "Bí thư Thành ủy", 1)
    assert _issued(draft, "rà soát vốn", again) == Issuer(official="o1", text="Đinh Tiến Dũng")


def test_a_position_tied_to_a_person_means_him_even_where_two_hold_it() -> None:
    draft = Draft("Phó Chủ tịch Lê Văn Nam và Phó Chủ tịch Trần Văn Bắc dự; Phó Chủ tịch yêu cầu rà soát vốn.")
    nam, bac = draft.person("Lê Văn Nam"), draft.person("Trần Văn Bắc")
    titles = [draft.mark("POSITION", "Phó Chủ tịch", nth) for nth in range(3)]
    for title, person in zip(titles, (nam, bac, bac), strict=True):
        draft.link("position", title, person)
    assert _issued(draft, "rà soát vốn", titles[2]) == Issuer(official="o2", text="Trần Văn Bắc")


def test_a_form_of_address_means_the_official_named_last() -> None:
    draft = Draft("Lê Văn Nam và Trần Văn Bắc dự. Đồng chí cũng yêu cầu rà soát vốn. Ngô Thị Tư cảm ơn.")
    for name in ("Lê Văn Nam", "Trần Văn Bắc", "Ngô Thị Tư"):
        draft.person(name)
    assert _issued(draft, "rà soát vốn", draft.person("Đồng chí")) == Issuer(official="o2", text="Trần Văn Bắc")


@pytest.mark.parametrize(
    ("words", "label"), [("Ban Chỉ đạo", "ISSUER"), ("Chủ tịch UBND tỉnh", "POSITION"), ("Ông Hải", "PERSON")]
)
def test_an_issuer_without_known_name_is_kept_as_written(words: str, label: str) -> None:
    draft = Draft(f"Ông Lê Văn Nam dự. {words} yêu cầu rà soát vốn.")
    draft.person("Lê Văn Nam")
    assert _issued(draft, "rà soát vốn", draft.mark(label, words)) == Issuer(official=None, text=words)


def test_the_surest_issuer_issues() -> None:
    draft = Draft("Lê Văn Nam và Trần Văn Bắc yêu cầu rà soát vốn.")
    order = draft.mark("DIRECTIVE", "rà soát vốn")
    draft.link("issuer", order, draft.person("Lê Văn Nam"), score=0.4)
    draft.link("issuer", order, draft.person("Trần Văn Bắc"), score=0.6)
    assert draft.record().directives[0].issuer == Issuer(official="o2", text="Trần Văn Bắc")


def test_addressees_stand_in_the_order_of_the_text_each_once() -> None:
    draft = Draft("Đề nghị Sở Y tế, Sở Xây dựng và các xã rà soát vốn.")
    order = draft.mark("DIRECTIVE", "Sở Y tế, Sở Xây dựng và các xã rà soát vốn")
    for quote, score in (("các xã", 0.9), ("Sở Y tế", 0.6), ("Sở Xây dựng", 0.8), ("các xã", 0.5)):
        draft.link("addressee", order, draft.mark("ADDRESSEE", quote), score=score)
    assert [a.text for a in draft.record().directives[0].addressees] == ["Sở Y tế", "Sở Xây dựng", "các xã"]


def test_of_two_deadlines_the_first_in_the_text() -> None:
    draft = Draft("Các xã rà soát vốn trước ngày 30/9, báo cáo chậm nhất ngày 15/10; hoàn thành năm 2023.")
    order = draft.mark("DIRECTIVE", "rà soát vốn trước ngày 30/9, báo cáo chậm nhất ngày 15/10")
    late, early = draft.mark("DEADLINE", "chậm nhất ngày 15/10"), draft.mark("DEADLINE", "trước ngày 30/9")
    draft.link("deadline", order, late, score=0.9)
    draft.link("deadline", order, early, score=0.5)
    draft.mark("DEADLINE", "năm 2023")
    record = draft.record()
    assert record.directives[0].deadline == "t1"
    assert [(t.id, t.mentions[0].text) for t in record.deadlines] == [
        ("t1", "trước ngày 30/9"),
        ("t2", "chậm nhất ngày 15/10"),
        ("t3", "năm 2023"),
    ]


def test_the_programme_is_the_surest_of_the_record() -> None:
    draft = Draft("Đẩy nhanh tiến độ cầu Cát Lái và sân bay Long Thành.")
    order = draft.mark("DIRECTIVE", "Đẩy nhanh tiến độ cầu Cát Lái")
    draft.link("programme", order, draft.mark("PROGRAMME", "sân bay Long Thành"), score=0.3)
    draft.link("programme", order, draft.mark("PROGRAMME", "cầu Cát Lái"), score=0.7)
    record = draft.record()
    assert [(p.id, p.name) for p in record.programmes] == [("p1", "cầu Cát Lái"), ("p2", "sân bay Long Thành")]
    assert record.directives[0].programme == "p1"


@pytest.mark.parametrize(
    ("quote", "start", "end"),
    [
        ("trước ngày 30/9", None, date(2022, 9, 29)),
        ("đến ngày 30/9", None, date(2022, 9, 30)),
        ("chậm nhất 15/8", None, date(2022, 8, 15)),
        ("đến năm 2025", None, date(2025, 12, 31)),
        ("trong năm 2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("trong quý III/2022", date(2022, 7, 1), date(2022, 9, 30)),
        ("trong tháng 8 tới", date(2022, 8, 1), date(2022, 8, 31)),
        ("6 tháng cuối năm 2022", date(2022, 7, 1), date(2022, 12, 31)),
        ("trong 5 năm tới", None, date(2027, 7, 13)),
        ("ngày 2/9", date(2022, 9, 2), date(2022, 9, 2)),
        ("kỳ họp thứ 5", None, None),
        # Without a year: one that has just passed is a missed one, else it is still to come.
        ("trước ngày 30/6", None, date(2022, 6, 29)),
        ("trước ngày 31/3", None, date(2023, 3, 30)),
        ("trước ngày 31/3/2022", None, date(2022, 3, 30)),
        ("trong tháng 4", date(2023, 4, 1), date(2023, 4, 30)),
    ],
)
def test_deadlines_are_days(quote: str, start: date | None, end: date | None) -> None:
    draft = Draft(f"Các xã rà soát vốn {quote}.")
    draft.mark("DEADLINE", quote)
    (deadline,) = draft.record().deadlines
    assert (deadline.start, deadline.end, [m.text for m in deadline.mentions]) == (start, end, [quote])


@pytest.mark.parametrize(
    ("quote", "after", "end"),
    [
        ("trong thời hạn 15 ngày", "", date(2022, 7, 28)),
        ("trong thời hạn 15 ngày", " kể từ ngày 1/8/2022", date(2022, 8, 16)),
        ("trong vòng 5 ngày", " làm việc kể từ ngày 1/8/2022", date(2022, 8, 8)),
        ("trong vòng 30 ngày", " kể từ khi nhận hồ sơ", None),
        ("trong 30 ngày", ", tính từ lúc ký, sẽ xong trước ngày 1/12/2022", None),
    ],
)
def test_a_length_of_time_counts_from_what_the_text_goes_on_to_name(quote: str, after: str, end: date | None) -> None:
    draft = Draft(f"Các xã rà soát vốn {quote}{after}.")
    draft.mark("DEADLINE", quote)
    (deadline,) = draft.record().deadlines
    assert (deadline.start, deadline.end) == (None, end)


def test_a_deadline_whose_words_stand_before_its_quote_counts_them() -> None:
    draft = Draft("Các xã rà soát vốn trước ngày 30/9.")
    draft.mark("DEADLINE", "30/9")
    (deadline,) = draft.record().deadlines
    assert (deadline.start, deadline.end) == (None, date(2022, 9, 29))


@pytest.mark.parametrize("before", ["thanh tra đất từ ngày 1/8", "thanh tra ông Phạm Sỹ Quý", "rà soát vốn từ nay"])
def test_words_before_a_deadline_that_bounds_itself_are_not_its_own(before: str) -> None:
    draft = Draft(f"Các xã {before} trước ngày 30/9.")
    draft.mark("DEADLINE", "trước ngày 30/9")
    (deadline,) = draft.record().deadlines
    assert (deadline.start, deadline.end) == (None, date(2022, 9, 29))
