# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control API: the journal, scripts for coming changes, the clock, and orders that make no sense."""

from __future__ import annotations

import re
from typing import Any

import pytest

from simulator import world
from simulator.tests.client import START, Client
from simulator.world import INSTANCE_IDS, PROJECT_ID, Service

KAFKA = INSTANCE_IDS[Service.KAFKA]


def test_health(simulator: Client) -> None:
    assert simulator.order("GET", "health") == {"status": "ok", "speed": 1.0}


def test_world(simulator: Client) -> None:
    told = simulator.order("GET", "world")
    assert told["instances"] == {str(service): instance_id for service, instance_id in INSTANCE_IDS.items()}
    assert (told["region"], told["project_id"]) == ("cn-north-4", PROJECT_ID)
    secrets = [told["password"], told["secret_key"], *told["temporary"].values()]
    # Short secrets would blot out letters of every message when a client masks them.
    assert all(len(secret) >= 20 for secret in secrets)
    assert re.fullmatch("[A-Z0-9]{20}", told["access_key"])


def test_calls(simulator: Client) -> None:
    path = f"/v2/{PROJECT_ID}/tasks"
    simulator.send("GET", f"{path}?limit=5")
    simulator.wait(1.5)
    simulator.order("POST", "faults", {"kind": "html", "status": 502})
    simulator.send("GET", path, headers=simulator.sign("GET", path))
    simulator.send("GET", "/v3/projects", headers={"X-Auth-Token": None})  # type: ignore[dict-item]
    common: dict[str, Any] = {"method": "GET", "path": path, "query": {}, "access_key": None, "fault": None}
    assert simulator.order("GET", "calls") == [
        common | {"at": START, "query": {"limit": "5"}, "status": 200, "authentication": "token"},
        common
        | {
            "at": START + 1.5,
            "status": 502,
            "authentication": "signature",
            "access_key": world.ACCESS_KEY,
            "fault": "html",
        },
        common | {"at": START + 1.5, "path": "/v3/projects", "status": 401, "authentication": "none"},
    ]


def test_calls_hold_no_secret(simulator: Client) -> None:
    token = simulator.log_in().headers["X-Subject-Token"]
    path = f"/v2/{PROJECT_ID}/tasks"
    simulator.send("GET", path, headers=simulator.sign("GET", path) | {"X-Security-Token": world.SECURITY_TOKEN})
    text = str(simulator.order("GET", "calls"))
    assert not any(
        secret in text for secret in (token, world.PASSWORD, world.SECRET_KEY, world.SECURITY_TOKEN, "Signature")
    )


def test_calls_can_be_dropped(simulator: Client) -> None:
    simulator.get("/v2/{p}/tasks")
    simulator.order("DELETE", "calls")
    assert simulator.order("GET", "calls") == []


def test_a_script_is_for_the_next_change(simulator: Client) -> None:
    steps = [{"name": "only", "seconds": 10}]
    simulator.order("POST", "scripts", {"service": "kafka", "steps": steps, "outcome": "failed"})
    extend = f"/v2/kafka/{PROJECT_ID}/instances/{KAFKA}/extend"
    body = {"oper_type": "storage", "new_storage_space": 600}
    scripted = simulator.send("POST", extend, body).json()["job_id"]
    simulator.wait(10)
    usual = simulator.send("POST", extend, body).json()["job_id"]
    path = f"/v2/{PROJECT_ID}/instances/{KAFKA}/tasks"
    answers = [simulator.get(f"{path}/{task_id}/progress") for task_id in (scripted, usual)]
    names = [[step["name"] for step in answer["step_list"]] for answer in answers]
    assert names == [["only"], ["pre_check", "disk_expansion"]]
    assert simulator.get(f"{path}/{scripted}")["tasks"][0]["status"] == "FAILED"
    assert simulator.get(f"/v2/{PROJECT_ID}/instances/{KAFKA}")["storage_space"] == 300


def test_tasks_may_be_called_anything(simulator: Client) -> None:
    order = {"service": "taurusdb", "instance_id": f"{'a' * 32}in07", "instance_name": "mine", "task_id": "my-task"}
    simulator.order("POST", "tasks", order)
    simulator.wait(10)
    job = simulator.get(f"/v3/{PROJECT_ID}/jobs?id=my-task")["job"]
    assert job["instance"] == {"id": f"{'a' * 32}in07", "name": "mine"}


def test_advancing_moves_tasks_but_not_the_time(simulator: Client) -> None:
    task_id = simulator.add_task("kafka")
    simulator.order("POST", "clock", {"advance_seconds": 1000})
    record = simulator.get(f"/v2/{PROJECT_ID}/instances/{KAFKA}/tasks/{task_id}")["tasks"][0]
    assert (record["status"], record["created_at"]) == ("SUCCESS", "2026-01-15T08:13:20.000Z")


def test_a_clock_that_is_off_moves_what_is_told_but_no_task(simulator: Client) -> None:
    task_id = simulator.add_task("kafka")
    simulator.order("POST", "clock", {"offset_seconds": -60})
    path = f"/v2/{PROJECT_ID}/instances/{KAFKA}/tasks/{task_id}"
    assert simulator.get(path)["tasks"][0]["created_at"] == "2026-01-15T08:29:00.000Z"
    assert simulator.get(f"{path}/progress")["progress_percentage"] == 0


def test_reset(simulator: Client) -> None:
    simulator.add_task("kafka", instance_id="another")
    simulator.order("POST", "faults", {"kind": "reset"})
    simulator.order("POST", "clock", {"offset_seconds": 1000})
    simulator.order("POST", "tokens", {"life_seconds": 1})
    simulator.order("POST", "reset")
    assert simulator.order("GET", "calls") == []
    assert simulator.order("GET", "faults") == {"pending": 0}
    assert simulator.send("GET", "/v2/{p}/tasks").status_code == 401
    assert simulator.log_in().json()["token"]["expires_at"] == "2026-01-16T08:30:00.000000Z"
    assert simulator.send("GET", "/v2/{p}/instances/another").status_code == 404
    assert simulator.get(f"/v2/{{p}}/instances/{KAFKA}/tasks") == {"task_count": "0", "tasks": []}


@pytest.mark.parametrize(
    ("path", "order", "complaint"),
    [
        ("tasks", {"service": "redis"}, "$.service: 'redis' is not one of"),
        ("tasks", {"service": "dcs", "sped": 2}, "'sped' was unexpected"),
        ("tasks", {"service": "dcs", "steps": [{"name": "a", "steps": [{"nam": "b"}]}]}, "$.steps[0].steps[0]"),
        ("tasks", {"service": "dcs", "steps": [{"name": "a"}]}, "the steps must take some seconds"),
        ("tasks", {"service": "kafka", "outcome": "failed", "fails_at": 2}, "there are only 2 steps"),
        ("tasks", {"service": "dcs", "instance_id": KAFKA}, "belongs to kafka"),
        ("tasks", None, "$: None is not of type 'object'"),
        ("scripts", {"service": "kafka", "task_id": "a"}, "'task_id' was unexpected"),
        ("answers", {"service": "kafka", "task_id": "a"}, "'body' is a required property"),
        ("answers", {"service": "kafka", "task_id": "a", "body": {}}, "'progress_percentage' is a required property"),
        ("answers", {"service": "rabbitmq", "task_id": "a", "body": {}}, "$.service"),
        ("faults", {"kind": "flood"}, "$.kind: 'flood' is not one of"),
        ("faults", [{"kind": "reset"}, {"kind": "status"}], "'status' is a required property"),
        ("faults", {"kind": "reset", "match": {"path": "("}}, "$.match.path: '(' is not a 'regex'"),
        ("tokens", {}, "'life_seconds' is a required property"),
        ("clock", {}, "should be non-empty"),
    ],
)
def test_an_order_that_makes_no_sense(simulator: Client, path: str, order: object, complaint: str) -> None:
    answer = simulator.send("POST", f"/_simulator/{path}", order)
    assert answer.status_code == 400
    assert complaint in answer.json()["error"]
    assert simulator.order("GET", "faults") == {"pending": 0}


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "nothing", 404), ("PUT", "tasks", 405)])
def test_an_order_that_is_none(simulator: Client, method: str, path: str, status: int) -> None:
    assert simulator.send(method, f"/_simulator/{path}").status_code == status


def test_control_needs_no_credentials_and_is_not_noted(simulator: Client) -> None:
    del simulator.session.headers["X-Auth-Token"]
    simulator.order("GET", "world")
    assert simulator.order("GET", "calls") == []
