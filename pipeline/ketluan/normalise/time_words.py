"""The words of Vietnamese time phrases: pieces of patterns shared by the grammar's forms, and what the words stand for.

All patterns are for lower-cased text. Space is bounded (`S`, `O`), so that no pattern can run over
the same characters twice.
"""

from __future__ import annotations

__all__ = [
    "COUNT",
    "CUE",
    "DASH",
    "DAYPART",
    "FIRST_WORDS",
    "MONTH_WORDS",
    "NUMBERS",
    "PART",
    "QUARTERS",
    "TURN",
    "TURNS",
    "TURN_TAIL",
    "UNIT_DAYS",
    "UNIT_GUARD",
    "UNIT_MONTHS",
    "WEEKDAY",
    "WEEKDAYS",
    "YEAR_OFFSETS",
    "YREL",
    "YTAIL",
    "D",
    "M",
    "O",
    "Q",
    "S",
    "Y",
]

S = r"\s{1,3}"
O = r"\s{0,2}"  # noqa: E741
Y = r"(?:19|20)\d\d"
D = r"[0-3]?\d"
DASH = r"[-–—]"

NUMBERS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9,
    "mười": 10, "mười một": 11, "mười hai": 12, "mươi": 10,
}  # fmt: skip
COUNT = r"(?:\d{1,3}|mười\s(?:một|hai)|một|hai|ba|bốn|năm|sáu|b[ảẩ]y|tám|chín|mười)"
MONTH_WORDS = r"(?:mười\s(?:một|hai)|một|hai|ba|tư|năm|sáu|b[ảẩ]y|tám|chín|mười)"
M = rf"(?:[01]?\d|{MONTH_WORDS})"

QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "nhất": 1, "nhì": 2}
Q = r"(?:iii|ii|iv|i|0?[1-4]|nhất|nhì|một|hai|ba|tư|bốn)"

WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tư": 2, "4": 2, "năm": 3, "5": 3, "sáu": 4, "6": 4, "bảy": 5, "bẩy": 5,
            "7": 5, "nhật": 6}  # fmt: skip
WEEKDAY = rf"(?:thứ{S}(?P<weekday>hai|ba|tư|năm|sáu|b[ảẩ]y|[2-7])|ch[ủú]a?{S}nhật)"
"""A weekday; its group is empty for Sunday, which `WEEKDAYS` has under "nhật"."""

UNIT_DAYS = {"ngày": 1, "tuần": 7}
UNIT_MONTHS = {"tháng": 1, "quý": 3, "năm": 12}

DAYPART = r"(?:rạng\ssáng|sáng\ssớm|sáng|trưa|chiều\stối|chiều|tối|đêm|khuya)"
CUE = rf"(?:(?:{DAYPART}{S})?(?:(?:vào{S})?(?:ngày|hôm)|mùng|mồng){S}(?:(?:mùng|mồng){S})?|{DAYPART}{S})"
"""What stands before a day and makes a bare "15/8" a date."""

PART = (
    rf"(?:(?:kỳ{S}họp|dịp|khoảng){S})?(?:(?:ngay|(?:những|các){S}(?:tháng|ngày)){S})?(?:đầu|giữa|cuối){S}"
    rf"|mùa{S}(?:xuân|hè|thu|đông|khô|lũ|bão|mưa(?:{S}(?:bão|lũ))?){S}|(?:thượng|trung|hạ){S}tuần{S}"
)
"""Parts of a month, quarter or year that are not resolved to days (annotations/GUIDELINES.md, 7)."""

YEAR_OFFSETS = {"nay": 0, "này": 0, "ngoái": -1, "qua": -1, "rồi": -1, "trước": -1, "kia": -2, "tới": 1, "sau": 1}
YREL = r"(?:nay|này|ngoái|qua|rồi|trước(?!\s{1,3}(?:khi|ngày))|kia|tới(?!\s{1,3}nay)|sau(?!\s{1,3}(?:khi|ngày)))"
YTAIL = (
    rf"(?:{O}[/.]{O}(?P<y>{Y})|{O}{DASH}{O}(?P<y2>{Y})|{S}(?:(?:của|trong){S})?(?:năm{S})?(?P<y3>{Y})"
    rf"|{S}(?:của{S})?(?:năm{S}(?P<yrel>{YREL})|(?P<ynext>sang{S}năm(?!{S}\d))))(?!\d)"
)
"""What gives a month, quarter or half its year: "/2022", "-2022", " năm 2022", " năm ngoái", " sang năm"."""

TURNS = {"này": 0, "nay": 0, "hiện tại": 0, "tới": 1, "tới đây": 1, "sau": 1, "sắp tới": 1, "tiếp theo": 1, "tiếp": 1,
         "kế tiếp": 1, "liền kề": 1, "liền sau": 1, "trước": -1,
         "qua": -1, "vừa qua": -1, "rồi": -1, "vừa rồi": -1, "liền trước": -1}  # fmt: skip
TURN = (
    r"(?:này|nay|hiện\stại|tới\sđây|tới(?!\s{1,3}nay)|sau(?!\s{1,3}(?:khi|ngày))|sắp\stới|tiếp\stheo|tiếp|kế\stiếp"
    r"|liền\s(?:kề|sau|trước)|trước(?!\s{1,3}(?:khi|ngày))|vừa\squa|vừa\srồi|qua|rồi)"
)
TURN_TAIL = rf"(?:{S}(?P<turn>{TURN})(?!{S}năm))?"

UNIT_GUARD = (
    rf"(?!{O}(?:%|tỷ|tỉ|triệu|nghìn|ngàn|đồng|usd|ha\b|km|m2|m3|mw|tấn|hộ|người|vụ|lượt|căn|xã|tổ|cán|dự\sán|chỉ\stiêu"
    rf"|doanh|điểm|phòng|trường|học\ssinh|tỉnh|huyện|đảng|đại\sbiểu|số\s|giờ|phút|lần|cơ\s|đơn\s|suất|con|chiếc))"
)
"""Nouns and scale words that make digits a quantity, not a year or a day."""

_COUNTED = rf"(?:ngày|tuần|tháng|qu[ýí]|năm|{DAYPART}|vào|hôm|mùng|mồng)"
FIRST_WORDS = (
    rf"\d|(?:ngày|ngay|năm|nửa|nay|noel|đây|giờ|dịp)\b|(?:những|các|{COUNT}){S}{_COUNTED}\b"
    rf"|(?:tháng|tuần|thứ|tết|mùa|mùng|mồng|rằm|lễ|lúc|hôm|bữa|buổi|vào|sang|cả|cuối|giữa|qu[ýí]|thập|niên|mỗi|khoảng"
    rf"|{DAYPART}|kh[óo][áa])\b|đầu{S}(?:tháng|qu|năm|nhiệm|tuần|của|\d)|của{S}năm|h[ằà]ng{S}{_COUNTED}"
    rf"|(?:nhiệm|cùng|thời|định|học){S}k[ỳì]|kỳ{S}(?:họp|nghỉ)|nghỉ{S}|đại{S}lễ|thời{S}điểm|thế{S}kỷ|hiện{S}(?:nay|tại)|bây{S}giờ|giai{S}đoạn"
    rf"|(?:thượng|trung|hạ){S}tuần|ch[ủú]a?{S}nhật|giao{S}thừa|giáng{S}sinh|(?:kế{S}hoạch|chiến{S}lược){S}[(n\d]|q[1-4]"
    rf"|quốc{S}(?:khánh|tế)|nhà{S}giáo|phụ{S}nữ|trung{S}thu|giỗ{S}tổ|vu{S}lan|thành{S}lập"
)
"""What any form for running text can begin with."""
