"""Words of a record that name bodies and places carry the register's ids."""

from __future__ import annotations

import json
from datetime import date

from ketluan.assemble.bodies import with_bodies
from ketluan.record import Record

TEXT = (
    "Bí thư Tỉnh ủy Quảng Nam Trần Văn An giao UBND tỉnh Quảng Nam và Sở Tài chính làm rõ 5 dự án của huyện Phú Ninh; "
    "đoàn công tác đề nghị UBND tỉnh báo cáo."
)


def _span(quote: str, n: int = 0) -> dict[str, object]:
    start = -1
    for _ in range(n + 1):
        start = TEXT.index(quote, start + 1)
    return {"start": start, "end": start + len(quote), "text": quote}


def _record(day: date | None = date(2022, 7, 13)) -> Record:
    title = "Bí thư Tỉnh ủy Quảng Nam"
    return Record.model_validate_json(
        json.dumps(
            {
                "doc_id": "r",
                "reference_date": day and day.isoformat(),
                "officials": [
                    {
                        "id": "o1",
                        "name": "Trần Văn An",
                        "positions": [{"title": title, "span": _span(title)}],
                        "mentions": [_span("Trần Văn An")],
                    }
                ],
                "metrics": [
                    {
                        "id": "m1",
                        "indicator": "làm rõ",
                        "value": "5",
                        "unit": "dự án",
                        "subject": _span("huyện Phú Ninh"),
                        "mentions": [_span("5 dự án")],
                    }
                ],
                "directives": [
                    {
                        "id": "x1",
                        "action": "làm rõ",
                        "issuer": {"official": "o1", "text": "Trần Văn An"},
                        "addressees": [_span("UBND tỉnh Quảng Nam"), _span("Sở Tài chính")],
                        "mentions": [_span("làm rõ")],
                    },
                    {
                        "id": "x2",
                        "action": "báo cáo",
                        "issuer": {"text": "đoàn công tác"},
                        "addressees": [_span("UBND tỉnh", 1)],
                        "mentions": [_span("báo cáo")],
                    },
                ],
            }
        )
    )


def test_what_is_named_has_its_id() -> None:
    record = with_bodies(_record())
    assert record.officials[0].positions[0].body == "vn:cap-uy/49"
    assert record.metrics[0].subject is not None
    assert record.metrics[0].subject.body == "vn:place/518"
    first, second = record.directives
    assert first.addressees[0].body == "vn:ubnd/49"
    assert first.issuer is not None
    assert first.issuer.body is None, "an official is told by id already"
    assert second.issuer is not None
    assert second.issuer.body is None, "a working group is in no register"


def test_the_only_province_of_a_report_is_meant_where_none_is_named() -> None:
    first, second = with_bodies(_record()).directives
    assert first.addressees[1].body == "vn:so-tai-chinh/49"
    assert second.addressees[0].body == "vn:ubnd/49"


def test_another_province_in_the_report_leaves_it_open() -> None:
    record = _record()
    position = record.officials[0].positions[0].model_copy(update={"title": "Chủ tịch UBND tỉnh Quảng Ngãi"})
    official = record.officials[0].model_copy(update={"positions": [position]})
    first, second = with_bodies(record.model_copy(update={"officials": [official]})).directives
    assert first.addressees[0].body == "vn:ubnd/49"
    assert first.addressees[1].body is None
    assert second.addressees[0].body is None


def test_a_province_that_the_text_is_about_needs_no_second_naming() -> None:
    record = _record()
    first, _ = record.directives
    once = record.model_copy(update={"officials": [], "metrics": [], "directives": [first]})
    named = [span for span in first.addressees if "Quảng Nam" in span.text]
    assert len(named) == 1
    for text, body in (
        ("Tỉnh Quảng Nam họp. UBND tỉnh Quảng Nam báo cáo.", "vn:so-tai-chinh/49"),
        ("Tỉnh Quảng Nam và tỉnh Quảng Ngãi họp; Quảng Nam báo cáo.", None),
        ("", None),
    ):
        assert with_bodies(once, text).directives[0].addressees[1].body == body


def test_the_text_tells_the_province_where_the_record_names_none() -> None:
    record = _record()
    _, second = record.directives
    none = record.model_copy(update={"officials": [], "metrics": [], "directives": [second]})
    for text, body in (
        ("Hà Nội, Hà Nội, Hà Nội và Quảng Nam", None),
        ("Quảng Nam! " * 3, "vn:ubnd/49"),
        ("Quảng Nam", None),
    ):
        assert with_bodies(none, text).directives[0].addressees[0].body == body


def test_the_record_given_is_left_as_it_is() -> None:
    record = _record()
    with_bodies(record)
    assert record == _record()
