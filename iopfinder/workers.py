"""Work on many values, shared out among forked processes that inherit all that is in memory."""

import gc
import os
import pickle
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from itertools import pairwise
from tempfile import TemporaryFile
from threading import Thread
from typing import Any, NoReturn, TypeVar, cast

__all__ = ["WorkerFailed", "begun", "shared_out"]

T = TypeVar("T")
R = TypeVar("R")


class WorkerFailed(Exception):
    """A worker process ended early; its own words stand in the message."""


def shared_out(
    work: Callable[[Sequence[T]], Sequence[R]], values: Sequence[T], *, jobs: int, least: int = 200
) -> list[R]:
    """`work(values)`, in order, by `jobs` processes when there are `least` values for each.

    `work` is pure: its results do not depend on how the values are shared out. Results travel
    back by pickle. Where processes cannot be forked, all is done in this one.
    """
    jobs = min(jobs, len(values) // least)
    if jobs < 2 or not hasattr(os, "fork"):
        return list(work(values))
    bounds = [len(values) * number // jobs for number in range(jobs + 1)]
    sys.stdout.flush()
    sys.stderr.flush()
    life = os.pipe()
    children = [_piped(work, values[low:high], life) for low, high in pairwise(bounds)]
    outcomes = [_outcome(*child) for child in children]  # every child is waited for
    for end in life:
        os.close(end)
    results: list[R] = []
    for succeeded, outcome in outcomes:
        if not succeeded:
            raise WorkerFailed(outcome)
        results += outcome
    return results


@contextmanager
def begun(work: Callable[[], R], *, jobs: int) -> Iterator[Callable[[], R]]:
    """Begins a pure work in a process beside this one; the call that is given waits for its end.

    Where there is one job, or no process can be forked, the call does the work itself; so it does
    when the other process failed, and then fails in the same way.
    """
    if jobs < 2 or not hasattr(os, "fork"):
        yield work
        return
    life = os.pipe()
    with TemporaryFile() as words:  # a pipe would keep the child waiting for its reader
        child = _start(lambda _: [work()], (), life, words.fileno())
        status = cache(lambda: os.waitpid(child, 0)[1])

        def result() -> R:
            failed = status()
            words.seek(0)
            succeeded, outcome = (False, "") if failed else pickle.load(words)  # noqa: S301 - ours
            return cast(R, outcome[0]) if succeeded else work()

        try:
            yield result
        finally:
            for end in life:
                os.close(end)  # a child that nobody waited for ends with it
            status()


def _piped(
    work: Callable[[Sequence[T]], Sequence[R]], share: Sequence[T], life: tuple[int, int]
) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = _start(work, share, life, writing, reading)
    os.close(writing)
    return child, reading


def _start(
    work: Callable[[Sequence[T]], Sequence[R]],
    share: Sequence[T],
    life: tuple[int, int],
    words: int,
    *others: int,
) -> int:
    """A child that writes its words to a file; it has no use for the `others`."""
    child = os.fork()
    if child == 0:
        for other in (life[1], *others):
            os.close(other)
        Thread(target=_die_with_parent, args=(life[0],), daemon=True).start()
        _work(work, share, words)
    return child


def _die_with_parent(life: int) -> NoReturn:
    """Ends this process when the only other end of the pipe goes: its parent was killed.

    A child that went on would write among the files of the next build.
    """
    os.read(life, 1)
    os._exit(1)


def _work(work: Callable[[Sequence[T]], Sequence[R]], share: Sequence[T], words: int) -> NoReturn:
    """In the child: the results, or the traceback, are written; nothing else is run.

    A child lives for one share of work and makes few circles: its garbage collector is off.
    """
    gc.disable()
    try:
        try:
            outcome: tuple[bool, Any] = (True, list(work(share)))
        except BaseException:  # noqa: BLE001 - told to the parent, which raises it again
            outcome = (False, traceback.format_exc())
        with os.fdopen(words, "wb") as stream:
            pickle.dump(outcome, stream, pickle.HIGHEST_PROTOCOL)
        os._exit(0)
    finally:
        os._exit(1)


def _outcome(child: int, pipe: int) -> tuple[bool, Any]:
    """Whether a child did its share, and its results or else what became of it."""
    with os.fdopen(pipe, "rb") as stream:
        content = stream.read()
    _, status = os.waitpid(child, 0)
    if status:
        return False, f"a worker process ended with status {status}"
    outcome: tuple[bool, Any] = pickle.loads(content)  # noqa: S301 - written by our own child
    return outcome
