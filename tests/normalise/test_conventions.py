"""Which sign groups thousands in a text."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_numbers import grouped, hostile

from ketluan.normalise import conventions
from ketluan.normalise.amounts import amount_at
from ketluan.normalise.conventions import commas_group, with_dots_grouping


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("thu 1,234,567 đồng", True),
        ("thu 12,345.6 tỷ đồng, tăng 7%", True),
        ("tăng 7.5% so với cùng kỳ", True),
        ("thu 1,234,567 đồng, tăng 7,5%", False),
        ("tăng 7.5%, đạt 1.234 tỷ đồng", False),
        ("thu 5,030 ha", False),
        ("thu 5.030 ha", False),
        ("mục 1.2.3 và 4,5,6", False),
        ("ngày 12.5.2022", False),
        ("", False),
    ],
)
def test_a_text_tells_by_its_numbers(text: str, told: bool) -> None:
    assert commas_group(text) is told


@pytest.mark.parametrize(
    ("quote", "elsewhere", "value"),
    [
        ("5,030 ha", "thu 1,234,567 đồng", "5030"),
        ("5.25 tỷ đồng", "thu 1,234,567 đồng", "5250000000"),
        ("5.125%", "thu 1,234,567 đồng", "5.125"),
        ("5,030 ha", "thu 1.234.567 đồng", "5.03"),
        ("5,030 ha", "", "5.03"),
        ("5,030 đảng viên", "", "5030"),
    ],
)
def test_a_quote_is_read_as_its_text_has_it(quote: str, elsewhere: str, value: str) -> None:
    text = f"{quote}; {elsewhere}"
    amount = amount_at(text, 0, len(quote))
    assert amount is not None
    assert amount.value == Decimal(value)
    assert text[amount.start : amount.end] == quote


@given(st.decimals(10**6, 10**12, places=2), st.decimals(0, 10**9, places=2))
def test_numbers_printed_with_commas_are_read_back(witness: Decimal, value: Decimal) -> None:
    quote = f"{value:,f} ha"
    text = f"{quote}, {witness:,f} ha"
    amount = amount_at(text, 0, len(quote))
    assert amount is not None
    assert amount.value == value
    dotted = f"{grouped(value)} ha, {grouped(witness)} ha"
    assert not commas_group(dotted)
    amount = amount_at(dotted, 0, len(quote))
    assert amount is not None
    assert amount.value == value


@given(hostile)
def test_offsets_stay(text: str) -> None:
    assert len(with_dots_grouping(text)) == len(text)
    assert with_dots_grouping(with_dots_grouping(text)) == text
    assert commas_group(text) in (True, False)


def test_no_pattern_that_searches_looks_further_than_a_bounded_way() -> None:
    for pattern in (conventions._BY_COMMAS, conventions._BY_DOTS):
        assert "MAXREPEAT" not in repr(re._parser.parse(pattern.pattern))  # type: ignore[attr-defined]
