"""Digits that are no metric by the guidelines (section 4), told by general rules with named reasons.

The rules are the rows of `exclusions.tsv`: a reason, a regular expression (multi-line, Unicode), and an example in
which square brackets mark what it excludes. Every number that lies as a whole in a match is excluded, or in the group
`n` where the expression has one; but never one with a percent sign, a scale word or a plain unit behind it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final
from unicodedata import category

__all__ = ["CAPITALS", "NUMBER", "Rule", "excluded", "rules"]

_TABLE: Final = Path(__file__).with_name("exclusions.tsv")
CAPITALS: Final = "".join(letter for letter in map(chr, range(0x41, 0x1F00)) if category(letter) == "Lu")
"""The capital letters of the Latin script, for character classes."""

_ONE: Final = r"\d+(?:[.,]\d+)*[A-Za-zĐđ]?\b"
# What the expressions call by one name: a number with its lists and ranges, and a capital letter.
_NAMES: Final = {
    "{N}": rf"{_ONE}(?:(?: ?[-–/,] ?| và | hoặc | đến ){_ONE}(?![.,]?\d|%))*",
    "{UP}": f"[{CAPITALS}]",
}
NUMBER: Final = re.compile(r"\d+(?:[.,]\d+)*")
"""A number in digits, with its marks."""

_COUNTED: Final = re.compile(
    r" ?[%‰]| ?(?:tỷ|tỉ|triệu|nghìn|ngàn|vạn|đồng|USD|ha|km2?|tấn|kg|người|hộ|đơn vị|doanh nghiệp|trường hợp)(?!\w)"
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One reason why digits are no metric; `example` marks them with square brackets."""

    reason: str
    pattern: re.Pattern[str]
    example: str


@cache
def rules() -> tuple[Rule, ...]:
    """The rules in the order of the table."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines[1:] if line and not line.startswith("#"))
    return tuple(
        Rule(reason, re.compile(_spelled(pattern), re.MULTILINE), example) for reason, pattern, example in rows
    )


def _spelled(pattern: str) -> str:
    for name, expression in _NAMES.items():
        pattern = pattern.replace(name, expression)
    return pattern


def excluded(text: str) -> dict[tuple[int, int], str]:
    """Every number of a text that is no metric: its start and end (code points) and the first reason that holds."""
    numbers = {match.span() for match in NUMBER.finditer(text) if not _COUNTED.match(text, match.end())}
    found: dict[tuple[int, int], str] = {}
    for rule in rules():
        for match in rule.pattern.finditer(text):
            start, end = match.span("n") if "n" in rule.pattern.groupindex else match.span()
            for number in NUMBER.finditer(text, start, end):
                if number.span() in numbers:
                    found.setdefault(number.span(), rule.reason)
    return found
