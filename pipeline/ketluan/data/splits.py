"""Fixed parts of the annotated reports: train, validation, test.

The file (annotations/splits.json) is where training looks a report up; once a report is in a part, it stays there.

    {"format": "ketluan-splits/1", "parts": {"train": ["own-001", …], "validation": […], "test": […]}}

Reports are parted by groups: what shares an invented place (`places_of`) or is nearly the same text (`minhash`) stays
together. A group with a report that `held_out` names is of validation. Of the other groups of
the project's own texts, those that come first by the hash of their ids are the test part; public texts have none, for
a model that was pretrained on the news may have read them.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, Literal, get_args

from ketluan.data.exclusions import CAPITALS
from ketluan.data.findings import Finding
from ketluan.data.minhash import near_duplicates
from ketluan.errors import AnnotationError, InputError
from ketluan.register import identify

__all__ = [
    "FORMAT",
    "Part",
    "assign",
    "check_splits",
    "groups_of",
    "held_out",
    "places_of",
    "read_splits",
    "sizes",
    "write_splits",
]

FORMAT: Final = "ketluan-splits/1"
Part = Literal["train", "validation", "test"]
HELD_OUT: Final = 10
TEST_SHARE: Final = 0.15

_PLACE: Final = re.compile(
    rf"\b(?i:tỉnh|huyện|xã|phường|quận|thị xã|thành phố|TP\.?|thị trấn)"
    rf" +(?:[{CAPITALS}][^\W\d_]*)(?: [{CAPITALS}][^\W\d_]*){{1,3}}"
)
_PROVINCE: Final = re.compile(r"vn:place/\d\d")
_NO_PLACES: Final = ("xã hội",)


def held_out(doc_id: str, one_in: int) -> bool:
    """Tell whether a report is of the validation part: by its id, so that it stays so whatever else is added."""
    return bool(one_in) and int(hashlib.sha256(doc_id.encode()).hexdigest(), 16) % one_in == 0


def read_splits(path: Path) -> dict[str, Part]:
    """The part of each report.

    Raises:
        InputError: the file cannot be read.
        AnnotationError: it is not of this format, or a report is in two parts.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(
            f"cannot be read: {error.strerror}", source=str(path), mend="`ketluan data splits --write` makes it"
        ) from None
    except ValueError:
        content = None
    parts = content.get("parts") if isinstance(content, dict) and content.get("format") == FORMAT else None
    if not isinstance(parts, dict) or not parts.keys() <= set(get_args(Part)):
        raise AnnotationError(
            f"is not of the format {FORMAT}", source=str(path), mend="`ketluan data splits --write` makes it"
        )
    found: dict[str, Part] = {}
    for part, doc_ids in parts.items():
        for doc_id in doc_ids:
            if doc_id in found:
                raise AnnotationError(f"{doc_id} is in two parts", source=str(path), mend="leave it in the first")
            found[doc_id] = part
    return found


def write_splits(path: Path, splits: Mapping[str, Part]) -> None:
    """Write the file, one report a line, sorted, so that a difference shows what was added."""
    parts = {part: sorted(doc_id for doc_id, of in splits.items() if of == part) for part in get_args(Part)}
    content = {"format": FORMAT, "parts": parts}
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def places_of(text: str) -> set[str]:
    """The places that a text names by level and two capitalised syllables or more, in lower case, less real provinces.

    What is left is invented, or so small that two reports of it may well tell the same story.
    """
    found = {" ".join(match.group().split()).lower() for match in _PLACE.finditer(text)}
    return {place for place in found if not place.startswith(_NO_PLACES) and not _is_province(place)}


def _is_province(place: str) -> bool:
    known = identify(place)
    return known is not None and _PROVINCE.fullmatch(known.id) is not None


def groups_of(texts: Mapping[str, str], own: Collection[str] = ()) -> list[list[str]]:
    """Reports that belong together, in the order given, each in one group.

    Args:
        texts: by id.
        own: ids of the project's own texts, whose places are invented; only near-duplicates join the others.
    """
    parent = {doc_id: doc_id for doc_id in texts}

    def root(doc_id: str) -> str:
        while parent[doc_id] != doc_id:
            doc_id = parent[doc_id]
        return doc_id

    first: dict[str, str] = {}
    for doc_id, text in texts.items():
        for place in sorted(places_of(text)) if doc_id in own else ():
            parent[root(doc_id)] = root(first.setdefault(place, doc_id))
    for pair in near_duplicates(texts):
        parent[root(pair.second)] = root(pair.first)
    groups: dict[str, list[str]] = {}
    for doc_id in texts:
        groups.setdefault(root(doc_id), []).append(doc_id)
    return list(groups.values())


def assign(texts: Mapping[str, str], own: Collection[str], fixed: Mapping[str, Part]) -> dict[str, Part]:
    """A part for every report; those that have one keep it.

    Args:
        texts: every annotated report, by id.
        own: which of them are the project's own texts, of which 15% are tested on.
        fixed: the parts as they are; reports without text here keep theirs, too.
    """
    splits = dict(fixed)
    free: list[list[str]] = []
    for group in groups_of(texts, own):
        known: list[Part] = [splits[doc_id] for doc_id in group if doc_id in splits]
        if not known and not any(held_out(doc_id, HELD_OUT) for doc_id in group):
            free.append(group)
            continue
        part: Part = Counter(known).most_common(1)[0][0] if known else "validation"
        for doc_id in group:
            splits.setdefault(doc_id, "validation" if held_out(doc_id, HELD_OUT) else part)
    wanted = round(TEST_SHARE * len(own)) - sum(splits.get(doc_id) == "test" for doc_id in own)
    for group in sorted(free, key=_hash):
        tested = len(group) <= wanted and all(doc_id in own for doc_id in group)
        wanted -= len(group) * tested
        splits.update((doc_id, "test" if tested else "train") for doc_id in group)
    return splits


def _hash(group: list[str]) -> str:
    return hashlib.sha256(f"test {min(group)}".encode()).hexdigest()


def check_splits(
    splits: Mapping[str, Part], texts: Mapping[str, str], own: Collection[str], annotated: Iterable[str]
) -> Iterator[Finding]:
    """What is wrong with the parts: a report without one, one of validation elsewhere, a group that is torn.

    Args:
        splits: the part of each report.
        texts: the texts at hand; without its text, a report is not compared with others.
        own: ids of the project's own texts.
        annotated: every id that needs a part.
    """
    missing: list[str] = []
    for doc_id in annotated:
        part = splits.get(doc_id)
        if part is None:
            missing.append(doc_id)
        elif held_out(doc_id, HELD_OUT) and part != "validation":
            yield Finding("held out", doc_id, "splits", f"is in {part}", "training holds it out: put it in validation")
        elif part == "test" and doc_id not in own:
            yield Finding("source", doc_id, "splits", "is a public text in test", "put it in train or validation")
    if missing:
        message = f"is in no part, and so are {len(missing) - 1} others" if len(missing) > 1 else "is in no part"
        yield Finding("unassigned", missing[0], "splits", message, "run `ketluan data splits --write`")
    for group in groups_of(texts, own):
        parts = {part: doc_id for doc_id in group if (part := splits.get(doc_id))}
        if len(parts) > 1:
            shown = ", ".join(f"{doc_id} is in {part}" for part, doc_id in parts.items())
            message = f"near-duplicates or reports of one place are torn: {shown}"
            yield Finding("torn", group[0], "splits", message, "put the group in one part")


def sizes(splits: Mapping[str, Part], own: Collection[str]) -> dict[str, dict[str, Any]]:
    """How many own and public reports each part has."""
    table: dict[str, dict[str, Any]] = {}
    for part in get_args(Part):
        members = [doc_id for doc_id, of in splits.items() if of == part]
        mine = sum(doc_id in own for doc_id in members)
        table[part] = {"own": mine, "real": len(members) - mine}
    return table
