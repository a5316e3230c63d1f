"""The words before a time that say what its days bound: "trước", "chậm nhất", "thời hạn đến", "trong giai đoạn"."""

from __future__ import annotations

import re
from typing import Final

from ketluan.normalise.time_words import DASH, DAYPART, O, S

__all__ = ["AND", "APPOSED", "BEFORE", "MIDNIGHT", "ONWARD", "RELATIONS", "TO", "WINDOW"]

WINDOW: Final = 64
"""How far before a time its prefix may begin."""

_CLOCK: Final = rf"(?:lúc{S})?\d{{1,2}}(?:[:hg]|{O}giờ)(?:{O}\d{{2}})?(?:{O}phút)?(?:{S}{DAYPART})?,?"
MIDNIGHT: Final = re.compile(rf"(?:lúc{S})?00?(?:[:hg]|{O}giờ)(?:{O}00)?(?:{O}phút)?,?")
"""The time of day that leaves nothing of its day: "trước 0h ngày 1/1"."""
_FEAST: Final = rf"(?:(?:dịp|kỳ){S})?(?:nghỉ{S})?(?:đại{S})?lễ|dịp"
_INSIDE: Final = (
    rf"trong(?:{S}(?:khoảng|thời{S}gian|vòng|dịp|các))?|(?:tại|vào){S}thời{S}điểm|vào(?:{S}(?:dịp|khoảng))?"
    rf"|(?:đúng{S})?dịp|ngay(?:{S}trong)?|đúng|suốt|khoảng|tại"
)
_PHASE: Final = (
    rf"(?:trong{S}(?:cả{S})?)?giai{S}đoạn(?:{S}(?:một|hai|[12]|i{{1,3}}))?(?={S}(?:từ|đến|tới|sau|trước){S})"
)
_TERMS: Final = ("gia", "kỳ", "hữu", "vô", "giới", "trung", "dài", "ngắn", "đáo", "quá", "hết", "đúng", "có")
_LIMIT: Final = (
    rf"(?:thời{S}hạn|{''.join(f'(?<!{word} )' for word in _TERMS)}hạn)"
    rf"(?:{S}(?:chót|cuối(?:{S}cùng)?|hoàn{S}thành|thực{S}hiện|báo{S}cáo|nộp)){{0,2}}(?::|{S}là)?"
)
_FIRST_WORDS: Final = (
    r"\d|t(?:rong|ại|ính|ừ|ới|rước|rễ|ầm|hời)|v(?:ào)|đ(?:úng|ến|ịnh|ại)|d(?:ịp)|n(?:gay|ghỉ)|s(?:uốt|au)"
    r"|k(?:hoảng|ỳ|éo|ể|hông)|l(?:ũ|ủ|ú|ễ)|c(?:ập|ho|hậm)|m(?:uộn)|h(?:ạn|ết|ướng)|b(?:ắt)|giai"
)
BEFORE: Final = re.compile(
    rf"(?<!\w)(?={_FIRST_WORDS})(?:(?:{_INSIDE}|{_PHASE}){S})?(?:(?:"
    rf"(?P<asof>(?:tính|l[ũu][ỹy]{S}kế|lũy{S}kế|cập{S}nhật){S}(?:cho{S})?(?:đến|tới)(?:{S}(?:hết|thời{S}điểm))?)"
    rf"|(?P<by>(?:{_LIMIT}{S})?(?:(?:chậm|muộn|trễ){S}nhất|không{S}(?:(?:muộn|chậm|trễ){S}hơn|quá)"
    rf"|trước{S}(?:hoặc|và){S}trong)(?:{S}là)?(?:{S}(?:vào|đến|trong|trước))?(?:{S}hết)?"
    rf"|{_LIMIT}(?:{S}(?:vào|đến|trong))?(?:{S}hết)?)"
    rf"|(?P<before>(?:{_LIMIT}{S})?(?:(?:từ{S}nay{S})?(?:đến|tới){S})?trước(?:{S}(?:thời{S}điểm|mốc|{_FEAST}))?)"
    rf"|(?P<until>(?:(?:cho|kéo{S}dài|(?:định{S})?hướng){S})?(?:đến|tới)(?:{S}(?:hết|hạn|khoảng|thời{S}điểm|{_FEAST}))?"
    rf"|hết|trước{S}khi{S}(?:kết{S}thúc|hết)|tầm{S}nhìn(?:{S}đến)?)"
    rf"|(?P<since>(?:tính|kể|ngay){S}từ)"
    rf"|(?P<after>(?:từ{S})?sau(?:{S}(?:{_FEAST}))?)"
    rf"|(?P<from>(?:bắt{S}đầu{S})?từ)"
    rf"|(?P<in>{_INSIDE}|(?:(?:đúng|trong|vào){S})?(?:{_FEAST})|trước,{S}trong{S}và{S}sau(?:{S}(?:{_FEAST}))?)"
    rf"){S})?(?P<clock>(?:{_CLOCK}){S})?\Z"
)
RELATIONS: Final = ("asof", "by", "before", "until", "since", "after", "from", "in")

TO: Final = re.compile(rf"{O}{DASH}{O}|{S}(?:cho{S})?(?:đến|tới)(?:{S}(?:hết|(?P<short>trước)))?{S}(?:{_CLOCK}{S})?")
"""What joins the two ends of a range; group `short` where the last day is the one before."""
AND: Final = re.compile(rf",?{O}(?:hoặc|và|,){S}(?:vào{S})?")
APPOSED: Final = re.compile(rf"{S}|{O}[,(]{O}")
ONWARD: Final = re.compile(rf"{S}trở{S}(?P<way>đi|lên|về{S}sau|về{S}trước)")
