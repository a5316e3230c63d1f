"""Roman numerals and ordinals."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_numbers import hostile, spell

from growth import steps
from ketluan.cli.normalize import describe
from ketluan.normalise.ordinals import parse_ordinal
from ketluan.normalise.roman import roman_value

ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
         (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


def roman(number: int) -> str:
    letters = ""
    for value, sign in ROMAN:
        while number >= value:
            letters, number = letters + sign, number - value
    return letters


@given(st.integers(1, 3999))
def test_printed_roman_numeral_is_read_back(number: int) -> None:
    written = roman(number)
    assert roman_value(written) == (number if set(written) & set("IVX") else None)


@given(hostile | st.text("IVXLCDM", max_size=20))
def test_what_is_read_as_roman_is_how_the_value_is_written(text: str) -> None:
    value = roman_value(text)
    assert value is None or roman(value) == text


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("thứ nhất", 1),
        ("thứ nhì", 2),
        ("thứ hai", 2),
        ("thứ tư", 4),
        ("thứ 5", 5),
        ("lần thứ XIII", 13),
        ("Lần thứ hai mươi mốt", 21),
        ("đầu tiên", 1),
        ("lần đầu", 1),
        ("thứ", None),
        ("lần hai", None),
        ("thứ 0", None),
        ("thứ 1,5", None),
        ("thứ trưởng", None),
        ("hai", None),
    ],
)
def test_ordinals(phrase: str, value: int | None) -> None:
    assert parse_ordinal(phrase) == value


@given(st.integers(1, 10**6))
def test_printed_ordinal_is_read_back(number: int) -> None:
    assert parse_ordinal(f"thứ {number}") == number
    assert parse_ordinal(f"lần thứ {spell(number)}") == number


def test_the_name_of_a_weekday_is_one_before_it_is_an_ordinal() -> None:
    assert describe("thứ hai", None)["kind"] == "time"
    assert describe("thứ nhất", None) == {"text": "thứ nhất", "kind": "number", "value": "1", "ordinal": True}


@given(hostile)
def test_any_text_gives_an_ordinal_or_none(text: str) -> None:
    value = parse_ordinal(text)
    assert value is None or value > 0


@pytest.mark.parametrize("piece", ["thứ ", "lần ", "thứ nhất ", "X", "một ", " "])
def test_steps_grow_with_the_text(piece: str) -> None:
    short, long = (steps(partial(parse_ordinal, piece * count)) for count in (400, 1600))
    assert long < 5 * short + 400
