"""Errors planted by script: bonds between figures found without the checker, and figures changed in text and record.

A bond is an identity that the clean report obeys, found from the annotations (`basis.of`, `total`, status, unit) and by
trying the values, with a tolerance of half a unit of each figure's last printed digit. The words of the report and the
checker play no part in it. A planted error is checkable where it breaks a bond of its figure by that same tolerance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from ketluan.record import Record

_NUMERAL = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_SCALES = {"nghìn": 3, "ngàn": 3, "triệu": 6, "tỷ": 9, "tỉ": 9}
_SCALE = re.compile(r"\s*(nghìn|ngàn|triệu|tỷ|tỉ)(?!\w)")
_LESS = {"nghìn": "", "ngàn": "", "triệu": "nghìn", "tỷ": "triệu", "tỉ": "triệu"}
_MEASURES = {"%", "đồng", "usd", "euro", "ha", "m", "m2", "m3", "km", "km2", "tấn", "tạ", "kg", "kwh", "mw", "lít"}
_SENTENCE = re.compile(r"\n+|(?<![A-ZĐ])[.!?…][”\"')]?\s+(?=[\w“\"])")
_WORD = re.compile(r"\w+")


@dataclass
class Number:
    """One printed number of a metric: the value, or the total of "13/14"."""

    metric: dict[str, Any]
    key: str
    value: Decimal
    half: Decimal
    start: int
    end: int
    paragraph: int
    sentence: int

    @property
    def unit(self) -> str:
        return str(self.metric["unit"]).strip().lower()

    @property
    def of(self) -> str | None:
        basis = self.metric.get("basis")
        return basis["of"] if basis else None

    @property
    def change(self) -> str:
        return str(self.metric["change"])


@dataclass
class Bond:
    """Numbers that obey a law, and by how much more than the tolerance given values miss it (below zero: they fit)."""

    kind: str
    numbers: list[Number]
    miss: Callable[[list[tuple[Decimal, Decimal]]], Decimal]

    def holds(self, other: Number | None = None, value: Decimal = Decimal(0), half: Decimal = Decimal(0)) -> bool:
        pairs = [(value, half) if each is other else (each.value, each.half) for each in self.numbers]
        return self.miss(pairs) <= 0


Pair = tuple[Decimal, Decimal]


def _sum(pairs: list[Pair]) -> Decimal:
    miss = pairs[0][0] - sum((value for value, _ in pairs[1:]), Decimal(0))
    return abs(miss) - sum((half for _, half in pairs), Decimal(0))


def _level(sign: int, scale: int = 100) -> Callable[[list[Pair]], Decimal]:
    def miss(pairs: list[Pair]) -> Decimal:
        (now, now_half), (rate, rate_half), (base, base_half) = pairs
        level = scale + sign * rate if sign else rate
        # A rate's digits may also be cut off: a whole unit of its last digit.
        return abs(now * scale - level * base) - scale * now_half - 2 * rate_half * base - abs(level) * base_half

    return miss


def _rest(pairs: list[Pair]) -> Decimal:
    part, share, rest = pairs
    return _level(0)([part, share, (part[0] + rest[0], part[1] + rest[1])])


def _delta(sign: int) -> Callable[[list[Pair]], Decimal]:
    def miss(pairs: list[Pair]) -> Decimal:
        now, rate, delta = pairs
        return _level(sign)([now, rate, (now[0] - sign * delta[0], now[1] + delta[1])])

    return miss


def numbers(record: dict[str, Any], text: str) -> list[Number]:
    """All printed numbers of exact metrics, in the text's order."""
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    found = []
    for metric in record["metrics"]:
        if metric["value"] is None or metric["qualifier"] != "exact":
            continue
        for mention in metric["mentions"]:
            printed = list(_NUMERAL.finditer(mention["text"]))
            keys = ["value"] if metric["total"] is None else ["value", "total"]
            if len(printed) != len(keys):
                continue
            for key, match in zip(keys, printed, strict=True):
                value = Decimal(metric[key])
                half = half_unit(mention["text"][match.start() :], value, metric["unit"])
                start = mention["start"] + match.start()
                sentence = sum(end <= start for end in ends)
                paragraph = text.count("\n", 0, start)
                end = mention["start"] + match.end()
                found.append(Number(metric, key, value, half, start, end, paragraph, sentence))
    return sorted(found, key=lambda each: each.start)


def half_unit(written: str, value: Decimal, unit: str) -> Decimal:
    """Half a unit of the last printed digit; nothing for a count that is written out."""
    numeral = _NUMERAL.match(written)
    assert numeral
    scale = _SCALE.match(written, numeral.end())
    decimals = len(numeral.group().partition(",")[2])
    exact = unit.lower() not in _MEASURES and scale is None and not decimals
    power = _SCALES[scale.group(1)] if scale else 0
    return Decimal(0) if exact else Decimal(5).scaleb(power - decimals - 1)


def bonds(record: dict[str, Any], text: str) -> list[Bond]:
    """The identities that the clean report obeys."""
    every = [each for each in numbers(record, text) if each.value > 0]
    wholes = {each.metric["id"]: each for each in every if each.key == "total"}
    values = [each for each in every if each.key == "value"]
    found: list[Bond] = []
    for each in values:
        near = [other for other in values if other.paragraph == each.paragraph and other is not each]
        of = next((other for other in near if other.metric["id"] == each.of), None)
        if of is not None:
            found += _relative(each, of, wholes, near)
        found += _parts(each, wholes.get(each.metric["id"]), near)
    found = [bond for bond in found if bond.holds()]
    return found + list(_repeats(values))


def _relative(rate: Number, now: Number, wholes: dict[str, Number], near: list[Number]) -> Iterator[Bond]:
    if now.change != "none":
        return
    sign = {"increase": 1, "decrease": -1, "none": 0}[rate.change]
    alike = [other for other in near if other is not now and _same_unit(other, now)]
    plain = [other for other in alike if other.change == "none" and other.metric["id"] not in wholes]
    if rate.unit == "%" and now.unit != "%" and _digits(rate.value) >= 2:
        if now.metric["id"] in wholes:
            if not sign and 0 <= rate.start - now.end < 60:
                yield Bond("ratio", [now, rate, wholes[now.metric["id"]]], _level(0))
            return
        yield from _nearest("growth" if sign else "share", now, rate, plain, _level(sign))
        left = [other for other in plain if other.metric["status"] == "remaining"]
        yield from _nearest("rest share", now, rate, left, _rest)
        if sign:
            deltas = [other for other in alike if other.change == rate.change and other.of == now.metric["id"]]
            yield from _nearest("growth in units", now, rate, deltas, _delta(sign))
    elif sign and (_same_unit(rate, now) or (rate.unit.startswith("điểm") and now.unit == "%")):
        for other in plain:
            yield Bond("difference", [now, rate, other] if sign > 0 else [other, now, rate], _sum)
    elif rate.unit == "lần" and _digits(rate.value) >= 2:
        yield from _nearest("times", now, rate, plain, _level(0, 1))


def _nearest(
    kind: str, now: Number, rate: Number, others: list[Number], miss: Callable[[list[Pair]], Decimal]
) -> Iterator[Bond]:
    fitting = [bond for bond in (Bond(kind, [now, rate, other], miss) for other in others) if bond.holds()]
    yield from sorted(fitting, key=lambda bond: abs(bond.numbers[2].start - now.start))[:1]


def _parts(total: Number, whole: Number | None, near: list[Number]) -> Iterator[Bond]:
    if total.unit == "%" or total.change != "none":
        return
    later = [other for other in near if other.start > total.end and _same_unit(other, total)]
    later = [other for other in later if other.sentence - total.sentence < 2][:6]
    if any(other.change != "none" or other.of for other in later):
        return
    if whole is not None:
        left = [other for other in later if other.metric["status"] == "remaining"][:1]
        yield from (Bond("rest", [whole, total, other], _sum) for other in left)
        return
    # Two small numbers that happen to add up to a third are no relation of the text.
    if total.value >= 20:
        yield from (Bond("total", [total, *later[:count]], _sum) for count in range(2, len(later) + 1))


def _repeats(values: list[Number]) -> Iterator[Bond]:
    groups: dict[tuple[Decimal, str], list[Number]] = {}
    for each in values:
        if _digits(each.value) >= 3:
            groups.setdefault((each.value, each.unit), []).append(each)
    for group in groups.values():
        for one, other in pairwise(group):
            first, second = (set(_WORD.findall(each.metric["indicator"].lower())) for each in (one, other))
            same = 2 * len(first & second) >= max(len(first), len(second))
            if one.metric is not other.metric and one.sentence != other.sentence and same:
                yield Bond("repeat", [one, other], _sum)


def _digits(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _same_unit(one: Number, other: Number) -> bool:
    short, long = sorted((one.unit, other.unit), key=len)
    return bool(short) and (long == short or long.startswith(short + " "))


def slips(written: str, value: Decimal, unit: str) -> Iterator[tuple[str, str, Decimal, Decimal]]:
    """Ways to get a number wrong: the kind, the text that stands from the number on, the value and its half unit."""
    numeral = _NUMERAL.match(written)
    assert numeral
    digits, after = numeral.group(), written[numeral.end() :]
    for at in range(len(digits) - 1):
        follow = at + 1 if digits[at + 1].isdigit() else at + 2
        if not digits[at].isdigit() or digits[at] == digits[follow] or (at == 0 and digits[follow] == "0"):
            continue
        swapped = digits[:at] + digits[follow] + digits[at + 1 : follow] + digits[at] + digits[follow + 1 :]
        yield from _planted("swap", swapped, after, value, digits, unit)
    scale = _SCALE.match(after)
    if scale:
        yield from _scaled(scale, digits, after, value, unit)
    whole, comma, decimals = digits.partition(",")
    if comma:
        right = f"{whole}{decimals[0]}{',' if decimals[1:] else ''}{decimals[1:]}"
        yield from _planted("decimal", right, after, value, digits, unit)
        if len(whole) > 1 and whole.isdigit():
            yield from _planted("decimal", f"{whole[:-1]},{whole[-1]}{decimals}", after, value, digits, unit)
    elif unit == "%" and len(digits) > 1:
        yield from _planted("decimal", f"{digits[:-1]},{digits[-1]}", after, value, digits, unit)


def _scaled(
    scale: re.Match[str], digits: str, after: str, value: Decimal, unit: str
) -> Iterator[tuple[str, str, Decimal, Decimal]]:
    word = scale.group(1)
    less = _LESS[word]
    if less:
        new, wrong = digits + after[: scale.start(1)] + less + after[scale.end(1) :], value / 1000
        yield "scale", new, wrong, half_unit(new, wrong, unit)
    new, wrong = digits + after[scale.end(1) :], value / Decimal(10) ** _SCALES[word]
    if unit.lower() in _MEASURES or wrong == wrong.to_integral_value():
        yield "scale", new, wrong, half_unit(new, wrong, unit)


def _planted(
    kind: str, new: str, after: str, value: Decimal, old: str, unit: str
) -> Iterator[tuple[str, str, Decimal, Decimal]]:
    before, now = _decimal(old), _decimal(new)
    if now and now != before and value % 1 == 0 and before % 1 == 0 and now % 1 and unit not in _MEASURES:
        return
    if before and now and now != before:
        wrong = value / before * now
        yield kind, new + after, wrong, half_unit(new + after, wrong, unit)


def _decimal(numeral: str) -> Decimal:
    return Decimal(numeral.replace(".", "").replace(",", "."))


def plant(record: dict[str, Any], text: str, number: Number, tail: str, value: Decimal) -> tuple[Record, str]:
    """The report with one number changed, in its text and in every span and field of its record."""
    mention = next(m for m in number.metric["mentions"] if m["start"] <= number.start < m["end"])
    start, end = number.start, mention["end"]
    changed = text[:start] + tail + text[end:]
    moved = len(tail) - (end - start)

    def shift(node: Any) -> Any:
        if isinstance(node, list):
            return [shift(item) for item in node]
        if not isinstance(node, dict):
            return node
        node = {key: shift(item) for key, item in node.items()}
        if isinstance(node.get("start"), int) and "text" in node:
            node["start"] += moved if node["start"] >= end else 0
            node["end"] += moved if node["end"] >= end else 0
            node["text"] = changed[node["start"] : node["end"]]
        return node

    new = shift(record)
    metric = next(each for each in new["metrics"] if each["id"] == number.metric["id"])
    metric[number.key] = f"{value:f}"
    return Record.model_validate(new), changed
