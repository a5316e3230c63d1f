"""Scores of entities, as conlleval counts them."""

from __future__ import annotations

import pytest

pytest.importorskip("seqeval", reason="scoring needs the extra `train`")

from ketluan.ner.scores import Score, entity_scores

GOLD = [["B-PER", "I-PER", "O", "B-LOC"], ["O", "B-PER"]]


def test_an_entity_counts_whole() -> None:
    scores = entity_scores(GOLD, [["B-PER", "O", "O", "B-LOC"], ["O", "B-PER"]])
    assert scores.types == {"LOC": Score(1.0, 1.0, 1.0, 1), "PER": Score(0.5, 0.5, 0.5, 2)}
    assert scores.micro == Score(2 / 3, 2 / 3, 2 / 3, 3)
    assert scores.sentences == 2


def test_a_wrong_type_is_wrong_twice() -> None:
    scores = entity_scores([["B-PER"]], [["B-LOC"]])
    assert scores.types == {"LOC": Score(0.0, 0.0, 0.0, 0), "PER": Score(0.0, 0.0, 0.0, 1)}


def test_nothing_found_and_nothing_there() -> None:
    assert entity_scores(GOLD, [["O"] * 4, ["O"] * 2]).micro == Score(0.0, 0.0, 0.0, 3)
    assert entity_scores([["O"]], [["B-PER"]]).micro == Score(0.0, 0.0, 0.0, 0)
    assert entity_scores([["O"]], [["O"]]).types == {}
