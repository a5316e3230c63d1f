"""Shares of a total and fractions of a whole: "13/14 chỉ tiêu", "45 trong số 90 người", "hai phần ba"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ketluan.normalise.number_tokens import Token
from ketluan.normalise.number_words import UNITS
from ketluan.normalise.numbers import EXACT, Numeral, divide, read_numeral
from ketluan.normalise.units import COUNTED, CURRENCIES, MASS_NOUNS, MEASURES

__all__ = ["BOUNDS", "MAX_UNIT_TOKENS", "NumberSpan", "share", "total_words"]

OF_TOTAL: Final = (
    *(("trong", "tổng", "số"), ("trên", "tổng", "số"), ("/", "tổng", "số"), ("trong", "tổng"), ("trên", "tổng")),
    *(("trong", "số"), ("trong",), ("trên",), ("/",)),
)
WHOLES_IN_WORDS: Final = {"số": frozenset({*UNITS, "mười"}), "trong": frozenset(UNITS.keys() - {"không", "năm"})}
"""Which number words may tell the whole after these; "hai trong năm" may be two in a year."""
BOUNDS: Final = frozenset({"dưới", "gần", "hơn", "trên", "khoảng"})
"""Words that may stand between the two numbers of an expression and say of the second that it is not exact."""
PARTS: Final = frozenset({"trăm", "nghìn", "ngàn"})
"""After "phần" these are units ("ba phần trăm" is 3 %, "ba phần nghìn" 3 ‰), other numbers a whole ("ba phần tư")."""
TENTHS: Final = frozenset({Decimal(10), Decimal(100), Decimal(1000)})
WHOLE_NOUNS: Final = frozenset({"số", "tổng", "lượng", "phần"})
COUNTED_PARTS: Final = frozenset({"phần mềm", "phần việc", "phần quà", "phần thi"})
""""9/14 phần mềm" are nine programs of fourteen."""
MAX_UNIT_TOKENS: Final = 4


@dataclass(frozen=True, slots=True)
class NumberSpan:
    """A number expression at `start:end` of a text.

    A range has `low` and `high`, a share like "13/14" has `value` and `total`, all else has `value` only. `scaled`
    tells that the (last) number carries a scale word.
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    total: Decimal | None
    scaled: bool


def total_words(tokens: Sequence[Token], place: int, *, spoken: bool = False) -> int:
    """How many tokens at a place say "out of", where a number in digits follows them, or in words if `spoken`."""
    for phrase in OF_TOTAL:
        count = len(phrase)
        if tuple(token.word for token in tokens[place : place + count]) != phrase:
            continue
        # "trong tổng số trên 3 triệu ô tô"; a single "trong" or "trên" before such a word may be anything.
        bound = (count > 1 or phrase == ("/",)) and place + count < len(tokens) and tokens[place + count].word in BOUNDS
        count += bound
        whole = tokens[place + count] if place + count < len(tokens) else None
        words = WHOLES_IN_WORDS.get(phrase[-1], frozenset())
        if whole is not None and (whole.digits or (spoken and whole.word in words)):
            return count if all(token.near for token in tokens[place : place + count + 1]) else 0
    return 0


def share(tokens: Sequence[Token], first: Numeral, *, phrase: bool = False) -> tuple[NumberSpan, int] | None:
    """The share that a number begins ("13/14", "45 trong số 90", "hai phần ba"), and the token after it.

    In a `phrase` that is known to be one amount the unit may stand twice ("45 người trong số 90 người");
    in running text these are two figures.
    """
    link, count = first.last, total_words(tokens, first.last, spoken=phrase)
    while not count and link < min(first.last + MAX_UNIT_TOKENS, len(tokens)):
        # "938 tỷ đồng/5.863 tỷ đồng": the unit may stand on both sides of the stroke.
        raised = tokens[link].glued and tokens[link].text in ("2", "3")  # "117.504 m2/206.917 m2"
        if not (tokens[link].text[0].isalpha() or raised) or not tokens[link].near:
            return None
        link += 1
        linked = link < len(tokens) and (phrase or tokens[link].word == "/")
        count = total_words(tokens, link) if linked else 0
    if not count:
        return _spoken_fraction(tokens, first)
    second = read_numeral(tokens, link + count)
    if second is None or second.value <= 0:
        return None
    stroke = tokens[link].word == "/"
    if link > first.last and not _same_unit(tokens, first, link, second):
        return None
    first = _scaled_alike(tokens, first, second, stroke=stroke) if link == first.last else first
    if not stroke and first.value > second.value:
        return None
    start, end, scaled = tokens[first.first].start, tokens[second.last - 1].end, second.scale > 1
    if stroke and link == first.last and _is_fraction(tokens, first, second):
        return NumberSpan(start, end, divide(first.value, second.value), None, None, None, False), second.last
    return NumberSpan(start, end, first.value, None, None, second.value, scaled), second.last


def _scaled_alike(tokens: Sequence[Token], part: Numeral, whole: Numeral, *, stroke: bool) -> Numeral:
    """The part with the scale of the whole: "956/1.400 tỷ đồng", "20 trên 30 tỷ đồng", but not "3 trong 5 triệu"."""
    if part.scale > 1 or whole.scale == 1 or part.value > EXACT.divide(whole.value, whole.scale):
        return part
    paid = whole.last < len(tokens) and tokens[whole.last].word in CURRENCIES
    return replace(part, value=EXACT.multiply(part.value, whole.scale), scale=whole.scale) if stroke or paid else part


def _same_unit(tokens: Sequence[Token], part: Numeral, link: int, whole: Numeral) -> bool:
    """Whether both sides of a stroke count the same: "420 mã HS/720 mã", "938 tỷ đồng/5.863 tỷ"."""
    head = tokens[part.last].word
    if whole.last < len(tokens) and tokens[whole.last].word == head:
        return True
    return head == "đồng" and link == part.last + 1 and part.scale > 1 and whole.scale > 1


def _is_fraction(tokens: Sequence[Token], part: Numeral, whole: Numeral) -> bool:
    """Whether "a/b" is a fraction of one whole ("2/3 thời gian") rather than a count ("7/12 nhà ga")."""
    if not 0 < part.value < whole.value or part.scale > 1 or whole.scale > 1:
        return False
    following = tokens[whole.last].word if whole.last < len(tokens) and tokens[whole.last].near else ""
    pair = " ".join(token.word for token in tokens[whole.last : whole.last + 2])
    if following and pair in COUNTED_PARTS:
        return False
    if following in WHOLE_NOUNS or (following and pair in MASS_NOUNS):
        return whole.value <= 100
    small = whole.value <= 4 or (part.value == 1 and not following) or (part.value == 1 and whole.value in TENTHS)
    return small and following not in COUNTED and following not in MEASURES


def _spoken_fraction(tokens: Sequence[Token], first: Numeral) -> tuple[NumberSpan, int] | None:
    """ "hai phần ba", "một phần mười"."""
    if first.last + 1 >= len(tokens) or tokens[first.last].word != "phần" or first.scale > 1:
        return None
    second = read_numeral(tokens, first.last + 1) if tokens[first.last + 1].word not in PARTS else None
    last, whole = (second.last, second.value) if second is not None else (first.last + 2, Decimal(4))
    if second is None and tokens[first.last + 1].word != "tư":
        return None
    value = divide(first.value, whole) if whole > 1 else None
    if value is None:
        return None
    return NumberSpan(tokens[first.first].start, tokens[last - 1].end, value, None, None, None, False), last
