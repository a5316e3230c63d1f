"""Ketluan extracts facts from Vietnamese reports of meetings.

import ketluan
record = ketluan.extract("…", published="2022-07-13")     # a Record: see ketluan.record
nlp = ketluan.load()                                        # the spaCy pipeline, for many reports
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ketluan.document import Document
from ketluan.errors import KetluanError

if TYPE_CHECKING:
    from ketluan.pipeline import extract, load
    from ketluan.record import Record

__all__ = ["Document", "KetluanError", "Record", "__version__", "extract", "load"]

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    # spaCy and ONNX Runtime take a second to import: only those who extract pay for them.
    if name in ("extract", "load"):
        from ketluan import pipeline

        return getattr(pipeline, name)
    if name == "Record":
        from ketluan.record import Record

        return Record
    raise AttributeError(f"module 'ketluan' has no attribute {name!r}")
