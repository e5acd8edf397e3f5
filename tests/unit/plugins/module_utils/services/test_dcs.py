# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task of DCS looks like: the documented example, and every oddity of the API (API facts 1.3)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._services._dcs import DCS
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._task import Task, TaskReference, unknown_words

EXAMPLE = (Path(__file__).parents[3] / "fixtures" / "dcs.json").read_text(encoding="utf-8")
REFERENCE = TaskReference(
    "dcs",
    instance_id="5560df16-cebf-4473-95c4-d1b573c16e79",
    task_id="8abf6e1e72c12e7c0172c15b508500aa",
    region="eu-west-101",
)


def task_of(**answer: Any) -> Task:
    """The task of an answer that fits the contract; half done and without steps where the test does not say else."""
    body = {"progress": 50, **answer}
    assert DCS.contract.problem(body) is None
    return DCS.read(body, REFERENCE)


def step_of(**entry: Any) -> dict[str, Any]:
    """The one step of a task, as users see it."""
    steps: list[dict[str, Any]] = task_of(step_details=[{"step_status": "EXECUTING", **entry}]).to_result()["steps"]
    return steps[0]


def test_the_documented_example_is_a_running_task() -> None:
    body = json.loads(EXAMPLE)
    assert DCS.contract.problem(body) is None
    assert DCS.read(body, REFERENCE).to_result() == {
        "service": "dcs",
        "instance_id": "5560df16-cebf-4473-95c4-d1b573c16e79",
        "task_id": "8abf6e1e72c12e7c0172c15b508500aa",
        "name": None,
        "region": "eu-west-101",
        "label": None,
        "status": "running",
        "raw_status": None,
        "progress": 30,
        "remaining_seconds": 100,
        "started_at": "2022-09-01T11:52:24Z",
        "ended_at": None,
        "duration_seconds": None,
        "error": None,
        "steps": [
            {
                "id": "9d1d1da8-650e-406f-81e4-b3c11515869f",
                "name": "Pre-check.",
                "status": "completed",
                "raw_status": "FINISH",
                "progress": None,
                "remaining_seconds": None,
                "started_at": "2022-09-01T11:52:24Z",
                "ended_at": "2022-09-01T11:52:29Z",
                "duration_seconds": 5.0,
                "error_code": "DCS.4064",
                "detail": None,
                "steps": [
                    {
                        "id": "4692b05b-fa55-4f7d-9be6-527bde25b424",
                        "name": "Resource check.",
                        "status": "completed",
                        "raw_status": "FINISH",
                        "progress": None,
                        "remaining_seconds": None,
                        "started_at": "2022-09-01T11:52:24Z",
                        "ended_at": "2022-09-01T11:52:26Z",
                        "duration_seconds": 2.0,
                        "error_code": "DCS.4065",
                        "detail": None,
                        "steps": [],
                    },
                    {
                        "id": "4692b05b-fa55-4f7d-9be6-527bde25b425",
                        "name": "Instance status check.",
                        "status": "completed",
                        "raw_status": "FINISH",
                        "progress": None,
                        "remaining_seconds": None,
                        "started_at": "2022-09-01T11:52:26Z",
                        "ended_at": "2022-09-01T11:52:29Z",
                        "duration_seconds": 3.0,
                        "error_code": "DCS.4064",
                        "detail": None,
                        "steps": [],
                    },
                ],
            },
            {
                "id": "9d1d1da8-650e-406f-3fad-c4a22515869f",
                "name": "Data migration.",
                "status": "running",
                "raw_status": "EXECUTING",
                "progress": None,
                "remaining_seconds": None,
                "started_at": "2022-09-01T11:52:30Z",
                "ended_at": None,
                "duration_seconds": None,
                "error_code": "DCS.4065",
                "detail": None,
                "steps": [
                    {
                        "id": "cb58a8ea-b8e2-4626-b3fa-57ab1a830724",
                        "name": "Resource request.",
                        "status": "completed",
                        "raw_status": "FINISH",
                        "progress": None,
                        "remaining_seconds": None,
                        "started_at": "2022-09-01T11:52:30Z",
                        "ended_at": "2022-09-01T11:53:30Z",
                        "duration_seconds": 60.0,
                        "error_code": "DCS.4065",
                        "detail": (
                            "{node_id:9996c3376318417281fb5e611f3fb1a0,slot_range:[0 5460],"
                            "full_migration:in progress,inc_migration:in progress}"
                        ),
                        "steps": [],
                    },
                    {
                        "id": "f9df7fd2-b31f-4ec3-bbb1-3dc740326342",
                        "name": "Resource request.",
                        "status": "completed",
                        "raw_status": "FINISH",
                        "progress": None,
                        "remaining_seconds": None,
                        "started_at": "2022-09-01T11:53:30Z",
                        "ended_at": "2022-09-01T11:54:30Z",
                        "duration_seconds": 60.0,
                        "error_code": "DCS.4066",
                        "detail": (
                            "{node_id:5b70f440ccc94789b34a5c98c2ba05ea,slot_range:[5461 10921],"
                            "full_migration:to start, inc_migration:to start}"
                        ),
                        "steps": [],
                    },
                ],
            },
        ],
    }


def test_the_progress_is_found_under_the_instance_and_the_task() -> None:
    assert DCS.locate(REFERENCE, "a4d31cb6-3d72-4fdc-8ec9-6e3a41e47f71") == (
        "/v2/a4d31cb6-3d72-4fdc-8ec9-6e3a41e47f71/instances/5560df16-cebf-4473-95c4-d1b573c16e79"
        "/tasks/8abf6e1e72c12e7c0172c15b508500aa/progress",
        (),
    )


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("FINISH", "completed"),
        ("FAILED", "failed"),
        ("EXECUTING", "running"),
        ("WAITING", "waiting"),
        ("executing", "running"),
        ("CANCELED", "cancelled"),
        ("SUSPEND", "waiting"),
        ("ROLLBACK", "unknown"),
    ],
)
def test_the_words_of_steps(word: str, status: str) -> None:
    step = step_of(step_status=word)
    assert (step["status"], step["raw_status"]) == (status, word)


@pytest.mark.parametrize(
    ("begin_time", "started_at"),
    [
        pytest.param("2020-06-17T07:38:42.503Z", "2020-06-17T07:38:42.503Z", id="as the table promises"),
        pytest.param("2022-09-01 11:52:24", "2022-09-01T11:52:24Z", id="as the example shows, taken as UTC"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="null"),
        pytest.param("not begun", None, id="no moment"),
    ],
)
def test_the_two_forms_of_a_moment(begin_time: str | None, started_at: str | None) -> None:
    assert step_of(begin_time=begin_time)["started_at"] == started_at


def test_a_finished_step_with_an_error_code_is_no_failure() -> None:
    task = task_of(progress=100, step_details=[{"step_status": "FINISH", "error_code": "DCS.4064"}])
    assert (task.status, task.error, task.steps[0].error_code) == ("completed", None, "DCS.4064")


def test_a_running_step_with_an_error_code_is_no_failure() -> None:
    task = task_of(step_details=[{"step_status": "EXECUTING", "error_code": "DCS.4065"}])
    assert (task.status, task.error) == ("running", None)


def test_an_empty_error_code_is_none() -> None:
    assert step_of(error_code="")["error_code"] is None


def test_a_running_step_with_an_end_time_has_not_ended() -> None:
    step = step_of(step_status="EXECUTING", begin_time="2022-09-01 11:52:30", end_time="2022-09-01 11:54:30")
    assert (step["status"], step["ended_at"], step["duration_seconds"]) == ("running", None, None)


def test_a_detail_is_handed_on_as_it_is() -> None:
    sub_step = {"sub_step_status": "FINISH", "detail": "{node_id:9996,slot_range:[0 5460]}"}
    assert step_of(sub_step_details=[sub_step])["steps"][0]["detail"] == "{node_id:9996,slot_range:[0 5460]}"


def test_sub_steps_of_the_same_name_stay_apart() -> None:
    below = [
        {"sub_step_id": "a", "sub_step_name": "Resource request.", "sub_step_status": "FINISH"},
        {"sub_step_id": "b", "sub_step_name": "Resource request.", "sub_step_status": "WAITING"},
    ]
    steps = step_of(sub_step_details=below)["steps"]
    assert [(step["id"], step["name"], step["status"]) for step in steps] == [
        ("a", "Resource request.", "completed"),
        ("b", "Resource request.", "waiting"),
    ]


@pytest.mark.parametrize("below", [[], None], ids=["empty", "null"])
def test_a_step_may_have_no_sub_steps(below: Any) -> None:
    assert step_of(sub_step_details=below)["steps"] == []


def test_a_failed_sub_step_fails_the_task_and_is_named() -> None:
    task = task_of(
        step_details=[
            {
                "step_name": "Data migration.",
                "step_status": "FAILED",
                "error_code": "DCS.4065",
                "begin_time": "2022-09-01 11:52:30",
                "end_time": "2022-09-01 11:54:30",
                "sub_step_details": [
                    {"sub_step_name": "Resource request.", "sub_step_status": "FINISH", "error_code": "DCS.4064"},
                    {
                        "sub_step_name": "Slot migration.",
                        "sub_step_status": "FAILED",
                        "error_code": "DCS.4066",
                        "detail": "{slot_range:[0 5460]}",
                    },
                ],
            }
        ]
    ).to_result()
    assert (task["status"], task["ended_at"]) == ("failed", "2022-09-01T11:54:30Z")
    assert task["error"] == {
        "code": "DCS.4066",
        "message": 'the step "Slot migration." failed: {slot_range:[0 5460]}',
        "request_id": None,
    }


def test_a_failed_sub_step_without_a_code_takes_the_code_of_its_step() -> None:
    below = [{"sub_step_name": "Slot migration.", "sub_step_status": "FAILED"}]
    task = task_of(step_details=[{"step_status": "FAILED", "error_code": "DCS.4065", "sub_step_details": below}])
    assert task.to_result()["error"] == {
        "code": "DCS.4065",
        "message": 'the step "Slot migration." failed',
        "request_id": None,
    }


def test_a_failed_sub_step_fails_the_task_even_under_a_running_step() -> None:
    below = [{"sub_step_name": "Slot migration.", "sub_step_status": "FAILED"}]
    assert task_of(step_details=[{"step_status": "EXECUTING", "sub_step_details": below}]).status == "failed"


@pytest.mark.parametrize("word", ["EXECUTING", "WAITING", "SUSPEND", "ROLLBACK"])
def test_100_percent_with_an_unfinished_sub_step_is_not_completed(word: str) -> None:
    below = [{"sub_step_status": word}]
    task = task_of(progress=100, step_details=[{"step_status": "FINISH", "sub_step_details": below}])
    assert not task.has_ended


def test_a_cancelled_step_ends_the_task() -> None:
    assert task_of(step_details=[{"step_status": "CANCELED"}]).status == "cancelled"


def test_a_cancelled_sub_step_does_not_end_the_task() -> None:
    below = [{"sub_step_status": "CANCELED"}]
    assert task_of(step_details=[{"step_status": "EXECUTING", "sub_step_details": below}]).status == "running"


def test_an_unknown_word_of_a_sub_step_is_told() -> None:
    below = [{"sub_step_status": "ROLLBACK"}, {"sub_step_status": "ROLLBACK"}]
    task = task_of(step_details=[{"step_status": "EXECUTING", "sub_step_details": below}])
    assert (task.status, unknown_words(task)) == ("running", ("ROLLBACK",))


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        pytest.param({"progress": 0}, "waiting", id="no list, nothing done"),
        pytest.param({"progress": 30}, "running", id="no list, some done"),
        pytest.param({"progress": 100}, "completed", id="no list, all done"),
        pytest.param({"progress": 100, "step_details": []}, "completed", id="empty list, all done"),
        pytest.param({"progress": 100, "step_details": None}, "completed", id="null list, all done"),
    ],
)
def test_without_steps_the_percent_decides(answer: dict[str, Any], status: str) -> None:
    assert task_of(**answer).status == status


@pytest.mark.parametrize(
    ("progress", "remain_time", "expected"),
    [(30, 100, (30, 100)), ("30", "100", (30, 100)), ("30%", -1, (30, None)), (99.99, 0.9, (99, 0))],
)
def test_numbers_may_be_written_as_text(progress: Any, remain_time: Any, expected: tuple[int, int | None]) -> None:
    task = task_of(progress=progress, remain_time=remain_time)
    assert (task.progress, task.remaining_seconds) == expected


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param(None, "expected an object at $, found null", id="null"),
        pytest.param(
            {"step_details": []},
            "expected a percentage from 0 to 100 at $.progress, found nothing there",
            id="percent missing",
        ),
        pytest.param(
            {"progress": {"value": 30}},
            "expected a percentage from 0 to 100 at $.progress, found an object",
            id="percent an object",
        ),
        pytest.param(
            {"progress": -1},
            "expected a percentage from 0 to 100 at $.progress, found the number -1",
            id="percent negative",
        ),
        pytest.param(
            {"progress": 1, "remain_time": "a while"},
            'expected a number of seconds at $.remain_time, found the text "a while"',
            id="remaining time a text",
        ),
        pytest.param(
            {"progress": 1, "step_details": "none"},
            'expected a list at $.step_details, found the text "none"',
            id="steps a text",
        ),
        pytest.param(
            {"progress": 1, "step_details": [{}]},
            "expected a status word at $.step_details[0].step_status, found nothing there",
            id="status missing",
        ),
        pytest.param(
            {"progress": 1, "step_details": [{"step_status": 3}]},
            "expected a status word at $.step_details[0].step_status, found the number 3",
            id="status a number",
        ),
        pytest.param(
            {"progress": 1, "step_details": [{"step_status": "FINISH", "sub_step_details": [{"sub_step_name": "x"}]}]},
            "expected a status word at $.step_details[0].sub_step_details[0].sub_step_status, found nothing there",
            id="status of a sub-step missing",
        ),
        pytest.param(
            {"progress": 1, "step_details": [{"step_status": "FINISH", "begin_time": 1662033144}]},
            "expected a text at $.step_details[0].begin_time, found the number 1662033144",
            id="moment a number",
        ),
        pytest.param(
            {"progress": 1, "step_details": [{"step_status": "FINISH", "error_code": 4064}]},
            "expected a text at $.step_details[0].error_code, found the number 4064",
            id="error code a number",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(body: Any, problem: str) -> None:
    assert DCS.contract.problem(body) == problem
