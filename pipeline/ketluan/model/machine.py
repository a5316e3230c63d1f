"""What a card tells of the machine."""

from __future__ import annotations

import os
import platform
from pathlib import Path

import torch

__all__ = ["hardware"]


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
