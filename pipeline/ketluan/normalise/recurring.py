"""Times that come again: "chậm nhất ngày 25 hằng tháng" as a recurrence rule of RFC 5545, section 3.3.10."""

from __future__ import annotations

import re
from datetime import date

from ketluan.normalise.time_atoms import Atom, Form, number
from ketluan.normalise.time_words import WEEKDAYS, D, M, O, S

__all__ = ["RECURRING_FORMS", "day_before"]

_EACH = rf"(?:của{S})?(?:hằng|hàng|mỗi|từng|các)"
_BYDAY = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FREQUENCIES = {
    "ngày": "FREQ=DAILY",
    "tuần": "FREQ=WEEKLY",
    "tháng": "FREQ=MONTHLY",
    "quý": "FREQ=MONTHLY;INTERVAL=3",
    "năm": "FREQ=YEARLY",
}


def _atom(match: re.Match[str], rule: str) -> Atom:
    return Atom(match.start(), match.end(), "recurring", rule=rule)


def _monthly(match: re.Match[str], reference: date | None) -> Atom | None:
    day = int(match["d"])
    return _atom(match, f"FREQ=MONTHLY;BYMONTHDAY={day}") if 1 <= day <= 31 else None


def _month_end(match: re.Match[str], reference: date | None) -> Atom:
    return _atom(match, "FREQ=MONTHLY;BYMONTHDAY=-1")


def _quarterly(match: re.Match[str], reference: date | None) -> Atom | None:
    day, months = int(match["d"]), "3,6,9,12" if match["edge"] == "cuối" else "1,4,7,10"
    return _atom(match, f"FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={day}") if 1 <= day <= 31 else None


def _yearly(match: re.Match[str], reference: date | None) -> Atom | None:
    day, month = int(match["d"]), number(match["m"])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    return _atom(match, f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={day}")


def _weekly(match: re.Match[str], reference: date | None) -> Atom:
    return _atom(match, f"FREQ=WEEKLY;BYDAY={_BYDAY[WEEKDAYS[match['weekday'] or 'nhật']]}")


def _every(match: re.Match[str], reference: date | None) -> Atom:
    return _atom(match, _FREQUENCIES[match["unit"] or match["counted"]])


def day_before(rule: str) -> str:
    """The rule of the last day that "trước" leaves: the day before the rule's day of the month."""
    found = re.search(r"BYMONTHDAY=(\d+)", rule)
    # Before the first of a month stands the last of the one before; with BYMONTH the month would have to move too.
    if not found or (found[1] == "1" and "BYMONTH=" in rule):
        return rule
    return rule.replace(found[0], f"BYMONTHDAY={int(found[1]) - 1 or -1}")


RECURRING_FORMS = (
    Form(
        "each_quarter",
        rf"ngày{S}(?P<d>{D}){S}(?:của{S})?tháng{S}(?P<edge>đầu|cuối)(?:{S}{_EACH})?{S}quý",
        _quarterly,
    ),
    Form("each_month", rf"(?:ngày{S})?(?:mùng{S})?(?P<d>{D}){S}{_EACH}{S}tháng", _monthly),
    Form("each_month_end", rf"(?:ngày{S})?cuối{S}(?:cùng{S})?{_EACH}{S}tháng", _month_end),
    Form("each_year", rf"(?:ngày{S})?(?P<d>{D})(?:{O}[/-]{O}|{S}tháng{S})(?P<m>{M}){S}{_EACH}{S}năm", _yearly),
    Form(
        "each_week",
        rf"(?:thứ{S}(?P<weekday>hai|ba|tư|năm|sáu|b[ảẩ]y|[2-7])|ch[ủú]a?{S}nhật){S}{_EACH}{S}tuần",
        _weekly,
    ),
    Form(
        "each",
        rf"(?:định{S}kỳ{S})?(?:hằng|hàng){S}(?P<unit>ngày|tuần|tháng|quý|năm)|định{S}kỳ{S}mỗi{S}(?P<counted>tuần|tháng|quý|năm)",
        _every,
    ),
)
