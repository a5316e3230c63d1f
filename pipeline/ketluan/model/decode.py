"""From the network's numbers to mentions and links: the best path of each layer, the best pointer of each head."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ketluan.model.distances import columns_of, positions_of
from ketluan.model.features import Inputs
from ketluan.model.labels import ATTRIBUTES, RELATIONS, tags_of

__all__ = ["Found", "Heads", "Outputs", "Reader", "limits_of", "viterbi"]

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
LONGEST_PHRASE = 24  # words in an indicator or a subject at the most
LIKELY_STARTS = 6  # of the words where it may begin so many are tried
LIKELY_RUNS = 16  # of the runs of words that may be a phrase so many are weighed …
LEAST_SHARE = 0.001  # … if they are at least so likely, measured by the likeliest
# A head that points to nothing with at least this probability has no tail, or no phrase; an addressee is one from this
# on. Chosen on held-out reports, each among a tenth up and down of that of the model before; that of positions is
# that model's.
NOTHING = {"of": 0.5, "period": 0.6, "programme": 0.5, "position": 0.6, "subject": 0.4, "issuer": 0.5}
ADDRESSEE = 0.4
# Added to the score of a label's first word where the network finds too few or too many; chosen there, too.
LEANINGS = {"POSITION": 1.0, "PROGRAMME": -0.5, "DOCUMENT": 0.5}


@dataclass(frozen=True, slots=True)
class Heads:
    """The weights that decoding needs beside the network's outputs (see `ensemble.Ensemble.tensors`).

    Attributes:
        distance: (relations, `distances.COLUMNS`) how much each class of distance counts for every head.
        distances: (relations, P, `distances.COLUMNS`) the same for each of the P things that a head may prefer.
        reach: words that a pointer reaches to either side.
    """

    transitions: dict[str, Floats]
    starts: dict[str, Floats]
    judge: Floats
    attributes: dict[str, tuple[Floats, Floats]]
    distance: Floats
    distances: Floats
    reach: int


@dataclass(frozen=True, slots=True)
class Outputs:
    """What the network says of one report of W words, in the order of `ensemble.Ensemble.forward`."""

    begins: Floats
    ends: Floats
    emissions: dict[str, Floats]
    directive: Floats
    chair: Floats
    queries: Floats
    keys: Floats
    preferences: Floats
    nothing: Floats


@dataclass(frozen=True, slots=True)
class Found:
    """A labelled run of words, first to one after the last, with its probability."""

    label: str
    first: int
    stop: int
    score: float


def softmax(scores: Floats) -> Floats:
    """Return the probabilities along the last axis."""
    grown = np.exp(scores - scores.max(-1, keepdims=True))
    probabilities: Floats = grown / grown.sum(-1, keepdims=True)
    return probabilities


def sigmoid(scores: Floats) -> Floats:
    """Return the logistic function of each score."""
    return np.asarray(1 / (1 + np.exp(-np.clip(scores, -30, 30))), np.float32)


def _by_sentence(sentences: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    starts = np.flatnonzero(np.r_[True, sentences[1:] != sentences[:-1]])
    counts = np.diff(np.r_[starts, len(sentences)])
    mask = np.arange(counts.max())[None] < counts[:, None]
    return np.where(mask, starts[:, None] + np.arange(counts.max())[None], starts[:, None]), mask


def viterbi(emissions: Floats, sentences: Ints, moves: Floats, start: Floats) -> tuple[Ints, Floats]:
    """Return each word's tag on the best path of its sentence, and that tag's marginal probability.

    Args:
        emissions: (W, T) scores of the words' tags.
        sentences: (W,) running number of each word's sentence.
        moves: (T, T) scores from tag to tag; start: (T,) scores of a sentence's first tag.
    """
    places, mask = _by_sentence(sentences)
    padded = emissions[places]
    count, longest, tags = padded.shape
    best = start + padded[:, 0]
    forward = best.copy()
    forwards = np.empty((longest, count, tags), np.float32)
    back = np.zeros((longest, count, tags), np.int64)
    forwards[0] = forward
    for word in range(1, longest):
        live = mask[:, word, None]
        reached = best[:, :, None] + moves
        back[word] = np.where(live, reached.argmax(1), np.arange(tags))
        best = np.where(live, reached.max(1) + padded[:, word], best)
        summed = forward[:, :, None] + moves
        top = summed.max(1)
        summed = np.log(np.exp(summed - top[:, None]).sum(1)) + top + padded[:, word]
        forward = np.where(live, summed, forward)
        forwards[word] = forward
    path = np.empty((longest, count), np.int64)
    path[-1] = best.argmax(1)
    for word in range(longest - 1, 0, -1):
        path[word - 1] = back[word][np.arange(count), path[word]]
    backward = np.zeros((count, tags), np.float32)
    marginal = np.empty((longest, count), np.float32)
    for word in range(longest - 1, -1, -1):
        probabilities = softmax(forwards[word] + backward)
        marginal[word] = probabilities[np.arange(count), path[word]]
        if word:
            ahead = moves[None] + (padded[:, word] + backward)[:, None]
            top = ahead.max(2)
            stepped = np.log(np.exp(ahead - top[:, :, None]).sum(2)) + top
            backward = np.where(mask[:, word, None], stepped, backward)
    # A padded place repeats its sentence's last tag, so only real places are read.
    tags_out = np.zeros(len(sentences), np.int64)
    scores_out = np.zeros(len(sentences), np.float32)
    tags_out[places[mask]] = path.T[mask]
    scores_out[places[mask]] = marginal.T[mask]
    return tags_out, scores_out


def spans_of(layer: str, tags: Ints, scores: Floats, sentences: Ints) -> list[Found]:
    """Return the spans of a tag sequence; a span's score is that of its least certain word."""
    names = tags_of(layer)
    found: list[Found] = []
    word = 0
    while word < len(tags):
        name = names[tags[word]]
        if name == "O":
            word += 1
            continue
        stop = word + 1
        while stop < len(tags) and names[tags[stop]] == f"I-{name[2:]}" and sentences[stop] == sentences[word]:
            stop += 1
        found.append(Found(name[2:], word, stop, float(scores[word:stop].min())))
        word = stop
    return found


class Reader:
    """Answers what the heads ask of one report.

    Args:
        words: the text of each word.
    """

    def __init__(self, outputs: Outputs, heads: Heads, inputs: Inputs, words: Sequence[str]) -> None:
        self.outputs, self.heads, self.inputs = outputs, heads, inputs
        self._syllables = [frozenset(word.casefold().split()) if word[0].isalnum() else frozenset() for word in words]
        # By relation, in one piece each: (relations, words, width).
        self._keys = np.ascontiguousarray(outputs.keys.transpose(1, 0, 2))
        self._positions = positions_of(inputs)
        self._preferred: dict[int, tuple[Floats, Ints]] = {}

    def spans(self, layer: str) -> list[Found]:
        """Return the spans of one layer."""
        leaning = np.array([LEANINGS.get(tag[2:], 0.0) * (tag[0] == "B") for tag in tags_of(layer)], np.float32)
        tags, scores = viterbi(
            self.outputs.emissions[layer] + leaning,
            self.inputs.sentences,
            self.heads.transitions[layer],
            self.heads.starts[layer],
        )
        return spans_of(layer, tags, scores, self.inputs.sentences)

    def directives(self, clauses: Ints) -> list[Found]:
        """Return the clauses that are directives, from the word at which each starts to that at which it ends."""
        found = []
        for first, stop in clauses:
            logits = self.outputs.directive[first:stop]
            probabilities = softmax(np.r_[np.float32(0), logits])
            if probabilities[0] < 0.5:
                start = int(first) + int(probabilities[1:].argmax())
                end = self._end(start, int(stop))
                found.append(Found("DIRECTIVE", start, end, float(1 - probabilities[0])))
        return found

    def _end(self, first: int, stop: int) -> int:
        """Return one after the last word of a directive, whose clause goes on up to `stop`."""
        scores, low = self.scores("directive_end", first)
        return first + 1 + int(scores[1 + first - low : 1 + stop - low].argmax())

    def logits(self, quantity: Found) -> dict[str, Floats]:
        """Return the scores of each attribute's values for a quantity."""
        begins, ends = self.outputs.begins[quantity.first], self.outputs.ends[quantity.stop - 1]
        hidden = np.maximum(begins + ends + self.heads.judge, 0)
        return {name: weight @ hidden + bias for name, (weight, bias) in self.heads.attributes.items()}

    def attributes(self, quantity: Found) -> dict[str, str]:
        """Return what a quantity says of itself."""
        return {name: ATTRIBUTES[name][int(logits.argmax())] for name, logits in self.logits(quantity).items()}

    def chair(self, person: Found) -> float:
        """Return the probability that a person chairs."""
        return float(sigmoid(self.outputs.chair[person.first]))

    def scores(self, relation: str, head: int) -> tuple[Floats, int]:
        """Return the scores of pointing to nothing and to each word within reach, and the first such word."""
        r, reach = RELATIONS.index(relation), self.heads.reach
        low, high = max(0, head - reach), min(len(self.inputs.words), head + reach + 1)
        if head not in self._preferred:
            told = np.einsum("rp,rpc->rc", self.outputs.preferences[head], self.heads.distances) + self.heads.distance
            columns = columns_of(self._positions, np.array([head]), low, high)[:, 0]
            self._preferred[head] = told.astype(np.float32), columns
        preferred, columns = self._preferred[head]
        query = self.outputs.queries[head, r]
        points = self._keys[r, low:high] @ query / np.float32(np.sqrt(len(query)))
        points += preferred[r][columns].sum(0)
        return np.concatenate((self.outputs.nothing[head, r : r + 1], points)).astype(np.float32), low

    def one(self, relation: str, head: int, places: Sequence[int], meant: Sequence[Hashable]) -> tuple[int, float]:
        """Return which of the candidate words a head points to (its place in the list), or -1, and the probability.

        Args:
            meant: what each candidate stands for. A head points to that which all its candidates together make the
                likeliest, and there to the likeliest candidate.
        """
        scores, low = self.scores(relation, head)
        within = [i for i, place in enumerate(places) if 0 <= place - low < len(scores) - 1 and place != head]
        chosen = softmax(np.array([scores[0], *(scores[1 + places[i] - low] for i in within)], np.float32))
        if not within or chosen[0] >= NOTHING[relation]:
            return -1, float(chosen[0])
        together: dict[Hashable, float] = defaultdict(float)
        for i, probability in zip(within, chosen[1:], strict=True):
            together[meant[i]] += float(probability)
        best = max(together, key=lambda key: together[key])
        probability, place = max((float(p), i) for p, i in zip(chosen[1:], within, strict=True) if meant[i] == best)
        return place, together[best]

    def several(self, relation: str, head: int, places: list[int]) -> list[tuple[int, float]]:
        """Return all candidate words that a head points to, each judged alone."""
        scores, low = self.scores(relation, head)
        found = []
        for i, place in enumerate(places):
            if 0 <= place - low < len(scores) - 1:
                probability = float(sigmoid(scores[1 + place - low] - scores[0]))
                if probability >= ADDRESSEE:
                    found.append((i, probability))
        return found

    def phrase(self, relation: str, head: int, limits: Ints) -> Found | None:
        """Return the run of words that a head points to, or None where it points to nothing.

        Of the likely runs that is taken which most likely has half of its syllables in common with the right one
        (minimum Bayes risk): an annotator may begin or end a phrase a word earlier or later, and a core with many
        likely ends is a better answer than the one likeliest pair of ends.

        Args:
            limits: (W,) where a run that starts at each word ends at the latest (see `limits_of`).
        """
        runs = self._runs(relation, head, limits)
        if not runs:
            return None
        syllables = [frozenset().union(*self._syllables[first:stop]) for _, first, stop in runs]
        risks = [
            sum(score for (score, _, _), other in zip(runs, syllables, strict=True) if _alike(one, other))
            for one in syllables
        ]
        best = max(range(len(runs)), key=lambda i: (risks[i], runs[i][0]))
        return Found(relation, runs[best][1], runs[best][2], risks[best])

    def name(self, relation: str, head: int, limits: Ints) -> Found | None:
        """Return the likeliest run of words that a head points to, or None: for names, which are right or wrong."""
        runs = self._runs(relation, head, limits)
        return Found(relation, runs[0][1], runs[0][2], runs[0][0]) if runs else None

    def _runs(self, relation: str, head: int, limits: Ints) -> list[tuple[float, int, int]]:
        """Return probability, first word and one after the last of the likely runs, the likeliest first."""
        starts, low = self.scores(relation, head)
        first_p = softmax(starts)
        # Only the first word's pointer was taught when there is no phrase. What is measured is always told.
        if relation in NOTHING and first_p[0] >= NOTHING[relation]:
            return []
        last_p = softmax(self.scores(f"{relation}_end", head)[0])[1:]
        first_p = first_p[1:]
        scores: list[Floats] = []
        bounds: list[tuple[int, int]] = []
        for first in np.argsort(-first_p)[:LIKELY_STARTS].tolist():
            last = min(int(limits[low + first]) - low, first + LONGEST_PHRASE, len(last_p))
            if last > first:
                scores.append(first_p[first] * last_p[first:last])
                bounds += [(low + first, low + stop) for stop in range(first + 1, last + 1)]
        if not bounds:
            return []
        whole = np.concatenate(scores)
        order = np.argsort(-whole, kind="stable")[:LIKELY_RUNS]
        least = LEAST_SHARE * whole[order[0]]
        return [(float(whole[i]), *bounds[i]) for i in order.tolist() if whole[i] >= least]


def limits_of(barred: NDArray[np.bool_], sentences: Ints) -> Ints:
    """Return (W,) one after the last word of the longest run from each word that stays within its sentence and holds
    no barred word; of a barred word the word itself."""
    words = np.arange(len(barred))
    stops = np.r_[sentences[1:] != sentences[:-1], True]
    after_sentence = np.where(stops, words + 1, len(words))
    before_barred = np.where(barred, words, len(words))
    nearest: Ints = np.minimum.accumulate(np.minimum(after_sentence, before_barred)[::-1])[::-1]
    return nearest


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return 2 * len(one & other) >= len(one | other) > 0
