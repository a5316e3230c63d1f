"""Amounts over made-up figures and hostile texts: what is printed is read back, and offsets lie in the text."""

from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from test_numbers import grouped, hostile, spell

from ketluan.normalise.amounts import amount_at, find_numbers, parse_amount, qualifier_before

ROOT = Path(__file__).parents[2]
OWN = ROOT / "annotations/own.jsonl"
SHARED = ROOT.parent / "shared/train/gold.jsonl"


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@given(st.integers(0, 99), st.integers(0, 59), st.integers(0, 59))
def test_printed_length_of_time_is_read_back(hours: int, minutes: int, seconds: int) -> None:
    for text, value, unit in (
        (f"{hours} giờ {minutes} phút {seconds} giây", hours * 3600 + minutes * 60 + seconds, "giây"),
        (f"{spell(hours)} giờ {spell(minutes)} phút", hours * 60 + minutes, "phút"),
        (f"{hours % 24}:{minutes:02}:{seconds:02}", hours % 24 * 3600 + minutes * 60 + seconds, "giây"),
    ):
        amount = parse_amount(text)
        assert amount is not None, text
        assert (amount.value, amount.unit) == (value, unit), text


UNITS = st.sampled_from(["%", "đồng", "ha", "tỷ đồng", "đảng viên", "triệu đồng/người/năm", "tạ/ha", "điểm phần trăm"])


@given(st.decimals(0, 10**9, places=2), st.decimals(1, 10**6, places=2), UNITS)
def test_printed_amount_and_range_are_read_back(low: Decimal, more: Decimal, unit: str) -> None:
    scale = {"tỷ": 10**9, "triệu": 10**6}.get(unit.split()[0], 1)
    plain = unit.removeprefix("tỷ ").removeprefix("triệu ")
    amount = parse_amount(f"{grouped(low)} {unit}")
    assert amount is not None
    assert (amount.value, amount.unit, amount.qualifier) == (low * scale, plain, "exact")
    for text in (
        f"{grouped(low)} - {grouped(low + more)} {unit}",
        f"từ {grouped(low)} đến {grouped(low + more)} {unit}",
    ):
        amount = parse_amount(text)
        assert amount is not None, text
        assert (amount.low, amount.high, amount.unit) == (low * scale, (low + more) * scale, plain), text


SCALED = st.sampled_from([("", 1), ("nghìn", 10**3), ("triệu", 10**6), ("tỷ", 10**9), ("nghìn tỷ", 10**12)])


@given(st.integers(5, 10**4), st.integers(1, 10**4), SCALED)
def test_printed_share_is_read_back(part: int, more: int, scaled: tuple[str, int]) -> None:
    whole, (scale, factor) = part + more, scaled
    one, all_ = (f"{grouped(Decimal(number))} {scale}".strip() for number in (part, whole))
    texts = [
        f"{one}/{all_} đồng",
        f"{one} trong tổng số {all_} đồng",
        f"{one} đồng/{all_} đồng",
        f"{one} trên {all_} đồng",
    ]
    texts.append(f"{grouped(Decimal(part))}/{all_} đồng")
    for text in texts:
        amount = parse_amount(text)
        assert amount is not None, text
        assert (amount.value, amount.total, amount.unit) == (part * factor, whole * factor, "đồng"), text


@given(st.integers(1, 10**6), SCALED, st.sampled_from(["gấp", "gấp hơn", "khoảng", "ít nhất", "bình quân", "tổng số"]))
def test_what_stands_before_changes_no_value(number: int, scaled: tuple[str, int], words: str) -> None:
    scale, factor = scaled
    # In words a number from a thousand on has scale words of its own.
    small = number % 1000 or 1
    for written, value in ((grouped(Decimal(number)), number), (spell(small), small)):
        text = " ".join(f"{words} {written} {scale} lần".split())
        amount = parse_amount(text)
        assert amount is not None, text
        assert (amount.value, amount.unit) == (value * factor, "lần"), text


@given(st.integers(1, 10**9))
def test_a_number_repeated_in_words_is_one(number: int) -> None:
    for text in (
        f"{grouped(Decimal(number))} ({spell(number)}) xã",
        f"{grouped(Decimal(number))} xã ({spell(number)} xã)",
    ):
        amount = parse_amount(text)
        assert amount is not None
        assert (amount.value, amount.unit) == (number, "xã"), text


@given(hostile)
def test_spans_are_ordered_and_have_a_value(text: str) -> None:
    end = 0
    for span in find_numbers(text):
        assert end <= span.start < span.end <= len(text)
        assert (span.value is None) == (span.low is not None and span.high is not None)
        assert span.low is None or span.high is None or span.low < span.high
        end = span.end


@given(hostile, st.integers(0, 60), st.integers(0, 60))
def test_any_quote_in_any_text_is_read_within_it(text: str, first: int, second: int) -> None:
    start, end = sorted((min(first, len(text)), min(second, len(text))))
    amount = amount_at(text, start, end)
    if amount is not None:
        assert start <= amount.start < amount.end <= end
    assert qualifier_before(text, start)[1] <= start
