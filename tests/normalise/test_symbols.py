"""Units by their standard symbols, in whatever spelling."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_numbers import hostile

from growth import steps
from ketluan.cli.normalize import describe
from ketluan.normalise.symbols import symbol_of


@pytest.mark.parametrize(
    ("spellings", "symbol"),
    [
        ("m|mét", "m"),
        ("km|ki lô mét|ki-lô-mét|kilômét|kilomet|cây số", "km"),
        ("cm|xăng ti mét|xen ti mét|centimet", "cm"),
        ("mm|mi li mét|milimét", "mm"),
        ("m2|m²|mét vuông", "m²"),
        ("km2|km²|ki lô mét vuông|kilomet vuông", "km²"),
        ("m3|mét khối", "m³"),
        ("ha|héc ta|héc-ta|hecta", "ha"),
        ("kg|kí|ký|kí lô|ki lô gam|ki-lô-gram", "kg"),
        ("gam|gram|g", "g"),
        ("tấn", "t"),
        ("tạ", "q"),
        ("lít", "l"),
        ("kW|ki lô oát", "kW"),
        ("MW|mê ga oát|mêgaoát", "MW"),
        ("kWh|ki lô oát giờ", "kWh"),
        ("%|phần trăm", "%"),
        ("điểm phần trăm|điểm %", "pp"),
        ("đồng|VNĐ|đ|việt nam đồng", "VND"),
        ("USD|đô la|đô la Mỹ|đô-la Mỹ|đô|$", "USD"),
        ("euro|Euro|EUR|€|ơ rô", "EUR"),
        ("nhân dân tệ|tệ|NDT", "CNY"),
        ("yên|yên Nhật", "JPY"),
        ("won|uôn", "KRW"),
        ("bảng Anh|bảng", "GBP"),
        ("đô la Úc|AUD", "AUD"),
        ("đô la Hồng Kông|HKD", "HKD"),
        ("franc Thụy Sĩ|CHF", "CHF"),
        ("MB|mê ga byte", "MB"),
        ("Mb", "Mbit"),
        ("Mbps", "Mbit/s"),
        ("Mb/s", "Mbit/s"),
        ("ampe|A", "A"),
        ("a", "a"),
        ("kWp", "kWp"),
        ("km/h|ki lô mét trên giờ|km/giờ", "km/h"),
        ("tạ/ha|tạ trên héc ta", "q/ha"),
        ("đồng/người/năm", "VND/người/năm"),
        ("USD mỗi tấn", "USD/t"),
        ("m3/ngày đêm", "m³/d"),
    ],
)
def test_spellings_of_one_unit_have_one_symbol(spellings: str, symbol: str) -> None:
    assert {symbol_of(unit) for unit in spellings.split("|")} == {symbol}


@pytest.mark.parametrize("unit", ["", "đảng viên", "lượt khách", "dự án", "vốn", "người/km2", "/", "trên"])
def test_what_is_counted_has_no_symbol(unit: str) -> None:
    assert symbol_of(unit) is None


@given(hostile | st.text(alphabet="kmgđ²³/- ", max_size=30))
def test_any_unit_has_a_symbol_or_none(text: str) -> None:
    symbol = symbol_of(text)
    assert symbol is None or symbol.strip()


@pytest.mark.parametrize("piece", ["ki lô ", "m/", "/", " trên ", "mét ", " "])
def test_steps_grow_with_the_unit(piece: str) -> None:
    short, long = (steps(partial(symbol_of, piece * count)) for count in (400, 1600))
    assert long < 5 * short + 400


def test_normalize_tells_the_symbol_where_a_record_would_not_spell_it_so() -> None:
    assert describe("20 Euros", None)["symbol"] == "EUR"
    assert describe("5 mét vuông", None)["symbol"] == "m²"
    for phrase in ("5 m2", "5 km", "5 tỷ đồng", "5 USD", "5 đảng viên", "5%"):
        assert "symbol" not in describe(phrase, None)
