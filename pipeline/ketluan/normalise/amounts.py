"""Amounts: a number expression with its unit and the words that bound it, read from a phrase or in a text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from ketluan.normalise.compounds import clock, compound
from ketluan.normalise.conventions import commas_group, with_dots_grouping
from ketluan.normalise.number_spans import STARTERS, NumberSpan, expression, find_numbers
from ketluan.normalise.number_tokens import Token, tokens_of
from ketluan.normalise.number_words import HALVES, NOUN_TAILS
from ketluan.normalise.numbers import EXACT, RATIOS, read_numeral
from ketluan.normalise.units import (
    COMPARATIVES,
    CONVERSIONS,
    COUNT_PREFIXES,
    CURRENCIES,
    CURRENCY_SIGNS,
    LEADING_UNITS,
    MEASURES,
    QUALIFIERS,
    SCALES,
    UNIT_SPELLINGS,
)

__all__ = ["Amount", "NumberSpan", "amount_at", "find_numbers", "parse_amount", "qualifier_before"]

OPENERS: Final = frozenset(
    """từ đạt còn là tới đến giữa lên xuống được có tăng giảm thêm bằng chiếm chỉ mới đủ đúng tròn cả tổng
    cao dài rộng sâu dày nặng nhiều lớn""".split()
)
OPENING_PAIRS: Final = RATIOS | {
    *(("bình", "quân"), ("trung", "bình"), ("toàn", "bộ"), ("tất", "cả"), ("tổng", "số"), ("tổng", "cộng")),
    *(("dự", "kiến"), ("lãi", "suất"), ("cộng", "lại")),
}
"""Words that may stand before the number of a phrase and say nothing of its value."""
BRACKETS: Final = frozenset("(“\"‘'[±+")
AFTER: Final = {
    ("trở", "lên"): "at_least",
    ("trở", "đi"): "at_least",
    ("đổ", "lên"): "at_least",
    ("là", "ít"): "at_least",
    ("trở", "xuống"): "at_most",
    ("trở", "lại"): "at_most",
    ("đổ", "lại"): "at_most",
    ("đổ", "xuống"): "at_most",
    ("là", "cùng"): "at_most",
    ("có", "dư"): "over",
    ("có", "lẻ"): "over",
}
BOUNDS: Final = QUALIFIERS | COMPARATIVES
MONEY_SCALES: Final = frozenset({"tỷ", "tỉ", "triệu", "trđ", "tr"})
RATE_SCALES: Final = MONEY_SCALES | {"nghìn", "ngàn", "k"}
"""Scale words before a stroke that plainly count money: "15 nghìn/kg"."""
EDGES: Final = " \t\n\u00a0.,;:“”\"'()[]‘’"
TIMES: Final = frozenset("x×")
POWERS: Final = frozenset({"kw", "mw", "gw", "mwp", "kwp", "kva", "mva"})
MAX_QUALIFIER_TOKENS: Final = 4
MAX_CLOCK_TOKENS: Final = 7
WINDOW: Final = 48


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure as a record writes it.

    `value`, or `low` and `high` for a range; `total` for "13/14 chỉ tiêu". `unit` is "" where the phrase has none.
    `qualifier` is one of exact, about, over, under, at_least, at_most. `start:end` is the quote in the text that was
    read: number, scale word and unit, without the words of the qualifier.
    """

    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    total: Decimal | None
    unit: str
    qualifier: str
    start: int
    end: int


def parse_amount(text: str) -> Amount | None:
    """Reads a whole phrase (NFC) as one amount: "hơn 45.000 tỷ đồng", "7,5-8%", "13/14 chỉ tiêu", "gấp đôi".

    All that follows the number is taken for its unit. None where the phrase does not begin with an amount,
    a qualifier before an amount, or a unit that stands before its number ("cấp 9", "$10").
    """
    tokens = tokens_of(text)
    place, qualifier = _leading_qualifier(tokens)
    at = clock(tokens[place : place + MAX_CLOCK_TOKENS])
    if at is not None and place + MAX_CLOCK_TOKENS > len(tokens):
        return Amount(at.value, None, None, None, at.unit, qualifier, tokens[place].start, tokens[-1].end)
    first, unit = _leading_unit(tokens, place)
    if first < len(tokens) and tokens[first].word == "gấp":
        return _multiple(text, tokens, first, qualifier)
    number = _number(tokens, first)
    if number is None:
        return None
    span, last = number
    if unit and last < len(tokens) and tokens[last].near and tokens[last].word in MEASURES | CURRENCIES:
        unit = ""  # "mức 5%": the number has a unit of its own
    start = tokens[place].start if unit else span.start
    rest, qualifier, end = _closing(text, tokens, last, qualifier)
    amount = Amount(span.value, span.low, span.high, span.total, "", qualifier, start, end)
    combined = _combined(amount, tokens, last)
    if combined is not None:
        return combined
    if unit and not rest.strip(EDGES):
        return replace(amount, unit=unit, end=span.end)
    if rest.split()[-1:] and rest.split()[-1].lower() in HALVES and amount.value is not None:
        half = EXACT.divide(Decimal(SCALES.get(tokens[last - 1].word, 1)), Decimal(2))  # "1 tỷ đồng rưỡi"
        amount = replace(amount, value=EXACT.add(amount.value, half))
        rest = "".join(rest.rsplit(None, 1)[:-1])
    return replace(amount, unit=unit or _unit(rest, span, tokens, last))


def amount_at(text: str, start: int, end: int) -> Amount | None:
    """Reads the quote `text[start:end]` in its context: the qualifier before it and "trở lên" after it count.

    Where the text groups thousands by commas, so does the quote. Offsets of the result are in `text`; None where the
    quote does not begin with an amount.
    """
    quote = text[start:end]
    amount = parse_amount(with_dots_grouping(quote) if commas_group(text) else quote)
    if amount is None:
        return None
    qualifier = amount.qualifier
    if qualifier == "exact":
        tail = tokens_of(text[end : end + WINDOW])[:2]
        near = len(tail) == 2 and tail[0].near and tail[1].near
        qualifier = AFTER.get((tail[0].word, tail[1].word), "exact") if near else "exact"
    if qualifier == "exact":
        qualifier = qualifier_before(text, start + amount.start)[0]
    return replace(amount, qualifier=qualifier, start=start + amount.start, end=start + amount.end)


def qualifier_before(text: str, start: int) -> tuple[str, int]:
    """The qualifier that stands right before an offset, and where its words start; ("exact", start) without one.

    Comparatives ("thấp hơn 33 tỷ", "vượt 13%") tell by how much two figures differ and are no qualifiers here.
    """
    window = max(0, start - WINDOW)
    tokens = tokens_of(text[window:start])
    if not tokens or text[window + tokens[-1].end : start].strip(" \u00a0\t"):
        return "exact", start
    for count in range(min(MAX_QUALIFIER_TOKENS, len(tokens)), 0, -1):
        chosen = tokens[-count:]
        phrase = " ".join(token.word for token in chosen)
        if phrase in BOUNDS and all(token.near for token in chosen[1:]):
            # A word that the window cuts in two may look like another.
            if window and chosen[0].start == 0 and text[window - 1].isalnum():
                continue
            name = QUALIFIERS.get(phrase, "exact")
            return name, start if name == "exact" else window + chosen[0].start
    return "exact", start


def _leading_qualifier(tokens: Sequence[Token]) -> tuple[int, str]:
    """Where the amount starts after words like "hơn", "khoảng từ", and the first qualifier among them."""
    place, qualifier = 0, "exact"
    while place < len(tokens):
        for count in range(min(MAX_QUALIFIER_TOKENS, len(tokens) - place), 0, -1):
            phrase = " ".join(token.word for token in tokens[place : place + count])
            if phrase in BOUNDS and place + count < len(tokens):
                qualifier = BOUNDS[phrase] if qualifier == "exact" else qualifier
                place += count
                break
        else:
            if (tokens[place].word, tokens[min(place + 1, len(tokens) - 1)].word) in OPENING_PAIRS:
                place += 1  # "tỷ lệ 95,5%"
            elif tokens[place].word not in OPENERS and tokens[place].text not in BRACKETS:
                break
            place += 1
    return place, qualifier


def _leading_unit(tokens: Sequence[Token], place: int) -> tuple[int, str]:
    """The token of the number after a currency sign or a measuring noun, and that unit; (place, "") without one."""
    for count in (3, 2, 1):
        chosen = tokens[place : place + count]
        if len(chosen) < count or place + count >= len(tokens) or not all(token.near for token in chosen[1:]):
            continue
        after = tokens[place + count]
        signed = "".join(token.word for token in chosen)
        if signed in CURRENCY_SIGNS and after.digits:
            return place + count, CURRENCY_SIGNS[signed]
        noun = " ".join(token.word for token in chosen)
        if noun in LEADING_UNITS and after.digits and after.near:
            return place + count, noun
    return place, ""


def _number(tokens: Sequence[Token], place: int) -> tuple[NumberSpan, int] | None:
    if place >= len(tokens):
        return None
    found = expression(tokens, place, phrase=True)
    return (found[0], found[1]) if found and found[0] else None


def _multiple(text: str, tokens: Sequence[Token], place: int, qualifier: str) -> Amount | None:
    """ "gấp đôi", "gấp 7 lần", "gấp hơn 2 lần"; the quote has no "gấp" where a qualifier parts it from the number."""
    at = place
    if place + 1 < len(tokens) and tokens[place + 1].word not in ("đôi", "rưỡi"):
        ahead, inner = _leading_qualifier(tokens[place + 1 :])
        at, qualifier = place + 1 + ahead, inner if qualifier == "exact" else qualifier
    number = _number(tokens, at)
    if number is None:
        return None
    span, last = number
    _, qualifier, end = _closing(text, tokens, last, qualifier)
    start = span.start if at > place + 1 else tokens[place].start
    return Amount(span.value, span.low, span.high, span.total, "lần", qualifier, start, end)


def _closing(text: str, tokens: Sequence[Token], last: int, qualifier: str) -> tuple[str, str, int]:
    """The text after the number, the qualifier with "trở lên" counted in, and where the quote ends."""
    stop = len(tokens)
    closing = AFTER.get((tokens[-2].word, tokens[-1].word)) if stop - last >= 2 else None
    if closing is not None:
        stop -= 2
        qualifier = closing if qualifier == "exact" else qualifier
    # "15 (mười sáu) xã" goes on behind its brackets, "15 (50%)" does not.
    first = last if stop and tokens[stop - 1].text == ")" else last + 1
    stop = next((place for place in range(first, stop) if _is_aside(tokens, place)), stop)
    while stop > last and tokens[stop - 1].text in ".,;:":
        stop -= 1
    end = tokens[stop - 1].end
    return text[tokens[last - 1].end : end], qualifier, end


def _is_aside(tokens: Sequence[Token], place: int) -> bool:
    """Whether brackets with a figure of their own open here: "45 đại biểu (50%)", "5 tỷ đồng (năm tỷ đồng)"."""
    if tokens[place].text != "(" or tokens[place].glued or place + 1 == len(tokens):
        return False
    following = tokens[place + 1]
    return following.digits or following.word in STARTERS or following.word in BOUNDS


def _combined(amount: Amount, tokens: Sequence[Token], last: int) -> Amount | None:
    """Figures in two units: "62 năm 8 tháng", "2 đô la và 23 xen", "6 tháng đến 1 năm"."""
    if amount.value is None or amount.value < 0 or amount.total is not None or last >= len(tokens):
        return None
    sum_ = compound(tokens, amount.value, last, len(tokens))
    if sum_ is not None:
        unit = sum_.unit
        return replace(amount, value=sum_.value, unit=UNIT_SPELLINGS.get(unit.lower(), unit))
    if tokens[last].word in TIMES and last + 2 < len(tokens) and tokens[last + 1].digits:
        each = read_numeral(tokens, last + 1)
        # "2 x 600 MW" are two units of that power; lengths ("3 x 4 m") are not multiplied.
        if each is not None and each.last == len(tokens) - 1 and tokens[each.last].word in POWERS:
            return replace(amount, value=EXACT.multiply(amount.value, each.value), unit=tokens[each.last].text)
    words = [token.word for token in tokens[last : last + 5]]
    if len(words) == 4 and words[1] in ("đến", "tới", "-", "–") and (words[3], words[0]) in CONVERSIONS:
        upper = read_numeral(tokens, last + 2)
        if upper is None or upper.last != last + 3:
            return None
        high = EXACT.multiply(upper.value, Decimal(CONVERSIONS[words[3], words[0]]))
        return replace(amount, value=None, low=amount.value, high=high, unit=words[0])
    return None


def _unbracketed(rest: str) -> str:
    """What follows a number, without sentence marks and brackets at its beginning: "(cụm, toà) nhà", "xã (ấp)"."""
    inside, closed, after = rest.lstrip().partition(")")
    unit = (after if closed and inside.startswith("(") and after.strip(EDGES) else rest).strip(EDGES)
    return unit + ")" if unit.count("(") > unit.count(")") and unit + ")" in rest else unit


def _unit(rest: str, span: NumberSpan, tokens: Sequence[Token], last: int) -> str:
    unit = _unbracketed(rest)
    if unit.lower().startswith(("phần trăm ", "phần nghìn ", "phần ngàn ")):
        unit = " ".join(unit.split()[:2])
    if unit.startswith(("%", "‰")):
        # What a percentage is of is no part of its unit; what it is per is ("%/năm").
        unit = unit.split()[0]
    lower = unit.lower()
    scale = tokens[last - 1].word
    if span.scaled and ((not unit and scale in MONEY_SCALES) or (unit[:1] == "/" and scale in RATE_SCALES)):
        return "đồng" + unit
    for count in range(min(4, len(lower.split())), 0, -1):
        head = " ".join(lower.split()[:count])
        for stem in (head, head.partition("/")[0]):
            following = lower[len(stem) :].split()[:1]
            if stem in UNIT_SPELLINGS and not NOUN_TAILS.get(stem, frozenset()).intersection(following):
                return UNIT_SPELLINGS[stem] + unit[len(stem) :]
    part = span.value if span.high is None else span.high
    share = span.total is not None or (part is not None and 0 < part < 1)
    if share:
        for prefix in COUNT_PREFIXES:
            if lower.startswith(prefix + " "):
                return unit[len(prefix) :].strip(EDGES)
    return unit
