"""Train on shares of the annotated reports, with several seeds, and tell what each model scores on a gold set.

    python scripts/learning_curve.py GOLD.jsonl --gold-texts DIR --records annotations/real.jsonl annotations/own.jsonl
        --texts TEXTS --texts corpus/texts --encoder ENCODER --vectors V.npz -o FOLDER

A share of the reports is drawn by the seed, so that the spread tells of the draw and of the training together. Every
training is one network as `ketluan train --tuning-epochs 0` makes it; the reports that validate are the same for all.
FOLDER keeps a model folder of each training and `scores.jsonl`: a run that was stopped goes on from there, and from the
last epoch of the training in which it was stopped.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from ketluan.data.sources import Texts, document_of, read_annotated, whole_record
from ketluan.evaluate import evaluate
from ketluan.model.build import prepare
from ketluan.model.encoder import load_tokenizer
from ketluan.model.export import export
from ketluan.model.training import Example, TrainingOptions, checkpoint_of, fresh, load_vectors, train
from ketluan.pipeline import Extractor

SPLITS = Path(__file__).parents[1] / "annotations/splits.json"
ROWS = ("FACTS", "LINKS")


def drawn(examples: Sequence[Example], share: float, seed: int) -> Iterator[Example]:
    """Yield the examples that validate, and those of a share of the reports to train on."""
    ids = sorted({example.doc_id for example in examples if not example.held})
    kept = set(random.Random(seed).sample(ids, round(share * len(ids))))
    yield from (example for example in examples if example.held or example.doc_id in kept)


def scores(folder: Path, gold: Path, texts: Path) -> dict[str, float]:
    """Return the F1 of facts and of links that a model folder reaches on a gold set."""
    extractor, wanted, found = Extractor(folder, least=0), [], []  # its confidence is not calibrated
    for entry in read_annotated(gold, Texts([texts])):
        record, text = whole_record(entry, source=str(gold))
        wanted.append(record)
        found.append(extractor.extract(document_of(record, text)))
    rows = evaluate(wanted, found).rows()
    return {name: rows[name].f1 for name in ROWS}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--gold-texts", type=Path, required=True)
    parser.add_argument("--records", type=Path, nargs="+", required=True)
    parser.add_argument("--texts", type=Path, action="append", required=True)
    parser.add_argument("--encoder", required=True)
    parser.add_argument("--vectors", type=Path, required=True)
    parser.add_argument("--splits", type=Path, default=SPLITS)
    parser.add_argument("--shares", type=float, nargs="+", default=[0.25, 0.5, 1.0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=TrainingOptions.batch, help="reports in one step")
    parser.add_argument("-o", "--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    journal = arguments.out / "scores.jsonl"
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    done = {(entry["share"], entry["seed"]): entry for entry in map(json.loads, lines)}
    wanted = [(share, seed) for share in arguments.shares for seed in arguments.seeds if (share, seed) not in done]
    if wanted:
        words, matrix = load_vectors(arguments.vectors)
        tokenizer = load_tokenizer(arguments.encoder)
        *_, examples = prepare(arguments.records, arguments.texts, tokenizer, words, splits=arguments.splits)
    for share, seed in wanted:
        options = TrainingOptions(epochs=arguments.epochs, tuning_epochs=0, batch=arguments.batch, seed=seed)
        folder = arguments.out / f"{share:g}-{seed}"
        keep = arguments.out / f"{share:g}-{seed}.checkpoint"
        subset = list(drawn(examples, share, seed))
        trained = len({example.doc_id for example in subset if not example.held})
        print(f"{trained} reports, seed {seed}", flush=True)
        network, _ = train(subset, lambda _: fresh(arguments.encoder, matrix), options, print, keep)
        export(network, tokenizer, words, folder, notes={})
        entry = {"share": share, "seed": seed, "reports": trained}
        entry |= scores(folder, arguments.gold, arguments.gold_texts)
        with journal.open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
        checkpoint_of(keep, 0).unlink()
        done[share, seed] = entry
        print(json.dumps(entry), flush=True)
    print("| reports | " + " | ".join(ROWS) + " |\n|---|---|---|")
    for share in arguments.shares:
        entries = [done[share, seed] for seed in arguments.seeds]
        cells = []
        for name in ROWS:
            values = [entry[name] for entry in entries]
            cells.append(f"{statistics.mean(values):.3f} ({min(values):.3f} to {max(values):.3f})")
        print(f"| {entries[0]['reports']} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
