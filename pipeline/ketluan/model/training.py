"""Training: annotated reports in, a model folder out."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from ketluan.errors import AnnotationError, ModelError
from ketluan.model.checkpoint import load_checkpoint, save_checkpoint
from ketluan.model.encoder import load_encoder
from ketluan.model.ensemble import Ensemble
from ketluan.model.export import int8_encoder
from ketluan.model.features import Inputs, inputs_of
from ketluan.model.gold import Targets, targets_of
from ketluan.model.losses import losses_of
from ketluan.model.machine import encoder_in_bf16, lstm_in_bf16
from ketluan.model.network import Network, NetworkConfig
from ketluan.record import Record
from ketluan.tokenise.language import blank

__all__ = ["Example", "TrainingOptions", "checkpoint_of", "encode", "examples_of", "fresh", "load_vectors", "train"]

Say = Callable[[str], None]
_TUNING_SHARE = 0.25  # of the heads' highest rate, while the encoder learns
_TUNING_WARM = 12  # of the tuning steps one of so many, in which the rate rises
_VALIDATED_TOGETHER = 8  # reports; fixed, since the mean over batches depends a little on their size


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """How to train.

    Attributes:
        silver_epochs: passes over the silver reports, which come first.
        epochs: passes over the annotated reports with the encoder as it came.
        tuning_epochs: passes after those, over silver reports too, in which the encoder learns as well.
        rate: highest learning rate of the heads; in the tuning passes a quarter of it.
        encoder_rate: that of the encoder.
        batch: reports in one step. Few, because steps are what a short training lacks: after five epochs over half the
            reports the pointers' loss was 1.51 nats with 8, 1.23 with 4 in the same time. With 2 names were worse.
        seed: of the order, the dropout and the initial weights.
        members: networks of other seeds whose answers are averaged; only where the encoder is not tuned.
        copies: copies of each report with other names (see `augment`); a pass reads the report or one of them.

    Raises:
        ModelError: several members, and an encoder that is to be tuned.
    """

    silver_epochs: int = 0
    epochs: int = 12
    tuning_epochs: int = 2
    rate: float = 2e-3
    encoder_rate: float = 1.5e-4
    batch: int = 4
    seed: int = 1
    members: int = 1
    copies: int = 1

    def __post_init__(self) -> None:
        if self.members > 1 and self.tuning_epochs:
            raise ModelError("several members share an encoder that stays as it is", mend="take --tuning-epochs 0")


@dataclass(slots=True)
class Example:
    """One annotated report as the network sees it.

    Attributes:
        held: it validates and is not trained on.
        silver: a model annotated it (self-training, Scudder 1965): it is read before those that readers annotated.
        encoded: (W, E) its words as the encoder reads them, while that does not learn.
    """

    doc_id: str
    inputs: Inputs
    targets: Targets
    held: bool = False
    silver: bool = False
    encoded: Tensor | None = None


def load_vectors(path: Path) -> tuple[list[str], np.ndarray]:
    """Return the words and their vectors (N, width) as `scripts/word_vectors.py` writes them.

    Raises:
        ModelError: the file is missing or of another kind.
    """
    try:
        with np.load(path, allow_pickle=False) as stored:
            words, vectors = [str(w) for w in stored["words"]], stored["vectors"].astype(np.float32)
    except (OSError, KeyError, ValueError) as error:
        raise ModelError(
            "not a file of word vectors", source=str(path), mend="make one with scripts/word_vectors.py"
        ) from error
    return words, vectors


def examples_of(
    records: Sequence[Record],
    texts: dict[str, str],
    tokenizer: Tokenizer,
    vocabulary: dict[str, int],
    *,
    held: bool = False,
    silver: bool = False,
) -> Iterator[Example]:
    """Yield the examples of annotated reports.

    Args:
        records: the annotations.
        texts: the reports' texts by `doc_id`.
        held, silver: what they are (see `Example`).

    Raises:
        AnnotationError: a record has no text, or spans that do not fit it.
    """
    nlp = blank()
    for record in records:
        text = texts.get(record.doc_id)
        if text is None:
            raise AnnotationError("no text for this record", source=record.doc_id, mend="name the folder that holds it")
        record.check_spans(text)
        doc = nlp(text)
        inputs = inputs_of(doc, tokenizer, vocabulary)
        if inputs is not None:
            yield Example(record.doc_id, inputs, targets_of(doc, inputs, record), held, silver)


def _words(network: Network, example: Example) -> Tensor:
    with torch.autocast("cpu", torch.bfloat16, enabled=encoder_in_bf16()):
        encoded = network.encode(torch.from_numpy(example.inputs.pieces), torch.from_numpy(example.inputs.mask))
    return _of_words(encoded.float(), example.inputs)


def _of_words(pieces: Tensor, inputs: Inputs) -> Tensor:
    """Return the states (W, E) of words from those of pieces: the mean of a word's first and last one."""
    return (pieces[torch.from_numpy(inputs.first)] + pieces[torch.from_numpy(inputs.last)]) / 2


def _read(network: Network, batch: list[Example], tune: bool) -> list[Tensor]:
    """Return the states (W, H) of the words of each report of a batch."""
    pad = nn.utils.rnn.pad_sequence
    encoded = [_words(network, e) if tune or e.encoded is None else e.encoded.float() for e in batch]
    lengths = torch.tensor([len(e.inputs.words) for e in batch])
    with torch.autocast("cpu", torch.bfloat16, enabled=lstm_in_bf16()):
        states = network.read(
            pad(encoded, batch_first=True),
            pad([torch.from_numpy(e.inputs.words) for e in batch], batch_first=True),
            pad([torch.from_numpy(e.inputs.shapes) for e in batch], batch_first=True),
            pad([torch.from_numpy(e.inputs.places) for e in batch], batch_first=True),
            lengths,
        ).float()
    return [states[i, :n] for i, n in enumerate(lengths.tolist())]


def _batches(examples: list[Example], size: int, rng: np.random.Generator) -> Iterator[list[Example]]:
    """Yield batches of reports of like length, in random order."""
    order = sorted(range(len(examples)), key=lambda i: len(examples[i].inputs.words) * rng.uniform(0.8, 1.25))
    groups = [order[i : i + size] for i in range(0, len(order), size)]
    for k in rng.permutation(len(groups)):
        yield [examples[i] for i in groups[k]]


def _validate(network: Network, examples: list[Example]) -> dict[str, float]:
    network.eval()
    sums: dict[str, list[float]] = {}
    with torch.no_grad():
        for i in range(0, len(examples), _VALIDATED_TOGETHER):
            batch = examples[i : i + _VALIDATED_TOGETHER]
            states = _read(network, batch, tune=False)
            for name, loss in losses_of(
                network, states, [e.inputs for e in batch], [e.targets for e in batch]
            ).parts.items():
                sums.setdefault(name, []).append(float(loss))
    network.train()
    return {name: round(sum(values) / len(values), 4) for name, values in sums.items()}


def encode(network: Network, examples: Sequence[Example]) -> None:
    """Let the encoder, as it came, read every report once: in 8 bits, as it will at work if it stays so."""
    unread = [example for example in examples if example.encoded is None]
    if not unread:
        return
    states_of = int8_encoder(network)
    for example in unread:
        pieces = states_of(example.inputs.pieces, example.inputs.mask)
        example.encoded = _of_words(torch.from_numpy(pieces), example.inputs).half()


def fresh(encoder: Path | str, vectors: np.ndarray) -> Network:
    """Return a network that has learned nothing but its word vectors, over an encoder.

    Args:
        encoder: folder or hub name.
        vectors: (N, width) of the vocabulary's words from row 1 on.
    """
    body = load_encoder(str(encoder))
    network = Network(NetworkConfig(body.config.hidden_size, len(vectors) + 1, vectors.shape[1]), body)
    with torch.no_grad():
        network.vectors.weight[1:] = torch.from_numpy(vectors)
    return network


def train(
    examples: list[Example], begin: Callable[[int], Network], options: TrainingOptions, say: Say, keep: Path
) -> tuple[Ensemble, dict[str, float]]:
    """Train the networks of a model.

    Args:
        examples: all annotated reports, those that validate among them.
        begin: gives the network that the training of each member, by its number from 0 on, begins with.
        say: told of each epoch.
        keep: where checkpoints are kept between epochs, with the member's number behind the name; a run that finds
            some goes on from them.

    Returns:
        The networks and their mean losses on the validation part.
    """
    members, losses = [], []
    for number in range(options.members):
        say(f"member {number + 1} of {options.members}")
        torch.manual_seed(options.seed + number)
        network = begin(number)
        losses.append(_train_one(network, examples, options, options.seed + number, say, checkpoint_of(keep, number)))
        members.append(network)
    return Ensemble(members), {name: round(sum(loss[name] for loss in losses) / len(losses), 4) for name in losses[0]}


def checkpoint_of(keep: Path, number: int) -> Path:
    """Return where the checkpoint of a member is kept."""
    return keep.with_name(f"{keep.name}.{number + 1}")


def _rates(silver: int, gold: int, options: TrainingOptions) -> tuple[Callable[[int], float], Callable[[int], float]]:
    """Return which share of its highest rate a step has, of the heads and of the encoder.

    While the encoder stays as it is, the rate rises within the first pass, stays over silver reports and falls over
    annotated ones. In the tuning passes both rates rise within a twelfth of the steps and fall again.
    """
    first = options.silver_epochs * -(-silver // options.batch)
    each = -(-gold // options.batch)
    second = each * options.epochs
    third = options.tuning_epochs * -(-(silver + gold) // options.batch)
    warm = -(-silver // options.batch) if first else each

    def tuning(step: int) -> float:
        return min(1.0, (step + 1) / max(1, third // _TUNING_WARM)) * max(0.05, 1 - step / max(1, third))

    def heads(step: int) -> float:
        if step >= first + second:
            return _TUNING_SHARE * tuning(step - first - second)
        return min(1.0, (step + 1) / warm) * max(0.02, 1 - max(0, step - first) / max(1, second))

    return heads, lambda step: tuning(step - first - second) if step >= first + second else 0.0


def _train_one(
    network: Network, examples: list[Example], options: TrainingOptions, seed: int, say: Say, keep: Path
) -> dict[str, float]:
    # The forms of one report, as it stands and with other names, lie under its id.
    silver: dict[str, list[Example]] = {}
    gold: dict[str, list[Example]] = {}
    for example in examples:
        if not example.held:
            (silver if example.silver else gold).setdefault(example.doc_id, []).append(example)
    validation = [e for e in examples if e.held]
    heads = [p for name, p in network.named_parameters() if not name.startswith(("encoder.", "vectors."))]
    groups = [
        {"params": heads, "lr": options.rate, "weight_decay": 0.01},
        {"params": network.vectors.parameters(), "lr": options.rate / 10, "weight_decay": 0.0},
        {"params": network.encoder.parameters(), "lr": options.encoder_rate, "weight_decay": 0.01},
    ]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98))
    fixed = options.silver_epochs + options.epochs
    of_heads, of_encoder = _rates(len(silver), len(gold), options)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, [of_heads, of_heads, of_encoder])
    begin = 0
    if keep.exists():
        state = load_checkpoint(keep, network, optimizer)
        schedule.load_state_dict(state["schedule"])
        begin = state["epoch"]
        say(f"going on from epoch {begin} of {keep}")
    if begin < fixed:
        encode(network, [e for e in examples if not e.silver or begin < options.silver_epochs])
    for epoch in range(begin, fixed + options.tuning_epochs):
        tune = epoch >= fixed
        began, losses = time.perf_counter(), []
        network.train()
        rng = np.random.default_rng((seed, epoch))
        forms = silver | gold if tune else silver if epoch < options.silver_epochs else gold
        read = [alike[rng.integers(len(alike))] for alike in forms.values()]
        for batch in _batches(read, options.batch, rng):
            states = _read(network, batch, tune)
            loss = losses_of(network, states, [e.inputs for e in batch], [e.targets for e in batch]).total()
            loss.backward()  # type: ignore[no-untyped-call]  # the library leaves it untyped
            nn.utils.clip_grad_norm_(network.parameters(), 2.0)
            optimizer.step()
            optimizer.zero_grad()
            schedule.step()
            losses.append(loss.item())
        if tune:
            for example in examples:
                example.encoded = None
        scores = _validate(network, validation) if validation else {}
        took = time.perf_counter() - began
        say(f"epoch {epoch + 1}: {sum(losses) / len(losses):.3f} in {took:.0f} s, validation {json.dumps(scores)}")
        save_checkpoint(keep, network, optimizer, {"schedule": schedule.state_dict(), "epoch": epoch + 1})
    network.eval()
    return _validate(network, validation) if validation else {}
