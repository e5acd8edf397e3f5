# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The info modules: the example answer of every API page in, the task out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable

import pytest
import responses
from responses import matchers

from ansible_collections.cloudwait.huaweicloud.plugins.modules import (
    dcs_task_info,
    dws_task_info,
    kafka_task_info,
    rocketmq_task_info,
    taurusdb_task_info,
)

FIXTURES = Path(__file__).parents[2] / "fixtures"
PROJECT = "0123456789abcdef0123456789abcdef"
INSTANCE = "11111111-2222-3333-4444-555555555555"
TASK = "8abfa7b372160bfd0172165864064079"
TOKEN = "a-token-that-nobody-has-ever-issued"
CONNECTION = {"region": "cn-north-4", "project_id": PROJECT, "auth_token": TOKEN}

RunModule = Callable[..., "dict[str, Any]"]


def example(service: str) -> dict[str, Any]:
    """The example answer of the service's API page."""
    body: dict[str, Any] = json.loads((FIXTURES / f"{service}.json").read_text())
    return body


def step(name: str | None, status: str, raw: str, **told: Any) -> dict[str, Any]:
    """A step as users see it, null where the service told nothing."""
    nothing = dict.fromkeys(
        ("id", "progress", "remaining_seconds", "started_at", "ended_at", "duration_seconds", "error_code", "detail")
    )
    return {**nothing, "name": name, "status": status, "raw_status": raw, "steps": [], **told}


def task(service: str, **told: Any) -> dict[str, Any]:
    """A task as users see it, null where the service told nothing."""
    nothing = dict.fromkeys(
        (
            "name",
            "label",
            "raw_status",
            "progress",
            "remaining_seconds",
            "started_at",
            "ended_at",
            "duration_seconds",
            "error",
        )
    )
    ids = {"service": service, "instance_id": INSTANCE, "task_id": TASK, "region": "cn-north-4"}
    return {**nothing, **ids, "steps": [], **told}


def test_kafka_completed_with_two_steps(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    cloud.get(
        f"https://dms.cn-north-4.myhuaweicloud.com/v2/{PROJECT}/instances/{INSTANCE}/tasks/{TASK}/progress",
        json=example("kafka"),
        match=[matchers.header_matcher({"X-Auth-Token": TOKEN, "X-Project-Id": PROJECT})],
    )
    assert run_module(kafka_task_info.main, instance_id=INSTANCE, task_id=TASK, **CONNECTION) == {
        "tasks": [
            task(
                "kafka",
                status="completed",
                progress=100,
                remaining_seconds=0,
                started_at="2025-11-17T03:27:47.752Z",
                ended_at="2025-11-17T03:29:49.383Z",
                duration_seconds=121.631,
                steps=[
                    step(
                        "pre_check",
                        "completed",
                        "COMPLETED",
                        started_at="2025-11-17T03:27:47.752Z",
                        ended_at="2025-11-17T03:28:31.208Z",
                        duration_seconds=43.456,
                    ),
                    step(
                        "disk_expansion",
                        "completed",
                        "COMPLETED",
                        started_at="2025-11-17T03:28:31.326Z",
                        ended_at="2025-11-17T03:29:49.383Z",
                        duration_seconds=78.057,
                    ),
                ],
            )
        ],
    }


def test_rocketmq_running_at_40_percent(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    cloud.get(
        f"https://dms.cn-north-4.myhuaweicloud.com/v2/{PROJECT}/instances/{INSTANCE}/tasks/{TASK}/progress",
        json=example("rocketmq"),
    )
    assert run_module(rocketmq_task_info.main, instance_id=INSTANCE, job_id=TASK, **CONNECTION)["tasks"] == [
        task(
            "rocketmq",
            status="running",
            progress=40,
            remaining_seconds=1124,
            started_at="2025-12-09T19:12:18.503Z",
            steps=[
                step(
                    "pre_check",
                    "completed",
                    "COMPLETED",
                    started_at="2025-12-09T19:12:18.503Z",
                    ended_at="2025-12-09T19:12:23.133Z",
                    duration_seconds=4.63,
                ),
                step("rolling_scaling", "running", "IN_PROGRESS", started_at="2025-12-09T19:12:23.286Z"),
                step("resume_operation", "waiting", "WAITING"),
            ],
        )
    ]


def test_dcs_running_at_30_percent_with_sub_steps(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    cloud.get(
        f"https://dcs.cn-north-4.myhuaweicloud.com/v2/{PROJECT}/instances/{INSTANCE}/tasks/{TASK}/progress",
        json=example("dcs"),
    )
    (found,) = run_module(dcs_task_info.main, instance_id=INSTANCE, task_id=TASK, **CONNECTION)["tasks"]
    check, migration = found["steps"]
    assert {**found, "steps": []} == task(
        "dcs", status="running", progress=30, remaining_seconds=100, started_at="2022-09-01T11:52:24Z"
    )
    assert check == step(
        "Pre-check.",
        "completed",
        "FINISH",
        id="9d1d1da8-650e-406f-81e4-b3c11515869f",
        started_at="2022-09-01T11:52:24Z",
        ended_at="2022-09-01T11:52:29Z",
        duration_seconds=5.0,
        error_code="DCS.4064",
        steps=[
            step(
                "Resource check.",
                "completed",
                "FINISH",
                id="4692b05b-fa55-4f7d-9be6-527bde25b424",
                started_at="2022-09-01T11:52:24Z",
                ended_at="2022-09-01T11:52:26Z",
                duration_seconds=2.0,
                error_code="DCS.4065",
            ),
            step(
                "Instance status check.",
                "completed",
                "FINISH",
                id="4692b05b-fa55-4f7d-9be6-527bde25b425",
                started_at="2022-09-01T11:52:26Z",
                ended_at="2022-09-01T11:52:29Z",
                duration_seconds=3.0,
                error_code="DCS.4064",
            ),
        ],
    )
    assert {**migration, "steps": []} == step(
        "Data migration.",
        "running",
        "EXECUTING",
        id="9d1d1da8-650e-406f-3fad-c4a22515869f",
        started_at="2022-09-01T11:52:30Z",
        error_code="DCS.4065",
    )
    assert [below["detail"][:41] for below in migration["steps"]] == [
        "{node_id:9996c3376318417281fb5e611f3fb1a0",
        "{node_id:5b70f440ccc94789b34a5c98c2ba05ea",
    ]


def test_taurusdb_with_one_step_at_19_percent(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    instance, job = "a23fb62bd61e4e9e9636fd2225f395bein07", "866b2273-f5ce-44bd-bc10-949baeb22163"
    cloud.get(
        f"https://gaussdb.cn-north-4.myhuaweicloud.com/v3/{PROJECT}/instances/{instance}/task-center-detail",
        json=example("taurusdb"),
        match=[matchers.query_param_matcher({"job_id": job, "job_name": "RestoreTaurusInInstanceToExisted"})],
    )
    found = run_module(
        taurusdb_task_info.main,
        instance_id=instance,
        task_id=job,
        job_name="RestoreTaurusInInstanceToExisted",
        **CONNECTION,
    )
    assert found["tasks"] == [
        task(
            "taurusdb",
            instance_id=instance,
            task_id=job,
            name="RestoreTaurusInInstanceToExisted",
            status="running",
            steps=[step("INIT", "completed", "complete", progress=19, remaining_seconds=66)],
        )
    ]


def test_dws_failed_at_9_percent(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    job = "2c9080e8845b207101845b245e1e0001"
    cloud.get(f"https://dws.cn-north-4.myhuaweicloud.com/v1.0/{PROJECT}/job/{job}", json=example("dws"))
    assert run_module(dws_task_info.main, task_id=job, **CONNECTION)["tasks"] == [
        task(
            "dws",
            instance_id=None,
            task_id=job,
            name="ecfClusterElbCreateJob",
            status="failed",
            raw_status="FAIL",
            progress=9,
            started_at="2022-11-09T20:25:00Z",
            ended_at="2022-11-09T20:30:00Z",
            duration_seconds=300.0,
            error={
                "code": "CreateELBTask-fail:DWS.0114",
                "message": "DWS.0114:ELB private IP is not configured.",
                "request_id": None,
            },
        )
    ]


def test_check_mode_reads_as_ever(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    cloud.get(f"https://dws.cn-north-4.myhuaweicloud.com/v1.0/{PROJECT}/job/{TASK}", json=example("dws"))
    found = run_module(dws_task_info.main, check_mode=True, task_id=TASK, **CONNECTION)
    assert found["tasks"][0]["status"] == "failed"


def test_a_refusal_is_told_whole_and_never_repeated(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    url = f"https://dws.cn-north-4.myhuaweicloud.com/v1.0/{PROJECT}/job/{TASK}"
    cloud.get(
        url,
        status=403,
        json={"error_code": "DWS.0015", "error_msg": "The resource is not found."},
        headers={"X-Request-Id": "abc123"},
    )
    assert run_module(dws_task_info.main, task_id=TASK, **CONNECTION) == {
        "failed": True,
        "msg": f"GET {url}: HTTP 403: DWS.0015 The resource is not found (request id abc123). "
        "DWS answers alike for what does not exist and for what you may not see",
        "request": {"method": "GET", "url": url},
        "http_status": 403,
        "error": {"code": "DWS.0015", "message": "The resource is not found.", "request_id": "abc123"},
    }
    assert len(cloud.calls) == 1


def test_an_answer_that_breaks_the_contract_names_the_place(
    run_module: RunModule, cloud: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    body = example("kafka")
    body["step_list"][1]["statue"] = 7
    url = f"https://dms.cn-north-4.myhuaweicloud.com/v2/{PROJECT}/instances/{INSTANCE}/tasks/{TASK}/progress"
    cloud.get(url, json=body)
    found = run_module(kafka_task_info.main, instance_id=INSTANCE, task_id=TASK, **CONNECTION)
    assert found["msg"] == f"GET {url}: expected a status word at $.step_list[1].statue, found the number 7"
    assert len(cloud.calls) == 4


def test_a_service_that_fails_for_a_moment_is_asked_again(
    run_module: RunModule, cloud: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("time.sleep", pauses.append)
    monkeypatch.setattr("random.random", lambda: 0.5)
    url = f"https://dws.cn-north-4.myhuaweicloud.com/v1.0/{PROJECT}/job/{TASK}"
    cloud.get(url, status=503, json={"error_code": "APIGW.0613", "error_msg": "IAM is down"})
    cloud.get(url, status=429, headers={"Retry-After": "7"})
    cloud.get(url, json=example("dws"))
    assert run_module(dws_task_info.main, task_id=TASK, **CONNECTION)["tasks"][0]["status"] == "failed"
    assert pauses == [1.0, 7.0]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param(
            {"task_id": "../../x"},
            "task_id '../../x' cannot be right: ids hold only letters, digits, dashes and underscores",
            id="an id that changes the path",
        ),
        pytest.param({"task_id": ""}, "Kafka needs task_id to name a task", id="an empty id"),
        pytest.param(
            {"region": "evil.example/"},
            "region 'evil.example/' cannot be right: a region looks like cn-north-4",
            id="a region that changes the host",
        ),
        pytest.param(
            {"region": None},
            "Set region (or HW_REGION_NAME), or an endpoint: the service's address depends on it",
            id="no region",
        ),
        pytest.param(
            {"auth_token": "token\r\nX-Evil: 1"},
            "auth_token holds spaces, line breaks or other characters that cannot be part of it",
            id="a token that adds a header",
        ),
        pytest.param(
            {"endpoint": "ftp://host"},
            "endpoint 'ftp://host' is no address: expected http(s)://host, perhaps with a port and a path",
            id="an endpoint that is none",
        ),
        pytest.param(
            {"endpoints": {"kafak": "https://host"}},
            "endpoints has an entry for 'kafak'; the services are rocketmq, kafka, dcs, taurusdb, dws, iam",
            id="an endpoint of nothing",
        ),
        pytest.param(
            {"request_timeout": "nan"},
            "request_timeout must be more than 0 and less than 86400 seconds, not nan",
            id="a time-out that is no number",
        ),
        pytest.param(
            {"ca_path": "/does/not/exist"}, "ca_path '/does/not/exist' does not exist on this host", id="no CA bundle"
        ),
    ],
)
def test_bad_options_are_refused_before_anything_is_sent(
    run_module: RunModule, cloud: responses.RequestsMock, options: dict[str, Any], message: str
) -> None:
    given = {"instance_id": INSTANCE, "task_id": TASK, **CONNECTION, **options}
    found = run_module(kafka_task_info.main, **{name: value for name, value in given.items() if value is not None})
    assert (found["failed"], found["msg"]) == (True, message)
    assert len(cloud.calls) == 0
