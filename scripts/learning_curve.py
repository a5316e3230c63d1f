"""Train on shares of the annotated reports, with several seeds, and tell what each model scores on a gold set.

    python scripts/learning_curve.py GOLD.jsonl --gold-texts DIR --records annotations/real.jsonl annotations/own.jsonl
        --texts TEXTS --texts corpus/texts --encoder ENCODER --vectors V.npz --jobs 2 -o FOLDER

A share of the reports is drawn by the seed, so that the spread tells of the draw and of the training together. Every
training is one network as `ketluan train --tuning-epochs 0` makes it. FOLDER keeps a model folder of each training and
`scores.jsonl`: a run that was stopped goes on from there, and from the last epoch of the trainings in which it was
stopped. With several jobs, as many processes train a network each, on one core each (not on Windows).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from ketluan.data.sources import Texts, document_of, read_annotated, whole_record
from ketluan.evaluate import evaluate
from ketluan.model.build import prepare
from ketluan.model.encoder import load_tokenizer
from ketluan.model.export import export
from ketluan.model.training import Example, TrainingOptions, checkpoint_of, encode, fresh, load_vectors, train
from ketluan.pipeline import Extractor

SPLITS = Path(__file__).parents[1] / "annotations/splits.json"
ROWS = ("FACTS", "LINKS")
JOURNAL = "scores.jsonl"
_curve: Curve  # in a process that trains


def drawn(examples: Sequence[Example], share: float, seed: int) -> list[Example]:
    """Return the examples of a share of the reports."""
    ids = sorted({example.doc_id for example in examples})
    kept = set(random.Random(seed).sample(ids, round(share * len(ids))))
    return [example for example in examples if example.doc_id in kept]


def scores(folder: Path, gold: Path, texts: Path) -> dict[str, float]:
    """Return the F1 of facts and of links that a model folder reaches on a gold set."""
    extractor, wanted, found = Extractor(folder, least=0), [], []  # its confidence is not calibrated
    for entry in read_annotated(gold, Texts([texts])):
        record, text = whole_record(entry, source=str(gold))
        wanted.append(record)
        found.append(extractor.extract(document_of(record, text)))
    rows = evaluate(wanted, found).rows()
    return {name: rows[name].f1 for name in ROWS}


@dataclass(frozen=True, slots=True)
class Curve:
    """What the trainings have in common; `examples` are those to train on."""

    arguments: argparse.Namespace
    examples: list[Example]
    tokenizer: Tokenizer
    words: list[str]
    matrix: np.ndarray

    def point(self, share: float, seed: int) -> dict[str, float]:
        """Train on a share of the reports, keep the model folder, and return and note down what it scores."""
        asked = self.arguments
        options = TrainingOptions(epochs=asked.epochs, tuning_epochs=0, batch=asked.batch, seed=seed)
        folder, keep = asked.out / f"{share:g}-{seed}", asked.out / f"{share:g}-{seed}.checkpoint"
        subset = drawn(self.examples, share, seed)
        reports = len({example.doc_id for example in subset})

        def say(line: str) -> None:
            print(f"{reports} reports, seed {seed}: {line}", flush=True)

        network, _ = train(subset, lambda _: fresh(asked.encoder, self.matrix), options, say, keep)
        export(network, self.tokenizer, self.words, folder, notes={})
        entry = {"share": share, "seed": seed, "reports": reports, **scores(folder, asked.gold, asked.gold_texts)}
        with (asked.out / JOURNAL).open("a", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
        checkpoint_of(keep, 0).unlink()
        say(json.dumps(entry))
        return entry


def _begin(curve: Curve) -> None:
    """Give a forked process what the trainings have in common; as an argument of each it would be copied."""
    global _curve
    _curve = curve
    torch.set_num_threads(1)  # more hang in a forked process


def _point(share: float, seed: int) -> dict[str, float]:
    return _curve.point(share, seed)


def prepared(arguments: argparse.Namespace) -> Curve:
    """Lay out the reports that no split holds back, and let the encoder read each once."""
    words, matrix = load_vectors(arguments.vectors)
    tokenizer = load_tokenizer(arguments.encoder)
    *_, examples = prepare(arguments.records, arguments.texts, tokenizer, words, splits=arguments.splits)
    examples = [example for example in examples if not example.held]
    encode(fresh(arguments.encoder, matrix), examples)
    return Curve(arguments, examples, tokenizer, words, matrix)


def table(done: dict[tuple[float, int], dict[str, float]], shares: Sequence[float], seeds: Sequence[int]) -> str:
    """Return the curve in Markdown: of each share the mean, the lowest and the highest score."""
    lines = ["| reports | " + " | ".join(ROWS) + " |", "|---|---|---|"]
    for share in shares:
        entries = [done[share, seed] for seed in seeds]
        cells = []
        for name in ROWS:
            values = [entry[name] for entry in entries]
            cells.append(f"{statistics.mean(values):.3f} ({min(values):.3f} to {max(values):.3f})")
        lines.append(f"| {entries[0]['reports']} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


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
    parser.add_argument("--batch", type=int, default=TrainingOptions().batch, help="reports in one step")
    parser.add_argument("--jobs", type=int, default=1, help="trainings at a time")
    parser.add_argument("-o", "--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    journal = arguments.out / JOURNAL
    lines = journal.read_text(encoding="utf-8").splitlines() if journal.exists() else []
    done = {(entry["share"], entry["seed"]): entry for entry in map(json.loads, lines)}
    wanted = [(share, seed) for share in arguments.shares for seed in arguments.seeds if (share, seed) not in done]
    if wanted:
        curve = prepared(arguments)
        if arguments.jobs == 1:
            points = [curve.point(*each) for each in wanted]
        else:
            # Forked, the processes share what is laid out; fresh ones, since each comes to copy what it touches.
            with multiprocessing.get_context("fork").Pool(arguments.jobs, _begin, (curve,), maxtasksperchild=1) as pool:
                points = pool.starmap(_point, wanted, chunksize=1)
        done |= dict(zip(wanted, points, strict=True))
    print(table(done, arguments.shares, arguments.seeds))


if __name__ == "__main__":
    main()
