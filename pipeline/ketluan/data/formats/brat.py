"""brat stand-off: a folder with a .txt and an .ann for each report, and an annotation.conf.

Lossless: marks are text-bound annotations ("T"), links are relations ("R"), and the rest of the record, with the
report's place in the order, is a note ("#") of the type Ketluan. A mark that runs over line ends is written in
fragments, as brat does, and read as their whole. Offsets count code points; file names are the ids, percent-encoded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from ketluan.data.formats.packed import damaged, unpack
from ketluan.data.marks import LABELS, LINKS, Layers, Link, Mark
from ketluan.errors import InputError

__all__ = ["read", "write"]

_NOTE: Final = "Ketluan"
_LINE: Final = re.compile(r"[^\r\n]+")


def write(layers: Iterable[Layers], out: Path) -> None:
    """Write a folder of all reports; it must be empty or not there.

    Raises:
        InputError: the folder holds something.
    """
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError("is not an empty folder", source=str(out), mend="name a new folder")
    out.mkdir(exist_ok=True)
    (out / "annotation.conf").write_text(_configuration(), encoding="utf-8", newline="\n")
    for number, report in enumerate(layers):
        path = out / f"{quote(report.doc_id, safe=' ')}.ann"
        path.with_name(f"{path.name[:-4]}.txt").write_bytes(report.text.encode("utf-8"))
        path.write_text("".join(f"{line}\n" for line in _lines(report, number)), encoding="utf-8", newline="\n")


def read(source: Path) -> Iterator[Layers]:
    """The reports of a folder, in the order in which they were written.

    Raises:
        InputError: it is no folder.
        AnnotationError: an .ann file is not of brat, or has no note of Ketluan.
    """
    if not source.is_dir():
        raise InputError("is no folder", source=str(source), mend="name the folder of .txt and .ann files")
    yield from (report for _, report in sorted(map(_read, source.glob("*.ann")), key=lambda found: found[0]))


def _configuration() -> str:
    entities = "\n".join(LABELS)
    relations = "\n".join(f"{kind} Arg1:<ENTITY>, Arg2:<ENTITY>" for kind in LINKS)
    return f"[entities]\n{entities}\n\n[relations]\n{relations}\n\n[events]\n\n[attributes]\n"


def _lines(report: Layers, number: int) -> Iterator[str]:
    for mark in report.marks:
        words = list(_LINE.finditer(report.text, mark.start, mark.end))
        # A mark with nothing but line ends in it has no fragment: it is written as it stands.
        parts = [match.span() for match in words] or [(mark.start, mark.end)]
        parts[0] = (mark.start, parts[0][1])
        parts[-1] = (parts[-1][0], mark.end)
        ranges = ";".join(f"{start} {end}" for start, end in parts)
        shown = " ".join(report.text[start:end] for start, end in parts).replace("\n", " ").replace("\r", " ")
        yield f"{mark.id}\t{mark.label} {ranges}\t{shown}"
    for index, link in enumerate(report.links, start=1):
        yield f"R{index}\t{link.kind} Arg1:{link.source} Arg2:{link.target}"
    target = report.marks[0].id if report.marks else "T0"
    note = json.dumps({"order": number, "record": report.rest}, ensure_ascii=True)
    yield f"#1\t{_NOTE} {target}\t{note}"


def _read(path: Path) -> tuple[int, Layers]:
    try:
        text = path.with_name(f"{path.name[:-4]}.txt").read_bytes().decode("utf-8")
        lines = path.read_bytes().decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise damaged(path, "or its text is not in UTF-8", "brat") from None
    marks: list[Mark] = []
    links: list[Link] = []
    packed: dict[str, Any] | None = None
    for number, line in enumerate(lines, start=1):
        cells = line.split("\t", 2)
        try:
            if line.startswith("T"):
                label, _, ranges = cells[1].partition(" ")
                edges = [int(edge) for edge in re.split("[ ;]", ranges)]
                marks.append(Mark(cells[0], label, min(edges), max(edges)))
            elif line.startswith("R"):
                kind, source, target = cells[1].split()
                links.append(Link(kind, source.partition(":")[2], target.partition(":")[2]))
            elif line.startswith("#") and cells[1].startswith(f"{_NOTE} "):
                packed = json.loads(cells[2])
        except (ValueError, IndexError) as error:
            raise damaged(path, f"is no line of brat ({error})", "brat", f"line {number}") from None
    if not isinstance(packed, dict) or not isinstance(packed.get("order"), int):
        raise damaged(path, f"has no note of the type {_NOTE}", "brat")
    return packed["order"], unpack(packed, text, tuple(marks), path, "note", tuple(links))
