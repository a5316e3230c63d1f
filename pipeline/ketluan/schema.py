"""The record's shape as a JSON Schema, for readers that do not use Python.

The committed copy is `record.schema.json` beside this module; after a change of `ketluan.record` write it anew:

    ketluan schema > pipeline/ketluan/record.schema.json
"""

from __future__ import annotations

import json
from typing import Any

from ketluan.record import SCHEMA_VERSION, Record

__all__ = ["SCHEMA_DIALECT", "SCHEMA_ID", "record_schema", "schema_text"]

SCHEMA_DIALECT = "https://json-schema.org/draft/2020-12/schema"
SCHEMA_ID = f"urn:ketluan:record:{SCHEMA_VERSION}"


def record_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) that every record of this schema version fits.

    It says what a schema can: fields, types, formats, ranges. That spans quote their text, that ids are unique and that
    references lead somewhere is for `Record` to check.
    """
    return {"$schema": SCHEMA_DIALECT, "$id": SCHEMA_ID, **Record.model_json_schema(mode="validation")}


def schema_text() -> str:
    """The schema as the committed file holds it: indented, in UTF-8, with a line feed at the end."""
    return json.dumps(record_schema(), ensure_ascii=False, indent=2) + "\n"
