"""Which names of programmes mean the same one: "Dự án cầu Cát Lái", "cầu Cát Lái", "dự án này".

A report names a project in full once or twice and otherwise in short. What a name says is parted into the kind of
undertaking ("dự án", "quy hoạch"), the kind of work ("cầu", "cao tốc"), and the words that are its own. Two names mean
the same where nothing in them clashes and the own words of one are among the words of the other, or half of all are in
both. A name without words of its own ("dự án này", "công trình") means the programme named last.

Measured on the names in the annotations of 2,642 reports, each name once in a report: of the pairs that are taken for
one programme 96% are, and 65% of the pairs that are one are found. That a name begins with the other, the rule before,
found 13%, 99% of them right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from typing import Final

from ketluan.normalise.papers import same_paper_number
from ketluan.tokenise.tone import key_of

__all__ = ["group_programmes"]

REMEMBERED: Final = 64
"""How many programmes back a name may mean: a bound on the work that a long list of names makes."""

_UNDERTAKINGS: Final = {
    "project": (
        "dự án đầu tư xây dựng", "dự án đầu tư", "dự án xây dựng", "dự án", "công trình", "xây dựng", "đầu tư",
        "mở rộng", "nâng cấp", "cải tạo",
    ),
    "programme": ("chương trình",),
    "scheme": ("đề án",),
    "strategy": ("chiến lược",),
    "zoning": ("đồ án quy hoạch", "quy hoạch", "đồ án"),
    "plan": ("kế hoạch", "phương án"),
    "movement": ("phong trào", "cuộc vận động", "chiến dịch"),
}  # fmt: skip
_WORKS: Final = {
    "road": (
        "đường bộ cao tốc", "tuyến đường bộ cao tốc", "tuyến đường cao tốc", "đường cao tốc", "tuyến cao tốc",
        "cao tốc", "con đường", "tuyến đường", "đường", "đại lộ", "quốc lộ", "tuyến tránh", "đường tránh",
        "đoạn tuyến", "đoạn đường", "đoạn", "tuyến",
    ),
    "railway": (
        "tuyến đường sắt đô thị", "đường sắt đô thị", "tuyến đường sắt", "đường sắt", "tuyến metro", "metro",
        "tàu điện",
    ),
    "airport": ("sân bay", "cảng hàng không"),
    "bridge": ("cầu vượt", "cầu"),
    "tunnel": ("hầm chui", "hầm"),
    "plant": (
        "nhà máy nhiệt điện", "nhiệt điện", "nhà máy thuỷ điện", "thuỷ điện", "nhà máy", "liên hợp",
    ),
    "quarter": ("khu đô thị", "khu dân cư", "khu nhà ở", "chung cư"),
    "resettlement": ("khu tái định cư",),
    "lake": ("hồ chứa", "hồ"),
    "station": ("nhà ga", "ga"),
    "toll": ("trạm thu phí bot", "trạm thu phí", "trạm thu giá", "trạm bot"),
    "port": ("cảng",),
    "hospital": ("bệnh viện",),
    "park": ("công viên",),
    "market": ("chợ",),
    "package": ("gói thầu",),
}  # fmt: skip
_SHORT_FOR: Final = {
    "kđt": "khu đô thị",
    "kđtm": "khu đô thị mới",
    "kcn": "khu công nghiệp",
    "ql": "quốc lộ",
    "hcm": "hồ chí minh",
    "bv": "bệnh viện",
    "đh": "đại học",
    "tttm": "trung tâm thương mại",
}
_LITTLE: Final = frozenset(
    """và của tại ở cho các những là trên về từ đến với tới trong theo tỉnh huyện thành phố tp quận xã phường
    thị""".split()
)
"""Words that two names may differ in."""

_POINTING: Final = frozenset("này đó trên nói kể ấy đây mới cũ hiện nay lần toàn bộ cả".split())
"""Words that name nothing of their own."""

_WORD: Final = re.compile(r"\w+(?:[.,+/]\w+)*")
_NUMERAL: Final = re.compile(r"\d.*|t\d|[ivx]+|[a-z]?\d+[a-z]?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_MARKS: Final = str.maketrans({**dict.fromkeys("\"“”«»'", " "), "–": "-", "—": "-"})
_ROUTE: Final = " - "
_HALF, _MOST, _NEARLY_ALL = 0.5, 0.6, 0.75  # shares of the words of both


def _phrases(table: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return the phrases of a table with what they mean, a longer one before the one it begins with."""
    pairs = [(phrase, meaning) for meaning, phrases in table.items() for phrase in phrases]
    return sorted(pairs, key=lambda pair: -len(pair[0]))


_HEADS: Final = _phrases(_UNDERTAKINGS)
_KINDS_OF_WORK: Final = _phrases(_WORKS)


class _Verdict(Enum):
    SAME = auto()
    OTHER = auto()
    OPEN = auto()


@dataclass(frozen=True, slots=True)
class _Name:
    """A programme's name, in parts.

    Attributes:
        whole: the name without quotation marks, in small letters.
        undertaking, work: its kind, by the keys of the tables; None where it tells none.
        words: its words without those of the undertaking; own: without those of the work and of pointing, too.
        proper: the words that are written with a capital, but for the first of the name.
        numerals: the words that are figures or Roman numbers.
    """

    whole: str
    undertaking: str | None
    work: str | None
    words: frozenset[str]
    own: frozenset[str]
    proper: frozenset[str]
    numerals: frozenset[str]


def _words(text: str) -> Iterator[str]:
    for word in _WORD.findall(text):
        yield from (w for w in _SHORT_FOR.get(word, word).split() if w not in _LITTLE)


def _after(text: str, phrases: Sequence[tuple[str, str]]) -> tuple[str | None, str]:
    """Return what the phrase means that a text begins with, or None, and the rest of the text."""
    for phrase, meaning in phrases:
        if text.startswith(phrase) and text[len(phrase) : len(phrase) + 1] in ("", " ", ","):
            return meaning, text[len(phrase) :].strip(" ,")
    return None, text


@lru_cache(maxsize=4096)
def _parsed(name: str) -> _Name:
    whole = key_of(name.translate(_MARKS))
    undertakings: list[str] = []
    undertaking, rest = _after(whole, _HEADS)
    while undertaking:
        undertakings.append(undertaking)
        undertaking, rest = _after(rest, _HEADS)
    work, bare = _after(rest, _KINDS_OF_WORK)
    # "Dự án quy hoạch …" is a plan for the use of land: what is more than a project says more.
    telling = [undertaking for undertaking in undertakings if undertaking != "project"]
    capitals = [word for word in _WORD.findall(name)[1:] if word[0].isupper()]
    return _Name(
        whole=whole,
        undertaking=telling[0] if telling else undertakings[0] if undertakings else None,
        work=work,
        words=frozenset(_words(rest)),
        own=frozenset(_words(bare)) - _POINTING,
        proper=frozenset(word for capital in capitals for word in _words(key_of(capital))),
        numerals=frozenset(word for word in _WORD.findall(rest) if _NUMERAL.fullmatch(word)),
    )


def _nested(one: frozenset[str], other: frozenset[str]) -> bool:
    return one <= other or other <= one


def _clash(one: _Name, other: _Name) -> bool:
    """Tell whether kinds or numbers of two names exclude that they mean the same."""
    if one.undertaking and other.undertaking and one.undertaking != other.undertaking:
        return True
    if one.work and other.work and one.work != other.work:
        return True
    # The plan of a quarter is not the quarter.
    on_paper = [name.undertaking not in (None, "project") for name in (one, other)]
    if on_paper[0] != on_paper[1] and (one.work or other.work):
        return True
    return bool(one.numerals and other.numerals) and not _nested(one.numerals, other.numerals)


def _is_another(short: _Name, long: _Name) -> bool:
    """Tell whether the longer name only adds a number at its end, as "cầu Rạch Miễu 2" does to "cầu Rạch Miễu"."""
    more = long.words - short.words - {"số"}
    counts = all(_NUMERAL.fullmatch(word) and not _YEAR.fullmatch(word) for word in more)
    return bool(more) and short.words <= long.words and counts and long.whole.endswith(tuple(more))


def _compare(one: _Name, other: _Name) -> _Verdict:
    if one.whole == other.whole:
        return _Verdict.SAME
    if _clash(one, other):
        return _Verdict.OTHER
    if not one.own or not other.own:
        return _Verdict.OPEN
    short, long = sorted((one, other), key=lambda name: len(name.words))
    if short.proper and long.proper and not (short.proper <= long.words or long.proper <= short.words):
        return _Verdict.OTHER
    if _is_another(short, long):
        return _Verdict.OTHER
    alike = len(short.words & long.words) / len(short.words | long.words)
    routes = _ROUTE in short.whole and _ROUTE in long.whole
    within = short.own <= long.words and (short.work is None or short.work == long.work)
    if short.proper and long.proper:
        if routes and short.proper != long.proper:  # of a road that is built in parts
            return _Verdict.SAME if alike >= _NEARLY_ALL else _Verdict.OPEN
        return _Verdict.SAME if alike >= _HALF or within else _Verdict.OPEN
    # Common words say less: one alone is not enough.
    within = len(short.words) > 1 and short.words <= long.words and within
    return _Verdict.SAME if alike >= _MOST or within else _Verdict.OPEN


@dataclass(slots=True)
class _Group:
    """The different names of one programme, the number that one of them gives, and where it is named first and last."""

    names: list[_Name]
    number: str | None
    first: int
    last: int

    def means(self, name: _Name, number: str | None) -> bool:
        """Tell whether a name is one of this programme's."""
        if number and self.number:
            kinds = {other.undertaking for other in self.names}
            return same_paper_number(number, self.number) and name.undertaking in kinds
        if not name.own:
            return not any(_clash(name, other) for other in self.names)
        verdicts = {_compare(name, other) for other in self.names}
        return _Verdict.SAME in verdicts and _Verdict.OTHER not in verdicts


def group_programmes(names: Sequence[str], numbers: Sequence[str | None]) -> list[int]:
    """Return for each name the place of the first name that means the same programme.

    Args:
        names: the words that name programmes, in the order of the text.
        numbers: the official number that each gives, as `number` of a programme; None where it gives none.
    """
    groups: list[_Group] = []
    found: list[int] = []
    for place, (name, number) in enumerate(zip(names, numbers, strict=True)):
        parsed = _parsed(name)
        # A name that fits several means the one named last.
        fitting = [group for group in groups[-REMEMBERED:] if group.means(parsed, number)]
        if fitting:
            group = max(fitting, key=lambda group: group.last)
        else:
            group = _Group([], None, place, place)
            groups.append(group)
        if parsed not in group.names:
            group.names.append(parsed)
        group.number, group.last = group.number or number, place
        found.append(group.first)
    return found
