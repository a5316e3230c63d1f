"""Numbers of official papers: "15-NQ/TU", "1468/QĐ-TTg", "30a/2008/NQ-CP", "01-CTr/TU", "số 34".

A number is a serial, for laws and decrees a year, and codes of letters for the kind of paper and for who issued it.
How codes are built: Decree 30/2020/NĐ-CP on clerical work, and Guideline 36-HD/VPTW for papers of the Party.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from ketluan.normalise.units import COUNTED, CURRENCIES, MEASURES, SCALES, word_set
from ketluan.tokenise.tone import key_of

__all__ = ["PaperNumber", "PaperSpan", "find_papers", "parse_paper", "parse_paper_number", "same_paper_number"]

KIND_CODES: Final = {
    "NQ": "Nghị quyết",
    "NQLT": "Nghị quyết liên tịch",
    "CT": "Chỉ thị",
    "QĐ": "Quyết định",
    "QyĐ": "Quy định",
    "QĐi": "Quy định",
    "NĐ": "Nghị định",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "PL": "Pháp lệnh",
    "L": "Luật",
    "KL": "Kết luận",
    "TB": "Thông báo",
    "CV": "Công văn",
    "QC": "Quy chế",
    "HD": "Hướng dẫn",
    "CĐ": "Công điện",
    "TTr": "Tờ trình",
    "KH": "Kế hoạch",
    "BC": "Báo cáo",
    "CTr": "Chương trình",
    "CTHĐ": "Chương trình hành động",
    "ĐA": "Đề án",
}
"""Codes in a number and the kind of paper they stand for."""

PARTY_KINDS: Final = {"Thông tư": "Thông tri"}
"""Kinds of the State whose code is another in the Party, which writes the dash before the stroke ("03-TT/TW")."""

KINDS: Final = (
    *("Nghị quyết liên tịch", "Nghị quyết", "Chỉ thị", "Quyết định", "Nghị định", "Thông tư liên tịch", "Thông tư"),
    *("Bộ luật", "Luật", "Pháp lệnh", "Kết luận", "Thông báo", "Công văn", "Quy định", "Quy chế", "Hướng dẫn"),
    *("Công điện", "Tờ trình", "Kế hoạch", "Báo cáo", "Văn bản", "Chương trình hành động", "Chương trình", "Đề án"),
)
"""Kinds of papers that carry numbers, a longer name before the one it begins with."""

# A count may follow these kinds ("thông báo 3 dự án"), a number is followed by one of these words or by none.
FOLLOWERS: Final = word_set(
    """ngày của về ban quy và là được đã do có cho trong tại từ với thì sẽ cũng vẫn đang như theo khoá khóa đối mà
    nêu yêu giao hướng cùng hay hoặc này trên sửa để đến nhằm nói ra trước còn chỉ cần phải không"""
)
# "Nghị quyết 112 bầu …": three digits or more are a number before a verb too, if no noun follows that they count.
NEVER_AFTER: Final = (COUNTED | MEASURES | CURRENCIES | SCALES.keys()) - {"công", "đại"}
MAX_TITLE_WORDS: Final = 8

_GAP: Final = r"[ \u00a0]"
_CODE: Final = r"[A-ZĐ][A-Za-zĐđ0-9]{0,11}(?:\.[A-Z0-9]{1,4})?"
_NUMBER: Final = (
    r"(?P<serial>\d{1,5}[a-dđ]?)(?![\d.,]\d)"
    rf"(?:/(?P<year>(?:19|20)\d\d)(?!\d))?(?P<codes>(?:{_GAP}?[-–/]{_GAP}?{_CODE}){{0,4}})(?!\w)"
)
_WHOLE: Final = re.compile(rf"(?:[Ss]ố{_GAP}?:?{_GAP}?)?{_NUMBER}")
_HERE: Final = re.compile(_NUMBER)
_KIND: Final = re.compile(rf"(?<!\w)(?:{'|'.join(KINDS).replace(' ', _GAP)})(?!\w)", re.IGNORECASE)
_BARE: Final = re.compile(rf"(?<![\w/.,-]){_NUMBER}")
_MARK: Final = re.compile(rf"{_GAP}{{1,2}}số{_GAP}?:?{_GAP}?(?=\d)", re.IGNORECASE)
_WORD: Final = re.compile(rf"{_GAP}{{1,2}}[^\W\d_]{{1,12}}(?!\w)")
_NEXT: Final = re.compile(rf"(?:,{_GAP}?|{_GAP}và{_GAP})(?:số{_GAP})?(?=\d)")
_DATE: Final = re.compile(
    rf",?{_GAP}?\(?(?:ban{_GAP}hành{_GAP}|ký{_GAP})?ngày{_GAP}"
    rf"(?P<day>\d\d?)(?:{_GAP}?[/-]{_GAP}?|{_GAP}tháng{_GAP})(?P<month>\d\d?)"
    rf"(?:{_GAP}?[/-]{_GAP}?|{_GAP}năm{_GAP})(?P<year>\d{{4}})(?!\d)"
)


@dataclass(frozen=True, slots=True)
class PaperNumber:
    """A number as written, without "số", and what it tells: serial ("30a"), year, kind of paper, issuer ("TTg")."""

    number: str
    serial: str
    year: int | None
    kind: str | None
    issuer: str | None


@dataclass(frozen=True, slots=True)
class PaperSpan:
    """A numbered paper at `start:end` of a text, from its kind (if named there) to the end of its number.

    `kind` is from the words before the number, else from its codes; `date` is the day given right after it.
    """

    start: int
    end: int
    kind: str
    number: str
    date: date | None


def parse_paper_number(text: str) -> PaperNumber | None:
    """Reads a phrase that is the number of a paper and nothing else ("số" may stand before it); else None."""
    match = _WHOLE.fullmatch(text.strip())
    return None if match is None else _number(match)


def same_paper_number(one: str, other: str) -> bool:
    """Tell whether two numbers may be that of one paper: alike, or one the serial of the other ("15", "15-NQ/TU")."""
    short, long = sorted((key_of(one).replace(" ", ""), key_of(other).replace(" ", "")), key=len)
    return short == long or long.startswith((f"{short}-", f"{short}/"))


def parse_paper(text: str) -> PaperNumber | None:
    """Reads a phrase that names one numbered paper and nothing else ("Nghị quyết số 15-NQ/TU", "1468/QĐ-TTg").

    The words before the number tell the kind, else its codes do. A bare number must tell that it is one: by the code of
    a kind, by a year with an issuer ("51/2014/QH13"), or by two codes ("8467/BGTVT-CQLXD"). Else None.
    """
    phrase = text.strip()
    number = parse_paper_number(phrase)
    if number is not None:
        marked = phrase[0] in "Ss" or number.kind or number.year or "-" in (number.issuer or "")
        return number if marked and number.issuer else None
    papers = find_papers(phrase)
    if len(papers) != 1 or (papers[0].start, papers[0].end) != (0, len(phrase)):
        return None
    number = parse_paper_number(papers[0].number)
    return None if number is None else replace(number, kind=papers[0].kind)


def find_papers(text: str) -> list[PaperSpan]:
    """Finds numbered papers, in order and without overlaps: those with a kind, and bare numbers whose code tells it.

    Programmes and projects with a number ("Chương trình số 01-CTr/TU", "Đề án 106") are among them, told by `kind`.
    """
    spans: list[PaperSpan] = []
    end = 0
    for match in _KIND.finditer(text):
        if match.start() < end:
            continue
        kind = _canonical(match.group())
        found = _after_kind(text, match.end(), kind)
        while found is not None:
            # The second of "Nghị quyết 01, 02" has only its number for a span.
            start = found.start() if end > match.start() else match.start()
            end = found.end()
            spans.append(PaperSpan(start, end, kind, _number(found).number, _date(text, end)))
            following = _NEXT.match(text, end) if not found["codes"] else None
            found = _HERE.match(text, following.end()) if following else None
            if found is not None and (found["year"] or not _closed(text, found)):
                found = None
    taken = sorted((span.start, span.end) for span in spans)
    spans += _bare(text, taken)
    return sorted(spans, key=lambda span: span.start)


def _bare(text: str, taken: list[tuple[int, int]]) -> list[PaperSpan]:
    found: list[PaperSpan] = []
    place = 0
    for match in _BARE.finditer(text):
        while place < len(taken) and taken[place][1] <= match.start():
            place += 1
        free = place == len(taken) or taken[place][0] >= match.end()
        number = _number(match)
        if free and number.kind and number.issuer:
            found.append(PaperSpan(*match.span(), number.kind, number.number, _date(text, match.end())))
    return found


def _after_kind(text: str, place: int, kind: str) -> re.Match[str] | None:
    """The number that belongs to a kind which ends at `place`: right after it or after "số" within a few words."""
    gap = re.compile(_GAP).match(text, place)
    direct = _HERE.match(text, gap.end()) if gap else None
    if direct is not None:
        if direct["codes"] or direct["year"]:
            return direct
        year = len(direct["serial"]) == 4 and direct["serial"][:2] in ("19", "20")
        return direct if not year and not kind.endswith(("uật", "áo cáo")) and _closed(text, direct) else None
    for words in range(MAX_TITLE_WORDS):
        mark = _MARK.match(text, place)
        if mark is not None:
            found = _HERE.match(text, mark.end())
            # "báo cáo … tuyến metro số 1": far from the kind, a short number may belong to something else.
            sure = found is not None and (found["codes"] or len(found["serial"]) > 2 or _date(text, found.end()))
            return found if sure or not words else None
        word = _WORD.match(text, place)
        if word is None or _KIND.match(text, word.start() + 1):
            return None
        place = word.end()
    return None


def _closed(text: str, number: re.Match[str]) -> bool:
    """Whether a bare number ends here as a paper's number does: no noun follows that it might count."""
    place = number.end()
    word = _WORD.match(text, place)
    if word is None:
        return text[place : place + 1] not in ("%", "/", "-") and not re.match(r"\s\d", text[place : place + 2])
    noun = word.group().strip()
    if noun == "năm":
        # "kế hoạch 5 năm 2016-2020" lasts five years.
        return (
            len(number["serial"]) > 1
            and re.match(r"[ \u00a0](?:19|20)\d\d", text[word.end() : word.end() + 5]) is not None
        )
    return noun in FOLLOWERS or noun[0].isupper() or (len(number["serial"]) > 2 and noun not in NEVER_AFTER)


def _number(match: re.Match[str]) -> PaperNumber:
    written = match.group()[match.start("serial") - match.start() :]
    codes = [code for code in re.split(r"[ \u00a0]?[-–/][ \u00a0]?", match["codes"]) if code]
    kind = KIND_CODES.get(codes[0]) if codes else None
    if kind in PARTY_KINDS and match["codes"].strip(" \u00a0")[0] != "/" and not match["year"]:
        kind = PARTY_KINDS[kind]
    if kind == "Luật" and match["year"]:
        kind = "Lệnh"  # "12/2013/L-CTN"; until 1996 a law had the number of the order that proclaimed it ("35-L/CTN")
    issuer = "-".join(codes[1:] if kind else codes) or None
    return PaperNumber(written, match["serial"], int(match["year"]) if match["year"] else None, kind, issuer)


def _canonical(words: str) -> str:
    plain = " ".join(words.split()).lower()
    return plain[0].upper() + plain[1:]


def _date(text: str, place: int) -> date | None:
    match = _DATE.match(text, place)
    if match is None:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None
