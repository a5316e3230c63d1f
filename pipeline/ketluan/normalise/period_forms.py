"""Forms of weeks, months, quarters, halves and years: "quý III/2022", "6 tháng đầu năm", "cuối năm"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from ketluan.normalise import calendar_vn as calendar
from ketluan.normalise.time_atoms import Atom, Form, number, step_of, tense_of, year_of
from ketluan.normalise.time_words import (
    COUNT,
    DASH,
    PART,
    QUARTERS,
    TURN,
    TURN_TAIL,
    UNIT_GUARD,
    YREL,
    YTAIL,
    M,
    O,
    Q,
    S,
    Y,
)

__all__ = ["PERIOD_FORMS", "PRECISIONS"]

_Y4 = rf"(?P<y>{Y})"


def _yearly(
    match: re.Match[str], reference: date | None, precision: str, cycle: Callable[[int], calendar.Interval | None]
) -> Atom | None:
    """A period whose year the tail gives; else it is left to be settled."""
    if cycle(2000) is None:
        return None
    found = year_of(match, reference)
    if found is not None:
        return Atom(match.start(), match.end(), precision, cycle(found))
    if match.groupdict().get("yrel") or match.groupdict().get("ynext"):  # "năm ngoái" without a reference
        return Atom(match.start(), match.end(), precision)
    return Atom(match.start(), match.end(), precision, cycle=cycle, tense=tense_of(match))


def _month(match: re.Match[str], reference: date | None) -> Atom | None:
    first = number(match["m"])
    last = number(match.groupdict().get("to") or match["m"])
    step = step_of(match)

    def cycle(tried: int) -> calendar.Interval | None:
        return calendar.months(tried, first, last)

    atom = _yearly(match, reference, "month" if first == last else "range", cycle)
    if atom and atom.cycle and step > 0 and reference and first <= reference.month <= last:
        # "tháng 7 tới", said in July, is the next one.
        return Atom(match.start(), match.end(), atom.precision, cycle(reference.year + 1))
    return atom


def _days_of_month(match: re.Match[str], reference: date | None) -> Atom | None:
    """The first or last days of a month: as many as group n says, else the first fifteen or the rest."""
    atom = _month(match, reference)
    whole = atom.resolve(reference) if atom else None
    if whole is None:
        return atom
    length = whole[1].day
    counted = match.groupdict().get("n")
    at_end = match["half"] == "cuối"
    count = number(counted) if counted else length - 15 if at_end else 15
    if not 1 <= count <= length:
        return None
    first, last = (length - count + 1, length) if at_end else (1, count)
    days = whole[0].replace(day=first), whole[0].replace(day=last)
    return Atom(match.start(), match.end(), "range", days)


def _turned_month(match: re.Match[str], reference: date | None) -> Atom:
    if reference is None:
        return Atom(match.start(), match.end(), "month")
    moved = calendar.shift_months(reference, step_of(match))
    return Atom(match.start(), match.end(), "month", calendar.month(moved.year, moved.month))


def _quarter(match: re.Match[str], reference: date | None) -> Atom | None:
    word = match["q"]
    first = QUARTERS.get(word) or number(word)
    other = match.groupdict().get("to")
    last = (QUARTERS.get(other) or number(other)) if other else first
    precision = "quarter" if first == last else "range"
    return _yearly(match, reference, precision, lambda tried: calendar.months(tried, first * 3 - 2, last * 3))


def _turned_quarter(match: re.Match[str], reference: date | None) -> Atom:
    if reference is None:
        return Atom(match.start(), match.end(), "quarter")
    moved = calendar.shift_months(reference, 3 * step_of(match))
    start = (moved.month - 1) // 3 * 3 + 1
    return Atom(match.start(), match.end(), "quarter", calendar.months(moved.year, start, start + 2))


PRECISIONS = {1: "month", 3: "quarter", 6: "half", 12: "year"}


def _months_of_year(match: re.Match[str], reference: date | None) -> Atom | None:
    """The first or last months of a year; without a year, mostly of the running one."""
    groups = match.groupdict()
    count = number(groups["n"]) * (3 if groups.get("unit") == "quý" else 1) if groups.get("n") else 6
    if not 1 <= count <= 12:
        return None
    at_end = groups.get("end") is not None
    precision = PRECISIONS.get(count, "range")

    def cycle(tried: int) -> calendar.Interval | None:
        return calendar.months(tried, 13 - count, 12) if at_end else calendar.months(tried, 1, count)

    if year_of(match, reference) is not None or reference is None or at_end:
        return _yearly(match, reference, precision, cycle)
    # Said in January or February, a bare "9 tháng" looks back.
    looks_back = reference.month <= 2 and not groups.get("named")
    return Atom(match.start(), match.end(), precision, cycle(reference.year - looks_back))


def _months_told(match: re.Match[str], reference: date | None) -> Atom | None:
    """The months of the year up to now: "9 tháng, thu ngân sách đạt …", told within two months of their end."""
    if reference is None:
        return None
    since = (reference.month - number(match["n"])) % 12
    return _months_of_year(match, reference) if since <= (1 if reference.month <= 2 else 2) else None


def _year(match: re.Match[str], reference: date | None) -> Atom | None:
    """One year, or the running one where the phrase names none ("cuối năm")."""
    found = year_of(match, reference)
    if found is None and reference is not None:
        found = reference.year
    return Atom(match.start(), match.end(), "year", calendar.year(found) if found is not None else None)


def _next_year(match: re.Match[str], reference: date | None) -> Atom:
    return Atom(match.start(), match.end(), "year", calendar.year(reference.year + 1) if reference else None)


def _half_year(match: re.Match[str], reference: date | None) -> Atom | None:
    first, last = (1, 6) if (match["half"] or match["half2"]) == "đầu" else (7, 12)
    found = year_of(match, reference) or (reference.year if reference else None)
    return Atom(match.start(), match.end(), "half", calendar.months(found, first, last) if found else None)


def _week(match: re.Match[str], reference: date | None) -> Atom:
    weekend = match.groupdict().get("weekend") is not None
    found = calendar.week(reference, step_of(match), 5 if weekend else 0) if reference else None
    return Atom(match.start(), match.end(), "range" if weekend else "week", found)


_NOT_LENGTH = rf"(?!{S}(?:tuổi|tù|nữa|tới|kể|tính|sau|trước|liên|đến|\d))"
_UNCOUNTED = "".join(
    rf"(?<!{word} )"
    for word in (r"\d", *"một hai ba bốn sáu bảy bẩy tám chín mười nửa mấy vài nhiều những các".split())
)
"""Not "ba tháng sau", which is counted from somewhere, nor "những tháng tới"."""
_NO_DURATION = "".join(
    f"(?<!{word} )"
    for word in (
        "vòng sau hạn quá dài hơn gần suốt thêm mỗi cứ khoảng nhất nghỉ đủ chậm mất cách giữ án phạt đến tới từ và là"
    ).split()
)
_TOLD = (
    rf"(?={O}[,)]|{S}(?:ước|đạt|mới|của|toàn|cả|giải|thu|tăng|giảm|có|nay|đã|bằng|chỉ|xuất|nhập|kiểm|số|tỉnh|huyện"
    r"|thành|xã)\b)"
)
"""What follows months up to now that a figure is told of, and seldom a length of time."""
_ONE = "".join(f"(?<!{word} năm)" for word in ("những", "các", "nhiều", "mấy", "vài"))  # "những năm qua" is no year
_TAIL_YEAR = rf"(?:{O}[/]{O}(?P<y>{Y})|{S}(?P<y2>{Y})|{S}(?P<yrel>{YREL})|{S}năm{S}(?:(?P<y3>{Y})))"

PERIOD_FORMS = (
    Form("months_left", rf"(?:những|các){S}tháng{S}còn{S}lại(?:{S}(?:của{S}|trong{S})?năm{_TAIL_YEAR}?)?", _year),
    Form(
        "months_ends",
        rf"(?P<n>{COUNT}){S}(?P<unit>tháng|quý){S}(?:đầu|(?P<end>cuối|còn{S}lại))(?P<named>(?:{S}(?:của{S})?năm)?)"
        rf"{_TAIL_YEAR}?",
        _months_of_year,
    ),
    Form("months_year", rf"(?P<n>{COUNT}){S}tháng{YTAIL}", _months_of_year),
    Form(
        "months_bare",
        rf"(?:(?<=\n)|(?<=trong )|(?<=quả )|(?<=kết )|(?<=kế ))(?P<n>6|9|sáu|chín|0[69]){S}tháng{_NOT_LENGTH}",
        _months_of_year,
    ),
    Form(
        "months_counted",
        rf"(?:(?<=chung )|(?<=quân )|(?<=tổng )|(?<=kế ))(?P<n>{COUNT}){S}tháng{_NOT_LENGTH}",
        _months_of_year,
    ),
    Form(
        "months_told",
        rf"{_NO_DURATION}(?P<n>0?[2-9]|1[01]|hai|ba|bốn|sáu|b[ảẩ]y|tám|chín|mười(?:{S}một)?){S}tháng{_TOLD}",
        _months_told,
    ),
    Form("months_whole", rf"(?<!vòng )(?<!sau )(?P<n>{COUNT}){S}tháng", _months_of_year, whole=True),
    Form(
        "half_year",
        rf"nửa{S}(?:(?P<half>đầu|cuối){S}(?:của{S})?năm|năm{S}(?P<half2>đầu|cuối)){_TAIL_YEAR}?",
        _half_year,
    ),
    Form(
        "days_of_month",
        rf"(?P<n>{COUNT}){S}ngày{S}(?P<half>đầu|cuối){S}(?:của{S})?tháng{S}(?P<m>{M})(?:{YTAIL})?{TURN_TAIL}",
        _days_of_month,
    ),
    Form("half_month", rf"nửa{S}(?P<half>đầu|cuối){S}tháng{S}(?P<m>{M})(?:{YTAIL})?{TURN_TAIL}", _days_of_month),
    Form("month_run", rf"tháng{S}(?P<m>[01]?\d){O}{DASH}{O}(?:tháng{S})?(?P<to>[01]?\d)(?:{YTAIL})?(?!\d)", _month),
    Form("month_year", rf"(?<!mạng )(?:{PART})?tháng{S}(?P<m>{M}){YTAIL}", _month),
    Form(
        "month",
        rf"(?<!mạng )(?:{PART})?tháng{S}(?P<m>[01]?\d|{M}(?!{S}(?:người|lần|một))){TURN_TAIL}(?!\d|[.,]\d)",
        _month,
    ),
    Form("month_turn", rf"(?:{PART})?(?:trong{S})?{_UNCOUNTED}tháng{S}(?P<turn>{TURN})", _turned_month),
    Form("month_digits", rf"(?<!số )(?P<m>[01]?\d)/{_Y4}(?![\d/]|-\w)", _month),
    Form("month_dash", rf"(?:(?<=vào )|(?<=đến )|(?<=từ )|(?<=\())(?P<m>[01]?\d)-{_Y4}(?![\d/-])", _month),
    Form("month_running", rf"(?:{PART}|(?<=trong )|(?<=hết ))tháng(?!{S}\w{{1,5}}{S}năm)", _turned_month),
    Form("quarter_run", rf"qu[ýí]{S}(?P<q>{Q}){O}(?:{DASH}|và|,){O}(?:qu[ýí]{S})?(?P<to>{Q})(?:{YTAIL})?", _quarter),
    Form(
        "quarter",  # "quý nhất" alone is what is dearest
        rf"(?:{PART})?qu[ýí]{S}(?P<q>{Q})(?:{YTAIL}|(?<! nhất)(?<! nhì){TURN_TAIL})",
        _quarter,
    ),
    Form("quarter_turn", rf"(?:{PART})?{_UNCOUNTED}qu[ýí]{S}(?P<turn>{TURN})", _turned_quarter),
    Form("quarter_running", rf"(?:{PART}|(?<=trong )|(?<=hết ))qu[ýí](?!{S}(?:\d|vị|khách|báu|hiếm))", _turned_quarter),
    Form("weekend", rf"(?P<weekend>cuối){S}tuần(?:{S}(?P<turn>{TURN}))?", _week),
    Form("week", rf"(?:(?:đầu|giữa){S})?{_UNCOUNTED}tuần{S}(?P<turn>{TURN})", _week),
    Form("year", rf"(?:{PART}|sang{S}|cả{S})?(?:của{S})?năm{S}(?:mới{S})?{_Y4}(?:{S}này)?(?!\d|[.,/-]\d)", _year),
    Form("year_relative", rf"(?:{PART}|cả{S})?{_UNCOUNTED}năm{_ONE}{S}(?P<yrel>{YREL})(?!{S}(?:học|tháng))", _year),
    Form("year_next", rf"(?:{PART})?sang{S}năm|năm{_ONE}{S}(?:tiếp{S}theo|kế{S}tiếp|liền{S}kề)", _next_year),
    Form("year_part", rf"(?:{PART}|cả{S}){_Y4}(?!\d|[.,/-]\d){UNIT_GUARD}", _year),
    Form(
        "year_running",
        rf"(?:(?:{PART}|cả{S})|(?<=trong )|(?<=hết ))năm(?!{S}(?:học|tháng|ngày|người|nào|đó|ấy|thứ|\d))",
        _year,
    ),
    Form(
        "year_prefixed",
        rf"(?:(?<=đến )|(?<=tới )|(?<=vào )|(?<=trước )|(?<=hết )|(?<=từ )|(?<=trong )|(?<=sau )|(?<=nhất )|(?<=và )"
        rf"|(?<=nhìn )){_Y4}(?!\d|[.,/-]\d){UNIT_GUARD}",
        _year,
    ),
    Form("year_phase", rf"(?:trong{S})?giai{S}đoạn{S}{_Y4}(?!\d|{O}{DASH}|[.,/]\d|{S}(?:đến|tới)){UNIT_GUARD}", _year),
    Form("year_bare", rf"{_Y4}(?!\d|[.,/-]\d)", _year, whole=True),
)
