"""Parts against what they make up: "56 vụ, gồm 30 vụ … và 26 vụ …", "203/231 hộ …, còn 28 hộ"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ketluan.check.figures import Figure, Figures, absolute, finding, of_two_subjects, plain, same_unit
from ketluan.check.laws import Sum
from ketluan.check.readings import Question, Reading
from ketluan.record import Check

_ALL_PARTS = re.compile(r"(?:^|\W)(?:bao gồm|gồm)(?:\W[^.]{0,24})?$")
_SOME_PARTS = re.compile(r"(?:^|\W)trong đó(?:\W[^.]{0,40})?$")
_LIST_OPENED = re.compile(r"(?:^|\W)(?:gồm|trong đó|cụ thể|chia|trong số|có|với)(?!\w)|[(:]")
_COMMA = re.compile(r"[;,]")
# "…; riêng miền Bắc" tells of one part, "mỗi tỉnh 21 km" of no total, and "số còn lại" is a part without a figure.
_ONE_OF_SEVERAL = re.compile(r"[;,.]\s+riêng(?!\w)")
_EACH = re.compile(r"(?<!\w)mỗi(?!\w)")
_REST_UNTOLD = re.compile(r"^[^.]*(?<!\w)(?:(?:số|phần) còn lại(?!\w)|còn lại (?:là|thuộc|của|do) +[^\W\d])")
_LEFT = re.compile(r"(?:^|\W)(?:còn|còn lại|thiếu|chưa)(?!\w)")
# A list of guessed parts has at most so many; a told one as many as a paragraph's window holds.
_PARTS = 6
# Sums of small counts agree by chance too often to guess at.
_SMALLEST_GUESS, _LARGE = 20, 100


def read_totals(figures: Figures) -> Iterator[Question]:
    """Each total with the parts that follow it, each "a/b" with the rest that follows it."""
    for total in figures.all:
        if total.percent or total.metric.change != "none":
            continue
        if total.whole is not None:
            yield _rest_of_ratio(figures, total, total.whole)
        elif total.basis is None:
            later = [other for other in figures.around(total) if other.start >= total.end]
            yield from _told(figures, total, [other for other in later if other.sentence == total.sentence])
            yield _guessed(figures, total, list(_alike(total, later)))


def check_parts(figures: Figures) -> Iterator[Check]:
    """Find parts that follow "trong đó" and exceed their total."""
    for total in figures.all:
        if total.percent or not absolute(total):
            continue
        later = [other for other in figures.near(total) if other.start >= total.end]
        if later and same_unit(later[0], total) and absolute(later[0]):
            words = figures.between(total, later[0])
            some = not _ALL_PARTS.search(words) and _SOME_PARTS.search(words)
            if some and later[0].interval.low > total.interval.high:
                message = f"a part of {later[0].written} exceeds its total of {total.written}"
                yield finding("part_exceeds_total", "warning", message, total, later[0])


def _told(figures: Figures, total: Figure, later: list[Figure]) -> Iterator[Question]:
    # One figure of another kind in the list (a share, a sum of money, another thing counted) and it is no plain list.
    if len(later) < 2 or not all(absolute(part) and same_unit(part, total) for part in later):
        return
    words = figures.between(total, later[0])
    if _ALL_PARTS.search(words) and len(words) <= 80 and not _REST_UNTOLD.search(figures.after(later[-1])):
        yield Question([_sum(total, later, sure=True)])


def _alike(total: Figure, later: list[Figure]) -> Iterator[Figure]:
    """Yield the figures of the total's unit; in the next sentence none where its own has told of other things since."""
    others = False
    for other in later:
        alike = same_unit(other, total)
        if alike and other.sentence != total.sentence and others:
            return
        if alike:
            yield other
        elif other.sentence == total.sentence and not other.percent:
            others = True


def _guessed(figures: Figures, total: Figure, alike: list[Figure]) -> Question:
    """The first two, three … figures of the total's unit behind it, where words or brackets open a list.

    A list may end with each figure that is said to be left, with the last one before a semicolon or the sentence's end,
    and, where large exact counts make chance unlikely, with any.
    """
    if not alike or total.value < _SMALLEST_GUESS or _EACH.search(figures.before(total)):
        return Question()
    opening = figures.between(total, alike[0])
    if _ONE_OF_SEVERAL.search(opening):
        return Question()
    listed = _LIST_OPENED.search(opening) or (_COMMA.search(opening) and not _side_by_side(total, alike[0]))
    parts: list[Figure] = []
    readings: list[Reading] = []
    for part, following in zip(alike[:_PARTS], [*alike[1:], None], strict=False):
        if not absolute(part) or part.sentence - total.sentence > 1 or _planned_alone(total, part):
            break
        if parts and part.sentence != parts[-1].sentence and _REST_UNTOLD.search(figures.after(parts[-1])):
            break
        left = part.metric.status == "remaining" or bool(_LEFT.search(figures.before(part)))
        if parts and not left and (part.sentence != parts[0].sentence or _leaves_the_subject(total, parts[0], part)):
            break
        parts.append(part)
        last = following is None or following.sentence != part.sentence or ";" in figures.between(part, following)
        counted = total.value >= _LARGE and not any(each.interval.high > each.interval.low for each in (total, *parts))
        if len(parts) > 1 and (left or (listed and (last or counted))):
            readings.append(_sum(total, list(parts), sure=False))
            if left and len(parts) > 2 and parts[-2].metric.status == "actual":
                # "8,4 tỷ đồng, trong đó huyện 2,9 tỷ đồng; chi 8 tỷ đồng, còn 0,4 tỷ đồng" is spent and left.
                readings.append(_sum(total, parts[-2:], sure=False))
    return Question(readings)


def _side_by_side(one: Figure, other: Figure) -> bool:
    """Whether two figures tell the same of two subjects: "TPHCM 39 cuộc, Bình Dương 31, Đồng Nai 17"."""
    return one.metric.indicator.lower() == other.metric.indicator.lower() and of_two_subjects(one, other)


def _planned_alone(total: Figure, part: Figure) -> bool:
    """Whether the part is planned and the total is not: "thu 412 tỷ, trong đó đất 237 tỷ (dự toán 400 tỷ)"."""
    return part.metric.status == "target" != total.metric.status


def _leaves_the_subject(total: Figure, first: Figure, part: Figure) -> bool:
    """Whether a list of one body's parts has come to another: "huyện A được 118 tỷ, chi 21 tỷ; huyện B được 96 tỷ"."""
    return total.metric.subject is not None and not of_two_subjects(total, first) and of_two_subjects(total, part)


def _rest_of_ratio(figures: Figures, part: Figure, whole: Figure) -> Question:
    """The parts that make "38/52 nhiệm vụ" up to its whole: "…; 9 nhiệm vụ đang làm, 5 nhiệm vụ quá hạn"."""
    later = [other for other in figures.around(part) if other.start >= part.end and same_unit(other, part)]
    rest: list[Figure] = []
    readings: list[Reading] = []
    for other in later[:_PARTS]:
        if not absolute(other) or other.metric.status == "target" or other.sentence - part.sentence > 1:
            break
        rest.append(other)
        if other.metric.status == "remaining" or _LEFT.search(figures.before(other) + figures.after(other, 12)):
            readings.append(_sum(whole, [part, *rest], sure=False))
            if len(rest) > 1:
                readings.append(_sum(whole, [part, other], sure=False))
    return Question(readings)


def _sum(total: Figure, parts: list[Figure], *, sure: bool) -> Reading:
    sums = " + ".join(plain(part.value) for part in parts)
    return Reading(
        "total", Sum(), (total, *parts), sure, f"{sums} makes {total.written}, as stated",
        f"{sums} makes {{}}, stated is {total.written}", 0,
    )  # fmt: skip
