# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The verdict over the steps of a task, and what a task shows."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._task import (
    CANCELLED,
    COMPLETED,
    FAILED,
    RUNNING,
    UNKNOWN,
    WAITING,
    Step,
    Task,
    TaskError,
    TaskReference,
    every_step,
    failure_of_steps,
    status_of,
    status_of_steps,
    task_of_steps,
    unknown_words,
)

REFERENCE = TaskReference("dcs", instance_id="i", task_id="t", region="cn-north-4", label="cache")
STATUSES = (WAITING, RUNNING, COMPLETED, FAILED, CANCELLED, UNKNOWN)
STEP_KEYS = [
    "id",
    "name",
    "status",
    "raw_status",
    "progress",
    "remaining_seconds",
    "started_at",
    "ended_at",
    "duration_seconds",
    "error_code",
    "detail",
    "steps",
]
TASK_KEYS = [
    "service",
    "instance_id",
    "task_id",
    "name",
    "region",
    "label",
    "status",
    "raw_status",
    "progress",
    "remaining_seconds",
    "started_at",
    "ended_at",
    "duration_seconds",
    "error",
    "steps",
]


def steps_of(*statuses: str) -> tuple[Step, ...]:
    """Steps with these statuses, named by number."""
    return tuple(Step(str(number), status) for number, status in enumerate(statuses))


def moment(second: int) -> datetime:
    """A moment in the first minute of 2026."""
    return datetime(2026, 1, 1, 0, 0, second, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("progress", "statuses", "expected"),
    [
        # no steps: the percent alone
        (None, (), WAITING),
        (0, (), WAITING),
        (1, (), RUNNING),
        (99, (), RUNNING),
        (100, (), COMPLETED),
        # an end needs both
        (100, (COMPLETED, COMPLETED), COMPLETED),
        (99, (COMPLETED, COMPLETED), RUNNING),
        (None, (COMPLETED, COMPLETED), RUNNING),
        (100, (COMPLETED, RUNNING), RUNNING),
        (100, (COMPLETED, WAITING), RUNNING),
        (100, (WAITING,), RUNNING),
        (100, (COMPLETED, UNKNOWN), UNKNOWN),
        # on the way
        (0, (WAITING, WAITING), WAITING),
        (None, (WAITING,), WAITING),
        (1, (WAITING,), RUNNING),
        (0, (RUNNING, WAITING), RUNNING),
        (40, (COMPLETED, RUNNING, WAITING), RUNNING),
        (0, (COMPLETED, WAITING), RUNNING),
        # words that nobody documented
        (0, (UNKNOWN,), UNKNOWN),
        (40, (COMPLETED, UNKNOWN, WAITING), UNKNOWN),
        (40, (RUNNING, UNKNOWN), RUNNING),
        # failure wins over everything
        (40, (COMPLETED, FAILED, WAITING), FAILED),
        (100, (COMPLETED, FAILED), FAILED),
        (0, (FAILED, CANCELLED), FAILED),
        (40, (RUNNING, FAILED), FAILED),
        (40, (UNKNOWN, FAILED), FAILED),
        # then the end by someone's hand
        (40, (COMPLETED, CANCELLED), CANCELLED),
        (100, (COMPLETED, CANCELLED), CANCELLED),
        (40, (CANCELLED, RUNNING), CANCELLED),
        (40, (CANCELLED, UNKNOWN), CANCELLED),
    ],
)
def test_the_steps_and_the_percent_decide(progress: int | None, statuses: tuple[str, ...], expected: str) -> None:
    assert status_of_steps(progress, steps_of(*statuses)) == expected


@pytest.mark.parametrize(
    ("progress", "above", "below", "expected"),
    [
        (50, RUNNING, FAILED, FAILED),
        (100, COMPLETED, FAILED, FAILED),
        (100, COMPLETED, RUNNING, RUNNING),
        (100, COMPLETED, WAITING, RUNNING),
        (100, COMPLETED, UNKNOWN, UNKNOWN),
        (100, COMPLETED, COMPLETED, COMPLETED),
        (100, COMPLETED, CANCELLED, COMPLETED),
        (50, RUNNING, CANCELLED, RUNNING),
        (0, WAITING, WAITING, WAITING),
    ],
)
def test_sub_steps_count_too_but_a_cancelled_one_ends_nothing(
    progress: int, above: str, below: str, expected: str
) -> None:
    assert status_of_steps(progress, (Step("above", above, steps=steps_of(below)),)) == expected


@settings(max_examples=200)
@given(st.one_of(st.none(), st.integers(0, 100)), st.lists(st.sampled_from(STATUSES), max_size=5))
def test_only_100_percent_without_an_unfinished_step_is_completed(progress: int | None, statuses: list[str]) -> None:
    status = status_of_steps(progress, steps_of(*statuses))
    assert (status == COMPLETED) == (progress == 100 and set(statuses) <= {COMPLETED})
    assert (status == FAILED) == (FAILED in statuses)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("FINISH", COMPLETED),
        ("finish", COMPLETED),
        (" Finish\n", COMPLETED),
        ("FINISHED", UNKNOWN),
        ("", UNKNOWN),
        (None, UNKNOWN),
    ],
)
def test_words_are_known_in_any_case_but_only_as_documented(word: str | None, expected: str) -> None:
    assert status_of(word, {"finish": COMPLETED}) == expected


def test_no_failed_step_is_no_failure() -> None:
    assert failure_of_steps((Step("a", COMPLETED, error_code="DCS.4064"), Step("b", RUNNING))) is None


def test_the_first_failed_step_is_the_cause() -> None:
    steps = (Step("a", COMPLETED), Step("b", FAILED, error_code="1"), Step("c", FAILED, error_code="2"))
    assert failure_of_steps(steps) == TaskError("1", 'the step "b" failed')


def test_the_deepest_failed_step_tells_more_than_the_one_above() -> None:
    below = (Step("check", COMPLETED), Step("move", FAILED, error_code="2", detail="slot 7"))
    steps = (Step("migrate", FAILED, error_code="1", steps=below),)
    assert failure_of_steps(steps) == TaskError("2", 'the step "move" failed: slot 7')


def test_a_cause_without_a_code_takes_the_code_of_the_step_above() -> None:
    steps = (Step("migrate", FAILED, error_code="1", steps=(Step("move", FAILED),)),)
    assert failure_of_steps(steps) == TaskError("1", 'the step "move" failed')


def test_a_failed_step_above_sub_steps_that_went_well_is_the_cause_itself() -> None:
    steps = (Step("migrate", FAILED, error_code="1", steps=(Step("move", COMPLETED, error_code="2"),)),)
    assert failure_of_steps(steps) == TaskError("1", 'the step "migrate" failed')


def test_every_step_is_visited_in_the_order_of_the_service() -> None:
    steps = (Step("a", RUNNING, steps=(Step("a1", RUNNING, steps=(Step("a11", RUNNING),)),)), Step("b", WAITING))
    assert [step.name for step in every_step(steps)] == ["a", "a1", "a11", "b"]


def test_a_task_lasts_from_its_first_start_to_its_last_end() -> None:
    steps = (
        Step("a", COMPLETED, started_at=moment(5), ended_at=moment(9)),
        Step("b", COMPLETED, started_at=moment(3), ended_at=moment(7)),
        Step("c", COMPLETED),
    )
    task = task_of_steps(REFERENCE, {}, 100, None, steps)
    assert (task.started_at, task.ended_at) == (moment(3), moment(9))


def test_a_task_that_goes_on_has_no_end() -> None:
    steps = (Step("a", COMPLETED, started_at=moment(5), ended_at=moment(9)),)
    assert task_of_steps(REFERENCE, {}, 99, None, steps).ended_at is None


def test_a_task_without_steps_has_no_times() -> None:
    task = task_of_steps(REFERENCE, {}, 100, None, ())
    assert (task.started_at, task.ended_at) == (None, None)


@pytest.mark.parametrize(
    ("status", "has_ended"),
    [(WAITING, False), (RUNNING, False), (UNKNOWN, False), (COMPLETED, True), (FAILED, True), (CANCELLED, True)],
)
def test_what_is_an_end(status: str, has_ended: bool) -> None:
    assert Task(REFERENCE, status).has_ended is has_ended


def test_unknown_words_of_task_and_steps_are_told_once_each_in_order() -> None:
    below = (Step("x", UNKNOWN, "odd"), Step("y", UNKNOWN, "odder"))
    task = Task(REFERENCE, UNKNOWN, "oddest", steps=(Step("a", RUNNING, "EXECUTING", steps=below),))
    assert unknown_words(task) == ("oddest", "odd", "odder")


def test_known_words_are_not_told() -> None:
    assert unknown_words(Task(REFERENCE, RUNNING, "Running", steps=(Step("a", COMPLETED, "FINISH"),))) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"status": COMPLETED},
        {"progress": 41},
        {"steps": (Step("a", COMPLETED),)},
        {"steps": (Step("a", RUNNING, progress=1),)},
        {"steps": (Step("a", RUNNING, steps=(Step("b", RUNNING),)),)},
    ],
    ids=["status", "progress", "step done", "step moved", "sub-step begun"],
)
def test_a_task_has_moved_when_status_progress_or_a_step_has(change: dict[str, Any]) -> None:
    task = Task(REFERENCE, RUNNING, progress=40, steps=(Step("a", RUNNING),))
    assert replace(task, **change).position != task.position


def test_a_shorter_remaining_time_alone_is_no_movement() -> None:
    task = Task(REFERENCE, RUNNING, progress=40, remaining_seconds=10)
    assert replace(task, remaining_seconds=5, raw={"x": 1}).position == task.position


def test_a_task_of_which_nothing_is_known_shows_every_key() -> None:
    shown = Task(TaskReference("dws"), UNKNOWN).to_result()
    assert list(shown) == TASK_KEYS
    assert {key for key, value in shown.items() if value is not None} == {"service", "status", "steps"}


def test_a_step_of_which_nothing_is_known_shows_every_key() -> None:
    shown = Step(None, UNKNOWN).to_result()
    assert list(shown) == STEP_KEYS
    assert {key for key, value in shown.items() if value is not None} == {"status", "steps"}


def test_an_error_shows_every_key() -> None:
    assert TaskError().to_result() == {"code": None, "message": None, "request_id": None}


def test_what_the_answer_says_of_instance_and_task_wins_over_the_question() -> None:
    shown = Task(REFERENCE, RUNNING, task_id="T", instance_id="I").to_result()
    assert (shown["task_id"], shown["instance_id"]) == ("T", "I")


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        (TaskReference("kafka", task_id="8abf"), "kafka task 8abf"),
        (TaskReference("kafka", task_id="8abf", label="broker"), "kafka task 8abf (broker)"),
    ],
)
def test_a_task_is_named_by_service_id_and_label(reference: TaskReference, name: str) -> None:
    assert str(reference) == name


@pytest.mark.parametrize("word", ["CANCELLED", "Canceled", "stop", "STOPPED", "Deleted"])
def test_what_was_cancelled_stopped_or_deleted_has_ended_for_every_service(word: str) -> None:
    assert status_of(word, {}) == "cancelled"


def test_a_failed_step_without_a_name_is_told_as_such() -> None:
    assert failure_of_steps((Step(None, "failed"),)) == TaskError(None, "a step without a name failed")


def test_control_characters_of_a_name_do_not_reach_a_message() -> None:
    assert failure_of_steps((Step("\x1b[2Jx", "failed"),)) == TaskError(None, 'the step "[2Jx" failed')
