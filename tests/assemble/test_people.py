"""One official under all his names, every position with the person who holds it."""

from __future__ import annotations

import pytest
from drafts import Draft

from ketluan.record import Official


def _officials(draft: Draft) -> list[tuple[str, list[str]]]:
    return [(o.name, [p.title for p in o.positions]) for o in draft.record().officials]


def _issuer(draft: Draft, words: str, label: str, nth: int = 0, action: str = "rà soát vốn") -> str | None:
    """The name of the official whom words mean as the issuer of the one directive."""
    draft.link("issuer", draft.mark("DIRECTIVE", action), draft.mark(label, words, nth))
    record = draft.record()
    names = {o.id: o.name for o in record.officials}
    issuer = record.directives[0].issuer
    return names.get(issuer.official or "") if issuer else None


def test_one_official_under_all_his_names() -> None:
    draft = Draft(
        "Đồng chí Đinh Tiến Dũng, Bí thư Thành ủy chủ trì. Ông Dũng cho biết có 5 việc. "
        "Đồng chí Tiến Dũng nêu rõ. Theo Đinh Tiến Dũng, còn chậm."
    )
    draft.person("Đồng chí Đinh Tiến Dũng", "Bí thư Thành ủy")
    for quote in ("Ông Dũng", "Đồng chí Tiến Dũng"):
        draft.person(quote)
    draft.person("Đinh Tiến Dũng", nth=1)
    (official,) = draft.record().officials
    assert official.name == "Đinh Tiến Dũng"
    assert [(m.text, m.start) for m in official.mentions] == [
        ("Đinh Tiến Dũng", 9),
        ("Đinh Tiến Dũng", draft.text.rindex("Đinh")),
        ("Tiến Dũng", draft.text.rindex("Tiến Dũng nêu")),
        ("Dũng", draft.text.index("Dũng cho")),
    ]


def test_the_full_name_may_come_last_and_in_steps() -> None:
    draft = Draft("Ông Dũng phát biểu. Đồng chí Tiến Dũng yêu cầu. Kết luận của Đinh Tiến Dũng, Bí thư Thành ủy.")
    for quote in ("Ông Dũng", "Tiến Dũng"):
        draft.person(quote)
    draft.person("Đinh Tiến Dũng", "Bí thư Thành ủy")
    assert _officials(draft) == [("Đinh Tiến Dũng", ["Bí thư Thành ủy"])]


def test_a_given_name_means_the_nearest_bearer_before_it() -> None:
    draft = Draft("Ông Lê Văn Hùng báo cáo. Ông Hùng nói chậm. Ông Trần Quốc Hùng đáp lại. Ông Hùng hứa làm.")
    for quote, nth in (("Lê Văn Hùng", 0), ("Ông Hùng", 0), ("Trần Quốc Hùng", 0), ("Ông Hùng", 1)):
        draft.person(quote, nth=nth)
    said = {o.name: [draft.text[m.end :].split()[0] for m in o.mentions] for o in draft.record().officials}
    assert said == {"Lê Văn Hùng": ["báo", "nói"], "Trần Quốc Hùng": ["đáp", "hứa"]}


def test_people_who_share_a_family_or_middle_name_stay_two() -> None:
    draft = Draft("Nguyễn Văn Thắng và Nguyễn Văn Thắng Lợi cùng Văn Thắng dự; có Trần Thắng.")
    for quote in ("Nguyễn Văn Thắng", "Nguyễn Văn Thắng Lợi", "Trần Thắng"):
        draft.person(quote)
    assert [name for name, _ in _officials(draft)] == ["Nguyễn Văn Thắng", "Nguyễn Văn Thắng Lợi", "Trần Thắng"]


@pytest.mark.parametrize("other", ["ĐINH TIẾN HOÀ", "Đinh Tiến Hoà", "Đinh  Tiến\nHòa"])
def test_case_tone_mark_and_spaces_make_no_other_person(other: str) -> None:
    draft = Draft(f"{other} dự. Sau đó Đinh Tiến Hòa phát biểu.")
    draft.person(other)
    draft.person("Đinh Tiến Hòa")
    ((name, _),) = _officials(draft)
    assert name in ("Đinh Tiến Hòa", "Đinh Tiến Hoà")


def test_upper_case_stays_where_the_report_has_no_other_form() -> None:
    draft = Draft("THỦ TƯỚNG PHẠM MINH CHÍNH LÀM VIỆC TẠI CẦN THƠ")
    draft.person("PHẠM MINH CHÍNH", "THỦ TƯỚNG")
    assert _officials(draft) == [("PHẠM MINH CHÍNH", ["THỦ TƯỚNG"])]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("đồng chí Lê Thị Mai", "Lê Thị Mai"),
        ("Đ/c Lê Thị Mai", "Lê Thị Mai"),
        ("PGS.TS. Lê Thị Mai", "Lê Thị Mai"),
        ("PGS, TS Lê Thị Mai", "Lê Thị Mai"),
        ("GS.TSKH Lê Thị Mai", "Lê Thị Mai"),
        ("Phó Giáo sư, Tiến sĩ Lê Thị Mai", "Lê Thị Mai"),
        ("bà Thạc sĩ Lê Thị Mai", "Lê Thị Mai"),
        ("Thiếu tướng Lê Thị Mai", "Lê Thị Mai"),
        ("BS.CKII Lê Thị Mai", "Lê Thị Mai"),
        ("Đại tá, TS. Lê Thị Mai", "Lê Thị Mai"),
        ("Thượng úy Lê Thị Mai", "Lê Thị Mai"),
        ("Chuẩn Đô đốc Lê Thị Mai", "Lê Thị Mai"),
        # Syllables that begin like a form of address are names.
        ("Bác Hồng Tiến", "Hồng Tiến"),
        ("Ksor H'Bơ Khăp", "Ksor H'Bơ Khăp"),
        ("Anhvũ Thị Tá", "Anhvũ Thị Tá"),
    ],
)
def test_forms_of_address_ranks_and_academic_titles_are_no_name(written: str, name: str) -> None:
    draft = Draft(f"Dự họp có {written} và đại biểu.")
    draft.person(written)
    (official,) = draft.record().officials
    assert official.name == name
    assert [m.text for m in official.mentions] == [name]


def test_a_given_name_without_bearer_is_dropped_unless_it_has_a_position() -> None:
    text = "Ông Hải nêu ý kiến. Chủ tịch xã Vinh tiếp thu."
    bare = Draft(text)
    bare.person("Ông Hải")
    assert _officials(bare) == []
    held = Draft(text)
    held.person("Ông Hải")
    held.person("Vinh", "Chủ tịch xã")
    assert _officials(held) == [("Vinh", ["Chủ tịch xã"])]


@pytest.mark.parametrize("pronoun", ["Đồng chí", "ông", "Bà", "đ/c", "Thiếu tướng", "ông Đại tá"])
def test_a_form_of_address_alone_makes_no_official(pronoun: str) -> None:
    draft = Draft(f"Hôm nay {pronoun} cũng yêu cầu làm rõ.")
    draft.person(pronoun)
    assert draft.record().officials == []


def test_positions_go_to_the_people_they_are_tied_to() -> None:
    draft = Draft(
        "Đồng chí Hà Văn Ba, Ủy viên Trung ương Đảng, Bí thư Tỉnh ủy kiêm Trưởng ban Chỉ đạo và "
        "Chủ tịch UBND tỉnh Ngô Thị Tư chủ trì. Đồng chí Ba, nguyên Giám đốc Sở Tài chính, kết luận."
    )
    draft.person("Hà Văn Ba", "Ủy viên Trung ương Đảng", "Bí thư Tỉnh ủy", "kiêm Trưởng ban Chỉ đạo")
    draft.person("Đồng chí Ba", "nguyên Giám đốc Sở Tài chính")
    draft.person("Ngô Thị Tư", "Chủ tịch UBND tỉnh")
    assert _officials(draft) == [
        (
            "Hà Văn Ba",
            ["Ủy viên Trung ương Đảng", "Bí thư Tỉnh ủy", "Trưởng ban Chỉ đạo", "nguyên Giám đốc Sở Tài chính"],
        ),
        ("Ngô Thị Tư", ["Chủ tịch UBND tỉnh"]),
    ]


def test_two_positions_in_one_mention_are_two() -> None:
    draft = Draft("Ông Hà Văn Ba, Bí thư kiêm Chủ tịch UBND xã, đồng thời là Trưởng ban Chỉ đạo, kết luận.")
    draft.person("Hà Văn Ba", "Bí thư kiêm Chủ tịch UBND xã, đồng thời là Trưởng ban Chỉ đạo")
    assert _officials(draft) == [("Hà Văn Ba", ["Bí thư", "Chủ tịch UBND xã", "Trưởng ban Chỉ đạo"])]


def test_a_position_of_nobody_makes_no_official() -> None:
    draft = Draft("Chủ tịch UBND tỉnh yêu cầu các sở báo cáo.")
    draft.mark("POSITION", "Chủ tịch UBND tỉnh")
    assert draft.record().officials == []


def test_the_surest_holder_has_the_position() -> None:
    draft = Draft("Bí thư Tỉnh ủy Lê Văn Nam và Trần Thị Sáu cùng dự.")
    nam, sau = draft.person("Lê Văn Nam"), draft.person("Trần Thị Sáu")
    title = draft.mark("POSITION", "Bí thư Tỉnh ủy")
    draft.link("position", title, sau, score=0.3)
    draft.link("position", title, nam, score=0.7)
    assert _officials(draft) == [("Lê Văn Nam", ["Bí thư Tỉnh ủy"]), ("Trần Thị Sáu", [])]


@pytest.mark.parametrize(
    ("titles", "kept"),
    [
        (["Thủ tướng", "Thủ tướng Chính phủ"], ["Thủ tướng Chính phủ"]),
        (["Thủ tướng Chính phủ", "Thủ tướng"], ["Thủ tướng Chính phủ"]),
        (["Chủ tịch UBND tỉnh", "Chủ tịch Ủy ban nhân dân tỉnh"], ["Chủ tịch UBND tỉnh"]),
        (["Chủ tịch UBND TP. Hà Nội", "Chủ tịch UBND thành phố Hà Nội"], ["Chủ tịch UBND TP. Hà Nội"]),
        (["Chủ tịch UBND TP.HCM", "Chủ tịch UBND TPHCM"], ["Chủ tịch UBND TP.HCM"]),
        (["Chủ tịch UBND tỉnh", "Chủ tịch tỉnh"], ["Chủ tịch UBND tỉnh"]),
        (["Phó Bí thư Tỉnh ủy", "Bí thư Tỉnh ủy"], ["Phó Bí thư Tỉnh ủy", "Bí thư Tỉnh ủy"]),
        (["Chủ tịch UBND tỉnh", "Chủ tịch HĐND tỉnh"], ["Chủ tịch UBND tỉnh", "Chủ tịch HĐND tỉnh"]),
        (["Ủy viên Bộ Chính trị", "Uỷ viên Bộ Chính trị"], ["Ủy viên Bộ Chính trị"]),
        (["Bí thư Đảng ủy", "Bí thư Đảng ủy xã Tân Lộc"], ["Bí thư Đảng ủy xã Tân Lộc"]),
    ],
)
def test_shorter_titles_of_one_person_are_dropped(titles: list[str], kept: list[str]) -> None:
    draft = Draft("".join(f"Có {title}; và Lê Văn Nam. " for title in titles))
    for nth, title in enumerate(titles):
        person = draft.person("Lê Văn Nam", nth=nth)
        draft.link("position", draft.mark("POSITION", title, within=f"Có {title};"), person)
    assert _officials(draft) == [("Lê Văn Nam", kept)]


def test_a_shorter_title_of_another_person_stays() -> None:
    draft = Draft("Thủ tướng Chính phủ Lê Văn Nam đón Thủ tướng: Trần Văn Bắc.")
    draft.person("Lê Văn Nam", "Thủ tướng Chính phủ")
    draft.link("position", draft.mark("POSITION", "Thủ tướng", 1), draft.person("Trần Văn Bắc"))
    assert _officials(draft) == [("Lê Văn Nam", ["Thủ tướng Chính phủ"]), ("Trần Văn Bắc", ["Thủ tướng"])]


ISSUERS = "Bí thư Tỉnh ủy Lê Văn Nam dự. Chủ tịch UBND tỉnh Trần Thị Sáu nói. {} yêu cầu rà soát vốn."


@pytest.mark.parametrize(
    ("words", "label", "name"),
    [
        ("Đồng chí Nam", "ISSUER", "Lê Văn Nam"),
        ("Bà Trần Thị Sáu", "ISSUER", "Trần Thị Sáu"),
        ("Chủ tịch Ủy ban nhân dân tỉnh", "ISSUER", "Trần Thị Sáu"),
        ("Đồng chí Bí thư Tỉnh ủy", "POSITION", "Lê Văn Nam"),
        ("Bí thư", "POSITION", "Lê Văn Nam"),
        ("Đồng chí", "ISSUER", "Trần Thị Sáu"),
        ("Bí thư Nam", "ISSUER", "Lê Văn Nam"),
        ("Đồng chí Phó Chủ tịch Thị Sáu", "ISSUER", "Trần Thị Sáu"),
        ("Chủ tịch Hà Nam", "ISSUER", None),
        ("thành phố Nam", "ISSUER", None),
        ("Giám đốc Sở Xây dựng", "POSITION", None),
        ("Ông Tuấn", "ISSUER", None),
        ("Ủy ban nhân dân tỉnh", "ISSUER", None),
    ],
)
def test_words_mean_one_official_or_none(words: str, label: str, name: str | None) -> None:
    draft = Draft(ISSUERS.format(words))
    draft.person("Lê Văn Nam", "Bí thư Tỉnh ủy")
    draft.person("Trần Thị Sáu", "Chủ tịch UBND tỉnh")
    nth = draft.text.count(words) - 1
    assert _issuer(draft, words, label, nth) == name


@pytest.mark.parametrize(("body", "title"), [("Tỉnh ủy", "Tỉnh ủy viên"), ("Bộ", "Bộ trưởng Bộ Y tế")])
def test_a_body_is_not_whoever_has_it_in_a_title(body: str, title: str) -> None:
    draft = Draft(f"Ông Lê Văn Nam, {title}, dự họp. {body} yêu cầu rà soát vốn.")
    draft.person("Lê Văn Nam", title)
    assert _issuer(draft, body, "ISSUER", draft.text.count(body) - 1) is None


def test_a_title_that_two_hold_means_neither() -> None:
    draft = Draft(
        "Phó Chủ tịch UBND tỉnh Lê Văn Nam, Phó Chủ tịch HĐND tỉnh Trần Văn Bắc dự. Phó Chủ tịch: rà soát vốn."
    )
    draft.person("Lê Văn Nam", "Phó Chủ tịch UBND tỉnh")
    draft.person("Trần Văn Bắc", "Phó Chủ tịch HĐND tỉnh")
    assert _issuer(draft, "Phó Chủ tịch", "POSITION", 2) is None


def test_a_form_of_address_before_all_names_means_nobody() -> None:
    draft = Draft("Đồng chí yêu cầu rà soát vốn. Sau đó ông Lê Văn Nam phát biểu.")
    draft.person("Lê Văn Nam")
    assert _issuer(draft, "Đồng chí", "ISSUER") is None


def test_an_official_is_as_sure_as_his_surest_mention() -> None:
    draft = Draft("Lê Văn Nam dự. Ông Nam nói.")
    draft.mark("PERSON", "Lê Văn Nam", score=0.61)
    draft.mark("PERSON", "Ông Nam", score=0.87654)
    official: Official = draft.record().officials[0]
    assert official.confidence == 0.8765
