"""The spaCy pipeline that everything else builds on: words and sentences, nothing learned."""

from __future__ import annotations

import spacy
from spacy.language import Language

from ketluan.tokenise.words import VietnameseTokenizer

__all__ = ["blank"]


def blank() -> Language:
    """Return a `Language` with the Vietnamese tokenizer and the sentence splitter.

    Raises:
        ModelError: underthesea's word segmentation model is not installed (at the first text).
    """
    import ketluan.tokenise.sentences  # noqa: F401  (registers the component)

    # spaCy's own "vi" wants another segmenter; "xx" is its language-neutral class.
    nlp = spacy.blank("xx")
    nlp.tokenizer = VietnameseTokenizer(nlp.vocab)
    nlp.add_pipe("ketluan_sentences")
    return nlp
