"""Tables of scale words, units and currencies: the data that the number and amount grammars read.

Keys are lower case. `tỷ` and `tỉ` are two spellings of one word, so both are listed wherever they occur.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "COMPARATIVES",
    "CONVERSIONS",
    "COUNTED",
    "COUNT_PREFIXES",
    "CURRENCIES",
    "CURRENCY_SIGNS",
    "LEADING_UNITS",
    "MASS_NOUNS",
    "MEASURES",
    "QUALIFIERS",
    "RECORD_UNITS",
    "SCALES",
    "UNIT_SPELLINGS",
    "phrase_set",
    "word_set",
]


def word_set(text: str) -> frozenset[str]:
    """A table of words, written with spaces between them."""
    return frozenset(text.split())


def phrase_set(text: str) -> frozenset[str]:
    """A table of phrases, written with | or the end of a line between them."""
    return frozenset(phrase.strip() for line in text.splitlines() for phrase in line.split("|"))


SCALES: Final[dict[str, int]] = {
    "chục": 10,
    "trăm": 100,
    "nghìn": 1_000,
    "ngàn": 1_000,
    "vạn": 10_000,
    "triệu": 1_000_000,
    "tỷ": 1_000_000_000,
    "tỉ": 1_000_000_000,
    "trđ": 1_000_000,
}
"""Words that multiply the number before them."""

MEASURES: Final[frozenset[str]] = word_set(
    """% ‰ km kilômét ki-lô-mét kilomet cây m mét m2 m3 m² m³ km2 km² dm cm mm milimét hải ha hécta héc-ta sào mẫu công
    kg kí ký ki-lô-gam g gam gram gr mg tấn tạ yến lạng l lít ml kw kwh mw mwh gw gwh mwp kv kva mva v w cv hp độ điểm
    lần giờ phút giây ngày tuần tháng năm tiếng gb mb tb usd/thùng phần"""
)
"""First words of units whose figures may be broken numbers: after these "5,030" is a decimal, not five thousand."""

CURRENCIES: Final[frozenset[str]] = word_set(
    """đồng vnđ vnd đ usd đô đôla đô-la $ us$ euro euros eur € £ gbp bảng yên jpy ¥ tệ cny won uôn krw baht thb kíp riel
    rupee rupees inr dirham aed ringgit aud sgd cad hkd nzd twd chf franc rúp rub rupiah idr php peso xu xen"""
)
"""First words of currencies: a number before them is paid."""

CURRENCY_SIGNS: Final[dict[str, str]] = {
    "$": "USD",
    "us$": "USD",
    "vn$": "đồng",
    "usd": "USD",
    "vnd": "đồng",
    "vnđ": "đồng",
    "€": "EUR",
    "eur": "EUR",
    "£": "GBP",
    "gbp": "GBP",
    "¥": "JPY",
    "rs": "INR",
    "rs.": "INR",
    "inr": "INR",
}
"""Currencies that may stand before their number."""

DOLLARS: Final[dict[str, str]] = {
    "úc": "AUD",
    "singapore": "SGD",
    "sing": "SGD",
    "canada": "CAD",
    "hồng kông": "HKD",
    "hong kong": "HKD",
    "new zealand": "NZD",
    "đài loan": "TWD",
}
"""Dollars that are not American, by the country named after them."""

UNIT_SPELLINGS: Final[dict[str, str]] = {
    "đ/c": "đ/c",  # đồng chí, not đồng per something
    "phần trăm": "%",
    "phần nghìn": "‰",
    "phần ngàn": "‰",
    "%o": "‰",
    "điểm %": "điểm phần trăm",
    "vnđ": "đồng",
    "vnd": "đồng",
    "đ": "đồng",
    "usd": "USD",
    "đô la": "USD",
    "đô la mỹ": "USD",
    "đô-la": "USD",
    "đô - la": "USD",
    "đô - la mỹ": "USD",
    "đô-la mỹ": "USD",
    "đôla": "USD",
    "đôla mỹ": "USD",
    "đô mỹ": "USD",
    "đô": "USD",
    "$": "USD",
    "us$": "USD",
    "€": "EUR",
    "£": "GBP",
    "m²": "m2",
    "km²": "km2",
    "m³": "m3",
} | {
    f"{dollar} {country}": code
    for dollar in ("đô la", "đô-la", "đô - la", "đôla", "đô")
    for country, code in DOLLARS.items()
}
"""Units that are written in more than one way, and the one a record uses."""

RECORD_UNITS: Final[frozenset[str]] = frozenset(UNIT_SPELLINGS.values()) - {"EUR", "GBP"}
"""Units for which a record has one spelling, whatever the report's."""

LEADING_UNITS: Final[tuple[str, ...]] = ("cấp", "hệ số", "bậc", "mức", "loại", "hạng", "độ")
"""Nouns that measure and stand before their number: "cấp 9-11", "hệ số 2,34"."""

COUNT_PREFIXES: Final[tuple[str, ...]] = (
    "tổng số lượng",
    "tổng số",
    "số lượng",
    "trong số",
    "của",
    "các",
    "những",
    "số",
)
"""Words between a share and what it is a share of: "1/2 số hộ", "một nửa tổng số vốn"."""

COUNTED: Final[frozenset[str]] = word_set(
    """người xã phường thôn ấp bản quận huyện tỉnh thành cơ quan đơn tổ hộ nhà dự đề chương gói chỉ tiêu nhiệm nội mục
    vụ trường bệnh tập tổng công doanh sở bộ ban ngành phiếu đại thành uỷ ủy ứng thủ điều thị địa bàn tuyến trạm lô
    tàu xe cầu chi đảng cán học giáo văn luật nghị tiêu"""
)
"""First syllables of nouns that are counted whole: "1/4 cơ quan" is one of four bodies, "1/4 ngân sách" a quarter."""

MASS_NOUNS: Final[frozenset[str]] = phrase_set(
    """dân số|diện tích|thời gian|thời lượng|khối lượng|sản lượng|số lượng|doanh thu|kinh phí|ngân sách|giá trị
    quãng đường|nhu cầu|lực lượng|công suất|kim ngạch|dung tích|trữ lượng|chiều dài|nguồn vốn|quân số"""
)
"""What has parts but is not counted: "1/5 dân số" is a fifth."""

_QUALIFIER_PHRASES: Final[dict[str, str]] = {
    "about": """khoảng|khoảng chừng|khoảng gần|khoảng từ|khoảng độ|tầm|tầm khoảng|vào khoảng|vào cỡ|độ khoảng
        ước|ước khoảng|ước tính|ước tính khoảng|ước đạt|ước đạt khoảng|ước tính đạt|ước tính là|ước là|ước tăng|ước giảm
        ước lãi|ước lỗ|ước thu|ước chi|ước tính lãi|ước tính lỗ|ước tính thu|ước thực hiện|ước thiệt hại|gần|gần như
        gần tới|gần đến|gần bằng|gần khoảng|xấp xỉ|chừng|chừng khoảng|chừng độ|cỡ|cỡ khoảng|ngót|ngót nghét|áng chừng
        suýt soát|quãng|trên dưới|đạt khoảng|đạt gần|lên khoảng|lên gần|đến gần|tới gần|dự kiến khoảng
        trung bình khoảng|~|≈""",
    "over": """hơn|trên|vượt quá|vượt mức|vượt mốc|quá|hơn cả|lên hơn|lên trên|đạt hơn|đạt trên|lên tới hơn|lên đến hơn
        đến hơn|tới hơn|đến trên|tới trên|từ trên|ước hơn|ước tính hơn|khoảng hơn|>""",
    "under": """dưới|chưa đến|chưa tới|chưa đầy|chưa được|chưa quá|chưa đạt|chưa đủ|không đến|không tới|không đầy
        không đạt|xuống dưới|còn dưới|<""",
    "at_least": """ít nhất|ít nhất là|ít nhất từ|tối thiểu|tối thiểu là|tối thiểu đạt|tối thiểu khoảng|không dưới
        không ít hơn|không thấp hơn|không kém|chí ít|≥
        lớn hơn hoặc bằng|cao hơn hoặc bằng|bằng hoặc lớn hơn|bằng hoặc cao hơn""",
    "at_most": """tối đa|tối đa là|tối đa không quá|không quá|không được quá|không vượt quá|không được vượt quá
        không vượt|không hơn|không cao hơn|không nhiều hơn|không lớn hơn|nhiều nhất|nhiều nhất là|≤
        nhỏ hơn hoặc bằng|thấp hơn hoặc bằng|bằng hoặc nhỏ hơn|bằng hoặc thấp hơn""",
    "exact": "nêu trên|nói trên|kể trên",
}

QUALIFIERS: Final[dict[str, str]] = {
    phrase: name for name, phrases in _QUALIFIER_PHRASES.items() for phrase in sorted(phrase_set(phrases))
}
"""Words before a number that loosen or bound it, and the qualifier of a record that they stand for."""

COMPARATIVES: Final[dict[str, str]] = {
    "vượt": "over",
    "nhiều hơn": "over",
    "cao hơn": "over",
    "lớn hơn": "over",
    "ít hơn": "under",
    "thấp hơn": "under",
    "nhỏ hơn": "under",
    "kém hơn": "under",
}
"""Words that bound a number in a phrase of their own; in a sentence they tell a difference ("thấp hơn 33 tỷ đồng")."""

CONVERSIONS: Final[dict[tuple[str, str], int]] = {
    ("năm", "tháng"): 12,
    ("tuần", "ngày"): 7,
    ("ngày", "giờ"): 24,
    ("giờ", "phút"): 60,
    ("tiếng", "phút"): 60,
    ("phút", "giây"): 60,
    ("giờ", "giây"): 3600,
    ("tiếng", "giây"): 3600,
    ("h", "phút"): 60,
    ("g", "phút"): 60,
    ("km", "m"): 1000,
    ("m", "cm"): 100,
    ("tấn", "kg"): 1000,
}
"""How many of the second unit one of the first is, for figures that use both: "62 năm 8 tháng"."""
