# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Waits for many tasks under one deadline: looks, judges, sleeps. Knows no HTTP and no Ansible."""

from __future__ import annotations

import heapq
from collections import deque
from dataclasses import dataclass, field
from typing import Any, Callable, Iterable, Protocol, Sequence, Union

from ._errors import CloudWaitError, TaskMissing
from ._pace import Glimpse, Outlook, Pace
from ._task import CANCELLED, COMPLETED, FAILED, RUNNING, UNKNOWN, Task, TaskReference, unknown_words

TIMED_OUT = "timed_out"
STALLED = "stalled"
NOT_FOUND = "not_found"
UNREACHABLE = "unreachable"

#: Every outcome of a wait, the worst first.
OUTCOMES = (FAILED, CANCELLED, NOT_FOUND, UNREACHABLE, STALLED, TIMED_OUT, UNKNOWN, RUNNING, COMPLETED)

#: Lines that are kept of looks without an answer; each look is counted all the same.
MOST_INTERRUPTIONS = 50

Reader = Callable[[TaskReference], Task]

#: What a look led to: the outcome that ends the wait for its task, or the seconds to the next look.
Judgement = Union[str, float]


class Ended(Protocol):
    """How a look ended."""

    key: Any

    def result(self) -> Task:
        """The task that was read; raises what reading it raised."""


class Looks(Protocol):
    """Looks under way; where the waiter sleeps."""

    def start(self, key: Any, call: Callable[[], Task]) -> None:
        """Begins a look."""

    def collect(self, seconds: float) -> Iterable[Ended]:
        """The looks that have ended, after at most so many seconds."""


@dataclass(frozen=True)
class Limits:
    """How long to be patient with what, in seconds, and when to leave."""

    timeout: float
    stall_timeout: float
    appear_timeout: float
    unresponsive_timeout: float
    pace: Pace
    #: How long looks that are under way at the deadline may still take.
    grace: float
    #: Leave at the first end of any task, or at the first one that is no success.
    any_end: bool = False
    fail_fast: bool = False
    #: Look once and leave, whatever the task says.
    once: bool = False
    at_once: int = 10


@dataclass
class Watch:
    """What is known of one task that is waited for; moments are seconds of the waiter's clock since the start."""

    reference: TaskReference
    task: Task | None = None
    outlook: Outlook | None = None
    outcome: str | None = None
    #: Why there was no answer, where the last look brought none.
    error: CloudWaitError | None = None
    polls: int = 0
    elapsed: float = 0.0
    moved: float = 0.0
    missing_since: float | None = None
    failing_since: float | None = None
    #: Looks in a row that brought no task, and all looks that the service failed to answer.
    failures: int = 0
    failed_polls: int = 0
    unknown_words: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Wait:
    """How a wait ended: the watches in the order of the tasks, each with an outcome."""

    watches: Sequence[Watch]
    #: Seconds that it took.
    elapsed: float = 0.0
    #: One line for each of the newest looks that the service failed to answer.
    interruptions: Sequence[str] = ()


class Waiter:
    """One wait: C(clock) gives monotonic seconds, C(chance) numbers from 0 to 1, C(looks) reads and sleeps."""

    def __init__(
        self,
        reader: Reader,
        looks: Looks,
        clock: Callable[[], float],
        chance: Callable[[], float],
        limits: Limits,
    ) -> None:
        self._reader = reader
        self._looks = looks
        self._clock = clock
        self._chance = chance
        self._limits = limits
        self._begin = clock()
        self._watches: list[Watch] = []
        #: (moment, index) of the looks to come.
        self._due: list[tuple[float, int]] = []
        self._under_way = 0
        self._open = 0
        #: No look begins before this moment: a throttled service asked for it.
        self._not_before = 0.0
        self._leaving = False
        self._interruptions: deque[str] = deque(maxlen=MOST_INTERRUPTIONS)

    def wait(self, references: Sequence[TaskReference]) -> Wait:
        """The watches in the order of the references, each with an outcome."""
        self._watches = [Watch(reference) for reference in references]
        self._due = [(0.0, index) for index in range(len(references))]
        self._open = len(references)
        while self._open and not self._leaving and self._now() < self._limits.timeout + self._limits.grace:
            self._start_due_looks()
            for ended in self._looks.collect(self._seconds_to_sleep()):
                self._under_way -= 1
                self._take(ended)
        left_early = self._leaving
        for watch in self._watches:
            if watch.outcome is None:
                self._end(watch, self._outcome_of_unended(watch, left_early))
        return Wait(self._watches, self._now(), tuple(self._interruptions))

    def _now(self) -> float:
        return self._clock() - self._begin

    def _start_due_looks(self) -> None:
        now = self._now()
        free = self._limits.at_once - self._under_way
        while self._due and free > 0 and self._moment_of_next_look() <= now:
            index = heapq.heappop(self._due)[1]
            self._start(index)
            free -= 1

    def _start(self, index: int) -> None:
        reference = self._watches[index].reference
        self._looks.start(index, lambda: self._reader(reference))
        self._under_way += 1

    def _moment_of_next_look(self) -> float:
        # The last look at the deadline is taken even from a service that asked for a longer pause.
        return min(max(self._due[0][0], self._not_before), self._limits.timeout)

    def _seconds_to_sleep(self) -> float:
        if self._due and self._under_way < self._limits.at_once:
            wake = self._moment_of_next_look()
        else:
            wake = self._limits.timeout + self._limits.grace
        return max(0.0, wake - self._now())

    def _take(self, ended: Ended) -> None:
        watch = self._watches[ended.key]
        watch.polls += 1
        try:
            task = ended.result()
        except CloudWaitError as error:
            judgement = self._judge_error(watch, error)
        else:
            judgement = self._judge_task(watch, task)
        if isinstance(judgement, str):
            self._end(watch, judgement)
        else:
            heapq.heappush(self._due, (min(self._now() + judgement, self._limits.timeout), ended.key))

    def _judge_task(self, watch: Watch, task: Task) -> Judgement:
        now = self._now()
        if watch.task is None or watch.task.position != task.position:
            watch.moved = now
        watch.task, watch.error = task, None
        watch.failing_since = watch.missing_since = None
        watch.failures = 0
        watch.unknown_words = tuple(dict.fromkeys((*watch.unknown_words, *unknown_words(task))))
        stall = self._limits.stall_timeout
        if task.has_ended:
            return task.status
        if self._is_last_look():
            return self._outcome_of_unended(watch)
        if stall and now - watch.moved >= stall:
            return STALLED
        glimpse = Glimpse(now, task.progress, task.remaining_seconds)
        watch.outlook = watch.outlook.after(glimpse) if watch.outlook else Outlook.of(glimpse)
        pause = self._limits.pace.pause(watch.outlook, self._chance())
        return min(pause, watch.moved + stall - now) if stall else pause

    def _judge_error(self, watch: Watch, error: CloudWaitError) -> Judgement:
        watch.error = error
        if isinstance(error, TaskMissing):
            return self._judge_missing(watch)
        if not error.passing:
            return UNREACHABLE
        return self._judge_failing(watch, error)

    def _judge_missing(self, watch: Watch) -> Judgement:
        now = self._now()
        watch.failing_since = None
        watch.failures += 1
        # A new task may take a while to be known; one that was seen may be out of sight for as long.
        since = watch.missing_since if watch.missing_since is not None else now if watch.task else 0.0
        watch.missing_since = since
        left = since + self._limits.appear_timeout - now
        if self._is_last_look() or left <= 0:
            return NOT_FOUND
        return min(self._limits.pace.retry(watch.failures, None, self._chance()), left)

    def _judge_failing(self, watch: Watch, error: CloudWaitError) -> Judgement:
        now = self._now()
        watch.failures += 1
        watch.failed_polls += 1
        if watch.failing_since is None:
            watch.failing_since = now
        left = watch.failing_since + self._limits.unresponsive_timeout - now
        if error.retry_after:
            self._not_before = max(self._not_before, now + error.retry_after)
        if self._is_last_look():
            return self._outcome_of_unended(watch)
        if left <= 0:
            return UNREACHABLE
        pause = min(self._limits.pace.retry(watch.failures, error.retry_after, self._chance()), left)
        self._interruptions.append(f"{now:.1f} s: {watch.reference}: {error}; asked again after {pause:.1f} s")
        return pause

    def _is_last_look(self) -> bool:
        return self._limits.once or self._now() >= self._limits.timeout

    def _outcome_of_unended(self, watch: Watch, left_early: bool = False) -> str:
        if watch.task is None:
            if left_early:
                return UNKNOWN
            return NOT_FOUND if isinstance(watch.error, TaskMissing) else UNREACHABLE
        if self._limits.once or left_early:
            return UNKNOWN if watch.task.status == UNKNOWN else RUNNING
        return TIMED_OUT

    def _end(self, watch: Watch, outcome: str) -> None:
        watch.outcome = outcome
        watch.elapsed = self._now()
        self._open -= 1
        if self._limits.any_end or (self._limits.fail_fast and outcome != COMPLETED):
            self._leaving = True
