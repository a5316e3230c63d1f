"""What the network should answer for an annotated report: the targets of every head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from ketluan.evaluate.match import SIMILAR, word_overlap
from ketluan.model.clauses import clauses_of
from ketluan.model.decode import LONGEST_PHRASE
from ketluan.model.features import Inputs, bounds_of
from ketluan.model.labels import ATTRIBUTES, LAYERS, RELATIONS, tags_of
from ketluan.normalise.times import figure_period, find_times
from ketluan.record import Issuer, Metric, Record, Span

__all__ = ["Targets", "targets_of"]

Extent = tuple[int, int]
_HONORIFIC = r"(?:[Ôô]ng|[Bb]à|[Đđ]ồng chí|[Aa]nh|[Cc]hị|[Đđ]/c|Bác|bác|[Tt]hầy|[Cc]ô)"
# How far a pointer may reach in training and inference, in words.
REACH = 400


@dataclass(slots=True)
class Targets:
    """Targets of one report, in words of its `Inputs`.

    Attributes:
        tags: per layer the index of each word's tag in `labels.tags_of`.
        clauses: (N, 2) the clauses of the report.
        starts: (N,) the word at which each clause's directive starts, -1 where it is none.
        quantities: (Q, 2 + attributes) first and last word of each quantity and its attributes' indices.
        chairs: of each person the first words of its mentions, and whether that person chairs.
        pointers: relation, head word, and the words that are right tails: the same thing may stand in several places,
            and any of them will do; () for nothing.
        addressees: (A, 2) first word of a directive and of one of its addressees.
        heads: (D,) first words of all directives, with or without addressees.
    """

    tags: dict[str, NDArray[np.int64]]
    clauses: NDArray[np.int64]
    starts: NDArray[np.int64]
    quantities: list[tuple[int, ...]] = field(default_factory=list)
    chairs: list[tuple[list[int], bool]] = field(default_factory=list)
    pointers: list[tuple[int, int, tuple[int, ...]]] = field(default_factory=list)
    addressees: list[tuple[int, int]] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)


class _Words:
    """Leads from code points to words."""

    def __init__(self, doc: Doc, inputs: Inputs) -> None:
        self.starts, self.ends = bounds_of(doc, inputs)
        self.sentences = inputs.sentences

    def of(self, extent: Extent) -> Extent | None:
        """Return the words (first, one after last) that a stretch of text touches."""
        first = int(np.searchsorted(self.ends, extent[0], side="right"))
        last = int(np.searchsorted(self.starts, extent[1], side="left"))
        return (first, last) if first < last else None


def _places(text: str, phrase: str) -> Iterator[Extent]:
    if phrase:
        for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text):
            yield match.span()


def _extent(span: Span) -> Extent:
    return span.start, span.end


def _nearest(places: Iterable[Extent], anchor: int, *, before: bool = False) -> list[Extent]:
    """Return the place nearest to an offset, if there is any; `before` prefers those that start before it."""
    return sorted(places, key=lambda place: ((place[0] > anchor) if before else False, abs(place[0] - anchor)))[:1]


def _before(places: Iterable[Extent], anchor: int) -> list[Extent]:
    """Return the places that start before an offset; where there are none, all of them."""
    listed = list(places)
    return [place for place in listed if place[0] <= anchor] or listed


def people_of(record: Record, text: str) -> dict[str, list[Extent]]:
    """Return where each official is named: at every full name, and at the given name behind an honorific."""
    people: dict[str, list[Extent]] = {}
    given = [official.name.split()[-1] for official in record.officials if official.name.split()]
    for official in record.officials:
        places = set(_places(text, official.name)) | {_extent(m) for m in official.mentions}
        syllables = official.name.split()
        if syllables and given.count(syllables[-1]) == 1:
            for match in re.finditer(rf"(?<!\w){_HONORIFIC} ({re.escape(syllables[-1])})(?!\w)(?! [A-ZĐ])", text):
                places.add(match.span(1))
        people[official.id] = sorted(places)
    return people


class _Builder:
    def __init__(self, doc: Doc, inputs: Inputs, record: Record) -> None:
        self.text, self.record = doc.text, record
        self.words = _Words(doc, inputs)
        clauses = clauses_of(doc, inputs)
        self.targets = Targets(
            tags={layer: np.zeros(len(inputs.tokens), dtype=np.int64) for layer in LAYERS},
            clauses=clauses,
            starts=np.full(len(clauses), -1, dtype=np.int64),
        )
        self.people = people_of(record, self.text)

    def mark(self, layer: str, label: str, extent: Extent) -> Extent | None:
        """Tag a stretch unless another of its layer is there; return its words."""
        words = self.words.of(extent)
        if words is None:
            return None
        tags = self.targets.tags[layer]
        # No layer's path crosses a sentence; a span that does (a full stop inside it) cannot be taught.
        within = self.words.sentences[words[0]] == self.words.sentences[words[1] - 1]
        if within and not tags[words[0] : words[1]].any():
            names = tags_of(layer)
            tags[words[0]] = names.index(f"B-{label}")
            tags[words[0] + 1 : words[1]] = names.index(f"I-{label}")
        return words

    def point(self, relation: str, head: int, tails: Iterable[Extent], *, end: bool = False) -> None:
        """Let a head point to the first (or last) word of any of some stretches; none of them within reach teaches
        nothing."""
        found = [words[1] - 1 if end else words[0] for place in tails if (words := self.words.of(place))]
        near = sorted({word for word in found if abs(word - head) <= REACH})
        if near:
            self.targets.pointers.append((RELATIONS.index(relation), head, tuple(near)))

    def point_nowhere(self, relation: str, head: int) -> None:
        """Let a head point to nothing."""
        self.targets.pointers.append((RELATIONS.index(relation), head, ()))

    def names(self) -> None:
        record = self.record
        # The longest first: a position may hold what elsewhere is a name of its own.
        spans: list[tuple[str, Extent]] = []
        for places in self.people.values():
            spans += [("PERSON", place) for place in places]
        spans += [("POSITION", _extent(p.span)) for official in record.officials for p in official.positions]
        for label, papers in (("DOCUMENT", record.documents), ("PROGRAMME", record.programmes)):
            for mention in (m for paper in papers for m in paper.mentions):
                repeats = _places(self.text, mention.text) if " " in mention.text else ()
                spans += [(label, place) for place in {_extent(mention), *repeats}]
        for label, extent in sorted(spans, key=lambda s: s[1][0] - s[1][1]):
            self.mark("names", label, extent)
        chairs = set(record.meeting.chairs) if record.meeting else set()
        for official in record.officials:
            named = [words[0] for place in self.people[official.id] if (words := self.words.of(place))]
            if named and record.meeting:
                self.targets.chairs.append((named, official.id in chairs))
            for position in official.positions:
                words = self.words.of(_extent(position.span))
                if words:
                    self.point("position", words[0], _nearest(self.people[official.id], position.span.start))
        if record.meeting and record.meeting.name:
            self.mark("meeting", "MEETING", _extent(record.meeting.name))

    def figures(self) -> None:
        record = self.record
        day = record.reference_date
        times = [(t.start, t.end, *(figure_period(t, day) or (None, None))) for t in find_times(self.text, day)]
        where = {metric.id: [_extent(mention) for mention in metric.mentions] for metric in record.metrics}
        for metric in record.metrics:
            for mention in metric.mentions:
                words = self.mark("figures", "QUANTITY", _extent(mention))
                if words is None:
                    continue
                basis = (metric.basis.kind or "") if metric.basis else ""
                values = (metric.change, metric.status, basis)
                self.targets.quantities.append(
                    (
                        words[0],
                        words[1] - 1,
                        *(options.index(value) for options, value in zip(ATTRIBUTES.values(), values, strict=True)),
                    )
                )
                self._phrase("indicator", words[0], metric.indicator, _extent(mention))
                subject = metric.subject.text if metric.subject else None
                self._phrase("subject", words[0], subject, _extent(mention))
                of = metric.basis.of if metric.basis else None
                if of:
                    self.point("of", words[0], where[of])
                else:
                    self.point_nowhere("of", words[0])
                self._period(metric, words[0], times)
                self._programme(metric.programme, words[0])
        for deadline in record.deadlines:
            for mention in deadline.mentions:
                self.mark("figures", "DEADLINE", _extent(mention))
        if record.meeting and record.meeting.date:
            self.mark("figures", "DATE", _extent(record.meeting.date.span))

    def _phrase(self, relation: str, head: int, phrase: str | None, figure: Extent) -> None:
        if phrase is None:
            self.point_nowhere(relation, head)
            return
        lowered = self.text.lower()
        if len(lowered) != len(self.text):
            return  # a letter that grows in lower case: offsets would lie
        places = list(_places(lowered, phrase.lower()))
        if relation == "indicator":
            # Words such as "đạt" stand everywhere; that of the figure is near, or part of it ("5 triệu hộ kinh doanh").
            inside = [place for place in places if figure[0] <= place[0] < figure[1]]
            places = inside[:1] or _nearest(places, figure[0], before=True) or self._closest_to(phrase, figure)
        self.point(relation, head, places)
        self.point(f"{relation}_end", head, places, end=True)

    def _closest_to(self, phrase: str, figure: Extent) -> list[Extent]:
        """Return the run of words in the figure's sentence that has most syllables in common with a phrase which the
        figure parts ("kết nạp 20 đảng viên mới": "kết nạp đảng viên mới"); none where it is not half of them."""
        head = self.words.of(figure)
        if head is None:
            return []
        starts, ends, sentences = self.words.starts, self.words.ends, self.words.sentences
        within = np.flatnonzero(sentences == sentences[head[0]])
        runs = [
            (int(starts[first]), int(ends[last]))
            for first in within
            for last in within[within >= first][:LONGEST_PHRASE]
            if not first <= head[0] <= last
        ]
        close = [(word_overlap(self.text[start:end], phrase), (start, end)) for start, end in runs]
        common, best = max(close, key=lambda run: run[0], default=(0.0, figure))
        return [best] if common >= SIMILAR else []

    def _period(self, metric: Metric, head: int, times: list[tuple[int, int, object, object]]) -> None:
        if metric.period is None:
            self.point_nowhere("period", head)
            return
        self.point("period", head, [t[:2] for t in times if (t[2], t[3]) == (metric.period.start, metric.period.end)])

    def _programme(self, programme: str | None, head: int) -> None:
        if programme is None:
            self.point_nowhere("programme", head)
        for paper in self.record.programmes:
            if paper.id == programme:
                places = [_extent(m) for m in paper.mentions]
                places += [p for m in paper.mentions if " " in m.text for p in _places(self.text, m.text)]
                self.point("programme", head, places)

    def directives(self) -> None:
        targets = self.targets
        for directive in self.record.directives:
            for mention in directive.mentions:
                words = self.words.of(_extent(mention))
                if words is None:
                    continue
                inside = np.flatnonzero((targets.clauses[:, 0] <= words[0]) & (words[0] < targets.clauses[:, 1]))
                if not len(inside):
                    continue
                targets.starts[inside[0]] = words[0]
                targets.heads.append(words[0])
                last = min(words[1], int(targets.clauses[inside[0], 1])) - 1
                targets.pointers.append((RELATIONS.index("directive_end"), words[0], (last,)))
                for addressee in directive.addressees:
                    place = self.mark("roles", "ADDRESSEE", _extent(addressee))
                    if place and abs(place[0] - words[0]) <= REACH:
                        targets.addressees.append((words[0], place[0]))
                self._issuer(directive.issuer, words[0], mention.start)
                self._programme(directive.programme, words[0])

    def _issuer(self, issuer: Issuer | None, head: int, anchor: int) -> None:
        if issuer is None:
            self.point_nowhere("issuer", head)
            return
        places = self.people[issuer.official] if issuer.official else _places(self.text, issuer.text)
        before = _before(places, anchor)
        self.point("issuer", head, before)
        self.point("issuer_end", head, before, end=True)


def targets_of(doc: Doc, inputs: Inputs, record: Record) -> Targets:
    """Return the targets of an annotated report.

    Facts whose words cannot be found, or lie further than `REACH` words from their head, teach nothing.
    """
    builder = _Builder(doc, inputs, record)
    builder.names()
    builder.figures()
    builder.directives()
    return builder.targets
