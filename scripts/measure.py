"""Run the shipped model over a gold set and print the scores of `ketluan evaluate`; with --card, write them on its card.

    python scripts/measure.py ../shared/dev/gold.jsonl --texts ../shared/dev [--card] [--pred OUT.jsonl]

The reports are read from DIR/<doc_id>.txt; of each gold record only the publication day and the title are used.
"""

from __future__ import annotations

import argparse
import re
from datetime import date
from pathlib import Path

from ketluan.document import Document
from ketluan.evaluate import evaluate, read_records
from ketluan.model.folder import default_model
from ketluan.pipeline import Extractor
from ketluan.read import read_bytes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--model", type=Path, default=default_model())
    parser.add_argument("--pred", type=Path, help="write the predicted records here")
    parser.add_argument("--card", action="store_true", help="write the scores on the model's card")
    arguments = parser.parse_args()
    gold = list(read_records(arguments.gold))
    extractor = Extractor(arguments.model)
    predicted = []
    for record in gold:
        path = arguments.texts / f"{record.doc_id}.txt"
        text = read_bytes(path.read_bytes(), str(path))
        day = record.source.published or record.reference_date
        predicted.append(extractor.extract(Document(text, record.doc_id, str(path), record.source.title, day)))
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
        heading = f"## Scores on {arguments.gold.parent.name}/{arguments.gold.name}"
        text = re.sub(rf"\n{re.escape(heading)}\n.*?(?=\n## |\Z)", "", card.read_text(encoding="utf-8"), flags=re.DOTALL)
        note = f"{len(gold)} reports, {date.today()}, by `python scripts/measure.py {arguments.gold} --texts {arguments.texts} --card`."
        card.write_text(f"{text.rstrip()}\n\n{heading}\n\n{note}\n\n{table}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
