# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task of Kafka looks like: the documented example, and every oddity of the API (API facts 1.2)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._services._kafka import KAFKA
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._task import Task, TaskReference

EXAMPLE = (Path(__file__).parents[3] / "fixtures" / "kafka.json").read_text(encoding="utf-8")
REFERENCE = TaskReference(
    "kafka",
    instance_id="11111111-2222-3333-4444-555555555555",
    task_id="8abfa7b372160bfd0172165864064079",
    region="cn-north-4",
)


def task_of(**answer: Any) -> Task:
    """The task of an answer that fits the contract; half done and without steps where the test does not say else."""
    body = {"progress_percentage": 50, **answer}
    assert KAFKA.contract.problem(body) is None
    return KAFKA.read(body, REFERENCE)


def step_of(**entry: Any) -> dict[str, Any]:
    """The one step of a task, as users see it."""
    steps: list[dict[str, Any]] = task_of(step_list=[{"statue": "IN_PROGRESS", **entry}]).to_result()["steps"]
    return steps[0]


def test_the_documented_example_is_a_completed_task() -> None:
    body = json.loads(EXAMPLE)
    assert KAFKA.contract.problem(body) is None
    assert KAFKA.read(body, REFERENCE).to_result() == {
        "service": "kafka",
        "instance_id": "11111111-2222-3333-4444-555555555555",
        "task_id": "8abfa7b372160bfd0172165864064079",
        "name": None,
        "region": "cn-north-4",
        "label": None,
        "status": "completed",
        "raw_status": None,
        "progress": 100,
        "remaining_seconds": 0,
        "started_at": "2025-11-17T03:27:47.752Z",
        "ended_at": "2025-11-17T03:29:49.383Z",
        "duration_seconds": 121.631,
        "error": None,
        "steps": [
            {
                "id": None,
                "name": "pre_check",
                "status": "completed",
                "raw_status": "COMPLETED",
                "progress": None,
                "remaining_seconds": None,
                "started_at": "2025-11-17T03:27:47.752Z",
                "ended_at": "2025-11-17T03:28:31.208Z",
                "duration_seconds": 43.456,
                "error_code": None,
                "detail": None,
                "steps": [],
            },
            {
                "id": None,
                "name": "disk_expansion",
                "status": "completed",
                "raw_status": "COMPLETED",
                "progress": None,
                "remaining_seconds": None,
                "started_at": "2025-11-17T03:28:31.326Z",
                "ended_at": "2025-11-17T03:29:49.383Z",
                "duration_seconds": 78.057,
                "error_code": None,
                "detail": None,
                "steps": [],
            },
        ],
    }


def test_the_body_is_kept_as_it_came() -> None:
    body = json.loads(EXAMPLE)
    assert KAFKA.read(body, REFERENCE).raw == json.loads(EXAMPLE)


def test_the_progress_is_found_under_the_instance_and_the_task() -> None:
    assert KAFKA.locate(REFERENCE, "0123456789abcdef0123456789abcdef") == (
        "/v2/0123456789abcdef0123456789abcdef/instances/11111111-2222-3333-4444-555555555555"
        "/tasks/8abfa7b372160bfd0172165864064079/progress",
        (),
    )


@pytest.mark.parametrize(
    ("statue", "status"),
    [
        ("COMPLETED", "completed"),
        ("IN_PROGRESS", "running"),
        ("FAILED", "failed"),
        ("WAITING", "waiting"),
        ("in_progress", "running"),
        (" Completed ", "completed"),
        ("PAUSED", "unknown"),
        ("SUCCEEDED?", "unknown"),
    ],
)
def test_the_status_of_a_step_stands_under_the_misspelt_key_statue(statue: str, status: str) -> None:
    step = step_of(statue=statue)
    assert (step["status"], step["raw_status"]) == (status, statue)


@pytest.mark.parametrize(
    ("start_time", "started_at"),
    [
        pytest.param(1763350067752, "2025-11-17T03:27:47.752Z", id="integer"),
        pytest.param("1763350067752", "2025-11-17T03:27:47.752Z", id="text, as the table says"),
        pytest.param(1763350067000, "2025-11-17T03:27:47Z", id="whole second"),
        pytest.param(None, None, id="null, not begun"),
        pytest.param("", None, id="empty text"),
        pytest.param(0, None, id="zero"),
    ],
)
def test_the_start_of_a_step_is_milliseconds_as_number_or_text(start_time: Any, started_at: str | None) -> None:
    assert step_of(start_time=start_time)["started_at"] == started_at


def test_a_step_without_times_has_none() -> None:
    step = step_of()
    assert (step["started_at"], step["ended_at"], step["duration_seconds"]) == (None, None, None)


def test_the_end_time_of_a_running_step_is_not_its_end() -> None:
    step = step_of(statue="IN_PROGRESS", start_time=1763350067752, end_time=1763350111208)
    assert (step["started_at"], step["ended_at"]) == ("2025-11-17T03:27:47.752Z", None)


def test_a_running_task_has_begun_and_not_ended() -> None:
    task = task_of(
        step_list=[
            {"name": "pre_check", "statue": "COMPLETED", "start_time": 1763350067752, "end_time": 1763350111208},
            {"name": "disk_expansion", "statue": "IN_PROGRESS", "start_time": 1763350111326, "end_time": None},
        ]
    ).to_result()
    assert (task["status"], task["started_at"], task["ended_at"], task["duration_seconds"]) == (
        "running",
        "2025-11-17T03:27:47.752Z",
        None,
        None,
    )


@pytest.mark.parametrize(
    ("progress_percentage", "progress"),
    [(19, 19), ("19", 19), ("19%", 19), (" 19 % ", 19), (99.9, 99), ("", None), (None, None), (0, 0), (100, 100)],
)
def test_the_progress_is_a_whole_percent_however_it_is_written(progress_percentage: Any, progress: int | None) -> None:
    assert task_of(progress_percentage=progress_percentage).progress == progress


@pytest.mark.parametrize(
    ("remain_time", "remaining_seconds"),
    [(1124, 1124), ("1124", 1124), (0, 0), (-1, None), (None, None), ("", None)],
)
def test_the_remaining_time_is_in_seconds_and_negative_means_unknown(
    remain_time: Any, remaining_seconds: int | None
) -> None:
    assert task_of(remain_time=remain_time).remaining_seconds == remaining_seconds


def test_the_remaining_time_may_be_missing() -> None:
    assert task_of().remaining_seconds is None


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        pytest.param({"progress_percentage": 0}, "waiting", id="no step list, nothing done"),
        pytest.param({"progress_percentage": 50}, "running", id="no step list, half done"),
        pytest.param({"progress_percentage": 100}, "completed", id="no step list, all done"),
        pytest.param({"progress_percentage": 50, "step_list": []}, "running", id="empty step list, half done"),
        pytest.param({"progress_percentage": 100, "step_list": []}, "completed", id="empty step list, all done"),
        pytest.param({"progress_percentage": 100, "step_list": None}, "completed", id="null step list, all done"),
        pytest.param({"progress_percentage": None}, "waiting", id="nothing known"),
    ],
)
def test_without_steps_the_percent_decides(answer: dict[str, Any], status: str) -> None:
    assert task_of(**answer).status == status


@pytest.mark.parametrize(
    ("statue", "status"), [("IN_PROGRESS", "running"), ("WAITING", "running"), ("PAUSED", "unknown")]
)
def test_100_percent_with_an_unfinished_step_is_not_completed(statue: str, status: str) -> None:
    task = task_of(progress_percentage=100, step_list=[{"statue": "COMPLETED"}, {"statue": statue}])
    assert (task.status, task.has_ended) == (status, False)


def test_99_percent_with_every_step_completed_is_not_completed() -> None:
    assert task_of(progress_percentage=99, step_list=[{"statue": "COMPLETED"}]).status == "running"


@pytest.mark.parametrize("progress_percentage", [30, 100])
def test_a_failed_step_is_a_failed_task_that_names_the_step(progress_percentage: int) -> None:
    task = task_of(
        progress_percentage=progress_percentage,
        step_list=[
            {"name": "pre_check", "statue": "COMPLETED"},
            {"name": "disk_expansion", "statue": "FAILED", "start_time": 1763350111326, "end_time": 1763350189383},
            {"name": "resume_operation", "statue": "WAITING"},
        ],
    ).to_result()
    assert (task["status"], task["ended_at"]) == ("failed", "2025-11-17T03:29:49.383Z")
    assert task["error"] == {"code": None, "message": 'the step "disk_expansion" failed', "request_id": None}


def test_a_running_task_has_no_error() -> None:
    assert task_of(step_list=[{"statue": "IN_PROGRESS"}]).error is None


def test_steps_of_the_same_name_stay_apart() -> None:
    steps = task_of(
        step_list=[{"name": "restart", "statue": "COMPLETED"}, {"name": "restart", "statue": "IN_PROGRESS"}]
    ).steps
    assert [(step.name, step.status) for step in steps] == [("restart", "completed"), ("restart", "running")]


def test_undocumented_fields_are_let_pass() -> None:
    assert step_of(extra={"deep": [1]}, name="pre_check")["name"] == "pre_check"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param([], "expected an object at $, found a list", id="no object"),
        pytest.param(
            {},
            "expected a percentage from 0 to 100 at $.progress_percentage, found nothing there",
            id="percent missing",
        ),
        pytest.param(
            {"progress_percentage": "soon"},
            'expected a percentage from 0 to 100 at $.progress_percentage, found the text "soon"',
            id="percent no number",
        ),
        pytest.param(
            {"progress_percentage": 101},
            "expected a percentage from 0 to 100 at $.progress_percentage, found the number 101",
            id="percent too large",
        ),
        pytest.param(
            {"progress_percentage": True},
            "expected a percentage from 0 to 100 at $.progress_percentage, found a truth value true",
            id="percent a truth value",
        ),
        pytest.param(
            {"progress_percentage": 1, "remain_time": [9]},
            "expected a number of seconds at $.remain_time, found a list",
            id="remaining time a list",
        ),
        pytest.param(
            {"progress_percentage": 1, "step_list": {}},
            "expected a list at $.step_list, found an object",
            id="steps no list",
        ),
        pytest.param(
            {"progress_percentage": 1, "step_list": ["pre_check"]},
            'expected an object at $.step_list[0], found the text "pre_check"',
            id="step no object",
        ),
        pytest.param(
            {"progress_percentage": 1, "step_list": [{"statue": "COMPLETED"}, {"status": "COMPLETED"}]},
            "expected a status word at $.step_list[1].statue, found nothing there",
            id="statue missing",
        ),
        pytest.param(
            {"progress_percentage": 1, "step_list": [{"statue": None}]},
            "expected a status word at $.step_list[0].statue, found null",
            id="statue null",
        ),
        pytest.param(
            {"progress_percentage": 1, "step_list": [{"statue": ""}]},
            'expected a status word at $.step_list[0].statue, found the text ""',
            id="statue empty",
        ),
        pytest.param(
            {"progress_percentage": 1, "step_list": [{"statue": "WAITING", "name": 7}]},
            "expected a text at $.step_list[0].name, found the number 7",
            id="name a number",
        ),
        pytest.param(
            {"progress_percentage": 1, "step_list": [{"statue": "WAITING", "start_time": "2025-11-17T03:27:47Z"}]},
            'expected milliseconds since 1970 at $.step_list[0].start_time, found the text "2025-11-17T03:27:47Z"',
            id="start no milliseconds",
        ),
        pytest.param(
            {"progress_percentage": 1, "step_list": [{"statue": "WAITING", "end_time": -1}]},
            "expected milliseconds since 1970 at $.step_list[0].end_time, found the number -1",
            id="end before 1970",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(body: Any, problem: str) -> None:
    assert KAFKA.contract.problem(body) == problem
