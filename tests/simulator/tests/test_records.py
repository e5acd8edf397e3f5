# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records, lists, jobs and instances: what the cloud tells beside the progress."""

from __future__ import annotations

import pytest

from simulator import world
from simulator.tests.client import START, Client
from simulator.world import INSTANCE_IDS, PROJECT_ID, Service

V2 = f"/v2/{PROJECT_ID}/instances"
KAFKA, DCS, TAURUSDB = (INSTANCE_IDS[name] for name in (Service.KAFKA, Service.DCS, Service.TAURUSDB))
CREATED = "2026-01-15T08:30:00.000Z"


def test_dms_record(simulator: Client) -> None:
    task_id = simulator.add_task("kafka", name="kafkaConfigModify")
    simulator.wait(60)
    expected = {
        "task_count": "1",
        "tasks": [
            {
                "id": task_id,
                "name": "kafkaConfigModify",
                "user_name": world.USER_NAME,
                "user_id": world.USER_ID,
                "params": "{}",
                "status": "EXECUTING",
                "created_at": CREATED,
                "updated_at": "2026-01-15T08:31:00.000Z",
            }
        ],
    }
    assert simulator.get(f"{V2}/{KAFKA}/tasks/{task_id}") == expected
    assert simulator.get(f"{V2}/{KAFKA}/tasks") == expected


@pytest.mark.parametrize("service", ["kafka", "rocketmq", "rabbitmq"])
@pytest.mark.parametrize(
    ("order", "seconds", "status"),
    [
        ({"starts_after": 60}, 30, "CREATED"),
        ({}, 30, "EXECUTING"),
        ({}, 1000, "SUCCESS"),
        ({"outcome": "failed"}, 1000, "FAILED"),
        ({"outcome": "cancelled"}, 1000, "CANCELLED"),
    ],
)
def test_dms_record_status(
    simulator: Client, service: str, order: dict[str, object], seconds: float, status: str
) -> None:
    task_id = simulator.add_task(service, **order)
    simulator.wait(seconds)
    instance_id = INSTANCE_IDS[Service(service)]
    assert simulator.get(f"{V2}/{instance_id}/tasks/{task_id}")["tasks"][0]["status"] == status


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]),
        ("?start=11", [1, 0]),
        ("?start=3&limit=2", [9, 8]),
        ("?start=13", []),
        ("?limit=100&begin_time=20260115084000", [11, 10]),
        ("?limit=100&end_time=20260115083159", [1, 0]),
        ("?begin_time=20260115083200&end_time=20260115083300", [3, 2]),
    ],
)
def test_dms_list_is_paged_from_one_and_newest_first(simulator: Client, query: str, expected: list[int]) -> None:
    ids = added_by_the_minute(simulator, "kafka")
    body = simulator.get(f"{V2}/{KAFKA}/tasks{query}")
    assert [ids.index(task["id"]) for task in body["tasks"]] == expected
    assert isinstance(body["task_count"], str)


def added_by_the_minute(simulator: Client, service: str) -> list[str]:
    """The ids of twelve tasks, a minute apart."""
    ids = []
    for _time in range(12):
        ids.append(simulator.add_task(service))
        simulator.wait(60)
    return ids


@pytest.mark.parametrize("query", ["start=0", "limit=0", "limit=101", "limit=ten", "begin_time=2026-01-15"])
def test_dms_list_refuses_other_parameters(simulator: Client, query: str) -> None:
    answer = simulator.send("GET", f"{V2}/{KAFKA}/tasks?{query}")
    assert (answer.status_code, answer.json()["error_code"]) == (400, "DMS.00400062")


def test_dcs_list(simulator: Client) -> None:
    task_id = simulator.add_task("dcs", outcome="failed", fails_at=0, error={"code": "DCS.4119"})
    simulator.wait(100)
    record = {
        "id": task_id,
        "name": "EXTEND",
        "details": {},
        "user_name": world.USER_NAME,
        "user_id": world.USER_ID,
        "params": "{}",
        "status": "FAILED",
        "created_at": CREATED,
        "updated_at": "2026-01-15T08:30:25.000Z",
        "enable_show": True,
    }
    assert simulator.get(f"{V2}/{DCS}/tasks") == {"task_count": "1", "tasks": [record]}
    center = simulator.get(f"/v2/{PROJECT_ID}/tasks")
    assert center["tasks"][0].pop("job_id") != task_id
    assert center == {"task_count": "1", "tasks": [record | {"error_code": "DCS.4119"}]}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]),
        ("?offset=10", [1, 0]),
        ("?limit=1000&start_time=20260115084000", [11, 10]),
        ("?end_time=20260115083100", [1, 0]),
    ],
)
@pytest.mark.parametrize("path", [f"{V2}/{DCS}/tasks", f"/v2/{PROJECT_ID}/tasks"])
def test_dcs_lists_are_paged_from_zero(simulator: Client, path: str, query: str, expected: list[int]) -> None:
    ids = added_by_the_minute(simulator, "dcs")
    assert [ids.index(task["id"]) for task in simulator.get(path + query)["tasks"]] == expected


def test_dcs_refuses_in_its_own_shape(simulator: Client) -> None:
    answer = simulator.send("GET", f"{V2}/{DCS}/tasks?limit=1001")
    expected = {"error_code": "DCS.4001", "error_msg": "the parameter limit is invalid", "error_ext_msg": None}
    assert (answer.status_code, answer.json()) == (400, expected)


def test_dcs_shows_no_single_record(simulator: Client) -> None:
    task_id = simulator.add_task("dcs")
    assert simulator.send("GET", f"{V2}/{DCS}/tasks/{task_id}").status_code == 404


def test_dcs_task_without_progress_says_so(simulator: Client) -> None:
    task_id = simulator.add_task("dcs", name="BindEip", progress=False)
    assert simulator.get(f"{V2}/{DCS}/tasks")["tasks"][0]["enable_show"] is False
    assert simulator.send("GET", f"{V2}/{DCS}/tasks/{task_id}/progress").status_code == 400


@pytest.mark.parametrize(
    ("order", "seconds", "expected"),
    [
        ({"starts_after": 60}, 0, {"status": "INIT", "begin_time": "", "end_time": "", "fail_reason": ""}),
        ({}, 60, {"status": "RUNNING", "begin_time": "1768465800000", "end_time": "", "fail_reason": ""}),
        (
            {},
            1000,
            {"status": "SUCCESS", "begin_time": "1768465800000", "end_time": "1768466280000", "fail_reason": ""},
        ),
        (
            {"outcome": "failed", "fails_at": 0, "error": {"message": "no disk left"}},
            1000,
            {
                "status": "FAIL",
                "begin_time": "1768465800000",
                "end_time": "1768465825000",
                "fail_reason": "no disk left",
            },
        ),
    ],
)
def test_dcs_job(simulator: Client, order: dict[str, object], seconds: float, expected: dict[str, str]) -> None:
    simulator.add_task("dcs", **order)
    simulator.wait(seconds)
    job_id = simulator.get(f"/v2/{PROJECT_ID}/tasks")["tasks"][0]["job_id"]
    body = simulator.get(f"/v2/{PROJECT_ID}/jobs/{job_id}")
    assert body == {"job_id": job_id, "job_type": "EXTEND"} | expected


def test_dcs_job_that_is_not_there(simulator: Client) -> None:
    assert simulator.send("GET", f"/v2/{PROJECT_ID}/jobs/{simulator.add_task('dcs')}").status_code == 404


@pytest.mark.parametrize(
    ("order", "seconds", "expected"),
    [
        ({"starts_after": 60}, 30, {"status": "Pending", "ended": "", "process": "", "fail_reason": ""}),
        ({}, 324, {"status": "Running", "ended": "", "process": "60%", "fail_reason": ""}),
        ({}, 540, {"status": "Completed", "ended": "2026-01-15T08:39:00+0000", "process": "", "fail_reason": ""}),
        (
            {"outcome": "failed", "fails_at": 0, "error": {"message": "no disk left"}},
            540,
            {"status": "Failed", "ended": "2026-01-15T08:30:30+0000", "process": "", "fail_reason": "no disk left"},
        ),
    ],
)
def test_taurusdb_job(simulator: Client, order: dict[str, object], seconds: float, expected: dict[str, str]) -> None:
    task_id = simulator.add_task("taurusdb", **order)
    simulator.wait(seconds)
    assert simulator.get(f"/v3/{PROJECT_ID}/jobs?id={task_id}") == {
        "job": {
            "id": task_id,
            "name": "RestoreTaurusInInstanceToExisted",
            "created": "2026-01-15T08:30:00+0000",
            "instance": {"id": TAURUSDB, "name": "taurusdb-simulated"},
            "entities": {},
        }
        | expected
    }


@pytest.mark.parametrize("query", ["", "?id=unknown"])
def test_taurusdb_job_that_is_not_there(simulator: Client, query: str) -> None:
    answer = simulator.send("GET", f"/v3/{PROJECT_ID}/jobs{query}")
    assert (answer.status_code, answer.json()["error_code"]) == (400, "DBS.280001")


def test_taurusdb_job_is_known_only_after_some_seconds(simulator: Client) -> None:
    task_id = simulator.add_task("taurusdb")
    simulator.wait(4.9)
    assert simulator.send("GET", f"/v3/{PROJECT_ID}/jobs?id={task_id}").status_code == 400
    simulator.wait(0.1)
    assert simulator.send("GET", f"/v3/{PROJECT_ID}/jobs?id={task_id}").status_code == 200


def test_taurusdb_list(simulator: Client) -> None:
    task_id = simulator.add_task("taurusdb", outcome="cancelled")
    simulator.wait(1000)
    assert simulator.get(f"/v3/{PROJECT_ID}/immediate-jobs?limit=20&offset=0") == {
        "jobs": [
            {
                "instance_id": TAURUSDB,
                "instance_name": "taurusdb-simulated",
                "instance_status": "ACTIVE",
                "job_id": task_id,
                "order_id": "",
                "job_name": "RestoreTaurusInInstanceToExisted",
                "status": "Canceled",
                "process": "",
                "created_time": "2026-01-15T08:30:00+0000",
                "ended_time": "2026-01-15T08:38:20+0000",
                "fail_reason": "The job was canceled.",
                "show_detail": True,
                "extend_fields": {},
            }
        ],
        "total_count": 1,
        "action_names": ["RestoreTaurusInInstanceToExisted"],
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?status=Running", ["new"]),
        ("?status=Completed", ["old"]),
        ("?job_name=RestoreTableTaurus", ["old"]),
        ("?job_id={old}", ["old"]),
        ("?start_time=2026-01-15T16:40:00%2B0800", ["new"]),
        ("?end_time=2026-01-15T08:40:00%2B0000", ["old"]),
        ("?offset=1", ["old"]),
        ("", ["new", "old"]),
    ],
)
def test_taurusdb_list_can_be_narrowed(simulator: Client, query: str, expected: list[str]) -> None:
    ids = {simulator.add_task("taurusdb", name="RestoreTableTaurus"): "old"}
    old = next(iter(ids))
    simulator.wait(1000)
    ids[simulator.add_task("taurusdb")] = "new"
    simulator.wait(60)
    jobs = simulator.get(f"/v3/{PROJECT_ID}/immediate-jobs{query.replace('{old}', old)}")["jobs"]
    assert [ids[job["job_id"]] for job in jobs] == expected


def test_taurusdb_list_knows_three_limits(simulator: Client) -> None:
    assert simulator.send("GET", f"/v3/{PROJECT_ID}/immediate-jobs?limit=30").status_code == 400


@pytest.mark.parametrize(
    ("service", "engine_version", "attributes"),
    [
        ("kafka", "3.x", {"storage_space": 300, "broker_num": 3, "product_id": "c6.2u4g.cluster"}),
        ("rocketmq", "5.x", {"storage_space": 300, "broker_num": 1, "product_id": "c6.4u8g.cluster"}),
        ("rabbitmq", "3.8.35", {"storage_space": 100, "broker_num": 3, "product_id": "rabbitmq.2u4g.cluster"}),
    ],
)
def test_dms_instance(simulator: Client, service: str, engine_version: str, attributes: dict[str, object]) -> None:
    instance_id = INSTANCE_IDS[Service(service)]
    expected = {
        "instance_id": instance_id,
        "name": f"{service}-simulated",
        "engine": service,
        "engine_version": engine_version,
        "type": "cluster",
        "status": "RUNNING",
        "created_at": str(int(START * 1000)),
        "user_id": world.USER_ID,
        "user_name": world.USER_NAME,
        "charging_mode": 1,
    }
    assert simulator.get(f"{V2}/{instance_id}") == expected | attributes
    simulator.add_task(service)
    assert simulator.get(f"{V2}/{instance_id}")["status"] == "EXTENDING"


def test_a_configuration_change_does_not_show_on_the_instance(simulator: Client) -> None:
    simulator.add_task("kafka", name="kafkaConfigModify")
    assert simulator.get(f"{V2}/{KAFKA}")["status"] == "RUNNING"


def test_dcs_instance(simulator: Client) -> None:
    assert simulator.get(f"{V2}/{DCS}") == {
        "instance_id": DCS,
        "name": "dcs-simulated",
        "engine": "Redis",
        "engine_version": "5.0",
        "status": "RUNNING",
        "created_at": CREATED,
        "user_id": world.USER_ID,
        "user_name": world.USER_NAME,
        "charging_mode": 0,
        "capacity": 4,
        "spec_code": "redis.ha.xu1.large.r2.4",
    }


def test_dws_cluster(simulator: Client) -> None:
    cluster_id = INSTANCE_IDS[Service.DWS]
    assert simulator.get(f"/v1.0/{PROJECT_ID}/clusters/{cluster_id}") == {
        "cluster": {
            "id": cluster_id,
            "name": "dws-simulated",
            "status": "AVAILABLE",
            "sub_status": "NORMAL",
            "task_status": None,
            "action_progress": {},
            "number_of_node": 3,
            "created": "2026-01-15T08:30:00",
            "updated": "2026-01-15T08:30:00",
        }
    }
    answer = simulator.send("GET", f"/v1.0/{PROJECT_ID}/clusters/unknown")
    assert (answer.status_code, answer.json()["error_code"]) == (404, "DWS.0047")
