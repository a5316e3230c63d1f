"""The machine that trains: what it can do, and what a card tells of it."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

import torch
from torch import nn

__all__ = ["encoder_in_bf16", "faster_in_bf16", "hardware", "lstm_in_bf16"]

_REPORTS, _WORDS, _WIDTH = 4, 256, 384  # what a layer is timed on


def faster_in_bf16(step: Callable[[bool], object]) -> bool:
    """Tell whether a step is faster with 16 bits than with 32, the second of two counting for each.

    Processors differ by a factor of five either way, those that know 16 bits among them: with two of them an LSTM took
    2.4 times as long. One for which there is no code with 16 bits is not faster.

    Args:
        step: is told whether to take 16 bits.
    """
    took = {}
    for bf16 in (False, True):
        for _ in range(2):
            began = time.perf_counter()
            try:
                step(bf16)
            except RuntimeError as error:
                # oneDNN has no LSTM of 16 bits at all where the processor has AVX2 only.
                if bf16 and "primitive" in str(error):
                    return False
                raise
            if torch.cuda.is_available():
                torch.cuda.synchronize()
            took[bf16] = time.perf_counter() - began
    return took[True] < took[False]


@cache
def lstm_in_bf16() -> bool:
    """Tell whether an LSTM learns faster with 16 bits; measured once a process, so that its trainings are alike."""
    return _layer_in_bf16(lambda: nn.LSTM(_WIDTH, _WIDTH, batch_first=True))


@cache
def encoder_in_bf16() -> bool:
    """Tell whether a layer of an encoder learns faster with 16 bits; measured once a process."""
    return _layer_in_bf16(lambda: nn.TransformerEncoderLayer(_WIDTH, 6, batch_first=True))


def _layer_in_bf16(make: Callable[[], nn.Module]) -> bool:
    def step(bf16: bool) -> None:
        with torch.autocast("cpu", torch.bfloat16, enabled=bf16):
            read = layer(states)
        (read[0] if isinstance(read, tuple) else read).float().sum().backward()

    # The training's own numbers stay as they were, and what asks may only be reading.
    with torch.random.fork_rng(), torch.enable_grad():
        layer, states = make(), torch.zeros(_REPORTS, _WORDS, _WIDTH)
        return faster_in_bf16(step)


def hardware() -> str:
    """Return the processor, how many of it and torch's version, in words."""
    return f"{os.cpu_count()} × {_processor()}, torch {torch.__version__}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
