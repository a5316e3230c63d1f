"""Reports with what a model would find in them, marked by hand."""

from __future__ import annotations

from datetime import date

from ketluan.analysis import Analysis, Link, Mention
from ketluan.assemble import assemble
from ketluan.document import Document
from ketluan.record import Record


class Draft:
    """A report whose mentions are added by their words and tied by their handles."""

    def __init__(self, text: str, published: date | None = date(2022, 7, 13)) -> None:
        self.text, self.published = text, published
        self._mentions: list[Mention] = []
        self._links: list[Link] = []

    def mark(
        self, label: str, quote: str, nth: int = 0, *, within: str | None = None, score: float = 0.9, **told: str
    ) -> int:
        """Add the mention at the nth place of a quote, or at the quote inside a phrase; return its handle."""
        start = self.text.index(within) - 1 if within else -1
        for _ in range(nth + 1):
            start = self.text.index(quote, start + 1)
        if label == "QUANTITY":
            told = {"change": "none", "status": "actual", "basis": ""} | told
        self._mentions.append(Mention(label, start, start + len(quote), score, told))
        return len(self._mentions) - 1

    def link(self, label: str, head: int, *tails: int, score: float = 0.9) -> None:
        """Tie a mention to others."""
        self._links += [Link(label, head, tail, score) for tail in tails]

    def person(self, quote: str, *titles: str, nth: int = 0) -> int:
        """Add a PERSON with the first places of titles as positions."""
        person = self.mark("PERSON", quote, nth)
        for title in titles:
            self.link("position", self.mark("POSITION", title), person)
        return person

    def record(self) -> Record:
        """Return what is assembled, every span of it compared with the text."""
        order = sorted(range(len(self._mentions)), key=lambda i: (self._mentions[i].start, -self._mentions[i].end))
        place = {old: new for new, old in enumerate(order)}
        links = [Link(k.label, place[k.head], place[k.tail], k.score) for k in self._links]
        record = assemble(
            Document(self.text, "r", published=self.published), Analysis([self._mentions[i] for i in order], links)
        )
        record.check_spans(self.text)
        return record
