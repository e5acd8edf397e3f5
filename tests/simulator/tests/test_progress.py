# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The progress answer of each service, word by word, at a moment of its default script."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from simulator import world
from simulator.tests.client import START, Client
from simulator.world import INSTANCE_IDS, PROJECT_ID, Service

ZERO = int(START * 1000)
DOCUMENTED: dict[str, Any] = json.loads(
    Path(__file__).with_name("documented-answers.json").read_text(encoding="utf-8")
)["answers"]
KAFKA, ROCKETMQ, RABBITMQ = (INSTANCE_IDS[name] for name in (Service.KAFKA, Service.ROCKETMQ, Service.RABBITMQ))
DCS, TAURUSDB = INSTANCE_IDS[Service.DCS], INSTANCE_IDS[Service.TAURUSDB]


def progress_path(instance_id: str, task_id: str) -> str:
    """The path that DMS and DCS share."""
    return f"/v2/{PROJECT_ID}/instances/{instance_id}/tasks/{task_id}/progress"


def test_rocketmq(simulator: Client) -> None:
    task_id = simulator.add_task("rocketmq")
    simulator.wait(100)
    assert simulator.get(progress_path(ROCKETMQ, task_id)) == {
        "progress_percentage": 19,
        "remain_time": 410,
        "step_list": [
            {"name": "pre_check", "statue": "COMPLETED", "start_time": ZERO, "end_time": ZERO + 30_000},
            {"name": "rolling_scaling", "statue": "IN_PROGRESS", "start_time": ZERO + 30_000, "end_time": None},
            {"name": "resume_operation", "statue": "WAITING", "start_time": None, "end_time": None},
        ],
    }


def test_kafka_that_failed(simulator: Client) -> None:
    task_id = simulator.add_task("kafka", outcome="failed", fails_at=0, remaining="absent")
    simulator.wait(1000)
    assert simulator.get(progress_path(KAFKA, task_id)) == {
        "progress_percentage": 5,
        "step_list": [
            {"name": "pre_check", "statue": "FAILED", "start_time": ZERO, "end_time": ZERO + 22_500},
            {"name": "disk_expansion", "statue": "WAITING", "start_time": None, "end_time": None},
        ],
    }


def test_kafka_tells_only_the_progress_of_expansions(simulator: Client) -> None:
    task_id = simulator.add_task("kafka", name="kafkaConfigModify")
    answer = simulator.send("GET", progress_path(KAFKA, task_id))
    assert (answer.status_code, answer.json()["error_code"]) == (400, "DMS.00400062")


def test_rabbitmq_tells_no_progress(simulator: Client) -> None:
    task_id = simulator.add_task("rabbitmq")
    assert simulator.send("GET", progress_path(RABBITMQ, task_id)).status_code == 400


def dcs_steps(simulator: Client, task_id: str) -> list[dict[str, Any]]:
    """The steps of a DCS answer, their ids checked and taken out."""
    steps: list[dict[str, Any]] = simulator.get(progress_path(DCS, task_id))["step_details"]
    ids = [step.pop("step_id") for step in steps]
    ids += [sub_step.pop("sub_step_id") for step in steps for sub_step in step["sub_step_details"]]
    assert len(set(ids)) == len(ids)
    return steps


def test_dcs_whose_step_outlasts_its_last_sub_step(simulator: Client) -> None:
    task_id = simulator.add_task("dcs", seconds=480)
    simulator.wait(385)
    body = simulator.get(progress_path(DCS, task_id))
    assert (body["progress"], body["remain_time"]) == (80, 95)
    check, migration, switchover = dcs_steps(simulator, task_id)
    assert check == {
        "step_name": "Pre-check.",
        "step_status": "FINISH",
        "begin_time": "2026-01-15 08:30:00",
        "end_time": "2026-01-15 08:30:50",
        "error_code": "DCS.4064",
        "sub_step_details": [
            {
                "sub_step_name": "Resource check.",
                "sub_step_status": "FINISH",
                "begin_time": "2026-01-15 08:30:00",
                "end_time": "2026-01-15 08:30:20",
                "detail": "",
                "error_code": "DCS.4065",
            },
            {
                "sub_step_name": "Instance status check.",
                "sub_step_status": "FINISH",
                "begin_time": "2026-01-15 08:30:20",
                "end_time": "2026-01-15 08:30:50",
                "detail": "",
                "error_code": "DCS.4065",
            },
        ],
    }
    # It runs on, but bears the end of its last sub-step (API facts 1.3).
    assert (migration["step_status"], migration["end_time"]) == ("EXECUTING", "2026-01-15 08:35:50")
    assert [sub_step["sub_step_status"] for sub_step in migration["sub_step_details"]] == ["FINISH", "FINISH"]
    assert (switchover["step_status"], switchover["begin_time"], switchover["error_code"]) == ("WAITING", None, None)


def test_dcs_in_the_other_spelling(simulator: Client) -> None:
    task_id = simulator.add_task("dcs", iso_times=True, error_codes_on_success=False)
    simulator.wait(60)
    check, migration, _switchover = dcs_steps(simulator, task_id)
    assert (check["end_time"], check["error_code"]) == ("2026-01-15T08:30:50.000Z", None)
    assert (migration["begin_time"], migration["end_time"]) == ("2026-01-15T08:30:50.000Z", None)


def test_dcs_that_failed(simulator: Client) -> None:
    task_id = simulator.add_task("dcs", outcome="failed", fails_at=1, error={"code": "DCS.4119"})
    simulator.wait(1000)
    migration = dcs_steps(simulator, task_id)[1]
    assert (migration["step_status"], migration["error_code"]) == ("FAILED", "DCS.4119")
    assert [sub_step["sub_step_status"] for sub_step in migration["sub_step_details"]] == ["FINISH", "FAILED"]


def test_dcs_that_was_cancelled(simulator: Client) -> None:
    task_id = simulator.add_task("dcs", outcome="cancelled", fails_at=0)
    simulator.wait(1000)
    check = dcs_steps(simulator, task_id)[0]
    assert check["step_status"] == "EXECUTING"
    assert [sub_step["sub_step_status"] for sub_step in check["sub_step_details"]] == ["FINISH", "CANCELED"]


def details(simulator: Client, query: str = "") -> dict[str, Any]:
    """The details of the TaurusDB instance's task."""
    return dict(simulator.get(f"/v3/{PROJECT_ID}/instances/{TAURUSDB}/task-center-detail{query}"))


def test_taurusdb(simulator: Client) -> None:
    task_id = simulator.add_task("taurusdb")
    simulator.wait(260)
    expected = {
        "instance_id": TAURUSDB,
        "instance_name": "taurusdb-simulated",
        "job_id": task_id,
        "job_name": "RestoreTaurusInInstanceToExisted",
        "status": "Running",
        "sub_task_list": [
            {"sub_task_name": "INIT", "percent": 100, "status": "Completed", "remaining_time": 0},
            {"sub_task_name": "RESTORE", "percent": 50, "status": "Running", "remaining_time": 200},
            {"sub_task_name": "START", "percent": 0, "status": "Pending", "remaining_time": 80},
        ],
    }
    assert details(simulator) == expected
    assert details(simulator, f"?job_id={task_id}&job_name=RestoreTaurusInInstanceToExisted") == expected


@pytest.mark.parametrize(
    ("quirks", "first", "status"),
    [
        (
            {"status_absent": True, "lower_case_words": True},
            {"percent": 100, "status": "complete", "remaining_time": 0},
            None,
        ),
        ({"numbers": "text"}, {"percent": "100", "status": "Completed", "remaining_time": "0"}, "Running"),
        ({"numbers": "percent_text"}, {"percent": "100%", "status": "Completed", "remaining_time": "0"}, "Running"),
        ({"remaining": "absent"}, {"percent": 100, "status": "Completed"}, "Running"),
    ],
)
def test_taurusdb_in_other_spellings(
    simulator: Client, quirks: dict[str, object], first: dict[str, object], status: str | None
) -> None:
    simulator.add_task("taurusdb", **quirks)
    simulator.wait(260)
    body = details(simulator)
    assert body["sub_task_list"][0] == {"sub_task_name": "INIT"} | first
    assert body.get("status") == status


@pytest.mark.parametrize(("quirks", "status"), [({}, "Running"), ({"tells_failure": True}, "Failed")])
def test_taurusdb_details_tell_no_failure_unless_told_to(
    simulator: Client, quirks: dict[str, object], status: str
) -> None:
    simulator.add_task("taurusdb", outcome="failed", **quirks)
    simulator.wait(1000)
    assert details(simulator)["status"] == status


@pytest.mark.parametrize(
    ("order", "seconds", "query"),
    [
        ({}, 4.9, ""),
        ({"appears_after": 60}, 59, "?job_id={id}"),
        ({"name": "ResizeGaussDBforMySQLFlavor"}, 60, "?job_id={id}"),
        ({}, 60, "?job_id=another"),
        ({}, 60, "?job_id={id}&job_name=RestoreTableTaurus"),
    ],
)
def test_taurusdb_details_that_are_not_there(
    simulator: Client, order: dict[str, object], seconds: float, query: str
) -> None:
    task_id = simulator.add_task("taurusdb", **order)
    simulator.wait(seconds)
    path = f"/v3/{PROJECT_ID}/instances/{TAURUSDB}/task-center-detail"
    answer = simulator.send("GET", path + query.replace("{id}", task_id))
    assert (answer.status_code, answer.json()["error_code"]) == (400, "DBS.280001")


@pytest.mark.parametrize(
    ("order", "seconds", "status", "progress", "end_time"),
    [
        ({"starts_after": 50}, 10, "WAITING", "0%", ""),
        ({}, 27, "RUNNING", "9%", ""),
        ({}, 300, "SUCCESS", "100%", "2026-01-15T08:35:00"),
        ({"outcome": "failed"}, 300, "FAIL", "50%", "2026-01-15T08:32:30"),
        ({"outcome": "cancelled"}, 300, "STOP", "50%", "2026-01-15T08:32:30"),
    ],
)
def test_dws(
    simulator: Client, order: dict[str, object], seconds: float, status: str, progress: str, end_time: str
) -> None:
    error = {"code": "DWS.0114", "message": "ELB private IP is not configured."}
    task_id = simulator.add_task("dws", error=error, **order)
    simulator.wait(seconds)
    failed = status == "FAIL"
    assert simulator.get(f"/v1.0/{PROJECT_ID}/job/{task_id}") == {
        "status": status,
        "progress": progress,
        "job_id": task_id,
        "job_name": "ecfClusterElbCreateJob",
        "begin_time": "" if status == "WAITING" else "2026-01-15T08:30:00",
        "end_time": end_time,
        "failed_code": "ecfClusterElbCreateTask-fail:DWS.0114" if failed else "",
        "failed_detail": "DWS.0114:ELB private IP is not configured." if failed else "",
    }


@pytest.mark.parametrize("service", ["rocketmq", "kafka", "dcs", "taurusdb", "dws"])
def test_the_documented_answers_fit_and_can_be_played(simulator: Client, service: str) -> None:
    body, order = DOCUMENTED[service], {"service": service, "task_id": "documented"}
    if service == "taurusdb":
        order |= {"instance_id": body["instance_id"], "task_id": body["job_id"], "job_name": body["job_name"]}
    instance_id = simulator.order("POST", "answers", order | {"body": body})["instance_id"]
    paths = {
        "dws": f"/v1.0/{PROJECT_ID}/job/documented",
        "taurusdb": f"/v3/{PROJECT_ID}/instances/{instance_id}/task-center-detail",
    }
    assert simulator.get(paths.get(service, progress_path(instance_id, "documented"))) == body


def test_an_answer_may_be_anything_when_it_is_not_to_be_checked(simulator: Client) -> None:
    order = {
        "service": "kafka",
        "task_id": "odd",
        "status": 202,
        "headers": {"Retry-After": "7"},
        "body": [1],
        "validate": False,
    }
    simulator.order("POST", "answers", order)
    answer = simulator.send("GET", progress_path(KAFKA, "odd"))
    assert (answer.status_code, answer.headers["Retry-After"], answer.json()) == (202, "7", [1])


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        (
            progress_path(KAFKA, "unknown"),
            404,
            {"error_code": "DMS.00404035", "error_msg": "The background task does not exist."},
        ),
        (
            progress_path("unknown", "unknown"),
            404,
            {"error_code": "DMS.00404022", "error_msg": "This instance does not exist."},
        ),
        (
            progress_path(DCS, "unknown"),
            404,
            {"error_code": "DCS.4044", "error_msg": "The background task does not exist.", "error_ext_msg": None},
        ),
        (
            f"/v3/{PROJECT_ID}/instances/unknown/task-center-detail",
            400,
            {"error_code": "DBS.280001", "error_msg": "The instance does not exist."},
        ),
        (
            f"/v1.0/{PROJECT_ID}/job/unknown",
            403,
            {
                "error_code": "DWS.0015",
                "error_msg": "The resource does not exist or you do not have the permission.",
            },
        ),
    ],
)
def test_what_is_not_there(simulator: Client, path: str, status: int, body: dict[str, object]) -> None:
    answer = simulator.send("GET", path)
    assert (answer.status_code, answer.json()) == (status, body)
    assert len(answer.headers["X-Request-Id"]) == 32


def test_a_task_of_another_instance_is_unknown(simulator: Client) -> None:
    task_id = simulator.add_task("rocketmq", instance_id="another")
    assert simulator.send("GET", progress_path(ROCKETMQ, task_id)).status_code == 404
    assert simulator.send("GET", progress_path("another", task_id)).status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", f"/v2/{PROJECT_ID}/nothing"),
        ("DELETE", f"/v1.0/{PROJECT_ID}/job/any"),
        ("GET", f"/v1.0/{PROJECT_ID}/job/any/"),
        ("GET", "/"),
    ],
)
def test_a_path_that_is_not_published(simulator: Client, method: str, path: str) -> None:
    answer = simulator.send(method, path)
    assert (answer.status_code, answer.json()["error_code"]) == (404, "APIGW.0101")
    assert answer.json()["request_id"] == answer.headers["X-Request-Id"]


def test_an_answer_the_cloud_would_never_give_is_a_fault_of_the_simulator(
    simulator: Client, capsys: pytest.CaptureFixture[str]
) -> None:
    # The error codes of DCS have at most nine characters.
    task_id = simulator.add_task("dcs", outcome="failed", fails_at=0, error={"code": "DCS.123456789"})
    simulator.wait(1000)
    answer = simulator.send("GET", progress_path(DCS, task_id))
    assert answer.status_code == 500
    assert "$.step_details[0]" in answer.text
    assert "does not fit the shape dcs_progress" in capsys.readouterr().err


def test_task_ids_bear_their_time_of_creation(simulator: Client) -> None:
    assert int(simulator.add_task("kafka")[16:28], 16) == ZERO
    assert len(simulator.add_task("taurusdb")) == 36
    assert world.INSTANCE_IDS[Service.TAURUSDB].endswith("in07")
