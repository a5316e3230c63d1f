"""Annotations of texts that this repository may not hold: records without their sentences, and the way back.

    python scripts/standoff.py strip RECORDS.jsonl --texts DIR -o annotations/real.jsonl    records → offsets and values
    python scripts/standoff.py fill annotations/real.jsonl --texts DIR -o RECORDS.jsonl     … → records, with the texts

`strip` leaves out every quote that offsets already give (the text of spans, actions, position titles), the headline,
and turns an indicator into its offsets. What stays is values, names of people, papers and programmes, units. Both read
DIR/<doc_id>.txt; `fill` compares its SHA-256 with the annotation's and refuses a text that differs, for offsets would
lie. Nothing is written where a line is wrong.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from ketluan.data.sources import Texts, read_lines
from ketluan.data.standoff import fill
from ketluan.errors import AnnotationError, KetluanError

_LONGEST_NAME = 60  # a "name" longer than that is a sentence of the text and is kept by its offsets only


def _nearest(text: str, phrase: str, anchor: int) -> tuple[int, int] | None:
    places = [m.span() for m in re.finditer(re.escape(phrase), text)] if phrase else []
    return min(places, key=lambda place: abs(place[0] - anchor)) if places else None


def _bare(value: Any) -> Any:
    """Leave the text out of every span."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys() and isinstance(value["start"], int):
            # What a party's words name (`body`) is no sentence.
            return {key: part for key, part in value.items() if key != "text" and part is not None}
        return {key: _bare(part) for key, part in value.items()}
    return [_bare(part) for part in value] if isinstance(value, list) else value


def strip(record: dict[str, Any], text: str) -> dict[str, Any]:
    """Return a record without sentences; `fill` with the text gives it back, the text's first line for its title."""
    bare: dict[str, Any] = _bare(record)
    bare["source"]["title"] = None
    for official in bare["officials"]:
        for position in official["positions"]:
            del position["title"]
    for metric in bare["metrics"]:
        place = _nearest(text, metric["indicator"], metric["mentions"][0]["start"])
        if place is not None:
            metric["indicator"] = {"start": place[0], "end": place[1]}
    for directive in bare["directives"]:
        mention = directive["mentions"][0]
        if directive["action"] == text[mention["start"] : mention["end"]]:
            del directive["action"]
        issuer = directive.get("issuer")
        if issuer and issuer.get("official"):
            del issuer["text"]
    for kind, name in (("documents", "title"), ("programmes", "name")):
        for paper in bare[kind]:
            if paper.get(name) and len(paper[name]) > _LONGEST_NAME:
                place = _nearest(text, paper[name], paper["mentions"][0]["start"])
                if place is not None:
                    paper[name] = {"start": place[0], "end": place[1]}
    return bare


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("way", choices=("strip", "fill"))
    parser.add_argument("records", type=Path)
    parser.add_argument("--texts", type=Path, required=True, help="folder of <doc_id>.txt")
    parser.add_argument("-o", "--out", type=Path, required=True)
    arguments = parser.parse_args()
    source = str(arguments.records)
    done: list[dict[str, Any]] = []
    try:
        texts = Texts([arguments.texts])
        for place, _, record in read_lines(arguments.records):
            text = texts.get(str(record.get("doc_id")))
            if text is None:
                mend = "name the folder that holds <doc_id>.txt with --texts"
                raise AnnotationError("the report's text is not at hand", source=source, place=place, mend=mend)
            whole = arguments.way == "fill"
            done.append(json.loads(fill(record, text, source=source).to_json()) if whole else strip(record, text))
    except KetluanError as error:
        sys.exit(str(error))
    arguments.out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in done), encoding="utf-8")


if __name__ == "__main__":
    main()
