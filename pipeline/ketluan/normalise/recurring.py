"""Times that come again: "chậm nhất ngày 25 hằng tháng" as a recurrence rule of RFC 5545, section 3.3.10."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from ketluan.normalise.time_atoms import Atom, Form, number
from ketluan.normalise.time_words import COUNT, DAYPART, QUARTERS, TURN, WEEKDAY, WEEKDAYS, D, M, O, Q, S

__all__ = ["RECURRING_FORMS", "day_before"]

_EACH = rf"(?:của{S})?(?:hằng|hàng|mỗi|từng|các)"
_DAY = rf"(?:thứ{S}(?:hai|ba|tư|năm|sáu|b[ảẩ]y|[2-7])|ch[ủú]a?{S}nhật)"
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
    days = sorted({int(match["d"]), *(int(day) for day in re.findall(r"\d+", match["more"]))})
    return _atom(match, f"FREQ=MONTHLY;BYMONTHDAY={_listed(days)}") if days[0] >= 1 and days[-1] <= 31 else None


def _listed(days: list[int]) -> str:
    return ",".join(map(str, days))


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


def _yearly_days(match: re.Match[str], reference: date | None) -> Atom | None:
    """ "ngày 15/6 và 15/12 hằng năm": one rule has one set of days for all its months, or their last days."""
    pairs = [(int(day), int(month)) for day, month in re.findall(r"(\d+)[/-](\d+)", match[0])]
    days, months = sorted({day for day, _ in pairs}), sorted({month for _, month in pairs})
    if days[0] < 1 or days[-1] > 31 or months[0] < 1 or months[-1] > 12:
        return None
    if all(monthrange(2001, month)[1] == day for day, month in pairs):  # no leap year
        days = [-1]
    elif len(days) * len(months) != len(set(pairs)):
        return None
    return _atom(match, f"FREQ=YEARLY;BYMONTH={_listed(months)};BYMONTHDAY={_listed(days)}")


def _yearly_quarter(match: re.Match[str], reference: date | None) -> Atom | None:
    last = 3 * (QUARTERS.get(match["q"]) or number(match["q"]))
    return _atom(match, f"FREQ=YEARLY;BYMONTH={_listed([last - 2, last - 1, last])}")


def _quarterly_month(match: re.Match[str], reference: date | None) -> Atom:
    return _atom(match, f"FREQ=YEARLY;BYMONTH={'3,6,9,12' if match['edge'] == 'cuối' else '1,4,7,10'}")


def _times_a_year(match: re.Match[str], reference: date | None) -> Atom | None:
    """ "mỗi năm 2 lần": that many times, evenly spread."""
    count = number(match["n"] or match["n_"])
    if not 1 <= count <= 12 or 12 % count:
        return None
    apart = {1: "FREQ=YEARLY", 12: "FREQ=MONTHLY"}
    return _atom(match, apart.get(count, f"FREQ=MONTHLY;INTERVAL={12 // count}"))


def _yearly_month(match: re.Match[str], reference: date | None) -> Atom | None:
    month = number(match["m"])
    return _atom(match, f"FREQ=YEARLY;BYMONTH={month}") if 1 <= month <= 12 else None


def _byday(weekday: str | None) -> str:
    return _BYDAY[WEEKDAYS[weekday or "nhật"]]


def _weekly(match: re.Match[str], reference: date | None) -> Atom:
    return _atom(match, f"FREQ=WEEKLY;BYDAY={_byday(match['weekday'])}")


def _weekly_list(match: re.Match[str], reference: date | None) -> Atom:
    names = re.findall(rf"(?:thứ{S}(\w+)|nhật)", match[0])
    days = sorted({WEEKDAYS[name or "nhật"] for name in names})
    return _atom(match, f"FREQ=WEEKLY;BYDAY={','.join(_BYDAY[day] for day in days)}")


def _monthly_weekday(match: re.Match[str], reference: date | None) -> Atom:
    return _atom(match, f"FREQ=MONTHLY;BYDAY={_place(match)}{_byday(match['weekday'])}")


def _working_day(match: re.Match[str], reference: date | None) -> Atom:
    return _atom(match, f"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS={_place(match)}")


def _place(match: re.Match[str]) -> int:
    return -1 if match["edge"] == "cuối" else 1


def _every(match: re.Match[str], reference: date | None) -> Atom:
    return _atom(match, _FREQUENCIES[match["unit"] or match["counted"]])


def _once_in(match: re.Match[str], reference: date | None) -> Atom | None:
    """ "6 tháng một lần": the frequency with an interval of so many units."""
    count = number(match["n"]) if match["n"] else 1
    rule, _, own = _FREQUENCIES[match["unit"]].partition(";INTERVAL=")
    count *= int(own or 1)
    return _atom(match, f"{rule};INTERVAL={count}" if count > 1 else rule) if count else None


def day_before(rule: str) -> str:
    """The rule of the last day that "trước" leaves: the day before the rule's day of the month."""
    if rule.endswith("BYMONTHDAY=-1"):
        return rule.replace("=-1", "=-2")
    found = re.search(r"BYMONTHDAY=(\d[\d,]*)", rule)
    days = [int(day) for day in found[1].split(",")] if found else []
    # Before the first of a month stands the last of the one before; with BYMONTH the month would have to move too.
    if not found or (1 in days and "BYMONTH=" in rule):
        return rule
    return rule.replace(found[0], f"BYMONTHDAY={_listed([day - 1 or -1 for day in days])}")


RECURRING_FORMS = (
    Form(
        "each_quarter",
        rf"ngày{S}(?:(?:mùng|mồng){S})?(?P<d>{D}){S}(?:của{S})?tháng{S}(?P<edge>đầu|cuối)(?:{S}(?:{_EACH}|của))?{S}quý(?!{S}(?:{TURN}|{Q}(?!\w)))",
        _quarterly,
    ),
    Form(
        "each_month",
        rf"(?:(?:các{S})?ngày{S})?(?:(?:mùng|mồng){S})?(?P<d>{D})"
        rf"(?P<more>(?:(?:,{O}|{S}và{S})(?:ngày{S})?(?:(?:mùng|mồng){S})?{D}){{0,4}}){S}{_EACH}{S}tháng",
        _monthly,
    ),
    Form(
        "working_day", rf"ngày{S}làm{S}việc{S}(?P<edge>đầu|cuối)(?:{S}(?:tiên|cùng))?{S}{_EACH}{S}tháng", _working_day
    ),
    Form(
        "weekday_of_month",
        rf"{WEEKDAY}{S}(?P<edge>đầu|cuối)"
        rf"(?:{S}(?:tiên|cùng))?{S}{_EACH}{S}tháng",
        _monthly_weekday,
    ),
    Form("each_month_end", rf"(?:ngày{S})?cuối{S}(?:cùng{S})?{_EACH}{S}tháng", _month_end),
    Form("each_year", rf"(?:ngày{S})?(?P<d>{D})(?:{O}[/-]{O}|{S}tháng{S})(?P<m>{M}){S}{_EACH}{S}năm", _yearly),
    Form(
        "each_week",
        rf"(?:(?:buổi{S})?{DAYPART}{S})?"
        rf"{WEEKDAY}{S}{_EACH}{S}tuần",
        _weekly,
    ),
    Form(
        "each_year_days",
        rf"(?:(?:các{S})?ngày{S})?{D}[/-][01]?\d(?:(?:,{O}|{S}và{S})(?:ngày{S})?{D}[/-][01]?\d){{1,3}}{S}{_EACH}{S}năm",
        _yearly_days,
    ),
    Form("each_year_quarter", rf"qu[ýí]{S}(?P<q>{Q}){S}{_EACH}{S}năm", _yearly_quarter),
    Form("each_quarter_month", rf"tháng{S}(?P<edge>đầu|cuối)(?:{S}của)?{S}{_EACH}{S}quý", _quarterly_month),
    Form("each_year_month", rf"tháng{S}(?P<m>{M}){S}{_EACH}{S}năm", _yearly_month, whole=True),
    Form(
        "each_week_days",
        rf"(?:(?:các{S})?ngày{S})?{_DAY}(?:(?:,{O}|{S}và{S}){_DAY}){{1,5}}{S}{_EACH}{S}tuần",
        _weekly_list,
        whole=True,
    ),
    Form(
        "times_a_year",
        rf"(?:mỗi|một|hằng|hàng){S}năm{S}(?P<n>{COUNT}){S}lần|(?P<n_>{COUNT}){S}lần(?:{O}/{O}|{S}(?:mỗi|một|trong{S}(?:một|1)){S})năm",
        _times_a_year,
        whole=True,
    ),
    Form(
        "once_in",
        rf"(?:định{S}kỳ{S})?(?:(?P<n>{COUNT})|mỗi){S}(?P<unit>ngày|tuần|tháng|quý|năm)(?:{S}(?:một|1){S}|{O}/{O})lần",
        _once_in,
    ),
    Form(
        "every",
        rf"(?:định{S}kỳ{S}(?:mỗi{S})?|mỗi{S})(?:(?P<n>{COUNT}){S})?(?P<unit>ngày|tuần|tháng|quý|năm)",
        _once_in,
        whole=True,
    ),
    Form(
        "each",
        rf"(?:định{S}kỳ{S})?(?:hằng|hàng){S}(?P<unit>ngày|tuần|tháng|quý|năm)|định{S}kỳ{S}mỗi{S}(?P<counted>tuần|tháng|quý|năm)",
        _every,
    ),
)
