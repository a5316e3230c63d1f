"""The whole record of a report from what the model found in it."""

from __future__ import annotations

from ketluan.analysis import Analysis
from ketluan.assemble.bodies import with_bodies
from ketluan.assemble.context import Context
from ketluan.assemble.figures import metrics_of
from ketluan.assemble.orders import deadlines_of, directives_of
from ketluan.assemble.people import People, people_of
from ketluan.assemble.undertakings import papers_of, programmes_of
from ketluan.document import Document
from ketluan.record import Meeting, MeetingDate, Record, Source

__all__ = ["assemble"]


def assemble(document: Document, analysis: Analysis) -> Record:
    """Return the record of a report, its checks still empty.

    Args:
        document: the report.
        analysis: what the model found in its text.
    """
    context = Context(document.text, analysis, document.published)
    people = people_of(context)
    programmes, by_programme = programmes_of(context)
    deadlines, by_deadline = deadlines_of(context)
    record = Record(
        doc_id=document.doc_id,
        source=Source(uri=document.uri, title=document.title, published=document.published, sha256=document.sha256),
        reference_date=document.published,
        meeting=_meeting(context, people),
        officials=people.officials,
        documents=papers_of(context),
        programmes=programmes,
        metrics=metrics_of(context, by_programme),
        directives=directives_of(context, people, by_deadline, by_programme),
        deadlines=deadlines,
    )
    return with_bodies(record, document.text)


def _meeting(context: Context, people: People) -> Meeting | None:
    meetings = dict(context.of("MEETING"))
    if not meetings:
        return None
    # The network ties date and chairs to the meeting that it is surest of.
    tied = [i for i in meetings if context.tails("date", i) or context.tails("chair", i)]
    index = max(tied or meetings, key=lambda i: meetings[i].score)
    mention = meetings[index]
    dates = [context.analysis.mentions[t] for t in context.tails("date", index)]
    chairs = [people.at(t) for t in context.tails("chair", index)]
    date = None
    for found in dates[:1]:
        time = context.time_at(found.start, found.end)
        if time and time.first and time.last:
            date = MeetingDate(start=time.first, end=time.last, span=context.span(found.start, found.end))
    # A meeting that is only dated has its date in the place of its name.
    dated_only = any((d.start, d.end) == (mention.start, mention.end) for d in dates)
    name = None if dated_only else context.span(mention.start, mention.end)
    return Meeting(name=name, date=date, chairs=list(dict.fromkeys(c for c in chairs if c)))
