"""A report on its way in: the text and where it came from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

__all__ = ["Document"]


@dataclass(frozen=True, slots=True)
class Document:
    """One report.

    Attributes:
        text: the report in NFC; every offset of the record counts code points in it.
        doc_id: the id the record will carry.
        uri: where the report came from, as the user named it; None where unknown.
        title: its headline, where the source gives one apart from the text.
        published: its day of publication, where known.
    """

    text: str
    doc_id: str
    uri: str | None = None
    title: str | None = None
    published: date | None = None

    @property
    def sha256(self) -> str:
        """The SHA-256 of the text in UTF-8, in hexadecimal."""
        return hashlib.sha256(self.text.encode("utf-8")).hexdigest()
