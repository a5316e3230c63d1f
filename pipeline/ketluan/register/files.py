"""The register's tables: tab-separated text beside this module, each opening with a comment that names its sources."""

from __future__ import annotations

from importlib.resources import files

__all__ = ["listed", "rows_of"]


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a table by the names of its columns; a row that is short has empty fields at its end."""
    text = files(__package__).joinpath(name).read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    columns = lines[0]
    return [dict(zip(columns, line + [""] * (len(columns) - len(line)), strict=True)) for line in lines[1:]]


def listed(field: str) -> list[str]:
    """Return the entries of a field that lists several, parted by semicolons."""
    return [entry.strip() for entry in field.split(";") if entry.strip()]
