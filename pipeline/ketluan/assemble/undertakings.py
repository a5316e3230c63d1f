"""Documents and programmes: one entry each, with kind, number, title or name, whatever ways the report refers to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketluan.assemble.context import Context
from ketluan.normalise.papers import find_papers, parse_paper_number, same_paper_number
from ketluan.normalise.programme_names import group_programmes
from ketluan.record import Paper, Period, Programme
from ketluan.tokenise.tone import key_of

__all__ = ["papers_of", "programmes_of"]

DOCUMENT_KINDS = (
    "nghị quyết liên tịch", "nghị quyết", "chỉ thị", "quyết định", "nghị định", "thông tư liên tịch", "thông tư",
    "bộ luật", "luật", "pháp lệnh", "kết luận", "thông báo", "công văn", "quy định", "quy chế", "hướng dẫn",
    "công điện", "tờ trình", "kế hoạch", "hiến pháp", "văn bản", "dự thảo", "báo cáo", "điều lệ", "đề án",
    "công ước", "thỏa thuận",
)  # fmt: skip
PROGRAMME_KINDS = (
    "chương trình mục tiêu quốc gia", "chương trình", "đề án", "dự án", "chiến lược", "quy hoạch", "kế hoạch",
    "cuộc vận động", "phong trào", "chiến dịch", "công trình", "tuyến đường sắt", "tuyến đường", "tuyến cao tốc",
    "đường cao tốc", "cao tốc", "đường sắt", "đường dây", "đường", "sân bay", "cảng hàng không", "cảng", "cầu",
    "nhà máy", "nhà ga", "khu đô thị", "khu công nghiệp", "khu công nghệ cao", "khu du lịch", "khu tái định cư",
    "khu hành chính", "cụm công nghiệp", "gói thầu", "gói tín dụng", "tuyến metro", "tuyến", "hầm", "hồ chứa", "hồ",
    "bệnh viện", "trung tâm", "nút giao", "chung cư", "trạm bơm", "doanh trại", "khu",
)  # fmt: skip
# What an undertaking is called whose name tells no kind ("mở rộng Quốc lộ 1"), and a paper without a number.
_SOME_PAPER, _SOME_PROGRAMME = "Văn bản", "Dự án"
_QUOTES = '"“”«» '
_TITLE = re.compile(r"\s(?:về việc|về)\s+(.+)$", re.DOTALL)
_QUOTED = re.compile(r"[“\"«]([^”\"»]+)[”\"»]")
_DATE = re.compile(r"ngày\s+\d")
# A draft is filed under the kind of paper that it is to become; "dự luật" and "dự án luật" are drafts.
_DRAFT = re.compile(r"^(?:dự thảo\s+|dự án\s+(?=(?:bộ )?luật\s|pháp lệnh\s)|dự\s+(?=luật\s))", re.IGNORECASE)
# What stands behind the words that name a law, or between its kind and them, and is none of them.
_LAW_NUMBER = re.compile(r"^số\s+\S+\s*|,?\s+(?:số\s+\d\S*|(?:năm\s+)?(?:19|20)\d\d|ngày\s+\d\S*)$", re.IGNORECASE)
# What makes a longer name that of something else: a number in a row, a second thing, a paper that amends the first.
_ANOTHER = re.compile(r"\s(?:(?:số )?(?!(?:19|20)\d\d(?!\d))(?:\d+|[ivx]+)(?!\w|[.,]\d)|và |\(?sửa đổi)")


def _kind(quote: str, kinds: tuple[str, ...], otherwise: str) -> str:
    written = key_of(_bare(quote)) + " "
    for kind in sorted(kinds, key=len, reverse=True):
        if written.startswith(key_of(kind) + " "):
            return kind[0].upper() + kind[1:]
    papers = find_papers(quote)
    return papers[0].kind if papers and quote[papers[0].start].isdigit() else otherwise


def _bare(quote: str) -> str:
    return _DRAFT.sub("", quote.lstrip(_QUOTES))


def _number(quote: str, kind: str) -> str | None:
    bare = _bare(quote)
    for paper in find_papers(bare)[:1]:
        number = parse_paper_number(paper.number)
        # A plan to carry out Directive 11 has not the directive's number.
        if paper.start == 0 or bare[paper.start].isdigit() or (number and number.kind == kind):
            return paper.number
    return None


@dataclass(frozen=True, slots=True)
class _Reference:
    """One mention of a document: its place in the analysis, and what tells it from others."""

    index: int
    kind: str
    number: str | None
    name: str


def _same_papers(context: Context) -> list[list[int]]:
    """Return the mentions of each document."""
    groups: list[list[_Reference]] = []
    for index, mention in context.of("DOCUMENT"):
        quote = context.quote(mention)
        kind = _kind(quote, DOCUMENT_KINDS, _SOME_PAPER)
        one = _Reference(index, kind, _number(quote, kind), _name_key(quote))
        # A name that fits one mention of a document and not the others is another's; a short one means the last.
        fitting = [group for group in groups if all(_same(one, other) for other in group)]
        if fitting:
            max(fitting, key=lambda group: group[-1].index).append(one)
        else:
            groups.append([one])
    return [[reference.index for reference in group] for group in groups]


def _same_programmes(context: Context) -> list[list[int]]:
    """Return the mentions of each programme."""
    indices = [index for index, _ in context.of("PROGRAMME")]
    quotes = [context.quote(context.analysis.mentions[index]) for index in indices]
    numbers = [_number(quote, _kind(quote, PROGRAMME_KINDS, _SOME_PROGRAMME)) for quote in quotes]
    groups: dict[int, list[int]] = {}
    for index, first in zip(indices, group_programmes(quotes, numbers), strict=True):
        groups.setdefault(first, []).append(index)
    return list(groups.values())


def _name_key(quote: str) -> str:
    return " ".join(key_of(quote).translate({ord(mark): " " for mark in _QUOTES}).split())


def _fullest_number(quotes: list[str], kind: str) -> str | None:
    return max((n for quote in quotes if (n := _number(quote, kind))), key=len, default=None)


def _fullest(context: Context, group: list[int]) -> list[int]:
    mentions = context.analysis.mentions
    return sorted(group, key=lambda i: (mentions[i].start - mentions[i].end, mentions[i].start))


def _same(one: _Reference, other: _Reference) -> bool:
    if one.number and other.number:
        # "Nghị quyết 15" is "Nghị quyết số 15-NQ/TU", "Kế hoạch 15" is not.
        return one.kind == other.kind and same_paper_number(one.number, other.number)
    return _begins(one.name, other.name)


def _begins(one: str, other: str) -> bool:
    """Tell whether two names are one, written alike or the shorter one the beginning of the other."""
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) > 8 and long.startswith(short + " ") and not _ANOTHER.match(long, len(short)))


def papers_of(context: Context) -> list[Paper]:
    """Return the documents of a report, in the order of the text."""
    papers: list[Paper] = []
    for group in _same_papers(context):
        order = _fullest(context, group)
        quotes = [context.quote(context.analysis.mentions[i]) for i in order]
        kind = _kind(quotes[0], DOCUMENT_KINDS, _SOME_PAPER)
        title = next((t for t in (_title(q, kind) for q in quotes) if t), None)
        dates = [
            time.first
            for i in order
            if _DATE.search(context.quote(context.analysis.mentions[i]))
            for time in context.times
            if context.analysis.mentions[i].start <= time.start < context.analysis.mentions[i].end
            and time.precision == "day"
            and time.first == time.last
        ]
        mentions = [context.analysis.mentions[i] for i in order]
        papers.append(
            Paper(
                id=f"d{len(papers) + 1}",
                kind=kind,
                number=_fullest_number(quotes, kind),
                title=title,
                date=dates[0] if dates else None,
                mentions=[context.span(m.start, m.end) for m in mentions],
                confidence=round(max(m.score for m in mentions), 4),
            )
        )
    return papers


def _title(quote: str, kind: str) -> str | None:
    quoted = _QUOTED.search(quote)
    if quoted:
        return quoted[1].strip()
    match = _TITLE.search(quote)
    if match:
        return match[1].strip()
    if kind in ("Luật", "Bộ luật", "Pháp lệnh"):
        rest = _LAW_NUMBER.sub("", _LAW_NUMBER.sub("", _bare(quote)[len(kind) :].strip()))
        return rest.strip() or None
    return None


def programmes_of(context: Context) -> tuple[list[Programme], dict[int, str]]:
    """Return the programmes of a report and which of them each PROGRAMME mention names."""
    programmes: list[Programme] = []
    by_mention: dict[int, str] = {}
    for group in _same_programmes(context):
        order = _fullest(context, group)
        mentions = [context.analysis.mentions[i] for i in order]
        name = context.quote(mentions[0])
        kind = _kind(name, PROGRAMME_KINDS, _SOME_PROGRAMME)
        identity = f"p{len(programmes) + 1}"
        spans = [
            Period(start=t.first, end=t.last)
            for m in mentions
            for t in context.times
            if t.first and t.last and m.start <= t.start and t.end <= m.end
            if t.precision not in ("day", "week", "month")
        ]
        programmes.append(
            Programme(
                id=identity,
                kind=kind,
                number=_fullest_number([context.quote(m) for m in mentions], kind),
                name=name,
                period=spans[0] if spans else None,
                mentions=[context.span(m.start, m.end) for m in mentions],
                confidence=round(max(m.score for m in mentions), 4),
            )
        )
        by_mention.update(dict.fromkeys(group, identity))
    return programmes, by_mention
