"""The machine that trains: what it can do, and what a card tells of it."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Final

import torch

__all__ = ["BF16", "hardware"]

BF16: Final = bool(torch.cpu._is_avx512_bf16_supported())
"""Whether the processor knows 16 bits: enough for encoder and LSTM in training, and faster."""


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
