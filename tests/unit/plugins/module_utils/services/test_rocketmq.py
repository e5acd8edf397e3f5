# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a task of RocketMQ looks like: the documented example, and what it does not share with Kafka (API facts 1.1)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._services._rocketmq import ROCKETMQ
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._task import Task, TaskReference

EXAMPLE = (Path(__file__).parents[3] / "fixtures" / "rocketmq.json").read_text(encoding="utf-8")
REFERENCE = TaskReference(
    "rocketmq",
    instance_id="11111111-2222-3333-4444-555555555555",
    task_id="ff8080829afd1f49019b02a3f0c70004",
    region="ap-southeast-3",
    label="broker",
)


def task_of(body: Any) -> Task:
    """The task of an answer that fits the contract."""
    assert ROCKETMQ.contract.problem(body) is None
    return ROCKETMQ.read(body, REFERENCE)


def test_the_documented_example_is_a_running_task() -> None:
    assert task_of(json.loads(EXAMPLE)).to_result() == {
        "service": "rocketmq",
        "instance_id": "11111111-2222-3333-4444-555555555555",
        "task_id": "ff8080829afd1f49019b02a3f0c70004",
        "name": None,
        "region": "ap-southeast-3",
        "label": "broker",
        "status": "running",
        "raw_status": None,
        "progress": 40,
        "remaining_seconds": 1124,
        "started_at": "2025-12-09T19:12:18.503Z",
        "ended_at": None,
        "duration_seconds": None,
        "error": None,
        "steps": [
            {
                "id": None,
                "name": "pre_check",
                "status": "completed",
                "raw_status": "COMPLETED",
                "progress": None,
                "remaining_seconds": None,
                "started_at": "2025-12-09T19:12:18.503Z",
                "ended_at": "2025-12-09T19:12:23.133Z",
                "duration_seconds": 4.63,
                "error_code": None,
                "detail": None,
                "steps": [],
            },
            {
                "id": None,
                "name": "rolling_scaling",
                "status": "running",
                "raw_status": "IN_PROGRESS",
                "progress": None,
                "remaining_seconds": None,
                "started_at": "2025-12-09T19:12:23.286Z",
                "ended_at": None,
                "duration_seconds": None,
                "error_code": None,
                "detail": None,
                "steps": [],
            },
            {
                "id": None,
                "name": "resume_operation",
                "status": "waiting",
                "raw_status": "WAITING",
                "progress": None,
                "remaining_seconds": None,
                "started_at": None,
                "ended_at": None,
                "duration_seconds": None,
                "error_code": None,
                "detail": None,
                "steps": [],
            },
        ],
    }


def test_the_progress_is_found_under_the_instance_and_the_task() -> None:
    assert ROCKETMQ.locate(REFERENCE, "0123456789abcdef0123456789abcdef") == (
        "/v2/0123456789abcdef0123456789abcdef/instances/11111111-2222-3333-4444-555555555555"
        "/tasks/ff8080829afd1f49019b02a3f0c70004/progress",
        (),
    )


def test_it_is_asked_at_the_host_of_dms() -> None:
    assert ROCKETMQ.endpoint == "dms"


@pytest.mark.parametrize(
    ("statue", "status"),
    [("COMPLETED", "running"), ("FAILED", "failed"), ("IN_PROGRESS", "running"), ("WAITING", "running")],
)
def test_the_state_of_the_last_step_decides_only_when_it_failed(statue: str, status: str) -> None:
    body = json.loads(EXAMPLE)
    body["step_list"][2]["statue"] = statue
    assert task_of(body).status == status


def test_a_task_with_one_waiting_step_and_no_progress_waits() -> None:
    assert task_of({"progress_percentage": 0, "step_list": [{"name": "pre_check", "statue": "WAITING"}]}).status == (
        "waiting"
    )


def test_it_ends_with_100_percent_and_every_step_completed() -> None:
    body = json.loads(EXAMPLE)
    body["progress_percentage"] = 100
    for step in body["step_list"]:
        step.update(statue="COMPLETED", end_time=1765307600000)
    task = task_of(body).to_result()
    assert (task["status"], task["ended_at"], task["duration_seconds"]) == (
        "completed",
        "2025-12-09T19:13:20Z",
        61.497,
    )


@pytest.mark.parametrize(
    ("lacking", "problem"),
    [
        (
            "progress_percentage",
            "expected a percentage from 0 to 100 at $.progress_percentage, found nothing there",
        ),
        ("remain_time", None),
        ("step_list", None),
    ],
)
def test_only_the_percent_is_essential(lacking: str, problem: str | None) -> None:
    body = json.loads(EXAMPLE)
    del body[lacking]
    assert ROCKETMQ.contract.problem(body) == problem


@pytest.mark.parametrize(
    ("lacking", "problem"),
    [
        ("statue", "expected a status word at $.step_list[1].statue, found nothing there"),
        ("name", None),
        ("start_time", None),
        ("end_time", None),
    ],
)
def test_only_the_status_word_of_a_step_is_essential(lacking: str, problem: str | None) -> None:
    body = json.loads(EXAMPLE)
    del body["step_list"][1][lacking]
    assert ROCKETMQ.contract.problem(body) == problem
