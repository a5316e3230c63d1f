"""Phrases that mean the time of a simpler phrase: "giữa nhiệm kỳ 2020-2025", "năm tài chính 2022", "hôm qua 8:16".

Parts that no rule turns into days stand for the whole, as annotations/GUIDELINES.md (7) has it for a year's beginning.
"""

from __future__ import annotations

import re
from typing import Final

from ketluan.normalise.spoken import written
from ketluan.normalise.time_words import DAYPART, S

__all__ = ["reworded"]

_RULES: Final = tuple(
    (re.compile(pattern), simpler)
    for pattern, simpler in (
        (rf"so{S}(?:với{S})?", ""),
        (rf"(?:(?:hoàn{S}(?:thành|tất)|kết{S}thúc|báo{S}cáo|triển{S}khai|thực{S}hiện)(?:{S}xong)?|xong){S}", ""),
        (rf"(?:vào|trong|suốt){S}", ""),
        (rf"(?:các|những|hai|ba|2|3){S}(?=(?:năm|tháng|quý|tuần){S}[\divx])", ""),
        (rf"(?:của|cả){S}(?=nhiệm{S}kỳ|năm{S}học|giai{S}đoạn)", ""),
        (rf"(?:cho{S})?(?:kế{S}hoạch|dự{S}toán|nhiệm{S}vụ|chỉ{S}tiêu){S}(?=năm{S}\d|quý{S}|tháng{S}\d)", ""),
        (rf"mùa{S}(?:khô|lũ|bão|mưa(?:{S}(?:bão|lũ))?){S}(?=\d)", ""),
        (rf"(?:đầu|giữa|cuối){S}(?=ngày{S}\d)", ""),
        (rf"tuần(?:{S}lễ)?{S}(?=từ{S})", ""),
        (rf"(?:giai{S}đoạn|kế{S}hoạch|chiến{S}lược|chương{S}trình){S}(?=\d{{1,2}}{S}năm{S})", ""),
        (rf"giai{S}đoạn{S}(?:i{{1,3}}|[1-4]):{S}", "giai đoạn "),
        (rf"(?:đợt|vòng|giai{S}đoạn|kỳ){S}(?:i{{1,3}}|[1-9]|một|hai|ba){S}(?=năm{S}|tháng{S}|quý{S})", ""),
        (rf"(?:đầu|giữa|cuối){S}(?=nhiệm|năm{S}học|giai{S}đoạn|thời{S}kỳ|thập{S}|thế{S}kỷ|những{S}năm)", ""),
        (rf"kh[óo][aá]{S}(?:[ivxlc]{{1,6}}|\d{{1,2}}),?{S}(?=nhiệm)", ""),
        (rf"(?:niên{S}(?:vụ|độ)|vụ{S}(?:đông{S}xuân|hè{S}thu|xuân{S}hè|mùa)){S}(?=\d|năm)", ""),
        (rf"năm{S}(?:tài{S}chính|ngân{S}sách|kế{S}hoạch){S}", "năm "),
        (r"(?P<unit>tuần|tháng|quý|năm)\Z", r"\g<unit> này"),
    )
)
_CLOCK_AFTER: Final = re.compile(
    rf",?{S}(?:vào{S})?(?:lúc{S})?\d{{1,2}}(?:[:hg]\d{{0,2}}|{S}giờ(?:{S}\d{{1,2}}(?:{S}phút)?)?)(?:{S}{DAYPART})?\Z"
)
_VISION: Final = re.compile(
    rf",?{S}(?:và{S})?(?:có{S})?(?:tầm{S}nhìn|định{S}hướng)(?:{S}(?:đến|tới))?(?:{S}năm)?{S}(?:19|20)\d\d\Z"
)
"""The second, farther year of a plan, which is no limit: "đến năm 2030, tầm nhìn 2045"."""
_WINDOW: Final = 56


def reworded(phrase: str) -> str | None:
    """A simpler phrase (lower case) for the same days; None where no rule applies."""
    for pattern, simpler in _RULES:
        if match := pattern.match(phrase):
            return match.expand(simpler) + phrase[match.end() :]
    if clock := _CLOCK_AFTER.search(phrase[-_WINDOW:]):
        return phrase[: len(phrase) - len(clock[0])] or None
    if vision := _VISION.search(phrase[-_WINDOW:]):
        return phrase[: len(phrase) - len(vision[0])] or None
    inner = written(phrase)
    return inner if inner != phrase else None
