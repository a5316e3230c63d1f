"""Number expressions in running text: plain numbers, ranges, shares of a total, halves and multiples.

`find_numbers` passes over a text once. What a word like "năm" (five, year) or "ba" (three, father, a name) means is
settled by the words beside it; callers who know better drop what they do not need.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from ketluan.normalise.number_shares import BOUNDS, MAX_UNIT_TOKENS, NumberSpan, share, total_words
from ketluan.normalise.number_tokens import Token, tokens_of
from ketluan.normalise.number_words import FRACTION_SIGNS, ONES, UNITS
from ketluan.normalise.numbers import EXACT, Numeral, read_numeral
from ketluan.normalise.units import CURRENCIES, CURRENCY_SIGNS, MEASURES, SCALES, word_set

__all__ = ["STARTERS", "NumberSpan", "expression", "find_numbers"]

DASHES: Final = frozenset("-–—~−÷")
RANGE_WORDS: Final = frozenset({"đến", "tới"})
EITHER_WORDS: Final = frozenset({"hay", "hoặc"})
LINKS: Final = DASHES | RANGE_WORDS | EITHER_WORDS
FACTORS: Final = frozenset(Decimal(10) ** power for power in range(16))

ZERO_UNITS: Final = MEASURES | CURRENCIES
SIGNED: Final = frozenset({"%", "độ", "°", "điểm"})
TENS: Final = frozenset({"mười", "hăm", "băm"})
STARTERS: Final = (frozenset(UNITS) - {"không"}) | TENS | {"nửa", "phân"}
LOOSE: Final = frozenset({"hơn", "gần", "trên", "khoảng"})
NO_ARTICLE: Final = word_set(
    "số vài cách loạt chút ít mặt khi lúc mực mình bề lòng trong dạng thể là cái mai mực nào trời"
)
NO_YEAR_BEFORE: Final = word_set(
    """mỗi hằng hàng cả trong nhiều từng cuối đầu giữa qua những các mấy đến từ sang so tháng quý lâu vài theo của tới
    một hai ba bốn năm sáu bảy tám chín mười mươi trăm nghìn ngàn triệu đón chúc tân lịch ngân vào"""
)
NO_YEAR_AFTER: Final = word_set(
    """nay qua trước sau tới học ngoái nào đó này tài kia xưa mới cũ liền liên gần thứ sinh tuổi rồi ròng đầu cuối tiếp
    bản lần đến về là và có thì được đã sẽ do với thực kế hoàn tăng giảm đạt mà để khi nhưng kỷ vừa cơ hết một hai ba
    bốn năm sáu bảy tám chín mười thành"""
)
ORDINAL_BEFORE: Final = word_set("thứ ngã tháng ông bà anh chị chú cô khoá khóa quý số")


def find_numbers(text: str) -> list[NumberSpan]:
    """Finds every number expression of an NFC text, in order and without overlaps. Never raises.

    Dates and numbers inside names or document numbers are found too where they look like numbers; a run such as
    "13/7/2022" or "4-6-1996" is left out whole.
    """
    tokens = tokens_of(text)
    spans: list[NumberSpan] = []
    place = 0
    while place < len(tokens):
        found = expression(tokens, place)
        if found is None:
            place += 1
            continue
        span, last = found
        if span is not None:
            spans.append(span)
        place = max(last, place + 1)
    return spans


def expression(tokens: Sequence[Token], place: int, *, phrase: bool = False) -> tuple[NumberSpan | None, int] | None:
    """The expression that starts at a token and the token after it; None in place of the span skips those tokens.

    In a `phrase` that is known to be an amount, a number word needs no support from the words beside it.
    """
    token = tokens[place]
    if token.word == "gấp" and place + 1 < len(tokens) and tokens[place + 1].word in ("đôi", "rưỡi"):
        value = Decimal(2) if tokens[place + 1].word == "đôi" else Decimal("1.5")
        return NumberSpan(token.start, tokens[place + 1].end, value, None, None, None, False), place + 2
    first = _numeral(tokens, place, phrase)
    if first is None:
        return None
    after = _calendar_end(tokens, first)
    if after:
        return None, after
    if found := _range(tokens, first):
        return found
    if found := share(tokens, first, phrase=phrase):
        return _range_of_fractions(tokens, *found) or found
    return _plain(tokens, first, phrase)


def _numeral(tokens: Sequence[Token], place: int, phrase: bool) -> Numeral | None:
    token = tokens[place]
    if (
        phrase
        and token.word in ("âm", "trừ")
        and place + 1 < len(tokens)
        and tokens[place + 1].word in TENS | set(UNITS)
    ):
        spoken = read_numeral(tokens, place + 1, dictated=True)
        return spoken and Numeral(-spoken.value, place, spoken.last, spoken.scale, spoken=True)
    negative = (
        token.word in ("âm", "-", "−")
        and place + 1 < len(tokens)
        and tokens[place + 1].digits
        and tokens[place + 1].near
        and (token.word == "âm" or (tokens[place + 1].glued and not token.glued))
    )
    if negative:
        found = read_numeral(tokens, place + 1)
        # "Su -30" is an aircraft: a minus sign counts at the start of a phrase and before a measure.
        measured = found is not None and found.last < len(tokens) and tokens[found.last].word in SIGNED
        if token.word != "âm" and place and not measured and not phrase:
            return None
        return found and Numeral(-found.value, place, found.last, found.scale)
    if token.digits:
        # The digits of "m2", "CO2" and "H5N1" belong to their letters.
        attached = token.glued and place > 0 and tokens[place - 1].text[-1].isalpha() and token.text.isdecimal()
        paid = attached and tokens[place - 1].word in CURRENCY_SIGNS
        return read_numeral(tokens, place) if paid or not attached else None
    if token.text in FRACTION_SIGNS:
        return read_numeral(tokens, place)
    if token.word == "không":
        # "không phẩy năm"; elsewhere this is the word "not", unless the phrase is known to be an amount.
        found = read_numeral(tokens, place)
        point = found is not None and found.last > place + 1
        counted = phrase and place + 1 < len(tokens) and tokens[place + 1].word in ZERO_UNITS
        return found if point or counted else None
    if token.word in STARTERS or token.word in SCALES:
        found = read_numeral(tokens, place)
        settled = found is not None and (_is_phrase(tokens, found) if phrase else _is_number(tokens, place, found))
        return found if settled else None
    return None


def _is_phrase(tokens: Sequence[Token], found: Numeral) -> bool:
    """Whether a number word may open a phrase that is an amount: not the vague ones ("một số"), nor a year's "năm"."""
    if tokens[found.first].word == "năm" and found.last == found.first + 1 < len(tokens):
        following = tokens[found.last].text
        return not (following.isdecimal() and 3 <= len(following) <= 4)
    if tokens[found.first].word != "một" or found.last > found.first + 1 or found.last == len(tokens):
        return True
    return tokens[found.last].word not in NO_ARTICLE or total_words(tokens, found.last, spoken=True) > 0


def _is_number(tokens: Sequence[Token], place: int, found: Numeral) -> bool:
    """Whether a number in words is meant as one, by the words beside it."""
    token = tokens[place]
    before = tokens[place - 1].word if place and token.near else ""
    following = tokens[found.last] if found.last < len(tokens) and tokens[found.last].near else None
    after = following.word if following else ""
    single = found.last == place + 1
    if found.bare:
        return before in LOOSE
    if token.text[0].isupper() and single:
        # "Hai Bà Trưng", "Ba Đình", "Nguyễn Văn Ba" are names; "Hai dự án" opens a sentence.
        named = following is not None and following.text[0].isupper() and not following.text.isupper()
        if named or (place and token.near and tokens[place - 1].text[0].isupper()):
            return False
    if single and before in ORDINAL_BEFORE:
        return False
    if token.word == "năm" and single:
        noun = following is not None and following.text[0].isalpha() and following.text[0].islower()
        return noun and not before[:1].isdigit() and before not in NO_YEAR_BEFORE and after not in NO_YEAR_AFTER
    if token.word == "một" and single:
        return after not in NO_ARTICLE
    return True


def _calendar_end(tokens: Sequence[Token], first: Numeral) -> int:
    """The token after a run of three or more digit groups with one sign between them (a date), else 0."""
    last, groups, sign = first.last, 1, ""
    while last + 1 < len(tokens) and tokens[last].word in ("/", "-") and tokens[last + 1].text.isdecimal():
        if not tokens[last].glued or not tokens[last + 1].glued or (sign and tokens[last].word != sign):
            break
        sign, last, groups = tokens[last].word, last + 2, groups + 1
    return last if groups >= 3 else 0


def _range(tokens: Sequence[Token], first: Numeral) -> tuple[NumberSpan, int] | None:
    for link in range(first.last, min(first.last + MAX_UNIT_TOKENS + 1, len(tokens))):
        token = tokens[link]
        if not token.near:
            return None
        if token.word in LINKS or (token.word == "và" and _between(tokens, first)):
            break
        if token.digits and not token.glued:
            return None
    else:
        return None
    place = link + 1
    # "5 tỷ đến dưới 10 tỷ", "VND1000-VND2000": a bound or the sign of the currency may stand before the upper end.
    skipped = CURRENCY_SIGNS.keys() if tokens[link].word in DASHES else BOUNDS | CURRENCY_SIGNS.keys()
    if place < len(tokens) and tokens[place].word in skipped:
        place += 1
    if place >= len(tokens) or not tokens[place].near or not (tokens[place].digits or tokens[place].word in STARTERS):
        return None
    if tokens[place].digits and tokens[place].glued and tokens[place - 1].word not in DASHES | CURRENCY_SIGNS.keys():
        return None
    second = read_numeral(tokens, place)
    if second is None or second.bare or second.half:
        return None
    if second.last < len(tokens) and tokens[second.last].word in ("/", "-") and tokens[second.last].glued:
        following = tokens[second.last + 1] if second.last + 1 < len(tokens) else None
        if following is not None and following.digits and following.glued:
            return None
    unit = [token.word for token in tokens[first.last : link]]
    if unit and unit != [token.word for token in tokens[second.last : second.last + len(unit)]]:
        return None
    low, high = first.value, second.value
    if first.scale == 1 and second.scale > 1 and not unit and low <= EXACT.divide(high, second.scale):
        low = EXACT.multiply(low, second.scale)
    if tokens[link].word in DASHES and not unit and _lacks_zeros(tokens, first, second):
        low = EXACT.multiply(low, Decimal(1000))
    if tokens[link].word in EITHER_WORDS and EXACT.subtract(high, low) != second.scale:
        return None
    if low >= high or (low < 0 < high and tokens[link].word in DASHES):
        return None
    return (
        NumberSpan(tokens[first.first].start, tokens[second.last - 1].end, None, low, high, None, second.scale > 1),
        second.last,
    )


def _range_of_fractions(tokens: Sequence[Token], span: NumberSpan, link: int) -> tuple[NumberSpan, int] | None:
    """ "1/3 đến 1/2 số hộ", "hai phần ba đến ba phần tư": both ends are fractions of one whole."""
    if span.value is None or span.total is not None or link + 1 >= len(tokens) or tokens[link].word not in LINKS:
        return None
    second = read_numeral(tokens, link + 1) if tokens[link].near and tokens[link + 1].near else None
    found = share(tokens, second) if second is not None else None
    if found is None or found[0].value is None or found[0].total is not None or span.value >= found[0].value:
        return None
    return NumberSpan(span.start, found[0].end, None, span.value, found[0].value, None, False), found[1]


def _lacks_zeros(tokens: Sequence[Token], first: Numeral, second: Numeral) -> bool:
    """Whether the lower end of a range leaves its zeros to the upper one: "8-9.000 tỷ đồng"."""
    low, high = tokens[first.first].text, tokens[second.first].text
    thousands, dot, zeros = high.partition(".")
    whole = low.isdecimal() and first.last == first.first + 1 and dot and zeros == "000" and thousands.isdecimal()
    return bool(whole) and int(low) < int(thousands)


def _between(tokens: Sequence[Token], first: Numeral) -> bool:
    return first.first > 0 and tokens[first.first - 1].word == "giữa"


def _plain(tokens: Sequence[Token], first: Numeral, phrase: bool) -> tuple[NumberSpan, int]:
    start, end = tokens[first.first].start, tokens[first.last - 1].end
    if first.spoken and first.last == first.first + 1 and 0 < first.value < 10:
        either = _either(tokens, first, phrase)
        if either is not None:
            return either
        if phrase and first.last < len(tokens) and tokens[first.last].word in ONES:
            second = read_numeral(tokens, first.last)
            if second is not None and second.last == first.last + 1 and tokens[first.last].near:
                # "ba bảy độ": in a phrase that is one amount, two other digits are dictated tens and ones.
                value = EXACT.add(EXACT.multiply(first.value, Decimal(10)), second.value)
                return NumberSpan(start, tokens[second.last - 1].end, value, None, None, None, False), second.last
    return NumberSpan(start, end, first.value, None, None, None, first.scale > 1), _past_repetition(tokens, first)


def _past_repetition(tokens: Sequence[Token], first: Numeral) -> int:
    """The token after a number in digits and, where it follows in brackets, the same in words: "02 (hai) dự án"."""
    if first.spoken or first.last + 2 >= len(tokens) or tokens[first.last].text != "(" or not tokens[first.last].near:
        return first.last
    again = read_numeral(tokens, first.last + 1, dictated=True)
    closed = again is not None and again.last < len(tokens) and tokens[again.last].text == ")"
    return again.last + 1 if again is not None and closed and again.value == first.value else first.last


def _either(tokens: Sequence[Token], first: Numeral, phrase: bool) -> tuple[NumberSpan, int] | None:
    """ "hai ba người", "ba bốn trăm": two digits that follow each other leave it open which; the scale is of both."""
    place = first.last
    if phrase and place + 1 < len(tokens) and tokens[place].text == ",":
        place += 1
    if place >= len(tokens) or not tokens[place].near or UNITS.get(tokens[place].word) != first.value + 1:
        return None
    second = read_numeral(tokens, place)
    if second is None or not second.spoken or (phrase and tokens[place].word == "năm" and place + 1 == len(tokens)):
        return None  # "bốn năm" alone are four years
    factor = EXACT.divide(second.value, EXACT.add(first.value, Decimal(1)))
    if factor not in FACTORS:
        return None
    low, start, end = EXACT.multiply(first.value, factor), tokens[first.first].start, tokens[second.last - 1].end
    return NumberSpan(start, end, None, low, second.value, None, second.scale > 1), second.last
