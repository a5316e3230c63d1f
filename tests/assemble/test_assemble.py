"""The whole record: its meeting, and that every span and reference holds whatever a model says."""

from __future__ import annotations

from datetime import date

from drafts import Draft
from hypothesis import given, settings
from hypothesis import strategies as st

from ketluan.analysis import LINK_LABELS, MENTION_LABELS, Analysis, Link, Mention
from ketluan.assemble import assemble
from ketluan.document import Document
from ketluan.record import Meeting, Record

TEXT = (
    "Sáng 13/7, hội nghị Ban Chỉ đạo Chương trình số 01-CTr/TU đã họp. "
    "Đồng chí Đinh Tiến Dũng, Bí thư Thành ủy và ông Chu Ngọc Anh chủ trì."
)


def _meeting(draft: Draft) -> Meeting:
    meeting = draft.record().meeting
    assert meeting is not None
    return meeting


def test_source_and_day_are_those_of_the_report() -> None:
    document = Document(TEXT, "r1", uri="a.txt", title="Họp", published=date(2022, 7, 13))
    record = assemble(document, Analysis())
    assert (record.doc_id, record.reference_date, record.source.sha256) == ("r1", date(2022, 7, 13), document.sha256)
    assert (record.source.uri, record.source.title, record.source.published) == ("a.txt", "Họp", date(2022, 7, 13))
    assert (record.meeting, record.officials, record.metrics, record.checks) == (None, [], [], [])


def test_a_meeting_has_name_date_and_each_chair_once() -> None:
    draft = Draft(TEXT + " Ông Dũng kết luận.")
    meeting = draft.mark("MEETING", "hội nghị Ban Chỉ đạo Chương trình số 01-CTr/TU")
    draft.link("date", meeting, draft.mark("TIME", "Sáng 13/7"))
    people = [draft.person(name) for name in ("Đinh Tiến Dũng", "ông Chu Ngọc Anh", "Ông Dũng")]
    draft.link("chair", meeting, *people)
    found = _meeting(draft)
    assert found.name is not None
    assert found.name.text == "hội nghị Ban Chỉ đạo Chương trình số 01-CTr/TU"
    assert found.date is not None
    assert (found.date.start, found.date.end, found.date.span.text) == (
        date(2022, 7, 13),
        date(2022, 7, 13),
        "Sáng 13/7",
    )
    assert found.chairs == ["o1", "o2"]


def test_a_meeting_over_days_has_both() -> None:
    draft = Draft("Trong hai ngày 12 và 13/7/2022, hội nghị đã họp.")
    meeting = draft.mark("MEETING", "hội nghị")
    draft.link("date", meeting, draft.mark("TIME", "12 và 13/7/2022"))
    found = _meeting(draft).date
    assert found is not None
    assert (found.start, found.end) == (date(2022, 7, 12), date(2022, 7, 13))


def test_a_dated_meeting_without_name_has_none() -> None:
    draft = Draft(TEXT)
    day = "Sáng 13/7"
    draft.link("date", draft.mark("MEETING", day), draft.mark("TIME", day))
    found = _meeting(draft)
    assert found.name is None
    assert found.date is not None
    assert found.date.span.text == day


def test_a_day_that_is_none_dates_no_meeting() -> None:
    draft = Draft("Chiều nay, hội nghị đã họp.", published=None)
    draft.link("date", draft.mark("MEETING", "hội nghị"), draft.mark("TIME", "Chiều nay"))
    assert _meeting(draft).date is None


def test_the_meeting_is_the_one_with_date_or_chairs_else_the_surest() -> None:
    text = "Sau phiên họp tháng 6, tại hội nghị do bà Lê Thị Mai chủ trì có cuộc làm việc."
    bare = Draft(text)
    chaired = Draft(text)
    for draft in (bare, chaired):
        for quote, score in (("phiên họp tháng 6", 0.7), ("cuộc làm việc", 0.8)):
            draft.mark("MEETING", quote, score=score)
    chaired.link("chair", chaired.mark("MEETING", "hội nghị", score=0.6), chaired.person("bà Lê Thị Mai"))
    names = [_meeting(draft).name for draft in (bare, chaired)]
    assert [name and name.text for name in names] == ["cuộc làm việc", "hội nghị"]


def test_a_chair_who_is_no_official_is_left_out() -> None:
    draft = Draft("Ông Hải chủ trì hội nghị.")
    draft.link("chair", draft.mark("MEETING", "hội nghị"), draft.person("Ông Hải"))
    assert _meeting(draft).chairs == []


WORDS = {
    "PERSON": "Đồng chí|Ông Dũng|Đinh Tiến Dũng|ĐINH TIẾN DŨNG|Dũng|Lê Hoà|PGS. TS Lê Hòa|bà .|Thiếu tướng",
    "POSITION": "Bí thư Thành ủy|Bí thư|kiêm Chủ tịch UBND TP. Huế|kiêm |Chủ tịch Ủy ban nhân dân thành phố Huế",
    "DOCUMENT": "Nghị quyết|Nghị quyết số 15-NQ/TU|15-NQ/TU|Luật Đất đai năm 2013|dự thảo|“|Chỉ thị ngày 30/2/2022",
    "PROGRAMME": "Dự án cầu Cát Lái|cầu Cát Lái|“Đề án 06”|Chương trình giai đoạn 2021-2025|)",
    "QUANTITY": "5.030 đảng viên|107,3%|7,5-8%|13/14 chỉ tiêu|45.000 tỷ đồng|một nửa|không|0/0|𝟓𝟎|-1 độ",
    "INDICATOR": "kết nạp|tăng trưởng",
    "SUBJECT": "Đảng bộ|Sở Y tế",
    "TIME": "Sáng 13/7|quý III|20 tháng Chạp|cùng kỳ năm 2019|năm 2020 đến nay|ngày 30/2/2022|29/2/2024|lúc đó",
    "DEADLINE": "trước ngày 30/9|đến năm 2025|từ năm 2030 đến năm 2025|kỳ họp tới|hằng quý",
    "MEETING": "hội nghị|phiên họp",
    "DIRECTIVE": "rà soát vốn trước ngày 30/9|không để chậm",
    "ISSUER": "Ban Chỉ đạo|Đồng chí|Bí thư",
    "ADDRESSEE": "các xã|Sở Y tế",
    "": "hơn|khoảng|ﬁ|😀|İ|e\u0301|,|.|;|\n|\u00a0|(|năm",
}
ENDS = {
    "position": ("POSITION", "PERSON"), "indicator": ("QUANTITY", "INDICATOR"), "subject": ("QUANTITY", "SUBJECT"),
    "period": ("QUANTITY", "TIME"), "of": ("QUANTITY", "QUANTITY"), "programme": ("QUANTITY DIRECTIVE", "PROGRAMME"),
    "issuer": ("DIRECTIVE", "PERSON ISSUER POSITION"), "addressee": ("DIRECTIVE", "ADDRESSEE"),
    "deadline": ("DIRECTIVE", "DEADLINE"), "chair": ("MEETING", "PERSON"), "date": ("MEETING", "TIME"),
}  # fmt: skip
ATTRIBUTES = st.fixed_dictionaries(
    {
        "change": st.sampled_from(["none", "increase", "decrease"]),
        "status": st.sampled_from(["actual", "target", "remaining"]),
        "basis": st.sampled_from(["", "plan", "same_period", "previous_period", "total"]),
    }
)


@st.composite
def _analysed(draw: st.DrawFn) -> tuple[Document, Analysis]:
    """A text of words with the mentions they look like, some mentions that are wrong, and links right and wrong."""
    joint, text, places = draw(st.sampled_from([" ", ", ", "", ". "])), "", []
    for label in draw(st.lists(st.sampled_from(sorted(WORDS)), min_size=10, max_size=30)):
        word = draw(st.sampled_from(WORDS[label].split("|")))
        if label:
            places.append((label, len(text), len(text) + len(word)))
        text += word + joint
    place = st.integers(0, len(text))
    for label, one, other in draw(st.lists(st.tuples(st.sampled_from(MENTION_LABELS), place, place), max_size=4)):
        if text[min(one, other) : max(one, other)].strip():
            places.append((label, min(one, other), max(one, other)))
    places.sort(key=lambda p: (p[1], -p[2]))
    mentions = [
        Mention(label, start, end, draw(st.floats(0, 1)), draw(ATTRIBUTES) if label == "QUANTITY" else {})
        for label, start, end in places
    ]
    links = []
    for kind, (heads, tails) in ENDS.items():
        for head in (i for i, m in enumerate(mentions) if m.label in heads):
            fitting = [i for i, m in enumerate(mentions) if m.label in tails]
            for tail in draw(st.lists(st.sampled_from(fitting), min_size=1, max_size=2)) if fitting else ():
                links.append(Link(kind, head, tail, draw(st.floats(0, 1))))
    if mentions:
        index = st.integers(0, len(mentions) - 1)
        wrong = st.builds(Link, st.sampled_from(LINK_LABELS), index, index, st.floats(0, 1))
        links += draw(st.lists(wrong, max_size=3))
    published = draw(st.none() | st.dates(date(1990, 1, 1), date(2035, 12, 31)))
    return Document(text, "r", published=published), Analysis(mentions, links)


@settings(max_examples=300, deadline=None)
@given(_analysed())
def test_every_span_holds_and_every_reference_leads_to_a_fact(drawn: tuple[Document, Analysis]) -> None:
    document, analysis = drawn
    record = assemble(document, analysis)
    record.check_spans(document.text)
    # Reading it back checks the ids and what they refer to.
    assert Record.model_validate_json(record.to_json()) == record
    named = [(m.start, m.end) for o in record.officials for m in o.mentions]
    assert len(record.directives) == sum(m.label == "DIRECTIVE" for m in analysis.mentions)
    assert all(any(m.start <= s and e <= m.end for m in analysis.mentions if m.label == "PERSON") for s, e in named)
    assert all(o.name.strip() == o.name and any(map(str.isalpha, o.name)) for o in record.officials)
    assert all(p.title.strip() for o in record.officials for p in o.positions)


@settings(max_examples=60, deadline=None)
@given(_analysed())
def test_assembling_is_a_function_of_its_input(drawn: tuple[Document, Analysis]) -> None:
    assert assemble(*drawn) == assemble(*drawn)
