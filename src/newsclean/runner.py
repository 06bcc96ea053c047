"""Many documents, many processes: each document read, cleaned and written by one worker.

One document that crashes its process, or never ends, takes nothing else with it.
"""

from __future__ import annotations

import errno
import functools
import os
import signal
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from newsclean.document import Rejected
from newsclean.files import complaint, shown
from newsclean.pipeline import Pipeline, build_pipeline
from newsclean.signals import held
from newsclean.sources import Source
from newsclean.writers import Writer

if TYPE_CHECKING:
    from concurrent.futures import Future

ALONE = 16
"""Up to so many documents, starting processes costs more than it saves (0.3 s each)."""
TIME_LIMIT = 300
"""Seconds for one document; cleaning takes milliseconds a page, so this is one that would never end."""
BATCH = 32
"""Documents that a worker is handed at once: handing over takes as long as cleaning a short one."""
BATCH_BYTES = 1 << 18
"""Bytes at which a batch is full: far fewer than take as long as the time limit."""
AHEAD = 4
"""Batches a worker may be ahead of the reader of the results: bounds the memory of long runs."""
OF_ITS_NAME = frozenset([errno.ENAMETOOLONG, errno.EILSEQ, errno.EINVAL])
"""Errors that are about the name of one output, which is too long, or cannot be spelt on its disk."""

Pair = tuple[Source, str]
"""A document, and the name of its output."""


class RunFailed(Exception):  # noqa: N818 - the verdict on the run
    """The run cannot go on, whatever the documents are like; the message says what to do."""


class Outcome(NamedTuple):
    """What became of one document.

    Attributes:
        path: Where it came from.
        text: Its text, when it was not written to a file.
        record: Its record, when it was not written to a file and not only the text was asked for.
        problem: Why there is no result and what to do; None when there is one.
        skipped: Whether it was passed over rather than rejected.
    """

    path: str
    text: str | None = None
    record: dict[str, Any] | None = None
    problem: str | None = None
    skipped: bool = False


def run(
    sources: Sequence[Source],
    names: Sequence[str],
    writer: Writer,
    options: Mapping[str, Any],
    *,
    jobs: int = 1,
) -> Iterator[Outcome]:
    """Clean all sources; outcomes come in the order of the sources, whatever the number of jobs.

    Args:
        sources: What to clean.
        names: A name for each one's output.
        writer: Writes text and record, or hands them back.
        options: Keyword arguments of `build_pipeline`.
        jobs: Processes to run.

    Raises:
        RunFailed: Results cannot be written.
    """
    work = functools.partial(_clean_one, writer=writer, options=tuple(sorted(options.items())))
    pairs = list(zip(sources, names, strict=True))
    if jobs == 1 or len(pairs) <= ALONE:
        return (work(source, name) for source, name in pairs)
    return _run_pool(work, pairs, jobs)


def _run_pool(work: Callable[[Source, str], Outcome], pairs: Sequence[Pair], jobs: int) -> Iterator[Outcome]:
    from multiprocessing import get_context  # noqa: PLC0415 - one small file needs no pool

    from pebble import ProcessExpired, ProcessPool  # noqa: PLC0415 - the same

    def start(batch: Sequence[Pair]) -> Future[list[Outcome]]:
        with _shielded():
            return pool.schedule(_work_through, args=(work, batch), timeout=TIME_LIMIT)

    def outcomes(batch: Sequence[Pair], future: Future[list[Outcome]]) -> Iterator[Outcome]:
        try:
            yield from future.result()
        except (TimeoutError, ProcessExpired) as failure:
            if len(batch) > 1:  # which document it was shows when each is done by itself
                for pair in batch:
                    yield from outcomes([pair], start([pair]))
            else:
                yield Outcome(str(batch[0][0].path), problem=_problem(failure))

    # spawn: forking a process that has threads, as the pool's parent does, can deadlock.
    with ProcessPool(max_workers=jobs, context=get_context("spawn")) as pool:
        waiting: deque[tuple[Sequence[Pair], Future[list[Outcome]]]] = deque()
        try:
            for batch in _batches(pairs, jobs):
                waiting.append((batch, start(batch)))
                if len(waiting) >= jobs * AHEAD:
                    yield from outcomes(*waiting.popleft())
            while waiting:
                yield from outcomes(*waiting.popleft())
        finally:
            pool.stop()  # type: ignore[no-untyped-call]  # pebble has none


@contextmanager
def _shielded() -> Iterator[None]:
    """Keep Ctrl-C from the threads and processes started meanwhile: this process alone ends the run."""
    if os.name == "posix":
        from multiprocessing.resource_tracker import ensure_running  # noqa: PLC0415 - as in `_run_pool`

        ensure_running()  # where it is started, signals come through again
    with held(signal.SIGINT):
        yield


def _batches(pairs: Sequence[Pair], jobs: int) -> Iterator[Sequence[Pair]]:
    """The documents in batches, small enough that all workers have some until the end."""
    most = min(BATCH, max(1, len(pairs) // (jobs * AHEAD)))
    batch: list[Pair] = []
    size = 0
    for pair in pairs:
        batch.append(pair)
        size += pair[0].size()
        if len(batch) == most or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _work_through(work: Callable[[Source, str], Outcome], batch: Sequence[Pair]) -> list[Outcome]:
    return [work(source, name) for source, name in batch]


def _problem(failure: Exception) -> str:
    """Why a document that a worker could not finish has no result, and what to do."""
    if isinstance(failure, TimeoutError):
        return f"not done after {TIME_LIMIT} s and given up; look at it by itself with --jobs 1"
    return "its process was ended from outside (out of memory?); try it by itself with --jobs 1"


def _clean_one(source: Source, name: str, *, writer: Writer, options: tuple[tuple[str, Any], ...]) -> Outcome:
    path = source.path.as_posix()
    try:
        if source.path.is_symlink() and source.path.is_dir():
            advice = "name it as well if it is to be cleaned"  # it may lead back to a folder that is
            return Outcome(path, problem=f"skipped: it is a link to a folder; {advice}", skipped=True)
        data = source.read()
    except OSError as error:
        return Outcome(path, problem=complaint(error))
    try:
        doc = _pipeline(options)(data)
    except Rejected as rejected:
        skipped = rejected.code == "binary" and not source.listed
        return Outcome(
            path, problem=f"skipped: {rejected.reason}" if skipped else str(rejected), skipped=skipped
        )
    except Exception as error:  # noqa: BLE001 - one document never takes the run with it
        return Outcome(
            path, problem=f"could not be cleaned ({type(error).__name__}: {error}); please report it"
        )
    try:
        result = writer(doc, name, path)
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in OF_ITS_NAME:
            return Outcome(path, problem=f"no output can have its name ({error.strerror}); rename it")
        reason = error.strerror if isinstance(error, OSError) else error
        raise RunFailed(
            f"cannot write the output of {shown(path)} ({reason}); choose another folder"
        ) from error
    return Outcome(path) if result is None else Outcome(path, *result)


@functools.lru_cache(maxsize=1)
def _pipeline(options: tuple[tuple[str, Any], ...]) -> Pipeline:
    return build_pipeline(**dict(options))
