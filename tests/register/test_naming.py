"""How often a text names each province."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import steps
from ketluan.register import provinces_in
from ketluan.register.tables import tables


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Hà Nội và TP.HCM; Tp. HCM", {"vn:place/01": 1, "vn:place/79": 1}),
        ("TP HCM, TPHCM, thành phố Hồ Chí Minh", {"vn:place/79": 3}),
        ("Chủ tịch Hồ Chí Minh", {}),
        ("tỉnh Thanh Hoá, Thanh Hóa", {"vn:place/38": 2}),
        ("Bà Rịa-Vũng Tàu, Bà Rịa – Vũng Tàu", {"vn:place/77": 2}),
        ("Thừa Thiên Huế và Huế", {"vn:place/46": 2}),
        ("vì hòa bình", {}),
        ("", {}),
    ],
)
def test_names_are_counted(text: str, counts: dict[str, int]) -> None:
    assert provinces_in(text) == counts


@given(st.text())
def test_any_text_has_provinces_or_none(text: str) -> None:
    assert provinces_in(text).keys() <= tables().places.keys()


@pytest.mark.parametrize("piece", ["Bà Rịa ", "Bà Rịa - ", "TP ", "Hà Nội", "B", "Thừa Thiên ", "\n"])
def test_steps_grow_with_the_text(piece: str) -> None:
    short, long = (steps(lambda count=count: provinces_in(piece * count)) for count in (400, 1600))
    assert long < 5 * short + 400
