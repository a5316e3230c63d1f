"""Amounts with units, ranges, totals and qualifiers; number expressions in running text."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from ketluan.normalise.amounts import amount_at, find_numbers, parse_amount, qualifier_before

ROOT = Path(__file__).parents[2]
OWN = ROOT / "annotations/own.jsonl"
SHARED = ROOT.parent / "shared/train/gold.jsonl"


def number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("phrase", "value", "unit"),
    [
        ("5.030 đảng viên", "5030", "đảng viên"),
        ("107,3%", "107.3", "%"),
        ("107,3 %", "107.3", "%"),
        ("ba mươi phần trăm", "30", "%"),
        ("0,5 điểm phần trăm", "0.5", "điểm phần trăm"),
        ("45.000 tỷ đồng", "45000000000000", "đồng"),
        ("115,551 tỷ đồng", "115551000000", "đồng"),
        ("5,030 đảng viên", "5030", "đảng viên"),
        ("5,030 km", "5.03", "km"),
        ("5,030%", "5.03", "%"),
        ("1.500 tỷ", "1500000000000", "đồng"),
        ("800 triệu", "800000000", "đồng"),
        ("1,3 triệu/tháng", "1300000", "đồng/tháng"),
        ("8.000 đ/lượt", "8000", "đồng/lượt"),
        ("35.000 VNĐ", "35000", "đồng"),
        ("500k đồng", "500000", "đồng"),
        ("4,25 triệu lượt khách", "4250000", "lượt khách"),
        ("8 triệu lượt khách/năm", "8000000", "lượt khách/năm"),
        ("2.000 đồng/km", "2000", "đồng/km"),
        ("8,55%/năm", "8.55", "%/năm"),
        ("62,5% kế hoạch", "62.5", "%"),
        ("33,62 tỷ USD", "33620000000", "USD"),
        ("2 triệu đô la Mỹ", "2000000", "USD"),
        ("$10", "10", "USD"),
        ("USD 1,23", "1.23", "USD"),
        ("VND1000", "1000", "đồng"),
        ("$10k", "10000", "USD"),
        ("60 tỷ euro", "60000000000", "euro"),
        ("105ha", "105", "ha"),
        ("320.000 m²", "320000", "m2"),
        ("hai dự án", "2", "dự án"),
        ("năm ưu tiên chính sách", "5", "ưu tiên chính sách"),
        ("năm năm", "5", "năm"),
        ("hai mươi mốt xã", "21", "xã"),
        ("một triệu hai đồng", "1200000", "đồng"),
        ("5 tỷ phú", "5", "tỷ phú"),
        ("gấp đôi", "2", "lần"),
        ("gấp rưỡi", "1.5", "lần"),
        ("gấp 7 lần", "7", "lần"),
        ("gấp 3", "3", "lần"),
        ("1,5 lần", "1.5", "lần"),
        ("một nửa số hộ", "0.5", "hộ"),
        ("một nửa", "0.5", ""),
        ("nửa ngày", "0.5", "ngày"),
        ("hai năm rưỡi", "2.5", "năm"),
        ("1/2 số hộ", "0.5", "hộ"),
        ("2/3 thời gian", "0.6667", "thời gian"),
        ("5 phần trăm kế hoạch", "5", "%"),
        ("2 x 600 MW", "1200", "MW"),
        ("2x125 MVA", "250", "MVA"),
        ("-5 độ C", "-5", "độ C"),
        ("12.000 tấn CO2/năm", "12000", "tấn CO2/năm"),
        ("2,1 con/phụ nữ", "2.1", "con/phụ nữ"),
        ("1,5 triệu TEU", "1500000", "TEU"),
        ("1/5", "0.2", ""),
        ("bốn năm", "4", "năm"),
        ("508.25 triệu đô - la Mỹ", "508250000", "USD"),
        ("hai phần ba số xã", "0.6667", "xã"),
        ("cấp 12", "12", "cấp"),
        ("hệ số 2,34", "2.34", "hệ số"),
        ("62 năm 8 tháng", "752", "tháng"),
        ("1 tiếng 20 phút", "80", "phút"),
        ("tám giờ bảy phút", "487", "phút"),
        ("năm giờ hai mươi phút ba lăm giây", "19235", "giây"),
        ("mười sáu giờ kém mười lăm", "945", "phút"),
        ("bốn phút rưỡi", "270", "giây"),
        ("10:45", "645", "phút"),
        ("10h45", "645", "phút"),
        ("15:23:24", "55404", "giây"),
        ("2 đô la và 23 xen", "2.23", "USD"),
        ("hai đô 23", "2.23", "USD"),
        ("20 Rupees 43", "20.43", "Rupees"),
        ("1 km 200 m", "1200", "m"),
        ("1 tỷ đồng rưỡi", "1500000000", "đồng"),
        ("trừ sáu sáu kí", "-66", "kí"),
        ("âm hai độ", "-2", "độ"),
        ("ba bảy độ c", "37", "độ c"),
        ("0,3 điểm %", "0.3", "điểm phần trăm"),
        ("60 triệu đồng/người/năm", "60000000", "đồng/người/năm"),
        ("65,2 tạ/ha", "65.2", "tạ/ha"),
        ("2.400 MW", "2400", "MW"),
        ("-0,5%", "-0.5", "%"),
        ("âm 2 độ", "-2", "độ"),
        ("một trường hợp", "1", "trường hợp"),
        ("4.500", "4500", ""),
        ("không phẩy năm phần trăm", "0.5", "%"),
        ("không đồng", "0", "đồng"),
        ("năm trăm sáu bảy giây", "567", "giây"),
        ("26% trong tổng số 33.170 tỷ", "26", "%"),
        ("12,5 trđ/năm", "12500000", "đồng/năm"),
        ("100tr", "100000000", "đồng"),
        ("100tr/tháng", "100000000", "đồng/tháng"),
        ("774 đô thị", "774", "đô thị"),
        ("5 đô/ngày", "5", "USD/ngày"),
        ("5 đô mỗi ngày", "5", "USD mỗi ngày"),
        ("12,5 triệu/năm", "12500000", "đồng/năm"),
        ("5 tr đồng", "5000000", "đồng"),
        ("5 tr.đồng", "5000000", "đồng"),
        ("5tr/người", "5000000", "đồng/người"),
        ("10k/kg", "10000", "đồng/kg"),
        ("15 nghìn/kg", "15000", "đồng/kg"),
        ("20 tr", "20", "tr"),
        ("5 tỷ đô la Mỹ", "5000000000", "USD"),
        ("1,5 triệu đô la Úc", "1500000", "AUD"),
        ("2 triệu đô-la Singapore", "2000000", "SGD"),
        ("5 triệu Franc Thụy Sĩ", "5000000", "Franc Thụy Sĩ"),
        ("0,3 phần nghìn", "0.3", "‰"),
        ("ba phần nghìn", "3", "‰"),
        ("5%o", "5", "‰"),
        ("02 (hai) dự án", "2", "dự án"),
        ("5.000.000 (năm triệu) đồng", "5000000", "đồng"),
        ("15 (mười sáu) xã", "15", "xã"),
        ("15 (mười lăm)", "15", ""),
        ("332 phường (xã)", "332", "phường (xã)"),
        ("700 (cụm, toà) nhà chung cư", "700", "nhà chung cư"),
        ("15 bác sĩ/10.000 dân", "15", "bác sĩ/10.000 dân"),
        ("5.000 m3/ngày đêm", "5000", "m3/ngày đêm"),
        ("1.200 MVA", "1200", "MVA"),
        ("39 độ C", "39", "độ C"),
        ("0,8 điểm phần trăm", "0.8", "điểm phần trăm"),
        ("triệu rưỡi đồng", "1500000", "đồng"),
        ("1 nghìn 2 trăm tỷ đồng", "1200000000000", "đồng"),
        ("1.234 tỷ 567 triệu đồng", "1234567000000", "đồng"),
        ("1/5 dân số", "0.2", "dân số"),
        ("3‰ dân số", "3", "‰"),
        ("3 ha rưỡi", "3.5", "ha"),
        ("hai mươi nghìn tỷ đồng", "20000000000000", "đồng"),
        ("12 đ/c", "12", "đ/c"),
        ("5.000 đ/cái", "5000", "đồng/cái"),
    ],
)
def test_value_and_unit(phrase: str, value: str, unit: str) -> None:
    amount = parse_amount(phrase)
    assert amount is not None
    assert (amount.value, amount.unit) == (Decimal(value), unit)
    assert (amount.low, amount.high, amount.total, amount.qualifier) == (None, None, None, "exact")
    assert (amount.start, amount.end) == (0, len(phrase))


@pytest.mark.parametrize(
    ("phrase", "low", "high", "unit"),
    [
        ("7,5-8%", "7.5", "8", "%"),
        ("từ 7 đến 8%", "7", "8", "%"),
        ("7,3 – 7,5%", "7.3", "7.5", "%"),
        ("40% đến 60%", "40", "60", "%"),
        ("2-7 tỷ kWh", "2000000000", "7000000000", "kWh"),
        ("3 đến 4 triệu đồng", "3000000", "4000000", "đồng"),
        ("500 triệu đến 1 tỷ đồng", "500000000", "1000000000", "đồng"),
        ("5 tỷ đồng đến dưới 10 tỷ đồng", "5000000000", "10000000000", "đồng"),
        ("5.000 người đến 8.000 người", "5000", "8000", "người"),
        ("80m2 – 300 m2", "80", "300", "m2"),
        ("một đến 4 tháng", "1", "4", "tháng"),
        ("hai ba người", "2", "3", "người"),
        ("ba bốn trăm người", "300", "400", "người"),
        ("năm, sáu nghìn đồng", "5000", "6000", "đồng"),
        ("100-200 triệu đồng/ha/năm", "100000000", "200000000", "đồng/ha/năm"),
        ("ba hay bốn tỷ đồng", "3000000000", "4000000000", "đồng"),
        ("cấp 9-11", "9", "11", "cấp"),
        ("giữa 1,1 và 1,3 đô la", "1.1", "1.3", "USD"),
        ("VND1000-VND2000", "1000", "2000", "đồng"),
        ("6 tháng đến 1 năm", "6", "12", "tháng"),
        ("95÷97%", "95", "97", "%"),
        ("8-9.000 tỷ đồng", "8000000000000", "9000000000000", "đồng"),
        ("300-1.000 tỷ đồng", "300000000000", "1000000000000", "đồng"),
        ("5 đến 7.000 người", "5", "7000", "người"),
        ("bốn năm người", "4", "5", "người"),
        ("từ -5 đến 5 độ C", "-5", "5", "độ C"),
        ("từ 1,2%/năm đến 1,5%/năm", "1.2", "1.5", "%/năm"),
        ("mười lăm - hai mươi ngày", "15", "20", "ngày"),
        ("gấp 2-3 lần", "2", "3", "lần"),
        ("5 – 7 triệu đồng/người/tháng", "5000000", "7000000", "đồng/người/tháng"),
        ("1/3 đến 1/2 số hộ", "0.3333", "0.5", "hộ"),
        ("2/3 - 3/4 diện tích", "0.6667", "0.75", "diện tích"),
        ("hai phần ba đến ba phần tư", "0.6667", "0.75", ""),
    ],
)
def test_ranges(phrase: str, low: str, high: str, unit: str) -> None:
    amount = parse_amount(phrase)
    assert amount is not None
    assert (amount.value, amount.low, amount.high, amount.unit) == (None, Decimal(low), Decimal(high), unit)


@pytest.mark.parametrize(
    ("phrase", "value", "total", "unit"),
    [
        ("13/14 chỉ tiêu", "13", "14", "chỉ tiêu"),
        ("2/6 quận", "2", "6", "quận"),
        ("1/4 cơ quan", "1", "4", "cơ quan"),
        ("9/14 phần mềm", "9", "14", "phần mềm"),
        ("604/1.424 xã", "604", "1424", "xã"),
        ("938 tỷ/5.863 tỷ", "938000000000", "5863000000000", "đồng"),
        ("938 tỷ đồng/5.863 tỷ đồng", "938000000000", "5863000000000", "đồng"),
        ("420 mã HS/720 mã HS", "420", "720", "mã HS"),
        ("45 trong số 90 người", "45", "90", "người"),
        ("11 trong tổng số 24 quận", "11", "24", "quận"),
        ("40 trong 70 người", "40", "70", "người"),
        ("24 trên 49 tàu", "24", "49", "tàu"),
        ("hai trong 206 vụ", "2", "206", "vụ"),
        ("một trong 93 trường hợp", "1", "93", "trường hợp"),
        ("938/5.863 tỷ đồng", "938000000000", "5863000000000", "đồng"),
        ("938,5/5.863 tỷ", "938500000000", "5863000000000", "đồng"),
        ("938 tỷ/5.863 tỷ đồng", "938000000000", "5863000000000", "đồng"),
        ("350/500 nghìn hộ", "350000", "500000", "hộ"),
        ("2.000 trên 3.200 tỷ đồng", "2000000000000", "3200000000000", "đồng"),
        ("3 trong 5 triệu người", "3", "5000000", "người"),
        ("700.000 trong tổng số trên 3 triệu ôtô", "700000", "3000000", "ôtô"),
        ("45 trong tổng số 90 người", "45", "90", "người"),
        ("45/tổng số 90 người", "45", "90", "người"),
        ("6 trong tổng 13 dự án", "6", "13", "dự án"),
        ("45 người trong số 90 người", "45", "90", "người"),
        ("45 người trên 90 người", "45", "90", "người"),
        ("22,5 tỷ đồng trên 35 tỷ đồng", "22500000000", "35000000000", "đồng"),
        ("hai trong số năm xã", "2", "5", "xã"),
        ("13/14 (mười bốn) chỉ tiêu", "13", "14", "chỉ tiêu"),
        ("117.504 m2/206.917 m2", "117504", "206917", "m2"),
        ("5.510/hơn 11.000 xã", "5510", "11000", "xã"),
        ("một trong ba máy bơm", "1", "3", "máy bơm"),
    ],
)
def test_shares_of_a_total(phrase: str, value: str, total: str, unit: str) -> None:
    amount = parse_amount(phrase)
    assert amount is not None
    assert (amount.value, amount.total, amount.unit) == (Decimal(value), Decimal(total), unit)


@pytest.mark.parametrize(
    ("phrase", "qualifier", "quote"),
    [
        ("hơn 45.000 tỷ đồng", "over", "45.000 tỷ đồng"),
        ("trên 300 hộ", "over", "300 hộ"),
        ("khoảng 5 km", "about", "5 km"),
        ("gần 2 triệu người", "about", "2 triệu người"),
        ("ước đạt 6,8%", "about", "6,8%"),
        ("dưới 10%", "under", "10%"),
        ("chưa đến 5%", "under", "5%"),
        ("ít nhất 30 ngày", "at_least", "30 ngày"),
        ("không dưới 3 lần", "at_least", "3 lần"),
        ("tối đa 5 năm", "at_most", "5 năm"),
        ("không quá 7.000 đồng", "at_most", "7.000 đồng"),
        ("từ 18 tuổi trở lên", "at_least", "18 tuổi"),
        ("5 ha trở xuống", "at_most", "5 ha"),
        ("hơn nửa triệu người", "over", "nửa triệu người"),
        ("ít hơn 7 nghìn đồng", "under", "7 nghìn đồng"),
        ("5 ha đổ lên", "at_least", "5 ha"),
        ("20 người là ít", "at_least", "20 người"),
        ("3 tháng là cùng", "at_most", "3 tháng"),
        ("10 tỷ đồng có dư", "over", "10 tỷ đồng"),
        ("tăng 5%", "exact", "5%"),
        ("tỷ lệ hơn 95,5%", "over", "95,5%"),
        ("bằng 95% kế hoạch", "exact", "95% kế hoạch"),
        ("chiếm hơn 60%", "over", "60%"),
        ("gấp hơn 2 lần", "over", "2 lần"),
        ("gấp gần 3 lần", "about", "3 lần"),
        ("45 đại biểu (50%)", "exact", "45 đại biểu"),
        ("45 (50%)", "exact", "45"),
        ("hơn 5 tỷ đồng (năm tỷ đồng)", "over", "5 tỷ đồng"),
        ("±2%", "exact", "2%"),
        ("bình quân 5%/năm", "exact", "5%/năm"),
        ("tổng cộng 500 hộ", "exact", "500 hộ"),
        ("giảm xuống dưới 5%", "under", "5%"),
        ("dự kiến 500 hộ", "exact", "500 hộ"),
        ("mức 5%", "exact", "5%"),
        ("1/5", "exact", "1/5"),
        ("cao gấp 3 lần", "exact", "gấp 3 lần"),
        ("rộng hơn 5 ha", "over", "5 ha"),
        ("trên mức 5 tỷ đồng", "over", "5 tỷ đồng"),
        ("lớn hơn hoặc bằng 5%", "at_least", "5%"),
        ("thấp hơn hoặc bằng 5%", "at_most", "5%"),
        ("+6,5%", "exact", "6,5%"),
        ("≥ 95%", "at_least", "95%"),
    ],
)
def test_qualifiers_are_read_and_left_out_of_the_quote(phrase: str, qualifier: str, quote: str) -> None:
    amount = parse_amount(phrase)
    assert amount is not None
    assert amount.qualifier == qualifier
    assert phrase[amount.start : amount.end] == quote


@pytest.mark.parametrize(
    "phrase",
    [
        "",
        "  ",
        "dự án",
        "một số dự án",
        "hàng trăm người",
        "tỷ lệ",
        "không quá",
        "gấp",
        "13/7/2022",
        "%",
        "năm 2022",
        "năm 938 và 5",
    ],
)
def test_what_is_no_amount(phrase: str) -> None:
    assert parse_amount(phrase) is None


@pytest.mark.parametrize(
    ("before", "quote", "after", "qualifier"),
    [
        ("đã giải ngân hơn ", "120 tỷ", " trong quý I", "over"),
        ("huyện có ", "5.000 dân", " trở lên", "at_least"),
        ("thu ước đạt ", "9 tỷ đồng", "", "about"),
        ("lãi thấp hơn ", "33 tỷ đồng", " so với kế hoạch", "exact"),
        ("các dự án nêu trên ", "5 tỷ", "", "exact"),
        ("hơn\n", "5 tỷ", "", "exact"),
        ("hơn, ", "5 tỷ", "", "exact"),
        ("", "5 tỷ", "", "exact"),
    ],
)
def test_a_quote_is_read_in_its_context(before: str, quote: str, after: str, qualifier: str) -> None:
    text = before + quote + after
    amount = amount_at(text, len(before), len(before) + len(quote))
    assert amount is not None
    assert amount.qualifier == qualifier
    assert text[amount.start : amount.end] == quote


def test_a_bracket_before_the_number_is_no_part_of_the_quote() -> None:
    amount = parse_amount("(hơn 23/26 dự án)")
    assert amount is not None
    assert (amount.start, amount.unit, amount.total, amount.qualifier) == (5, "dự án", 26, "over")


def test_where_a_qualifier_starts() -> None:
    assert qualifier_before("thu được ước khoảng 5 tỷ", 20) == ("about", 9)
    assert qualifier_before("x" * 100 + "hơn 5", 104) == ("exact", 104)
    assert qualifier_before("không vượt quá 10%", 15) == ("at_most", 0)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("tăng từ 5% lên 8%", ["5", "8"]),
        ("có ba bốn trăm người và hai, ba xã", ["ba bốn trăm", "hai", "ba"]),
        ("nhiệt độ ba bảy độ", ["ba", "bảy"]),
        ("đạt 13/14 chỉ tiêu, vượt 2,5%", ["13/14", "2,5"]),
        ("sáng 13/7/2022 có 30 người", ["30"]),
        ("năm 2022 có năm dự án", ["2022", "năm"]),
        ("trong 5 năm tới, mỗi năm một lần", ["5", "một"]),
        ("ở Ba Đình, ông Ba và ba người", ["ba"]),
        ("thứ hai và hai huyện", ["hai"]),
        ("khoảng 300 m2 và CO2", ["300"]),
        ("tiêm kích Su -30", ["30"]),
        ("một số nơi, một loạt việc", []),
        ("hàng trăm tỷ, vài chục người", []),
        ("hơn trăm nghìn tỷ đồng", ["trăm nghìn tỷ"]),
        ("không có tư nhân", []),
        ("không chấm dứt, không đồng ý", []),
        ("không phẩy hai phần trăm", ["không phẩy hai"]),
        ("cần một tư vấn", ["một"]),
        ("cao hơn tỷ lệ này", []),
        ("gấp đôi năm trước", ["gấp đôi"]),
        ("1,2 nghìn tỷ và 45.000 tỷ", ["1,2 nghìn tỷ", "45.000 tỷ"]),
        ("từ 7 đến 8%", ["7 đến 8"]),
        ("một phần không nhỏ", ["một"]),
        ("có 202 điều kiện trên tổng số 561 điều kiện", ["202", "561"]),
        ("giải ngân 956/1.400 tỷ đồng", ["956/1.400 tỷ"]),
        ("11 trong tổng số hơn 24 quận", ["11 trong tổng số hơn 24"]),
    ],
)
def test_numbers_in_running_text(text: str, found: list[str]) -> None:
    assert [text[span.start : span.end] for span in find_numbers(text)] == found


@pytest.mark.parametrize(
    "gold",
    [
        pytest.param(OWN, id="own"),
        pytest.param(
            SHARED,
            marks=pytest.mark.skipif(not SHARED.exists(), reason="these reports lie beside the repository, not in it"),
            id="shared",
        ),
    ],
)
def test_agrees_with_annotations(gold: Path) -> None:
    values = units = count = 0
    for line in gold.read_text("utf-8").split("\n")[:-1]:
        for metric in json.loads(line)["metrics"]:
            amount = parse_amount(metric["mentions"][0]["text"])
            count += 1
            if amount is None:
                continue
            expected = tuple(number(metric[key]) for key in ("value", "low", "high", "total"))
            values += (amount.value, amount.low, amount.high, amount.total) == expected
            # What a bare number counts ("65 xã đạt chuẩn, tăng 4") stands elsewhere in the text: it is to have no unit.
            bare = not re.search(r"[^\W\d_]|%", metric["mentions"][0]["text"])
            units += amount.unit == "" if bare else amount.unit.lower() == metric["unit"].lower()
    assert values / count > 0.99
    assert units / count > 0.97
