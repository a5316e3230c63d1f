"""Numbers below a thousand in Vietnamese words, as they are written and as they are dictated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from ketluan.normalise.number_tokens import Token

__all__ = [
    "FRACTION_SIGNS",
    "HALVES",
    "LINKS",
    "MAX_DIGITS",
    "NOUN_TAILS",
    "ONES",
    "TAILS",
    "UNITS",
    "Part",
    "WordReader",
]

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
FRACTION_SIGNS: Final = {
    "½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75"), "⅓": Decimal("0.3333"), "⅔": Decimal("0.6667"),
    "⅕": Decimal("0.2"), "⅖": Decimal("0.4"), "⅗": Decimal("0.6"), "⅘": Decimal("0.8"), "⅛": Decimal("0.125"),
    "⅜": Decimal("0.375"), "⅝": Decimal("0.625"), "⅞": Decimal("0.875"),
}  # fmt: skip
"""Fractions that are one character, to four places where they have no end."""
# "5 tỷ phú" counts people, "2 tỷ lệ" rates: before these syllables the scale word is the first half of a noun.
_RATIO_TAILS: Final = frozenset({"phú", "lệ", "giá", "trọng", "suất", "số"})
# "một tư vấn", "hai mươi tư liệu": here "tư" opens a noun and is not the digit four.
FOUR_TAILS: Final = frozenset({"vấn", "nhân", "tưởng", "liệu", "pháp", "duy", "cách", "thế", "lệnh", "gia", "thục"})
NOUN_TAILS: Final = {
    "tư": FOUR_TAILS,
    "tỷ": _RATIO_TAILS,
    "tỉ": _RATIO_TAILS,
    "triệu": frozenset({"phú"}),
    # No scale, but a dollar: "774 đô thị" are towns.
    "đô": frozenset({"thị", "vật", "đốc"}),
}

MAX_DIGITS: Final = 40
"""Longest run of digits that is still a number, in digits or spoken after the decimal point."""


@dataclass(frozen=True, slots=True)
class Part:
    """A number without scale words: its value, where it ends, and whether it is one digit word ("hai")."""

    value: Decimal
    last: int
    spoken: bool
    single: bool = False


class WordReader:
    """Reads number words from tokens. Every method takes a place and looks a bounded number of tokens ahead."""

    def __init__(self, tokens: Sequence[Token], dictated: bool) -> None:
        self.tokens = tokens
        self.dictated = dictated
        self.start = 0

    def word(self, place: int) -> str:
        """The word at a place, or "" past the end and across a line's end."""
        if place >= len(self.tokens) or (place > self.start and not self.tokens[place].near):
            return ""
        return self.tokens[place].word

    def group(self, place: int) -> Part | None:
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
            return Part(Decimal(total + DIGIT_WORDS[self.word(last + 1)]), last + 2, True)
        # After a hundred two digits are one number ("năm trăm sáu bảy"), elsewhere they may be "six or seven".
        tens = self.tens(last, paired=True)
        if tens is not None and not tens.single:
            return Part(total + tens.value, tens.last, True)
        if self.word(last) in HALVES:
            return Part(Decimal(total + 50), last + 1, True)
        if hundreds and self.word(last) in TAILS and self.word(last + 1) not in ("phần", "trăm"):
            return Part(Decimal(total + 10 * TAILS[self.word(last)]), last + 1, True)
        return Part(Decimal(total), last, True) if hundreds else None

    def tens(self, place: int, *, paired: bool = False) -> Part | None:
        """A number below a hundred in words; `single` where it is one digit word, "hai ba" 23 where `paired`."""
        word, following = self.word(place), self.word(place + 1)
        if word == "mười" or word in SHORT_TENS:
            total, last = SHORT_TENS.get(word, 10), place + 1
        elif word in UNITS and UNITS[word] and following in ("mươi", "chục"):
            total, last = 10 * UNITS[word], place + 2
            if following == "chục":
                return Part(Decimal(total), last, True)
        elif word in UNITS and UNITS[word] > 1 and following in (ONES if paired or self.dictated else LATER_FORMS):
            pair = self.word(place + 2) not in ("mươi", "chục", "trăm", *NOUN_TAILS.get(following, ()))
            return Part(Decimal(10 * UNITS[word] + ONES[following]), place + 2, True) if pair else None
        elif word in UNITS or (word in ("mốt", "tư", "lăm", "nhăm") and place > self.start):
            return Part(Decimal(DIGIT_WORDS[word]), place + 1, True, single=True)
        else:
            return None
        closing = self.word(last + 1) not in ("mươi", "trăm", *NOUN_TAILS.get(self.word(last), ()))
        if self.word(last) in ONES and closing:
            return Part(Decimal(total + ONES[self.word(last)]), last + 1, True)
        return Part(Decimal(total), last, True)

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
