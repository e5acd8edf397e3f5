# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task of TaurusDB looks like: the documented example, and every oddity of the API (API facts 1.4)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._services._taurusdb import TAURUSDB
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._task import Task, TaskReference, unknown_words

EXAMPLE = (Path(__file__).parents[3] / "fixtures" / "taurusdb.json").read_text(encoding="utf-8")
REFERENCE = TaskReference(
    "taurusdb",
    instance_id="a23fb62bd61e4e9e9636fd2225f395bein07",
    task_id="866b2273-f5ce-44bd-bc10-949baeb22163",
    region="cn-north-4",
)


def task_of(**answer: Any) -> Task:
    """The task of an answer that fits the contract; without sub-tasks where the test does not say else."""
    body = {"sub_task_list": [], **answer}
    assert TAURUSDB.contract.problem(body) is None
    return TAURUSDB.read(body, REFERENCE)


def sub_task(status: str, **entry: Any) -> dict[str, Any]:
    """An entry of the list of sub-tasks."""
    return {"sub_task_name": "INIT", "status": status, **entry}


def test_the_documented_example_has_no_status_and_so_is_a_running_task() -> None:
    body = json.loads(EXAMPLE)
    assert TAURUSDB.contract.problem(body) is None
    assert TAURUSDB.read(body, REFERENCE).to_result() == {
        "service": "taurusdb",
        "instance_id": "a23fb62bd61e4e9e9636fd2225f395bein07",
        "task_id": "866b2273-f5ce-44bd-bc10-949baeb22163",
        "name": "RestoreTaurusInInstanceToExisted",
        "region": "cn-north-4",
        "label": None,
        "status": "running",
        "raw_status": None,
        "progress": None,
        "remaining_seconds": None,
        "started_at": None,
        "ended_at": None,
        "duration_seconds": None,
        "error": None,
        "steps": [
            {
                "id": None,
                "name": "INIT",
                "status": "completed",
                "raw_status": "complete",
                "progress": 19,
                "remaining_seconds": 66,
                "started_at": None,
                "ended_at": None,
                "duration_seconds": None,
                "error_code": None,
                "detail": None,
                "steps": [],
            }
        ],
    }


def test_the_task_is_asked_for_by_its_id() -> None:
    assert TAURUSDB.locate(REFERENCE, "619d3e78f61b4be68bc5aa0b59edcf7b") == (
        "/v3/619d3e78f61b4be68bc5aa0b59edcf7b/instances/a23fb62bd61e4e9e9636fd2225f395bein07/task-center-detail",
        (("job_id", "866b2273-f5ce-44bd-bc10-949baeb22163"),),
    )


def test_the_task_is_asked_for_by_its_id_and_the_name_of_its_job() -> None:
    reference = TaskReference("taurusdb", "a23fin07", "866b2273", job_name="RestoreTableTaurus")
    assert TAURUSDB.locate(reference, "619d")[1] == (("job_id", "866b2273"), ("job_name", "RestoreTableTaurus"))


@pytest.mark.parametrize(
    ("word", "status", "has_ended"),
    [
        ("Pending", "waiting", False),
        ("Running", "running", False),
        ("RUNNING", "running", False),
        ("Completed", "completed", True),
        ("completed", "completed", True),
        ("COMPLETED", "completed", True),
        ("complete", "completed", True),
        ("Complete", "completed", True),
        ("Failed", "failed", True),
        ("Canceled", "cancelled", True),
        ("Rewinding", "unknown", False),
    ],
)
def test_the_word_of_the_task_decides(word: str, status: str, has_ended: bool) -> None:
    task = task_of(status=word, sub_task_list=[sub_task("Running")])
    assert (task.status, task.raw_status, task.has_ended) == (status, word, has_ended)


@pytest.mark.parametrize(("word", "status"), [("complete", "completed"), ("Pending", "waiting"), ("odd", "unknown")])
def test_the_words_of_sub_tasks_are_the_same(word: str, status: str) -> None:
    step = task_of(sub_task_list=[sub_task(word)]).steps[0]
    assert (step.status, step.raw_status) == (status, word)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        pytest.param([], "waiting", id="no sub-task"),
        pytest.param(["Pending"], "waiting", id="nothing begun"),
        pytest.param(["Running"], "running", id="one runs"),
        pytest.param(["Completed", "Pending"], "running", id="one done"),
        pytest.param(["Completed", "complete"], "running", id="all done, more may follow"),
        pytest.param(["Completed", "Failed"], "failed", id="one failed"),
        pytest.param(["odd"], "unknown", id="unknown word"),
        pytest.param(["odd", "Running"], "running", id="unknown word beside one that runs"),
    ],
)
@pytest.mark.parametrize("word", [{}, {"status": None}, {"status": ""}], ids=["missing", "null", "empty"])
def test_without_a_word_of_its_own_the_sub_tasks_decide_but_never_complete_it(
    word: dict[str, Any], words: list[str], status: str
) -> None:
    task = task_of(**word, sub_task_list=[sub_task(each) for each in words])
    assert (task.status, task.raw_status) == (status, None)


def test_a_failed_sub_task_fails_a_task_that_calls_itself_running() -> None:
    task = task_of(status="Running", sub_task_list=[sub_task("Completed"), sub_task("Failed", sub_task_name="RESTORE")])
    assert task.to_result()["error"] == {"code": None, "message": 'the step "RESTORE" failed', "request_id": None}
    assert task.status == "failed"


def test_a_failed_task_without_a_failed_sub_task_says_that_no_reason_is_given() -> None:
    task = task_of(status="Failed", sub_task_list=[sub_task("Completed")])
    assert task.to_result()["error"] == {"code": None, "message": "the service gives no reason", "request_id": None}


def test_a_task_that_did_not_fail_has_no_error() -> None:
    assert task_of(status="Completed").error is None


@pytest.mark.parametrize(
    ("percent", "progress"),
    [(19, 19), ("19", 19), ("19%", 19), ("", None), (None, None), ("100", 100)],
)
def test_the_percent_of_a_sub_task_is_a_number_or_a_text(percent: Any, progress: int | None) -> None:
    assert task_of(sub_task_list=[sub_task("Running", percent=percent)]).steps[0].progress == progress


@pytest.mark.parametrize(("remaining_time", "seconds"), [(66, 66), ("66", 66), ("", None), (None, None), (-1, None)])
def test_the_remaining_time_of_a_sub_task_is_a_number_or_a_text(remaining_time: Any, seconds: int | None) -> None:
    task = task_of(sub_task_list=[sub_task("Running", remaining_time=remaining_time)])
    assert (task.steps[0].remaining_seconds, task.remaining_seconds) == (seconds, seconds)


def test_the_remaining_time_of_the_task_is_that_of_its_unfinished_sub_tasks() -> None:
    task = task_of(
        sub_task_list=[
            sub_task("complete", remaining_time=66),
            sub_task("Running", remaining_time="30"),
            sub_task("Pending", remaining_time=12),
            sub_task("Pending"),
        ]
    )
    assert task.remaining_seconds == 42


def test_the_task_as_a_whole_has_no_percent() -> None:
    assert task_of(sub_task_list=[sub_task("Completed", percent=100)]).progress is None


def test_the_answer_names_task_instance_and_job() -> None:
    task = task_of(instance_id="a23fin07", job_id="866b2273", job_name="RestoreTableTaurus").to_result()
    assert (task["instance_id"], task["task_id"], task["name"]) == ("a23fin07", "866b2273", "RestoreTableTaurus")


def test_what_the_answer_does_not_name_is_taken_from_the_question() -> None:
    task = task_of().to_result()
    assert (task["instance_id"], task["task_id"], task["name"]) == (
        "a23fb62bd61e4e9e9636fd2225f395bein07",
        "866b2273-f5ce-44bd-bc10-949baeb22163",
        None,
    )


def test_unknown_words_are_told_once_each() -> None:
    task = task_of(status="Rewinding", sub_task_list=[sub_task("odd"), sub_task("odd"), sub_task("Running")])
    assert unknown_words(task) == ("Rewinding", "odd")


@pytest.mark.parametrize("sub_tasks", [[], None], ids=["empty", "null"])
def test_the_list_of_sub_tasks_may_be_empty(sub_tasks: Any) -> None:
    assert task_of(status="Completed", sub_task_list=sub_tasks).to_result()["steps"] == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param("done", 'expected an object at $, found the text "done"', id="a text"),
        pytest.param({}, "expected a list at $.sub_task_list, found nothing there", id="list missing"),
        pytest.param(
            {"sub_task_list": {"status": "Running"}},
            "expected a list at $.sub_task_list, found an object",
            id="list an object",
        ),
        pytest.param(
            {"sub_task_list": [None]},
            "expected an object at $.sub_task_list[0], found null",
            id="sub-task null",
        ),
        pytest.param(
            {"sub_task_list": [{"sub_task_name": "INIT"}]},
            "expected a status word at $.sub_task_list[0].status, found nothing there",
            id="status of a sub-task missing",
        ),
        pytest.param(
            {"sub_task_list": [{"status": False}]},
            "expected a status word at $.sub_task_list[0].status, found a truth value false",
            id="status of a sub-task a truth value",
        ),
        pytest.param(
            {"sub_task_list": [{"status": "Running", "percent": "1200"}]},
            'expected a percentage from 0 to 100 at $.sub_task_list[0].percent, found the text "1200"',
            id="percent too large",
        ),
        pytest.param(
            {"sub_task_list": [{"status": "Running", "remaining_time": "66 s"}]},
            'expected a number of seconds at $.sub_task_list[0].remaining_time, found the text "66 s"',
            id="remaining time with a unit",
        ),
        pytest.param(
            {"sub_task_list": [], "status": 1}, "expected a text at $.status, found the number 1", id="status a number"
        ),
        pytest.param(
            {"sub_task_list": [], "job_id": ["a"]}, "expected a text at $.job_id, found a list", id="job id a list"
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(body: Any, problem: str) -> None:
    assert TAURUSDB.contract.problem(body) == problem
