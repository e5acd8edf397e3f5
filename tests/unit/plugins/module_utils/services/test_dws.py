# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task of DWS looks like: the documented example, and every oddity of the API (API facts 1.5)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._services._dws import DWS
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._task import Task, TaskReference, unknown_words

EXAMPLE = (Path(__file__).parents[3] / "fixtures" / "dws.json").read_text(encoding="utf-8")
REFERENCE = TaskReference("dws", task_id="2c9080e8845b207101845b245e1e0001", region="cn-north-4")


def task_of(**answer: Any) -> Task:
    """The task of an answer that fits the contract; running where the test does not say else."""
    body = {"status": "RUNNING", **answer}
    assert DWS.contract.problem(body) is None
    return DWS.read(body, REFERENCE)


def test_the_documented_example_is_a_failed_task() -> None:
    body = json.loads(EXAMPLE)
    assert DWS.contract.problem(body) is None
    assert DWS.read(body, REFERENCE).to_result() == {
        "service": "dws",
        "instance_id": None,
        "task_id": "2c9080e8845b207101845b245e1e0001",
        "name": "ecfClusterElbCreateJob",
        "region": "cn-north-4",
        "label": None,
        "status": "failed",
        "raw_status": "FAIL",
        "progress": 9,
        "remaining_seconds": None,
        "started_at": "2022-11-09T20:25:00Z",
        "ended_at": "2022-11-09T20:30:00Z",
        "duration_seconds": 300.0,
        "error": {
            "code": "CreateELBTask-fail:DWS.0114",
            "message": "DWS.0114:ELB private IP is not configured.",
            "request_id": None,
        },
        "steps": [],
    }


def test_the_task_is_found_by_its_id_alone() -> None:
    assert DWS.locate(REFERENCE, "05f2cff45100d5112f4bc00b794ea08e") == (
        "/v1.0/05f2cff45100d5112f4bc00b794ea08e/job/2c9080e8845b207101845b245e1e0001",
        (),
    )


def test_the_example_answers_with_another_id_than_was_asked_for_and_the_asked_one_counts() -> None:
    task = DWS.read(json.loads(EXAMPLE), REFERENCE)
    assert (json.loads(EXAMPLE)["job_id"], task.task_id) == ("2c9080e88459fa44018459fbeb600001", None)


@pytest.mark.parametrize(
    ("word", "status", "has_ended"),
    [
        ("INIT", "waiting", False),
        ("WAITING", "waiting", False),
        ("RUNNING", "running", False),
        ("DELAY_SCHEDULED", "waiting", False),
        ("FAIL", "failed", True),
        ("SUCCESS", "completed", True),
        ("STOP", "cancelled", True),
        ("success", "completed", True),
        ("ERROR", "failed", True),
        ("FROZEN", "unknown", False),
    ],
)
def test_the_words(word: str, status: str, has_ended: bool) -> None:
    task = task_of(status=word)
    assert (task.status, task.raw_status, task.has_ended) == (status, word, has_ended)


def test_an_unknown_word_is_told() -> None:
    assert unknown_words(task_of(status="FROZEN")) == ("FROZEN",)


@pytest.mark.parametrize(
    ("written", "progress"),
    [("9%", 9), ("9", 9), (9, 9), ("100%", 100), ("9.5%", 9), ("", None), (None, None)],
)
def test_the_progress_is_a_text_with_a_percent_sign(written: Any, progress: int | None) -> None:
    assert task_of(progress=written).progress == progress


def test_the_progress_may_be_missing() -> None:
    assert task_of().progress is None


def test_100_percent_does_not_end_a_running_task() -> None:
    assert task_of(status="RUNNING", progress="100%").status == "running"


def test_success_ends_a_task_whatever_its_percent() -> None:
    assert task_of(status="SUCCESS", progress="90%").status == "completed"


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        pytest.param("2022-11-09T20:25:00", "2022-11-09T20:25:00Z", id="without a zone, taken as UTC"),
        pytest.param("2022-11-09T20:25:00+0800", "2022-11-09T12:25:00Z", id="with an offset"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="null"),
        pytest.param("yesterday", None, id="no moment"),
    ],
)
def test_the_start_is_a_moment(written: str | None, moment: str | None) -> None:
    assert task_of(begin_time=written).to_result()["started_at"] == moment


def test_a_running_task_with_an_end_time_has_not_ended() -> None:
    task = task_of(begin_time="2022-11-09T20:25:00", end_time="2022-11-09T20:30:00").to_result()
    assert (task["ended_at"], task["duration_seconds"]) == (None, None)


@pytest.mark.parametrize("status", ["RUNNING", "SUCCESS", "WAITING"])
def test_a_failed_code_without_a_failure_is_no_error(status: str) -> None:
    assert task_of(status=status, failed_code="DWS.0114", failed_detail="left over").error is None


def test_a_failure_without_a_reason_is_still_a_failure() -> None:
    task = task_of(status="FAIL", failed_code="", failed_detail="").to_result()
    assert task["status"] == "failed"
    assert task["error"] == {"code": None, "message": "the service gives no reason", "request_id": None}


def test_why_a_task_was_stopped_is_kept() -> None:
    task = task_of(status="STOP", failed_code="DWS.1", failed_detail="stopped by hand").to_result()
    assert task["error"] == {"code": "DWS.1", "message": "stopped by hand", "request_id": None}


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        pytest.param([1], "expected an object at $, found a list", id="a list"),
        pytest.param({}, "expected a status word at $.status, found nothing there", id="status missing"),
        pytest.param({"status": None}, "expected a status word at $.status, found null", id="status null"),
        pytest.param({"status": ""}, 'expected a status word at $.status, found the text ""', id="status empty"),
        pytest.param({"status": 3}, "expected a status word at $.status, found the number 3", id="status a number"),
        pytest.param(
            {"status": "RUNNING", "progress": "nine"},
            'expected a percentage from 0 to 100 at $.progress, found the text "nine"',
            id="progress no number",
        ),
        pytest.param(
            {"status": "RUNNING", "progress": "-9%"},
            'expected a percentage from 0 to 100 at $.progress, found the text "-9%"',
            id="progress negative",
        ),
        pytest.param(
            {"status": "RUNNING", "begin_time": 1668025500000},
            "expected a text at $.begin_time, found the number 1668025500000",
            id="start a number",
        ),
        pytest.param(
            {"status": "FAIL", "failed_detail": {"why": "x"}},
            "expected a text at $.failed_detail, found an object",
            id="detail an object",
        ),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(body: Any, problem: str) -> None:
    assert DWS.contract.problem(body) == problem
