"""A result in per cent of its plan: compared with the plan where that is stated, else the plan is derived."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketluan.check.bases import guessed_bases, is_base, of_another
from ketluan.check.derive import Missing
from ketluan.check.figures import Figure, Figures, plain, same_unit
from ketluan.check.laws import Law, Level, Rest
from ketluan.check.readings import Question, Reading

_PLAN = re.compile(r"(?:kế hoạch|dự toán|chỉ tiêu|mục tiêu|kh)(?!\w)")
_SIGN = {"increase": 1, "decrease": -1}


def read_plans(figures: Figures) -> Iterator[Question]:
    """Each "93% dự toán" that describes a stated figure, with the plan; where there is none, that plan is derived."""
    for rate in figures.all:
        if not rate.percent or rate.basis != "plan":
            continue
        done = figures.described(rate)
        if done is None or done.percent or done.metric.change != "none":
            continue
        law = Level(_SIGN.get(rate.metric.change, 0))
        if done.whole is not None:
            yield Question([_reading(law, (done, rate, done.whole), sure=done.metric.status == "actual")])
            continue
        plans = _plans(figures, rate, done) if done.metric.status == "actual" else []
        readings = [_reading(law, (done, rate, plan), sure=True) for plan in plans]
        readings += [_reading(law, (done, rate, other), sure=False) for other in guessed_bases(figures, rate, done)]
        readings += [_reading(Rest(), (done, rate, rest), sure=False) for rest in _rests(figures, rate, done)]
        missing = None
        if not plans and done.metric.status == "actual":
            missing = Missing("plan_derived", law, (done, rate), " of plan", "a plan")
        yield Question(readings, missing)


def _plans(figures: Figures, rate: Figure, done: Figure) -> list[Figure]:
    """Figures of the sentence that the text itself calls the plan, in the same unit."""
    return [
        other
        for other in figures.near(rate)
        if other.id != done.id
        and same_unit(other, done)
        and other.metric.change == "none"
        and other.metric.status == "target"
        and _PLAN.search(figures.before(other))
        and not of_another(figures, other, rate)
        and not _is_next_years(other, done)
    ]


def _is_next_years(plan: Figure, done: Figure) -> bool:
    """Whether a plan is for a year, or less, that begins after the time of what was done has ended."""
    planned, told = plan.metric.period, done.metric.period
    if planned is None or told is None:
        return False
    return planned.start > told.end and (planned.end - planned.start).days < 366


def _rests(figures: Figures, rate: Figure, done: Figure) -> list[Figure]:
    # "giải ngân 2.546 tỷ đồng, đạt 67% kế hoạch; như vậy còn 1.254 tỷ đồng chưa giải ngân"
    if rate.metric.change != "none":
        return []
    later = [other for other in figures.around(rate) if other.start >= rate.end and is_base(other, done)]
    return [other for other in later[:1] if other.metric.status == "remaining" and other.sentence - rate.sentence < 2]


def _reading(law: Law, terms: tuple[Figure, Figure, Figure], *, sure: bool) -> Reading:
    done, rate, plan = terms
    whole = f"{plain(done.value + plan.value)} {done.metric.unit}" if isinstance(law, Rest) else plan.written
    about = f"{plain(done.value)} against a plan of {whole}"
    change = "" if rate.metric.change == "none" else f"{rate.metric.change} "
    return Reading(
        "plan", law, terms, sure, f"{about} fits the stated {rate.written}",
        f"{about} is {change}{{}}%, stated is {change}{rate.written}", 1,
    )  # fmt: skip
