"""Entity-level scores as seqeval gives them, which are those of CoNLL's conlleval.

An entity counts where its first word, its last word and its type are all right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from seqeval.metrics import classification_report

__all__ = ["EntityScores", "Score", "entity_scores"]


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one type or of all, and how many entities the file has of it."""

    precision: float
    recall: float
    f1: float
    gold: int


@dataclass(frozen=True, slots=True)
class EntityScores:
    """The scores of each type that the file or the tagger knows, in alphabetical order, and their micro-average."""

    types: dict[str, Score]
    micro: Score
    sentences: int

    def to_dict(self) -> dict[str, Any]:
        """Return the scores for JSON."""
        return asdict(self)


def entity_scores(gold: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> EntityScores:
    """Compare tags with the gold ones.

    Args:
        gold: the tags of each sentence, BIO; found: as many of each, BIO.
    """
    if all(tag == "O" for tags in (*gold, *found) for tag in tags):
        return EntityScores({}, Score(0.0, 0.0, 0.0, 0), len(gold))
    told = classification_report([list(t) for t in gold], [list(t) for t in found], output_dict=True, zero_division=0)
    scores = {
        name: Score(float(row["precision"]), float(row["recall"]), float(row["f1-score"]), int(row["support"]))
        for name, row in told.items()
    }
    types = {name: score for name, score in scores.items() if not name.endswith(" avg")}
    return EntityScores(types, scores["micro avg"], len(gold))
