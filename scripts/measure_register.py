"""Measure how many of the bodies and places that gold records name have an identity in the register.

Each distinct phrase is read alone, with the report's day, and with the day and the report's place: the one province
that the report's phrases name most often (none where two tie). A phrase counts where any of its reports gives an id.
Most of the phrases are no bodies or places of Vietnam at all ("các địa phương", "doanh nghiệp"); --misses shows them.

    python scripts/measure_register.py GOLD.jsonl [--misses 40]
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ketluan.register import identify, place_of

KINDS = ("positions", "subjects", "addressees")


def phrases(report: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield (kind, phrase) for every phrase of a record that may name a body or a place."""
    for official in report["officials"]:
        yield from (("positions", position["title"]) for position in official["positions"])
    for metric in report["metrics"]:
        if metric["subject"]:
            yield "subjects", metric["subject"]["text"]
    for directive in report["directives"]:
        yield from (("addressees", addressee["text"]) for addressee in directive["addressees"])


def home(found: list[tuple[str, str]], day: date) -> str | None:
    """Return the id of the province that phrases of one report name most often."""
    identities = (identify(phrase, day) for _, phrase in found)
    places = (place_of(one.place) for one in identities if one and one.place)
    named = Counter(place.province for place in places if place)
    most = max(named.values(), default=0)
    first = [place for place, times in named.items() if times == most]
    return first[0] if len(first) == 1 else None


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure how many phrases of gold records the register knows.")
    parser.add_argument("gold", type=Path, help="records, one JSON object a line")
    parser.add_argument(
        "--misses", type=int, default=0, help="show so many of the most frequent phrases without identity"
    )
    arguments = parser.parse_args()
    count: Counter[tuple[str, str]] = Counter()
    known: dict[str, set[tuple[str, str]]] = {"alone": set(), "with day": set(), "with day and place": set()}
    with arguments.gold.open(encoding="utf-8") as lines:
        for line in lines:
            report = json.loads(line)
            day = date.fromisoformat(report["reference_date"])
            found = list(phrases(report))
            place = home(found, day)
            count.update(found)
            for entry in found:
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
