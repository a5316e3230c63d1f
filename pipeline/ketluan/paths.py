"""From what the user named to files: plain paths, folders and globs."""

from __future__ import annotations

import glob
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ketluan.errors import InputError

__all__ = ["SUFFIXES", "FoundFile", "expand", "printable"]

SUFFIXES = (".jsonl", ".txt")
"""What is read of a folder; a file named outright is read whatever its suffix."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to read and the id of the report in it: its path below what was searched, without the suffix."""

    path: Path
    doc_id: str


def printable(path: str | Path) -> str:
    """The path as text: bytes of a file's name that are not UTF-8 become "�", for records must be UTF-8."""
    return str(path).encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def expand(path: str) -> Iterator[FoundFile | InputError]:
    """Yields the files that a path, folder or glob stands for, sorted, and an error for whatever cannot be listed.

    Folders are searched to the bottom, but symbolic links to folders are not followed: they can form rings. A name that
    exists is never taken for a glob.
    """
    if os.path.isdir(path):
        yield from _below(path)
    elif os.path.lexists(path) or not glob.has_magic(path):
        yield FoundFile(Path(path), printable(Path(path).stem))  # where it is missing, opening it will tell
    else:
        yield from _matching(path)


def _below(folder: str) -> Iterator[FoundFile | InputError]:
    unlisted: list[OSError] = []
    empty = True
    for parent, folders, names in os.walk(folder, onerror=unlisted.append):
        folders.sort()
        for name in sorted(names):
            if name.lower().endswith(SUFFIXES):
                empty = False
                yield _found(Path(parent, name), folder)
        while unlisted:
            empty = False
            yield _unlisted(unlisted.pop(0))
    if unlisted:
        yield from map(_unlisted, unlisted)
    elif empty:
        mend = "name the files themselves if they have other suffixes"
        yield InputError("the folder holds no .txt or .jsonl file", source=printable(folder), mend=mend)


def _matching(pattern: str) -> Iterator[FoundFile | InputError]:
    fixed = Path(pattern)
    while glob.has_magic(str(fixed)):
        fixed = fixed.parent
    matches = sorted(glob.iglob(pattern, recursive=True))
    # "**" matches folders as well as what they hold, so that reading the folders would read the files twice.
    files = [match for match in matches if not os.path.isdir(match)]
    for match in files:
        yield _found(Path(match), fixed)
    if not files:
        for match in matches:
            yield from _below(match)
    if not matches:
        yield InputError("nothing matches", source=printable(pattern), mend="check the pattern, and quote it")


def _found(path: Path, root: str | Path) -> FoundFile:
    return FoundFile(path, printable(path.relative_to(root).with_suffix("").as_posix()))


def _unlisted(error: OSError) -> InputError:
    mend = "check that it is there and its permissions"
    source = None if error.filename is None else printable(error.filename)
    return InputError(f"the folder cannot be listed: {error.strerror}", source=source, mend=mend)
