"""The arithmetic checks: what agrees, what does not, what is derived, and errors planted by script."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pytest
from reports import report

from ketluan.check import Interval, check, rounding_interval
from ketluan.record import Check, Deadline, Directive, Record, Span

Facts = dict[str, dict[str, Any]]
_PART = "Đã củng cố {m1:7 tổ chức} ({m2:17,9%}), còn {m3:32 tổ chức} cần củng cố."


def _share(part: str = "7", share: str = "17.9", rest: str = "32") -> Facts:
    return {
        "m1": {"value": part, "unit": "tổ chức"},
        "m2": {"value": share, "unit": "%", "basis": {"kind": "total", "of": "m1"}},
        "m3": {"value": rest, "unit": "tổ chức", "status": "remaining"},
    }


def _codes(marked: str, facts: Facts, **more: Any) -> list[str]:
    return [item.code for item in check(*report(marked, facts, **more)).checks]


@pytest.mark.parametrize(
    ("written", "unit", "qualifier", "low", "high"),
    [
        ("107,3", "", "exact", "107.25", "107.35"),
        ("107,3%", "%", "exact", "107.25", "107.35"),
        ("56 tổ chức", "tổ chức", "exact", "56", "56"),
        ("5.030 đảng viên", "đảng viên", "exact", "5030", "5030"),
        ("50%", "%", "over", "49.5", "60.5"),
        ("17%", "%", "about", "15.5", "18.5"),
    ],
)
def test_interval(written: str, unit: str, qualifier: Any, low: str, high: str) -> None:
    assert rounding_interval(written, None, unit, qualifier) == Interval(Decimal(low), Decimal(high))


def test_interval_of_scaled_amounts_takes_round_thousands_as_rounded() -> None:
    assert rounding_interval("45.000 tỷ đồng", Decimal(45 * 10**12), "đồng") == Interval(
        Decimal(445 * 10**11), Decimal(455 * 10**11)
    )
    assert rounding_interval("658,4 tỷ đồng", Decimal(6584 * 10**8), "đồng") == Interval(
        Decimal(65835 * 10**7), Decimal(65845 * 10**7)
    )
    assert rounding_interval("45 xã", Decimal(45), "xã", "at_least") is None


def test_share_is_confirmed_by_part_and_rest() -> None:
    record, text = report(_PART, _share())
    checked = check(record, text)
    expected = "7 of 39 is 17.9%, as stated"
    assert checked.checks == [Check(code="share_confirmed", severity="info", message=expected, refs=["m1", "m2", "m3"])]
    assert record.checks == []


def test_share_that_disagrees_is_a_warning() -> None:
    found = check(*report(_PART.replace("17,9", "19,7"), _share(share="19.7"))).checks
    assert [(item.code, item.severity) for item in found] == [("share_mismatch", "warning")]


def test_cut_digits_of_a_share_are_no_error() -> None:
    facts: Facts = {
        "m1": {"value": "604", "total": "1424", "unit": "xã"},
        "m2": {"value": "42.41", "unit": "%", "basis": {"kind": "total", "of": "m1"}},
    }
    assert _codes("Có {m1:604/1.424 xã} (chiếm {m2:42,41%}).", facts) == ["share_confirmed"]


def test_plan_is_derived_with_its_interval() -> None:
    facts: Facts = {
        "m1": {"value": "56", "unit": "tổ chức"},
        "m2": {"value": "82.4", "unit": "%", "basis": {"kind": "plan", "of": "m1"}},
    }
    (found,) = check(*report("Lập {m1:56 tổ chức} (đạt {m2:82,4%} kế hoạch).", facts)).checks
    assert (found.code, found.severity, found.refs) == ("plan_derived", "info", ["m1", "m2"])
    assert found.message.startswith("derived: ")
    assert "about 68 tổ chức (67.92…68)" in found.message


def test_bounds_know_that_debt_is_no_share() -> None:
    facts: Facts = {"m1": {"value": "110", "unit": "%", "basis": {"kind": "total"}}}
    assert _codes("Tỷ lệ bao phủ lên tới {m1:110%}.", facts) == ["share_over_100"]
    assert _codes("Dư nợ trên GDP lên tới {m1:110%}.", facts) == []
    assert _codes("Nhật Bản nợ hơn {m1:230%} GDP.", facts) == []
    assert _codes("Tỷ lệ sử dụng giường lên tới {m1:172%}.", facts) == []


def test_headline_rounds_or_contradicts() -> None:
    body: dict[str, Any] = {"unit": "đồng", "indicator": "thu ngân sách"}
    facts: Facts = {"m1": body | {"value": "660000000000"}, "m2": body | {"value": "658400000000"}}
    marked = "Thu ngân sách {m1:660 tỷ đồng}\n\nThu ngân sách đạt {m2:658,4 tỷ đồng}."
    assert _codes(marked, {**facts, "m1": facts["m1"] | {"qualifier": "about"}}) == ["headline_rounded"]
    assert _codes(marked.replace("660", "856"), {**facts, "m1": body | {"value": "856000000000"}}) == [
        "headline_mismatch"
    ]


@pytest.mark.parametrize(("day", "codes"), [("2022-07-12", ["deadline_past"]), ("2022-07-13", [])])
def test_deadline_before_the_report(day: str, codes: list[str]) -> None:
    here = [Span(start=0, end=3, text="nộp")]
    record = Record.model_validate(
        {
            "doc_id": "r",
            "reference_date": "2022-07-13",
            "directives": [Directive(id="x1", action="nộp", deadline="t1", mentions=here)],
            "deadlines": [Deadline.model_validate({"id": "t1", "end": day, "mentions": here})],
        }
    )
    assert [item.code for item in check(record, "nộp").checks] == codes


def test_a_deadline_of_the_meetings_day_is_no_slip_when_the_report_is_of_the_next() -> None:
    text = "Sáng 12/7: nộp"
    here = [Span(start=11, end=14, text="nộp")]
    record = Record.model_validate(
        {
            "doc_id": "r",
            "reference_date": "2022-07-13",
            "meeting": {
                "date": {"start": "2022-07-12", "end": "2022-07-12", "span": Span(start=0, end=9, text=text[:9])}
            },
            "directives": [Directive(id="x1", action="nộp", deadline="t1", mentions=here)],
            "deadlines": [Deadline.model_validate({"id": "t1", "end": "2022-07-12", "mentions": here})],
        }
    )
    assert check(record, text).checks == []


_MONEY = {"unit": "tỷ đồng"}
_ANOTHERS: dict[str, tuple[str, Facts]] = {
    "the plan in brackets behind another share": (
        "Thu {m1:7.672 tỷ đồng}, đạt {m2:61,4%} dự toán ({m3:12.500 tỷ đồng}), đạt {m4:59%} chỉ tiêu phấn đấu.",
        {
            "m1": _MONEY | {"value": "7672"},
            "m2": {"value": "61.4", "unit": "%", "basis": {"kind": "plan", "of": "m1"}},
            "m3": _MONEY | {"value": "12500", "status": "target"},
            "m4": {"value": "59", "unit": "%", "basis": {"kind": "plan", "of": "m1"}},
        },
    ),
    "a part of the rest": (
        "Còn {m1:1.036 hộ}, trong đó xã Vân có {m2:618 hộ}, bằng {m3:6,1%} số hộ của xã.",
        {
            "m1": {"value": "1036", "unit": "hộ", "status": "remaining"},
            "m2": {"value": "618", "unit": "hộ"},
            "m3": {"value": "6.1", "unit": "%", "basis": {"kind": "total", "of": "m2"}},
        },
    ),
    "a part before what is spent and left": (
        "Nhận {m1:8 tỷ 416 triệu đồng}, trong đó huyện {m2:2 tỷ 905 triệu đồng}; chi {m3:7 tỷ 980 triệu đồng}, "
        "tồn quỹ {m4:436 triệu đồng}.",
        {
            "m1": {"value": "8416000000", "unit": "đồng"},
            "m2": {"value": "2905000000", "unit": "đồng"},
            "m3": {"value": "7980000000", "unit": "đồng"},
            "m4": {"value": "436000000", "unit": "đồng", "status": "remaining"},
        },
    ),
    "the debt behind a list of gifts": (
        "Dân góp {m1:215 tỷ đồng} và {m2:132 ngày công}. Song nợ còn {m3:1.180 tỷ đồng}, riêng xã Vân {m4:97 tỷ đồng}.",
        {
            "m1": _MONEY | {"value": "215"},
            "m2": {"value": "132", "unit": "ngày công"},
            "m3": _MONEY | {"value": "1180", "status": "remaining"},
            "m4": _MONEY | {"value": "97", "status": "remaining"},
        },
    ),
    "what is told behind a semicolon": (
        "Vốn được giao {m1:112.700 tỷ đồng}, gấp {m2:1,3 lần} năm trước; hết tháng 2 giải ngân {m3:8.940 tỷ đồng}.",
        {
            "m1": _MONEY | {"value": "112700", "status": "target"},
            "m2": {"value": "1.3", "unit": "lần", "basis": {"kind": "previous_period", "of": "m1"}},
            "m3": _MONEY | {"value": "8940"},
        },
    ),
    "two debtors behind a plan": (
        "Dự toán {m1:400 tỷ đồng}. Nợ còn {m2:96 tỷ đồng}; riêng Đình Cao {m3:21 tỷ đồng}, Hồng Vệ {m4:18,4 tỷ đồng}.",
        {
            "m1": _MONEY | {"value": "400", "status": "target"},
            "m2": _MONEY | {"value": "96", "status": "remaining"},
            "m3": _MONEY | {"value": "21", "status": "remaining"},
            "m4": _MONEY | {"value": "18.4", "status": "remaining"},
        },
    ),
    "parts of which the rest is not told": (
        "Cách ly {m1:182.300 người}, gồm {m2:5.480 người} ở viện, {m3:26.120 người} tập trung, số còn lại ở nhà.",
        {f"m{n}": {"value": value, "unit": "người"} for n, value in enumerate(("182300", "5480", "26120"), 1)},
    ),
    "a rest that is named and not told": (
        "Tiêu thụ {m1:14.020 tấn}, Bắc Hà mua {m2:5.150 tấn}, Nam Hà {m3:2.170 tấn}, còn lại là nơi khác. "
        "Trong kho còn {m4:7.600 tấn}.",
        {f"m{n}": {"value": value, "unit": "tấn"} for n, value in enumerate(("14020", "5150", "2170", "7600"), 1)},
    ),
    "the plan of the year after": (
        "Thu {m1:24.870 tỷ đồng}, vượt {m2:11%} dự toán; dự toán năm sau {m3:27.000 tỷ đồng}.",
        {
            "m1": _MONEY | {"value": "24870", "period": {"start": "2025-01-01", "end": "2025-12-31"}},
            "m2": {"value": "11", "unit": "%", "change": "increase", "basis": {"kind": "plan", "of": "m1"}},
            "m3": _MONEY
            | {"value": "27000", "status": "target", "period": {"start": "2026-01-01", "end": "2026-12-31"}},
        },
    ),
    "so much for each": (
        "Thanh Hóa và Nghệ An mỗi tỉnh {m1:21 km}, Đồng Nai {m2:17 km}, số còn lại {m3:34 km}.",
        {f"m{n}": {"value": value, "unit": "km"} for n, value in enumerate(("21", "17", "34"), 1)},
    ),
    "another's result with a share of its own": (
        "Thuế thu nhập {m1:82,4 tỷ đồng} ({m2:90%} dự toán), lệ phí {m3:96,1 tỷ đồng} ({m4:88,7%} dự toán).",
        {
            "m1": _MONEY | {"value": "82.4"},
            "m2": {"value": "90", "unit": "%", "basis": {"kind": "plan", "of": "m1"}},
            "m3": _MONEY | {"value": "96.1"},
            "m4": {"value": "88.7", "unit": "%", "basis": {"kind": "plan", "of": "m3"}},
        },
    ),
    "the same of four places": (
        "Giảm hẳn; TPHCM {m1:39 cuộc}, Bình Dương {m2:31 cuộc}, Đồng Nai {m3:17 cuộc}, Long An {m4:9 cuộc}.",
        {
            f"m{n}": {"value": value, "unit": "cuộc", "subject": place}
            for n, (value, place) in enumerate(
                (("39", "TPHCM"), ("31", "Bình Dương"), ("17", "Đồng Nai"), ("9", "Long An")), 1
            )
        },
    ),
    "what another district got": (
        "Hướng Hóa được {m1:118 tỷ đồng}, chi {m2:21,7 tỷ đồng}; Đakrông được {m3:96 tỷ đồng}, chi {m4:10,9 tỷ đồng}.",
        {
            "m1": _MONEY | {"value": "118", "subject": "Hướng Hóa"},
            "m2": _MONEY | {"value": "21.7", "subject": "Hướng Hóa"},
            "m3": _MONEY | {"value": "96", "subject": "Đakrông"},
            "m4": _MONEY | {"value": "10.9", "subject": "Đakrông"},
        },
    ),
    "so much a day": (
        "Đã tiêu huỷ {m1:2 triệu con}\nMỗi xã tiêu huỷ {m2:100 con}/ngày.",
        {
            "m1": {"value": "2000000", "unit": "con", "indicator": "tiêu huỷ lợn"},
            "m2": {"value": "100", "unit": "con", "indicator": "tiêu huỷ lợn"},
        },
    ),
    "the year's plan before a decrease": (
        "Ngành được giao {m1:412 tỷ đồng}, 6 tháng thực hiện {m2:121 tỷ đồng}, giảm {m3:17%} so cùng kỳ.",
        {
            "m1": _MONEY | {"value": "412", "status": "target"},
            "m2": _MONEY | {"value": "121"},
            "m3": {"value": "17", "unit": "%", "change": "decrease", "basis": {"kind": "same_period", "of": "m2"}},
        },
    ),
}


@pytest.mark.parametrize("name", _ANOTHERS)
def test_a_figure_of_something_else_is_not_compared(name: str) -> None:
    assert not [code for code in _codes(*_ANOTHERS[name]) if code.endswith("mismatch")]


_TOLD: dict[str, tuple[str, Facts, str]] = {
    "the parts of a province": (
        "Toàn tỉnh có {m1:390 cuộc}, trong đó xã Vân {m2:310 cuộc}, xã Hồng {m3:80 cuộc}.",
        {
            "m1": {"value": "390", "unit": "cuộc", "subject": "Toàn tỉnh"},
            "m2": {"value": "310", "unit": "cuộc", "subject": "xã Vân"},
            "m3": {"value": "80", "unit": "cuộc", "subject": "xã Hồng"},
        },
        "total_confirmed",
    ),
    "a plan against the plan of the year before": (
        "Năm 2025 được giao {m1:450 tỷ đồng}, năm 2026 được giao {m2:500 tỷ đồng}, tăng {m3:111%}.",
        {
            "m1": _MONEY | {"value": "450", "status": "target"},
            "m2": _MONEY | {"value": "500", "status": "target"},
            "m3": {
                "value": "111", "unit": "%", "change": "increase", "basis": {"kind": "previous_period", "of": "m2"},
            },
        },
        "growth_mismatch",
    ),
    "so much a day, twice": (
        "Tiêu huỷ {m1:100 con}/ngày\nMỗi xã tiêu huỷ {m2:150 con}/ngày.",
        {
            "m1": {"value": "100", "unit": "con", "indicator": "tiêu huỷ lợn"},
            "m2": {"value": "150", "unit": "con", "indicator": "tiêu huỷ lợn"},
        },
        "headline_mismatch",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", _TOLD)
def test_a_figure_of_the_same_thing_is_compared(name: str) -> None:
    marked, facts, code = _TOLD[name]
    assert code in _codes(marked, facts)


def _swapped(value: int) -> int | None:
    """The number with its first two different neighbouring digits exchanged, where it stays as long."""
    digits = str(value)
    for at in range(len(digits) - 1):
        if digits[at] != digits[at + 1] and not (at == 0 and digits[1] == "0"):
            return int(digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :])
    return None


def _consistent(kind: str, seed: random.Random) -> tuple[str, list[int], Any]:
    """A kind of sentence, its whole figures, and the percentage that goes with them."""
    if kind == "total":
        parts = [seed.randint(12, 900), seed.randint(12, 900)]
        return kind, [sum(parts), *parts], None
    one, other = seed.randint(112, 5000), seed.randint(112, 5000)
    if kind == "growth":
        one, other = max(one, other) + 9, min(one, other)
        return kind, [one, other], round(Decimal(one - other) * 100 / other, 1)
    whole = one + other if kind == "share" else other
    return kind, [one, other], round(Decimal(one) * 100 / whole, 1)


def _written(kind: str, counts: list[int], percent: Any) -> list[Check]:
    unit = {"unit": "vụ"}
    facts: Facts = {f"m{at + 1}": {"value": str(count), **unit} for at, count in enumerate(counts)}
    if kind == "total":
        marked = f"Có {{m1:{counts[0]} vụ}}, gồm {{m2:{counts[1]} vụ}} trộm và {{m3:{counts[2]} vụ}} khác."
        return check(*report(marked, facts)).checks
    share = f"{{m3:{percent}%}}".replace(".", ",")
    basis = {"share": "total", "plan": "plan", "growth": "same_period"}[kind]
    facts["m3"] = {"value": str(percent), "unit": "%", "basis": {"kind": basis, "of": "m1"}}
    if kind == "share":
        facts["m2"]["status"] = "remaining"
        marked = f"Đã xử lý {{m1:{counts[0]} vụ}} ({share}), còn {{m2:{counts[1]} vụ}}."
    elif kind == "plan":
        facts["m2"]["status"] = "target"
        marked = f"Xử lý {{m1:{counts[0]} vụ}}, đạt {share} kế hoạch {{m2:{counts[1]} vụ}}."
    else:
        facts["m3"]["change"] = "increase"
        marked = f"Xử lý {{m1:{counts[0]} vụ}}, tăng {share} so với cùng kỳ ({{m2:{counts[1]} vụ}})."
    return check(*report(marked, facts)).checks


def test_planted_errors_are_found_and_nothing_else_is_said() -> None:
    seed = random.Random(17)
    planted = found = 0
    for kind in ("share", "plan", "growth", "total") * 40:
        _, counts, percent = _consistent(kind, seed)
        assert [item.severity for item in _written(kind, counts, percent)] == ["info"], (kind, counts, percent)
        for at, count in enumerate(counts):
            for wrong in (_swapped(count), count * 1000, count * 10, count // 10):
                if wrong is not None and wrong != count:
                    planted += 1
                    changed = [*counts[:at], wrong, *counts[at + 1 :]]
                    found += any(item.severity == "warning" for item in _written(kind, changed, percent))
        if percent is not None:
            for moved in (percent * 10, percent / 10):
                planted += 1
                found += any(item.severity == "warning" for item in _written(kind, counts, moved))
    assert planted > 1000
    assert found / planted >= 0.9, f"{found} of {planted}"
