# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The wait engine on a fake clock: what it asks when, and with which outcome it leaves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Callable, Sequence, Union

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._errors import (
    Busy,
    CloudWaitError,
    NoAnswer,
    Refused,
    TaskMissing,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._messages import Request
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._pace import Pace
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._task import (
    Step,
    Task,
    TaskError,
    TaskReference,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._waiter import (
    OUTCOMES,
    Limits,
    Looks,
    Waiter,
    Watch,
)

REQUEST = Request("GET", "https://dms.cn-north-4.myhuaweicloud.com", "/progress")
NO_ANSWER = NoAnswer(REQUEST, "the connection failed")
MISSING = TaskMissing(REQUEST, 404, TaskError("DMS.00404035", "no such task"))
DENIED = Refused(REQUEST, 403, TaskError("APIGW.0302", "denied"))

LIMITS = Limits(
    timeout=1000,
    stall_timeout=0,
    appear_timeout=60,
    unresponsive_timeout=300,
    pace=Pace(5, 5),
    grace=10,
)

Answer = Union[Task, CloudWaitError]


def reference(name: str) -> TaskReference:
    return TaskReference("kafka", "instance", name)


def running(progress: int = 10, remaining: int | None = None, word: str = "running") -> Task:
    return Task(reference("t"), word, progress=progress, remaining_seconds=remaining)


COMPLETED = Task(reference("t"), "completed", progress=100)
FAILED = Task(reference("t"), "failed", progress=40, error=TaskError("E", "broken"))


class FakeLooks(Looks):
    """Looks in virtual time: each takes so many seconds, and nothing else makes the clock move."""

    def __init__(self, takes: float = 0.0) -> None:
        self.now = 0.0
        self.takes = takes
        self.under_way: list[tuple[float, Any, Callable[[], Task]]] = []
        self.most_at_once = 0

    def clock(self) -> float:
        return self.now

    def start(self, key: Any, call: Callable[[], Task]) -> None:
        self.under_way.append((self.now + self.takes, key, call))
        self.most_at_once = max(self.most_at_once, len(self.under_way))

    def collect(self, seconds: float) -> list[FakeEnd]:
        assert seconds >= 0
        first = min((moment for moment, _key, _call in self.under_way), default=float("inf"))
        self.now = min(self.now + seconds, max(first, self.now))
        ended = [look for look in self.under_way if look[0] <= self.now]
        self.under_way = [look for look in self.under_way if look[0] > self.now]
        return [FakeEnd(key, call) for _moment, key, call in ended]


class FakeEnd:
    def __init__(self, key: Any, call: Callable[[], Task]) -> None:
        self.key = key
        self.result = call


class Cloud:
    """Tasks that follow a script: from which second on which answer comes."""

    def __init__(self, takes: float = 0.0, **scripts: Sequence[tuple[float, Answer]]) -> None:
        self.looks = FakeLooks(takes)
        self.scripts = scripts
        self.asked: dict[str, list[float]] = {name: [] for name in scripts}

    def read(self, asked: TaskReference) -> Task:
        name = asked.task_id or ""
        self.asked[name].append(self.looks.now)
        answer = [answer for since, answer in self.scripts[name] if since <= self.looks.now][-1]
        if isinstance(answer, CloudWaitError):
            raise answer
        return replace(answer, reference=asked)

    def wait(self, chance: Callable[[], float] = lambda: 0.5, **limits: Any) -> list[Watch]:
        waiter = Waiter(self.read, self.looks, self.looks.clock, chance, replace(LIMITS, **limits))
        self.wait_ended = waiter.wait([reference(name) for name in self.scripts])
        return list(self.wait_ended.watches)


def outcomes(watches: Sequence[Watch]) -> list[str | None]:
    return [watch.outcome for watch in watches]


# --- the end of one task


@pytest.mark.parametrize("end", ["completed", "failed", "cancelled"])
def test_a_wait_ends_at_the_first_look_that_sees_the_end(end: str) -> None:
    cloud = Cloud(a=[(0, running()), (12, Task(reference("a"), end))])
    (watch,) = cloud.wait()
    assert (watch.outcome, watch.elapsed, watch.polls) == (end, 15.0, 4)
    assert cloud.asked["a"] == [0, 5, 10, 15]


def test_a_task_that_has_ended_already_is_asked_for_once() -> None:
    cloud = Cloud(a=[(0, COMPLETED)])
    assert outcomes(cloud.wait()) == ["completed"]
    assert cloud.asked["a"] == [0]


@pytest.mark.parametrize("word", ["waiting", "running", "unknown"])
def test_no_status_but_an_explicit_end_ends_the_wait(word: str) -> None:
    cloud = Cloud(a=[(0, running(100, 0, word))])
    assert outcomes(cloud.wait(timeout=50)) == ["timed_out"]


def test_words_that_nobody_documented_are_kept_for_a_warning() -> None:
    strange = Task(reference("a"), "unknown", "REBALANCING", steps=(Step("s", "unknown", "PAUSED"),))
    cloud = Cloud(a=[(0, strange), (10, COMPLETED)])
    (watch,) = cloud.wait()
    assert (watch.outcome, watch.unknown_words) == ("completed", ("REBALANCING", "PAUSED"))


# --- many tasks


def test_results_come_in_the_order_of_the_tasks_whatever_ends_first() -> None:
    cloud = Cloud(a=[(0, running()), (30, COMPLETED)], b=[(0, COMPLETED)], c=[(0, running()), (10, FAILED)])
    watches = cloud.wait()
    assert [watch.reference.task_id for watch in watches] == ["a", "b", "c"]
    assert outcomes(watches) == ["completed", "completed", "failed"]
    assert [watch.elapsed for watch in watches] == [30.0, 0.0, 10.0]


def test_a_task_that_has_ended_is_never_asked_for_again() -> None:
    cloud = Cloud(a=[(0, running()), (100, COMPLETED)], b=[(0, running()), (7, FAILED)])
    cloud.wait()
    assert cloud.asked["b"] == [0, 5, 10]


def test_no_more_looks_than_allowed_are_under_way_at_once() -> None:
    cloud = Cloud(takes=1.0, **{f"t{number}": [(0, COMPLETED)] for number in range(25)})
    assert set(outcomes(cloud.wait(at_once=10))) == {"completed"}
    assert cloud.looks.most_at_once == 10
    assert cloud.looks.now == 3.0


def test_a_slow_look_at_one_task_holds_up_no_other() -> None:
    class Slow(FakeLooks):
        def start(self, key: Any, call: Callable[[], Task]) -> None:
            self.takes = 30.0 if key == 0 else 0.0
            super().start(key, call)

    cloud = Cloud(a=[(0, COMPLETED)], b=[(0, running()), (9, COMPLETED)])
    cloud.looks = Slow()
    assert [watch.elapsed for watch in cloud.wait()] == [30.0, 10.0]


def test_mode_any_leaves_at_the_first_end_and_tells_how_far_the_others_are() -> None:
    cloud = Cloud(a=[(0, running(30))], b=[(0, running()), (8, COMPLETED)])
    watches = cloud.wait(any_end=True)
    assert outcomes(watches) == ["running", "completed"]
    assert watches[0].task is not None
    assert watches[0].task.progress == 30
    assert cloud.looks.now == 10.0


def test_fail_fast_leaves_at_the_first_failure_but_not_at_a_success() -> None:
    cloud = Cloud(a=[(0, running())], b=[(0, running()), (3, COMPLETED)], c=[(0, running()), (12, FAILED)])
    assert outcomes(cloud.wait(fail_fast=True)) == ["running", "completed", "failed"]
    assert cloud.looks.now == 15.0


def test_collect_waits_for_the_rest_after_a_failure() -> None:
    cloud = Cloud(a=[(0, running()), (40, COMPLETED)], b=[(0, FAILED)])
    assert outcomes(cloud.wait()) == ["completed", "failed"]


# --- time


def test_the_last_pause_is_cut_to_the_deadline_and_the_last_look_is_taken_there() -> None:
    cloud = Cloud(a=[(0, running())])
    (watch,) = cloud.wait(timeout=12)
    assert cloud.asked["a"] == [0, 5, 10, 12]
    assert (watch.outcome, watch.elapsed) == ("timed_out", 12.0)


def test_an_end_at_the_very_deadline_is_seen() -> None:
    cloud = Cloud(a=[(0, running()), (12, COMPLETED)])
    assert outcomes(cloud.wait(timeout=12)) == ["completed"]


def test_timeout_zero_reads_once() -> None:
    cloud = Cloud(a=[(0, running())], b=[(0, COMPLETED)])
    assert outcomes(cloud.wait(timeout=0)) == ["timed_out", "completed"]
    assert cloud.asked == {"a": [0], "b": [0]}


def test_a_look_that_hangs_at_the_deadline_holds_the_wait_no_longer_than_the_grace() -> None:
    cloud = Cloud(a=[(0, running())])
    waiter = Waiter(cloud.read, cloud.looks, cloud.looks.clock, lambda: 0.5, replace(LIMITS, timeout=20, grace=3))
    cloud.looks.takes = 1000.0
    (watch,) = waiter.wait([reference("a")]).watches
    assert (watch.outcome, cloud.looks.now) == ("unreachable", 23.0)


def test_what_was_learnt_is_kept_when_the_last_look_hangs() -> None:
    class HangsLate(FakeLooks):
        def start(self, key: Any, call: Callable[[], Task]) -> None:
            self.takes = 1000.0 if self.now >= 10 else 0.0
            super().start(key, call)

    cloud = Cloud(a=[(0, running(62))])
    cloud.looks = HangsLate()
    (watch,) = cloud.wait(timeout=20, grace=3)
    assert watch.outcome == "timed_out"
    assert watch.task is not None
    assert watch.task.progress == 62


def test_check_mode_reads_once_and_takes_a_running_task_for_running() -> None:
    cloud = Cloud(a=[(0, running())], b=[(0, COMPLETED)], c=[(0, MISSING)], d=[(0, NO_ANSWER)], e=[(0, FAILED)])
    watches = cloud.wait(once=True)
    assert outcomes(watches) == ["running", "completed", "not_found", "unreachable", "failed"]
    assert [watch.polls for watch in watches] == [1, 1, 1, 1, 1]
    assert cloud.looks.now == 0.0


# --- stalls


def test_a_task_without_movement_is_given_up_after_the_stall_timeout() -> None:
    cloud = Cloud(a=[(0, running(10)), (50, running(20))])
    (watch,) = cloud.wait(stall_timeout=100)
    assert (watch.outcome, watch.elapsed) == ("stalled", 150.0)


def test_a_step_that_moves_is_movement_though_the_percent_stands_still() -> None:
    def at(step: str) -> Task:
        return replace(running(50), steps=(Step(step, "running", "IN_PROGRESS"),))

    cloud = Cloud(a=[(0, at("one")), (80, at("two")), (160, COMPLETED)])
    assert outcomes(cloud.wait(stall_timeout=100)) == ["completed"]


def test_without_a_stall_timeout_nothing_stalls() -> None:
    cloud = Cloud(a=[(0, running(10)), (900, COMPLETED)])
    assert outcomes(cloud.wait()) == ["completed"]


# --- tasks the service does not know


def test_a_new_task_may_be_unknown_for_the_appear_timeout() -> None:
    cloud = Cloud(a=[(0, MISSING), (20, running()), (30, COMPLETED)])
    assert outcomes(cloud.wait(appear_timeout=60)) == ["completed"]


def test_a_task_that_never_appears_is_not_found_exactly_after_the_appear_timeout() -> None:
    cloud = Cloud(a=[(0, MISSING)])
    (watch,) = cloud.wait(appear_timeout=33)
    assert (watch.outcome, watch.elapsed, watch.error) == ("not_found", 33.0, MISSING)


def test_with_no_appear_timeout_a_missing_task_is_not_found_at_once() -> None:
    cloud = Cloud(a=[(0, MISSING)])
    assert outcomes(cloud.wait(appear_timeout=0)) == ["not_found"]
    assert cloud.asked["a"] == [0]


def test_a_task_that_vanishes_is_no_success() -> None:
    cloud = Cloud(a=[(0, running(99)), (50, MISSING)])
    (watch,) = cloud.wait(appear_timeout=30)
    assert (watch.outcome, watch.elapsed) == ("not_found", 80.0)
    assert watch.task is not None
    assert watch.task.progress == 99


# --- an API that fails


def test_failures_are_survived_and_what_came_before_is_not_lost() -> None:
    cloud = Cloud(a=[(0, running(30)), (10, NO_ANSWER), (200, running(60)), (300, COMPLETED)])
    (watch,) = cloud.wait()
    assert (watch.outcome, watch.failures, watch.error) == ("completed", 0, None)


def test_an_api_that_fails_for_the_unresponsive_timeout_is_unreachable() -> None:
    cloud = Cloud(a=[(0, running(30)), (10, NO_ANSWER)])
    (watch,) = cloud.wait(unresponsive_timeout=100)
    assert (watch.outcome, watch.elapsed, watch.error) == ("unreachable", 110.0, NO_ANSWER)
    assert watch.task is not None
    assert watch.task.progress == 30


def test_looks_without_an_answer_are_counted_and_told() -> None:
    cloud = Cloud(a=[(0, NO_ANSWER), (12, running()), (20, COMPLETED)])
    (watch,) = cloud.wait(pace=Pace(5, 60))
    assert (watch.polls, watch.failed_polls) == (4, 2)
    assert list(cloud.wait_ended.interruptions) == [
        f"0.0 s: kafka task a: {NO_ANSWER}; asked again after 5.0 s",
        f"5.0 s: kafka task a: {NO_ANSWER}; asked again after 10.0 s",
    ]


def test_a_task_that_is_not_there_yet_is_no_failure_of_the_service() -> None:
    cloud = Cloud(a=[(0, MISSING), (12, COMPLETED)])
    (watch,) = cloud.wait()
    assert (watch.failed_polls, list(cloud.wait_ended.interruptions)) == (0, [])


def test_only_the_newest_interruptions_are_kept_but_all_are_counted() -> None:
    cloud = Cloud(a=[(0, NO_ANSWER)])
    (watch,) = cloud.wait(timeout=600, unresponsive_timeout=1000)
    assert watch.failed_polls == 121
    assert len(cloud.wait_ended.interruptions) == 50


def test_pauses_between_failures_grow() -> None:
    cloud = Cloud(a=[(0, NO_ANSWER)])
    cloud.wait(unresponsive_timeout=200, pace=Pace(5, 60))
    asked = cloud.asked["a"]
    assert [later - earlier for earlier, later in zip(asked, asked[1:])] == [5, 10, 20, 40, 60, 60, 5]


def test_one_good_answer_begins_the_unresponsive_time_anew() -> None:
    flaky: list[tuple[float, Answer]] = [
        (moment, NO_ANSWER if moment % 100 else running(int(moment / 10))) for moment in range(0, 900, 50)
    ]
    cloud = Cloud(a=[*flaky, (900, COMPLETED)])
    assert outcomes(cloud.wait(unresponsive_timeout=120)) == ["completed"]


@pytest.mark.parametrize("status", [400, 403, 404])
def test_what_cannot_pass_ends_the_wait_for_its_task_at_once(status: int) -> None:
    cloud = Cloud(a=[(0, Refused(REQUEST, status, TaskError("APIGW.0101")))], b=[(0, running()), (9, COMPLETED)])
    assert outcomes(cloud.wait()) == ["unreachable", "completed"]
    assert cloud.asked["a"] == [0]


def test_a_pause_that_the_service_asks_for_holds_for_the_whole_call() -> None:
    throttled = Busy(REQUEST, 429, TaskError("APIGW.0308"), retry_after=40)
    cloud = Cloud(a=[(0, throttled), (1, COMPLETED)], b=[(0, running()), (9, COMPLETED)])
    assert outcomes(cloud.wait()) == ["completed", "completed"]
    assert cloud.asked == {"a": [0, 40], "b": [0, 40]}


def test_a_pause_that_the_service_asks_for_does_not_outlast_the_deadline() -> None:
    throttled = Busy(REQUEST, 429, TaskError("APIGW.0308"), retry_after=4000)
    cloud = Cloud(a=[(0, running()), (3, throttled)])
    (watch,) = cloud.wait(timeout=50)
    assert (watch.outcome, watch.elapsed) == ("timed_out", 50.0)


def test_an_unknown_exception_of_a_reader_is_not_taken_for_an_answer() -> None:
    def broken(_asked: TaskReference) -> Task:
        raise ZeroDivisionError

    looks = FakeLooks()
    with pytest.raises(ZeroDivisionError):
        Waiter(broken, looks, looks.clock, lambda: 0.5, LIMITS).wait([reference("a")])


# --- whatever comes

ANSWERS: st.SearchStrategy[Answer] = st.one_of(
    st.builds(
        running,
        st.integers(0, 100),
        st.one_of(st.none(), st.integers(0, 10**6)),
        st.sampled_from(["waiting", "running", "unknown"]),
    ),
    st.sampled_from([NO_ANSWER, MISSING, DENIED, COMPLETED, FAILED, Task(reference("t"), "cancelled")]),
    st.builds(lambda asked: Busy(REQUEST, 429, TaskError("APIGW.0308"), retry_after=asked), st.floats(0, 10**5)),
)
SCRIPTS = st.lists(st.tuples(st.floats(0, 500), ANSWERS), max_size=12)


@settings(max_examples=200, deadline=None)
@given(
    scripts=st.lists(SCRIPTS, min_size=1, max_size=5),
    takes=st.floats(0, 40),
    chance=st.floats(0, 1),
    timeout=st.floats(0, 400),
    stall=st.sampled_from([0.0, 30.0]),
    any_end=st.booleans(),
    fail_fast=st.booleans(),
)
def test_no_answers_make_it_wait_past_its_time_lose_a_task_or_invent_a_success(
    scripts: list[list[tuple[float, Answer]]],
    takes: float,
    chance: float,
    timeout: float,
    stall: float,
    any_end: bool,
    fail_fast: bool,
) -> None:
    named = {
        f"t{index}": [(0.0, running()), *sorted(script, key=lambda entry: entry[0])]
        for index, script in enumerate(scripts)
    }
    cloud = Cloud(takes, **named)
    watches = cloud.wait(
        chance=lambda: chance, timeout=timeout, stall_timeout=stall, any_end=any_end, fail_fast=fail_fast
    )
    assert cloud.looks.now <= timeout + LIMITS.grace
    assert len(watches) == len(scripts)
    for watch in watches:
        assert watch.outcome in OUTCOMES
        if watch.outcome == "completed":
            assert watch.task is not None
            assert watch.task.status == "completed"
