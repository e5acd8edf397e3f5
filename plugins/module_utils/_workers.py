# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Calls in threads: bounded in time each, and many at once with their ends told in turn."""

from __future__ import annotations

import threading
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Callable, Generic, TypeVar

Value = TypeVar("Value")


class TookTooLong(Exception):
    """A call did not return in its time; its thread is left to itself."""


class Outcome(Generic[Value]):
    """How a call ended: what it returned or what it raised."""

    def __init__(self, key: Any = None) -> None:
        self.key = key
        self.value: Value | None = None
        self.problem: BaseException | None = None

    def __enter__(self) -> Outcome[Value]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> bool:
        # Whatever was raised is kept for the thread that asked, and raised there: nothing is swallowed.
        self.problem = problem
        return True

    def result(self) -> Value:
        """What the call returned; raises what it raised."""
        if self.problem is not None:
            raise self.problem
        return self.value  # type: ignore[return-value]


def bounded(call: Callable[[], Value], seconds: float) -> Value:
    """What the call returns or raises; raises TookTooLong after so many seconds, however little still arrives."""
    ended: SimpleQueue[Outcome[Value]] = SimpleQueue()
    _start(call, Outcome(), ended)
    try:
        return ended.get(timeout=seconds).result()
    except Empty:
        raise TookTooLong() from None


class Workers:
    """Calls under way; daemon threads, so that none can hold up the end of the process.

    C(check) is called at least every C(longest) seconds while nothing happens; what it raises ends the waiting.
    """

    def __init__(self, check: Callable[[], None] = lambda: None, longest: float = 2.0) -> None:
        self._ended: SimpleQueue[Outcome[Any]] = SimpleQueue()
        self._check = check
        self._longest = longest

    def start(self, key: Any, call: Callable[[], Any]) -> None:
        """Runs the call in a thread; its outcome bears the key."""
        _start(call, Outcome(key), self._ended)

    def collect(self, seconds: float) -> list[Outcome[Any]]:
        """The calls that have ended, after a wait of at most so many seconds (and never over the longest)."""
        self._check()
        outcomes: list[Outcome[Any]] = []
        try:
            outcomes.append(self._ended.get(timeout=min(max(seconds, 0), self._longest)))
            while True:
                outcomes.append(self._ended.get_nowait())
        except Empty:
            return outcomes


def _start(call: Callable[[], Value], outcome: Outcome[Value], ended: SimpleQueue[Outcome[Value]]) -> None:
    def run() -> None:
        with outcome:
            outcome.value = call()
        ended.put(outcome)

    threading.Thread(target=run, daemon=True).start()
