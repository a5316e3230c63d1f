"""Worker processes that each hold one extractor, their results in the order of the input.

A pool of one's own rather than `concurrent.futures`: there a worker that dies (out of memory, a crash in native code)
breaks the pool and nobody can say which report it held. Here each worker has one report at a time on a pipe of its
own, so that a death costs that report alone, and the model lives in the worker's frame, not in a module.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from ketluan.document import Document
from ketluan.errors import KetluanError, ModelError
from ketluan.interrupts import held_back

__all__ = ["Refusal", "Result", "Task", "in_order"]

Result = str | KetluanError

Task = Callable[[Document], str]
"""What a worker does with a report; a `KetluanError` that it raises is that report's result."""

AHEAD = 8
"""Reports per worker that may be read before the first of them is written: a bound on memory."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """An input that never becomes a task: why, and the id it would have had, where that is known."""

    error: KetluanError
    doc_id: str | None = None


@dataclass(slots=True)
class _Slot:
    """A place in the order of output; the outcome is None until it is known."""

    doc_id: str | None
    outcome: Result | None


class _Worker:
    def __init__(self, make_task: Callable[[], Task]) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process: BaseProcess = context.Process(target=_serve, args=(theirs, make_task), daemon=True)
        if os.name == "posix":
            resource_tracker.ensure_running()  # its start lets interrupts through again
        with held_back():  # from its first instruction on, before `_serve` can say that it ignores them
            self.process.start()
        theirs.close()  # so that the worker's death shows as the end of the pipe
        self.ready = False
        self.slot: _Slot | None = None
        self.source: str | None = None

    def take(self, slot: _Slot, document: Document) -> None:
        self.slot, self.source = slot, document.uri or document.doc_id
        with suppress(OSError):  # it died while idle: the end of its pipe tells in `_collect`
            self.pipe.send(document)

    def death(self) -> KetluanError:
        self.process.join(timeout=5)
        return KetluanError(
            f"the worker process died on this report (exit code {self.process.exitcode})",
            source=self.source,
            mend="it may have run out of memory: try fewer --workers, or the report alone",
        )

    def stop(self) -> None:
        self.pipe.close()
        self.process.terminate()
        self.process.join()


def in_order(
    items: Iterable[Document | Refusal], make_task: Callable[[], Task], workers: int
) -> Iterator[tuple[str | None, Result]]:
    """Run a task over reports in `workers` processes.

    Args:
        items: reports; refusals among them keep their place, their error is their result.
        make_task: makes the task in each worker; a module-level function, or a partial of one, as it is pickled.
        workers: how many processes; each has its own model.

    Yields:
        Each item's id with its result, in the order of `items`. At most `AHEAD` items per worker are held.

    Raises:
        ModelError: a worker could not make its task; whatever `KetluanError` it met is passed on.
    """
    source = iter(items)
    waiting: deque[_Slot] = deque()
    crew = [_Worker(make_task) for _ in range(workers)]
    try:
        exhausted = False
        while True:
            while waiting and (outcome := waiting[0].outcome) is not None:
                yield waiting.popleft().doc_id, outcome
            idle = [worker for worker in crew if worker.ready and worker.slot is None]
            if idle and not exhausted and len(waiting) < AHEAD * workers:
                item = next(source, None)
                if item is None:
                    exhausted = True
                elif isinstance(item, Document):
                    waiting.append(_Slot(item.doc_id, None))
                    idle[0].take(waiting[-1], item)
                else:
                    waiting.append(_Slot(item.doc_id, item.error))
            elif exhausted and not waiting:
                return
            else:
                _collect(crew, make_task)
    finally:
        for worker in crew:
            worker.stop()


def _collect(crew: list[_Worker], make_task: Callable[[], Task]) -> None:
    """Wait until a worker answers or dies; a dead one is replaced."""
    answering = wait([worker.pipe for worker in crew])
    for place, worker in enumerate(crew):
        if worker.pipe not in answering:
            continue
        try:
            answer: bool | Result = worker.pipe.recv()
        except (EOFError, OSError):
            if worker.slot is None:
                raise ModelError(
                    f"a worker process could not start (exit code {worker.process.exitcode})",
                    mend="it may have run out of memory: try fewer --workers",
                ) from None
            worker.slot.outcome = worker.death()
            worker.stop()
            crew[place] = _Worker(make_task)
            continue
        if isinstance(answer, bool):
            worker.ready = True
        elif worker.slot is not None:
            worker.slot.outcome = answer
            worker.slot = None
        elif isinstance(answer, KetluanError):
            raise answer


def _serve(pipe: Connection, make_task: Callable[[], Task]) -> None:
    """A worker's life: make the task, say so, answer each report until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent ends its workers
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # the processes are the parallelism
    try:
        task = make_task()
    except KetluanError as error:
        pipe.send(error)
        return
    with suppress(EOFError, OSError):  # the end of the pipe: the parent is done, or was killed
        pipe.send(True)
        while True:
            document = pipe.recv()
            try:
                answer: Result = task(document)
            except KetluanError as error:
                answer = error
            pipe.send(answer)
