"""Times over made-up days and hostile texts: what is printed is read back, steps grow with the text and no faster."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import PHRASES, TABLE
from test_numbers import spell

from growth import steps
from ketluan.cli.normalize import describe
from ketluan.normalise.calendar_vn import (
    month,
    months,
    nearest,
    shift_months,
    week,
    year,
    years,
)
from ketluan.normalise.time_atoms import Form
from ketluan.normalise.time_reader import FORMS
from ketluan.normalise.times import figure_period, find_times, parse_time

REFERENCE = date(2022, 7, 13)
DAYS = st.dates(date(1990, 1, 1), date(2099, 12, 31))
FRAGMENTS = sorted(
    {word for row in [*TABLE, *PHRASES] for word in row["text"].split()}
    | {"(", ")", "-", "/", ".", ",", "\n", "99", "0"}
)


def getwidth(pattern: str) -> int:
    """The longest text that a pattern can match, as the standard library's parser of patterns tells it."""
    width: int = re._parser.parse(pattern).getwidth()[1]
    return width


@given(st.text(max_size=80) | st.lists(st.sampled_from(FRAGMENTS), max_size=12).map(" ".join), st.dates() | st.none())
@settings(max_examples=400, deadline=None)
def test_no_text_breaks_the_finder(text: str, reference: date | None) -> None:
    end = 0
    for span in find_times(text, reference):
        assert end <= span.start < span.end <= len(text)
        assert span.text == text[span.start : span.end]
        assert span.first is None or span.last is None or span.first <= span.last
        end = span.end
        figure_period(span, reference)


@given(
    st.text(max_size=30) | st.lists(st.sampled_from(FRAGMENTS), max_size=8).map(" ".join),
    st.dates() | st.none(),
    st.sampled_from([None, "past", "future"]),
)
@settings(max_examples=300, deadline=None)
def test_no_phrase_breaks_the_parser(text: str, reference: date | None, tense: str | None) -> None:
    span = parse_time(text, reference, tense)  # type: ignore[arg-type]
    if span is not None:
        assert span.text == text[span.start : span.end] == text.strip(" \t\r\n.,;:")


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=8).map(" ".join), st.dates() | st.none())
@settings(max_examples=300, deadline=None)
def test_any_words_on_any_day_have_an_answer_in_order(text: str, reference: date | None) -> None:
    meaning = describe(text, reference)
    if meaning["kind"] == "time" and meaning["start"] and meaning["end"]:
        assert meaning["start"] <= meaning["end"]


@given(DAYS, DAYS)
def test_printed_day_is_read_back(day: date, reference: date) -> None:
    for text in (
        f"ngày {day.day}/{day.month}/{day.year}",
        f"{day.day:02}/{day.month:02}/{day.year}",
        f"ngày {day.day}-{day.month}-{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
    ):
        span = parse_time(text, reference)
        assert span is not None
        assert (span.first, span.last, span.precision) == (day, day, "day")
    before = parse_time(f"trước ngày {day.day}/{day.month}/{day.year}", reference)
    assert before is not None
    assert (before.first, before.last) == (None, day - timedelta(days=1))


@given(st.dates(date(1000, 1, 1)))
def test_day_of_any_century_is_read_back(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day.day}/{day.month}/{day.year}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
    ):
        span = parse_time(text, REFERENCE)
        assert span is not None, text
        assert (span.first, span.last, span.precision) == (day, day, "day"), text


@given(st.dates(date(1100, 1, 1), date(2099, 12, 31)), st.sampled_from(["nghìn", "ngàn"]))
def test_day_in_words_is_read_back(day: date, thousand: str) -> None:
    year_ = spell(day.year).replace("nghìn", thousand)
    for text in (
        f"ngày {spell(day.day)} tháng {spell(day.month)} năm {year_}",
        f"{spell(day.day)} tháng {spell(day.month)} năm {year_}",
    ):
        span = parse_time(text, REFERENCE)
        assert span is not None, text
        assert (span.first, span.last, span.precision) == (day, day, "day"), text
    digits = " ".join(spell(int(digit)) for digit in str(day.year))
    assert describe(f"năm {digits}", None)["start"] == f"{day.year}-01-01", digits


@given(st.integers(1990, 2090), st.integers(1, 12), st.integers(1, 8), DAYS)
def test_printed_period_is_read_back(year_: int, month_: int, more: int, reference: date) -> None:
    quarter = (month_ + 2) // 3
    roman = ("I", "II", "III", "IV")[quarter - 1]
    for text, expected in (
        (f"tháng {month_}/{year_}", month(year_, month_)),
        (f"tháng {month_} năm {year_}", month(year_, month_)),
        (f"quý {quarter}/{year_}", months(year_, quarter * 3 - 2, quarter * 3)),
        (f"quý {roman} năm {year_}", months(year_, quarter * 3 - 2, quarter * 3)),
        (f"{month_} tháng đầu năm {year_}", months(year_, 1, month_)),
        (f"{month_} tháng cuối năm {year_}", months(year_, 13 - month_, 12)),
        (f"năm {year_}", year(year_)),
        (f"giai đoạn {year_}-{year_ + more}", years(year_, year_ + more)),
        (f"nhiệm kỳ {year_} - {year_ + more}", years(year_, year_ + more)),
        (f"từ năm {year_} đến năm {year_ + more}", years(year_, year_ + more)),
        (f"năm học {year_}-{year_ + 1}", (date(year_, 9, 1), date(year_ + 1, 8, 31))),
    ):
        span = parse_time(text, reference)
        assert span is not None, text
        assert (span.first, span.last) == expected, text


@given(st.integers(1, 999), st.sampled_from(["trong", "trong vòng", "trong thời hạn", "thời hạn", "chậm nhất"]), DAYS)
def test_printed_limit_is_counted_from_its_day(count: int, cue: str, reference: date) -> None:
    end = reference + timedelta(days=count)
    span = parse_time(f"{cue} {count} ngày", reference)
    assert span is not None
    assert (span.first, span.last, span.relation) == (None, end, "until")
    origin = f"{reference.day}/{reference.month}/{reference.year}"
    span = parse_time(f"{cue} {count} ngày kể từ ngày {origin}", REFERENCE)
    assert span is not None
    assert (span.first, span.last) == (None, end)


@given(DAYS, st.integers(0, 60))
def test_printed_run_of_days_is_read_back(first: date, length: int) -> None:
    last = first + timedelta(days=length + 1)
    text = f"từ ngày {first.day}/{first.month}/{first.year} đến ngày {last.day}/{last.month}/{last.year}"
    span = parse_time(text, REFERENCE)
    assert span is not None
    assert (span.first, span.last, span.relation) == (first, last, "in")


@given(DAYS, DAYS)
def test_missing_year_is_within_eight_months(day: date, reference: date) -> None:
    found = nearest(lambda tried: month(tried, day.month), reference)
    assert found is not None
    assert min(abs((found[0] - reference).days), abs((found[1] - reference).days)) <= 245


@given(DAYS)
def test_a_week_begins_on_monday_and_holds_its_reference(reference: date) -> None:
    first, last = week(reference)
    assert first.weekday() == 0
    assert first <= reference <= last == first + timedelta(days=6)


@given(st.dates(), st.integers(-200_000, 200_000))
def test_shifting_stays_in_the_calendar(start: date, count: int) -> None:
    assert date.min <= shift_months(start, count) <= date.max


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_reaches_no_further_than_a_few_words(form: Form) -> None:
    """Patterns of bounded length are tried once at each place, so that a search is linear in the text."""
    assert getwidth(form.pattern) < 400


PIECES = ("ngày ", "từ ", "1, ", "trước ngày 1/1 ", "   ", "từ 1/1 đến ", "đến hết ", "tháng tháng ", "2020-",
          "thứ hai (", "15/8/", "năm năm ", "ngày đầu của ", "hai không ", "so với ", "lúc 2h ", "tuần 3 ",
          "trong 5 ngày kể từ ", "thời hạn ", "giai đoạn từ ", "lễ 2/9 và ", "trong 5 ngày từ 1/8 ",
          "Quý ")  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("reader", [find_times, parse_time, describe])
def test_steps_grow_with_the_text_and_no_faster(reader: Callable[[str, date], object], piece: str) -> None:
    reader(piece, REFERENCE)  # so that no import is counted
    short, long = (steps(partial(reader, piece * count, REFERENCE)) for count in (300, 1200))
    assert long < 5 * short + 400
