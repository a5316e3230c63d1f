"""The names of the formats, apart from their code: the command line knows them before it loads anything."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Format"]


class Format(StrEnum):
    """A format that records are exported to and imported from."""

    DOCBIN = "docbin"
    CONLL = "conll"
    BRAT = "brat"
    LABEL_STUDIO = "label-studio"
    HF = "hf"
