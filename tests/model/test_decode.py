"""Decoding in numpy says what the network's own mathematics say."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketluan.model.decode import distance_buckets, softmax, spans_of, viterbi
from ketluan.model.labels import tags_of

torch = pytest.importorskip("torch", reason="the network is only there with the extra `train`")


def _chains(count: int, length: int) -> list[tuple[int, ...]]:
    return list(itertools.product(range(count), repeat=length))


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 4), min_size=1, max_size=3))
def test_viterbi_finds_the_best_path_and_its_marginals(seed: int, lengths: list[int]) -> None:
    rng = np.random.default_rng(seed)
    tags, words = 3, sum(lengths)
    emissions = rng.normal(size=(words, tags)).astype(np.float32)
    moves = rng.normal(size=(tags, tags)).astype(np.float32)
    start = rng.normal(size=tags).astype(np.float32)
    sentences = np.repeat(np.arange(len(lengths)), lengths)
    found, scores = viterbi(emissions, sentences, moves, start)
    first = 0
    for length in lengths:
        chains = _chains(tags, length)
        weights = np.array(
            [
                start[c[0]]
                + sum(emissions[first + i, tag] for i, tag in enumerate(c))
                + sum(moves[a, b] for a, b in itertools.pairwise(c))
                for c in chains
            ]
        )
        best = chains[int(weights.argmax())]
        assert tuple(found[first : first + length]) == best
        probabilities = softmax(weights)
        for i in range(length):
            marginal = sum(p for p, c in zip(probabilities, chains, strict=True) if c[i] == best[i])
            assert scores[first + i] == pytest.approx(marginal, abs=1e-4)
        first += length


def test_crf_loss_is_the_negative_log_likelihood() -> None:
    from ketluan.model.network import CRF

    torch.manual_seed(0)
    names = tags_of("meeting")
    crf = CRF(names)
    torch.nn.init.normal_(crf.transitions)
    emissions = torch.randn(1, 4, len(names))
    gold = torch.tensor([[0, 1, 2, 0]])
    moves, start = (matrix.detach() for matrix in crf.matrices())

    def weight(chain: tuple[int, ...]) -> float:
        total = start[chain[0]] + sum(emissions[0, i, tag] for i, tag in enumerate(chain))
        return float(total + sum(moves[a, b] for a, b in itertools.pairwise(chain)))

    everything = np.logaddexp.reduce([weight(c) for c in _chains(len(names), 4)])
    expected = everything - weight(tuple(gold[0].tolist()))
    assert crf.loss(emissions, gold, torch.ones(1, 4).long()).item() == pytest.approx(expected, abs=1e-4)


def test_distances_fall_into_the_same_classes_in_training_and_inference() -> None:
    from ketluan.model.network import BUCKETS, distance_bucket

    distances = np.arange(-900, 901)
    assert (distance_buckets(distances, BUCKETS) == distance_bucket(torch.from_numpy(distances)).numpy()).all()
    assert set(distance_buckets(np.arange(-4, 5), BUCKETS)) == set(range(BUCKETS // 2 - 4, BUCKETS // 2 + 5))


def test_spans_end_with_their_sentence_and_take_the_least_certain_word() -> None:
    names = tags_of("meeting")
    b, i = names.index("B-MEETING"), names.index("I-MEETING")
    found = spans_of(
        "meeting", np.array([0, b, i, b, i]), np.array([1, 0.9, 0.5, 0.8, 0.7], np.float32), np.array([0, 0, 0, 1, 1])
    )
    assert [(f.first, f.stop, round(f.score, 2)) for f in found] == [(1, 3, 0.5), (3, 5, 0.7)]
