"""A run over many reports: every input becomes one line of records or one line of errors, in the order of the input."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from hashlib import blake2b
from typing import Protocol

from ketluan.document import Document
from ketluan.errors import InputError, KetluanError
from ketluan.pool import Refusal, Result, Task, in_order
from ketluan.record import Record
from ketluan.write import RunWriter, record_line

__all__ = ["ReportExtractor", "Tally", "run"]


class ReportExtractor(Protocol):
    """What a run needs of an extractor; `ketluan.pipeline.Extractor` is the one."""

    def extract(self, document: Document) -> Record:
        """The record of one report."""
        ...


@dataclass(slots=True)
class Tally:
    """How far a run has come."""

    records: int = 0
    errors: int = 0

    @property
    def done(self) -> int:
        """Inputs that were dealt with, well or badly."""
        return self.records + self.errors


def run(
    items: Iterable[Document | InputError],
    writer: RunWriter,
    make_extractor: Callable[[], ReportExtractor],
    *,
    workers: int = 1,
    with_text: bool = False,
    watch: Callable[[Tally, KetluanError | None], None] = lambda tally, error: None,
) -> Tally:
    """Extract reports and write what comes of them.

    Args:
        items: reports, and errors where an input could not be read. Where an earlier report of the run has the id
            already, a file that is named for its own name (a/x.txt after b/x.txt) takes its whole path for an id, and
            any other report is refused: downstream could not tell the two apart.
        writer: takes the lines.
        make_extractor: makes the extractor, once per process; picklable where there is more than one worker.
        workers: processes; with 1 everything happens in this one.
        with_text: put each report's text into its record.
        watch: told after every input, with the error where there was one.

    Returns:
        The final tally.

    Raises:
        ModelError: the extractor cannot be made.
        BrokenPipeError: nobody reads the records any more.
    """
    make_task = partial(_make_task, make_extractor, with_text)
    inputs = _with_own_ids(items)
    results = in_order(inputs, make_task, workers) if workers > 1 else _one_by_one(inputs, make_task())
    tally = Tally()
    for doc_id, result in results:
        if isinstance(result, KetluanError):
            writer.error(doc_id, result)
            tally.errors += 1
            watch(tally, result)
        else:
            writer.record(result)
            tally.records += 1
            watch(tally, None)
    return tally


def _make_task(make_extractor: Callable[[], ReportExtractor], with_text: bool) -> Task:
    extractor = make_extractor()

    def extract(document: Document) -> str:
        try:
            return record_line(extractor.extract(document), document, with_text=with_text)
        except KetluanError:
            raise
        except Exception as error:  # whatever one report sets off, the others still get their records
            raise KetluanError(
                f"{type(error).__name__}: {error}",
                source=document.uri or document.doc_id,
                place="extraction",
                mend="this is a defect of Ketluan: please report it with the text",
            ) from error

    return extract


def _one_by_one(items: Iterable[Document | Refusal], task: Task) -> Iterator[tuple[str | None, Result]]:
    for item in items:
        if isinstance(item, Refusal):
            yield item.doc_id, item.error
            continue
        try:
            result: Result = task(item)
        except KetluanError as error:
            result = error
        yield item.doc_id, result


def _with_own_ids(items: Iterable[Document | InputError]) -> Iterator[Document | Refusal]:
    taken: set[bytes] = set()  # digests, as ids may be long URLs and archives have millions

    def claim(kind: str, name: str) -> bool:
        digest = blake2b(f"{kind}:{name}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
        free = digest not in taken
        taken.add(digest)
        return free

    for item in items:
        if isinstance(item, InputError):
            yield Refusal(item)
            continue
        file = item.uri if item.uri is not None and _is_named_for_its_file(item.doc_id, item.uri) else None
        if claim("id", item.doc_id):
            if file is not None:
                claim("file", file)
            yield item
        elif file is not None and claim("file", file) and claim("id", file):
            yield replace(item, doc_id=file)
        else:
            yield Refusal(
                InputError(
                    f"the id {item.doc_id!r} belongs to an earlier report of this run",
                    source=item.uri or item.doc_id,
                    mend="give each report once, and an id of its own",
                ),
                item.doc_id,
            )


def _is_named_for_its_file(doc_id: str, uri: str) -> bool:
    stem, dot, _ = uri.rpartition(".")
    return (stem if dot else uri).endswith(doc_id)
