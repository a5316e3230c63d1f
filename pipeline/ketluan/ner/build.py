"""The whole making of a tagger: read the files, train, write the folder, and tell it on the card; and its test."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from ketluan.errors import InputError
from ketluan.model.encoder import load_encoder, load_tokenizer
from ketluan.model.folder import sha256_of
from ketluan.model.machine import hardware
from ketluan.ner.columns import Sentence, read_sentences
from ketluan.ner.folder import load, save
from ketluan.ner.scores import EntityScores
from ketluan.ner.tagger import Tagger, sentence_windows
from ketluan.ner.training import Example, TaggerOptions, best_of, scores_of, train

__all__ = ["build", "evaluate"]


def build(
    *,
    data: Path,
    dev: Path,
    column: int,
    encoder: str,
    out: Path,
    options: TaggerOptions,
    command: str,
    say: Callable[[str], None],
) -> None:
    """Train a tagger and write its folder.

    Args:
        data: the file to train on; dev: the one to choose the best epoch by.
        column: of the tags in both (see `read_sentences`).
        encoder: folder or hub name.
        command: what the user typed, for the card.
        say: told of the progress.

    Raises:
        InputError: a file cannot be used. ModelError: the encoder or a checkpoint cannot be used.
    """
    sentences, chosen_by = read_sentences(data, column), read_sentences(dev, column)
    tags = _tags(sentences, data)
    tokenizer = load_tokenizer(encoder)
    say(f"{len(sentences)} sentences to train on, {len(chosen_by)} to choose by; {len(tags) // 2} types of entities")
    torch.manual_seed(options.seed)
    tagger = Tagger(load_encoder(encoder), tags)
    digests = sha256_of(data), sha256_of(dev)
    run = hashlib.sha256(json.dumps([*digests, encoder, column, asdict(options)]).encode()).hexdigest()
    keep = out.with_name(out.name + ".checkpoint")
    developing = _examples(chosen_by, tokenizer)
    course = train(tagger, _examples(sentences, tokenizer), developing, options, run, keep, say)
    scores = scores_of(tagger, developing)
    notes: dict[str, Any] = {
        "training": {
            "command": command,
            "date": date.today().isoformat(),
            "data": [
                {"file": str(path), "use": use, "sentences": count, "sha256": digest}
                for path, use, count, digest in zip(
                    (data, dev), ("train", "dev"), (len(sentences), len(chosen_by)), digests, strict=True
                )
            ],
            "column": column,
            "encoder": encoder,
            **asdict(options),
            "best_epoch": course.best,
            "minutes": round(course.seconds / 60, 1),
            "hardware": hardware(),
        },
        "scores": scores.to_dict(),
    }
    save(tagger, tokenizer, out, notes=notes, card=_card(notes["training"], scores))
    for left in (keep, best_of(keep)):
        left.unlink(missing_ok=True)
    say(f"wrote {out}")


def evaluate(test: Path, column: int, folder: Path) -> EntityScores:
    """Return how well the tagger of a folder tags a file.

    Raises:
        InputError: the file cannot be used. ModelError: the folder cannot.
    """
    tagger, tokenizer = load(folder)
    return scores_of(tagger, _examples(read_sentences(test, column), tokenizer))


def _examples(sentences: Sequence[Sentence], tokenizer: Tokenizer) -> list[Example]:
    return [Example(sentence_windows(sentence.words, tokenizer), sentence.tags) for sentence in sentences]


def _tags(sentences: Sequence[Sentence], source: Path) -> tuple[str, ...]:
    labels = sorted({tag[2:] for sentence in sentences for tag in sentence.tags if tag != "O"})
    if not labels:
        raise InputError("every tag is O", source=str(source), mend="name the tags' column with --column")
    return ("O", *(f"{mark}-{label}" for label in labels for mark in "BI"))


def _card(training: dict[str, Any], scores: EntityScores) -> str:
    data = "\n".join(
        f"- {part['use']}: `{part['file']}`, {part['sentences']} sentences, SHA-256 `{part['sha256']}`"
        for part in training["data"]
    )
    rows = "\n".join(
        f"| {name} | {score.precision:.4f} | {score.recall:.4f} | {score.f1:.4f} | {score.gold} |"
        for name, score in (*scores.types.items(), ("micro average", scores.micro))
    )
    epochs = f"{training['epochs']} epochs with a fixed encoder, {training['tuning_epochs']} tuning it"
    return f"""# Named-entity tagger

An encoder, a linear layer and a CRF over the words of a sentence; weights in safetensors.

## Training

`{training["command"]}`

{training["date"]}, {training["minutes"]} minutes on {training["hardware"]}.
{epochs}; epoch {training["best_epoch"]} was the best on dev.
Encoder `{training["encoder"]}`, seed {training["seed"]}, {training["batch"]} sentences a step, learning rates
{training["encoder_rate"]} (encoder) and {training["rate"]}.

{data}

## Scores

Of entities, by seqeval, on dev, by which the epoch was chosen; `ketluan evaluate --conll TEST --model FOLDER` gives
those on a file that it has not seen.

| | P | R | F1 | entities |
|---|---|---|---|---|
{rows}
"""
