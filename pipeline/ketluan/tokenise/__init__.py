"""Text to words and sentences: exact offsets in, exact offsets out."""

from __future__ import annotations

from ketluan.tokenise.sentences import SentenceSplitter, create_sentence_splitter
from ketluan.tokenise.tone import unify_tone
from ketluan.tokenise.words import VietnameseTokenizer, create_tokenizer

__all__ = ["SentenceSplitter", "VietnameseTokenizer", "create_sentence_splitter", "create_tokenizer", "unify_tone"]
