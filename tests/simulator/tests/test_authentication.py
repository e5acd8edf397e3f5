# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who may ask: signatures, tokens, projects, and the gateway's words for those who may not."""

from __future__ import annotations

from typing import Any

import pytest
import requests

from simulator import world
from simulator.tests.client import Client
from simulator.world import PROJECT_ID

PATH = f"/v2/{PROJECT_ID}/tasks?limit=10&start_time=20260101000000"
TEMPORARY: dict[str, Any] = {
    "access_key": world.TEMPORARY_ACCESS_KEY,
    "secret_key": world.TEMPORARY_SECRET_KEY,
}


def why(answer: requests.Response) -> str:
    """What the gateway says against the credentials."""
    assert answer.status_code == 401
    body = answer.json()
    assert set(body) == {"error_code", "error_msg", "request_id"}
    assert body["error_code"] == "APIGW.0301"
    before, _colon, reason = body["error_msg"].partition(": ")
    assert before == "Incorrect IAM authentication information"
    return str(reason)


@pytest.mark.parametrize("age", [0, 899, -899])
def test_a_good_signature(simulator: Client, age: float) -> None:
    assert simulator.send("GET", PATH, headers=simulator.sign("GET", PATH, age=age)).status_code == 200


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"secret_key": "wrong"}, "verify aksk signature fail"),
        ({"access_key": "UNKNOWN"}, "Get secretKey failed,ak:UNKNOWN,err:ak not exist"),
        ({"names": ("x-sdk-date",)}, "verify aksk signature fail, host is not among the signed headers"),
        ({"names": ("host",)}, "verify aksk signature fail, x-sdk-date is not among the signed headers"),
        ({"age": 901}, "verify aksk signature fail, clock skew is more than 15 minutes"),
        ({"age": -901}, "verify aksk signature fail, clock skew is more than 15 minutes"),
        (TEMPORARY, "verify aksk signature fail, the security token is wrong"),
    ],
)
def test_a_bad_signature(simulator: Client, changes: dict[str, Any], reason: str) -> None:
    headers = simulator.sign("GET", PATH, **changes)
    assert why(simulator.send("GET", PATH, headers=headers)) == reason


@pytest.mark.parametrize(
    "headers",
    [{"Authorization": "SDK-HMAC-SHA256 Access=x"}, {"Authorization": "Basic eDp5"}],
)
def test_a_malformed_authorization(simulator: Client, headers: dict[str, str]) -> None:
    reason = "verify aksk signature fail, the Authorization header is malformed"
    assert why(simulator.send("GET", PATH, headers=headers)) == reason


def test_a_signature_is_for_one_request_only(simulator: Client) -> None:
    headers = simulator.sign("GET", PATH)
    assert simulator.send("GET", PATH, headers=headers).status_code == 200
    assert why(simulator.send("GET", f"{PATH}&offset=0", headers=headers)) == "verify aksk signature fail"
    headers |= {"X-Sdk-Date": "20260115T082959Z"}
    assert why(simulator.send("GET", PATH, headers=headers)) == "verify aksk signature fail"


def test_a_signature_covers_the_body(simulator: Client) -> None:
    path = f"/v2/{PROJECT_ID}/clusters/{world.INSTANCE_IDS[world.Service.DWS]}/elbs/some-elb"
    headers = simulator.sign("POST", path, body=b'{"a": 1}')
    assert why(simulator.send("POST", path, {"a": 2}, headers)) == "verify aksk signature fail"
    assert simulator.send("POST", path, {"a": 1}, headers).status_code == 200


def test_temporary_keys_need_their_security_token(simulator: Client) -> None:
    headers = simulator.sign("GET", PATH, **TEMPORARY) | {"X-Security-Token": world.SECURITY_TOKEN}
    assert simulator.send("GET", PATH, headers=headers).status_code == 200


def test_a_clock_that_is_off_refuses_good_signatures(simulator: Client) -> None:
    simulator.order("POST", "clock", {"offset_seconds": 1000})
    answer = simulator.send("GET", PATH, headers=simulator.sign("GET", PATH))
    assert why(answer) == "verify aksk signature fail, clock skew is more than 15 minutes"
    assert simulator.send("GET", PATH, headers=simulator.sign("GET", PATH, age=-1000)).status_code == 200


def test_more_than_five_wrong_signatures_lock_the_key_for_five_minutes(simulator: Client) -> None:
    for _time in range(6):
        headers = simulator.sign("GET", PATH, secret_key="wrong")
        assert why(simulator.send("GET", PATH, headers=headers)) == "verify aksk signature fail"
    locked = "AK access failed to reach the limit,forbidden"
    assert why(simulator.send("GET", PATH, headers=simulator.sign("GET", PATH))) == locked
    simulator.wait(299)
    assert why(simulator.send("GET", PATH, headers=simulator.sign("GET", PATH))) == locked
    simulator.wait(1)
    assert simulator.send("GET", PATH, headers=simulator.sign("GET", PATH)).status_code == 200


def test_a_good_signature_makes_the_wrong_ones_forgotten(simulator: Client) -> None:
    for secret_key in ["wrong"] * 5 + [world.SECRET_KEY] + ["wrong"] * 5:
        simulator.send("GET", PATH, headers=simulator.sign("GET", PATH, secret_key=secret_key))
    assert simulator.send("GET", PATH, headers=simulator.sign("GET", PATH)).status_code == 200


def test_no_credentials(simulator: Client) -> None:
    del simulator.session.headers["X-Auth-Token"]
    assert why(simulator.send("GET", PATH)) == "x-auth-token not found"


def test_an_unknown_token(simulator: Client) -> None:
    assert why(simulator.send("GET", PATH, headers={"X-Auth-Token": "invented"})) == "decrypt token fail"


def test_a_token_expires(simulator: Client) -> None:
    simulator.order("POST", "tokens", {"life_seconds": 60})
    simulator.log_in()
    simulator.wait(59)
    assert simulator.send("GET", PATH).status_code == 200
    simulator.wait(1)
    assert why(simulator.send("GET", PATH)) == "token expires"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/v2/another/instances/unknown/tasks/any/progress", "DMS.10240104"),
        (f"/v2/another/instances/{world.INSTANCE_IDS[world.Service.DCS]}/tasks", "DCS.4003"),
        ("/v2/another/tasks", "DCS.4003"),
        ("/v3/another/jobs?id=any", "DBS.200403"),
        ("/v1.0/another/job/any", "DWS.0015"),
        ("/v2/another/clusters/any/elbs/any", "DWS.0015"),
    ],
)
def test_a_foreign_project_is_refused_in_the_shape_of_the_service(simulator: Client, path: str, code: str) -> None:
    answer = simulator.send("POST" if "elbs" in path else "GET", path)
    assert (answer.status_code, answer.json()["error_code"]) == (403, code)
    assert ("error_ext_msg" in answer.json()) is code.startswith("DCS")
