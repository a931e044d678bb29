"""Work shared out among processes gives what one process gives, and its failures are ours."""

import os
import signal
from collections.abc import Sequence

import pytest

from iopfinder.workers import WorkerFailed, shared_out


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
    assert_no_child_is_left()


def test_an_exception_without_workers_is_its_own() -> None:
    with pytest.raises(ValueError, match="seven is too many"):
        shared_out(failing_at_seven, range(8), jobs=1)


def test_a_killed_worker_is_told_of() -> None:
    with pytest.raises(WorkerFailed, match=r"^a worker process ended with status 9$"):
        shared_out(killed_at_seven, range(8), jobs=2, least=1)
    assert_no_child_is_left()


def assert_no_child_is_left() -> None:
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
