"""The tables of time phrases with their days: `times.tsv` in sentences, `phrases.tsv` by themselves."""

import csv
from pathlib import Path

__all__ = ["PHRASES", "TABLE"]


def _rows(name: str) -> list[dict[str, str]]:
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t"))


TABLE = _rows("times.tsv")
PHRASES = _rows("phrases.tsv")
