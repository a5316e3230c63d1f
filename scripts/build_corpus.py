"""Compile the project's own annotated reports into gold records.

    python scripts/build_corpus.py               # all: annotations/own.jsonl and corpus/manifest.jsonl
    python scripts/build_corpus.py --only own-001 --show   # check one report, write nothing

Each `corpus/texts/<id>.txt` (NFC) has an `annotations/source/<id>.json`:

    {"title": "…" (default: the first line), "published": "2022-07-13", "reference_date": (default: published),
     "manifest": {"level", "body", "genre", "sector", "year", "style", "mess": […], "licence": "CC BY 4.0"},
     "meeting": null | {"name": QUOTE, "date": "Sáng 13/7 = 2022-07-13" | null, "chairs": ["o1"]},
     "officials": [FACT…], "documents": [FACT…], "programmes": [FACT…],
     "metrics": [FACT…], "deadlines": [FACT…], "directives": [FACT…]}

A FACT is one line of fields split by " | " (or an object with the same keys, the first field under "quote"); ids are
given in order (o1, d1, p1, m1, t1, x1). Facts of a kind are listed in the order of the text, each mention of a metric,
directive or deadline as one of its own.

    officials    "Đinh Tiến Dũng | Ủy viên Bộ Chính trị | Bí thư Thành ủy Hà Nội"   (name, then positions)
    documents    "Nghị quyết số 15-NQ/TU | no=15-NQ/TU | ti=title | d=2021-03-17 | k=kind | also=other mention; …"
    programmes   "Đề án “…” | no=… | k=… | t=2021..2025 | also=…"            (kind by default from the first words)
    metrics      "5.030 đảng viên | kết nạp đảng viên | s=subject | t=PERIOD | plan^ | p=p1 | inc | target | over"
                 (quote, indicator, then in any order). Value and unit are read from the quote unless v=, u=, lo=, hi=,
                 tot= say otherwise. inc, dec: change; target, remaining: status; about, over, under, at_least, at_most:
                 qualifier; plan, same, prev, total: basis, with "^" describing the metric before, "^2" the one before
                 that, "^m3" that one; "^" alone: only `of`; bt=PERIOD: the basis's period.
    deadlines    "trước ngày 30/9 | ..2022-09-29"   (PERIOD; "..D" leaves the start open; "null": not determined)
    directives   "các cấp ủy tiếp tục … làm việc | by=o1 | to=các cấp ủy; các ngành | dl=t1 | p=p1"
                 by: default the directive before's; "@Ban Chỉ đạo" a position or body, "-" none. to: default none, "^"
                 as the directive before. dl: default the first deadline inside the quote, "-" none.

PERIOD: 2022, 2022-06, 2022Q3, 2022H1, 2022-07-13, A..B (from the first day of A to the last of B).

A QUOTE is literal; "first words … last words" spans from one to the nearest other after it. It matches at word
boundaries only. A quote that occurs more than once means: for metrics, deadlines and directives the first occurrence
after the mention of the fact before in the list; for addressees the one inside the directive, else the last before it;
for subjects the nearest to the mention, one after it counting three times as far; for positions the nearest to the
person's name. "#2" at the end of a quote ("5.030 đảng viên#2") or {"text": …, "n": 2} picks the second occurrence in
the text. Officials, documents and programmes have as mentions every occurrence of their quote and of those in `also`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from calendar import monthrange
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ketluan.errors import AnnotationError
from ketluan.normalise.amounts import parse_amount
from ketluan.normalise.numbers import to_plain
from ketluan.record import Record, invalid_record

ROOT = Path(__file__).resolve().parent.parent
TEXTS = ROOT / "corpus/texts"
SOURCES = ROOT / "annotations/source"
ELLIPSIS = " … "
BASES = {"plan": "plan", "same": "same_period", "prev": "previous_period", "total": "total"}
FLAGS = {
    "inc": ("change", "increase"), "dec": ("change", "decrease"), "none": ("change", "none"),
    "target": ("status", "target"), "remaining": ("status", "remaining"), "actual": ("status", "actual"),
} | {word: ("qualifier", word) for word in ("exact", "about", "over", "under", "at_least", "at_most")}  # fmt: skip
KINDS = [
    "Nghị quyết", "Chỉ thị", "Quyết định", "Nghị định", "Thông tư", "Luật", "Pháp lệnh", "Kết luận", "Thông báo",
    "Công văn", "Quy định", "Quy chế", "Hướng dẫn", "Công điện", "Tờ trình", "Văn bản", "Kế hoạch",
    "Chương trình", "Đề án", "Dự án", "Chiến lược", "Quy hoạch", "Cuộc vận động", "Phong trào", "Công trình",
    "Tuyến đường", "Sân bay", "Nhà máy", "Khu đô thị", "Hiến pháp",
]  # fmt: skip

Range = tuple[int, int]


class Compiler:
    """One report: its text, and the quotes found in it."""

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text

    def fail(self, place: str, message: str) -> AnnotationError:
        """The error for a line of the source that fits neither the text nor the notation."""
        return AnnotationError(
            message, source=f"annotations/source/{self.name}.json", place=place, mend="mend this line of the source"
        )

    def places(self, quote: str, place: str) -> list[Range]:
        """Every occurrence of a quote at word boundaries; an error where there is none."""
        first, dots, last = quote.partition(ELLIPSIS)
        found = []
        for match in re.finditer(_bounded(first), self.text):
            end = match.end()
            if dots:
                tail = re.compile(_bounded(last)).search(self.text, end)
                if tail is None:
                    continue
                end = tail.end()
            found.append((match.start(), end))
        if not found:
            raise self.fail(place, f"the text does not hold {quote!r}")
        return found

    def find(self, quote: Any, place: str, choose: Callable[[list[Range]], Range]) -> dict[str, Any]:
        """The span of a quote, the occurrence by number or by `choose`."""
        text, number = quote, None
        if isinstance(quote, dict):
            text, number = quote["text"], quote.get("n")
        elif match := re.fullmatch(r"(.*)#(\d+)", quote, re.S):
            text, number = match[1], int(match[2])
        found = self.places(text, place)
        if number is not None and not 1 <= number <= len(found):
            raise self.fail(place, f"{text!r} occurs {len(found)} times, not {number}")
        return self.span(*(choose(found) if number is None else found[number - 1]))

    def span(self, start: int, end: int) -> dict[str, Any]:
        """A span of the record, as plain values."""
        return {"start": start, "end": end, "text": self.text[start:end]}

    def mentions(self, quotes: list[str], place: str) -> list[dict[str, Any]]:
        """Every occurrence of the quotes, of two that overlap the longer; the fullest first, then in order."""
        found = sorted({where for quote in quotes for where in self.places(quote, place)}, key=lambda w: w[0] - w[1])
        kept: list[Range] = []
        for start, end in found:
            if all(end <= other[0] or start >= other[1] for other in kept):
                kept.append((start, end))
        kept = kept[:1] + sorted(kept[1:])
        return [self.span(*where) for where in kept]

    def compile(self, source: dict[str, Any]) -> dict[str, Any]:
        """The record as plain values."""
        title = source.get("title") or self.text.strip().split("\n", 1)[0]
        published = source["published"]
        officials = [self.official(*item) for item in _items("o", source.get("officials"))]
        deadlines = self.deadlines(source.get("deadlines"))
        return {
            "schema_version": "1",
            "doc_id": self.name,
            "source": {
                "uri": f"{self.name}.txt",
                "title": title,
                "published": published,
                "sha256": hashlib.sha256(self.text.encode()).hexdigest(),
            },
            "reference_date": source.get("reference_date", published),
            "meeting": self.meeting(source.get("meeting")),
            "officials": officials,
            "documents": [self.undertaking(*item, paper=True) for item in _items("d", source.get("documents"))],
            "programmes": [self.undertaking(*item, paper=False) for item in _items("p", source.get("programmes"))],
            "metrics": self.metrics(source.get("metrics")),
            "directives": self.directives(source.get("directives"), officials, deadlines),
            "deadlines": deadlines,
            "checks": [],
        }

    def meeting(self, value: dict[str, Any] | None) -> dict[str, Any] | None:
        if value is None:
            return None
        name = self.find(value["name"], "meeting.name", _first) if value.get("name") else None
        when = None
        if value.get("date"):
            quote, _, period = value["date"].rpartition(" = ")
            when = {**self.period(period, "meeting.date"), "span": self.find(quote, "meeting.date", _first)}
        return {"name": name, "date": when, "chairs": value.get("chairs", [])}

    def official(self, ident: str, fact: dict[str, Any]) -> dict[str, Any]:
        name = fact["quote"]
        mentions = self.mentions([name, *_list(fact.get("also"))], f"{ident} {name}")
        mentions.sort(key=lambda mention: (mention["text"] != name, mention["start"]))
        spans = [
            self.find(title, f"{ident} {name}", lambda found: min(found, key=lambda w: _gap(w, mentions)))
            for title in fact["free"]
        ]
        positions = [{"title": span["text"], "span": span} for span in spans]
        return {"id": ident, "name": name, "positions": positions, "mentions": mentions}

    def undertaking(self, ident: str, fact: dict[str, Any], *, paper: bool) -> dict[str, Any]:
        quote = fact["quote"]
        place = f"{ident} {quote}"
        mentions = self.mentions([quote, *_list(fact.get("also"))], place)
        head = quote.replace(" … ", " ").casefold()
        kind = fact.get("k") or next((known for known in KINDS if head.startswith(known.casefold())), None)
        if kind is None:
            raise self.fail(place, "needs its kind (k=…)")
        if paper:
            return {
                "id": ident, "kind": kind, "number": fact.get("no"), "title": fact.get("ti"), "date": fact.get("d"),
                "mentions": mentions,
            }  # fmt: skip
        period = self.period(fact["t"], place) if fact.get("t") else None
        name = self.find(quote, place, _first)["text"]
        return {
            "id": ident, "kind": kind, "number": fact.get("no"), "name": name, "period": period, "mentions": mentions,
        }  # fmt: skip

    def metrics(self, lines: list[Any] | None) -> list[dict[str, Any]]:
        facts: list[dict[str, Any]] = []
        at = -1
        for index, (ident, fact) in enumerate(_items("m", lines)):
            place = f"{ident} {fact['quote']}"
            mention = self.find(fact["quote"], place, _after(at))
            at = mention["start"]
            if not fact["free"]:
                raise self.fail(place, "needs an indicator")
            metric: dict[str, Any] = {
                "id": ident, "indicator": fact["free"][0], **self.amount(mention["text"], fact, place),
                "qualifier": "exact", "change": "none", "status": "actual",
                "period": self.period(fact["t"], place) if fact.get("t") else None, "basis": None, "subject": None,
                "programme": fact.get("p"), "mentions": [mention],
            }  # fmt: skip
            for word in fact["free"][1:]:
                if word in FLAGS:
                    metric[FLAGS[word][0]] = FLAGS[word][1]
                    continue
                kind, mark, back = word.partition("^")
                if kind and kind not in BASES:
                    raise self.fail(place, f"does not know the field {word!r}")
                described = back if back.startswith("m") else f"m{index + 1 - int(back or 1)}"
                compared = self.period(fact["bt"], place) if fact.get("bt") else None
                metric["basis"] = {"kind": BASES.get(kind), "of": described if mark else None, "period": compared}
            if fact.get("s"):
                metric["subject"] = self.find(fact["s"], place, _beside(mention))
            facts.append(metric)
        return facts

    def amount(self, quote: str, fact: dict[str, Any], place: str) -> dict[str, Any]:
        read = parse_amount(quote)
        given = {"value": fact.get("v"), "low": fact.get("lo"), "high": fact.get("hi"), "total": fact.get("tot")}
        if read is not None and not any(given.values()):
            figures = (("value", read.value), ("low", read.low), ("high", read.high), ("total", read.total))
            given = {key: None if number is None else to_plain(number) for key, number in figures}
        if not any(given.values()):
            raise self.fail(place, "cannot be read as an amount: say v= and u=")
        unit = fact.get("u") or (read.unit if read is not None else "")
        return {**given, "unit": unit}

    def deadlines(self, lines: list[Any] | None) -> list[dict[str, Any]]:
        facts: list[dict[str, Any]] = []
        at = -1
        for ident, fact in _items("t", lines):
            place = f"{ident} {fact['quote']}"
            mention = self.find(fact["quote"], place, _after(at))
            at = mention["start"]
            when = fact["free"][0]
            days: dict[str, Any] = {"start": None, "end": None}
            if when.startswith(".."):
                days["end"] = self.period(when[2:], place)["end"]
            elif when != "null":
                days = self.period(when, place)
            facts.append({"id": ident, **days, "mentions": [mention]})
        return facts

    def directives(
        self, lines: list[Any] | None, officials: list[dict[str, Any]], deadlines: list[dict[str, Any]]
    ) -> list[dict[str, Any]]:
        facts: list[dict[str, Any]] = []
        names = {official["id"]: official["name"] for official in officials}
        at, issuer = -1, None
        addressees: list[dict[str, Any]] = []
        for ident, fact in _items("x", lines):
            place = f"{ident} {fact['quote']}"
            mention = self.find(fact["quote"], place, _after(at))
            at = mention["start"]
            by = fact.get("by")
            if by == "-":
                issuer = None
            elif by and by.startswith("@"):
                issuer = {"official": None, "text": by[1:]}
            elif by:
                if by not in names:
                    raise self.fail(place, f"no official {by!r}")
                issuer = {"official": by, "text": names[by]}
            if fact.get("to") != "^":
                addressees = [self.find(one, place, _inside(mention)) for one in _list(fact.get("to"))]
            deadline = fact.get("dl") or next((t["id"] for t in deadlines if _within(t["mentions"][0], mention)), None)
            facts.append({
                "id": ident, "action": mention["text"], "issuer": issuer, "addressees": addressees,
                "deadline": None if deadline == "-" else deadline, "programme": fact.get("p"), "mentions": [mention],
            })  # fmt: skip
        return facts

    def period(self, code: str, place: str) -> dict[str, str]:
        """The first and last day of a PERIOD."""
        if ".." in code:
            begin, _, end = code.partition("..")
            return {"start": self.period(begin, place)["start"], "end": self.period(end, place)["end"]}
        match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?|Q([1-4])|H([12]))?", code)
        if match is None:
            raise self.fail(place, f"no period: {code!r}")
        year = int(match[1])
        if match[3]:
            return {"start": code, "end": code}
        first, last = 1, 12
        if match[2]:
            first = last = int(match[2])
        elif match[4]:
            first, last = int(match[4]) * 3 - 2, int(match[4]) * 3
        elif match[5]:
            first, last = int(match[5]) * 6 - 5, int(match[5]) * 6
        return {"start": f"{year}-{first:02}-01", "end": f"{year}-{last:02}-{monthrange(year, last)[1]:02}"}


def _bounded(quote: str) -> str:
    # "5 xã" is not found in "15 xã", nor "7%" in "10,7%".
    before = r"(?<!\w)(?<!\d[.,])" if quote[:1].isalnum() else ""
    after = r"(?!\w)(?![.,]\d)" if quote[-1:].isalnum() else ""
    return before + re.escape(quote) + after


def _items(letter: str, lines: list[Any] | None) -> list[tuple[str, dict[str, Any]]]:
    facts = []
    for index, line in enumerate(lines or []):
        fact: dict[str, Any] = {"free": []}
        if isinstance(line, dict):
            fact.update(line)
        else:
            quote, *fields = (part.strip() for part in line.split(" | "))
            fact["quote"] = quote
            for field in fields:
                if match := re.fullmatch(r"([a-z]{1,4})=(.*)", field, re.S):
                    fact[match[1]] = match[2]
                else:
                    fact["free"].append(field)
        facts.append((f"{letter}{index + 1}", fact))
    return facts


def _list(value: str | list[str] | None) -> list[str]:
    return [part.strip() for part in value.split(";")] if isinstance(value, str) else value or []


def _first(found: list[Range]) -> Range:
    return found[0]


def _after(at: int) -> Callable[[list[Range]], Range]:
    return lambda found: next((where for where in found if where[0] > at), found[0])


def _inside(mention: dict[str, Any]) -> Callable[[list[Range]], Range]:
    def choose(found: list[Range]) -> Range:
        inside = [w for w in found if mention["start"] <= w[0] and w[1] <= mention["end"]]
        before = [w for w in found if w[0] < mention["start"]]
        return inside[0] if inside else before[-1] if before else found[0]

    return choose


def _beside(mention: dict[str, Any]) -> Callable[[list[Range]], Range]:
    return lambda found: min(found, key=lambda where: _distance(where, mention))


def _within(inner: dict[str, Any], outer: dict[str, Any]) -> bool:
    return bool(outer["start"] <= inner["start"] and inner["end"] <= outer["end"])


def _gap(where: Range, mentions: list[dict[str, Any]]) -> int:
    return min(max(int(m["start"]) - where[1], where[0] - int(m["end"]), 0) for m in mentions)


def _distance(where: Range, mention: dict[str, Any]) -> int:
    # A subject mostly stands before its figure.
    return _gap(where, [mention]) * (1 if where[0] <= mention["start"] else 3)


def build(name: str) -> tuple[Record, dict[str, Any]]:
    """The record and the manifest line of one report."""
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    file = f"annotations/source/{name}.json"
    if unicodedata.normalize("NFC", text) != text:
        raise AnnotationError("the text is not in NFC", source=f"corpus/texts/{name}.txt", mend="write it in NFC")
    try:
        source = json.loads((SOURCES / f"{name}.json").read_text(encoding="utf-8"))
        raw = Compiler(name, text).compile(source)
        record = Record.model_validate_json(json.dumps(raw))
    except ValidationError as error:
        raise invalid_record(error, source=file) from None
    except (ValueError, KeyError) as error:
        raise AnnotationError(
            f"cannot be read: {error!r}", source=file, mend="write it as the head of this script says"
        ) from None
    record.check_spans(text)
    return record, {"id": name, "words": len(text.split()), **source.get("manifest", {})}


def show(record: Record) -> None:
    """Print what a reader checks by eye, last the numbers that no fact covers."""
    for metric in record.metrics:
        span = metric.mentions[0]
        figure = metric.value or f"{metric.low}..{metric.high}"
        basis = f"{metric.basis.kind}^{metric.basis.of}" if metric.basis else ""
        subject = f"[{metric.subject.text}@{metric.subject.start}]" if metric.subject else ""
        print(metric.id, span.start, span.text, "=", figure, metric.total or "", metric.unit, "|", metric.indicator,
              metric.qualifier, metric.change, metric.status, basis, subject, metric.programme or "")  # fmt: skip
    for order in record.directives:
        to = "; ".join(span.text for span in order.addressees)
        print(order.id, order.issuer.text if order.issuer else "-", "->", to, "|", order.action, order.deadline or "")
    text = (TEXTS / f"{record.doc_id}.txt").read_text(encoding="utf-8")
    covered = {at for place, span in record.spans() if "directives" not in place for at in range(span.start, span.end)}
    for number in re.finditer(r"\d[\d.,/]*|\b(?:hai|ba|bốn|sáu|bảy|tám|chín|mười|nửa)\b(?! \d)", text):
        if number.start() not in covered:
            print("   no fact:", text[max(0, number.start() - 20) : number.end() + 20].replace("\n", " / "))


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description="Compile annotations/source into annotations/own.jsonl.")
    parser.add_argument("--only", metavar="ID", nargs="+", help="check these reports and write nothing")
    parser.add_argument("--show", action="store_true", help="print the facts")
    arguments = parser.parse_args()
    built, failed = [], 0
    for name in arguments.only or sorted(path.stem for path in SOURCES.glob("*.json")):
        try:
            built.append(build(name))
        except (AnnotationError, OSError) as error:
            print(f"{name}: {error}", file=sys.stderr)
            failed += 1
            continue
        if arguments.show:
            show(built[-1][0])
    if not arguments.only:
        records, manifest = ROOT / "annotations/own.jsonl", ROOT / "corpus/manifest.jsonl"
        records.write_text("".join(record.to_json() + "\n" for record, _ in built), encoding="utf-8")
        manifest.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for _, line in built), encoding="utf-8")
    print(f"{len(built)} compiled, {failed} with errors")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
