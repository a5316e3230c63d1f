"""Mentions and links of one report put together into the facts of its record."""

from __future__ import annotations

from ketluan.assemble.assemble import assemble

__all__ = ["assemble"]
