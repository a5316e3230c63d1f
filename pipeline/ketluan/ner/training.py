"""A tagger taught by annotated sentences, epoch by epoch, with a checkpoint after each; the best on DEV is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn

from ketluan.errors import ModelError
from ketluan.model.checkpoint import load_checkpoint, save_checkpoint
from ketluan.model.features import Windows
from ketluan.ner.scores import EntityScores, entity_scores
from ketluan.ner.tagger import Tagger, batch_of, predict

__all__ = ["Course", "Example", "TaggerOptions", "best_of", "scores_of", "train"]

_WARM: Final = 0.1  # the share of all steps in which the rates rise
_SAY_SECONDS: Final = 30.0  # between two lines within an epoch


@dataclass(frozen=True, slots=True)
class TaggerOptions:
    """How to train.

    Attributes:
        epochs: passes over the sentences with the encoder as it came.
        tuning_epochs: passes after those in which the encoder learns too.
        rate: highest learning rate of the linear layer and the CRF; encoder_rate: that of the encoder.
        batch: sentences in one step.
        seed: of the order, the dropout and the initial weights.
    """

    epochs: int = 1
    tuning_epochs: int = 10
    rate: float = 1e-3
    encoder_rate: float = 5e-5
    batch: int = 32
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence as the encoder reads it, with its tags."""

    windows: Windows
    tags: tuple[str, ...]


@dataclass(slots=True)
class Course:
    """How far a training has come.

    Attributes:
        run: what it is of (data, encoder, options); another run does not go on from its checkpoint.
        epoch: how many are done; seconds: how long they took, in all sittings.
        best: which of them was best on DEV; f1: with what micro-average.
    """

    run: str
    epoch: int = 0
    seconds: float = 0.0
    best: int = 0
    f1: float = 0.0


def train(
    tagger: Tagger,
    sentences: Sequence[Example],
    dev: Sequence[Example],
    options: TaggerOptions,
    run: str,
    keep: Path,
    say: Callable[[str], None],
) -> Course:
    """Teach a tagger, which then has the weights of the epoch that was best on DEV.

    Args:
        tagger: with weights to start from; sentences: whose tags it has; dev: sentences to choose the epoch by.
        run: what the training is of (see `Course`).
        keep: the checkpoint, written after each epoch, which a run that finds it goes on from; the weights of the best
            epoch lie beside it (see `best_of`).
        say: told of the progress.

    Raises:
        ModelError: there is a checkpoint of something else.
    """
    optimizer = torch.optim.AdamW(
        [
            {"params": [*tagger.linear.parameters(), *tagger.crf.parameters()], "lr": options.rate},
            {"params": tagger.encoder.parameters(), "lr": options.encoder_rate},
        ],
        weight_decay=0.01,
    )
    course = _resumed(tagger, optimizer, run, keep, say)
    epochs = options.epochs + options.tuning_epochs
    while course.epoch < epochs:
        began = time.perf_counter()
        loss = _epoch(tagger, optimizer, sentences, options, course.epoch, say)
        f1 = scores_of(tagger, dev).micro.f1
        course.epoch += 1
        if not course.best or f1 > course.f1:
            course.best, course.f1 = course.epoch, f1
            save_file({name: tensor.contiguous() for name, tensor in tagger.state_dict().items()}, best_of(keep))
        took = time.perf_counter() - began
        course.seconds += took
        save_checkpoint(keep, tagger, optimizer, asdict(course))
        say(f"epoch {course.epoch} of {epochs}: loss {loss:.3f} in {took:.0f} s, F1 on DEV {f1:.4f}")
    tagger.load_state_dict(load_file(best_of(keep)))
    return course


def best_of(keep: Path) -> Path:
    """Return where the weights of the best epoch are kept."""
    return keep.with_name(keep.name + ".best")


def scores_of(tagger: Tagger, examples: Sequence[Example]) -> EntityScores:
    """Return how well a tagger tags annotated sentences."""
    return entity_scores([e.tags for e in examples], predict(tagger, [e.windows for e in examples]))


def _resumed(
    tagger: Tagger, optimizer: torch.optim.Optimizer, run: str, keep: Path, say: Callable[[str], None]
) -> Course:
    if not keep.exists():
        return Course(run)
    course = Course(**load_checkpoint(keep, tagger, optimizer))
    if course.run != run:
        raise ModelError(
            "the checkpoint is of other data, another encoder or other options",
            source=str(keep),
            mend="delete it to begin anew, or repeat its command",
        )
    say(f"going on from epoch {course.epoch} of {keep}")
    return course


def _epoch(
    tagger: Tagger,
    optimizer: torch.optim.Optimizer,
    examples: Sequence[Example],
    options: TaggerOptions,
    epoch: int,
    say: Callable[[str], None],
) -> float:
    """Read all sentences once and return the mean loss of the steps."""
    tagger.train()
    tuned = epoch >= options.epochs
    tagger.encoder.train(tuned).requires_grad_(tuned)
    # Of the epoch alone, so that a run that goes on ends as one that was never stopped.
    torch.manual_seed(options.seed * 1009 + epoch)
    rng = np.random.default_rng((options.seed, epoch))
    steps = -(-len(examples) // options.batch)
    peaks = (options.rate, options.encoder_rate)
    total = steps * (options.epochs + options.tuning_epochs)
    losses, said = [], time.perf_counter()
    for number, batch in enumerate(_batches(examples, options.batch, rng)):
        share = _share_of_rate(steps * epoch + number, total)
        for group, peak in zip(optimizer.param_groups, peaks, strict=True):
            group["lr"] = peak * share
        losses.append(_step(tagger, optimizer, batch))
        if time.perf_counter() - said > _SAY_SECONDS:
            said = time.perf_counter()
            say(f"epoch {epoch + 1}: {number + 1} of {steps} batches, loss {sum(losses) / len(losses):.3f}")
    return sum(losses) / len(losses)


def _batches(examples: Sequence[Example], size: int, rng: np.random.Generator) -> Iterator[list[Example]]:
    """Yield batches of sentences of like length, in random order."""
    lengths = np.array([len(example.tags) for example in examples])
    order = np.argsort(lengths * rng.uniform(0.8, 1.25, len(examples)))
    groups = np.split(order, range(size, len(order), size))
    for group in rng.permutation(len(groups)):
        yield [examples[place] for place in groups[group]]


def _share_of_rate(step: int, total: int) -> float:
    warm = max(1, round(total * _WARM))
    return min((step + 1) / warm, (total - step) / max(1, total - warm), 1.0)


def _step(tagger: Tagger, optimizer: torch.optim.Optimizer, batch: Sequence[Example]) -> float:
    loss = tagger.loss(batch_of([example.windows for example in batch]), _numbers(tagger.tags, batch))
    loss.backward()  # type: ignore[no-untyped-call]  # the library leaves it untyped
    nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
    optimizer.step()
    optimizer.zero_grad()
    return loss.item()


def _numbers(tags: tuple[str, ...], batch: Sequence[Example]) -> Tensor:
    """Return (B, W) the numbers of the sentences' tags, 0 where there is no word."""
    rows = [torch.tensor([tags.index(tag) for tag in example.tags]) for example in batch]
    return nn.utils.rnn.pad_sequence(rows, batch_first=True)
