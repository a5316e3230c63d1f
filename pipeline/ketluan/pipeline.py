"""The way from a report to its record: a spaCy `Language` whose components are the stages.

    nlp = ketluan.load()
    doc = nlp("…")            doc._.record is the Record, doc.spans["ketluan"] holds the mentions for displacy

What a report carries beside its text (its id, its day) goes in as `doc._.document`; `Extractor` does this.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from ketluan.analysis import Analysis
from ketluan.assemble import assemble
from ketluan.assemble.doubtful import LEAST, without_doubtful
from ketluan.check import check
from ketluan.document import Document
from ketluan.errors import InputError
from ketluan.model.calibration import confident
from ketluan.model.runtime import Analyser
from ketluan.read import read_bytes
from ketluan.record import Record
from ketluan.tokenise.language import blank

__all__ = ["Extractor", "extract", "load"]

_SPANS = "ketluan"


def _document(doc: Doc) -> Document:
    known: Document | None = doc._.document
    return known or Document(text=doc.text, doc_id="text")


class _Analyse:
    """Fills `doc._.ketluan` with what the model finds, and `doc.spans["ketluan"]` with its mentions."""

    def __init__(self, analyser: Analyser) -> None:
        self.analyser = analyser

    def __call__(self, doc: Doc) -> Doc:
        analysis = self.analyser(doc, _document(doc).published)
        doc._.ketluan = analysis
        spans = (doc.char_span(m.start, m.end, label=m.label, alignment_mode="expand") for m in analysis.mentions)
        doc.spans[_SPANS] = [span for span in spans if span is not None]
        return doc


@Language.component("ketluan_assemble")
def _assemble(doc: Doc) -> Doc:
    """Fills `doc._.record` from the analysis."""
    doc._.record = assemble(_document(doc), doc._.ketluan)
    return doc


class _Confide:
    """Makes the facts of `doc._.record` as sure as such facts are right, as the pipeline's model tells, and leaves out
    those that are less sure than `least`."""

    def __init__(self, nlp: Language, least: float) -> None:
        self.nlp = nlp
        self.least = least

    def __call__(self, doc: Doc) -> Doc:
        model = self.nlp.get_pipe("ketluan_model")
        assert isinstance(model, _Analyse)
        doc._.record = without_doubtful(confident(doc._.record, model.analyser.calibration), self.least)
        return doc


@Language.component("ketluan_check")
def _check(doc: Doc) -> Doc:
    """Puts the arithmetic checks into `doc._.record`."""
    doc._.record = check(doc._.record, doc.text)
    return doc


@Language.factory("ketluan_model", default_config={"model": None})
def _model(nlp: Language, name: str, model: str | None) -> _Analyse:
    return _Analyse(Analyser(Path(model) if model else None))


@Language.factory("ketluan_confidence", default_config={"least": LEAST})
def _confidence(nlp: Language, name: str, least: float) -> _Confide:
    return _Confide(nlp, least)


for _name, _default in (("document", None), ("ketluan", Analysis()), ("record", None)):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=_default)


def load(model: str | Path | None = None, *, least: float = LEAST) -> Language:
    """Return the whole pipeline.

    Args:
        model: a model folder; None for the one that ships.
        least: the confidence in [0, 1] below which a fact is left out; 0 keeps all.

    Raises:
        ModelError: the model folder is missing, damaged or foreign, or underthesea's segmentation model is not there.
    """
    nlp = blank()
    nlp.add_pipe("ketluan_model", config={"model": str(model) if model else None})
    nlp.add_pipe("ketluan_assemble")
    nlp.add_pipe("ketluan_confidence", config={"least": least})
    nlp.add_pipe("ketluan_check")
    # Reports may be as long as they like: the model reads them in bounded parts.
    nlp.max_length = 1 << 31
    return nlp


class Extractor:
    """A loaded pipeline that takes documents and gives records.

    Args:
        model, least: see `load`.

    Raises:
        ModelError: see `load`.
    """

    def __init__(self, model: str | Path | None = None, *, least: float = LEAST) -> None:
        self.nlp = load(model, least=least)

    def extract(self, document: Document) -> Record:
        """Return the record of one report."""
        doc = self.nlp.make_doc(document.text)
        doc._.document = document
        record: Record = self.nlp(doc)._.record
        return record

    def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
        """Yield the records of a stream of reports, one at a time, in order."""
        return map(self.extract, documents)


def extract(
    text: str,
    *,
    published: date | str | None = None,
    title: str | None = None,
    uri: str | None = None,
    doc_id: str = "text",
    model: Extractor | None = None,
) -> Record:
    """Return the record of one report.

    Args:
        text: the report; its NFC form is what the record's offsets count in.
        published: the day it speaks from, as a date or in ISO form; relative dates have no days without it.
        title: its headline where the text does not hold it; uri: where it is from; doc_id: the id for the record.
        model: a loaded extractor; None loads the one that ships, anew for every call, so pass one for many reports.

    Raises:
        InputError: the text is empty or holds no text.
        ModelError: see `load`.
    """
    document = Document(
        # A lone surrogate is no character: read_bytes refuses it as it does other bytes that are not UTF-8.
        text=read_bytes(text.encode("utf-8", "surrogatepass"), uri or doc_id),
        doc_id=doc_id,
        uri=uri,
        title=title,
        published=_day(published, uri or doc_id),
    )
    return (model or Extractor()).extract(document)


def _day(published: date | str | None, source: str) -> date | None:
    if not isinstance(published, str):
        return published
    try:
        return date.fromisoformat(published)
    except ValueError as error:
        raise InputError(
            f"published is {published!r}, which is no day", source=source, mend="write it as YYYY-MM-DD"
        ) from error
