"""Standard symbols of units, however they are spelled: "ki lô mét vuông" and "km2" are km², "đô la Mỹ" is USD.

A record keeps a unit as its report writes it (annotations/GUIDELINES.md, 4); the symbol tells that two spellings are
one unit. Prefixed units are put together from tables of prefixes and bases.
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["symbol_of"]

_MAX_WORDS: Final = 5

# Spellings without spaces and hyphens.
_PREFIXES: Final = {
    "k": "kilô kilo kylô",
    "M": "mêga mega",
    "G": "giga ghiga",
    "T": "têra tera",
    "c": "xăngti xenti centi senti",
    "m": "mili milli",
    "d": "đêxi đềxi deci",
    "µ": "muycrô muycro micrô micro",
    "h": "héctô hécto hectô hecto",
    "n": "nanô nano",
}
_BASES: Final = {
    "m": "mét met",
    "g": "gam gram",
    "l": "lít lit",
    "W": "oát watt",
    "Wh": "oátgiờ watt-giờ",
    "V": "vôn volt",
    "A": "ampe",
    "B": "byte bai",
    "bit": "bit",
    "t": "tấn",
}
_ONES: Final = {
    "%": "% phầntrăm",
    "‰": "‰ phầnnghìn phầnngàn",
    "pp": "điểmphầntrăm điểm%",
    "kg": "kg kí ký kílô kýlô",
    "q": "tạ",
    "ha": "ha hécta hecta",
    "m": "m",
    "km": "km câysố",
    "cm": "cm",
    "dm": "dm",
    "mm": "mm",
    "µm": "µm μm",
    "nmi": "hảilý",
    "in": "inch insơ",
    "g": "g gr",
    "mg": "mg",
    "l": "l",
    "ml": "ml",
    "W": "w",
    "kW": "kw",
    "MW": "mw",
    "MWp": "mwp",
    "GW": "gw",
    "kWh": "kwh",
    "MWh": "mwh",
    "GWh": "gwh",
    "V": "v",
    "kV": "kv",
    "A": "a",
    "mA": "ma",
    "kVA": "kva",
    "MVA": "mva",
    "hp": "hp cv mãlực",
    "kB": "kb",
    "MB": "mb",
    "GB": "gb",
    "TB": "tb",
    "s": "s giây",
    "min": "phút",
    "h": "h giờ tiếng tiếngđồnghồ",
    "d": "ngày ngàyđêm",
    "°C": "°c độc",
    "°F": "°f độf",
    "VND": "đồng đ vnđ vnd đồngviệtnam việtnamđồng vn$",
    "USD": "usd $ us$ đô đôla đôlamỹ đômỹ đồngđôla đồngđôlamỹ",
    "EUR": "eur € euro euros ơrô",
    "GBP": "gbp £ bảng bảnganh pound pounds",
    "JPY": "jpy ¥ yên yênnhật",
    "CNY": "cny tệ nhândântệ ndt rmb",
    "KRW": "krw ₩ won uôn wonhànquốc",
    "INR": "inr ₹ rs rs. rupee rupees rupi",
    "AED": "aed dirham dirhams",
    "THB": "thb bạt baht",
    "LAK": "lak kíp kíplào",
    "KHR": "khr riel riên",
    "MYR": "myr rm ringgit",
    "SGD": "sgd đôlasingapore đôlasing đôsing",
    "AUD": "aud đôlaúc đôúc",
    "CAD": "cad đôlacanada",
    "HKD": "hkd đôlahồngkông đôlahongkong",
    "NZD": "nzd đôlanewzealand",
    "TWD": "twd đôlađàiloan",
    "CHF": "chf franc francthụysĩ francthuỵsĩ",
    "RUB": "rub rúp rúpnga",
    "IDR": "idr rupiah",
    "PHP": "php peso pesophilippines",
    "Mbit/s": "mbps",
    "Gbit/s": "gbps",
    "Wp": "wp",
    "kWp": "kwp",
    "TWh": "twh",
    "¢": "xu xen cent cents ¢",
}
# Where case tells two units apart.
_CASED: Final = {"Mb": "Mbit", "Gb": "Gbit", "a": "a"}
_POWERS: Final = {"vuông": "²", "khối": "³", "2": "²", "3": "³", "²": "²", "³": "³"}


def _table() -> dict[str, str]:
    found = {spelling: symbol for symbol, spellings in _ONES.items() for spelling in spellings.split()}
    for base, spellings in _BASES.items():
        for spelling in spellings.split():
            found.setdefault(spelling, base)
            for prefix, names in _PREFIXES.items():
                for name in names.split():
                    found.setdefault(name + spelling, prefix + base)
    lengths = {spelling: symbol for spelling, symbol in found.items() if symbol.endswith("m") and len(symbol) <= 2}
    for spelling, symbol in lengths.items():
        for power, sign in _POWERS.items():
            found.setdefault(spelling + power, symbol + sign)
    return found


_SYMBOLS: Final = _table()
# "tấn/ha", "ki lô mét trên giờ", "USD mỗi tấn"
_PER: Final = re.compile(r"\s?/\s?|\s(?:trên|mỗi|một)\s")


def symbol_of(unit: str) -> str | None:
    """The standard symbol of a unit as written, "km/h" for "ki lô mét trên giờ"; None where it is none we know.

    Money has the code of ISO 4217. In a rate the first part must be known, the others may be nouns ("VND/người").
    """
    head, *others = _PER.split(unit.strip())
    first = _single(head)
    if first is None:
        return None
    return "/".join([first, *(_single(other) or other.strip() for other in others)])


def _single(unit: str) -> str | None:
    if unit in _CASED:
        return _CASED[unit]
    words = unit.lower().replace("-", " ").split()
    return _SYMBOLS.get("".join(words)) if len(words) <= _MAX_WORDS else None
