"""Run the shipped model over a gold set and print what `ketluan evaluate` says; with --card, write it on the card.

    python scripts/measure.py ../shared/dev/gold.jsonl --texts ../shared/dev [--card] [--pred OUT.jsonl] [--other-names]

GOLD holds records or stand-off annotations, the reports are DIR/<doc_id>.txt; of each gold record only the publication
day and the title are used. --part test scores only the reports of that part of annotations/splits.json.

National leaders recur: of the 51 officials of the dev reports 43 are officials in the training reports too. With
--other-names every official of the gold gets an invented name first, and the scores tell what the model finds when it
knows nobody.
"""

from __future__ import annotations

import argparse
import random
import re
import shlex
import sys
from datetime import date
from pathlib import Path

from ketluan.data.sources import Texts, document_of, read_annotated, whole_record
from ketluan.data.splits import read_splits
from ketluan.evaluate import evaluate
from ketluan.model.augment import with_other_names
from ketluan.model.folder import default_model
from ketluan.pipeline import Extractor

SPLITS = Path(__file__).parents[1] / "annotations/splits.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=default_model())
    parser.add_argument("--pred", type=Path, help="write the predicted records here")
    parser.add_argument("--other-names", action="store_true", help="give every official an invented name first")
    parser.add_argument(
        "--part", choices=("train", "validation", "test"), help="score only the reports of this part of --splits"
    )
    parser.add_argument("--splits", type=Path, default=SPLITS)
    parser.add_argument("--card", action="store_true", help="write the scores on the model's card")
    arguments = parser.parse_args()
    extractor = Extractor(arguments.model)
    gold, predicted, rng = [], [], random.Random(0)
    parts = read_splits(arguments.splits) if arguments.part else {}
    for entry in read_annotated(arguments.gold, Texts([arguments.texts])):
        if arguments.part and parts.get(entry.record.doc_id) != arguments.part:
            continue
        record, text = whole_record(entry, source=str(arguments.gold))
        if arguments.other_names:
            record, text = with_other_names(record, text, rng)
        gold.append(record)
        predicted.append(extractor.extract(document_of(record, text)))
        predicted[-1].check_spans(text)
    if arguments.pred:
        arguments.pred.write_text("".join(record.to_json() + "\n" for record in predicted), encoding="utf-8")
    scores = evaluate(gold, predicted)
    rows = [
        f"| {name} | {c.precision:.3f} | {c.recall:.3f} | {c.f1:.3f} | {c.tp}/{c.gold}/{c.pred} |"
        for name, c in scores.rows().items()
    ]
    table = "\n".join(["| kind | P | R | F1 | found/gold/predicted |", "|---|---|---|---|---|", *rows])
    print(table)
    if arguments.card:
        card = arguments.model / "card.md"
        which = f", {arguments.part} part" if arguments.part else ""
        names = ", with officials renamed" if arguments.other_names else ""
        heading = f"## Scores on {arguments.gold.parent.name}/{arguments.gold.name}{which}{names}"
        text = re.sub(
            rf"\n{re.escape(heading)}\n.*?(?=\n## |\Z)", "", card.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        note = f"{len(gold)} reports, {date.today()}, by `python scripts/measure.py {shlex.join(sys.argv[1:])}`."
        card.write_text(f"{text.rstrip()}\n\n{heading}\n\n{note}\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
