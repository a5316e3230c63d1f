"""Metrics: every quantity read to the digit, with what it measures, whose it is, when it held and what it restates."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import get_args

from ketluan.analysis import Mention
from ketluan.assemble.context import Context
from ketluan.normalise.amounts import Amount, amount_at
from ketluan.normalise.comparison import basis_after, change_before, is_level, restates
from ketluan.normalise.numbers import plain_or_none
from ketluan.normalise.times import figure_period, same_period_of
from ketluan.record import Basis, BasisKind, Metric, Period

__all__ = ["metrics_of"]

_SENTENCE_END = re.compile(r"[.;!?](?!\d)|\n")


def metrics_of(context: Context, programmes: dict[int, str]) -> list[Metric]:
    """Return the metrics of a report, in the order of the text.

    Args:
        programmes: which programme each PROGRAMME mention names.
    """
    read: dict[int, tuple[Mention, Amount]] = {}
    for index, mention in context.of("QUANTITY"):
        amount = amount_at(context.text, mention.start, mention.end)
        # What the grammar cannot read as a figure is none that an editor could check.
        if amount is not None and amount.start < amount.end and _has_value(amount):
            read[index] = (mention, amount)
    identities = {index: f"m{place}" for place, index in enumerate(read, 1)}
    before: dict[int, int] = {after: index for index, after in pairwise(read)}
    metrics = []
    for index, (mention, amount) in read.items():
        previous = before.get(index)
        # A percentage is of the sum or count before it, not of another percentage, nor of an amount of growth.
        counted = (
            previous is not None
            and amount.unit == "%"
            and read[previous][1].unit != "%"
            and change_before(context.text, read[previous][0].start) is None
        )
        metrics.append(_metric(context, index, mention, amount, identities, programmes, previous if counted else None))
    return metrics


def _has_value(amount: Amount) -> bool:
    return amount.value is not None or (amount.low is not None and amount.high is not None)


def _metric(
    context: Context,
    index: int,
    mention: Mention,
    amount: Amount,
    identities: dict[int, str],
    programmes: dict[int, str],
    counted: int | None,
) -> Metric:
    attributes = mention.attributes
    of = next((identities[t] for t in context.tails("of", index) if t in identities and t != index), None)
    # Where the words beside a figure leave no doubt, they tell; else the network does.
    kind: BasisKind | None = basis_after(context.text, mention.end) or _basis(attributes["basis"])
    change = change_before(context.text, mention.start) or attributes["change"]
    if kind and is_level(context.text, mention.start):
        change = "none"
    if counted is not None and restates(context.text[context.analysis.mentions[counted].end : mention.start], kind):
        of = identities[counted]
    period = _period(context, index)
    compared = _same_period(context, mention, period) if kind == "same_period" and period else None
    subjects = context.tails("subject", index)
    indicators = context.tails("indicator", index)
    subject = context.analysis.mentions[subjects[0]] if subjects else None
    return Metric.model_validate(
        {
            "id": identities[index],
            "indicator": context.quote(context.analysis.mentions[indicators[0]]) if indicators else "",
            "value": plain_or_none(amount.value),
            "low": plain_or_none(amount.low),
            "high": plain_or_none(amount.high),
            "total": plain_or_none(amount.total),
            "unit": amount.unit,
            "qualifier": amount.qualifier,
            "change": change,
            "status": attributes["status"],
            "period": period,
            # Growth that names nothing to compare with still has the figure that it describes.
            "basis": Basis.model_validate({"kind": kind, "of": of, "period": compared}) if kind or of else None,
            "subject": context.party(subject.start, subject.end) if subject else None,
            "programme": next((programmes[t] for t in context.tails("programme", index) if t in programmes), None),
            "mentions": [context.span(mention.start, mention.end)],
            "confidence": round(mention.score, 4),
        }
    )


def _basis(told: str) -> BasisKind | None:
    return next((kind for kind in get_args(BasisKind) if kind == told), None)


def _period(context: Context, index: int) -> Period | None:
    for tail in context.tails("period", index):
        mention = context.analysis.mentions[tail]
        time = context.time_at(mention.start, mention.end)
        days = figure_period(time, context.reference) if time else None
        if days is not None and days[0] <= days[1]:
            return Period(start=days[0], end=days[1])
    return None


def _same_period(context: Context, mention: Mention, period: Period) -> Period | None:
    """Return the days that "cùng kỳ" means, in the year that the words after the figure give or else the one before."""
    sentence = _SENTENCE_END.search(context.text, mention.end)
    stop = sentence.start() if sentence else len(context.text)
    told = (t for t in context.times if t.precision == "same_period" and mention.end <= t.start < stop)
    named = next(told, None)
    year = named.last.year if named and named.last else None
    if year is not None and year >= period.end.year:
        return None
    start, end = same_period_of(period.start, period.end, year)
    return Period(start=start, end=end)
