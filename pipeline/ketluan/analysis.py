"""What the model says of one report, before it is normalised and assembled into a record."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = ["LINK_LABELS", "MENTION_LABELS", "Analysis", "Link", "Mention"]

MENTION_LABELS = (
    "PERSON", "POSITION", "DOCUMENT", "PROGRAMME", "QUANTITY", "INDICATOR", "SUBJECT", "TIME",
    "DEADLINE", "MEETING", "DIRECTIVE", "ISSUER", "ADDRESSEE",
)  # fmt: skip
LINK_LABELS = (
    "position", "indicator", "subject", "period", "of", "programme", "issuer", "addressee", "deadline", "chair", "date",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the report that states something.

    Attributes:
        label: one of `MENTION_LABELS`.
        start: first code point in the report's text.
        end: the code point after the last.
        score: the model's probability, in [0, 1].
        attributes: for a QUANTITY its change, status and basis, in the words of `ketluan.record.Metric` (an
            empty basis where it has none); empty for the others.
    """

    label: str
    start: int
    end: int
    score: float
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A relation between two mentions, by their places in `Analysis.mentions`."""

    label: str
    head: int
    tail: int
    score: float


@dataclass(frozen=True, slots=True)
class Analysis:
    """All mentions and links of one report, mentions in the order of the text."""

    mentions: list[Mention] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
