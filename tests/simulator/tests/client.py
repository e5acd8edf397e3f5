# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests talk to the simulator with."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from simulator import world
from simulator.clock import Clock
from simulator.signature import ALGORITHM, SignedRequest, string_to_sign

# 2026-01-15T08:30:00Z
START = 1768465800.0
LOGIN = {
    "auth": {
        "identity": {
            "methods": ["password"],
            "password": {
                "user": {
                    "name": world.USER_NAME,
                    "password": world.PASSWORD,
                    "domain": {"name": world.DOMAIN_NAME},
                }
            },
        },
        "scope": {"project": {"name": world.PROJECT_NAME}},
    }
}


class SetClock:
    """A clock that goes only when it is told to."""

    def __init__(self) -> None:
        self.seconds = START

    def __call__(self) -> float:
        """Seconds since the epoch."""
        return self.seconds


class Client:
    """A caller with a token; every path may leave the project id to it, as {p}."""

    def __init__(self, address: str, clock: SetClock) -> None:
        self.address = address
        self.clock = clock
        self.session = requests.Session()

    def log_in(self, login: Mapping[str, Any] | None = None) -> requests.Response:
        """Ask for a token and use it from now on."""
        answer = self.send("POST", "/v3/auth/tokens", LOGIN if login is None else login)
        self.session.headers["X-Auth-Token"] = answer.headers.get("X-Subject-Token", "")
        return answer

    def send(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> requests.Response:
        """The answer to a request, redirects not followed."""
        url = self.address + path.replace("{p}", world.PROJECT_ID)
        return self.session.request(method, url, json=body, headers=headers, allow_redirects=False, timeout=5)

    def get(self, path: str) -> Any:
        """The JSON of a GET that goes well."""
        answer = self.send("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def order(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON that the control API answers."""
        answer = self.send(method, f"/_simulator/{path}", body)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def add_task(self, service: str, **order: object) -> str:
        """The id of a new task of the service."""
        return str(self.order("POST", "tasks", {"service": service, **order})["task_id"])

    def wait(self, seconds: float) -> None:
        """Let time go by."""
        self.clock.seconds += seconds

    def sign(
        self,
        method: str,
        path: str,
        *,
        access_key: str = world.ACCESS_KEY,
        secret_key: str = world.SECRET_KEY,
        names: tuple[str, ...] = ("host", "x-sdk-date"),
        age: float = 0.0,
        body: bytes = b"",
    ) -> dict[str, str]:
        """The headers of a signed request made `age` seconds ago."""
        moment = Clock(self.clock).told(self.clock.seconds - age)
        headers = {"X-Sdk-Date": moment.strftime("%Y%m%dT%H%M%SZ"), "Host": urlsplit(self.address).netloc}
        target = path.replace("{p}", world.PROJECT_ID)
        lower = {name.lower(): value for name, value in headers.items()}
        text = string_to_sign(SignedRequest(method, target, lower, body), names)
        value = hmac.new(secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()
        authorization = f"{ALGORITHM} Access={access_key}, SignedHeaders={';'.join(names)}, Signature={value}"
        return headers | {"Authorization": authorization}
