"""Work shared out among processes gives what one process gives, and its failures are ours."""

import os
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from iopfinder.workers import WorkerFailed, begun, shared_out


def doubled(numbers: Sequence[int]) -> list[int]:
    return [2 * number for number in numbers]


def pids(numbers: Sequence[int]) -> list[int]:
    return [os.getpid() for _ in numbers]


def failing_at_seven(numbers: Sequence[int]) -> list[int]:
    if 7 in numbers:
        raise ValueError("seven is too many")
    return list(numbers)


def killed_at_seven(numbers: Sequence[int]) -> list[int]:
    if 7 in numbers:
        os.kill(os.getpid(), signal.SIGKILL)
    return list(numbers)


def large(numbers: Sequence[int]) -> list[bytes]:
    return [bytes(100_000) for _ in numbers]


@pytest.mark.parametrize("jobs", [1, 2, 3, 7, 50])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 10, 100])
def test_results_are_in_order_whatever_the_share(jobs: int, count: int) -> None:
    numbers = range(count)
    assert shared_out(doubled, numbers, jobs=jobs, least=1) == doubled(numbers)


def test_few_values_are_not_worth_a_process() -> None:
    assert set(shared_out(pids, range(399), jobs=2)) == {os.getpid()}
    two = set(shared_out(pids, range(400), jobs=2))
    assert len(two) == 2
    assert os.getpid() not in two


def test_results_may_be_larger_than_a_pipe() -> None:
    assert len(shared_out(large, range(20), jobs=2, least=1)) == 20


@pytest.mark.parametrize("numbers", [range(8), range(7, 15), range(20)])
def test_an_exception_in_a_worker_is_raised_with_its_own_words(numbers: range) -> None:
    with pytest.raises(WorkerFailed, match="ValueError: seven is too many"):
        shared_out(failing_at_seven, numbers, jobs=2, least=1)
    assert children_left_by(failing_at_seven, numbers) == 0


def test_an_exception_without_workers_is_its_own() -> None:
    with pytest.raises(ValueError, match="seven is too many"):
        shared_out(failing_at_seven, range(8), jobs=1)


def test_a_killed_worker_is_told_of() -> None:
    with pytest.raises(WorkerFailed, match=r"^a worker process ended with status 9$"):
        shared_out(killed_at_seven, range(8), jobs=2, least=1)
    assert children_left_by(killed_at_seven, range(8)) == 0


def children_left_by(work: Callable[[Sequence[int]], list[int]], numbers: Sequence[int]) -> int:
    """Children of a process that shared work out and saw it fail."""

    def check() -> int:
        with suppress(WorkerFailed):
            shared_out(work, numbers, jobs=2, least=1)
        return own_children()

    return alone(check)


def alone(check: Callable[[], int]) -> int:
    """What a check gives in a process of its own, which has none of the other tests' children."""
    pid = os.fork()
    if pid == 0:
        os._exit(check())
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def own_children() -> int:
    """1 when this process has a child, running or waiting to be reaped, else 0."""
    try:
        os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return 0
    return 1


def test_a_child_that_is_left_would_be_seen() -> None:
    def leaving_one() -> int:
        if os.fork() == 0:
            time.sleep(1)
            os._exit(0)
        return own_children()

    assert alone(leaving_one) == 1


def never_done(paths: Sequence[Path]) -> list[int]:
    """Says in which process it is at work, and goes on for ever."""
    paths[0].with_suffix(".new").write_text(str(os.getpid()))
    paths[0].with_suffix(".new").replace(paths[0])
    while True:
        time.sleep(1)


def test_workers_end_with_their_parent(tmp_path: Path) -> None:
    """One that went on would write among the files of the next build."""
    paths = [tmp_path / "one", tmp_path / "two"]
    parent = os.fork()
    if parent == 0:
        shared_out(never_done, paths, jobs=2, least=1)
        os._exit(0)
    while not all(path.exists() for path in paths):
        time.sleep(0.01)
    workers = [int(path.read_text()) for path in paths]
    assert all(map(is_running, workers))
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    patience = time.monotonic() + 60
    while any(map(is_running, workers)) and time.monotonic() < patience:
        time.sleep(0.01)
    left = [worker for worker in workers if is_running(worker)]
    for worker in left:
        os.kill(worker, signal.SIGKILL)
    assert left == []


def is_running(worker: int) -> bool:
    """Whether a process that is nobody's child is there; a dead one may wait to be reaped."""
    try:
        os.kill(worker, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{worker}/stat")
    return not (stat.exists() and ") Z " in stat.read_text())


# One work beside this process


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_work_that_was_begun_gives_what_it_gives_here(jobs: int) -> None:
    with begun(lambda: list(range(100_000)), jobs=jobs) as result:
        assert result() == list(range(100_000))
        assert result() == list(range(100_000))


def test_a_work_that_was_begun_is_done_beside_this_process() -> None:
    with begun(os.getpid, jobs=2) as beside, begun(os.getpid, jobs=1) as here:
        assert beside() != os.getpid()
        assert here() == os.getpid()


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_work_that_fails_beside_fails_here_with_its_own_error(jobs: int, tmp_path: Path) -> None:
    with (
        begun((tmp_path / "missing").read_text, jobs=jobs) as result,
        pytest.raises(FileNotFoundError),
    ):
        result()


def test_a_work_that_nobody_waits_for_is_ended() -> None:
    reading, writing = os.pipe()

    def never_ending() -> None:
        os.write(writing, os.getpid().to_bytes(8, "little"))
        time.sleep(3600)

    with begun(never_ending, jobs=2):
        child = int.from_bytes(os.read(reading, 8), "little")
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    os.close(reading)
    os.close(writing)
