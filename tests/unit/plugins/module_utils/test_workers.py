# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls in threads: bounded in time each, and many at once."""

from __future__ import annotations

import threading
import time
from typing import NoReturn

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._workers import (
    Outcome,
    TookTooLong,
    Workers,
    bounded,
)


class Broken(Exception):
    """What a call raises."""


def break_down() -> NoReturn:
    """Raises."""
    raise Broken("at once")


def test_a_bounded_call_returns_what_it_returns() -> None:
    assert bounded(lambda: "value", 5) == "value"


def test_a_bounded_call_may_return_nothing() -> None:
    assert bounded(lambda: None, 5) is None


def test_a_bounded_call_raises_what_it_raises() -> None:
    with pytest.raises(Broken, match=r"^at once$"):
        bounded(break_down, 5)


@pytest.mark.parametrize("kind", [KeyboardInterrupt, SystemExit, RecursionError, MemoryError])
def test_nothing_that_a_call_raises_is_lost_in_its_thread(kind: type[BaseException]) -> None:
    def call() -> NoReturn:
        raise kind("x")

    with pytest.raises(kind):
        bounded(call, 5)


def test_a_call_that_takes_too_long_is_left_to_itself() -> None:
    released = threading.Event()
    begin = time.monotonic()
    try:
        with pytest.raises(TookTooLong) as raised:
            bounded(released.wait, 0.05)
    finally:
        released.set()
    assert 0.04 < time.monotonic() - begin < 2
    assert raised.value.__cause__ is None


def test_a_call_that_is_left_to_itself_does_not_hold_up_the_end_of_the_process() -> None:
    daemon: list[bool] = []
    bounded(lambda: daemon.append(threading.current_thread().daemon), 5)
    assert daemon == [True]


def test_an_outcome_bears_its_key_and_its_value() -> None:
    outcome: Outcome[int] = Outcome("key")
    with outcome:
        outcome.value = 7
    assert (outcome.key, outcome.result()) == ("key", 7)


def test_an_outcome_raises_as_often_as_it_is_asked() -> None:
    outcome: Outcome[int] = Outcome()
    with outcome:
        break_down()
    for _time in range(2):
        with pytest.raises(Broken):
            outcome.result()


def test_workers_tell_ends_as_they_come() -> None:
    workers, gates = Workers(), [threading.Event() for _time in range(3)]
    for index, gate in enumerate(gates):
        workers.start(index, lambda gate=gate: gate.wait(5))  # type: ignore[misc]
    order = []
    for index in (2, 0, 1):
        gates[index].set()
        order += [outcome.key for outcome in workers.collect(5)]
    assert order == [2, 0, 1]


def test_workers_run_side_by_side() -> None:
    workers, together = Workers(), threading.Barrier(4, timeout=5)
    for index in range(4):
        workers.start(index, together.wait)
    ended: list[Outcome[int]] = []
    while len(ended) < 4:
        ended += workers.collect(5)
    assert sorted(outcome.result() for outcome in ended) == [0, 1, 2, 3]


def test_all_that_has_ended_is_told_at_once() -> None:
    workers, finished = Workers(), threading.Semaphore(0)
    for index in range(5):
        workers.start(index, finished.release)
    for _time in range(5):
        assert finished.acquire(timeout=5)
    keys: list[int] = []
    while len(keys) < 5:
        keys += [outcome.key for outcome in workers.collect(5)]
    assert sorted(keys) == [0, 1, 2, 3, 4]


def test_a_call_that_raised_is_told_like_any_other() -> None:
    workers = Workers()
    workers.start("broken", break_down)
    (outcome,) = workers.collect(5)
    assert outcome.key == "broken"
    with pytest.raises(Broken):
        outcome.result()


@pytest.mark.parametrize("seconds", [0, -1, 0.03])
def test_nothing_is_told_where_nothing_has_ended_in_time(seconds: float) -> None:
    begin = time.monotonic()
    assert Workers().collect(seconds) == []
    assert max(seconds, 0) * 0.8 <= time.monotonic() - begin < 2


def test_workers_do_not_hold_up_the_end_of_the_process() -> None:
    workers = Workers()
    workers.start(0, lambda: threading.current_thread().daemon)
    assert [outcome.result() for outcome in workers.collect(5)] == [True]


def test_a_long_sleep_is_interrupted_to_check_whether_it_still_makes_sense() -> None:
    checks: list[float] = []
    workers = Workers(lambda: checks.append(time.monotonic()), longest=0.02)
    begin = time.monotonic()
    while len(checks) < 3:
        assert workers.collect(60) == []
    assert checks[-1] - begin < 2


def test_what_the_check_raises_ends_the_waiting() -> None:
    with pytest.raises(Broken):
        Workers(break_down).collect(60)
