"""Rebuild the texts of annotations/real.jsonl from your own copy of the public news that they annotate.

    git clone https://github.com/ThanhChinhBK/vietnews
    python scripts/vietnews.py annotations/real.jsonl --vietnews vietnews -o TEXTS

The data set (Nguyen and others, "VNDS: A Vietnamese Dataset for Summarization", 2019) holds articles as words: one file
`data/<part>_tokenized/<number>.txt.seg` each, the syllables of a word joined by "_", signs apart. The annotations of
`vn-<part>-<number>` fit the plain text that `plain_of` makes of it. A text whose SHA-256 is not the annotation's is not
written, for offsets would lie; the exit code is then 1.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import unicodedata
from pathlib import Path

_ID = re.compile(r"vn-(train|val|test)-(\d{6})")
_SLASH = re.compile(r"(?<=\S) / (?=\S)")
_OPEN = re.compile(r"([(\[{“‘]) ")
_CLOSE = re.compile(r" ([,.;:!?%)\]}…”’])")
_SPACES = re.compile(r"[ \t]+")


def plain_of(words: str) -> str:
    """Return the plain text of a word-segmented article: in NFC, "_" apart, signs where running text has them, and a
    line feed at the end.

    Straight quotation marks keep the blanks on both sides, since nothing tells an opening one from a closing one.
    """
    text = unicodedata.normalize("NFC", words).replace("_", " ")
    text = _SLASH.sub("/", _OPEN.sub(r"\1", _CLOSE.sub(r"\1", text)))
    return _SPACES.sub(" ", text).strip() + "\n"


def source_of(doc_id: str, vietnews: Path) -> Path:
    """Return where the data set keeps an annotated article.

    Raises:
        ValueError: the id is none of this data set; ids come from a file and are never used as a path as they stand.
    """
    match = _ID.fullmatch(doc_id)
    if match is None:
        raise ValueError(f"{doc_id}: not an article of vietnews (vn-train-000116)")
    return vietnews / "data" / f"{match[1]}_tokenized" / f"{match[2]}.txt.seg"


def rebuild(annotation: dict[str, object], vietnews: Path) -> str:
    """Return the text that a line of a stand-off file annotates.

    Raises:
        ValueError: the text is not the one that was annotated.
        OSError: it is not there.
    """
    doc_id = str(annotation["doc_id"])
    source = annotation["source"]
    told = source.get("sha256") if isinstance(source, dict) else None
    path = source_of(doc_id, vietnews)
    text = plain_of(path.read_text(encoding="utf-8"))
    if hashlib.sha256(text.encode("utf-8")).hexdigest() == told:
        return text
    raise ValueError(f"{path}: the text of {doc_id} is another than the annotated one; take the newest state")


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("annotations", type=Path)
    parser.add_argument("--vietnews", type=Path, required=True, help="a clone of the data set")
    parser.add_argument("-o", "--out", type=Path, required=True, help="folder for <doc_id>.txt")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    written = refused = 0
    for number, line in enumerate(arguments.annotations.read_text(encoding="utf-8").splitlines(), 1):
        try:
            annotation = json.loads(line)
            text = rebuild(annotation, arguments.vietnews)
        except (ValueError, KeyError, OSError) as error:
            print(f"{arguments.annotations}:{number}: {error}", file=sys.stderr)
            refused += 1
            continue
        (arguments.out / f"{annotation['doc_id']}.txt").write_text(text, encoding="utf-8", newline="")
        written += 1
    print(f"{written} texts written to {arguments.out}, {refused} refused", file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
