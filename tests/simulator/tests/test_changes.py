# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls that create tasks: what they answer, what they leave behind, what they refuse."""

from __future__ import annotations

import json

import pytest

from simulator.tests.client import Client
from simulator.world import INSTANCE_IDS, PROJECT_ID, Service

KAFKA, ROCKETMQ, RABBITMQ = (INSTANCE_IDS[name] for name in (Service.KAFKA, Service.ROCKETMQ, Service.RABBITMQ))
DCS, TAURUSDB, DWS = (INSTANCE_IDS[name] for name in (Service.DCS, Service.TAURUSDB, Service.DWS))
V2 = f"/v2/{PROJECT_ID}/instances"
CLUSTER = f"/v1.0/{PROJECT_ID}/clusters/{DWS}"
STORAGE = {"oper_type": "storage", "new_storage_space": 600}
RESIZE_DCS = {"spec_code": "redis.ha.xu1.large.r2.8", "new_capacity": 8}
FLAVOR = {"resize_flavor": {"spec_code": "gaussdb.mysql.xlarge.x86.4"}}

CHANGES = [
    pytest.param("POST", f"/v2/kafka/{PROJECT_ID}/instances/{KAFKA}/extend", STORAGE, 200, "job_id", id="kafka"),
    pytest.param("POST", f"/v2/{PROJECT_ID}/kafka/instances/{KAFKA}/extend", STORAGE, 200, "job_id", id="kafka-2"),
    pytest.param(
        "POST", f"/v2/rocketmq/{PROJECT_ID}/instances/{ROCKETMQ}/extend", STORAGE, 200, "job_id", id="rocketmq"
    ),
    pytest.param(
        "POST", f"/v2/{PROJECT_ID}/rocketmq/instances/{ROCKETMQ}/extend", STORAGE, 200, "job_id", id="rocketmq-2"
    ),
    pytest.param(
        "POST", f"/v2/rabbitmq/{PROJECT_ID}/instances/{RABBITMQ}/extend", STORAGE, 200, "job_id", id="rabbitmq"
    ),
    pytest.param(
        "PUT",
        f"{V2}/{RABBITMQ}/rabbitmq/plugins",
        {"enable": True, "plugins": "rabbitmq_shovel"},
        200,
        "job_id",
        id="plugins",
    ),
    pytest.param(
        "PUT",
        f"{V2}/{RABBITMQ}/configs",
        {"rabbitmq_configs": [{"name": "a", "value": "1"}]},
        200,
        "job_id",
        id="rabbitmq-configs",
    ),
    pytest.param("POST", f"{V2}/{DCS}/resize", RESIZE_DCS, 204, None, id="dcs"),
    pytest.param(
        "POST",
        f"{V2}/{DCS}/minor-version/upgrade",
        {"engine_minor_version": "5.0.14"},
        200,
        "task_id",
        id="dcs-upgrade",
    ),
    pytest.param(
        "POST",
        f"/v3/{PROJECT_ID}/instances/restore",
        {"source": {"instance_id": TAURUSDB}},
        202,
        "job_id",
        id="restore",
    ),
    pytest.param(
        "POST",
        f"/v3/{PROJECT_ID}/instances/restore",
        {"source_instance_id": "elsewhere", "target_instance_id": TAURUSDB},
        202,
        "job_id",
        id="restore-flat",
    ),
    pytest.param("POST", f"/v3/{PROJECT_ID}/instances/{TAURUSDB}/action", FLAVOR, 200, "job_id", id="flavor"),
    pytest.param("POST", f"{CLUSTER}/resize", {"scale_out": {"count": 3}}, 200, None, id="dws"),
    pytest.param("POST", f"{CLUSTER}/expand-instance-storage", {"new_size": 200}, 200, None, id="dws-storage"),
    pytest.param("POST", f"{CLUSTER}/cluster-shrink", {"shrink_number": 1}, 202, "job_id", id="dws-shrink"),
    pytest.param("POST", f"/v2/{PROJECT_ID}/clusters/{DWS}/elbs/some-elb", None, 200, "job_id", id="dws-elb"),
]


@pytest.mark.parametrize(("method", "path", "body", "status", "id_name"), CHANGES)
def test_change(simulator: Client, method: str, path: str, body: object, status: int, id_name: str | None) -> None:
    answer = simulator.send(method, path, body)
    assert answer.status_code == status
    assert list(answer.json()) == [id_name] if id_name else answer.content == b""


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", f"/v2/{PROJECT_ID}/rocketmq/instances/{ROCKETMQ}/extend", STORAGE, 400, "DMS.00400026"),
        ("PUT", f"{V2}/{KAFKA}/configs", {"kafka_configs": [{"name": "a", "value": "1"}]}, 400, "DMS.00400026"),
        ("POST", f"{V2}/{DCS}/resize", RESIZE_DCS, 400, "DCS.4026"),
        ("POST", f"/v3/{PROJECT_ID}/instances/{TAURUSDB}/action", FLAVOR, 409, "DBS.200019"),
        ("POST", f"{CLUSTER}/resize", {"scale_out": {"count": 3}}, 409, "DWS.0011"),
        ("POST", f"/v2/{PROJECT_ID}/clusters/{DWS}/elbs/some-elb", None, 409, "DWS.0011"),
    ],
)
def test_a_second_change_is_refused_until_the_first_has_ended(
    simulator: Client, method: str, path: str, body: object, status: int, code: str
) -> None:
    accepted = simulator.send(method, path, body)
    refused = simulator.send(method, path, body)
    assert (refused.status_code, refused.json()["error_code"]) == (status, code)
    simulator.order("POST", "clock", {"advance_seconds": 3600})
    assert simulator.send(method, path, body).status_code == accepted.status_code < 300


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("POST", f"/v2/kafka/{PROJECT_ID}/instances/{KAFKA}/extend", {"oper_type": "x"}, 400, "DMS.00400062"),
        ("POST", f"/v2/kafka/{PROJECT_ID}/instances/{KAFKA}/extend", {}, 400, "DMS.00400062"),
        ("POST", f"/v2/kafka/{PROJECT_ID}/instances/{KAFKA}/extend", [], 400, "DMS.00400062"),
        (
            "POST",
            f"/v2/kafka/{PROJECT_ID}/instances/{KAFKA}/extend",
            {"oper_type": "storage", "new_storage_space": 650},
            400,
            "DMS.00400062",
        ),
        (
            "POST",
            f"/v2/kafka/{PROJECT_ID}/instances/{KAFKA}/extend",
            {"oper_type": "horizontal", "new_broker_num": "4"},
            400,
            "DMS.00400062",
        ),
        ("POST", f"/v2/kafka/{PROJECT_ID}/instances/{ROCKETMQ}/extend", STORAGE, 404, "DMS.00404022"),
        ("POST", f"/v2/redis/{PROJECT_ID}/instances/{KAFKA}/extend", STORAGE, 404, "APIGW.0101"),
        ("PUT", f"{V2}/{KAFKA}/configs", {"kafka_configs": []}, 400, "DMS.00400062"),
        ("PUT", f"{V2}/{RABBITMQ}/rabbitmq/plugins", {"plugins": "x"}, 400, "DMS.00400062"),
        ("POST", f"{V2}/{DCS}/resize", {"new_capacity": 8}, 400, "DCS.4001"),
        ("POST", f"{V2}/{KAFKA}/resize", RESIZE_DCS, 404, "DCS.4043"),
        ("POST", f"/v3/{PROJECT_ID}/instances/restore", {}, 400, "DBS.280001"),
        ("POST", f"/v3/{PROJECT_ID}/instances/{TAURUSDB}/action", {"resize_flavor": 1}, 400, "DBS.280001"),
        ("POST", f"/v3/{PROJECT_ID}/instances/unknown/action", FLAVOR, 400, "DBS.280001"),
        ("POST", f"{CLUSTER}/resize", {"scale_out": {"count": 0}}, 400, "DWS.0001"),
        ("POST", f"/v1.0/{PROJECT_ID}/clusters/unknown/resize", {"scale_out": {"count": 1}}, 404, "DWS.0047"),
    ],
)
def test_refusal(simulator: Client, method: str, path: str, body: object, status: int, code: str) -> None:
    answer = simulator.send(method, path, body)
    assert (answer.status_code, answer.json()["error_code"]) == (status, code)


@pytest.mark.parametrize(
    ("body", "attribute", "value"),
    [
        (STORAGE, "storage_space", 600),
        ({"oper_type": "horizontal", "new_broker_num": 5}, "broker_num", 5),
        ({"oper_type": "vertical", "new_product_id": "c6.4u8g.cluster"}, "product_id", "c6.4u8g.cluster"),
    ],
)
def test_an_extension_shows_once_it_is_done(
    simulator: Client, body: dict[str, object], attribute: str, value: object
) -> None:
    before = simulator.get(f"{V2}/{KAFKA}")[attribute]
    job_id = simulator.send("POST", f"/v2/kafka/{PROJECT_ID}/instances/{KAFKA}/extend", body).json()["job_id"]
    simulator.wait(100)
    assert simulator.get(f"{V2}/{KAFKA}")[attribute] == before
    assert simulator.get(f"{V2}/{KAFKA}/tasks/{job_id}/progress")["progress_percentage"] == 22
    record = simulator.get(f"{V2}/{KAFKA}/tasks/{job_id}")["tasks"][0]
    assert (record["name"], json.loads(record["params"])) == ("kafkaExtend", body)
    simulator.wait(1000)
    assert simulator.get(f"{V2}/{KAFKA}")[attribute] == value


def test_a_configuration_change_of_kafka_has_a_record_only(simulator: Client) -> None:
    body = {"kafka_configs": [{"name": "a", "value": "1"}, {"name": "b", "value": "2"}]}
    answer = simulator.send("PUT", f"{V2}/{KAFKA}/configs", body).json()
    assert (answer["dynamic_config"], answer["static_config"]) == (2, 0)
    job_id = answer["job_id"]
    assert simulator.get(f"{V2}/{KAFKA}/tasks/{job_id}")["tasks"][0]["name"] == "kafkaConfigModify"
    assert simulator.send("GET", f"{V2}/{KAFKA}/tasks/{job_id}/progress").status_code == 400


def test_a_dcs_resize_is_found_in_the_list(simulator: Client) -> None:
    simulator.send("POST", f"{V2}/{DCS}/resize", RESIZE_DCS)
    task = simulator.get(f"{V2}/{DCS}/tasks")["tasks"][0]
    assert task["name"] == "EXTEND"
    assert task["details"] == {
        "old_capacity": "4",
        "new_capacity": "8",
        "old_resource_spec_code": "redis.ha.xu1.large.r2.4",
        "new_resource_spec_code": "redis.ha.xu1.large.r2.8",
    }
    assert simulator.get(f"{V2}/{DCS}/tasks/{task['id']}/progress")["progress"] == 0
    assert simulator.get(f"{V2}/{DCS}")["status"] == "EXTENDING"
    simulator.wait(1000)
    instance = simulator.get(f"{V2}/{DCS}")
    assert (instance["status"], instance["capacity"]) == ("RUNNING", 8)


def test_a_flavor_change_of_taurusdb_has_no_details(simulator: Client) -> None:
    answer = simulator.send("POST", f"/v3/{PROJECT_ID}/instances/{TAURUSDB}/action", FLAVOR)
    simulator.wait(10)
    job_id = answer.json()["job_id"]
    path = f"/v3/{PROJECT_ID}/instances/{TAURUSDB}/task-center-detail?job_id={job_id}"
    assert simulator.send("GET", path).status_code == 400
    job = simulator.get(f"/v3/{PROJECT_ID}/immediate-jobs")["jobs"][0]
    assert (job["job_id"], job["show_detail"], job["instance_status"]) == (job_id, False, "MODIFYING")


@pytest.mark.parametrize(
    ("path", "body", "word", "failure", "nodes"),
    [
        ("resize", {"scale_out": {"count": 3}}, "GROWING", "RESIZE_FAILURE", 6),
        ("expand-instance-storage", {"new_size": 200}, "DISK_EXPANDING", "DISK_EXPAND_FAILURE", 3),
        ("cluster-shrink", {"shrink_number": 1}, "SHRINKING", "SHRINK_FAILURE", 2),
    ],
)
def test_a_dws_change_shows_on_the_cluster(
    simulator: Client, path: str, body: object, word: str, failure: str, nodes: int
) -> None:
    simulator.order("POST", "scripts", {"service": "dws", "seconds": 100})
    simulator.order("POST", "scripts", {"service": "dws", "seconds": 100, "outcome": "failed"})
    simulator.send("POST", f"{CLUSTER}/{path}", body)
    simulator.wait(43)
    assert cluster(simulator) == (word, {word: "43%"}, 3)
    simulator.wait(57)
    assert cluster(simulator) == (None, {}, nodes)
    simulator.send("POST", f"{CLUSTER}/{path}", body)
    simulator.wait(50)
    assert cluster(simulator) == (failure, {}, nodes)


def cluster(simulator: Client) -> tuple[str | None, dict[str, str], int]:
    """What a change shows on the cluster."""
    found = simulator.get(CLUSTER)["cluster"]
    return found["task_status"], found["action_progress"], found["number_of_node"]
