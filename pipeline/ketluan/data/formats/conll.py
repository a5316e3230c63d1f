"""CoNLL columns with BIO tags: a token a line, a column a layer, an empty line where the report's line ends.

    # doc_id = "own-001"
    # text = "…"                     the report, as a JSON string
    # record = {…}                   the rest of the record
    # link = of T9 T8                one line for each link
    # columns = FORM START END MEETING … METRIC METRIC.2 … IDS
    5.030   17   22   O   …   B-METRIC   O   …   T8

Lossless: layers that overlap themselves get more columns ("METRIC.2"), START and END are code points of the text, IDS
are the marks that begin at the token, in the order of the columns; the comments carry what columns cannot. A word is
cut where a mark begins or ends inside it; a token of white space, which only a mark's edge makes, has the form "_".
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from ketluan.data.formats.packed import damaged, unpack
from ketluan.data.marks import LABELS, Layers, Link, Mark
from ketluan.data.pieces import pieces

__all__ = ["read", "write"]

_BLANK: Final = "_"


def write(layers: Iterable[Layers], out: Path) -> None:
    """Write one file of all reports."""
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        for report in layers:
            file.writelines(f"{line}\n" for line in _lines(report))


def read(source: Path) -> Iterator[Layers]:
    """The reports of a file.

    Raises:
        AnnotationError: a line is not what `write` writes.
    """
    report: _Reader | None = None
    with open(source, "rb") as file:
        for number, data in enumerate(file, start=1):
            try:
                line = data.decode("utf-8").removesuffix("\n")
                if line.startswith("# doc_id = "):
                    if report is not None:
                        yield report.layers(source)
                    report = _Reader(json.loads(line.removeprefix("# doc_id = ")))
                elif line and report is None:
                    raise ValueError("no document has begun")
                elif line and report is not None:
                    report.take(line)
            except (ValueError, IndexError, KeyError) as error:
                raise damaged(source, f"is no such line ({error})", "conll", f"line {number}") from None
    if report is not None:
        yield report.layers(source)


def _columns(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    """The marks of each column: one for every label, and more where marks of a label overlap."""
    columns: dict[str, list[Mark]] = {label: [] for label in LABELS}
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        name, number = mark.label, 1
        while columns.setdefault(name, []) and columns[name][-1].end > mark.start:
            number += 1
            name = f"{mark.label}.{number}"
        columns[name].append(mark)
    order = {label: index for index, label in enumerate(LABELS)}
    return dict(sorted(columns.items(), key=lambda item: (order[item[0].partition(".")[0]], len(item[0]), item[0])))


def _lines(report: Layers) -> Iterator[str]:
    columns = _columns(report.marks)
    yield f"# doc_id = {_json(report.doc_id)}"
    yield f"# text = {_json(report.text)}"
    yield f"# record = {_json(report.rest)}"
    for link in report.links:
        yield f"# link = {link.kind} {link.source} {link.target}"
    yield f"# columns = {' '.join(('FORM', 'START', 'END', *columns, 'IDS'))}"
    inside = {
        (name, at): mark for name, marks in columns.items() for mark in marks for at in range(mark.start, mark.end)
    }
    edges = {edge for mark in report.marks for edge in (mark.start, mark.end)}
    for piece in pieces(report.text, report.marks):
        form = report.text[piece.start : piece.end]
        if not form.isspace() or piece.start in edges or piece.end in edges:
            found = [(name, inside.get((name, piece.start))) for name in columns]
            begun = [mark.id for _, mark in found if mark and mark.start == piece.start]
            tags = [_tag(mark, piece.start) for _, mark in found]
            shown = _BLANK if form.isspace() else form
            yield "\t".join((shown, str(piece.start), str(piece.end), *tags, ",".join(begun) or _BLANK))
        if form == "\n":
            yield ""
    yield ""


def _tag(mark: Mark | None, start: int) -> str:
    return "O" if mark is None else f"{'B' if mark.start == start else 'I'}-{mark.label}"


def _json(value: Any) -> str:
    # Escapes keep line separators of Unicode from ending the comment for readers that split at them.
    return json.dumps(value, ensure_ascii=True)


class _Reader:
    """One report, line by line."""

    def __init__(self, doc_id: str) -> None:
        self.doc_id = doc_id
        self.text = ""
        self.packed: dict[str, Any] = {}
        self.links: list[Link] = []
        self.columns: list[str] = []
        self.open: dict[str, Mark] = {}
        self.marks: list[Mark] = []

    def take(self, line: str) -> None:
        name, _, value = line.partition(" = ")
        if name == "# text":
            self.text = json.loads(value)
        elif name == "# record":
            self.packed["record"] = json.loads(value)
        elif name == "# link":
            self.links.append(Link(*value.split(" ", 2)) if value.count(" ") == 2 else self.fail("link"))
        elif name == "# columns":
            self.columns = value.split(" ")[3:-1]
        elif not self.columns or line.count("\t") != len(self.columns) + 3:
            self.fail("columns")
        else:
            self.token(line.split("\t"))

    def token(self, cells: list[str]) -> None:
        start, end = int(cells[1]), int(cells[2])
        if cells[0] not in (self.text[start:end], _BLANK):
            self.fail("form")
        ids = iter(cells[-1].split(","))
        for name, tag in zip(self.columns, cells[3:-1], strict=True):
            kind, _, label = tag.partition("-")
            if kind == "B":
                self.close(name)
                self.open[name] = Mark(next(ids, ""), label, start, end)
            elif kind == "I" and name in self.open and self.open[name].label == label:
                mark = self.open[name]
                self.open[name] = Mark(mark.id, mark.label, mark.start, end)
            elif kind == "O":
                self.close(name)
            else:
                self.fail(f"tag {tag}")

    def close(self, name: str) -> None:
        if name in self.open:
            self.marks.append(self.open.pop(name))

    def fail(self, what: str) -> Any:
        raise ValueError(f"its {what} fits nothing")

    def layers(self, source: Path) -> Layers:
        for name in list(self.open):
            self.close(name)
        return unpack(self.packed, self.text, tuple(self.marks), source, self.doc_id, tuple(self.links))
