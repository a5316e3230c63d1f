"""Officials: every mention of a person under one name, every position with the person who holds it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketluan.assemble.context import Context
from ketluan.record import Official, Position, Span
from ketluan.tokenise.tone import key_of

__all__ = ["People", "people_of"]

# Forms of address that a name is written behind; they are no part of it.
_ADDRESS = re.compile(
    r"^(?:(?:ông|bà|anh|chị|cô|bác|thầy|đồng chí|đ/c|đc|gs|pgs|ts|tskh|ths|bs|ckii?|ks|ls|kts"
    r"|nsnd|nsưt|ngnd|ngưt"
    r"|giáo sư|phó giáo sư|tiến sĩ|tiến sỹ|thạc sĩ|thạc sỹ|bác sĩ|bác sỹ|kỹ sư|kiến trúc sư|luật sư"
    r"|(?:đại|thượng|trung|thiếu) (?:tướng|tá|uý|úy)|chuẩn đô đốc|phó đô đốc|đô đốc)(?:[.,]\s*|\s+))+",
    re.IGNORECASE,
)
# What stands for a person named before, as the whole of a mention. "Các đồng chí" stands for no one person.
_PRONOUN = re.compile(
    r"(?:ông|bà|anh|chị|đồng chí|đ/c|vị này|ông ấy|bà ấy|ông này|bà này|đồng chí này"
    r"|(?:(?:ông|đồng chí) )?(?:đại|thượng|trung|thiếu) (?:tướng|tá|uý|úy))",
    re.IGNORECASE,
)
# A position keeps a note of the past ("nguyên"), but not the word that joins it to the one before; in "Bí thư kiêm Chủ
# tịch UBND xã" that word parts two.
_JOINT = re.compile(r"(?:^|,?\s+)(?:kiêm|đồng thời là)\s+|^là\s+", re.IGNORECASE)

# With these a body's name becomes a title.
_ENDS_OF_TITLES = frozenset({"viên", "trưởng", "phó"})
# "Bộ trưởng Hà": a title and the end of a name behind it. Titles end so, and no place does ("thành phố Vinh").
_TITLED = re.compile(
    r"(?:\w+ ){0,2}(?:trưởng|phó|thư|tịch|đốc|biểu|tướng) (?P<name>[^\W\d_]+(?: [^\W\d_]+)?)", re.IGNORECASE
)
_TOWN = re.compile(r"(?<!\w)(tp|tx)\.\s*", re.IGNORECASE)
_ABBREVIATIONS = {
    "ubnd": "uỷ ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "mttq": "mặt trận tổ quốc",
    "bch": "ban chấp hành",
    "tw": "trung ương",
    "tp": "thành phố",
    "tx": "thị xã",
    "hcm": "hồ chí minh",
    "tphcm": "thành phố hồ chí minh",
    "gd&đt": "giáo dục và đào tạo",
    "tn&mt": "tài nguyên và môi trường",
    "lđ-tb&xh": "lao động - thương binh và xã hội",
}


def _title_key(title: str) -> str:
    """Return the form of a title in which its abbreviations are written out."""
    return " ".join(_ABBREVIATIONS.get(word, word) for word in key_of(_TOWN.sub(r"\1 ", title)).split())


def _opens(short: str, title: str) -> bool:
    """Tell whether a title begins with a shorter one: "Tỉnh ủy" is not short for "Tỉnh ủy viên"."""
    return title.startswith(short + " ") and title[len(short) :].split()[0] not in _ENDS_OF_TITLES


class People:
    """The officials of a report and who is meant where.

    Attributes:
        officials: in the order of the text.
    """

    def __init__(self, officials: list[Official], by_mention: dict[int, str]) -> None:
        self.officials = officials
        self._by_mention = by_mention
        self._titles = [(_title_key(p.title), o.id) for o in officials for p in o.positions]
        self._names = [(key_of(o.name).split(), o.id) for o in officials]
        self._places = sorted((span.start, o.id) for o in officials for span in o.mentions)

    def at(self, mention: int) -> str | None:
        """Return the id of the official whom a PERSON mention names."""
        return self._by_mention.get(mention)

    def holding(self, title: str) -> str | None:
        """Return the id of the one official who holds a position, in full or by its beginning, else None."""
        wanted = _title_key(title)
        exact = {official for held, official in self._titles if held == wanted}
        near = exact or {official for held, official in self._titles if _opens(wanted, held)}
        return near.pop() if len(near) == 1 else None

    def meant(self, words: str, place: int) -> str | None:
        """Return the id of the one official whom words at a place mean, else None.

        The words may be a name or its end, a position, either of them behind a form of address, a position and the end
        of a name behind it, or a form of address alone, which means the official named last before the place.
        """
        if _PRONOUN.fullmatch(words.strip()):
            before = [official for start, official in self._places if start < place]
            return before[-1] if before else None
        bare = _ADDRESS.sub("", words)
        named = self._named(bare)
        if named is None and (titled := _TITLED.fullmatch(bare)) and titled["name"].istitle():
            named = self._named(titled["name"])
        return named or self.holding(bare)

    def _named(self, words: str) -> str | None:
        """Return the id of the one official whose name the words are the end of, or who is named at their end."""
        syllables = key_of(words).split()
        named = {
            official
            for name, official in self._names
            if syllables and (name[-len(syllables) :] == syllables or syllables[-len(name) :] == name)
        }
        return named.pop() if len(named) == 1 else None


def _names(context: Context) -> dict[int, tuple[str, Span]]:
    names = {}
    for index, mention in context.of("PERSON"):
        quote = context.quote(mention)
        if _PRONOUN.fullmatch(quote):
            continue
        address = _ADDRESS.match(quote)
        start = mention.start + (address.end() if address else 0)
        if any(letter.isalpha() for letter in context.text[start : mention.end]):
            names[index] = (" ".join(context.text[start : mention.end].split()), context.span(start, mention.end))
    return names


def _grouped(names: dict[int, tuple[str, Span]]) -> dict[int, int]:
    """Map each mention to the first one of its full name, a name being short for the nearest longer one before it.

    Where none stands before it, it is short for the first one after it.
    """
    keys = {index: key_of(name).split() for index, (name, _) in names.items()}
    leaders: dict[int, int] = {}
    for index, syllables in keys.items():
        longer = [
            other
            for other, parts in keys.items()
            if len(parts) >= 2 and len(parts) > len(syllables) and parts[-len(syllables) :] == syllables
        ]
        before = [other for other in longer if other < index]
        leaders[index] = before[-1] if before else longer[0] if longer else index
    firsts: dict[tuple[str, ...], int] = {}
    for index, syllables in keys.items():
        firsts.setdefault(tuple(syllables), index)
    # A short name may lead to a longer one that is short itself: "Dũng" to "Tiến Dũng" to "Đinh Tiến Dũng".
    full: dict[int, int] = {}
    for index in sorted(keys, key=lambda i: -len(keys[i])):
        leader = leaders[index]
        full[index] = firsts[tuple(keys[index])] if leader == index else full[leader]
    return full


def _positions(context: Context) -> dict[int, list[tuple[Position, float]]]:
    """Return the positions of each PERSON mention."""
    held: dict[int, list[tuple[Position, float]]] = {}
    for index, mention in context.of("POSITION"):
        for person in context.tails("position", index)[:1]:
            for start, end in _titles(context.quote(mention)):
                span = context.span(mention.start + start, mention.start + end)
                held.setdefault(person, []).append((Position(title=span.text, span=span), mention.score))
    return held


def _titles(quote: str) -> Iterator[tuple[int, int]]:
    """Yield from where to where each title goes in a mention that may name several."""
    start = 0
    for joint in (*_JOINT.finditer(quote), None):
        end = joint.start() if joint else len(quote)
        if quote[start:end].strip():
            yield start, end
        start = joint.end() if joint else end


def _without_shorter(positions: list[Position]) -> list[Position]:
    """Leave out repetitions, and each title that shortens another one of the same person."""
    kept: list[Position] = []
    keys = [_title_key(p.title).split() for p in positions]
    for place, (position, key) in enumerate(zip(positions, keys, strict=True)):
        if key not in keys[:place] and not any(_shortens(key, other) for other in keys):
            kept.append(position)
    return kept


def _shortens(title: list[str], other: list[str]) -> bool:
    if len(title) >= len(other) or title[:1] != other[:1]:
        return False
    rest = iter(other)
    return all(word in rest for word in title)


def people_of(context: Context) -> People:
    """Return the officials of a report."""
    names, positions = _names(context), _positions(context)
    leader = _grouped(names)
    groups: dict[int, list[int]] = {}
    for index in names:
        groups.setdefault(leader[index], []).append(index)
    officials: list[Official] = []
    by_mention: dict[int, str] = {}
    for members in sorted(groups.values(), key=lambda m: m[0]):
        name = max((names[i][0] for i in members), key=lambda n: (len(n), not n.isupper()))
        if len(name.split()) < 2 and not any(i in positions for i in members):
            continue  # a given name whose bearer the report does not tell
        identity = f"o{len(officials) + 1}"
        held = sorted((p for i in members for p, _ in positions.get(i, ())), key=lambda p: p.span.start)
        spans = sorted((names[i][1] for i in members), key=lambda s: (-len(s.text), s.start))
        officials.append(
            Official(
                id=identity,
                name=name,
                positions=_without_shorter(held),
                mentions=spans,
                confidence=round(max(context.analysis.mentions[i].score for i in members), 4),
            )
        )
        by_mention.update(dict.fromkeys(members, identity))
    return People(officials, by_mention)
