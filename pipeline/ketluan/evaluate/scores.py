"""Scoring a prediction over a set of reports: precision, recall and F1 of every kind, micro-averaged."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ketluan.errors import AnnotationError
from ketluan.evaluate.counts import FACT_KINDS, LINK_KINDS, Count, count_report
from ketluan.evaluate.facts import NO_FACTS, reduce_record
from ketluan.record import Record, invalid_record, parse_record

__all__ = ["Scores", "evaluate", "read_records"]


@dataclass(frozen=True, slots=True)
class Scores:
    """The counts of every kind of fact and link.

    Attributes:
        counts: by kind, in the order of `FACT_KINDS` and `LINK_KINDS`, over all reports.
        documents: the same for each report, by its `doc_id`; empty in the scores of one report.
        predicted: how many of the gold reports have a predicted record.
    """

    counts: Mapping[str, Count]
    documents: Mapping[str, Scores] = field(default_factory=dict)
    predicted: int = 0

    @property
    def facts(self) -> Count:
        """FACTS: all kinds of facts together."""
        return self._sum(FACT_KINDS)

    @property
    def links(self) -> Count:
        """LINKS: all kinds of links together."""
        return self._sum(LINK_KINDS)

    @property
    def all(self) -> Count:
        """ALL: facts and links together."""
        return self.facts + self.links

    def rows(self) -> dict[str, Count]:
        """The counts by kind, then those of FACTS, LINKS and ALL."""
        return {**self.counts, "FACTS": self.facts, "LINKS": self.links, "ALL": self.all}

    def to_dict(self) -> dict[str, Any]:
        """How many reports there are and were predicted, and the rows, ready for JSON."""
        return {
            "documents": len(self.documents),
            "predicted": self.predicted,
            "scores": {kind: count.to_dict() for kind, count in self.rows().items()},
        }

    def _sum(self, kinds: Iterable[str]) -> Count:
        return sum((self.counts[kind] for kind in kinds), Count())


def evaluate(
    gold: Iterable[Record | Mapping[str, Any]],
    predicted: Iterable[Record | Mapping[str, Any]],
    *,
    common: bool = False,
) -> Scores:
    """Score predicted records against gold records.

    Args:
        gold: what should be found, one record per report.
        predicted: what was found; a gold report without one counts as if nothing was found in it, and a record for a
            report that is not in the gold is left out.
        common: score only the reports that have a predicted record.

    Raises:
        AnnotationError: a record does not fit the contract, or a report has two.
    """
    wanted = {doc_id: reduce_record(record) for doc_id, record in _by_id(gold, "gold").items()}
    offered = _by_id(predicted, "predicted")
    found = {doc_id: reduce_record(offered[doc_id]) for doc_id in wanted if doc_id in offered}
    documents = {
        doc_id: Scores(count_report(facts, found.get(doc_id, NO_FACTS)), predicted=int(doc_id in found))
        for doc_id, facts in wanted.items()
        if doc_id in found or not common
    }
    counts = {
        kind: sum((report.counts[kind] for report in documents.values()), Count())
        for kind in (*FACT_KINDS, *LINK_KINDS)
    }
    return Scores(counts, documents, len(found))


def read_records(path: Path) -> Iterator[Record]:
    """Read the records of a JSONL file one by one; empty lines are passed over.

    Raises:
        AnnotationError: the file cannot be read, a line is no record, or a report has two; names the file and line.
    """
    lines_of: dict[str, int] = {}
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                if number == 1:
                    line = line.removeprefix(codecs.BOM_UTF8)
                if not line.strip():
                    continue
                place = f"line {number}"
                record = parse_record(line, source=str(path), place=place)
                first = lines_of.setdefault(record.doc_id, number)
                if first != number:
                    raise AnnotationError(
                        f"the report {record.doc_id!r} has a record in line {first} already",
                        source=str(path),
                        place=place,
                        mend="keep one record per report",
                    )
                yield record
    except OSError as error:
        raise AnnotationError(
            f"the records cannot be read: {error.strerror}", source=str(path), mend="name a JSONL file of records"
        ) from None


def _by_id(records: Iterable[Record | Mapping[str, Any]], side: str) -> dict[str, Record]:
    by_id: dict[str, Record] = {}
    for number, given in enumerate(records, start=1):
        try:
            record = given if isinstance(given, Record) else Record.model_validate(given)
        except ValidationError as error:
            raise invalid_record(error, source=f"{side} records", place=f"record {number}") from None
        if record.doc_id in by_id:
            raise AnnotationError(
                f"the report {record.doc_id!r} has two records",
                source=f"{side} records",
                place=f"record {number}",
                mend="keep one record per report",
            )
        by_id[record.doc_id] = record
    return by_id
