"""Words beside a figure that tell its change and its basis."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.normalise.comparison import basis_after, change_before, is_level, restates
from ketluan.record import BasisKind

CHANGES = [
    ("tăng |13%", "increase"),
    ("tăng hơn |13%", "increase"),
    ("Tăng thêm khoảng |200 tỷ đồng", "increase"),
    ("giảm |143 vụ", "decrease"),
    ("giảm nhẹ |0,2%", "decrease"),
    ("tăng lên |105%", None),
    ("giảm xuống còn |15 ngày", None),
    ("giảm còn |14%", None),
    ("tăng đến |31.000 đồng/kg", None),
    ("thuế giá trị gia tăng |245 tỷ đồng", None),
    ("cắt giảm |675 điều kiện", None),
    ("vượt |60%", None),
    ("đạt |107,3%", None),
    ("tăng.\n|13 dự án", None),
    ("|13 dự án", None),
]
BASES = [
    ("82,4%| kế hoạch năm 2022", "plan"),
    ("82,4%| so với kế hoạch", "plan"),
    ("93%| dự toán", "plan"),
    ("101%| chỉ tiêu Quốc hội giao", "plan"),
    ("107,3%| so cùng kỳ năm 2021", "same_period"),
    ("107,3%| so với cùng kỳ", "same_period"),
    ("gấp 2 lần| cùng kỳ", "same_period"),
    ("tăng 6%| so với năm trước", "previous_period"),
    ("tăng 6%| so với tháng 5", "previous_period"),
    ("tăng 6%| so với năm 2010", "previous_period"),
    ("tăng 6%| so với tháng 5 năm trước", None),
    ("9,7%| (cùng kỳ chỉ tăng 4,48%)", None),
    ("263 ca|, so với cùng kỳ giảm 38 ca", None),
    ("5.030 đảng viên| (đạt 107,3% so cùng kỳ)", None),
    ("48%|, tăng 9,7% so với cùng kỳ", None),
    ("48%|", None),
]


@pytest.mark.parametrize(("marked", "change"), CHANGES)
def test_changes(marked: str, change: str | None) -> None:
    assert change_before(marked.replace("|", ""), marked.index("|")) == change


@pytest.mark.parametrize(("marked", "basis"), BASES)
def test_bases(marked: str, basis: str | None) -> None:
    assert basis_after(marked.replace("|", ""), marked.index("|")) == basis


RESTATED = [
    ("7 tổ chức cơ sở đảng| (|17,9%)", None, True),
    ("2.300 hộ| nghèo (chiếm khoảng |5%)", "total", True),
    ("56 tổ chức đảng| trong các doanh nghiệp ngoài khu vực Nhà nước (đạt |82,4% kế hoạch", "plan", True),
    ("120 tỷ đồng|, đạt |48% kế hoạch", "plan", True),
    ("56 tổ chức đảng| trong các doanh nghiệp (đạt |82,4% kế hoạch", "plan", True),
    ("120 tỷ đồng|, đạt |48%", None, False),
    ("120 tỷ đồng|; huyện A đạt |48% kế hoạch", "plan", False),
    ("343 vụ|, giảm (|12,5%)", "same_period", False),
    ("5 xã|. Toàn huyện đạt |48% kế hoạch", "plan", False),
    ("5 xã| " + "rất xa " * 12 + "đạt |48% kế hoạch", "plan", False),
]


@pytest.mark.parametrize(("marked", "basis", "told"), RESTATED)
def test_what_restates_the_figure_before(marked: str, basis: BasisKind | None, told: bool) -> None:
    assert restates(marked.split("|")[1], basis) is told


def test_levels() -> None:
    assert is_level("đạt hơn 107,3%", len("đạt hơn "))
    assert not is_level("tăng 7,3%", len("tăng "))
    assert not is_level("đạt chuẩn 7,3%", len("đạt chuẩn "))


@given(st.text(), st.integers(0, 40))
def test_any_text_has_an_answer(text: str, place: int) -> None:
    assert change_before(text, place) in ("increase", "decrease", None)
    assert is_level(text, place) in (True, False)
    assert restates(text, "plan") in (True, False)
    assert basis_after(text, place) in ("plan", "same_period", "previous_period", None)
