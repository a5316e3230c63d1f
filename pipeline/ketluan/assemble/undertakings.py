"""Documents and programmes: one entry each, with kind, number, title or name, whatever ways the report refers to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from ketluan.assemble.context import Context
from ketluan.assemble.people import key_of
from ketluan.normalise.papers import find_papers
from ketluan.record import Paper, Period, Programme

__all__ = ["papers_of", "programmes_of"]

DOCUMENT_KINDS = (
    "nghị quyết", "chỉ thị", "quyết định", "nghị định", "thông tư liên tịch", "thông tư", "bộ luật", "luật", "pháp lệnh",
    "kết luận", "thông báo", "công văn", "quy định", "quy chế", "hướng dẫn", "công điện", "tờ trình", "kế hoạch",
    "hiến pháp", "văn bản", "dự thảo", "báo cáo", "điều lệ", "đề án",
)  # fmt: skip
PROGRAMME_KINDS = (
    "chương trình mục tiêu quốc gia", "chương trình", "đề án", "dự án", "chiến lược", "quy hoạch", "kế hoạch",
    "cuộc vận động", "phong trào", "công trình", "tuyến đường", "đường", "sân bay", "cảng", "cầu", "nhà máy", "khu đô thị",
    "gói thầu", "tuyến", "hầm", "hồ", "bệnh viện", "khu",
)  # fmt: skip
_TITLE = re.compile(r"\s(?:về việc|về)\s+(.+)$", re.DOTALL)
_QUOTED = re.compile(r"[“\"«]([^”\"»]+)[”\"»]")
_DATE = re.compile(r"ngày\s+\d")

Kept = TypeVar("Kept")


def _kind(quote: str, kinds: tuple[str, ...]) -> str:
    lowered = quote.lower().lstrip("\"“ ")
    for kind in sorted(kinds, key=len, reverse=True):
        if lowered.startswith(kind):
            return kind[0].upper() + kind[1:]
    first = quote.split()[0]
    return first[0].upper() + first[1:]


def _number(quote: str) -> str | None:
    papers = find_papers(quote)
    return papers[0].number if papers else None


def _groups(context: Context, label: str, same: Callable[[str, str], bool]) -> list[list[int]]:
    groups: list[list[int]] = []
    for index, mention in context.of(label):
        quote = context.quote(mention)
        for group in groups:
            if any(same(quote, context.quote(context.analysis.mentions[i])) for i in group):
                group.append(index)
                break
        else:
            groups.append([index])
    return groups


def _fullest(context: Context, group: list[int]) -> list[int]:
    mentions = context.analysis.mentions
    return sorted(group, key=lambda i: (mentions[i].start - mentions[i].end, mentions[i].start))


def _same_paper(one: str, other: str) -> bool:
    a, b = _number(one), _number(other)
    if a and b:
        return key_of(a) == key_of(b) or a.split("/")[0].split("-")[0] == b.split("/")[0].split("-")[0] and (a in b or b in a)
    return _same_name(one, other)


def _same_name(one: str, other: str) -> bool:
    a, b = key_of(one).strip("\"“” "), key_of(other).strip("\"“” ")
    return a == b or (min(len(a), len(b)) > 8 and (a.startswith(b + " ") or b.startswith(a + " ")))


def papers_of(context: Context) -> list[Paper]:
    """Return the documents of a report, in the order of the text."""
    papers = []
    for group in _groups(context, "DOCUMENT", _same_paper):
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
        rest = quote[len(kind) :].strip()
        return rest or None
    return None


def programmes_of(context: Context) -> tuple[list[Programme], dict[int, str]]:
    """Return the programmes of a report and which of them each PROGRAMME mention names."""
    programmes, by_mention = [], {}
    for group in _groups(context, "PROGRAMME", _same_paper):
        order = _fullest(context, group)
        mentions = [context.analysis.mentions[i] for i in order]
        name = context.quote(mentions[0])
        identity = f"p{len(programmes) + 1}"
        spans = [
            Period(start=t.first, end=t.last)
            for m in mentions
            for t in context.times
            if t.first and t.last and m.start <= t.start and t.end <= m.end and t.precision not in ("day", "week", "month")
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
