"""What a format has no place for, as plain values: the rest of the record, and links where it has none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ketluan.data.marks import Layers, Link, Mark
from ketluan.errors import AnnotationError

__all__ = ["damaged", "pack", "unpack"]


def pack(report: Layers, *, links: bool = True) -> dict[str, Any]:
    """The rest of the record, and its links unless the format has a place of its own for them."""
    packed: dict[str, Any] = {"record": report.rest}
    if links:
        packed["links"] = [[link.kind, link.source, link.target] for link in report.links]
    return packed


def unpack(
    packed: Any, text: str, marks: tuple[Mark, ...], source: Path, place: str, links: tuple[Link, ...] | None = None
) -> Layers:
    """The report that was packed.

    Raises:
        AnnotationError: the values are not what `pack` made.
    """
    try:
        rest = packed["record"]
        found = tuple(Link(*link) for link in packed["links"]) if links is None else links
        if not isinstance(rest, dict):
            raise TypeError("the record is no object")
    except (KeyError, TypeError) as error:
        raise damaged(source, f"has damaged metadata ({error!r})", place=place) from None
    return Layers(text, marks, found, rest)


def damaged(source: Path, message: str, format: str | None = None, place: str | None = None) -> AnnotationError:
    """The error for a file that no export wrote."""
    mend = f"`ketluan data export --format {format}` writes such files" if format else "export it again"
    return AnnotationError(message, source=str(source), place=place, mend=mend)
