"""Dates in words, turned into digits: "ngày ba mươi tháng tư năm hai không hai ba" is "ngày 30 tháng 4 năm 2023".

Only for phrases that are known to be times: in a sentence "năm hai nghìn" may as well be five and two thousand.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from ketluan.normalise.numbers import parse_number

__all__ = ["is_spoken_year", "written"]

_DIGITS: Final = {
    "không": 0, "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "nhăm": 5, "sáu": 6,
    "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_NUMBER_WORDS: Final = _DIGITS.keys() | {"mười", "mươi", "hăm", "băm", "trăm", "nghìn", "ngàn", "linh", "lẻ"}
_DAY_CUES: Final = frozenset({"ngày", "mùng", "mồng"})
_MAX_DAY_WORDS: Final = 3
_MAX_YEAR_WORDS: Final = 9
_FIRST_YEAR, _LAST_YEAR = 100, 2100


def written(phrase: str) -> str:
    """The phrase (lower case) with its days, months and years in digits, single spaces between its words."""
    words = phrase.split()
    found: list[str] = []
    place = 0
    while place < len(words):
        word = words[place]
        number, after = None, place
        if word == "năm" and (not found or found[-1] not in ("tháng", *_DAY_CUES)):
            number, after = _year(words, place + 1)
        elif word == "tháng" or word in _DAY_CUES:
            number, after = _small(words, place + 1, 12 if word == "tháng" else 31)
        if number is not None:
            found += [word, str(number)]
            place = after
            continue
        number, after = _small(words, place, 31) if word in _NUMBER_WORDS else (None, place)
        if number is not None and words[after : after + 1] == ["tháng"]:
            found.append(str(number))
            place = after
            continue
        found.append(word)
        place += 1
    return " ".join(found)


def is_spoken_year(phrase: str) -> bool:
    """Whether a phrase is "năm" and a year in words: "năm hai nghìn linh chín", which might also be read as 52.009."""
    words = phrase.lower().split()
    return len(words) > 1 and words[0] == "năm" and _year(words, 1)[1] == len(words)


def _small(words: Sequence[str], place: int, largest: int) -> tuple[int | None, int]:
    """The longest number up to a day's or a month's, and the word after it; (None, place) where there is none."""
    run = _run(words, place, _MAX_DAY_WORDS)
    for last in range(run, place, -1):
        # "tháng mười năm …" is October of a year, "ngày hai mươi năm" no day: five is "lăm" after a ten.
        value = parse_number(" ".join(words[place:last]))
        if value is not None and 1 <= value <= largest and value == int(value):
            return int(value), last
    return None, place


def _year(words: Sequence[str], place: int) -> tuple[int | None, int]:
    """The year that all the number words from a place on spell, and the word after them."""
    last = _run(words, place, _MAX_YEAR_WORDS)
    run = words[place:last]
    if len(run) < 2 or not _DIGITS.get(run[0]) or run[0] in ("mốt", "tư", "lăm", "nhăm"):
        return None, place
    year = _digit_by_digit(run)
    if year is None and len(run) > 2 and run[1] in _DIGITS:
        # "hai không mười ba", "hai không linh chín": the century in two digits, then the rest.
        century, rest = 10 * _DIGITS[run[0]] + _DIGITS[run[1]], _tail(run[2:])
        year = 100 * century + rest if 10 <= century <= 20 and rest is not None else None
    if year is None:
        value = parse_number(" ".join(run))
        year = int(value) if value is not None and value == int(value) else None
    return (year, last) if year is not None and _FIRST_YEAR <= year <= _LAST_YEAR else (None, place)


def _digit_by_digit(run: Sequence[str]) -> int | None:
    if len(run) != 4 or not all(word in _DIGITS for word in run):
        return None
    return int("".join(str(_DIGITS[word]) for word in run))


def _tail(run: Sequence[str]) -> int | None:
    """The last two digits of a year: "linh chín", "mười ba", "hai mốt"."""
    value: Decimal | None
    if run[0] in ("linh", "lẻ"):
        value = Decimal(_DIGITS[run[1]]) if len(run) == 2 and run[1] in _DIGITS else None
    else:
        value = parse_number(" ".join(run)) if len(run) > 1 or run[0] == "mười" else None
    return int(value) if value is not None and value < 100 else None


def _run(words: Sequence[str], place: int, most: int) -> int:
    """Where the number words from a place on end."""
    last = place
    while last < len(words) and last - place < most and words[last] in _NUMBER_WORDS:
        last += 1
    return last
