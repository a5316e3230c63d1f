"""A deadline that had passed when it was set."""

from __future__ import annotations

from collections.abc import Iterator

from ketluan.record import Check, Record


def check_deadlines(record: Record) -> Iterator[Check]:
    """Find orders of the meeting whose deadline ends before its day, or before the day the report speaks from where the
    meeting has none: "ngay trong hôm nay", said yesterday, is no slip."""
    today = record.reference_date or record.source.published
    if today is None:
        return
    if record.meeting is not None and record.meeting.date is not None:
        today = min(today, record.meeting.date.start)
    ordered: dict[str, list[str]] = {}
    for directive in record.directives:
        if directive.deadline is not None:
            ordered.setdefault(directive.deadline, []).append(directive.id)
    for deadline in record.deadlines:
        if deadline.end is None or deadline.end >= today or deadline.id not in ordered:
            continue
        message = f"the deadline {deadline.end} is before {today}, the day of the meeting or report"
        refs = [deadline.id, *ordered[deadline.id]]
        yield Check(code="deadline_past", severity="warning", message=message, refs=refs)
