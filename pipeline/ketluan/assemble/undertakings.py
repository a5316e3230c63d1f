"""Documents and programmes: one entry each, with kind, number, title or name, whatever ways the report refers to it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ketluan.assemble.context import Context
from ketluan.assemble.people import key_of
from ketluan.normalise.papers import find_papers
from ketluan.record import Paper, Period, Programme

__all__ = ["papers_of", "programmes_of"]

DOCUMENT_KINDS = (
    "nghị quyết liên tịch", "nghị quyết", "chỉ thị", "quyết định", "nghị định", "thông tư liên tịch", "thông tư",
    "bộ luật", "luật", "pháp lệnh", "kết luận", "thông báo", "công văn", "quy định", "quy chế", "hướng dẫn",
    "công điện", "tờ trình", "kế hoạch", "hiến pháp", "văn bản", "dự thảo", "báo cáo", "điều lệ", "đề án",
)  # fmt: skip
PROGRAMME_KINDS = (
    "chương trình mục tiêu quốc gia", "chương trình", "đề án", "dự án", "chiến lược", "quy hoạch", "kế hoạch",
    "cuộc vận động", "phong trào", "công trình", "tuyến đường sắt", "tuyến đường", "tuyến cao tốc", "đường cao tốc",
    "cao tốc", "đường sắt", "đường", "sân bay", "cảng hàng không", "cảng", "cầu", "nhà máy", "nhà ga", "khu đô thị",
    "khu công nghiệp", "khu công nghệ cao", "khu du lịch", "khu tái định cư", "gói thầu", "tuyến metro", "tuyến", "hầm",
    "hồ chứa", "hồ", "bệnh viện", "trung tâm", "nút giao", "khu",
)  # fmt: skip
_TITLE = re.compile(r"\s(?:về việc|về)\s+(.+)$", re.DOTALL)
_QUOTED = re.compile(r"[“\"«]([^”\"»]+)[”\"»]")
_DATE = re.compile(r"ngày\s+\d")
# A draft is filed under the kind of paper that it is to become.
_DRAFT = re.compile(r"^dự thảo\s+", re.IGNORECASE)
# What stands behind the words that name a law, or between its kind and them, and is none of them.
_LAW_NUMBER = re.compile(r"^số\s+\S+\s*|,?\s+(?:số\s+\d\S*|năm\s+\d{4}|ngày\s+\d\S*)$", re.IGNORECASE)


def _kind(quote: str, kinds: tuple[str, ...]) -> str:
    bare = _bare(quote)
    lowered = bare.lower() + " "
    for kind in sorted(kinds, key=len, reverse=True):
        if lowered.startswith(kind + " "):
            return kind[0].upper() + kind[1:]
    first = (bare or quote).split()[0]
    return first[0].upper() + first[1:]


def _bare(quote: str) -> str:
    return _DRAFT.sub("", quote.lstrip('"“ '))


def _number(quote: str) -> str | None:
    papers = find_papers(quote)
    return papers[0].number if papers else None


@dataclass(frozen=True, slots=True)
class _Reference:
    """One mention of an undertaking: its place in the analysis, and what tells it from others."""

    index: int
    kind: str
    number: str | None
    name: str


def _groups(context: Context, label: str, kinds: tuple[str, ...]) -> list[list[int]]:
    groups: list[list[_Reference]] = []
    for index, mention in context.of(label):
        quote = context.quote(mention)
        one = _Reference(index, _kind(quote, kinds), _number(quote), key_of(quote).strip('"“” '))
        for group in groups:
            if any(_same(one, other) for other in group):
                group.append(one)
                break
        else:
            groups.append([one])
    return [[reference.index for reference in group] for group in groups]


def _fullest(context: Context, group: list[int]) -> list[int]:
    mentions = context.analysis.mentions
    return sorted(group, key=lambda i: (mentions[i].start - mentions[i].end, mentions[i].start))


def _same(one: _Reference, other: _Reference) -> bool:
    if one.number and other.number:
        # "Nghị quyết 15" is "Nghị quyết số 15-NQ/TU", "Kế hoạch 15" is not.
        a, b = key_of(one.number), key_of(other.number)
        return one.kind == other.kind and (
            a == b or a.startswith((f"{b}-", f"{b}/")) or b.startswith((f"{a}-", f"{a}/"))
        )
    a, b = one.name, other.name
    return a == b or (min(len(a), len(b)) > 8 and (a.startswith(b + " ") or b.startswith(a + " ")))


def papers_of(context: Context) -> list[Paper]:
    """Return the documents of a report, in the order of the text."""
    papers: list[Paper] = []
    for group in _groups(context, "DOCUMENT", DOCUMENT_KINDS):
        order = _fullest(context, group)
        quotes = [context.quote(context.analysis.mentions[i]) for i in order]
        kind = _kind(quotes[0], DOCUMENT_KINDS)
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
                number=next((n for n in map(_number, quotes) if n), None),
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
    for group in _groups(context, "PROGRAMME", PROGRAMME_KINDS):
        order = _fullest(context, group)
        mentions = [context.analysis.mentions[i] for i in order]
        name = context.quote(mentions[0])
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
                kind=_kind(name, PROGRAMME_KINDS),
                number=next((n for n in (_number(context.quote(m)) for m in mentions) if n), None),
                name=name,
                period=spans[0] if spans else None,
                mentions=[context.span(m.start, m.end) for m in mentions],
                confidence=round(max(m.score for m in mentions), 4),
            )
        )
        by_mention.update(dict.fromkeys(group, identity))
    return programmes, by_mention
