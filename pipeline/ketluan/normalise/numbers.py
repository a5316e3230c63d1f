"""The grammar of one Vietnamese number: digits with separators, scale words, number words and plain fractions.

Text is cut into tokens once; every rule then looks a fixed number of tokens ahead, so reading is linear.
All values are exact `Decimal`s. A fraction without an end (2/3) is rounded to four places, as records write it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Final

from ketluan.normalise.number_tokens import Token, tokens_of
from ketluan.normalise.number_words import (
    FRACTION_SIGNS,
    HALVES,
    LINKS,
    MAX_DIGITS,
    NOUN_TAILS,
    TAILS,
    Part,
    WordReader,
)
from ketluan.normalise.roman import roman_value
from ketluan.normalise.units import CURRENCIES, CURRENCY_SIGNS, MEASURES, SCALES

__all__ = ["EXACT", "RATIOS", "Numeral", "divide", "parse_number", "plain_or_none", "read_numeral", "to_plain"]

SUFFIXES: Final = {"k": 1_000, "K": 1_000, "tr": 1_000_000, "Tr": 1_000_000, "M": 1_000_000, "G": 1_000_000_000}
PAID_SUFFIXES: Final = frozenset({"k", "K", "tr", "Tr"})
MAX_SCALES: Final = 4
MILLION: Final = Decimal(1_000_000)
DIGITS: Final = frozenset("123456789")
CLOSING: Final = frozenset({"", *".,;:?!)”\"'"})
RATIOS: Final = frozenset({("tỷ", "lệ"), ("tỉ", "lệ"), ("tỷ", "số"), ("tỉ", "số")})
"""Words that announce a ratio or a share."""
EXACT: Final = Context(prec=200)
"""Arithmetic in which no number that the grammar can read is rounded."""
FOUR_PLACES: Final = Decimal("0.0001")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number read from tokens `first` to `last` (exclusive).

    `scale` is the factor that the scale words at its end put on it (1 without), `spoken` tells that it is in words,
    `bare` that it starts with a scale word ("trăm nghìn tỷ") and `half` that it is "nửa".
    """

    value: Decimal
    first: int
    last: int
    scale: Decimal = Decimal(1)
    spoken: bool = False
    bare: bool = False
    half: bool = False


def to_plain(value: Decimal) -> str:
    """Writes a number in plain decimal, without exponent or trailing zeros: "45000000000000", "107.3", "0.5"."""
    if not value:
        return "0"
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def plain_or_none(value: Decimal | None) -> str | None:
    """Writes a number as `to_plain` does; None where there is none."""
    return None if value is None else to_plain(value)


def divide(part: Decimal, whole: Decimal) -> Decimal | None:
    """A fraction as a decimal: exact where it ends within twelve places, else four places; None for a zero whole."""
    if not whole:
        return None
    quotient = EXACT.divide(part, whole)
    short = quotient.quantize(Decimal("1e-12"), context=EXACT)
    return short.normalize(EXACT) if short == quotient else quotient.quantize(FOUR_PLACES, context=EXACT)


def parse_number(text: str) -> Decimal | None:
    """Reads a phrase that is one number and nothing else, in digits or words.

    "5.030" is 5030 and "107,3" is 107.3. A comma before exactly three digits is a decimal comma here, since no
    noun tells otherwise. A leading "âm", "trừ" or "-" makes the number negative, "hai phần ba", "2/3" and
    "tỷ lệ 2:3" are fractions, and "XIV" is 14. Anything else gives None.
    """
    phrase = " ".join(unicodedata.normalize("NFC", text).split())
    if (roman := roman_value(phrase)) is not None:
        return Decimal(roman)
    tokens = tokens_of(phrase)
    first = 1 if tokens and tokens[0].word in ("âm", "trừ", "-", "−") else 0
    ratio = (tokens[0].word, tokens[1].word) in RATIOS if len(tokens) > 2 else False
    value = _whole(tokens, 2 if ratio else first, ratio=ratio)
    return None if value is None else -value if first else value


def _whole(tokens: Sequence[Token], first: int, *, ratio: bool = False) -> Decimal | None:
    if first >= len(tokens):
        return None
    if tokens[first].text == "," and first + 2 >= len(tokens) - 1 and len(tokens) > first + 1:
        return _leading_comma(tokens, first)
    numeral = read_numeral(tokens, first, dictated=True)
    if numeral is None:
        return None
    if numeral.last == len(tokens):
        return None if ratio else numeral.value
    colon = tokens[numeral.last].text == ":" and (ratio or _is_ratio(tokens, numeral.last))
    if tokens[numeral.last].word in ("/", "phần", "trên", "chia") or colon:
        if [token.word for token in tokens[numeral.last :]] == ["phần", "tư"]:
            return divide(numeral.value, Decimal(4))
        whole = read_numeral(tokens, numeral.last + 1, dictated=True)
        # "938/5.863 tỷ" is an amount of a total: both sides have the scale.
        total = whole is not None and whole.scale > 1 and numeral.scale == 1 and not whole.spoken
        # "12,5 triệu/năm" is what there is of it in a year.
        rate = whole is not None and whole.spoken and tokens[numeral.last].word == "/"
        if whole is not None and whole.last == len(tokens) and not (whole.bare or total or rate):
            return divide(numeral.value, whole.value)
    return None


def _is_ratio(tokens: Sequence[Token], colon: int) -> bool:
    """Whether a colon alone tells a ratio ("1:4", "3:1"): two digits after it would be the minutes of a clock."""
    following = tokens[colon + 1] if colon + 1 < len(tokens) else None
    return following is not None and following.glued and tokens[colon].glued and len(following.text) != 2


def _leading_comma(tokens: Sequence[Token], first: int) -> Decimal | None:
    """ ",77" and ",0012G"."""
    digits, rest = tokens[first + 1], tokens[first + 2 :]
    if not digits.text.isdecimal() or len(digits.text) > MAX_DIGITS or (rest and rest[0].text not in SUFFIXES):
        return None
    return EXACT.multiply(Decimal("0." + digits.text), Decimal(SUFFIXES[rest[0].text] if rest else 1))


def read_numeral(tokens: Sequence[Token], first: int, *, dictated: bool = False) -> Numeral | None:
    """Reads the longest number that starts at token `first`, or None.

    `dictated` takes number words as speech gives them: "hai ba" is 23 and "100K" 100000. In running text
    "hai ba" is two or three and K may be anything, so there both readings need a word beside them that settles it.
    """
    return _Reader(tokens, dictated).number(first)


class _Reader(WordReader):
    def number(self, first: int) -> Numeral | None:
        self.start = first
        if first >= len(self.tokens):
            return None
        half = self.word(first) == "nửa" or (self.word(first) in ("một", "phân") and self.word(first + 1) == "nửa")
        bare = self.word(first) in SCALES
        head: Part | None
        if half:
            head = Part(Decimal("0.5"), first + (1 if self.word(first) == "nửa" else 2), True)
        elif bare:
            head = self.group(first) or Part(Decimal(1), first, True)
        else:
            head = self.part(first)
        if head is None:
            return None
        scale, last = self.scales(head.last)
        if last == first:
            return None
        value = EXACT.multiply(head.value, scale)
        outer = scale
        while scale > 1:
            if self.word(last) in HALVES:
                value, last = EXACT.add(value, EXACT.divide(scale, Decimal(2))), last + 1
                break
            linked = self.word(last) in LINKS
            part = self.part(last + 1 if linked else last)
            if part is None:
                break
            inner, after = self.scales(part.last)
            if inner == 1 and not self.may_end(part, head, scale, linked, last):
                break
            if inner == 1 and part.single and not linked:
                # "một triệu hai" is a million and two tenths of a million.
                value, last = EXACT.add(value, EXACT.multiply(part.value, EXACT.divide(scale, Decimal(10)))), part.last
                break
            if inner > outer and not half:
                # "một nghìn hai trăm tỷ", "1 nghìn 2 trăm tỷ": the outer scale holds for all before it.
                own = Decimal(SCALES.get(self.word(part.last), 1))
                own = own if own < scale and own < inner else Decimal(1)
                inner = EXACT.divide(inner, own)
                value = outer = EXACT.multiply(EXACT.add(value, EXACT.multiply(part.value, own)), inner)
                scale, outer, last = inner, inner, after
            elif inner < scale:
                value, last = EXACT.add(value, EXACT.multiply(part.value, inner)), after
                scale = inner
            else:
                break
        if scale > 1 or head.spoken:
            fraction, last = self.fraction(last)
            value = EXACT.add(value, fraction)
        if not half and scale == 1 and head.spoken and self.word(last) in HALVES and value >= 100:
            value, last = EXACT.add(value, Decimal(50)), last + 1
        return Numeral(value, first, last, outer, head.spoken, bare, half)

    def may_end(self, part: Part, head: Part, scale: Decimal, linked: bool, place: int) -> bool:
        """Whether a part without scale word may close a scaled number, rather than begin the next phrase."""
        if not part.spoken and part.single:
            # "2 tỷ 3", as people say it, where nothing follows that the 3 could count.
            following = self.word(part.last)
            return not linked and scale >= MILLION and (following in CURRENCIES or following in CLOSING)
        if not part.spoken:
            # "3 nghìn 500" is one number, "3 tỷ 500" most likely two.
            return scale == 1000 and len(self.tokens[place].text) == 3 and part.value >= 100
        if linked:
            return True
        if part.single:
            if self.word(place) not in TAILS:
                return False
            following = self.word(part.last)
            return self.dictated or not following[:1].isalpha() or following in CURRENCIES
        return head.spoken

    def scales(self, place: int) -> tuple[Decimal, int]:
        product, last = 1, place
        while last - place < MAX_SCALES and (word := self.word(last)) in SCALES:
            if self.word(last + 1) in NOUN_TAILS.get(word, ()):
                break
            product, last = product * SCALES[word], last + 1
        if last == place and last < len(self.tokens) and last > self.start and self.tokens[last - 1].digits:
            return self.suffix(last)
        return Decimal(product), last

    def suffix(self, place: int) -> tuple[Decimal, int]:
        """A scale of a letter or two ("500k đồng", "10k/kg", "100tr", "5 tr.đồng"), else 1, the place itself."""
        token = self.tokens[place]
        if token.text not in SUFFIXES or not (token.glued or (token.text in ("tr", "Tr") and token.near)):
            return Decimal(1), place
        dot = self.word(place + 1) == "." and self.tokens[place + 1].glued
        signed = place >= 2 and self.tokens[place - 2].word in CURRENCY_SIGNS
        rate = token.glued and self.word(place + 1) == "/"
        paid = signed or rate or self.word(place + 1 + dot) in CURRENCIES
        if (token.glued and (self.dictated or token.word == "tr")) or (paid and token.text in PAID_SUFFIXES):
            return Decimal(SUFFIXES[token.text]), place + 1 + (dot and self.word(place + 2) in CURRENCIES)
        return Decimal(1), place

    def part(self, place: int) -> Part | None:
        if self.word(place) == "":
            return None
        token = self.tokens[place]
        if token.digits:
            return self.digits(place)
        if token.text in FRACTION_SIGNS:
            return Part(FRACTION_SIGNS[token.text], place + 1, False)
        found = self.group(place)
        if found is None:
            return None
        fraction, last = self.fraction(found.last)
        if last == found.last:
            return found
        return Part(EXACT.add(found.value, fraction), last, True)

    def digits(self, place: int) -> Part | None:
        last = place + 1
        text = self.tokens[place].text
        # "1 200 000" and "15 000": groups set apart by spaces, taken where the zeros or a third group leave no doubt.
        groups = [text] if text.isdecimal() and len(text) <= 3 and text[0] != "0" else []
        while groups and len(groups) < 8 and len(self.word(last)) == 3 and self.word(last).isdecimal():
            groups.append(self.tokens[last].text)
            last += 1
        if len(groups) > 2 or (len(groups) == 2 and groups[1] == "000"):
            return Part(Decimal("".join(groups)), last, False)
        last = place + 1
        value = self.separated(text, place)
        if value is None:
            return None
        if text.isdecimal():
            if self.word(last) in FRACTION_SIGNS:
                return Part(EXACT.add(value, FRACTION_SIGNS[self.word(last)]), last + 1, False)
            fraction, last = self.fraction(last)
            value = EXACT.add(value, fraction)
        # "2 tỷ 3": see `may_end`.
        return Part(value, last, False, single=text in DIGITS)

    def separated(self, text: str, place: int) -> Decimal | None:
        """Digits with dots and commas: which of them group thousands and which is the decimal mark."""
        if len(text) > MAX_DIGITS or not text.isascii():
            return None
        marks = [sign for sign in text if sign in ".,"]
        if not marks:
            return Decimal(text)
        groups = re.split("[.,]", text)
        thousands = len(groups[0]) <= 3 and groups[0][0] != "0"
        if len(marks) > 1 and marks[-1] != marks[-2]:
            ordered = len(set(marks[:-1])) == 1 and thousands and all(len(group) == 3 for group in groups[1:-1])
            return Decimal("".join(groups[:-1]) + "." + groups[-1]) if ordered else None
        if len(marks) > 1:
            grouped = len(set(marks)) == 1 and thousands and all(len(group) == 3 for group in groups[1:])
            return Decimal("".join(groups)) if grouped else None
        if marks[0] == ".":
            # "2710.000" lacks a dot; nobody writes three zero decimals.
            grouped = len(groups[1]) == 3 and groups[0][0] != "0" and (thousands or groups[1] == "000")
        else:
            grouped = len(groups[1]) == 3 and thousands and self.counts(place + 1)
        return Decimal("".join(groups)) if grouped else Decimal(".".join(groups))

    def counts(self, place: int) -> bool:
        """Whether what follows is counted or paid, so that a comma before three digits groups thousands."""
        following = self.word(place)
        noun = following[:1].isalpha() and following not in MEASURES and following not in SCALES
        return noun or following == "$"
