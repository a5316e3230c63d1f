"""The whole way with the model that ships."""

from __future__ import annotations

import unicodedata
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import ketluan
from ketluan.errors import InputError, ModelError
from ketluan.pipeline import Extractor, load
from ketluan.read import read_bytes

CORPUS = sorted((Path(__file__).parents[1] / "corpus" / "texts").glob("*.txt"))
REPORT = (
    "Thanh Hoài tăng tốc giải ngân vốn đầu tư công\n\n"
    "Sáng 12/8, Phó Chủ tịch UBND tỉnh Lương Bá Trọng chủ trì cuộc họp về tiến độ giải ngân.\n"
    "Đến nay, tỉnh đã giải ngân 1.250 tỷ đồng, đạt 62,5% kế hoạch. "
    "Ông Trọng yêu cầu Sở Tài chính rà soát từng dự án, báo cáo UBND tỉnh trước ngày 30/9; không để chậm tiến độ."
)
HOSTILE = st.one_of(
    st.text(max_size=120),
    st.lists(
        st.sampled_from(
            [*REPORT.split(" "), "\n", "\t", "đ̂", "🇻🇳", "1.2.3,4", "“", ";", "ngày", "tỷ", "13/14", "\u200b"]
        ),
        max_size=60,
    ).map(" ".join),
    st.sampled_from([REPORT, "Ông A yêu cầu "]).map(lambda t: unicodedata.normalize("NFD", t)),
)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def test_a_plain_report(extractor: Extractor) -> None:
    record = ketluan.extract(REPORT, published="2024-08-12", model=extractor)
    assert "Lương Bá Trọng" in [official.name for official in record.officials]
    figures = {metric.value: metric for metric in record.metrics}
    assert figures["1250000000000"].unit == "đồng"
    assert figures["62.5"].unit == "%"
    assert record.meeting is not None
    assert record.meeting.date is not None
    assert record.meeting.date.start == date(2024, 8, 12)
    assert [d.end for d in record.deadlines] == [date(2024, 9, 29)]
    assert any("Sở Tài chính" in directive.action for directive in record.directives)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HOSTILE)
def test_every_span_is_the_text_at_its_place(extractor: Extractor, text: str) -> None:
    try:
        record = ketluan.extract(text, published="2024-08-12", model=extractor)
    except InputError:
        return  # no text in it: the reader says so
    record.check_spans(read_bytes(text.encode("utf-8", "surrogatepass"), "test"))


def test_a_report_longer_than_the_network_reads_at_once(extractor: Extractor) -> None:
    text = "\n\n".join(path.read_text(encoding="utf-8") for path in CORPUS[:14])
    assert len(text.split()) > 5000
    record = ketluan.extract(text, published="2024-08-12", model=extractor)
    record.check_spans(text)
    last = text.rindex("\n\n")
    assert any(m.mentions[0].start > last - 3000 for m in record.metrics), "the end of the report was cut off"


def test_the_user_says_how_sure_a_fact_must_be() -> None:
    kinds = ("officials", "documents", "programmes", "metrics", "directives", "deadlines")
    text = CORPUS[0].read_text(encoding="utf-8")
    found = {least: ketluan.extract(text, model=Extractor(least=least)) for least in (0.0, 0.9, 1.0)}
    sure = {least: [fact.confidence for kind in kinds for fact in getattr(found[least], kind)] for least in found}
    assert sure[0.9] == [one for one in sure[0.0] if one >= 0.9]
    assert len(sure[0.0]) > len(sure[0.9]) > len(sure[1.0])


def test_one_report_always_gives_one_record(extractor: Extractor) -> None:
    first = ketluan.extract(REPORT, published="2024-08-12", model=extractor)
    assert ketluan.extract(REPORT, published="2024-08-12", model=extractor) == first


def test_the_language_is_a_spacy_pipeline() -> None:
    nlp = load()
    stages = ("sentences", "model", "assemble", "confidence", "check")
    assert nlp.pipe_names == [f"ketluan_{stage}" for stage in stages]
    doc = next(iter(nlp.pipe([REPORT])))
    assert doc._.record.metrics
    assert {span.label_ for span in doc.spans["ketluan"]} >= {"PERSON", "QUANTITY"}


def test_a_wrong_day_and_a_missing_model_are_told() -> None:
    with pytest.raises(InputError, match="YYYY-MM-DD"):
        ketluan.extract(REPORT, published="12/8/2024")
    with pytest.raises(ModelError, match="not a model folder"):
        load("no-such-folder")
