"""How far the confidence of predicted facts can be trusted, and what an editor gains by reading doubtful ones first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ketluan.evaluate.counts import right_facts
from ketluan.evaluate.facts import reduce_record
from ketluan.record import Record

__all__ = ["SHARES", "Claim", "calibration_error", "claims_of", "errors_caught", "judged"]

SHARES = (0.05, 0.1, 0.2, 0.3, 0.5)
"""Parts of the facts, the least certain first, for which the editor's gain is told."""

_BINS = 10
_ONCE = ("officials", "documents", "programmes")


@dataclass(frozen=True, slots=True)
class Claim:
    """One predicted fact: its kind ("metrics"), its confidence in [0, 1], and whether the gold has it."""

    kind: str
    confidence: float
    right: bool


def judged(gold: Record, predicted: Record) -> dict[str, list[bool]]:
    """Whether each predicted fact is right, by kind; one of several mentions is if each of them is."""
    found: dict[str, list[bool]] = {}
    for kind, right in right_facts(reduce_record(gold), reduce_record(predicted)).items():
        at = 0
        found[kind] = []
        for fact in getattr(predicted, kind):
            size = 1 if kind in _ONCE else len(fact.mentions)
            found[kind].append(all(right[at : at + size]))
            at += size
    return found


def claims_of(predicted: Record, right: Mapping[str, Sequence[bool]]) -> list[Claim]:
    """The predicted facts of a report that carry a confidence, which `judged` has found right or wrong."""
    return [
        Claim(kind, fact.confidence, judgement)
        for kind, of_kind in right.items()
        for fact, judgement in zip(getattr(predicted, kind), of_kind, strict=True)
        if fact.confidence is not None
    ]


def calibration_error(claims: Iterable[Claim]) -> float:
    """The expected calibration error (Naeini et al. 2015) over ten bins of equal width; 0 without claims.

    The mean distance between how sure the claims of a bin are and how many are right, weighted by their number.
    """
    bins: list[list[Claim]] = [[] for _ in range(_BINS)]
    for claim in claims:
        bins[min(int(claim.confidence * _BINS), _BINS - 1)].append(claim)
    total = sum(map(len, bins))
    off = sum(abs(sum(c.confidence for c in claims) - sum(c.right for c in claims)) for claims in bins)
    return off / total if total else 0.0


def errors_caught(claims: Sequence[Claim], share: float) -> float:
    """The part of all wrong claims that is among the least certain `share` of them; 1 where none is wrong."""
    doubtful = sorted(claims, key=lambda claim: claim.confidence)[: round(share * len(claims))]
    wrong = sum(not claim.right for claim in claims)
    return sum(not claim.right for claim in doubtful) / wrong if wrong else 1.0
