"""The whole making of a model folder: read the annotations, train, export, and tell it on the card."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from ketluan.data.sources import Texts, document_of, read_annotated, whole_record
from ketluan.data.splits import held_out, read_splits
from ketluan.errors import AnnotationError, ModelError
from ketluan.evaluate.confidence import calibration_error, claims_of, errors_caught, judged
from ketluan.model.augment import with_other_names
from ketluan.model.calibration import confident, fit, samples_of
from ketluan.model.encoder import load_tokenizer, save_encoder
from ketluan.model.export import export
from ketluan.model.features import inputs_of
from ketluan.model.folder import sha256_of
from ketluan.model.machine import hardware
from ketluan.model.network import Network
from ketluan.model.restore import restore
from ketluan.model.training import (
    Example,
    Say,
    TrainingOptions,
    checkpoint_of,
    examples_of,
    fresh,
    load_vectors,
    train,
)
from ketluan.model.transplant import change_encoder
from ketluan.pipeline import Extractor
from ketluan.record import Record
from ketluan.tokenise.language import blank

__all__ = ["build", "prepare"]

_FITTED = 400  # reports at the most on which a network is fitted to another encoder


def prepare(
    records: Sequence[Path],
    texts: Sequence[Path],
    tokenizer: Tokenizer,
    words: Sequence[str],
    *,
    silver: Sequence[Path] = (),
    splits: Path | None = None,
    validation: int = 10,
    copies: int = 1,
    seed: int = 1,
) -> tuple[list[tuple[Record, str]], list[tuple[Record, str]], list[Example]]:
    """Read annotated reports, those of the test part left out, and lay them out for the network.

    Args:
        records, texts, silver, splits, validation: see `build`.
        words: the vocabulary, in the order of the vectors' rows from 1 on.
        copies: copies with other names to make of each report that is trained on; seed: of their names.

    Returns:
        The reports that validate and those that are trained on, with their texts, and the examples of all reports and,
        behind them, of the copies.

    Raises:
        AnnotationError: a record is wrong or has no text.
    """
    parts = read_splits(splits) if splits else {}
    held: list[tuple[Record, str]] = []
    trained: list[tuple[Record, str]] = []
    library = Texts(texts)
    for record, text in _reports(records, library):
        part = parts.get(record.doc_id, "validation" if held_out(record.doc_id, validation) else "train")
        if part != "test":
            (held if part == "validation" else trained).append((record, text))
    annotated = {record.doc_id for record, _ in (*held, *trained)} | parts.keys()
    guessed = [report for report in _reports(silver, library) if report[0].doc_id not in annotated]
    vocabulary = {word: row for row, word in enumerate(words, 1)}

    def laid_out(reports: Sequence[tuple[Record, str]], **what: bool) -> Iterator[Example]:
        text_of = {record.doc_id: text for record, text in reports}
        return examples_of([record for record, _ in reports], text_of, tokenizer, vocabulary, **what)

    examples = [*laid_out(trained), *laid_out(held, held=True), *laid_out(guessed, silver=True)]
    rng = random.Random(seed)
    for _ in range(copies):
        examples += laid_out([with_other_names(record, text, rng) for record, text in trained])
    return held, trained, examples


def _reports(files: Sequence[Path], library: Texts) -> Iterator[tuple[Record, str]]:
    """Yield the records of files with their texts."""
    for path in files:
        for entry in read_annotated(path, library):
            yield whole_record(entry, source=str(path))


def build(
    *,
    records: Sequence[Path],
    texts: Sequence[Path],
    encoder: str,
    vectors: Path | None = None,
    start: Path | None = None,
    start_encoder: str | None = None,
    out: Path,
    options: TrainingOptions,
    silver: Sequence[Path] = (),
    tuned_encoder: Path | None = None,
    splits: Path | None = None,
    validation: int = 10,
    command: str,
    say: Say,
) -> None:
    """Train a model and write its folder.

    Args:
        records: files of records or of stand-off annotations; texts: folders with <doc_id>.txt.
        encoder: folder or hub name; vectors: a file of `scripts/word_vectors.py`.
        start: a model folder to go on from, instead of vectors: all its networks are trained, at half of the rate.
        start_encoder: the encoder that this model was trained with, where `encoder` is another (see `transplant`).
        silver: files of records that a model extracted from further texts; what is annotated or in the splits is
            passed over in them.
        tuned_encoder: where to write the encoder as the tuning passes leave it, for members to share.
        splits: a file of `ketluan data splits`; its test part is left out, its validation part is held out.
        validation: of so many reports that the splits do not name one is held out; 0 holds out none.
        command: what the user typed, for the card.
        say: told of the progress.

    Raises:
        AnnotationError: a record is wrong or has no text, or no silver record is of a further text.
        ModelError: encoder, vectors or the model to go on from cannot be used, or an encoder is to be kept that is not
            tuned.
    """
    if tuned_encoder is not None and not options.tuning_epochs:
        raise ModelError("no pass tunes the encoder, so that there is none to keep", mend="give --tuning-epochs")
    began = time.perf_counter()
    begin: Callable[[int], Network]
    if start is not None:
        words, networks = restore(start, start_encoder or encoder)
        # What they know is not to be lost at the first steps.
        options = replace(options, members=len(networks), rate=options.rate / 2)
        begin = networks.__getitem__
    else:
        words, begin = _from_vectors(vectors, encoder)
    tokenizer = load_tokenizer(encoder)
    held, trained, examples = prepare(
        records,
        texts,
        tokenizer,
        words,
        silver=silver,
        splits=splits,
        validation=validation,
        copies=options.copies,
        seed=options.seed,
    )
    guessed = sum(example.silver for example in examples)
    if silver and not guessed:
        raise AnnotationError(
            "holds no report but annotated ones", source=", ".join(map(str, silver)), mend="extract further texts"
        )
    say(
        f"{len(trained)} reports to train on, with {options.copies} copies each; {guessed} silver ones; "
        f"{len(held)} to validate"
    )
    if start is not None and start_encoder is not None:
        share = _change_encoder(networks, start_encoder, encoder, trained, examples)
        say(f"put over another encoder, through which {share:.0%} of what the networks read comes again")
    keep = out.with_name(out.name + ".checkpoint")
    network, losses = train(examples, begin, options, say, keep)
    files = (*records, *silver, *(path for path in (vectors, splits, start and start / "model.onnx") if path))
    if tuned_encoder is not None:
        save_encoder(network.networks[0].encoder, tokenizer, tuned_encoder)
    notes: dict[str, Any] = {
        "training": {
            "command": command,
            "date": date.today().isoformat(),
            "reports": len(trained),
            "silver": guessed,
            "silver_epochs": options.silver_epochs,
            "members": options.members,
            "copies": options.copies,
            "held_out": len(held),
            "epochs": options.epochs,
            "tuning_epochs": options.tuning_epochs,
            "seed": options.seed,
            "data": {path.name: sha256_of(path) for path in files},
            "encoder": encoder,
            "start": str(start) if start else None,
            "start_encoder": start_encoder,
            "validation_losses": losses,
            "minutes": round((time.perf_counter() - began) / 60),
            "hardware": hardware(),
        }
    }
    export(network, tokenizer, words, out, notes=notes)
    confidence = _calibrate(out, held)
    (out / "card.md").write_text(_card(notes["training"], confidence), encoding="utf-8")
    for number in range(options.members):
        checkpoint_of(keep, number).unlink(missing_ok=True)  # there is none after no epochs
    say(f"wrote {out}")


def _from_vectors(vectors: Path | None, encoder: str) -> tuple[list[str], Callable[[int], Network]]:
    """Return the words that have a vector, and what gives the network that each member begins with."""
    if vectors is None:
        raise ModelError("neither word vectors nor a model to go on from", mend="give --vectors or --start")
    words, matrix = load_vectors(vectors)
    return words, lambda number: fresh(encoder, matrix)


def _change_encoder(
    networks: Sequence[Network],
    start_encoder: str,
    encoder: str,
    trained: Sequence[tuple[Record, str]],
    examples: Sequence[Example],
) -> float:
    """Put networks over another encoder, fitted on some of the reports that are trained on."""
    as_it_stands = {example.doc_id: example for example in reversed(examples)}  # its copies come later
    tokenizer, nlp = load_tokenizer(start_encoder), blank()
    before, after = [], []
    for record, text in trained[:: max(1, -(-len(trained) // _FITTED))]:
        inputs = inputs_of(nlp(text), tokenizer, {})  # the encoders differ in what they read alone: no word is asked
        if inputs is not None:
            after.append(as_it_stands[record.doc_id])
            before.append(replace(after[-1], inputs=inputs, encoded=None))
    return change_encoder(networks, encoder, before, after)


def _calibrate(folder: Path, validation: Sequence[tuple[Record, str]]) -> str:
    """Fit the model's confidence on the reports that validate, and return what the card tells of it."""
    extractor, found = Extractor(folder, least=0), []
    for gold, text in validation:
        told = extractor.extract(document_of(gold, text))
        found.append((told, judged(gold, told)))
    weights = fit(sample for told, right in found for sample in samples_of(told, right))
    config = folder / "config.json"
    settings = {**json.loads(config.read_text(encoding="utf-8")), "calibration": weights}
    config.write_text(json.dumps(settings, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    before = [claim for told, right in found for claim in claims_of(told, right)]
    after = [claim for told, right in found for claim in claims_of(confident(told, weights), right)]
    return (
        f"Fitted on {len(before)} facts of the held-out reports: expected calibration error there "
        f"{calibration_error(before):.3f} before, {calibration_error(after):.3f} after; the least certain fifth holds "
        f"{errors_caught(before, 0.2):.0%} of the errors before, {errors_caught(after, 0.2):.0%} after."
    )


def _card(training: dict[str, Any], confidence: str) -> str:
    data = "\n".join(f"- `{name}`, SHA-256 `{digest}`" for name, digest in training["data"].items())
    losses = "\n".join(f"| {name} | {loss} |" for name, loss in training["validation_losses"].items())
    return f"""# Ketluan model

A model for Vietnamese reports of meetings: it finds officials, positions, documents, programmes, quantities, directives
and deadlines and links them. An encoder, word vectors and word shapes under a BiLSTM and attention to the words near,
with CRF, clause and pointer heads{_together(training["members"])}; exported to ONNX with int8 weights.

## Training

`{training["command"]}`

{training["date"]}, {training["minutes"]} minutes on {training["hardware"]}.
{_start(training)}{_silver(training)}{training["reports"]} reports trained on, {_copies(training["copies"])};
{training["held_out"]} held out.
{training["epochs"]} epochs with a fixed encoder, {training["tuning_epochs"]} tuning it, seed {training["seed"]},
encoder `{training["encoder"]}`.

{data}

| head | loss on the held-out reports (nats) |
|---|---|
{losses}

## Confidence

{confidence}

## Limits

- National leaders recur in the news of their years, and a test set may name the people of the training set. Scores
  "with officials renamed" tell what is found of people whom the network cannot know.
- Trained on news of 2008-2019 and on reports written for this project; on other genres it has not been measured.
- A report of more than 4,000 words is read in parts, and nothing is linked across them.
"""


def _together(members: int) -> str:
    return "" if members == 1 else f"; the mean of {members} networks that share the encoder"


def _copies(count: int) -> str:
    copies = f"in turn with {count} copies of each in which every official has another name"
    return copies if count else "with their own names only"


def _start(training: dict[str, Any]) -> str:
    if not training["start"]:
        return ""
    over = f", which read the encoder `{training['start_encoder']}`" if training["start_encoder"] else ""
    return f"Going on from the networks of the model `{training['start']}`{over}.\n"


def _silver(training: dict[str, Any]) -> str:
    if not training["silver"]:
        return ""
    return f"First {training['silver_epochs']} epochs over {training['silver']} reports that a model annotated; then\n"
