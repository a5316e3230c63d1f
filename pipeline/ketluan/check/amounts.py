"""An amount, a count and the amount for each: "50 suất quà, mỗi suất 1 triệu đồng, tổng trị giá 50 triệu đồng"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ketluan.check.figures import Figure, Figures
from ketluan.check.laws import Level
from ketluan.check.readings import Question, Reading

_EACH = re.compile(r"(?:^|\W)(?:mỗi|một|từng)\s+(\w+)(?:\s+\w+){0,3}[\s(]+$")
_PER = re.compile(r"^\s*/\s*(\w+)|^\s+(?:mỗi|một)\s+(\w+)")
_ALL = re.compile(r"(?:^|\W)(?:tổng|trị giá)(?:\s+\w+){0,4}\s*$")
_MONEY = frozenset({"đồng", "usd", "euro"})
_ONE = Decimal(1)


def read_amounts(figures: Figures) -> Iterator[Question]:
    """Each amount per thing, with the count of the things and the whole amount where its sentence states both."""
    for each in figures.all:
        thing = _thing(figures, each) if each.unit in _MONEY and each.metric.change == "none" else ""
        if not thing:
            continue
        near = figures.near(each)
        counts = [other for other in near if other.unit.split(" ")[0] == thing and other.whole is None]
        alls = [other for other in near if other.unit == each.unit and _ALL.search(figures.before(other))]
        if len(counts) == 1 and len(alls) == 1:
            yield Question([_reading(alls[0], each, counts[0])])


def _thing(figures: Figures, each: Figure) -> str:
    match = _EACH.search(figures.before(each)) or _PER.search(figures.after(each))
    return next((group for group in match.groups() if group), "") if match else ""


def _reading(whole: Figure, each: Figure, count: Figure) -> Reading:
    lead = f"{count.written} at {each.written}"
    return Reading(
        "amount", Level(0, _ONE), (whole, each, count), False, f"{lead} makes {whole.written}, as stated",
        f"{lead} makes {{}}, stated is {whole.written}", 0,
    )  # fmt: skip
