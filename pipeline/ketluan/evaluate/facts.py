"""A record reduced to the facts that count, with every reference replaced by what it refers to.

Metrics, directives and deadlines count once for every mention; officials, papers and programmes once each.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from ketluan.evaluate.match import Extent
from ketluan.record import Metric, Paper, Programme, Record, Span

__all__ = [
    "NO_FACTS",
    "DeadlineFact",
    "DirectiveFact",
    "Facts",
    "MetricFact",
    "NamedFact",
    "PositionFact",
    "reduce_record",
]

Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class PositionFact:
    """One position of one official."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class NamedFact:
    """A paper or a programme; `title` is a programme's name, "" where there is none."""

    kind: str
    number: str
    title: str
    quote: str


@dataclass(frozen=True, slots=True)
class MetricFact:
    """One mention of a metric; `of` is the value of the figure that it describes."""

    extent: Extent
    value: float | None
    low: float | None
    high: float | None
    unit: str
    qualifier: str
    change: str
    status: str
    period: Days | None
    basis: str | None
    of: float | None
    indicator: str
    subject: str
    programme: NamedFact | None


@dataclass(frozen=True, slots=True)
class DirectiveFact:
    """One mention of a directive; `deadline` is the day on which its deadline ends."""

    extent: Extent
    issuer: str
    addressees: tuple[str, ...]
    deadline: date | None
    programme: NamedFact | None


@dataclass(frozen=True, slots=True)
class DeadlineFact:
    """One mention of a deadline."""

    extent: Extent
    end: date | None


@dataclass(frozen=True, slots=True)
class Facts:
    """What counts in one report."""

    officials: tuple[str, ...] = ()
    positions: tuple[PositionFact, ...] = ()
    chairs: tuple[str, ...] = ()
    meeting_dates: tuple[Days, ...] = ()
    documents: tuple[NamedFact, ...] = ()
    programmes: tuple[NamedFact, ...] = ()
    metrics: tuple[MetricFact, ...] = ()
    directives: tuple[DirectiveFact, ...] = ()
    deadlines: tuple[DeadlineFact, ...] = ()


NO_FACTS = Facts()
"""What a report without a predicted record has."""


def reduce_record(record: Record) -> Facts:
    """The facts of `record`, in its order."""
    meeting = record.meeting
    names = {official.id: official.name for official in record.officials}
    programmes = {programme.id: _programme(programme) for programme in record.programmes}
    return Facts(
        officials=tuple(names.values()),
        positions=tuple(
            PositionFact(official.name, position.title)
            for official in record.officials
            for position in official.positions
        ),
        chairs=tuple(names[chair] for chair in meeting.chairs) if meeting else (),
        meeting_dates=((meeting.date.start, meeting.date.end),) if meeting and meeting.date else (),
        documents=tuple(_paper(paper) for paper in record.documents),
        programmes=tuple(programmes.values()),
        metrics=_metrics(record, programmes),
        directives=_directives(record, names, programmes),
        deadlines=tuple(
            DeadlineFact(_extent(mention), deadline.end)
            for deadline in record.deadlines
            for mention in deadline.mentions
        ),
    )


def _extent(span: Span) -> Extent:
    return span.start, span.end


def _paper(paper: Paper) -> NamedFact:
    return NamedFact(paper.kind, paper.number or "", paper.title or "", paper.mentions[0].text)


def _programme(programme: Programme) -> NamedFact:
    return NamedFact(programme.kind, programme.number or "", programme.name, programme.mentions[0].text)


def _number(figure: str | None) -> float | None:
    # Figures are compared within a tolerance, which is all that a float is wanted for here.
    return None if figure is None else float(figure)


def _metrics(record: Record, programmes: dict[str, NamedFact]) -> tuple[MetricFact, ...]:
    by_id = {metric.id: metric for metric in record.metrics}
    return tuple(fact for metric in record.metrics for fact in _metric_mentions(metric, by_id, programmes))


def _metric_mentions(metric: Metric, by_id: dict[str, Metric], programmes: dict[str, NamedFact]) -> list[MetricFact]:
    basis = metric.basis
    described = by_id[basis.of].value if basis and basis.of else None
    return [
        MetricFact(
            extent=_extent(mention),
            value=_number(metric.value),
            low=_number(metric.low),
            high=_number(metric.high),
            unit=metric.unit,
            qualifier=metric.qualifier,
            change=metric.change,
            status=metric.status,
            period=(metric.period.start, metric.period.end) if metric.period else None,
            basis=basis.kind if basis else None,
            of=_number(described),
            indicator=metric.indicator,
            subject=metric.subject.text if metric.subject else "",
            programme=programmes[metric.programme] if metric.programme else None,
        )
        for mention in metric.mentions
    ]


def _directives(record: Record, names: dict[str, str], programmes: dict[str, NamedFact]) -> tuple[DirectiveFact, ...]:
    ends = {deadline.id: deadline.end for deadline in record.deadlines}
    facts: list[DirectiveFact] = []
    for directive in record.directives:
        issuer = directive.issuer
        official = names[issuer.official] if issuer and issuer.official else ""
        facts += [
            DirectiveFact(
                extent=_extent(mention),
                issuer=official or (issuer.text if issuer else ""),
                addressees=tuple(addressee.text for addressee in directive.addressees),
                deadline=ends[directive.deadline] if directive.deadline else None,
                programme=programmes[directive.programme] if directive.programme else None,
            )
            for mention in directive.mentions
        ]
    return tuple(facts)
