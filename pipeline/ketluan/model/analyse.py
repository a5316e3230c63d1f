"""The network's answers for one report put together: which mentions there are, and how they hang together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from ketluan.analysis import Analysis, Link, Mention
from ketluan.model.clauses import clauses_of
from ketluan.model.decode import Found, Heads, Outputs, Reader, limits_of
from ketluan.model.features import Inputs, bounds_of
from ketluan.normalise.papers import find_papers, parse_paper_number
from ketluan.normalise.times import TimeSpan, find_times

__all__ = ["analyse"]

_Pick = Callable[..., None]

_QUOTES = {"“": "”", "«": "»", '"': '"'}
_LONGEST_NAME = 80  # words in the name of a paper or programme at the most

# Kinds of numbered papers that are programmes.
_PROGRAMMES = frozenset({"Chương trình hành động", "Chương trình", "Đề án"})
# How sure a coded number alone makes a paper (see `_numbered_papers`), with a doubt for what it has not seen.
_NUMBERED = 0.95


class _Collector:
    """Gathers mentions, each once, and the links between them."""

    def __init__(self, doc: Doc, inputs: Inputs) -> None:
        self.starts, self.ends = bounds_of(doc, inputs)
        self.mentions: list[Mention] = []
        self.links: list[Link] = []
        self._known: dict[tuple[str, int, int], int] = {}

    def extent(self, found: Found) -> tuple[int, int]:
        return int(self.starts[found.first]), int(self.ends[found.stop - 1])

    def add(self, label: str, start: int, end: int, score: float, attributes: dict[str, str] | None = None) -> int:
        key = (label, start, end)
        if key not in self._known:
            self._known[key] = len(self.mentions)
            self.mentions.append(Mention(label, start, end, score, attributes or {}))
        return self._known[key]

    def link(self, label: str, head: int, tail: int, score: float) -> None:
        self.links.append(Link(label, head, tail, score))

    def analysis(self) -> Analysis:
        order = sorted(range(len(self.mentions)), key=lambda i: (self.mentions[i].start, -self.mentions[i].end))
        place = {old: new for new, old in enumerate(order)}
        links = sorted((Link(k.label, place[k.head], place[k.tail], k.score) for k in self.links), key=lambda k: k.head)
        return Analysis([self.mentions[i] for i in order], links)


def analyse(doc: Doc, inputs: Inputs, outputs: Outputs, heads: Heads, reference: date | None) -> Analysis:
    """Return the mentions and links of one report.

    Args:
        doc: the report; inputs, outputs: the network's view of it and its answers.
        reference: the day the report speaks from, by which its time expressions are told apart from other numbers.
    """
    out = _Collector(doc, inputs)
    text = doc.text  # spaCy puts it together anew at every call
    words = [text[start:end] for start, end in zip(out.starts.tolist(), out.ends.tolist(), strict=True)]
    reader = Reader(outputs, heads, inputs, words)
    layers = {layer: reader.spans(layer) for layer in outputs.emissions}
    by_label: dict[str, list[Found]] = {}
    places: dict[str, list[int]] = {}
    for found in (f for layer in layers.values() for f in layer):
        by_label.setdefault(found.label, []).append(found)
    _close_quotations(words, inputs, by_label)
    _numbered_papers(text, out, by_label)
    directives = reader.directives(clauses_of(doc, inputs))
    by_label["DIRECTIVE"] = directives
    for label, spans in by_label.items():
        if label != "DATE":
            places[label] = [
                out.add(label, *out.extent(f), f.score, reader.attributes(f) if label == "QUANTITY" else None)
                for f in spans
            ]

    def pick(relation: str, head: Found, index: int, *labels: str) -> None:
        """Link a head to the one mention of these labels that it points to, if any."""
        tails = [
            (f, i) for label in labels for f, i in zip(by_label.get(label, ()), places.get(label, ()), strict=True)
        ]
        meant = [text[slice(*out.extent(f))].casefold() for f, _ in tails]
        chosen, score = reader.one(relation, head.first, [f.first for f, _ in tails], meant)
        if chosen >= 0 and tails[chosen][1] != index:
            out.link(relation, index, tails[chosen][1], score)

    for found, index in zip(by_label.get("POSITION", ()), places.get("POSITION", ()), strict=True):
        pick("position", found, index, "PERSON")
    times = {int(np.searchsorted(out.ends, t.start, side="right")): t for t in find_times(text, reference)}
    barred = np.array([word == ";" for word in words])
    for found in by_label.get("QUANTITY", ()):
        barred[found.first : found.stop] = True
    # An indicator or a subject goes on neither past a semicolon nor over a figure.
    limits = limits_of(barred, inputs.sentences)
    for found, index in zip(by_label.get("QUANTITY", ()), places.get("QUANTITY", ()), strict=True):
        _quantity(reader, out, found, index, times, limits, pick)
    for found, index in zip(directives, places["DIRECTIVE"], strict=True):
        _issuer(reader, out, found, index)
        pick("programme", found, index, "PROGRAMME")
        addressees = by_label.get("ADDRESSEE", [])
        for chosen, score in reader.several("addressee", found.first, [f.first for f in addressees]):
            out.link("addressee", index, places["ADDRESSEE"][chosen], score)
        start, end = out.extent(found)
        for deadline in places.get("DEADLINE", ()):
            mention = out.mentions[deadline]
            if start <= mention.start and mention.end <= end:
                out.link("deadline", index, deadline, mention.score)
                break
    _meeting(reader, out, by_label, places)
    return out.analysis()


def _close_quotations(words: list[str], inputs: Inputs, by_label: dict[str, list[Found]]) -> None:
    """Let the name of a paper or programme that opens a quotation go on to where the quotation closes.

    Names in quotation marks run over commas, semicolons and forty words; marks are a closed form.
    """
    for label in ("DOCUMENT", "PROGRAMME"):
        by_label[label] = [
            Found(label, found.first, _closed(words, inputs, found), found.score) for found in by_label.get(label, ())
        ]


def _closed(words: list[str], inputs: Inputs, found: Found) -> int:
    waiting: list[str] = []
    for word in range(found.first, min(len(words), found.first + _LONGEST_NAME)):
        mark = words[word]
        if word >= found.stop and (not waiting or inputs.sentences[word] != inputs.sentences[found.first]):
            break
        if waiting and mark == waiting[-1]:
            waiting.pop()
            if word >= found.stop and not waiting:
                return word + 1
        elif mark in _QUOTES and word < found.stop:
            waiting.append(_QUOTES[mark])
    return found.stop


def _numbered_papers(text: str, out: _Collector, by_label: dict[str, list[Found]]) -> None:
    """Set the papers right whose number says what they are ("15-CT/TU", "01-CTr/TU").

    The numbers are a closed form: of those in the training annotations 53 of 57 are annotated papers, and the other
    four are too, with another spacing of the number. Such a paper is added where the network saw none, parted from
    another one where it saw the two as one, and filed as a document or a programme by its kind.
    """
    known = [found for label in ("DOCUMENT", "PROGRAMME") for found in by_label.get(label, ())]
    papers: list[Found] = []
    for span in find_papers(text):
        number = parse_paper_number(span.number)
        if number is None or number.kind is None or number.issuer is None:
            continue
        first = int(np.searchsorted(out.ends, span.start, side="right"))
        stop = int(np.searchsorted(out.starts, span.end, side="left"))
        label = "PROGRAMME" if span.kind in _PROGRAMMES else "DOCUMENT"
        papers.append(Found(label, first, stop, _NUMBERED))
    for paper in papers:
        over = [found for found in known if found.first < paper.stop and paper.first < found.stop]
        whole = [found for found in over if found.first <= paper.first and paper.stop <= found.stop]
        alone = [found for found in whole if not any(_inside(other, found) for other in papers if other != paper)]
        if alone and alone[0].label == paper.label:
            continue  # the network saw it, and perhaps its title with it
        for found in over:
            if found in by_label[found.label]:
                by_label[found.label].remove(found)
        score = max((found.score for found in over), default=paper.score)
        extent = alone[0] if alone else paper
        by_label.setdefault(paper.label, []).append(Found(paper.label, extent.first, extent.stop, score))


def _inside(paper: Found, found: Found) -> bool:
    return found.first <= paper.first and paper.stop <= found.stop


def _issuer(reader: Reader, out: _Collector, directive: Found, index: int) -> None:
    barred = np.zeros(len(reader.inputs.words), bool)
    barred[directive.first : directive.stop] = True
    phrase = reader.name("issuer", directive.first, limits_of(barred, reader.inputs.sentences))
    if phrase is None:
        return
    start, end = out.extent(phrase)
    # A name or a position that the network saw there is what the words mean.
    named = [
        place
        for label in ("PERSON", "POSITION")
        for place, mention in enumerate(out.mentions)
        if mention.label == label and mention.start < end and start < mention.end
    ]
    out.link("issuer", index, named[0] if named else out.add("ISSUER", start, end, phrase.score), phrase.score)


def _quantity(
    reader: Reader,
    out: _Collector,
    found: Found,
    index: int,
    times: dict[int, TimeSpan],
    limits: NDArray[np.int64],
    pick: _Pick,
) -> None:
    # What is measured may begin in the figure's own words: "5 triệu hộ kinh doanh".
    of_indicator = limits.copy()
    last = found.stop
    if last < len(limits) and reader.inputs.sentences[last] == reader.inputs.sentences[found.first]:
        last = max(last, int(limits[last]))
    of_indicator[found.first + 1 : found.stop] = last
    for relation, label, bounds in (("indicator", "INDICATOR", of_indicator), ("subject", "SUBJECT", limits)):
        phrase = reader.phrase(relation, found.first, bounds)
        if phrase is not None:
            out.link(relation, index, out.add(label, *out.extent(phrase), phrase.score), phrase.score)
    pick("of", found, index, "QUANTITY")
    pick("programme", found, index, "PROGRAMME")
    candidates = sorted(times)
    meant = [(times[word].first, times[word].last) for word in candidates]
    chosen, score = reader.one("period", found.first, candidates, meant)
    if chosen >= 0:
        time = times[candidates[chosen]]
        out.link("period", index, out.add("TIME", time.start, time.end, score), score)


def _meeting(reader: Reader, out: _Collector, by_label: dict[str, list[Found]], places: dict[str, list[int]]) -> None:
    dates = by_label.get("DATE", [])
    if not dates and not by_label.get("MEETING"):
        return
    meetings = sorted(
        zip(by_label.get("MEETING", ()), places.get("MEETING", ()), strict=True), key=lambda m: -m[0].score
    )
    # A meeting may be dated without being named; then its date stands for it.
    best = max(dates, key=lambda d: d.score) if dates else None
    if meetings:
        index = meetings[0][1]
    elif best is not None:
        index = out.add("MEETING", *out.extent(best), best.score)
    if best is not None:
        out.link("date", index, out.add("TIME", *out.extent(best), best.score), best.score)
    for found, person in zip(by_label.get("PERSON", ()), places.get("PERSON", ()), strict=True):
        score = reader.chair(found)
        if score >= 0.5:
            out.link("chair", index, person, score)
