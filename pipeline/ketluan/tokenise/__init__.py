"""Text to words and sentences: exact offsets in, exact offsets out."""

from __future__ import annotations

from ketluan.tokenise.tone import unify_tone
from ketluan.tokenise.words import VietnameseTokenizer, create_tokenizer

__all__ = ["VietnameseTokenizer", "create_tokenizer", "unify_tone"]
