"""What other projects expect of Vietnamese phrases: each case agrees, or reasons.tsv says why not; floors."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from outside_cases import HERE, TABLES, Case, cases, compared, duckling_days, english_day, listed, written_figure

REASONS = listed("reasons.tsv")
LEFT_OUT = listed("left_out.tsv")
COMMON_MONEY = {"VND", "Dollar", "USD", "EUR"}

FLOORS: list[tuple[str, float, Callable[[Case], bool]]] = [
    ("Duckling times", 0.95, lambda case: case.table == "duckling-time"),
    ("Duckling numerals", 0.98, lambda case: case.table == "duckling-numeral"),
    (
        "Duckling money in đồng, dollar and euro",
        0.95,
        lambda case: case.table == "duckling-money" and case.expected["currency"] in COMMON_MONEY,
    ),
    ("Duckling money", 0.95, lambda case: case.table == "duckling-money"),
    ("NeMo", 0.95, lambda case: case.table.startswith("nemo-")),
    ("num2words", 0.98, lambda case: case.table == "num2words"),
    ("dateparser", 0.80, lambda case: case.table == "dateparser"),
]


@pytest.mark.parametrize("case", compared(), ids=lambda case: case.name)
def test_we_agree_or_say_why_not(case: Case) -> None:
    reason = REASONS.get((case.table, case.line))
    if reason is None:
        assert case.agrees, (case.expected, case.answer)
    else:
        assert not case.agrees, f"agrees after all, so reasons.tsv need not list it: {case.answer}"


@pytest.mark.parametrize(("name", "floor", "chosen"), FLOORS, ids=lambda value: value if isinstance(value, str) else "")
def test_floor_is_kept(name: str, floor: float, chosen: Callable[[Case], bool]) -> None:
    counted = [case.agrees for case in compared() if chosen(case)]
    assert sum(counted) / len(counted) >= floor, f"{name}: {sum(counted)} of {len(counted)}"


def test_only_clock_times_of_duckling_are_left_out() -> None:
    left = [case for case in cases("duckling-time") if ("duckling-time", case.line) in LEFT_OUT]
    assert {case.expected["grain"] for case in left} == {"hour", "minute", "second"}
    assert {table for table, _ in LEFT_OUT} == {"duckling-time", "dateparser"}


@pytest.mark.parametrize("name", ["reasons.tsv", "left_out.tsv"])
def test_lists_name_cases_that_exist(name: str) -> None:
    for (table, line), (text, reason) in listed(name).items():
        assert cases(table)[line - 1].text == text
        assert reason


def test_no_case_is_in_both_lists() -> None:
    assert not REASONS.keys() & LEFT_OUT.keys()


def test_expected_values_are_as_they_were_taken_over() -> None:
    sums = dict(line.split()[::-1] for line in (HERE / "cases" / "SHA256SUMS").read_text("ascii").splitlines())
    assert sums == {
        f"{table}.jsonl": hashlib.sha256((HERE / "cases" / f"{table}.jsonl").read_bytes()).hexdigest()
        for table in TABLES
    }


# The comparison itself must be able to fail.


def test_expected_forms_are_read_as_values() -> None:
    assert [str(part) for part in written_figure("-99.95 tỷ") or ()] == ["-99950000000.00", ""]
    assert [str(part) for part in written_figure("6 triệu năm") or ()] == ["6000000", "năm"]
    assert written_figure("lăm") is None
    start, end = duckling_days({"start": "2017-07-01", "end": None, "grain": "quarter"})
    assert (str(start), str(end)) == ("2017-07-01", "2017-09-30")
    start, end = duckling_days({"start": "2017-02-02T18:00", "end": "2017-02-03T00:00", "grain": "hour"})
    assert (str(start), str(end)) == ("2017-02-02", "2017-02-02")
    assert str(english_day("15 month ago", end)) == "2015-11-02"


@pytest.mark.parametrize("table", TABLES)
def test_another_answer_is_no_agreement(table: str) -> None:
    """The answer to any other phrase of the table with another expected value is not taken for agreement."""
    rows = [case for case in compared() if case.table == table and (table, case.line) not in REASONS]
    clashes = 0
    for case, other in zip(rows, rows[len(rows) // 2 :] + rows[: len(rows) // 2], strict=True):
        swapped = Case(table, case.line, other.text, other.reference, case.expected, case.group)
        clashes += swapped.agrees and case.expected != other.expected
    assert clashes <= len(rows) // 20
