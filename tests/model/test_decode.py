"""Decoding in numpy says what the network's own mathematics say."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ketluan.model.decode import Heads, Outputs, Reader, limits_of, softmax, spans_of, viterbi
from ketluan.model.distances import COLUMNS
from ketluan.model.features import Inputs
from ketluan.model.labels import RELATIONS, tags_of

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


def test_spans_end_with_their_sentence_and_take_the_least_certain_word() -> None:
    names = tags_of("meeting")
    b, i = names.index("B-MEETING"), names.index("I-MEETING")
    found = spans_of(
        "meeting", np.array([0, b, i, b, i]), np.array([1, 0.9, 0.5, 0.8, 0.7], np.float32), np.array([0, 0, 0, 1, 1])
    )
    assert [(f.first, f.stop, round(f.score, 2)) for f in found] == [(1, 3, 0.5), (3, 5, 0.7)]


def _reader(words: list[str], first: dict[int, float], last: dict[int, float], nothing: float = 0.0) -> Reader:
    """A reader of one sentence whose word 0 points to indicators by the given probabilities of first and last word."""
    count, relations = len(words), len(RELATIONS)
    keys = np.repeat(np.eye(count, dtype=np.float32)[:, None], relations, axis=1)
    queries = np.zeros((count, relations, count), np.float32)
    for relation, told in ((RELATIONS.index("subject"), first), (RELATIONS.index("subject_end"), last)):
        odds = np.log(np.array([max(told.get(word, 0.0), 1e-9) for word in range(count)], np.float32))
        queries[0, relation] = odds * np.sqrt(count)
    silence = np.full((count, relations), np.log(max(nothing, 1e-9)), np.float32)
    flat = np.zeros(count, np.float32)
    preferences = np.zeros((count, relations, 1), np.float32)
    ends = np.zeros((count, 2), np.float32)
    outputs = Outputs(ends, ends, {}, flat, flat, queries, keys, preferences, silence)
    heads = Heads(
        transitions={},
        starts={},
        judge=np.zeros(2, np.float32),
        attributes={},
        distance=np.zeros((relations, COLUMNS), np.float32),
        distances=np.zeros((relations, 1, COLUMNS), np.float32),
        reach=50,
    )
    order = np.arange(count)
    return Reader(outputs, heads, Inputs(*[order] * 4, order, order, order, order * 0, order), words)


WORDS = ["5", "xã", "đạt", "chuẩn", "nông", "thôn", "mới", "nâng", "cao"]
ANYWHERE = np.full(len(WORDS), len(WORDS))


def test_a_phrase_is_the_one_that_agrees_with_most_of_the_likely_ones() -> None:
    # The single likeliest run is word 1 alone; three runs from word 3 on, which share most words, outweigh it.
    reader = _reader(WORDS, {1: 0.4, 3: 0.6}, {1: 0.4, 5: 0.2, 6: 0.2, 7: 0.2})
    best = reader.phrase("subject", 0, ANYWHERE)
    assert best is not None
    assert (best.first, best.stop) == (3, 7)
    name = reader.name("subject", 0, ANYWHERE)
    assert name is not None
    assert (name.first, name.stop) == (1, 2)


def test_where_a_head_points_to_nothing_there_is_no_phrase() -> None:
    reader = _reader(WORDS, {1: 0.3}, {1: 1.0}, nothing=0.7)
    assert reader.phrase("subject", 0, ANYWHERE) is None
    assert reader.name("subject", 0, ANYWHERE) is None


def test_a_phrase_lies_where_it_may() -> None:
    reader = _reader(WORDS, {1: 0.9, 3: 0.1}, {1: 0.9, 4: 0.1})
    found = reader.phrase("subject", 0, np.where(np.arange(len(WORDS)) >= 3, len(WORDS), 0))
    assert found is not None
    assert (found.first, found.stop) == (3, 5)


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=12))
def test_a_run_ends_with_its_sentence_and_before_what_is_barred(words: list[tuple[bool, bool]]) -> None:
    barred = np.array([bar for bar, _ in words])
    sentences = np.cumsum([starts for _, starts in words])
    limits = limits_of(barred, sentences)
    for first in range(len(words)):
        runs = range(first + 1, len(words) + 1)
        possible = [s for s in runs if not barred[first:s].any() and sentences[first] == sentences[s - 1]]
        assert limits[first] == max(possible, default=first)


def test_a_directive_ends_where_its_first_word_points_within_its_clause() -> None:
    reader = _reader(WORDS, {}, {})
    relation = RELATIONS.index("directive_end")
    reader.outputs.directive[:] = -9.0
    reader.outputs.directive[2] = 9.0
    reader.outputs.queries[2, relation, [1, 5, 8]] = [3.0, 2.0, 4.0]  # before it, inside, in the next clause
    found = reader.directives(np.array([[0, 7], [7, 9]]))
    assert [(f.first, f.stop) for f in found] == [(2, 6)]
