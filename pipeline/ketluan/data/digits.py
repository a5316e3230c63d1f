"""Every number in digits is accounted for: in a metric, a time, a paper's number, a name, or excluded by a rule."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ketluan.data.exclusions import NUMBER, excluded
from ketluan.data.findings import Finding
from ketluan.normalise.papers import find_papers
from ketluan.normalise.times import find_times
from ketluan.record import Record

__all__ = ["check_digits", "unaccounted"]

_CONTEXT: Final = 24
_MEND: Final = "annotate it, add a rule to exclusions.tsv, or give the reason in the exceptions"


def check_digits(record: Record, text: str) -> Iterator[Finding]:
    """A finding for every number of the text that nothing accounts for."""
    for start, end in unaccounted(record, text):
        shown = " ".join(
            f"{text[max(0, start - _CONTEXT) : start]}[{text[start:end]}]{text[end : end + _CONTEXT]}".split()
        )
        yield Finding("digits", record.doc_id, f"@{start}", f"no fact and no rule for the number in {shown!r}", _MEND)


def unaccounted(record: Record, text: str) -> list[tuple[int, int]]:
    """The numbers in digits (start and end, code points) that no fact covers and no rule excludes."""
    covered = bytearray(len(text))
    for start, end in _covers(record, text):
        covered[start:end] = b"\1" * (end - start)
    reasons = excluded(text)
    numbers = (match.span() for match in NUMBER.finditer(text))
    return [span for span in numbers if span not in reasons and not all(covered[span[0] : span[1]])]


def _covers(record: Record, text: str) -> Iterator[tuple[int, int]]:
    for place, span in record.spans():
        # A directive is a clause, not a quantity: what it says with digits is a fact of its own.
        if not place.startswith("directives") or "addressees" in place:
            yield span.start, span.end
    for time in find_times(text, record.reference_date):
        yield time.start, time.end
    for paper in find_papers(text):
        yield paper.start, paper.end
    names = {mention.text for paper in record.documents for mention in paper.mentions}
    names |= {mention.text for programme in record.programmes for mention in programme.mentions}
    names |= {programme.name for programme in record.programmes}
    names |= {position.title for official in record.officials for position in official.positions}
    names |= {metric.subject.text for metric in record.metrics if metric.subject}
    for name in names:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text) if name else ():
            yield match.span()
