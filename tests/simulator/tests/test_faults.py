# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Each fault over a real socket, and which calls it meets."""

from __future__ import annotations

import time

import pytest
import requests

from simulator.tests.client import Client
from simulator.world import INSTANCE_IDS, Service

KAFKA = INSTANCE_IDS[Service.KAFKA]
PATH = f"/v2/{{p}}/instances/{KAFKA}"


def test_status(simulator: Client) -> None:
    body = {"error_code": "APIGW.0308", "error_msg": "The throttling threshold has been reached"}
    simulator.order("POST", "faults", {"kind": "status", "status": 429, "headers": {"Retry-After": "3"}, "body": body})
    answer = simulator.send("GET", PATH)
    assert (answer.status_code, answer.headers["Retry-After"], answer.json()) == (429, "3", body)
    assert len(answer.headers["X-Request-Id"]) == 32
    assert simulator.send("GET", PATH).status_code == 200


def test_status_with_a_text(simulator: Client) -> None:
    simulator.order("POST", "faults", {"kind": "status", "status": 503, "body": "no healthy upstream"})
    answer = simulator.send("GET", PATH)
    assert (answer.status_code, answer.text) == (503, "no healthy upstream")


@pytest.mark.parametrize(
    ("status", "code"),
    [(429, "APIGW.0308"), (500, "APIGW.0601"), (502, "APIGW.0201"), (503, "APIGW.0613"), (501, "APIGW.0601")],
)
def test_status_in_the_words_of_the_gateway(simulator: Client, status: int, code: str) -> None:
    simulator.order("POST", "faults", {"kind": "status", "status": status})
    answer = simulator.send("GET", PATH)
    assert (answer.status_code, answer.json()["error_code"]) == (status, code)


def test_reset(simulator: Client) -> None:
    simulator.order("POST", "faults", {"kind": "reset"})
    with pytest.raises(requests.ConnectionError, match=r"Connection reset|ConnectionResetError"):
        simulator.send("GET", PATH)
    assert simulator.send("GET", PATH).status_code == 200


def test_slow(simulator: Client) -> None:
    simulator.order("POST", "faults", {"kind": "slow", "seconds": 0.2})
    begun = time.monotonic()
    assert simulator.get(PATH)["instance_id"] == KAFKA
    assert time.monotonic() - begun >= 0.2


def test_drip(simulator: Client) -> None:
    simulator.order("POST", "faults", {"kind": "drip", "seconds": 0.0005})
    begun = time.monotonic()
    answer = simulator.send("GET", PATH)
    assert answer.json()["instance_id"] == KAFKA
    assert time.monotonic() - begun >= 0.0005 * len(answer.content)


def test_truncated(simulator: Client) -> None:
    simulator.order("POST", "faults", {"kind": "truncated"})
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        simulator.send("GET", PATH)


def test_html(simulator: Client) -> None:
    simulator.order("POST", "faults", [{"kind": "html"}, {"kind": "html", "status": 502}])
    first, second = simulator.send("GET", PATH), simulator.send("GET", PATH)
    assert (first.status_code, second.status_code) == (200, 502)
    assert first.headers["Content-Type"].startswith("text/html")
    assert first.text.startswith("<html>")


def test_not_json(simulator: Client) -> None:
    simulator.order("POST", "faults", {"kind": "not_json"})
    answer = simulator.send("GET", PATH)
    assert answer.headers["Content-Type"].startswith("application/json")
    with pytest.raises(requests.JSONDecodeError):
        answer.json()


def test_huge(simulator: Client) -> None:
    simulator.order("POST", "faults", {"kind": "huge", "megabytes": 3})
    answer = simulator.send("GET", PATH)
    assert list(answer.json()) == ["padding"]
    assert len(answer.content) > 3 * 1024 * 1024


def test_a_huge_answer_may_be_left_half_read(simulator: Client) -> None:
    simulator.order("POST", "faults", {"kind": "huge", "megabytes": 64})
    with requests.get(f"{simulator.address}/v3/projects", stream=True, timeout=5) as answer:
        assert answer.raw.read(1000)
    assert simulator.send("GET", PATH).status_code == 200


def test_drift(simulator: Client) -> None:
    task_id = simulator.add_task("kafka")
    order = {"replace": {"progress_percentage": "40%"}, "rename": {"statue": "status"}, "remove": ["end_time"]}
    simulator.order("POST", "faults", {"kind": "drift", **order})
    body = simulator.get(f"{PATH}/tasks/{task_id}/progress")
    assert body["progress_percentage"] == "40%"
    assert list(body["step_list"][0]) == ["name", "status", "start_time"]


def test_redirect(simulator: Client) -> None:
    simulator.order("POST", "faults", {"kind": "redirect", "location": "https://other.example.com/x"})
    answer = simulator.send("GET", PATH)
    assert (answer.status_code, answer.headers["Location"]) == (302, "https://other.example.com/x")


def test_expired_token(simulator: Client) -> None:
    simulator.order("POST", "faults", {"kind": "expired_token"})
    answer = simulator.send("GET", PATH)
    assert (answer.status_code, answer.json()["error_code"]) == (401, "APIGW.0301")
    assert answer.json()["error_msg"].endswith("token expires")


def statuses(simulator: Client, *requested: tuple[str, str]) -> list[int]:
    """The statuses of these requests, one after the other."""
    return [simulator.send(method, path).status_code for method, path in requested]


def test_times(simulator: Client) -> None:
    simulator.order("POST", "faults", {"kind": "status", "status": 500, "times": 2})
    assert statuses(simulator, *[("GET", PATH)] * 4) == [500, 500, 200, 200]


def test_for_ever(simulator: Client) -> None:
    simulator.order("POST", "faults", {"kind": "status", "status": 500, "times": None})
    assert statuses(simulator, *[("GET", PATH)] * 4) == [500] * 4
    simulator.order("DELETE", "faults")
    assert statuses(simulator, ("GET", PATH)) == [200]


def test_skip(simulator: Client) -> None:
    simulator.order("POST", "faults", {"kind": "status", "status": 500, "skip": 2})
    assert statuses(simulator, *[("GET", PATH)] * 4) == [200, 200, 500, 200]


def test_match(simulator: Client) -> None:
    match = {"method": "get", "path": "/tasks$"}
    simulator.order("POST", "faults", {"kind": "status", "status": 500, "match": match, "times": None})
    requested = [("GET", PATH), ("GET", f"{PATH}/tasks"), ("POST", f"{PATH}/tasks"), ("GET", "/v2/{p}/tasks")]
    assert statuses(simulator, *requested) == [200, 500, 404, 500]


def test_faults_happen_in_their_order(simulator: Client) -> None:
    simulator.order("POST", "faults", [{"kind": "status", "status": status} for status in (429, 503, 500)])
    assert simulator.order("GET", "faults") == {"pending": 3}
    assert statuses(simulator, *[("GET", PATH)] * 4) == [429, 503, 500, 200]
    assert simulator.order("GET", "faults") == {"pending": 0}
