"""Annotations of texts that this repository may not hold: records without their sentences, and the way back.

    python scripts/standoff.py strip RECORDS.jsonl -o annotations/real.jsonl     records → offsets and values
    python scripts/standoff.py fill annotations/real.jsonl --texts DIR -o RECORDS.jsonl     … → records, with the texts

`strip` leaves out every quote that offsets already give (the text of spans, actions, position titles), the headline,
and turns an indicator into its offsets. What stays is values, names of people, papers and programmes, units. `fill`
reads DIR/<doc_id>.txt, compares its SHA-256 with the annotation's and refuses a text that differs, for offsets would
lie.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

from ketluan.data.standoff import fill
from ketluan.errors import AnnotationError

_LONGEST_NAME = 60  # a "name" longer than that is a sentence of the text and is kept by its offsets only


def _nearest(text: str, phrase: str, anchor: int) -> tuple[int, int] | None:
    places = [m.span() for m in re.finditer(re.escape(phrase), text)] if phrase else []
    return min(places, key=lambda place: abs(place[0] - anchor)) if places else None


def _bare(value: Any) -> Any:
    """Leave the text out of every span."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys() and isinstance(value["start"], int):
            return {"start": value["start"], "end": value["end"]}
        return {key: _bare(part) for key, part in value.items()}
    return [_bare(part) for part in value] if isinstance(value, list) else value


def strip(record: dict[str, Any], text: str) -> dict[str, Any]:
    """Return a record without sentences; `fill` with the same text gives it back."""
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
    with open(arguments.records, encoding="utf-8") as lines, open(arguments.out, "w", encoding="utf-8") as out:
        for line in lines:
            record = json.loads(line)
            path = arguments.texts / f"{record['doc_id']}.txt"
            text = path.read_bytes().decode("utf-8")
            try:
                if arguments.way == "strip":
                    done = strip(record, text)
                else:
                    done = json.loads(fill(record, text, source=str(arguments.records)).to_json())
            except AnnotationError as error:
                sys.exit(str(error))
            out.write(json.dumps(done, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
