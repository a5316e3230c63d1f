"""Doubtful facts are left out, and nothing points at them any more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ketluan.assemble.doubtful import without_doubtful
from ketluan.record import Record

SPAN = {"start": 0, "end": 1, "text": "a"}
KINDS = ("officials", "documents", "programmes", "metrics", "directives", "deadlines")


def _record(*sure: float | None) -> Record:
    """Two facts of each kind, the first of each pointing at the second where it can; `sure` by kind, two each."""
    told = iter(sure)

    def fact(identity: str, **more: object) -> dict[str, object]:
        return {"id": identity, "mentions": [SPAN], "confidence": next(told), **more}

    figure = {"indicator": "i", "value": "1", "unit": "ha"}
    return Record.model_validate(
        {
            "doc_id": "r",
            "meeting": {"name": None, "date": None, "chairs": ["o1", "o2"]},
            "officials": [fact(identity, name="A B") for identity in ("o1", "o2")],
            "documents": [fact(identity, kind="Luật") for identity in ("d1", "d2")],
            "programmes": [fact(identity, kind="Dự án", name="dự án") for identity in ("p1", "p2")],
            "metrics": [
                fact("m1", **figure, basis={"kind": "plan", "of": "m2"}, programme="p2"),
                fact("m2", **figure, basis={"of": "m1"}),
            ],
            "directives": [
                fact("x1", action="a", issuer={"official": "o2", "text": "A B"}, deadline="t2", programme="p2"),
                fact("x2", action="a", issuer={"text": "UBND"}),
            ],
            "deadlines": [fact("t1"), fact("t2")],
        }
    )


def test_what_pointed_at_a_fact_that_is_left_out_points_at_nothing() -> None:
    record = without_doubtful(_record(*[0.9, 0.1] * 6), 0.3)
    assert [[fact.id for fact in getattr(record, kind)] for kind in KINDS] == [
        ["o1"],
        ["d1"],
        ["p1"],
        ["m1"],
        ["x1"],
        ["t1"],
    ]
    assert record.meeting is not None
    assert record.meeting.chairs == ["o1"]
    metric, directive = record.metrics[0], record.directives[0]
    assert metric.basis is not None
    assert (metric.basis.kind, metric.basis.of, metric.programme) == ("plan", None, None)
    assert directive.issuer is not None
    assert (directive.issuer.official, directive.issuer.text) == (None, "A B")
    assert (directive.deadline, directive.programme) == (None, None)


def test_a_basis_that_told_only_what_is_left_out_goes_with_it() -> None:
    sure: list[float | None] = [0.9] * 12
    sure[6] = 0.1
    assert without_doubtful(_record(*sure), 0.3).metrics[0].basis is None


@pytest.mark.parametrize("least", [0.0, 0.5, 1.0])
def test_facts_without_a_confidence_stay(least: float) -> None:
    record = _record(*[None] * 12)
    assert without_doubtful(record, least) == record


@given(st.lists(st.none() | st.floats(0, 1), min_size=12, max_size=12), st.floats(0, 1))
def test_what_stays_is_sure_enough_and_consistent(sure: list[float | None], least: float) -> None:
    record = without_doubtful(_record(*sure), least)
    Record.model_validate_json(record.to_json())
    left = [fact.confidence for kind in KINDS for fact in getattr(record, kind)]
    assert sorted(left, key=str) == sorted((one for one in sure if one is None or one >= least), key=str)


def test_nothing_is_left_out_where_nothing_is_asked() -> None:
    record = _record(*[0.0] * 12)
    assert without_doubtful(record, 0) == record
