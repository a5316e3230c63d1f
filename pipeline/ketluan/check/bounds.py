"""Percentages that cannot be: a share of a whole over 100%, a decrease by more than all there was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ketluan.check.figures import Figures, finding
from ketluan.record import Check

# Debt or credit in per cent of a year's product is no part of it; beds and machines can be used beyond capacity.
_RATIO = re.compile(r"(?<!\w)(?:gdp|grdp|vốn chủ sở hữu|tỷ lệ an toàn|công suất|sử dụng giường|so với)(?!\w)")
_HUNDRED = Decimal(100)


def check_bounds(figures: Figures) -> Iterator[Check]:
    """Find shares and decreases above 100%."""
    seen: set[str] = set()
    for figure in figures.all:
        if not figure.percent or figure.interval.low <= _HUNDRED or figure.id in seen:
            continue
        seen.add(figure.id)
        if figure.metric.change == "decrease":
            yield finding("decrease_over_100", "warning", f"a decrease by {figure.written} is more than all", figure)
        elif figure.basis == "total" and figure.metric.change == "none":
            told = (figures.before(figure, 80), figure.metric.indicator.lower(), figures.after(figure, 10))
            if any(_RATIO.search(words) for words in told):
                continue
            yield finding("share_over_100", "warning", f"{figure.written} is given as a share of a whole", figure)
