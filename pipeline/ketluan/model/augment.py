"""Annotated reports with other people in them, so that the network learns where a name stands and not whose it is.

National leaders recur through all the news of their years: of the officials in a set of reports most are also in any
other set of the same years, and a network that knows them by heart finds nobody in the reports of another year.
"""

from __future__ import annotations

import bisect
import json
import random
import re
from typing import Any

from ketluan.model.gold import people_of
from ketluan.record import Official, Record
from ketluan.tokenise.tone import unify_tone

__all__ = ["with_other_names"]

# Common family, middle and given names of Vietnam and of its larger minorities, written from general knowledge.
_FAMILY = (
    "Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đinh Trịnh Mai Đào Lương Hà Tạ Tô Cao "
    "Châu Lâm Quách Thái Tăng Phùng Triệu Kiều Nông Hứa Lò Giàng Thào Vàng Sùng Ma Bế Cầm Quàng Lường Rơ Y Thạch "
    "Sơn Kim Danh Mạc"
).split()
_MIDDLE = (
    "Văn Thị Đức Minh Hữu Quang Ngọc Thanh Xuân Đình Công Quốc Anh Hồng Thu Bích Tuấn Trọng Khắc Duy Bá Thế Mạnh "
    "Viết Sỹ Phú Kim Hoài Như Mỹ Tiến Chí Gia Nhật Đăng Vĩnh Thành Hải Trung Tấn Phúc Diệu Huy Cẩm Quý"
).split()
_GIVEN = (
    "Anh Bình Châu Cường Dũng Dung Duyên Đạt Đông Giang Hà Hải Hạnh Hiền Hiếu Hòa Hoàng Hùng Huy Hương Khánh Khải "
    "Khoa Kiên Lâm Lan Liên Linh Long Lộc Mai Minh Nam Nga Nghĩa Ngọc Nhân Nhung Oanh Phong Phú Phương Quang Quân "
    "Quyết Sáng Sơn Tâm Thái Thanh Thành Thảo Thắng Thịnh Thủy Tiến Tín Toàn Trang Trung Trường Tuấn Tùng Tuyết Vân "
    "Việt Vinh Yên Tráng Chấn Kha Lẫm Vọng Ngạn Thuyên Toại Pao Sính Páo Chẩn Kết Lành Nghiêm Thể Ước Xuyến Điều Ân "
    "Bắc Chung Cảnh Doanh Hào"
).split()


Extent = tuple[int, int]
# How often a name is invented anew that the report or another official has.
_TRIES = 200


def with_other_names(record: Record, text: str, rng: random.Random) -> tuple[Record, str]:
    """Return a copy of a report in which every official has an invented name, offsets and quotes kept true.

    Args:
        record: the annotations of `text`.
        rng: where the names come from.
    """
    names = _other_names(record, text, rng)
    swaps = _swaps(record, text, names)
    moves = _Moves([extent for extent, _ in swaps], [len(new) for _, new in swaps])
    pieces, at = [], 0
    for (start, end), new in swaps:
        pieces += [text[at:start], new]
        at = end
    changed = "".join([*pieces, text[at:]])

    words = {o.name: names[o.id] for o in record.officials if o.id in names}
    words |= {old.upper(): new.upper() for old, new in words.items()}
    any_name = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{any_name})(?!\w)") if words else None
    quotes = {span.text: changed[moves.to(span.start) : moves.to(span.end)] for _, span in record.spans()}

    def rewritten(value: Any) -> Any:
        if isinstance(value, dict):
            if value.keys() >= {"start", "end", "text"} and isinstance(value["start"], int):
                start, end = moves.to(value["start"]), moves.to(value["end"])
                return {"start": start, "end": end, "text": changed[start:end]}
            return {key: rewritten(part) for key, part in value.items()}
        if isinstance(value, list):
            return [rewritten(part) for part in value]
        if isinstance(value, str) and pattern is not None:
            # What quotes a span ("action", "title") stays its quote.
            return quotes.get(value) or pattern.sub(lambda m: words[m.group()], value)
        return value

    bare = json.loads(record.to_json())
    doc_id, source = bare.pop("doc_id"), bare.pop("source")
    if words:
        source |= {"title": rewritten(source["title"]), "sha256": None}
    if bare.pop("text", None) is not None:
        bare["text"] = changed
    told = {key: value if key == "text" else rewritten(value) for key, value in bare.items()}
    return Record.model_validate_json(json.dumps({**told, "doc_id": doc_id, "source": source})), changed


def _other_names(record: Record, text: str, rng: random.Random) -> dict[str, str]:
    """Return a new name for every official: people who share a given name go on to share one, others do not."""
    givens: dict[str, str] = {}
    names: dict[str, str] = {}
    for official in record.officials:
        syllables = official.name.split()
        if not syllables:
            continue
        for _ in range(_TRIES):
            given = givens.get(syllables[-1]) or rng.choice(_GIVEN)
            middle = [rng.choice(_MIDDLE) for _ in syllables[2:]]
            name = " ".join([rng.choice(_FAMILY), *middle, given] if len(syllables) > 1 else [given])
            stranger = official.model_copy(update={"name": name, "mentions": []})
            told = people_of(record.model_copy(update={"officials": [stranger]}), text)[official.id]
            taken = any(
                f" {other}".endswith(f" {name}") or f" {name}".endswith(f" {other}") for other in names.values()
            )
            if not told and not taken and (syllables[-1] in givens or given not in givens.values()):
                break
        givens[syllables[-1]], names[official.id] = given, name
    return names


def _swaps(record: Record, text: str, names: dict[str, str]) -> list[tuple[Extent, str]]:
    """Return the syllables to replace in the order of the text, each with what stands in its place."""
    places: dict[Extent, Official] = {}
    for official in record.officials:
        if official.id in names:
            # Alone in the record, so that a given name which several bear is found too: it is one for them all.
            alone = record.model_copy(update={"officials": [official]})
            places |= dict.fromkeys(people_of(alone, text)[official.id], official)
    swaps: list[tuple[Extent, str]] = []
    last = 0
    # Where one person's name lies in another's place the first and longer one stands.
    for start, end in sorted(places, key=lambda p: (p[0], -p[1])):
        if start < last:
            continue
        last = end
        official, found = places[start, end], list(re.finditer(r"\S+", text[start:end]))
        within: list[tuple[Extent, str]] = []
        # From the given name back: a mention may begin with a form of address, or be the given name alone.
        for match, old, new in zip(
            reversed(found), reversed(official.name.split()), reversed(names[official.id].split()), strict=False
        ):
            if _key(match.group()) != _key(old):
                break
            capitals = text[start:end].isupper()
            within.append(((start + match.start(), start + match.end()), new.upper() if capitals else new))
        swaps += reversed(within)
    return swaps


def _key(syllable: str) -> str:
    return unify_tone(syllable).casefold()


class _Moves:
    """Leads from offsets of a text to those of its copy, in which some stretches have other lengths."""

    def __init__(self, extents: list[Extent], lengths: list[int]) -> None:
        self._olds, self._news = [0], [0]
        for (start, end), length in zip(extents, lengths, strict=True):
            begin = self._news[-1] + start - self._olds[-1]
            self._olds += [start, end]
            self._news += [begin, begin + length]

    def to(self, offset: int) -> int:
        k = bisect.bisect_right(self._olds, offset) - 1
        # Inside a syllable there is no place to keep: the offset goes to its end.
        return self._news[k + 1] if k % 2 and offset > self._olds[k] else self._news[k] + offset - self._olds[k]
