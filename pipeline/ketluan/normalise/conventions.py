"""Which sign groups thousands in a text: the dot, as Vietnamese has it, or the comma, as some portals print it.

"5,030 ha" alone may be five hectares or five thousand; a text that elsewhere has "1,234,567" and never "7,5" tells.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

__all__ = ["commas_group", "with_dots_grouping"]

_ALONE: Final = r"(?<![\d.,/-])"
_ENDS: Final = r"(?![.,]?\d)"
_BY_COMMAS: Final = re.compile(
    rf"{_ALONE}(?:\d{{1,3}}(?:,\d{{3}}){{2,9}}(?:\.\d{{1,9}})?|\d{{1,3}}(?:,\d{{3}}){{1,9}}\.\d{{1,2}}"
    rf"|\d{{1,3}}\.\d{{1,2}}(?= ?%)){_ENDS}"
)
# "5.125%" is a share in either of the two.
_BY_DOTS: Final = re.compile(
    rf"{_ALONE}(?:\d{{1,3}}(?:\.\d{{3}}){{1,9}}(?! ?%)(?:,\d{{1,9}})?|\d{{1,9}},\d{{1,2}}){_ENDS}"
)
_NUMBER: Final = re.compile(r"\d[\d.,]*")
_SWAPPED: Final = str.maketrans(".,", ",.")


@lru_cache(maxsize=8)
def commas_group(text: str) -> bool:
    """Tell whether a text groups thousands by commas: some number shows it and none shows the contrary."""
    return _BY_COMMAS.search(text) is not None and _BY_DOTS.search(text) is None


def with_dots_grouping(quote: str) -> str:
    """Return a quote of such a text with dots and commas in its numbers exchanged; offsets stay."""
    return _NUMBER.sub(lambda match: match.group().translate(_SWAPPED), quote)
