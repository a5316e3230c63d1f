"""What every part of assembling asks of a report: its words at a place, its links, its times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from ketluan.analysis import Analysis, Mention
from ketluan.normalise.times import TimeSpan, find_times
from ketluan.record import Party, Span

__all__ = ["Context"]


class Context:
    """One report: its text, what the model found in it, and the day it speaks from."""

    def __init__(self, text: str, analysis: Analysis, reference: date | None) -> None:
        self.text = text
        self.analysis = analysis
        self.reference = reference
        self.times = find_times(text, reference)
        self._links: dict[tuple[str, int], list[int]] = defaultdict(list)
        for link in sorted(analysis.links, key=lambda link: -link.score):
            self._links[link.label, link.head].append(link.tail)

    def quote(self, mention: Mention) -> str:
        """Return the words of a mention."""
        return self.text[mention.start : mention.end]

    def span(self, start: int, end: int) -> Span:
        """Return a span of the record."""
        return Span(start=start, end=end, text=self.text[start:end])

    def party(self, start: int, end: int) -> Party:
        """Return a span that names a body, a place or people."""
        return Party(start=start, end=end, text=self.text[start:end])

    def of(self, *labels: str) -> Iterator[tuple[int, Mention]]:
        """Yield the mentions of some labels with their places, in the order of the text."""
        for index, mention in enumerate(self.analysis.mentions):
            if mention.label in labels:
                yield index, mention

    def tails(self, label: str, head: int) -> list[int]:
        """Return the mentions that a head is linked to, the surest first."""
        return self._links[label, head]

    def time_at(self, start: int, end: int) -> TimeSpan | None:
        """Return the time expression that shares most with a stretch of the text, or None."""
        shared = [(min(end, t.end) - max(start, t.start), t) for t in self.times if t.start < end and start < t.end]
        return max(shared, key=lambda pair: pair[0])[1] if shared else None
