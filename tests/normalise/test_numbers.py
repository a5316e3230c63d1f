"""Single numbers: a table of phrases, round trips, and hostile text."""

from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import steps
from ketluan.normalise.amounts import find_numbers, parse_amount, qualifier_before
from ketluan.normalise.numbers import divide, parse_number, to_plain

HERE = Path(__file__).parent
PHRASES = [line.rsplit("\t", 1) for line in (HERE / "numbers.tsv").read_text("utf-8").splitlines()]
OTHERS = (HERE / "not_numbers.txt").read_text("utf-8").splitlines()
DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
WORDS = (
    *("một", "hai", "ba", "tư", "năm", "lăm", "mười", "mươi", "trăm", "nghìn", "triệu", "tỷ", "nửa", "rưỡi", "linh"),
    *(
        "phần",
        "phẩy",
        "gấp",
        "đôi",
        "từ",
        "đến",
        "trong",
        "số",
        "trên",
        "hơn",
        "khoảng",
        "âm",
        "tổng",
        "hay",
        "trở",
        "lên",
    ),
    *(
        "-",
        "–",
        "/",
        ".",
        ",",
        "%",
        "$",
        "k",
        "5",
        "5.030",
        "107,3",
        "13/14",
        "1",
        "200",
        "000",
        "đồng",
        "người",
        "cấp",
    ),
)

numbers = st.decimals(min_value=-(10**18), max_value=10**18, allow_nan=False, allow_infinity=False, places=4)
vietnamese = st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
hostile = st.one_of(vietnamese, st.text(max_size=60), st.text(alphabet="0123456789.,/-% tỷnămk$", max_size=60))


def grouped(value: Decimal) -> str:
    """A number as Vietnamese papers print it: dots between thousands, a comma before the decimals."""
    return f"{value:,f}".translate(str.maketrans(",.", ".,"))


def spell_below_thousand(number: int, full: bool) -> list[str]:
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    words = [DIGITS[hundreds], "trăm"] if hundreds or full else []
    if tens == 0:
        return words + (["linh", DIGITS[ones]] if ones and words else [DIGITS[ones]] if ones else [])
    words += ["mười"] if tens == 1 else [DIGITS[tens], "mươi"]
    last = {0: None, 5: "lăm", 1: "mốt" if tens > 1 else "một"}.get(ones, DIGITS[ones])
    return words + ([last] if last else [])


def spell(number: int) -> str:
    """The schoolbook reading of a whole number."""
    words: list[str] = []
    for scale, name in ((10**9, "tỷ"), (10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        part, number = divmod(number, scale)
        if part:
            words += [*spell_below_thousand(part, full=bool(words)), name]
    return " ".join(" ".join(words).split()) or "không"


@pytest.mark.parametrize(("phrase", "value"), PHRASES)
def test_reads_the_phrase(phrase: str, value: str) -> None:
    assert parse_number(phrase) == Decimal(value)


@pytest.mark.parametrize("phrase", OTHERS)
def test_leaves_what_is_no_number(phrase: str) -> None:
    assert parse_number(phrase) is None


def test_a_decomposed_phrase_is_read_like_a_composed_one() -> None:
    assert parse_number("ba mươi mốt nghi\u0300n") == 31000


def test_fractions_are_exact_where_they_end_and_have_four_places_where_not() -> None:
    assert divide(Decimal(1), Decimal(3)) == Decimal("0.3333")
    assert divide(Decimal(1), Decimal(64)) == Decimal("0.015625")
    assert divide(Decimal(1), Decimal(0)) is None


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("4.5E+13", "45000000000000"),
        ("107.30", "107.3"),
        ("0.50", "0.5"),
        ("100", "100"),
        ("-0", "0"),
        ("1E-7", "0.0000001"),
    ],
)
def test_plain_form(value: str, plain: str) -> None:
    assert to_plain(Decimal(value)) == plain


@given(numbers)
def test_plain_form_keeps_the_value(value: Decimal) -> None:
    plain = to_plain(value)
    assert Decimal(plain) == value
    assert "E" not in plain
    # A dot before three digits groups thousands in Vietnamese, so such a plain form is no Vietnamese number.
    if len(plain.partition(".")[2]) != 3:
        assert parse_number(plain) == value


@given(numbers)
def test_vietnamese_digits_are_read_back(value: Decimal) -> None:
    assert parse_number(grouped(value)) == value
    assert parse_number(grouped(value.normalize() + 0)) == value


@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_words_are_read_back(number: int) -> None:
    assert parse_number(spell(number)) == number


@given(st.integers(min_value=1, max_value=999), st.sampled_from(["nghìn", "triệu", "tỷ", "nghìn tỷ", "triệu tỷ"]))
def test_scale_words_multiply(number: int, scale: str) -> None:
    factor = parse_number(f"1 {scale}")
    assert factor is not None
    assert parse_number(f"{number} {scale}") == number * factor


@given(hostile)
def test_any_text_gives_a_number_or_none(text: str) -> None:
    value = parse_number(text)
    assert value is None or value.is_finite()


@pytest.mark.parametrize(
    "piece",
    ["1", "1.", "1,", "1/", "1-", "1 ", "một ", "năm ", "mười ", "nghìn ", "tỷ tỷ ", "1 tỷ ", "phẩy không ", "không ",
     "5 người đến ", "1 trong ", "một phần ", "gấp ", "hơn ", "$", "- ", "trăm linh ", "1 nghìn 1 ",
     "từ 5% đến ", "  ", "\n", "5 giờ ", "hai giờ kém ", "2 đô 23 ", "hai ba ", "ba, ", "10:45:", "tỷ lệ 1:", "X",
     "1 trong số hơn ", "1 (hai) ",
     "1 người trong số 2 ", "gấp hơn ", "1tr.", "1k/", "1/2 tỷ ", "(", "1 (", "2 x 6 MW ", "1 x ", "1 m2/", "-5 đến "],
)  # fmt: skip
def test_steps_grow_with_the_text(piece: str) -> None:
    for reader in (find_numbers, parse_number, parse_amount):
        short, long = (steps(partial(reader, piece * count)) for count in (400, 1600))
        assert long < 5 * short + 400, reader.__name__


def test_steps_for_a_qualifier_do_not_grow() -> None:
    texts = ("hơn " * count for count in (100, 10_000))
    short, long = (steps(partial(qualifier_before, text, len(text))) for text in texts)
    assert long < 1.5 * short
