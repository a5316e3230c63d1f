"""Which names of programmes mean the same one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import steps
from ketluan.normalise.programme_names import REMEMBERED, group_programmes


def _grouped(*names: str) -> list[int]:
    return group_programmes(names, [None] * len(names))


@pytest.mark.parametrize(
    "names",
    [
        ("Dự án cầu Bến Gỗ", "cầu Bến Gỗ"),
        ("dự án Nhà máy Đạm Vân Phú", "dự án Đạm Vân Phú"),
        ("đường cao tốc Lạc Sơn - Phú Ninh", "cao tốc Lạc Sơn – Phú Ninh"),
        ("KĐTM Đông Hà", "khu đô thị mới Đông Hà"),
        ("Khu đô thị mới (KĐTM) Đông Hà", "khu đô thị Đông Hà"),
        ("dự án cải tạo, nâng cấp quốc lộ 96", "dự án cải tạo nâng cấp Quốc lộ 96, đoạn từ cầu La đến cầu Tân"),
        ("Dự án nhà ở xã hội Bright River", "dự án Bright river"),
        ("dự án bãi xe ngầm tại Cung Hoa Mai", "dự án bãi xe ngầm ở Cung Hoa Mai"),
        ("thuỷ điện Nậm Khoa", "Nhà máy thủy điện Nậm Khoa"),
        ("tuyến số 1 Bến Gỗ - Suối Hoa", "Dự án tuyến Bến Gỗ - Suối Hoa"),
        ("đề án sắp xếp trường học trên địa bàn huyện", "đề án sắp xếp trường học"),
        ("Dự án cầu Bến Gỗ", "dự án này"),
        ("Dự án cầu Bến Gỗ", "Công trình"),
    ],
)
def test_names_of_one(names: tuple[str, str]) -> None:
    assert _grouped(*names) == [0, 0]


@pytest.mark.parametrize(
    "names",
    [
        ("cầu Bến Gỗ", "cầu Bến Gỗ 2"),
        ("tuyến metro số 1", "tuyến metro số 2"),
        ("Khu đô thị Đông Hà", "quy hoạch Khu đô thị Đông Hà"),
        ("cầu Bến Gỗ", "nhà máy Bến Gỗ"),
        ("bến xe phía Nam TP Vân", "bến xe phía Bắc TP Vân"),
        ("khu xử lý rác Đa Hoà", "khu xử lý rác Hoà Hiệp"),
        ("kế hoạch sử dụng đất năm 2018", "kế hoạch sử dụng đất năm 2019"),
        ("cao tốc Lạc Sơn - Phú Ninh", "cao tốc Phú Ninh - Tân Hà"),
        ("Chương trình giảm nghèo", "Phong trào giảm nghèo"),
        ("dự án", "Đề án này"),
    ],
)
def test_names_of_two(names: tuple[str, str]) -> None:
    assert _grouped(*names) == [0, 1]


def test_a_short_name_means_the_one_named_last() -> None:
    names = ["cầu Bến Gỗ", "đề án sáp nhập trường", "dự án này", "đề án", "hầm Ba Tầng", "dự án"]
    assert _grouped(*names) == [0, 1, 0, 1, 4, 4]


def test_what_clashes_with_one_name_of_a_programme_is_another() -> None:
    names = ["kênh Vân Hà phía Đông", "kênh Vân Hà", "kênh Vân Hà phía Tây"]
    assert _grouped(*names) == [0, 0, 2]


def test_numbers_decide_where_both_names_have_one() -> None:
    names = ["Chương trình 01", "Chương trình số 01-CTr/TU về xây dựng Đảng", "Chương trình số 02-CTr/TU"]
    assert group_programmes(names, ["01", "01-CTr/TU", "02-CTr/TU"]) == [0, 0, 2]
    assert group_programmes(["Chương trình số 06-CTr/TU", "Đề án 06"], ["06-CTr/TU", "06"]) == [0, 1]


@given(st.lists(st.text(max_size=30), max_size=12))
def test_any_words_are_grouped_under_a_name_before_them(names: list[str]) -> None:
    found = _grouped(*names)
    assert all(first <= place and found[first] == first for place, first in enumerate(found))


def test_many_names_take_no_more_time_each() -> None:
    def many(count: int) -> int:
        return steps(lambda: _grouped(*(f"cầu Số{place} Bến{place} Gỗ{place}" for place in range(count))))

    assert many(8 * REMEMBERED) < 2.5 * many(4 * REMEMBERED)
