"""`ketluan schema`: the JSON Schema of the records."""

from __future__ import annotations

import sys

__all__ = ["schema"]


def schema() -> None:
    """Print the JSON Schema (2020-12) that every record fits.

    Example: ketluan schema > record.schema.json
    """
    from ketluan.schema import schema_text

    sys.stdout.buffer.write(schema_text().encode("utf-8"))
    sys.stdout.buffer.flush()
