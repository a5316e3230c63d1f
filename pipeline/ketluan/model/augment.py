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
from ketluan.record import Record

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


def _invented(syllables: int, rng: random.Random) -> str:
    middle = [rng.choice(_MIDDLE) for _ in range(max(0, syllables - 2))]
    return " ".join([rng.choice(_FAMILY), *middle, rng.choice(_GIVEN)][-syllables:])


def with_other_names(record: Record, text: str, rng: random.Random) -> tuple[Record, str]:
    """Return a copy of a report in which every official has an invented name, offsets and quotes kept true.

    Args:
        record: the annotations of `text`.
        rng: where the names come from.
    """
    names = {o.id: _invented(len(o.name.split()), rng) for o in record.officials if o.name.split()}
    swaps: dict[tuple[int, int], str] = {}
    words: dict[str, str] = {}
    for official in record.officials:
        if official.id not in names:
            continue
        words[official.name] = names[official.id]
        for start, end in people_of(record, text)[official.id]:
            old = text[start:end].split()
            swaps[start, end] = " ".join(names[official.id].split()[-len(old) :])
    # Where one person's name lies in another's place the first and longer one stands.
    kept: list[tuple[int, int]] = []
    for place in sorted(swaps, key=lambda p: (p[0], -p[1])):
        if not kept or place[0] >= kept[-1][1]:
            kept.append(place)
    pieces, olds, news, at, length = [], [0], [0], 0, 0
    for start, end in kept:
        pieces += [text[at:start], swaps[start, end]]
        length += start - at
        olds += [start, end]
        news += [length, length + len(swaps[start, end])]
        length += len(swaps[start, end])
        at = end
    pieces.append(text[at:])
    changed = "".join(pieces)

    def moved(offset: int) -> int:
        k = bisect.bisect_right(olds, offset) - 1
        # Inside a name there is no place to keep: the offset goes to the name's end.
        return news[k + 1] if k % 2 and offset > olds[k] else news[k] + offset - olds[k]

    pattern = re.compile("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))) if words else None

    def rewritten(value: Any) -> Any:
        if isinstance(value, dict):
            if value.keys() >= {"start", "end", "text"} and isinstance(value["start"], int):
                start, end = moved(value["start"]), moved(value["end"])
                return {"start": start, "end": end, "text": changed[start:end]}
            return {key: rewritten(part) for key, part in value.items()}
        if isinstance(value, list):
            return [rewritten(part) for part in value]
        if isinstance(value, str) and pattern is not None:
            return pattern.sub(lambda m: words[m.group()], value)
        return value

    bare = json.loads(record.to_json())
    source = bare.pop("source")
    other = Record.model_validate_json(json.dumps({**rewritten(bare), "source": {**source, "sha256": None}}))
    return other, changed
