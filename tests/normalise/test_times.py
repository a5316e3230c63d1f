"""Times are read into the days that annotations/GUIDELINES.md means, wherever and however they are written."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from tables import PHRASES, TABLE

from ketluan.cli.normalize import describe
from ketluan.normalise.calendar_vn import (
    month,
    months,
    school_year,
    semester,
    shift_working_days,
    year,
)
from ketluan.normalise.lunar import lunar_day, sexagenary_year
from ketluan.normalise.times import TimeSpan, figure_period, find_times, parse_time, same_period_of

ROOT = Path(__file__).parents[2]
# Annotations and the folder of their texts: those of this repository, and public ones that lie beside it.
GOLD = {
    "own": (ROOT / "annotations/own.jsonl", ROOT / "corpus/texts"),
    "shared": (ROOT.parent / "shared/train/gold.jsonl", ROOT.parent / "shared/train"),
}
REFERENCE = date(2022, 7, 13)

# Bare digits are times only where somebody says so, and "và" makes a list in a text.
ONLY_WHOLE = {"15/8", "9 tháng", "2018", "Trong hôm nay và ngày mai", "trong năm 2019 và năm 2020"}


def described(span: TimeSpan | None) -> tuple[str, ...] | None:
    if span is None:
        return None
    return str(span.first or ""), str(span.last or ""), span.precision, span.relation, span.rule or ""


@pytest.mark.parametrize("row", TABLE, ids=[f"{row['text']} @{row['reference']}" for row in TABLE])
def test_phrase_of_the_table_is_read(row: dict[str, str]) -> None:
    expected = row["first"], row["last"], row["precision"], row["relation"], row["rule"]
    assert described(parse_time(row["text"], date.fromisoformat(row["reference"]))) == expected


@pytest.mark.parametrize("row", PHRASES, ids=[row["text"] for row in PHRASES])
def test_phrase_that_only_stands_alone_is_read(row: dict[str, str]) -> None:
    expected = row["first"], row["last"], row["precision"], row["relation"], row["rule"]
    assert described(parse_time(row["text"], date.fromisoformat(row["reference"]))) == expected


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row["text"] not in ONLY_WHOLE], ids=lambda row: f"{row['text']} @{row['reference']}"
)
def test_phrase_of_the_table_is_found_in_a_sentence(row: dict[str, str]) -> None:
    text = f"Các đơn vị báo cáo {row['text']}, theo kế hoạch."
    (span,) = find_times(text, date.fromisoformat(row["reference"]))
    assert span.text == row["text"] == text[span.start : span.end]
    assert described(span) == (row["first"], row["last"], row["precision"], row["relation"], row["rule"])


@pytest.mark.parametrize(
    ("text", "reference", "first", "last"),
    [
        ("3 năm tới", "2017-02-02", "2018-01-01", "2020-12-31"),
        ("2 tháng qua", "2017-02-02", "2016-12-01", "2017-01-31"),
        ("3 quý tới", "2017-02-02", "2017-04-01", "2017-12-31"),
        ("2 tuần tới", "2022-07-13", "2022-07-18", "2022-07-31"),
        ("mùa hè này", "2017-02-02", "2017-06-21", "2017-09-23"),
        ("mùa đông này", "2017-02-02", "2016-12-21", "2017-03-20"),
        ("mùa đông tới", "2017-02-02", "2017-12-21", "2018-03-20"),
        ("mùa thu năm ngoái", "2017-02-02", "2016-09-24", "2016-12-20"),
        ("mùa xuân trước", "2017-02-02", "2016-03-21", "2016-06-20"),
    ],
)
def test_phrase_alone_means_whole_units(text: str, reference: str, first: str, last: str) -> None:
    span = parse_time(text, date.fromisoformat(reference), alone=True)
    assert span is not None
    assert (str(span.first), str(span.last)) == (first, last)


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("từ nay đến năm 2020", "2020-12-31"),
        ("từ nay đến hết ngày 30/9/2020", "2020-09-30"),
        ("từ quý IV năm nay đến năm 2025", "2025-12-31"),
        ("từ nay đến 15/9", None),
        ("từ nay đến cuối năm", None),
    ],
)
def test_a_time_that_begins_by_the_reference_ends_without_a_reference(text: str, last: str | None) -> None:
    span = parse_time(text, None)
    assert span is not None
    assert (span.first, span.last) == (None, date.fromisoformat(last) if last else None)
    assert figure_period(span, None) is None


def test_table_is_large_enough() -> None:
    assert len(TABLE) >= 200


@pytest.mark.parametrize(
    "text",
    [
        "đạt 13/14 chỉ tiêu",
        "đạt 5/8 chỉ tiêu",
        "1/2 số hộ",
        "Nghị định số 15/2018/NĐ-CP",
        "Thông tư số 10/2018/TT-BTC",
        "Luật số 12/2018/QH14",
        "Chương trình số 01-CTr/TU",
        "Chỉ thị 15/CT-TTg",
        "trong 30 ngày làm việc",
        "trực 24/7",
        "30 ngày",
        "thời hạn 15 ngày",
        "tăng 7,5-8%",
        "lần thứ hai",
        "gấp 3-4 lần",
        "khóa 17",
        "604/1.424 xã",
        "ngày 31/2",
        "tháng 13",
        "quý 5",
        "phạt 9 tháng tù",
        "18 tháng tuổi",
        "từ 7-8 tỷ đồng",
        "đến 2020 hộ",
        "1.234,5 ha",
        "năm 20201",
        "ngày 2.000 lượt",
        "đường Cách Mạng Tháng 8",
        "trước xả tràn",
        "thời gian tới",
        "từ 5-7 ngày",
        "ông Lê Sỹ Quý trước đây",
        "bà Quý này",
        "chú Năm qua đời",
        "món quà quý nhất",
        "những năm qua",
        "các năm tới",
        "những năm tiếp theo",
        "trung hạn",
        "anh Trần Quốc Khánh",
        "Tết trồng cây",
        "trong vòng 30 ngày",
        "thời hạn 15 ngày kể từ khi nhận hồ sơ",
        "bản 15.11",
        "đến 20.5 mm",
        "lên đến 15.9 tỷ USD",
        "đến 5-7 xã",
        "từ 20.5 điểm",
        "ba tháng sau mới xong",
        "mấy tuần trước",
        "những tháng tới",
        "2 năm sau",
    ],
)
def test_what_is_no_time_is_not_found(text: str) -> None:
    assert find_times(text, REFERENCE) == []


@pytest.mark.parametrize(
    ("text", "time", "last"),
    [
        ("Đến 31-5 giải ngân 9,65 tỷ đồng", "Đến 31-5", date(2022, 5, 31)),
        ("đến 30-9 xã nào chưa xong", "đến 30-9", date(2022, 9, 30)),
        ("trước 30.9 các sở phải báo cáo", "trước 30.9", date(2022, 9, 29)),
        ("thu phí trở lại vào 25-8 như dự kiến", "vào 25-8", date(2022, 8, 25)),
    ],
)
def test_a_day_and_month_that_can_be_no_range_is_found_whatever_follows(text: str, time: str, last: date) -> None:
    (span,) = find_times(text, REFERENCE)
    assert (span.text, span.last) == (time, last)


@pytest.mark.parametrize(
    "text",
    [
        "30 ngày",
        "3 ngày từ ngày 20/7",
        "13/14 chỉ tiêu",
        "15/2018/NĐ-CP",
        "24/7",
        "",
        " ",
        "ngay sau hội nghị",
        "tháng 13",
    ],
)
def test_phrase_that_is_no_time_is_refused(text: str) -> None:
    assert parse_time(text, REFERENCE) is None


@pytest.mark.parametrize(
    ("text", "tense", "expected"),
    [
        ("tháng 11", "past", date(2021, 11, 1)),
        ("tháng 11", "future", date(2022, 11, 1)),
        ("tháng 2", "future", date(2023, 2, 1)),
        ("ngày 14/7", "past", date(2021, 7, 14)),
        ("ngày 13/7", "future", date(2022, 7, 13)),
        ("ngày 12/7", "future", date(2023, 7, 12)),
    ],
)
def test_tense_chooses_the_missing_year(text: str, tense: str, expected: date) -> None:
    span = parse_time(text, REFERENCE, tense)  # type: ignore[arg-type]
    assert span is not None
    assert span.first == expected


def test_without_a_reference_only_full_dates_have_days() -> None:
    spans = find_times("sáng nay, tháng 7, quý II/2019, 5 năm tới, đến cuối năm, mùng 3 Tết, cùng kỳ, tuần sau", None)
    assert [span.last for span in spans] == [None, None, date(2019, 6, 30), None, None, None, None, None]


def test_spans_of_one_sentence_come_in_order_with_their_prefixes() -> None:
    text = "Trong quý I/2022, thu đạt 30%; phấn đấu trước ngày 30/9 xong 2 việc và đến năm 2025 đạt 100%."
    assert [span.text for span in find_times(text, REFERENCE)] == [
        "Trong quý I/2022",
        "trước ngày 30/9",
        "đến năm 2025",
    ]


def test_phrase_keeps_its_place_in_padded_text() -> None:
    span = parse_time("  ngày 15/8. ", REFERENCE)
    assert span is not None
    assert (span.start, span.end, span.text) == (2, 11, "ngày 15/8")


def test_a_name_before_a_time_is_no_quarter() -> None:
    text = "Cấp giấy cho ông Lê Sỹ Quý trước ngày 30/9. Quý này và đầu Quý IV, cả năm QUÝ NÀY; quý trước ngày 1/8."
    assert [span.text for span in find_times(text, REFERENCE)] == [
        "trước ngày 30/9",
        "Quý này",
        "đầu Quý IV",
        "cả năm",
        "QUÝ NÀY",
        "trước ngày 1/8",
    ]


def test_times_of_a_plan_with_a_vision_are_found_one_by_one() -> None:
    text = "Quy hoạch giai đoạn 2021-2030, tầm nhìn 2045; đề án đến 2025 và trung hạn giai đoạn 2026-2030."
    spans = find_times(text, REFERENCE)
    assert [span.text for span in spans] == ["giai đoạn 2021-2030", "tầm nhìn 2045", "đến 2025", "giai đoạn 2026-2030"]


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 999))
def test_working_days_are_counted_one_by_one(start: date, count: int) -> None:
    day = start
    for _ in range(count):
        day += timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
    assert count == 0 or shift_working_days(start, count) == day


@given(st.integers(1990, 2090))
def test_semesters_and_the_summer_make_the_school_year(first: int) -> None:
    parts = [semester(first, number) for number in (1, 2, 3)]
    whole = school_year(first)
    assert all(parts)
    assert whole == (parts[0][0], parts[2][1])
    assert all(after[0] - before[1] == timedelta(days=1) for before, after in pairwise(parts))


def test_letters_that_grow_in_lower_case_do_not_move_offsets() -> None:
    text = "İİİ họp ngày 15/8"
    (span,) = find_times(text, REFERENCE)
    assert text[span.start : span.end] == "ngày 15/8"


def test_unusual_date_is_left_to_dateparser() -> None:
    span = parse_time("15 tháng Tám, 2019", REFERENCE)
    assert span is not None
    assert span.first == span.last == date(2019, 8, 15)


def test_a_list_of_times_is_the_callers_own() -> None:
    text = "Trước ngày 30/9 báo cáo 6 tháng đầu năm."
    found = find_times(text, REFERENCE)
    find_times(text, REFERENCE).clear()
    assert find_times(text, REFERENCE) == found
    assert find_times(text, None) != found


def test_finding_times_does_not_load_dateparser() -> None:
    code = (
        "import sys; from ketluan.normalise.times import find_times; find_times('ngày 15/8', None);"
        "sys.exit('dateparser' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": ":".join(sys.path)}, check=False).returncode
        == 0
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đến năm 2020", year(2020)),
        ("đến tháng 8/2019", month(2019, 8)),
        ("đến quý I/2019", months(2019, 1, 3)),
        ("đến hết quý I/2019", (date(2019, 3, 31), date(2019, 3, 31))),
        ("Tính đến hết tháng 10/2019", (date(2019, 10, 31), date(2019, 10, 31))),
        ("từ đầu năm 2019 đến hết tháng 6/2019", months(2019, 1, 6)),
        ("từ năm 2016 đến hết năm 2020", (date(2016, 1, 1), date(2020, 12, 31))),
        ("đến ngày 31/12/2020", (date(2020, 12, 31), date(2020, 12, 31))),
        ("từ năm 2019", (date(2019, 1, 1), REFERENCE)),
        ("từ năm 2030", None),
        ("trong 5 năm tới", None),
        ("6 tháng đầu năm", months(2022, 1, 6)),
        ("trước ngày 30/9", None),
    ],
)
def test_period_of_a_figure_is_closed(text: str, expected: tuple[date, date] | None) -> None:
    span = parse_time(text, REFERENCE)
    assert span is not None
    assert figure_period(span, REFERENCE) == expected


def test_same_period_is_the_same_months_of_the_other_year() -> None:
    assert same_period_of(date(2022, 1, 1), date(2022, 6, 30)) == months(2021, 1, 6)
    assert same_period_of(date(2022, 1, 1), date(2022, 6, 30), 2019) == months(2019, 1, 6)
    assert same_period_of(date(2021, 2, 1), date(2021, 2, 28)) == month(2020, 2)
    assert same_period_of(date(2020, 2, 1), date(2020, 2, 29)) == month(2019, 2)
    assert same_period_of(date(2018, 11, 1), date(2019, 2, 28), 2018) == (date(2017, 11, 1), date(2018, 2, 28))


def test_lunar_days_follow_the_vietnamese_calendar() -> None:
    assert lunar_day(2007, 1, 1) == (date(2007, 2, 17),) * 2  # the Chinese year began a day later
    assert lunar_day(2006, 12, 0) == (date(2007, 2, 16),) * 2
    assert lunar_day(2019, 1, 1) == (date(2019, 2, 5),) * 2
    assert lunar_day(2019, 13, 1) is None
    assert lunar_day(1, 1, 1) is None
    assert lunar_day(2300, 1, 1) is None


def test_year_names_are_those_near_the_reference() -> None:
    assert sexagenary_year("kỷ hợi", REFERENCE) == 2019
    assert sexagenary_year("ất mùi", date(1960, 1, 1)) == 1955
    assert sexagenary_year("giáp sửu", REFERENCE) is None  # no such year


# Properties

# Recurrence rules

RULES = sorted({row["rule"] for row in [*TABLE, *PHRASES] if row["rule"]})


@pytest.mark.parametrize("rule", RULES)
def test_rule_is_one_of_rfc_5545(rule: str) -> None:
    assert next(iter(rrulestr(rule, dtstart=datetime(2022, 7, 13)))) >= datetime(2022, 7, 13)


@given(st.integers(1, 31), st.integers(1, 12), st.sampled_from(["hằng", "hàng", "mỗi"]))
def test_printed_recurring_day_is_read_back(day: int, month_: int, each: str) -> None:
    for text, rule in (
        (f"chậm nhất ngày {day} {each} tháng", f"FREQ=MONTHLY;BYMONTHDAY={day}"),
        (f"trước ngày {day} {each} tháng", f"FREQ=MONTHLY;BYMONTHDAY={day - 1 or -1}"),
        (f"ngày {day}/{month_} {each} năm", f"FREQ=YEARLY;BYMONTH={month_};BYMONTHDAY={day}"),
        (f"tháng {month_} {each} năm", f"FREQ=YEARLY;BYMONTH={month_}"),
    ):
        assert describe(text, None).get("rule") == rule, text


# Against annotations


def _gold(part: str) -> list[dict[str, object]]:
    path = GOLD[part][0]
    if part == "shared" and not path.exists():
        pytest.skip("the shared training annotations are not on this machine")
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(("part", "least"), [("own", 0.89), ("shared", 0.93)])
def test_annotated_deadlines_are_read(part: str, least: float) -> None:
    hits = []
    for record in _gold(part):
        for deadline in record["deadlines"]:  # type: ignore[attr-defined]
            span = parse_time(deadline["mentions"][0]["text"], _day(record["reference_date"]))  # type: ignore[arg-type]
            got = (span.first, span.last) if span else (None, None)
            hits.append(got == (_day(deadline["start"]), _day(deadline["end"])))
    assert sum(hits) / len(hits) > least


@pytest.mark.parametrize(("part", "least"), [("own", 0.81), ("shared", 0.94)])
def test_annotated_periods_are_found(part: str, least: float) -> None:
    hits = []
    for record in _gold(part):
        text = (GOLD[part][1] / f"{record['doc_id']}.txt").read_text(encoding="utf-8")
        reference = _day(record["reference_date"])  # type: ignore[arg-type]
        found = {figure_period(span, reference) for span in find_times(text, reference)}
        for metric in record["metrics"]:  # type: ignore[attr-defined]
            if period := metric["period"]:
                hits.append((_day(period["start"]), _day(period["end"])) in found)
    assert sum(hits) / len(hits) > least
