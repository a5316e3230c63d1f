"""A part, a rest or a whole, and the share that goes with them: 7 done, 32 to go, 17.9%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from ketluan.check.bases import guessed_bases, is_base, is_of, of_another
from ketluan.check.derive import Missing
from ketluan.check.figures import Figure, Figures, plain
from ketluan.check.laws import Law, Level, Rest
from ketluan.check.readings import Question, Reading

_WHOLE = re.compile(r"(?:tổng số|trong số|trên tổng|trong tổng)\s(?:\w+\s){0,2}$|/\s*$")
_AMONG = re.compile(r"(?<!\w)trong đó(?!\w)")
_PLAN = re.compile(r"^\s*(?:so với|kế hoạch|dự toán|chỉ tiêu|gdp|grdp)(?!\w)")
# "54 tỷ đồng (50% nguồn dự phòng)" is a share of what it names; no figure that merely stands near is its whole.
_UNNAMED = re.compile(
    r"^\s*(?:[(),;.:\"”–-]|$|(?:trong |trên )?(?:tổng|toàn|số|diện tích|khối lượng|kế hoạch|so với)(?!\w))"
)
# How far behind "13/14 chỉ tiêu" its percentage may stand: "(chiếm tỷ lệ 92,8%)", "đã hoàn thành, đạt 92,8%".
_BESIDE = 40


def read_shares(figures: Figures) -> Iterator[Question]:
    """Each share of a stated part, against the rest or the whole that its paragraph states."""
    for share in figures.all:
        if not share.percent or share.metric.change != "none" or share.basis not in ("total", None):
            continue
        part = figures.described(share) or (_beside(figures, share) if share.basis == "total" else None)
        if part is None or part.percent or part.metric.change != "none":
            continue
        if part.whole is not None:
            # "11/12 dự án … đã hoàn thành 75%" tells two things; only a share right beside the ratio restates it.
            if 0 <= share.start - part.end <= _BESIDE:
                yield Question([_reading(Level(), (part, share, part.whole), sure=True)])
            continue
        rests, wholes = list(_rests(figures, part, share)), list(_wholes(figures, part, share))
        guessed = [_guess(figures, part, share, other) for other in guessed_bases(figures, share, part)]
        missing = Missing("whole_derived", Level(), (part, share), "", "a whole") if _of_all(figures, share) else None
        yield Question([*rests, *wholes, *guessed], missing)
        if rests and (wholes or guessed):
            # Where rest and whole are both stated, one of them explains the share and the other can still be wrong.
            yield Question([replace(reading, sure=False) for reading in rests])
            yield Question([replace(reading, sure=False) for reading in (*wholes, *guessed)])


def _guess(figures: Figures, part: Figure, share: Figure, whole: Figure) -> Reading:
    words = figures.after(share)
    named = not _UNNAMED.search(words) and words.split()[0] not in figures.before(whole)
    return _reading(Level(), (part, share, whole), sure=False, mute=named)


def _beside(figures: Figures, share: Figure) -> Figure | None:
    # "7 tổ chức (17,9%)", "7 tổ chức, chiếm 17,9%": the share of the figure right before it.
    earlier = [other for other in figures.near(share) if other.end <= share.start]
    if not earlier:
        return None
    words = figures.between(earlier[-1], share).strip()
    return earlier[-1] if words.endswith(("(", "chiếm", "chiếm tỷ lệ", "tỷ lệ", "bằng")) else None


def _rests(figures: Figures, part: Figure, share: Figure) -> Iterator[Reading]:
    for other in figures.around(share):
        near = other.sentence - part.sentence in (0, 1)
        # "còn 1.036 hộ, trong đó 618 hộ" tells a part of the rest.
        if other.end <= part.start and _AMONG.search(figures.between(other, part)):
            continue
        if near and is_base(other, part) and other.metric.status == "remaining" and part.metric.status == "actual":
            # A semicolon parts what is told of two things: "…; còn 98 xã dưới 5 tiêu chí" is no rest.
            apart = other.sentence != part.sentence or ";" in figures.between(share, other)
            sure = not apart and not _PLAN.search(figures.after(share))
            yield _reading(Rest(), (part, share, other), sure=sure)


def _wholes(figures: Figures, part: Figure, share: Figure) -> Iterator[Reading]:
    for other in figures.near(share):
        if not is_base(other, part):
            continue
        told = other.metric.status != "remaining" and _WHOLE.search(figures.before(other))
        if (told and not of_another(figures, other, share)) or is_of(figures, share, other):
            yield _reading(Level(), (part, share, other), sure=True)


def _of_all(figures: Figures, share: Figure) -> bool:
    words = figures.after(share, 12).strip()
    return share.basis == "total" and words.startswith(("tổng", "trong tổng", "số"))


def _reading(law: Law, terms: tuple[Figure, Figure, Figure], *, sure: bool, mute: bool = False) -> Reading:
    part, share, other = terms
    whole = part.value + other.value if isinstance(law, Rest) else other.value
    quotient = f"{plain(part.value)} of {plain(whole)}"
    return Reading(
        code="share",
        law=law,
        terms=terms,
        sure=sure,
        mute=mute,
        confirmed=f"{quotient} is {plain(share.value)}%, as stated",
        mismatch=f"{quotient} is {{}}%, stated is {share.written}",
        stated=1,
    )
