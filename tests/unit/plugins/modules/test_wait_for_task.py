# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""wait_for_task: the HTTP exchange in, the JSON out."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from email.utils import format_datetime
from pathlib import Path
from typing import Any, Callable

import pytest
import responses

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils import _module
from ansible_collections.cloudwait.huaweicloud.plugins.modules import wait_for_task

FIXTURES = Path(__file__).parents[2] / "fixtures"
PROJECT = "0123456789abcdef0123456789abcdef"
INSTANCE = "11111111-2222-3333-4444-555555555555"
TASK = "8abfa7b372160bfd0172165864064079"
JOB = "2c9080e8845b207101845b245e1e0001"
TOKEN = "a-token-that-nobody-has-ever-issued"
KEY = {"access_key": "INVENTEDACCESSKEY00001", "secret_key": "invented-secret-key-0000000000000001"}
CONNECTION = {"region": "cn-north-4", "project_id": PROJECT, "auth_token": TOKEN}
KAFKA = {"service": "kafka", "instance_id": INSTANCE, "task_id": TASK}
DWS = {"service": "dws", "task_id": JOB}
KAFKA_URL = f"https://dms.cn-north-4.myhuaweicloud.com/v2/{PROJECT}/instances/{INSTANCE}/tasks/{TASK}/progress"
DWS_URL = f"https://dws.cn-north-4.myhuaweicloud.com/v1.0/{PROJECT}/job/{JOB}"
RUNNING = {"status": "RUNNING", "progress": "40%", "job_name": "clusterResize"}
SUCCESS = {"status": "SUCCESS", "progress": "100%"}
TASK_KEYS = [
    "duration_seconds", "elapsed", "ended_at", "error", "failed_polls", "instance_id", "label", "name", "outcome",
    "polls", "progress", "raw_status", "region", "remaining_seconds", "service", "started_at", "status", "steps",
    "task_id",
]  # fmt: skip

RESULT_KEYS = ["ansible_facts", "changed", "elapsed", "interruptions", "msg", "outcome", "task", "tasks"]

RunModule = Callable[..., "dict[str, Any]"]


def example(service: str) -> dict[str, Any]:
    """The example answer of the service's API page."""
    body: dict[str, Any] = json.loads((FIXTURES / f"{service}.json").read_text())
    return body


def test_a_task_is_waited_for_to_its_end(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    cloud.get(DWS_URL, json=RUNNING)
    cloud.get(DWS_URL, json=RUNNING)
    cloud.get(DWS_URL, json=SUCCESS)
    found = run_module(wait_for_task.main, poll_interval=0.1, max_poll_interval=0.1, **DWS, **CONNECTION)
    assert found["msg"] == f"dws task {JOB} completed, seen after 0 s"
    assert (found["outcome"], found["changed"], found.get("failed")) == ("completed", False, None)
    assert sorted(found) == RESULT_KEYS
    assert sorted(found["task"]) == TASK_KEYS
    assert (found["task"]["polls"], found["task"]["progress"]) == (3, 100)
    assert found["tasks"] == [found["task"]]
    assert found["ansible_facts"] == {"huaweicloud_tasks": {JOB: found["task"]}}


def test_a_failed_task_fails_the_call_and_keeps_all_that_was_learnt(
    run_module: RunModule, cloud: responses.RequestsMock
) -> None:
    cloud.get(DWS_URL, json=example("dws"))
    found = run_module(wait_for_task.main, **DWS, **CONNECTION)
    assert found["failed"] is True
    assert found["msg"] == (
        f"dws task {JOB} failed (at 9 %): CreateELBTask-fail:DWS.0114 DWS.0114:ELB private IP is not configured."
    )
    assert sorted(found) == sorted([*RESULT_KEYS, "failed"])
    assert sorted(found["task"]) == TASK_KEYS
    assert found["ansible_facts"]["huaweicloud_tasks"][JOB]["outcome"] == "failed"


def test_a_failed_step_is_named(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    body = example("rocketmq")
    body["step_list"][1]["statue"] = "FAILED"
    cloud.get(KAFKA_URL, json=body)
    found = run_module(wait_for_task.main, **{**KAFKA, "service": "rocketmq"}, **CONNECTION)
    assert found["msg"] == (
        f'rocketmq task {TASK} failed (at 40 %, in the step rolling_scaling): the step "rolling_scaling" failed'
    )
    assert found["task"]["error"] == {
        "code": None,
        "message": 'the step "rolling_scaling" failed',
        "request_id": None,
    }


def test_a_time_out_says_how_far_it_got_and_how_to_go_on(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    cloud.get(KAFKA_URL, json=example("rocketmq"))
    found = run_module(wait_for_task.main, timeout=0, **KAFKA, **CONNECTION)
    assert (found["failed"], found["outcome"]) == (True, "timed_out")
    assert found["msg"] == (
        f"kafka task {TASK} is still running after 0 s (at 40 %, in the step rolling_scaling, about 1124 s left); "
        "it goes on in the cloud: the same call again goes on waiting for it"
    )
    assert [step["status"] for step in found["task"]["steps"]] == ["completed", "running", "waiting"]


def test_many_tasks_come_back_in_the_order_given_with_their_labels(
    run_module: RunModule, cloud: responses.RequestsMock
) -> None:
    cloud.get(DWS_URL, json=example("dws"))
    cloud.get(KAFKA_URL, json=example("kafka"))
    tasks = [{**KAFKA, "label": "the queue"}, {**DWS, "label": "the warehouse"}]
    found = run_module(wait_for_task.main, tasks=tasks, **CONNECTION)
    assert "task" not in found
    assert [(task["label"], task["outcome"]) for task in found["tasks"]] == [
        ("the queue", "completed"),
        ("the warehouse", "failed"),
    ]
    assert found["msg"] == (
        f"2 tasks: 1 completed, 1 failed; dws task {JOB} (the warehouse) failed (at 9 %): "
        "CreateELBTask-fail:DWS.0114 DWS.0114:ELB private IP is not configured."
    )
    assert sorted(found["ansible_facts"]["huaweicloud_tasks"]) == [JOB, TASK]


def test_every_task_can_have_a_region_and_a_project_of_its_own(
    run_module: RunModule, cloud: responses.RequestsMock
) -> None:
    other = "ffffffffffffffffffffffffffffffff"
    cloud.get(f"https://dws.eu-west-101.myhuaweicloud.eu/v1.0/{other}/job/{JOB}", json=SUCCESS)
    task = {**DWS, "region": "eu-west-101", "project_id": other}
    found = run_module(wait_for_task.main, tasks=[task], **CONNECTION)
    assert (found["outcome"], found["tasks"][0]["region"]) == ("completed", "eu-west-101")


def test_a_project_of_another_region_is_looked_up_there(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    projects = [{"id": "a" * 32, "name": "cn-east-3_team"}, {"id": "b" * 32, "name": "cn-east-3"}]
    cloud.get("https://iam.cn-east-3.myhuaweicloud.com/v3/projects?name=cn-east-3", json={"projects": projects})
    cloud.get(f"https://dws.cn-east-3.myhuaweicloud.com/v1.0/{'b' * 32}/job/{JOB}", json=SUCCESS)
    found = run_module(wait_for_task.main, tasks=[{**DWS, "region": "cn-east-3"}], **CONNECTION)
    assert found["outcome"] == "completed"


def test_raw_answers_are_kept_only_when_asked_for(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    cloud.get(DWS_URL, json={**SUCCESS, "new_field": [1]})
    found = run_module(wait_for_task.main, include_raw=True, publish_facts=False, **DWS, **CONNECTION)
    assert found["task"]["raw"] == {"status": "SUCCESS", "progress": "100%", "new_field": [1]}
    assert "ansible_facts" not in found


@pytest.mark.parametrize(
    ("body", "outcome", "failed"),
    [
        pytest.param(RUNNING, "running", False, id="a running task is no failure"),
        pytest.param(SUCCESS, "completed", False, id="a completed task is none either"),
        pytest.param({"status": "FAIL"}, "failed", True, id="a failed task is one"),
        pytest.param({"status": "STOP"}, "cancelled", True, id="a stopped task is one"),
    ],
)
def test_check_mode_verifies(
    run_module: RunModule, cloud: responses.RequestsMock, body: dict[str, str], outcome: str, failed: bool
) -> None:
    cloud.get(DWS_URL, json=body)
    found = run_module(wait_for_task.main, check_mode=True, **DWS, **CONNECTION)
    assert (found["outcome"], found.get("failed", False)) == (outcome, failed)
    assert len(cloud.calls) == 1


def test_check_mode_fails_for_a_task_that_does_not_exist(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    cloud.get(DWS_URL, status=404, json={"error_code": "DWS.3027", "error_msg": "deleted"})
    found = run_module(wait_for_task.main, check_mode=True, **DWS, **CONNECTION)
    assert (found["outcome"], found["failed"]) == ("not_found", True)


@pytest.mark.parametrize("empty", [{}, {"task_id": ""}, {"task_id": None}])
def test_check_mode_answers_for_a_task_whose_producer_was_skipped(run_module: RunModule, empty: dict[str, Any]) -> None:
    found = run_module(wait_for_task.main, check_mode=True, service="dws", **empty)
    assert found["msg"] == "dws: no task_id yet, since check mode skipped the change that would give one"
    assert (found["outcome"], found["task"]["polls"], found.get("failed")) == ("unknown", 0, None)
    assert "ansible_facts" not in found


def test_without_check_mode_an_empty_task_id_is_an_error(run_module: RunModule) -> None:
    found = run_module(wait_for_task.main, service="dws", task_id="", **CONNECTION)
    assert (found["failed"], found["msg"]) == (True, "DWS needs task_id to name a task")


def test_mode_any_succeeds_with_the_first_end(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    cloud.get(DWS_URL, json=SUCCESS)
    cloud.add(responses.GET, KAFKA_URL, json=example("rocketmq"))
    found = run_module(wait_for_task.main, mode="any", tasks=[KAFKA, DWS], **CONNECTION)
    assert (found["outcome"], found.get("failed")) == ("completed", None)
    assert [task["outcome"] for task in found["tasks"]][1] == "completed"


def test_a_wrong_key_is_sent_once_however_many_tasks_there_are(
    run_module: RunModule, cloud: responses.RequestsMock
) -> None:
    refusal = {"error_code": "APIGW.0301", "error_msg": f"verify aksk signature fail, ak {KEY['access_key']}"}
    cloud.get(DWS_URL, status=401, json=refusal)
    connection = {"region": "cn-north-4", "project_id": PROJECT, **KEY}
    found = run_module(wait_for_task.main, tasks=[DWS] * 50, **connection)
    assert len(cloud.calls) == 1
    assert [task["outcome"] for task in found["tasks"]] == ["unreachable"] * 50
    assert "APIGW.0301 verify aksk signature fail, ak ********" in found["msg"]
    assert not [secret for secret in KEY.values() if secret in json.dumps(found)]


def test_secrets_of_the_environment_are_masked_too(
    run_module: RunModule, cloud: responses.RequestsMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HW_ACCESS_KEY", KEY["access_key"])
    monkeypatch.setenv("HW_SECRET_KEY", KEY["secret_key"])
    told = f"ak {KEY['access_key']} with {KEY['secret_key']}"
    cloud.get(DWS_URL, status=401, json={"error_code": "APIGW.0301", "error_msg": told})
    found = run_module(wait_for_task.main, region="cn-north-4", project_id=PROJECT, **DWS)
    assert not [secret for secret in KEY.values() if secret in json.dumps(found)]
    assert "APIGW.0301" in found["msg"]


def test_an_unknown_word_is_waited_through_with_one_warning(
    run_module: RunModule, cloud: responses.RequestsMock
) -> None:
    cloud.get(DWS_URL, json={"status": "REBALANCING"})
    cloud.get(DWS_URL, json={"status": "REBALANCING"})
    cloud.get(DWS_URL, json=SUCCESS)
    found = run_module(wait_for_task.main, poll_interval=0.1, max_poll_interval=0.1, **DWS, **CONNECTION)
    assert found["outcome"] == "completed"
    assert found["warnings"] == [
        "dws said 'REBALANCING', a status that its documentation does not name: taken for still running"
    ]


def test_nothing_configured_is_one_line_that_says_where_was_looked(run_module: RunModule) -> None:
    found = run_module(wait_for_task.main, region="cn-north-4", **DWS)
    assert found == {
        "failed": True,
        "msg": "No credentials: looked in the module options and the environment for "
        "auth_token (HW_AUTH_TOKEN, OS_AUTH_TOKEN); "
        "access_key (HW_ACCESS_KEY, HUAWEICLOUD_SDK_AK, OS_ACCESS_KEY) and "
        "secret_key (HW_SECRET_KEY, HUAWEICLOUD_SDK_SK, OS_SECRET_KEY); "
        "user_name (HW_USER_NAME, OS_USERNAME) and password (HW_USER_PASSWORD, OS_PASSWORD) and "
        "domain_name (HW_DOMAIN_NAME, OS_DOMAIN_NAME). Set one of the three.",
    }


def test_a_login_is_renewed_once_when_its_token_is_refused(
    run_module: RunModule, cloud: responses.RequestsMock
) -> None:
    login = {"user_name": "watcher", "password": "a-password-that-nobody-has-01", "domain_name": "acme"}
    tokens = "https://iam.cn-north-4.myhuaweicloud.com/v3/auth/tokens?nocatalog=true"
    scope = {"token": {"project": {"id": PROJECT, "name": "cn-north-4"}}}
    cloud.post(tokens, status=201, json=scope, headers={"X-Subject-Token": "first-token-of-iam-000000001"})
    cloud.post(tokens, status=201, json=scope, headers={"X-Subject-Token": "second-token-of-iam-00000002"})
    cloud.get(DWS_URL, status=401, json={"error_code": "APIGW.0307", "error_msg": "The token must be updated."})
    cloud.get(DWS_URL, json=SUCCESS)
    found = run_module(wait_for_task.main, region="cn-north-4", **login, **DWS)
    assert found["outcome"] == "completed"
    assert [call.request.headers.get("X-Auth-Token") for call in cloud.calls] == [
        None,
        "first-token-of-iam-000000001",
        None,
        "second-token-of-iam-00000002",
    ]
    assert json.loads(cloud.calls[0].request.body or "") == {
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {"user": {"name": "watcher", "password": login["password"], "domain": {"name": "acme"}}},
            },
            "scope": {"project": {"name": "cn-north-4"}},
        }
    }


@pytest.mark.parametrize(
    ("options", "message"),
    [
        pytest.param({"tasks": []}, "tasks is empty: there is nothing to wait for", id="no tasks"),
        pytest.param({**DWS, "timeout": -1}, "timeout must be a number of seconds from 0 up, not -1", id="timeout"),
        pytest.param(
            {**DWS, "stall_timeout": "nan"}, "stall_timeout must be a number of seconds from 0 up, not nan", id="nan"
        ),
        pytest.param(
            {**DWS, "poll_interval": 0}, "poll_interval must be a number of seconds from 0.1 up, not 0", id="no pause"
        ),
        pytest.param({}, "one of the following is required: service, tasks", id="nothing at all"),
        pytest.param(
            {**DWS, "tasks": [DWS]}, "parameters are mutually exclusive: tasks|service, tasks|task_id", id="both"
        ),
        pytest.param({"service": "kafka", "task_id": TASK}, "Kafka needs instance_id to name a task", id="no instance"),
        pytest.param(
            {"tasks": [DWS, {**DWS, "region": "x/y.z"}]},
            "region 'x/y.z' cannot be right: a region looks like cn-north-4",
            id="a region of one task",
        ),
    ],
)
def test_bad_options_are_refused_before_anything_is_sent(
    run_module: RunModule, cloud: responses.RequestsMock, options: dict[str, Any], message: str
) -> None:
    found = run_module(wait_for_task.main, **CONNECTION, **options)
    assert (found["failed"], found["msg"]) == (True, message)
    assert len(cloud.calls) == 0


@pytest.mark.parametrize("library", ["requests", "jsonschema"])
def test_a_missing_library_is_told_in_the_usual_words(
    run_module: RunModule, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    monkeypatch.setattr(_module, f"{library.upper()}_PROBLEM", "ImportError: no such module")
    found = run_module(wait_for_task.main, **DWS, **CONNECTION)
    assert found["msg"].startswith(f"Failed to import the required Python library ({library}) on ")
    assert "Python" in found["msg"]


def test_a_clock_that_is_wrong_is_corrected_once_by_the_clock_of_the_service(
    run_module: RunModule, cloud: responses.RequestsMock
) -> None:
    later = datetime.now(timezone.utc) + timedelta(hours=3)
    refusal = {"error_code": "APIGW.0301", "error_msg": "Incorrect IAM authentication information: clock skew"}
    cloud.get(DWS_URL, status=401, json=refusal, headers={"Date": format_datetime(later, usegmt=True)})
    cloud.get(DWS_URL, json=SUCCESS)
    found = run_module(wait_for_task.main, region="cn-north-4", project_id=PROJECT, **KEY, **DWS)
    assert found["outcome"] == "completed"
    told = [call.request.headers["X-Sdk-Date"].replace("Z", "+0000") for call in cloud.calls]
    dates = [datetime.strptime(date, "%Y%m%dT%H%M%S%z") for date in told]
    assert timedelta(hours=2, minutes=59) < dates[1] - dates[0] < timedelta(hours=3, minutes=1)


def test_a_wrong_key_with_a_wrong_clock_is_sent_twice_at_most(
    run_module: RunModule, cloud: responses.RequestsMock
) -> None:
    later = datetime.now(timezone.utc) + timedelta(hours=3)
    refusal = {"error_code": "APIGW.0301", "error_msg": "verify aksk signature fail"}
    cloud.get(DWS_URL, status=401, json=refusal, headers={"Date": format_datetime(later, usegmt=True)})
    run_module(wait_for_task.main, region="cn-north-4", project_id=PROJECT, **KEY, tasks=[DWS] * 20)
    assert len(cloud.calls) == 2


@pytest.mark.parametrize("concurrency", [0, 101])
def test_concurrency_has_bounds(run_module: RunModule, concurrency: int) -> None:
    found = run_module(wait_for_task.main, concurrency=concurrency, **DWS, **CONNECTION)
    assert found["msg"] == f"concurrency must be from 1 to 100, not {concurrency}"


def test_an_interruption_is_survived_and_told(run_module: RunModule, cloud: responses.RequestsMock) -> None:
    cloud.get(DWS_URL, status=503, json={"error_code": "APIGW.0613", "error_msg": "IAM is down"})
    cloud.get(DWS_URL, json=SUCCESS)
    found = run_module(wait_for_task.main, poll_interval=0.1, max_poll_interval=0.1, **DWS, **CONNECTION)
    assert (found["outcome"], found["task"]["polls"], found["task"]["failed_polls"]) == ("completed", 2, 1)
    (told,) = found["interruptions"]
    assert f"s: dws task {JOB}: GET {DWS_URL}: HTTP 503: APIGW.0613 IAM is down; asked again after 0." in told
