"""spaCy's DocBin: `doc.spans` has a group per label, `doc.user_data["ketluan"]` what spaCy has no place for.

Lossless: a span carries its label and id; links and the rest of the record are JSON in the user data. Tokens are words
and signs, cut where a span begins or ends inside one, so that no span is lost to tokenisation; they are not the
segmentation of `ketluan.load()`. Read a file with `DocBin().from_disk(path).get_docs(nlp.vocab)`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from ketluan.data.formats.packed import damaged, pack, unpack
from ketluan.data.marks import LABELS, Layers, Mark
from ketluan.data.pieces import pieces

__all__ = ["read", "write"]

_KEY: Final = "ketluan"


def write(layers: Iterable[Layers], out: Path) -> None:
    """Write one file of all reports."""
    vocab = Vocab()
    DocBin(docs=[_doc(report, vocab) for report in layers], store_user_data=True).to_disk(out)


def read(source: Path) -> Iterator[Layers]:
    """The reports of a file.

    Raises:
        AnnotationError: it is no DocBin, or has none of Ketluan's user data.
    """
    data = source.read_bytes()
    try:
        docs = list(DocBin().from_bytes(data).get_docs(Vocab()))
    except Exception as error:  # zlib, msgpack and spaCy raise many kinds
        raise damaged(source, "is no DocBin", "docbin") from error
    for number, doc in enumerate(docs, start=1):
        place = f"document {number}"
        marks = tuple(
            Mark(span.id_, label, span.start_char, span.end_char)
            for label in LABELS
            for span in doc.spans.get(label, ())
        )
        if _KEY not in doc.user_data:
            raise damaged(source, "has no user data of Ketluan", "docbin", place)
        yield unpack(json.loads(doc.user_data[_KEY]), doc.text, marks, source, place)


def _doc(report: Layers, vocab: Vocab) -> Doc:
    tokens = pieces(report.text, report.marks)
    words = [report.text[piece.start : piece.end] for piece in tokens]
    doc = Doc(vocab, words=words, spaces=[piece.space for piece in tokens])
    first = {piece.start: index for index, piece in enumerate(tokens)}
    after = {piece.end: index + 1 for index, piece in enumerate(tokens)}
    for label in LABELS:
        doc.spans[label] = [
            Span(doc, first[mark.start], after[mark.end], label=label, span_id=mark.id)
            for mark in report.marks
            if mark.label == label
        ]
    doc.user_data[_KEY] = json.dumps(pack(report), ensure_ascii=False)
    return doc
