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

from ketluan.normalise.units import CURRENCIES, MEASURES, SCALES

__all__ = ["Numeral", "Token", "divide", "parse_number", "read_numeral", "to_plain", "tokens_of"]

UNITS: Final = {
    "không": 0, "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
LATER_FORMS: Final = {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
# After a ten or a scale "năm" is the noun "year" ("hai mươi năm", "ba nghìn năm"); five is then "lăm" or "nhăm".
ONES: Final = {word: value for word, value in UNITS.items() if word not in ("không", "năm")} | LATER_FORMS
DIGIT_WORDS: Final = UNITS | LATER_FORMS
TAILS: Final = {word: value for word, value in ONES.items() if word != "một"}
SHORT_TENS: Final = {"hăm": 20, "băm": 30}
LINKS: Final = frozenset({"linh", "lẻ"})
POINTS: Final = frozenset({"phẩy", "chấm"})
HALVES: Final = frozenset({"rưỡi", "rưởi"})
SUFFIXES: Final = {"k": 1_000, "K": 1_000, "M": 1_000_000, "G": 1_000_000_000}
# "5 tỷ phú" counts people, "2 tỷ lệ" rates: before these syllables the scale word is the first half of a noun.
_RATIO_TAILS: Final = frozenset({"phú", "lệ", "giá", "trọng", "suất", "số"})
# "một tư vấn", "hai mươi tư liệu": here "tư" opens a noun and is not the digit four.
FOUR_TAILS: Final = frozenset({"vấn", "nhân", "tưởng", "liệu", "pháp", "duy", "cách", "thế", "lệnh", "gia", "thục"})
NOUN_TAILS: Final = {"tư": FOUR_TAILS, "tỷ": _RATIO_TAILS, "tỉ": _RATIO_TAILS, "triệu": frozenset({"phú"})}

MAX_DIGITS: Final = 40
MAX_SCALES: Final = 4
EXACT: Final = Context(prec=200)
FOUR_PLACES: Final = Decimal("0.0001")

_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]|_")
_NEAR: Final = frozenset({"", " ", "\u00a0", "\t", "  ", "\u202f"})


@dataclass(frozen=True, slots=True)
class Token:
    """A run of digits with separators, a run of letters, or one sign; `near` if on one line with the token before."""

    start: int
    end: int
    text: str
    word: str
    digits: bool
    near: bool
    glued: bool


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


def tokens_of(text: str) -> list[Token]:
    """Cuts NFC text into tokens, in order, with offsets in `text`."""
    found: list[Token] = []
    end = 0
    for match in _TOKEN.finditer(text):
        gap = text[end : match.start()] if match.start() - end < 3 else "far"
        piece = match.group()
        found.append(
            Token(match.start(), match.end(), piece, piece.lower(), piece[0].isdigit(), gap in _NEAR, gap == "")
        )
        end = match.end()
    return found


def to_plain(value: Decimal) -> str:
    """Writes a number in plain decimal, without exponent or trailing zeros: "45000000000000", "107.3", "0.5"."""
    if not value:
        return "0"
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


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
    noun tells otherwise. A leading "âm", "trừ" or "-" makes the number negative, and "hai phần ba" and "2/3" are
    fractions. Anything else gives None.
    """
    tokens = tokens_of(" ".join(unicodedata.normalize("NFC", text).split()))
    first = 1 if tokens and tokens[0].word in ("âm", "trừ", "-", "−") else 0
    value = _whole(tokens, first)
    return None if value is None else -value if first else value


def _whole(tokens: Sequence[Token], first: int) -> Decimal | None:
    if first >= len(tokens):
        return None
    if tokens[first].text == "," and first + 2 >= len(tokens) - 1 and len(tokens) > first + 1:
        return _leading_comma(tokens, first)
    numeral = read_numeral(tokens, first, dictated=True)
    if numeral is None:
        return None
    if numeral.last == len(tokens):
        return numeral.value
    if tokens[numeral.last].word in ("/", "phần", "trên", "chia"):
        whole = read_numeral(tokens, numeral.last + 1, dictated=True)
        if whole is not None and whole.last == len(tokens) and not whole.bare:
            return divide(numeral.value, whole.value)
    return None


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


@dataclass(frozen=True, slots=True)
class _Part:
    """A number without scale words: its value, where it ends, and whether it is one digit word ("hai")."""

    value: Decimal
    last: int
    spoken: bool
    single: bool = False


class _Reader:
    def __init__(self, tokens: Sequence[Token], dictated: bool) -> None:
        self.tokens = tokens
        self.dictated = dictated
        self.start = 0

    def word(self, place: int) -> str:
        """The word at a place, or "" past the end and across a line's end."""
        if place >= len(self.tokens) or (place > self.start and not self.tokens[place].near):
            return ""
        return self.tokens[place].word

    def number(self, first: int) -> Numeral | None:
        self.start = first
        if first >= len(self.tokens):
            return None
        half = self.word(first) == "nửa" or (self.word(first) in ("một", "phân") and self.word(first + 1) == "nửa")
        bare = self.word(first) in SCALES
        head: _Part | None
        if half:
            head = _Part(Decimal("0.5"), first + (1 if self.word(first) == "nửa" else 2), True)
        elif bare:
            head = self.group(first) or _Part(Decimal(1), first, True)
        else:
            head = self.part(first)
        if head is None:
            return None
        scale, last = self.scales(head.last)
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
                # "một nghìn hai trăm tỷ": the outer scale holds for all before it.
                value = outer = EXACT.multiply(EXACT.add(value, part.value), inner)
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

    def may_end(self, part: _Part, head: _Part, scale: Decimal, linked: bool, place: int) -> bool:
        """Whether a part without scale word may close a scaled number, rather than begin the next phrase."""
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
        if last == place and last < len(self.tokens) and last > self.start and self.tokens[last].glued:
            suffix = self.tokens[last].text
            if self.tokens[last - 1].digits and suffix in SUFFIXES:
                paid = suffix in "kK" and self.word(last + 1) in CURRENCIES
                if self.dictated or paid:
                    return Decimal(SUFFIXES[suffix]), last + 1
        return Decimal(product), last

    def part(self, place: int) -> _Part | None:
        if self.word(place) == "":
            return None
        token = self.tokens[place]
        if token.digits:
            return self.digits(place)
        found = self.group(place)
        if found is None:
            return None
        fraction, last = self.fraction(found.last)
        if last == found.last:
            return found
        return _Part(EXACT.add(found.value, fraction), last, True)

    def digits(self, place: int) -> _Part | None:
        last = place + 1
        text = self.tokens[place].text
        # "1 200 000" and "15 000": groups set apart by spaces, taken where the zeros or a third group leave no doubt.
        groups = [text] if text.isdecimal() and len(text) <= 3 and text[0] != "0" else []
        while groups and len(groups) < 8 and len(self.word(last)) == 3 and self.word(last).isdecimal():
            groups.append(self.tokens[last].text)
            last += 1
        if len(groups) > 2 or (len(groups) == 2 and groups[1] == "000"):
            return _Part(Decimal("".join(groups)), last, False)
        last = place + 1
        value = self.separated(text, place)
        if value is None:
            return None
        if text.isdecimal():
            fraction, last = self.fraction(last)
            value = EXACT.add(value, fraction)
        return _Part(value, last, False)

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
        return following[:1].isalpha() and following not in MEASURES and following not in SCALES or following == "$"

    def group(self, place: int) -> _Part | None:
        """A number below a thousand in words."""
        word, hundreds = self.word(place), None
        if word == "trăm":
            hundreds, last = 1, place + 1
        elif word in UNITS and self.word(place + 1) == "trăm":
            hundreds, last = UNITS[word], place + 2
        if hundreds is None:
            return self.tens(place)
        total = 100 * hundreds
        if self.word(last) in LINKS and self.word(last + 1) in DIGIT_WORDS:
            return _Part(Decimal(total + DIGIT_WORDS[self.word(last + 1)]), last + 2, True)
        tens = self.tens(last)
        if tens is not None and not tens.single:
            return _Part(total + tens.value, tens.last, True)
        if self.word(last) in HALVES:
            return _Part(Decimal(total + 50), last + 1, True)
        if hundreds and self.word(last) in TAILS and self.word(last + 1) not in ("phần", "trăm"):
            return _Part(Decimal(total + 10 * TAILS[self.word(last)]), last + 1, True)
        return _Part(Decimal(total), last, True) if hundreds else None

    def tens(self, place: int) -> _Part | None:
        """A number below a hundred in words; `single` where it is one digit word."""
        word, following = self.word(place), self.word(place + 1)
        if word == "mười" or word in SHORT_TENS:
            total, last = SHORT_TENS.get(word, 10), place + 1
        elif word in UNITS and UNITS[word] and following in ("mươi", "chục"):
            total, last = 10 * UNITS[word], place + 2
            if following == "chục":
                return _Part(Decimal(total), last, True)
        elif word in UNITS and UNITS[word] > 1 and (following in LATER_FORMS or (self.dictated and following in ONES)):
            pair = self.word(place + 2) not in NOUN_TAILS.get(following, ()) and self.word(place + 2) not in ("mươi", "chục", "trăm")
            return _Part(Decimal(10 * UNITS[word] + ONES[following]), place + 2, True) if pair else None
        elif word in UNITS or (word in ("mốt", "tư", "lăm", "nhăm") and place > self.start):
            return _Part(Decimal(DIGIT_WORDS[word]), place + 1, True, single=True)
        else:
            return None
        closing = self.word(last + 1) not in ("mươi", "trăm", *NOUN_TAILS.get(self.word(last), ()))
        if self.word(last) in ONES and closing:
            return _Part(Decimal(total + ONES[self.word(last)]), last + 1, True)
        return _Part(Decimal(total), last, True)

    def fraction(self, place: int) -> tuple[Decimal, int]:
        """What follows a spoken decimal point: digit after digit ("phẩy không năm") or a number ("phẩy mười một")."""
        if self.word(place) not in POINTS:
            return Decimal(0), place
        word = self.word(place + 1)
        if word.isdecimal() and len(word) <= MAX_DIGITS:
            return Decimal("0." + word), place + 2
        last, digits = place + 1, ""
        while self.word(last) in UNITS or (digits and self.word(last) in LATER_FORMS) or self.word(last) == "tư":
            digits += str(DIGIT_WORDS[self.word(last)])
            last += 1
            if len(digits) == MAX_DIGITS:
                break
        if len(digits) < 2 or self.word(last) in ("mươi", "trăm"):
            tens = self.tens(place + 1)
            if tens is not None and not tens.single:
                return Decimal(f"0.{tens.value}"), tens.last
        return (Decimal("0." + digits), last) if digits else (Decimal(0), place)
