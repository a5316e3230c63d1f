"""The cases of other projects, and how each is compared with what `ketluan normalize` says of the same phrase.

Nothing here mends an expected value: it is only brought into a form that can be compared (last days instead of
exclusive ends, a written form read as the value it names). Where our answer has no such form, the case is a miss.
"""

from __future__ import annotations

import csv
import json
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from ketluan.cli.normalize import describe
from ketluan.normalise.symbols import symbol_of

HERE = Path(__file__).parent
TABLES = sorted(path.stem for path in (HERE / "cases").glob("*.jsonl"))
ANY_DAY = date(2022, 7, 13)
"""The reference where a source gives none, as NeMo does; only what the phrase itself states is compared there."""


@dataclass(frozen=True)
class Case:
    """One phrase of a table with its expected value as the source states it; `line` counts from 1."""

    table: str
    line: int
    text: str
    reference: str | None
    expected: dict[str, Any]
    group: int

    @property
    def name(self) -> str:
        return f"{self.table}:{self.line} {self.text}"

    @property
    def day(self) -> date:
        return date.fromisoformat(self.reference[:10]) if self.reference else ANY_DAY

    @property
    def answer(self) -> dict[str, Any]:
        return describe(self.text, self.day)

    @property
    def agrees(self) -> bool:
        return COMPARISONS[self.table](self, self.answer)


@cache
def cases(table: str) -> tuple[Case, ...]:
    lines = (HERE / "cases" / f"{table}.jsonl").read_text("utf-8").splitlines()
    return tuple(Case(table, number, **json.loads(line)) for number, line in enumerate(lines, start=1))


@cache
def listed(name: str) -> dict[tuple[str, int], tuple[str, str]]:
    """A list of cases (reasons.tsv, left_out.tsv): for each table and line the text and the reason."""
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return {(row["table"], int(row["line"])): (row["text"], row["reason"]) for row in rows}


def compared() -> list[Case]:
    """Every case but those of left_out.tsv, which expect what this project does not read at all."""
    return [case for table in TABLES for case in cases(table) if (table, case.line) not in listed("left_out.tsv")]


# Duckling


def duckling_days(expected: dict[str, Any]) -> tuple[date, date]:
    """The first and the last day of a Duckling time; of a time of day, the day that it is in."""
    start, grain = expected["start"], expected["grain"]
    first = date.fromisoformat(start[:10])
    if end := expected["end"]:
        exclusive = datetime.fromisoformat(end)
        return first, (exclusive - timedelta(microseconds=1)).date()
    if grain == "week":
        return first, first + timedelta(days=6)
    months = {"month": 1, "quarter": 3, "year": 12}.get(grain)
    if months is None:
        return first, first
    last_month = first.month + months - 1
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])


def same_time(case: Case, answer: dict[str, Any]) -> bool:
    first, last = duckling_days(case.expected)
    return answer["kind"] == "time" and (answer["start"], answer["end"]) == (first.isoformat(), last.isoformat())


def same_number(case: Case, answer: dict[str, Any]) -> bool:
    return answer["kind"] == "number" and Decimal(answer["value"]) == Decimal(case.expected["value"])


def same_ordinal(case: Case, answer: dict[str, Any]) -> bool:
    return same_number(case, answer) and answer.get("ordinal") is True


CURRENCIES = {"Dollar": "USD", "Pound": "GBP", "Cent": "¢"}
"""Duckling's names for currencies of no stated country, and what a report in Vietnamese means by them."""
BOUNDS = {"under": ("high", {"under", "at_most"}), "above": ("low", {"over", "at_least"})}


def same_money(case: Case, answer: dict[str, Any]) -> bool:
    expected = case.expected
    currency = CURRENCIES.get(expected["currency"], expected["currency"])
    if answer["kind"] != "amount" or symbol_of(answer["unit"]) != currency:
        return False
    if expected["relation"] == "between":
        return (answer.get("low"), answer.get("high")) == (expected["low"], expected["high"])
    if expected["relation"] is None:
        return answer["value"] == expected["value"] and answer["qualifier"] in ("exact", "about")
    side, qualifiers = BOUNDS[expected["relation"]]
    return answer["value"] == expected[side] and answer["qualifier"] in qualifiers


# NeMo, whose expected values are written forms

SCALES = {"nghìn": 10**3, "vạn": 10**4, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
WORDS = {"không": 0, "một": 1, "hai": 2, "ba": 3, "năm": 5}
UNITS = {"$": "USD", "€": "EUR", "₩": "KRW", "RM": "MYR", "phút": "min", "v": "V", "μm": "µm", "inch": "in", "°c": "°C",
         "°f": "°F", "mbps": "Mbit/s", "kbps": "kbit/s", "tb": "TB", "gb": "GB"}  # fmt: skip


def written_figure(written: str) -> tuple[Decimal, str] | None:
    """The value of a written figure with its scale words, and what follows it; None where it begins with no figure."""
    match = re.match(r"(-?\d+(?:\.\d+)?)\s?(.*)", written)
    if match:
        value, rest = Decimal(match[1]), match[2].split()
    elif written.split()[0] in WORDS:
        value, rest = Decimal(WORDS[written.split()[0]]), written.split()[1:]
    else:
        return None
    while rest and rest[0] in SCALES:
        value *= SCALES[rest.pop(0)]
    return value, " ".join(rest)


def same_figure(case: Case, answer: dict[str, Any]) -> bool:
    """The same number, or the same number and then the words that NeMo leaves ("3000 năm")."""
    figure = written_figure(case.expected["written"])
    if figure is None:
        return answer["kind"] is None and not re.search(r"\d", case.expected["written"])
    value, rest = figure
    if not rest:
        return answer["kind"] == "number" and Decimal(answer["value"]) == value
    return answer["kind"] == "amount" and Decimal(answer["value"] or "NaN") == value and answer["unit"] == rest


def same_fraction(case: Case, answer: dict[str, Any]) -> bool:
    part, whole = map(Decimal, case.expected["written"].split("/"))
    if answer["kind"] != "number":
        return False
    # Records write a fraction without an end with four decimal places.
    return abs(Decimal(answer["value"]) - part / whole) <= Decimal("0.00005")


def same_measure(case: Case, answer: dict[str, Any]) -> bool:
    figure = written_figure(case.expected["written"])
    if figure is None or answer["kind"] != "amount":
        return False
    value, unit = figure
    return Decimal(answer["value"]) == value and symbol_of(answer["unit"]) == UNITS.get(unit, unit)


def same_date(case: Case, answer: dict[str, Any]) -> bool:
    """The same day, month and year, as far as the written form states them."""
    match = re.fullmatch(
        r"(?:(?:(?:ngày )?(?:mùng |mồng )?(?P<d>\d+) )?tháng (?P<m>\d+|năm))?(?: ?năm (?P<y>\d+))?",
        case.expected["written"],
    )
    if match is None or answer["kind"] != "time" or not answer["start"]:
        return False
    day, month, year = match["d"], match["m"], match["y"]
    first, last = date.fromisoformat(answer["start"]), date.fromisoformat(answer["end"])
    stated = [
        day is None or (first == last and first.day == int(day)),
        month is None or first.month == last.month == (5 if month == "năm" else int(month)),
        year is None or first.year == last.year == int(year),
    ]
    return all(stated) and answer["precision"] == ("day" if day else "month" if month else "year")


SECONDS = {"giờ": 3600, "phút": 60, "giây": 1}


def same_clock(case: Case, answer: dict[str, Any]) -> bool:
    """The same time since midnight, or the same length of time, in seconds."""
    match = re.match(
        r"(?:(\d+)h ?(?:(\d+)s)?|(\d+):(\d\d)(?::(\d\d))?|(\d+)p(\d+)s|(\d+) phút)", case.expected["written"]
    )
    if match is None:
        return answer["kind"] is None
    hours, minutes, seconds = (
        sum(int(match[group] or 0) for group in groups) for groups in ((1, 3), (4, 6, 8), (2, 5, 7))
    )
    if answer["kind"] != "amount" or answer["value"] is None:
        return False
    unit = answer["unit"].split()[0]
    return Decimal(answer["value"]) * SECONDS.get(unit, 0) == hours * 3600 + minutes * 60 + seconds


def same_written_ordinal(case: Case, answer: dict[str, Any]) -> bool:
    return answer.get("ordinal") is True and case.expected["written"] == f"thứ {answer['value']}"


# dateparser


def english_day(phrase: str, reference: date) -> date:
    """The day of a phrase in dateparser's English: "thursday 8 january 2015", "2 week 3 day", "15 month ago"."""
    if found := re.match(r"(?:\w+day )?(\d\d/\d\d/\d{4})\b", phrase):
        return datetime.strptime(found[1], "%d/%m/%Y").date()
    if found := re.match(r"(?:\w+day )?(\d+ [a-z]+ \d{4})\b", phrase):
        return datetime.strptime(found[1], "%d %B %Y").date()
    sign = 1 if phrase.startswith("in ") else -1
    moved = reference
    for count, unit in re.findall(r"(\d+) (day|week|month)", phrase):
        if unit == "month":
            years, month = divmod(moved.year * 12 + moved.month - 1 + sign * int(count), 12)
            moved = date(years, month + 1, min(moved.day, monthrange(years, month + 1)[1]))
        else:
            moved += sign * int(count) * timedelta(days=7 if unit == "week" else 1)
    return moved


def same_datetime(case: Case, answer: dict[str, Any]) -> bool:
    """A day that a source gives is ours, or lies in our week, month or year where the phrase names no day."""
    if case.expected["kind"] == "english":
        day = english_day(case.expected["english"], case.day)
    else:
        day = datetime.fromisoformat(case.expected["datetime"]).date()
    if answer["kind"] != "time" or not (answer["start"] and answer["end"]):
        return False
    first, last = date.fromisoformat(answer["start"]), date.fromisoformat(answer["end"])
    return first == day == last if answer["precision"] == "day" else first <= day <= last


COMPARISONS: dict[str, Callable[[Case, dict[str, Any]], bool]] = {
    "dateparser": same_datetime,
    "duckling-money": same_money,
    "duckling-numeral": same_number,
    "duckling-ordinal": same_ordinal,
    "duckling-time": same_time,
    "nemo-cardinal": same_figure,
    "nemo-date": same_date,
    "nemo-decimal": same_figure,
    "nemo-fraction": same_fraction,
    "nemo-measure": same_measure,
    "nemo-money": same_measure,
    "nemo-ordinal": same_written_ordinal,
    "nemo-time": same_clock,
    "num2words": same_number,
}
