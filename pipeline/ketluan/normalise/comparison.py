"""What the words right beside a figure say of its kind: that it is an amount of growth, and what it is compared with.

Only words that leave no doubt are read; the network judges the rest. Of the figures in the training annotations that
these words stand beside, 96 to 100% are annotated as read here (`tests/normalise/test_comparison.py` has the forms).
"""

from __future__ import annotations

import re
from typing import Final

from ketluan.record import BasisKind, Change

__all__ = ["basis_after", "change_before", "is_level", "restates"]

_WINDOW: Final = 60  # code points looked at; no such phrase is longer

_NEAR: Final = r"(?:\s+(?:thêm|khoảng|hơn|gần|trên|xấp xỉ|ước|bình quân|trung bình|dưới|nhẹ|mạnh|được)){0,3}\s+$"
# "Giá trị gia tăng" is a tax, "cắt giảm 675 điều kiện" a deed.
_CHANGES: Final[tuple[tuple[Change, re.Pattern[str]], ...]] = (
    ("increase", re.compile(r"(?<!\w)(?<!gia )tăng" + _NEAR, re.IGNORECASE)),
    ("decrease", re.compile(r"(?<!\w)(?<!cắt )giảm" + _NEAR, re.IGNORECASE)),
)
_WITH: Final = r"\s*[)(,]?\s*(?:bằng\s+)?"
# "… (cùng kỳ chỉ tăng 4%)" and "so với cùng kỳ giảm 38 ca" open a clause about another figure.
_ELSE: Final = r"(?!\s+(?:chỉ|tăng|giảm|đạt|có|là|còn)(?!\w))"
_BASES: Final[tuple[tuple[BasisKind, re.Pattern[str]], ...]] = (
    ("same_period", re.compile(r"\s*(?:[(,]?\s*so\s+(?:với\s+)?|với\s+)?cùng\s+kỳ(?!\w)" + _ELSE, re.IGNORECASE)),
    (
        "plan",
        re.compile(
            _WITH + r"(?:so\s+)?(?:với\s+)?(?:chỉ\s+tiêu|kế\s+hoạch|dự\s+toán|mục\s+tiêu)(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (
        "previous_period",
        re.compile(
            r"\s*\(?so\s+(?:với\s+)?(?:năm|tháng|quý|tuần)\s+(?:trước|ngoái|\d)(?!\w*\s+(?:năm\s+(?:trước|ngoái)))"
            + _ELSE,
            re.IGNORECASE,
        ),
    ),
)
_AMOUNT: Final = r"(?:\s+(?:khoảng|gần|hơn|trên|xấp xỉ|ước|mới)){0,2}\s+$"
_LEVEL: Final = re.compile(r"(?<!\w)(?:đạt|bằng)" + _AMOUNT, re.IGNORECASE)
# "7 tổ chức (17,9%)", "1.483 dự án, chiếm khoảng (5%)"; and "120 tỷ đồng, đạt 48%", where a plan follows.
_IN_BRACKETS: Final = re.compile(
    r"[^.;()\n]{0,60}\(\s*(?:(?:chiếm|đạt|bằng|tương đương|tỷ lệ|tỉ lệ|khoảng|gần|hơn)\s+)*", re.IGNORECASE
)
_OF_THE_PLAN: Final = re.compile(r"[^.;()\n]{0,40}?[,(]?\s*(?<!\w)(?:đạt|bằng)" + _AMOUNT, re.IGNORECASE)
_GROWTH: Final = re.compile(r"(?<!\w)(?:tăng|giảm)(?!\w)", re.IGNORECASE)


def change_before(text: str, start: int) -> Change | None:
    """Return the change that the word before a figure tells ("tăng hơn 13%" increase), None where none does.

    Args:
        start: where the figure begins, as a code point of `text`.
    """
    before = text[max(0, start - _WINDOW) : start]
    return next((change for change, form in _CHANGES if form.search(before)), None)


def basis_after(text: str, end: int) -> BasisKind | None:
    """Return what the words after a figure compare it with ("82,4% kế hoạch" plan), None where they do not tell.

    Args:
        end: where the figure ends, as a code point of `text`.
    """
    after = text[end : end + _WINDOW]
    return next((kind for kind, form in _BASES if form.match(after)), None)


def is_level(text: str, start: int) -> bool:
    """Tell whether the word before a figure gives it as a level that is reached ("đạt 107,3%"), not as growth."""
    return _LEVEL.search(text[max(0, start - _WINDOW) : start]) is not None


def restates(between: str, basis: BasisKind | None) -> bool:
    """Tell whether a percentage restates the figure before it ("56 tổ chức (đạt 82,4% kế hoạch)").

    Args:
        between: the text from the end of that figure to the start of the percentage.
        basis: what the percentage is relative to.
    """
    if len(between) > 2 * _WINDOW or _GROWTH.search(between):
        return False
    return bool(_IN_BRACKETS.fullmatch(between) or (basis == "plan" and _OF_THE_PLAN.fullmatch(between)))
