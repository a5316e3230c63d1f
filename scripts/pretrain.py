"""Pretrain the small Vietnamese encoder that Ketluan's model starts from.

    python scripts/pretrain.py prepare --news news.txt.xz --out WORK     text → tokenizer.json, train.bin, heldout.bin
        --like TEXTS --keep 0.3        only the articles that are most like the texts of a folder (Moore and Lewis 2010)
        --without TEXTS                none of the articles that stand in a folder: those one measures on
    python scripts/pretrain.py train --work WORK --start ENCODER         masked words, resumable to the step
        --seen STEPS                   the encoder has read the text of so many steps: go on behind them
    python scripts/pretrain.py train --work WORK --anneal 1000           linear-to-zero end phase → WORK/encoder

A ModernBERT encoder (6 layers of 384, GeGLU 1024) over an own byte-level BPE of 16,000 tokens, in which digits and
signs keep their spacing and no token is a lone space. Tone placement is unified before tokenising (see
`ketluan.tokenise.tone`). Spans of one to three tokens are masked, 21% in all. The learning rate is constant after a
warm-up, so that a run may stop at any checkpoint; the end phase branches off the newest one and leaves it untouched,
so that the run can go on. It is resumable, too: give the same command again; where the run has gone on since, or with
another length, it begins anew.
The same command runs on CPU and GPU. Precision: bf16 autocast where a short measurement finds it faster than fp32.
"""

from __future__ import annotations

import argparse
import json
import lzma
import math
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import Tensor, nn
from transformers import ModernBertConfig, ModernBertModel

from ketluan.model.encoder import save_encoder
from ketluan.model.machine import faster_in_bf16
from ketluan.tokenise.tone import unify_tone

SPECIAL = ["<pad>", "<s>", "</s>", "<mask>", "<unk>"]
PAD, BOS, EOS, MASK = 0, 1, 2, 3
VOCABULARY = 16_000
TOKENIZER_READS = 25_000  # articles, evenly spread, that the tokenizer is trained on; up to twice as many of few
HELD_OUT_EVERY = 500  # one article in so many is never trained on
# A word, up to three digits, one sign or a line break, each with the space before it; other white space says nothing.
PIECE = r" ?[\p{L}\p{M}]+| ?\p{N}{1,3}| ?[^\s\p{L}\p{M}\p{N}]|\n+"


def articles(news: Path) -> Iterator[str]:
    """Yield the articles of a (compressed) text file, which blank lines part, in NFC with tone placement unified."""
    opener = lzma.open if news.suffix == ".xz" else open
    with opener(news, "rt", encoding="utf-8") as lines:
        article: list[str] = []
        for line in lines:
            if line.strip():
                article.append(line.rstrip("\n"))
            elif article:
                yield unify_tone(unicodedata.normalize("NFC", "\n".join(article)))
                article = []
        if article:
            yield unify_tone(unicodedata.normalize("NFC", "\n".join(article)))


def texts_of(folder: Path) -> list[str]:
    """Return the texts (`*.txt`) of a folder, written as `articles` writes them."""
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise SystemExit(f"{folder}: no text (*.txt) in this folder")
    return [unify_tone(unicodedata.normalize("NFC", file.read_text(encoding="utf-8"))) for file in files]


def words_of(text: str) -> list[str]:
    """Return the words and numbers of a text in lower case."""
    return re.findall(r"\w+", text.lower())


def lines_of(text: str) -> set[str]:
    """Return the lines that tell a text from others, by their first words: the spacing of signs differs by source."""
    starts = (" ".join(words_of(line)[:14]) for line in text.split("\n"))
    return {start for start in starts if start.count(" ") >= 9}


def likeness(like: list[str], news: list[str]) -> np.ndarray:
    """Return how much more likely the words of each article are in texts of one kind than in the news, nats per word.

    Both are unigrams with add-one smoothing (Moore and Lewis, ACL 2010, on choosing training text of one's domain).
    """
    inside = Counter(word for text in like for word in words_of(text))
    outside = Counter(word for text in news for word in words_of(text))
    total_in, total_out = inside.total() + len(outside), outside.total() + len(outside)
    gain = {
        word: math.log((inside[word] + 1) / total_in) - math.log((count + 1) / total_out)
        for word, count in outside.items()
    }
    return np.array([np.mean([gain[word] for word in words_of(text)] or [-math.inf]) for text in news])


def chosen(news: Path, like: Path | None, keep: float, without: Path | None) -> list[str]:
    """Return the articles to learn from, in their order.

    Args:
        like: folder of texts of the kind wanted; None for all kinds.
        keep: the share of the articles kept where `like` is given.
        without: folder of texts that are left out: articles that share half of such a text's lines, or of their own.
    """
    found = list(articles(news))
    if without:
        barred = [lines_of(text) for text in texts_of(without)]
        every = set().union(*barred)

        def measured_on(text: str) -> bool:
            lines = lines_of(text)
            return not lines.isdisjoint(every) and any(
                2 * len(lines & other) >= min(len(lines), len(other)) > 0 for other in barred
            )

        before, found = len(found), [text for text in found if not measured_on(text)]
        print(f"{before - len(found)} articles left out, for {len(barred)} texts of {without}", flush=True)
    if like:
        scores = likeness(texts_of(like), found)
        least = np.quantile(scores, 1 - keep)
        found = [text for text, score in zip(found, scores, strict=True) if score >= least]
        print(f"{len(found)} articles kept, the least like {like} at {least:.3f} nats a word", flush=True)
    return found


def new_tokenizer() -> Tokenizer:
    """Return the untrained tokenizer."""
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(PIECE), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer


def prepare(news: Path, out: Path, like: Path | None, keep: float, without: Path | None) -> None:
    """Train the tokenizer and write the token ids (uint16) of the training and the held-out articles (see `chosen`)."""
    out.mkdir(parents=True, exist_ok=True)
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    found = chosen(news, like, keep, without)
    tokenizer = new_tokenizer()
    tokenizer.train_from_iterator(found[:: max(1, len(found) // TOKENIZER_READS)], trainer)
    tokenizer.save(str(out / "tokenizer.json"))
    counts = {"train": 0, "heldout": 0}
    with open(out / "train.bin", "wb") as train, open(out / "heldout.bin", "wb") as heldout:
        for first in range(0, len(found), 512):
            for k, encoding in enumerate(tokenizer.encode_batch_fast(found[first : first + 512]), first):
                ids = np.array([BOS, *encoding.ids, EOS], dtype=np.uint16)
                held = k % HELD_OUT_EVERY == 0
                (heldout if held else train).write(ids.tobytes())
                counts["heldout" if held else "train"] += len(ids)
    (out / "counts.json").write_text(json.dumps(counts))
    print(json.dumps(counts))


class MaskedLanguageModel(nn.Module):
    """The encoder with a prediction head whose output embeddings are its input embeddings."""

    def __init__(self, vocabulary: int = VOCABULARY) -> None:
        super().__init__()
        self.encoder = ModernBertModel(
            ModernBertConfig(
                vocab_size=vocabulary,
                hidden_size=384,
                intermediate_size=1024,
                num_hidden_layers=6,
                num_attention_heads=6,
                max_position_embeddings=1024,
                pad_token_id=PAD,
                bos_token_id=BOS,
                eos_token_id=EOS,
                cls_token_id=BOS,
                sep_token_id=EOS,
                attn_implementation="eager",  # type: ignore[call-arg]  # every configuration takes it
            )
        )
        self.dense = nn.Linear(384, 384)
        self.norm = nn.LayerNorm(384)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def forward(self, ids: Tensor, masked: Tensor, targets: Tensor) -> Tensor:
        """Return the mean cross entropy, in nats, of `targets` (ids at the True places of `masked`)."""
        hidden = self.encoder(input_ids=ids).last_hidden_state[masked]
        hidden = self.norm(nn.functional.gelu(self.dense(hidden)))
        logits = hidden @ self.encoder.embeddings.tok_embeddings.weight.T.to(hidden.dtype) + self.bias
        return nn.functional.cross_entropy(logits.float(), targets)


def carry_over(model: MaskedLanguageModel, start: Path, tokenizer: Tokenizer) -> None:
    """Take the body of another encoder of this shape, and its embeddings by surface.

    A new token whose text is one token of the old tokenizer takes that token's vector, another the mean of its pieces.
    """
    weights = {name: tensor.float() for name, tensor in load_file(start / "model.safetensors").items()}
    old_rows = weights.pop("embeddings.tok_embeddings.weight")
    missing, foreign = model.encoder.load_state_dict(weights, strict=False)
    if foreign or missing != ["embeddings.tok_embeddings.weight"]:
        raise SystemExit(f"{start}: not an encoder of this shape (missing {missing}, foreign {foreign})")
    old = Tokenizer.from_file(str(start / "tokenizer.json"))
    with torch.no_grad():
        rows = model.encoder.embeddings.tok_embeddings.weight
        for token in range(len(SPECIAL), tokenizer.get_vocab_size()):
            surface = tokenizer.decode([token], skip_special_tokens=False)
            pieces = [i for i in old.encode(surface.strip(" "), add_special_tokens=False).ids if i >= len(SPECIAL)]
            if pieces and "\ufffd" not in surface:
                rows[token] = old_rows[pieces].mean(0)
        rows[: len(SPECIAL)] = old_rows[: len(SPECIAL)]


def mask_spans(ids: np.ndarray, rng: np.random.Generator, share: float = 0.21) -> tuple[np.ndarray, np.ndarray]:
    """Return (ids with masks, places masked): spans of 1 to 3 tokens; of them 80% <mask>, 10% random, 10% kept."""
    starts = rng.random(ids.shape) < share / 2
    lengths = rng.integers(1, 4, ids.shape)
    masked = starts.copy()
    for shift in (1, 2):
        masked[:, shift:] |= starts[:, :-shift] & (lengths[:, :-shift] > shift)
    masked &= ids >= len(SPECIAL)
    fate = rng.random(ids.shape)
    noisy = np.where(masked & (fate < 0.8), MASK, ids)
    noisy = np.where(masked & (fate >= 0.9), rng.integers(len(SPECIAL), VOCABULARY, ids.shape), noisy)
    return noisy, masked


def batch_at(tokens: np.ndarray, step: int, batch: int, length: int) -> np.ndarray:
    """Return the windows of one step (batch, length): each pass goes through the text once, in an order of its own."""
    windows = len(tokens) // length - 1
    places = np.arange(step * batch, (step + 1) * batch)
    passes = places // windows
    picked = [np.random.default_rng(int(p)).permutation(windows) for p in np.unique(passes)]
    first = int(passes[0])
    offsets = [int(picked[int(p) - first][place % windows]) * length for p, place in zip(passes, places, strict=True)]
    return np.stack([tokens[o : o + length] for o in offsets]).astype(np.int64)


def loss_of(model: MaskedLanguageModel, ids: np.ndarray, seed: int, device: str, bf16: bool) -> Tensor:
    """Return the mean loss of windows of ids (batch, length), masked by the seed, in nats per masked token."""
    noisy, masked = mask_spans(ids, np.random.default_rng(seed))
    where = torch.from_numpy(masked).to(device)
    with torch.autocast(device, torch.bfloat16, enabled=bf16):
        loss: Tensor = model(torch.from_numpy(noisy).to(device), where, torch.from_numpy(ids[masked]).to(device))
    return loss


def held_out_loss(
    model: MaskedLanguageModel, tokens: np.ndarray, batch: int, length: int, device: str, bf16: bool
) -> float:
    """Return the mean loss over the first held-out windows, in nats per masked token."""
    model.eval()
    rows = min(len(tokens) // length, 512)
    with torch.no_grad():
        losses = [
            loss_of(
                model, tokens[i * length : (i + batch) * length].reshape(-1, length).astype(np.int64), i, device, bf16
            )
            for i in range(0, rows - batch + 1, batch)
        ]
    model.train()
    return float(torch.stack(losses).mean())


def save(path: Path, model: MaskedLanguageModel, optimizer: torch.optim.Optimizer, **told: int) -> None:
    """Write a checkpoint with what is told of it; an interrupted write leaves the one before it."""
    temporary = path.with_suffix(".tmp")
    torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), **told}, temporary)
    temporary.replace(path)


def _state_of(checkpoint: Path, device: str) -> dict[str, Any] | None:
    """Return what a checkpoint holds, None where there is none."""
    if not checkpoint.exists():
        return None
    state: dict[str, Any] = torch.load(checkpoint, map_location=device, weights_only=True)
    return state


def train(arguments: argparse.Namespace) -> None:
    """Train from `--start` or from the newest checkpoint until stopped; with `--anneal N`, run the end phase."""
    work: Path = arguments.work
    device = "cuda" if torch.cuda.is_available() else "cpu"
    tokenizer = Tokenizer.from_file(str(work / "tokenizer.json"))
    tokens = np.memmap(work / "train.bin", dtype=np.uint16, mode="r")
    held = np.memmap(work / "heldout.bin", dtype=np.uint16, mode="r")
    torch.manual_seed(0)
    model = MaskedLanguageModel().to(device)
    decay = [p for p in model.parameters() if p.ndim > 1]
    plain = [p for p in model.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [{"params": decay, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}],
        lr=arguments.rate,
        betas=(0.9, 0.98),
    )
    constant, end_phase = work / "checkpoint.pt", work / "end_phase.pt"
    checkpoint = end_phase if arguments.anneal else constant
    step = first = branched_at = arguments.seen
    state = _state_of(constant, device)
    if state:
        step = branched_at = state["step"]
        first = state.get("first", 0)
    branch = _state_of(end_phase, device) if arguments.anneal else None
    # A branch off an older checkpoint, or of another length, is begun anew.
    if branch and (branch["branched_at"], branch["anneal"]) == (branched_at, arguments.anneal):
        state, step, first = branch, branch["step"], branch["first"]
    if state:
        model.load_state_dict(state["model"])
        optimizer.load_state_dict(state["optimizer"])
    elif arguments.start:
        carry_over(model, arguments.start, tokenizer)
    size, length, resumed_at = arguments.batch, arguments.length, step
    # Some processors take minutes for a step of 16 bits: a few windows tell as much there.
    few = batch_at(tokens, 0, size if device == "cuda" else min(size, 4), length)
    bf16 = faster_in_bf16(
        lambda half: loss_of(model, few, 0, device, half).backward()  # type: ignore[no-untyped-call]  # as below
    )
    model.zero_grad()
    if arguments.compile:
        model.encoder.compile()
    print(f"step {step}, {'bf16' if bf16 else 'fp32'} on {device}, {len(tokens):,} tokens", flush=True)
    began = time.perf_counter()
    while not arguments.anneal or step < branched_at + arguments.anneal:
        rate = arguments.rate * min(1.0, (step - first + 1) / arguments.warmup)
        if arguments.anneal:
            rate *= 1 - (step - branched_at) / arguments.anneal
        for group in optimizer.param_groups:
            group["lr"] = rate
        loss = loss_of(model, batch_at(tokens, step, size, length), step, device, bf16)
        loss.backward()  # type: ignore[no-untyped-call]  # the library leaves it untyped
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
        step += 1
        if not math.isfinite(loss.item()):
            raise SystemExit(f"step {step}: the loss is not finite; lower --rate and go on from the last checkpoint")
        if step % arguments.log == 0:
            speed = (step - resumed_at) * size * length / (time.perf_counter() - began)
            print(f"step {step} loss {loss.item():.3f} rate {rate:.2e} {speed:,.0f} tokens/s", flush=True)
        if step % arguments.every == 0:
            told = {"step": step, "first": first, "branched_at": branched_at, "anneal": arguments.anneal}
            save(checkpoint, model, optimizer, **told)
            print(f"step {step} held-out {held_out_loss(model, held, size, length, device, bf16):.4f}", flush=True)
    result = {
        "first_step": first,
        "steps": step,
        "tokens": step * size * length,
        "passes": round(step * size * length / len(tokens), 3),
        "held_out_nats": round(held_out_loss(model, held, size, length, device, bf16), 4),
    }
    out = work / "encoder"
    body = model.encoder.half()  # type: ignore[no-untyped-call]  # the library leaves it untyped
    save_encoder(body.cpu(), tokenizer, out)
    (out / "pretraining.json").write_text(json.dumps(result) + "\n")
    print(json.dumps(result))
    end_phase.unlink(missing_ok=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    p = commands.add_parser("prepare")
    p.add_argument("--news", type=Path, required=True)
    p.add_argument("--out", type=Path, required=True)
    p.add_argument("--like", type=Path, metavar="TEXTS", help="folder of texts of the kind wanted")
    p.add_argument("--keep", type=float, default=0.3, metavar="SHARE", help="of the articles, with --like")
    p.add_argument("--without", type=Path, metavar="TEXTS", help="folder of texts to leave out")
    t = commands.add_parser("train")
    t.add_argument("--work", type=Path, required=True)
    t.add_argument("--start", type=Path, help="an encoder of the same shape to start from")
    t.add_argument(
        "--seen", type=int, default=0, metavar="STEPS", help="of this batch, length and text that encoder has read"
    )
    t.add_argument("--anneal", type=int, default=0, metavar="STEPS", help="run the end phase of so many steps")
    t.add_argument("--compile", action="store_true", help="compile the encoder: a quarter faster on CPU, needs g++")
    t.add_argument("--rate", type=float, default=1e-3)
    t.add_argument("--warmup", type=int, default=300)
    t.add_argument("--batch", type=int, default=32)
    t.add_argument("--length", type=int, default=128)
    t.add_argument("--log", type=int, default=50)
    t.add_argument("--every", type=int, default=500, help="steps between checkpoints")
    arguments = parser.parse_args()
    if arguments.command == "prepare":
        prepare(arguments.news, arguments.out, arguments.like, arguments.keep, arguments.without)
    else:
        train(arguments)


if __name__ == "__main__":
    main()
