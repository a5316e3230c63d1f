"""Which figure is likely wrong, what is derived, when nothing is said, and what a crowd of figures costs."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reports import report

from growth import steps
from ketluan.check import Interval, check
from ketluan.check.figures import Figures
from ketluan.check.laws import Delta, Law, Level, Rest, Sum, holds
from ketluan.check.slips import slips
from ketluan.record import Check, Metric, Record, Span

Facts = dict[str, dict[str, Any]]
TOTAL, PLAN = {"kind": "total", "of": "m1"}, {"kind": "plan", "of": "m1"}


def money(billions: str) -> dict[str, Any]:
    return {"value": str(int(Decimal(billions) * 10**9)), "unit": "đồng"}


def findings(marked: str, facts: Facts) -> list[Check]:
    return check(*report(marked, facts)).checks


def files(part: str = "512", share: str = "80", whole: str = "640") -> tuple[str, Facts]:
    facts: Facts = {
        "m0": {"value": whole, "unit": "hồ sơ"},
        "m1": {"value": part, "unit": "hồ sơ"},
        "m2": {"value": share.replace(",", "."), "unit": "%", "basis": TOTAL},
    }
    return f"Tiếp nhận {{m0:{whole} hồ sơ}}, trong đó trực tuyến {{m1:{part} hồ sơ}} ({{m2:{share}%}}).", facts


def test_a_whole_that_only_its_place_tells_confirms() -> None:
    assert [(item.code, item.refs) for item in findings(*files())] == [("share_confirmed", ["m1", "m2", "m0"])]


@pytest.mark.parametrize(
    ("changed", "suspect", "fits"),
    [
        ({"part": "521"}, "m1", "521 hồ sơ (512"),
        ({"whole": "460"}, "m0", "460 hồ sơ (640"),
        ({"share": "8,0"}, "m2", "8"),
    ],
)
def test_the_figure_that_one_slip_explains_is_named_first(changed: dict[str, str], suspect: str, fits: str) -> None:
    found = next(item for item in findings(*files(**changed)) if item.code != "part_exceeds_total")
    assert (found.code, found.severity, found.refs[0]) == ("share_mismatch", "warning", suspect)
    assert f"likely wrong: {fits}" in found.message


def test_a_whole_that_only_its_place_tells_is_no_ground_for_a_warning_without_a_slip() -> None:
    assert findings(*files(whole="977")) == []


def test_several_candidates_are_all_told() -> None:
    facts: Facts = {
        "m0": money("850") | {"status": "target"},
        "m1": money("20.4"),
        "m2": {"value": "24", "unit": "%", "basis": PLAN},
    }
    marked = "Năm nay kế hoạch vốn {m0:850 tỷ đồng}, giải ngân {m1:20,4 tỷ đồng}, đạt {m2:24%}."
    (found,) = findings(marked, facts)
    assert found.code == "plan_mismatch"
    assert "perhaps wrong: " in found.message
    assert "20400000000 đồng (204000000000)" in found.message
    assert "24% (2.4%)" in found.message


def test_a_second_reading_tells_which_of_the_candidates_it_is() -> None:
    marked, facts = files(part="5120", whole="6400")
    marked, facts = marked.replace("5120", "5210"), facts | {"m1": {"value": "5210", "unit": "hồ sơ"}}
    facts["m3"] = {"value": "1280", "unit": "hồ sơ", "status": "remaining"}
    found = findings(marked.replace(").", "), còn {m3:1280 hồ sơ}."), facts)
    warnings = [item for item in found if item.severity == "warning"]
    assert {item.code for item in warnings} == {"share_mismatch", "total_mismatch"}
    assert {item.refs[0] for item in warnings} == {"m1"}


def test_of_three_tellings_the_odd_one_is_wrong() -> None:
    facts: Facts = {key: {"value": "18600", "unit": "hồ sơ", "indicator": "hồ sơ lệch thông tin"} for key in "abc"}
    facts["b"] = facts["b"] | {"value": "16800"}
    marked = "Còn {a:18.600 hồ sơ} lệch\n\nCòn {b:16.800 hồ sơ} lệch.\nXử lý {c:18.600 hồ sơ} lệch."
    found = findings(marked, facts)
    assert [(item.code, item.refs[0]) for item in found] == [("headline_mismatch", "b"), ("repeat_mismatch", "b")]
    assert all("16800 hồ sơ (18600 would fit)" in item.message for item in found)


def test_parts_of_a_ratio_make_up_its_whole() -> None:
    task = {"unit": "nhiệm vụ"}
    facts: Facts = {
        "m1": task | {"value": "38", "total": "52"},
        "m2": task | {"value": "9"},
        "m3": task | {"value": "5", "status": "remaining"},
    }
    marked = "Đã xong {m1:38/52 nhiệm vụ}; {m2:9 nhiệm vụ} đang làm, {m3:5 nhiệm vụ} quá hạn."
    assert [item.code for item in findings(marked, facts)] == ["total_confirmed"]
    facts["m1"] = facts["m1"] | {"value": "83"}
    (found,) = findings(marked.replace("38/", "83/"), facts)
    assert (found.code, found.refs[0]) == ("total_mismatch", "m1")


def test_growth_in_points_and_in_units() -> None:
    facts: Facts = {
        "m0": {"value": "63.6", "unit": "%"},
        "m1": {"value": "61.4", "unit": "%"},
        "m2": {"value": "2.2", "unit": "%", "change": "decrease", "basis": {"kind": "previous_period", "of": "m1"}},
    }
    marked = "Nợ công giảm từ {m0:63,6%} năm 2016 xuống còn {m1:61,4%} năm 2017, giảm {m2:2,2%}."
    assert [item.code for item in findings(marked, facts)] == ["difference_confirmed"]
    facts["m2"] = facts["m2"] | {"value": "22"}
    (found,) = findings(marked.replace("2,2%", "22%"), facts)
    assert (found.code, found.refs[0]) == ("difference_mismatch", "m2")


def test_an_amount_is_count_times_price() -> None:
    facts: Facts = {"m1": {"value": "50", "unit": "suất quà"}, "m2": money("0.00125"), "m3": money("0.0625")}
    marked = "Tặng {m1:50 suất quà}, mỗi suất {m2:1,25 triệu đồng}, tổng trị giá {m3:62,5 triệu đồng}."
    assert [item.code for item in findings(marked, facts)] == ["amount_confirmed"]
    facts["m3"] = money("0.0652")
    (found,) = findings(marked.replace("62,5", "65,2"), facts)
    assert (found.code, found.refs[0]) == ("amount_mismatch", "m3")


def test_figures_that_agree_two_by_two_and_not_all_together() -> None:
    facts: Facts = {
        key: {"value": value, "unit": "km"} for key, value in {"m1": "12", "m2": "5.8", "m3": "5.8"}.items()
    }
    facts |= {"m4": {"value": "50.0", "unit": "%", "basis": TOTAL}, "m5": {"value": "24.8", "unit": "km"}}
    marked = (
        "Tuyến dài {m1:12 km}, gồm {m2:5,8 km} đi ngầm và {m3:5,8 km} trên cao. Chiều dài này bằng {m4:50,0%} của "
        "{m5:24,8 km}."
    )
    found = findings(marked, facts)
    assert {item.code for item in found} == {"total_confirmed", "share_confirmed", "figures_disagree"}
    assert found[0].severity == "warning"
    facts["m3"] = {"value": "6.6", "unit": "km"}
    codes = {item.code for item in findings(marked.replace("{m3:5,8", "{m3:6,6"), facts)}
    assert codes == {"total_confirmed", "share_confirmed"}


@pytest.mark.parametrize(
    ("marked", "rate", "code", "what"),
    [
        ("Đã cấp {m1:1.088 máy}, đạt {m2:68%} tổng số máy.", {"basis": TOTAL}, "whole_derived", "about 1600 máy"),
        (
            "Có {m1:848 vụ}, giảm {m2:26,5%} so với cùng kỳ.",
            {"value": "26.5", "change": "decrease", "basis": {"kind": "same_period", "of": "m1"}},
            "before_derived",
            "an earlier figure of about 1154 máy",
        ),
    ],
)
def test_what_is_missing_is_derived(marked: str, rate: dict[str, Any], code: str, what: str) -> None:
    first = "848" if "848" in marked else "1088"
    facts: Facts = {"m1": {"value": first, "unit": "máy"}, "m2": {"value": "68", "unit": "%"} | rate}
    (found,) = findings(marked, facts)
    assert (found.code, found.severity, found.refs) == (code, "info", ["m1", "m2"])
    assert found.message.startswith("derived: ")
    assert what in found.message


def crowd(size: int) -> tuple[Record, str]:
    """One sentence of so many parts, shares and growths, each of which could belong to any other."""
    text, metrics = "", []
    for number in range(size):
        for unit, more in (("vụ", {}), ("%", {"basis": {"kind": "total", "of": f"a{number}"}})):
            written = f"{100 + number % 7} vụ" if unit == "vụ" else f"{10 + number % 5}%"
            span = Span(start=len(text), end=len(text) + len(written), text=written)
            key = f"{'a' if unit == 'vụ' else 'b'}{number}"
            value = written.split(" ")[0].rstrip("%")
            fact = {"id": key, "indicator": "số vụ", "value": value, "unit": unit, "mentions": [span], **more}
            metrics.append(Metric.model_validate(fact))
            text += written + ", trong đó "
    return Record(doc_id="crowd", metrics=metrics), text


def test_a_crowd_of_figures_costs_in_proportion_to_its_number() -> None:
    small, large = (steps(partial(check, *crowd(size))) for size in (250, 1000))
    # Four times as many; sixteen times the steps would be quadratic.
    assert large < 5 * small + 400


WHOLE = st.integers(1, 10**6).map(Decimal)
LAWS: list[tuple[Law, Any]] = [
    (Sum(), lambda a, b: [a + b, a, b]),
    (Level(), lambda a, b: [a, a * 100 / b, b]),
    (Level(1), lambda a, b: [a + b, a * 100 / b, b]),
    (Level(-1), lambda a, b: [b, a * 100 / (a + b), a + b]),
    (Rest(), lambda a, b: [a, 100 * a / (a + b), b]),
    (Delta(1), lambda a, b: [a + b, 100 * a / b, a]),
    (Delta(-1), lambda a, b: [b, 100 * a / (a + b), a]),
]


@pytest.mark.parametrize(("law", "make"), LAWS)
@given(one=WHOLE, other=WHOLE)
def test_values_that_obey_a_law_hold_and_imply_each_other(law: Law, make: Any, one: Decimal, other: Decimal) -> None:
    values = make(one, other)
    intervals = [Interval(value * (1 - Decimal("1e-9")), value * (1 + Decimal("1e-9"))) for value in values]
    assert holds(law, intervals)
    for at, value in enumerate(values):
        implied = law.implied(at, intervals)
        assert implied is None or implied.low <= value <= implied.high
        apart = [*intervals]
        apart[at] = Interval(value * 2 + 1, value * 2 + 1)
        assert not holds(law, apart)


@given(value=st.integers(10, 10**9))
def test_slips_are_other_values_and_a_swap_can_be_undone(value: int) -> None:
    record, text = report(f"{{m1:{value} đồng}}", {"m1": {"value": str(value), "unit": "đồng"}})
    (figure,) = Figures(record, text).all
    for slip in slips(figure, text):
        assert slip.value != figure.value
        assert slip.interval.low <= slip.value <= slip.interval.high
        if slip.kind == "swap":
            assert sorted(str(slip.value).zfill(2)) == sorted(str(value))


FACT = st.fixed_dictionaries(
    {
        "value": st.from_regex(r"(0|[1-9][0-9]{0,29})(\.[0-9]{1,9})?", fullmatch=True),
        "unit": st.sampled_from(["%", "vụ", "đồng", "lần", "điểm phần trăm"]),
        "change": st.sampled_from(["none", "increase", "decrease"]),
        "status": st.sampled_from(["actual", "target", "remaining"]),
        "qualifier": st.sampled_from(["exact", "about", "over"]),
        "total": st.none() | st.from_regex(r"0|[1-9][0-9]{0,29}", fullmatch=True),
    }
)
JOINTS = st.sampled_from([", trong đó ", " (", "; còn ", ", tăng ", ", giảm ", " so với ", "/", "\n", ", gồm "])


@given(facts=st.lists(FACT, min_size=2, max_size=6), data=st.data())
def test_no_figures_are_too_odd_to_reckon_with(facts: list[dict[str, Any]], data: st.DataObject) -> None:
    named: Facts = {}
    marked = "Có "
    for number, fact in enumerate(facts):
        kind = data.draw(st.sampled_from(["total", "plan", "same_period", "previous_period", None]))
        of = f"m{data.draw(st.integers(0, len(facts) - 1))}"
        named[f"m{number}"] = fact | {"basis": {"kind": kind, "of": of}}
        marked += f"{{m{number}:{fact['value'].replace('.', ',')}{fact['unit']}}}" + data.draw(JOINTS)
    checked = check(*report(marked, named))
    assert Record.model_validate(checked.model_dump()) == checked
