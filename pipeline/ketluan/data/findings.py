"""What the validator finds, and the exceptions to it that a person has given a reason for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ketluan.errors import AnnotationError, InputError

__all__ = ["Exceptions", "Finding"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One error of an annotation.

    Attributes:
        code: what kind it is ("value", "unit", "digits" …).
        doc_id: the report.
        fact: the id of the fact ("m13"), the place in the record, or "@1204" for an offset of the text: what a line
            of the exceptions names.
        message: what is wrong, one sentence.
        mend: what can be done about it.
    """

    code: str
    doc_id: str
    fact: str
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.doc_id}, {self.fact}: {self.message} ({self.mend})"


class Exceptions:
    """The rows of a table with the columns id, fact and reason; each excuses the findings of one fact.

    Raises:
        InputError: the file cannot be read.
        AnnotationError: a row is incomplete or given twice.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.source = str(path) if path else "exceptions"
        self.reasons: dict[tuple[str, str], str] = {}
        self.used: set[tuple[str, str]] = set()
        if path is None:
            return
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            raise InputError(
                f"cannot be read: {error.strerror}", source=str(path), mend="name a table of id, fact and reason"
            ) from None
        for number, line in enumerate(lines[1:], start=2):
            if not line.strip() or line.startswith("#"):
                continue
            cells = [cell.strip() for cell in line.split("\t")]
            key = (cells[0], cells[1]) if len(cells) == 3 and all(cells) else None
            if key is None or key in self.reasons:
                raise AnnotationError(
                    "is no exception" if key is None else f"excuses {cells[1]} of {cells[0]} again",
                    source=str(path),
                    place=f"line {number}",
                    mend="a row has an id, a fact and a reason, apart by tabs, and each fact once",
                )
            self.reasons[key] = cells[2]

    def left(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """The findings that no row excuses."""
        for finding in findings:
            key = (finding.doc_id, finding.fact)
            if key in self.reasons:
                self.used.add(key)
            else:
                yield finding

    def idle(self, doc_ids: Iterable[str]) -> list[tuple[str, str]]:
        """The rows about these reports that excused nothing, as (id, fact): what they were for has been mended."""
        known = set(doc_ids)
        return sorted(key for key in self.reasons if key not in self.used and key[0] in known)
