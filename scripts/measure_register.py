"""Measure how many of the bodies and places that gold records name have an identity in the register.

Each distinct phrase is read alone, with the report's day, and with the day and the place of the report that extraction
takes (`ketluan.assemble.bodies.home_of`). A phrase counts where any of its reports gives an id. Most of the phrases are
no bodies or places of Vietnam at all ("các địa phương", "doanh nghiệp"); --misses shows them.

    python scripts/measure_register.py GOLD.jsonl [--texts FOLDER] [--misses 40]
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from ketluan.assemble.bodies import home_of, phrases_of
from ketluan.evaluate import read_records
from ketluan.register import identify

KINDS = ("positions", "subjects", "addressees")


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how many phrases of gold records the register knows.")
    parser.add_argument("gold", type=Path, help="records, one JSON object a line")
    parser.add_argument(
        "--misses", type=int, default=0, help="show so many of the most frequent phrases without identity"
    )
    parser.add_argument("--texts", type=Path, help="folder of the records' texts, which help to tell the place")
    arguments = parser.parse_args()
    count: Counter[tuple[str, str]] = Counter()
    known: dict[str, set[tuple[str, str]]] = {"alone": set(), "with day": set(), "with day and place": set()}
    for record in read_records(arguments.gold):
        text = (arguments.texts / record.source.uri).read_text("utf-8") if arguments.texts else ""
        day, place = record.reference_date, home_of(record, text)
        for entry in phrases_of(record):
            count[entry] += 1
            phrase = entry[1]
            readings = (identify(phrase), identify(phrase, day), identify(phrase, day, place))
            for reading, identity in zip(known, readings, strict=True):
                if identity is not None:
                    known[reading].add(entry)
    for kind in KINDS:
        all_of = [entry for entry in count if entry[0] == kind]
        total = sum(count[entry] for entry in all_of)
        print(f"{kind}: {len(all_of)} distinct, {total} in all")
        for reading, having in known.items():
            of_these = [entry for entry in all_of if entry in having]
            share, weighted = len(of_these) / len(all_of), sum(count[entry] for entry in of_these) / total
            print(f"  {reading:<20}{share:6.1%} of the distinct, {weighted:6.1%} of all")
        missed = [entry for entry in all_of if entry not in known["with day and place"]]
        for entry in sorted(missed, key=lambda one: -count[one])[: arguments.misses]:
            print(f"    {count[entry]:4} {entry[1]}")


if __name__ == "__main__":
    main()
