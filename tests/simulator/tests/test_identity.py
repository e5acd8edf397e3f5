# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""IAM: tokens by password, and projects by name."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from simulator import world
from simulator.tests.client import LOGIN, Client

DOMAIN = {"id": world.DOMAIN_ID, "name": world.DOMAIN_NAME}


def login(scope: dict[str, Any] | None = None, **user: object) -> dict[str, Any]:
    """A login with another scope or another user."""
    changed: dict[str, Any] = copy.deepcopy(LOGIN)
    if scope is not None:
        changed["auth"]["scope"] = scope
    if user:
        changed["auth"]["identity"]["password"]["user"] |= user
    return changed


def test_a_token(simulator: Client) -> None:
    answer = simulator.log_in()
    assert answer.status_code == 201
    assert len(answer.headers["X-Subject-Token"]) > 1000
    expected = {
        "token": {
            "expires_at": "2026-01-16T08:30:00.000000Z",
            "issued_at": "2026-01-15T08:30:00.000000Z",
            "methods": ["password"],
            "catalog": [],
            "roles": [{"id": "0", "name": "te_admin"}],
            "project": {"id": world.PROJECT_ID, "name": world.PROJECT_NAME, "domain": DOMAIN},
            "user": {"id": world.USER_ID, "name": world.USER_NAME, "password_expires_at": "", "domain": DOMAIN},
        }
    }
    assert answer.json() == expected
    shown = simulator.send("GET", "/v3/auth/tokens", headers={"X-Subject-Token": answer.headers["X-Subject-Token"]})
    assert (shown.status_code, shown.json()) == (200, expected)


def test_a_token_without_the_catalog(simulator: Client) -> None:
    assert "catalog" not in simulator.send("POST", "/v3/auth/tokens?nocatalog=", LOGIN).json()["token"]


@pytest.mark.parametrize(
    ("scope", "project"),
    [
        ({"project": {"name": world.PROJECT_NAME}}, world.PROJECT_ID),
        ({"project": {"id": world.PROJECT_ID}}, world.PROJECT_ID),
        ({"project": {"name": "cn-north-4_team"}}, "1f2e3d4c5b6a79887897a6b5c4d3e2f1"),
        ({"domain": {"name": world.DOMAIN_NAME}}, None),
        ({"domain": {"id": world.DOMAIN_ID}}, None),
    ],
)
def test_scopes(simulator: Client, scope: dict[str, Any], project: str | None) -> None:
    token = simulator.log_in(login(scope)).json()["token"]
    assert token.get("project", {}).get("id") == project
    assert ("domain" in token) is (project is None)
    expected = 200 if project == world.PROJECT_ID else 403
    assert simulator.send("GET", "/v2/{p}/tasks").status_code == expected


@pytest.mark.parametrize(
    ("changed", "status", "title"),
    [
        (login(password="wrong"), 401, "Unauthorized"),
        (login(name="nobody"), 401, "Unauthorized"),
        (login(domain={"name": "elsewhere"}), 401, "Unauthorized"),
        (login({"project": {"name": "eu-west-0"}}), 401, "Unauthorized"),
        (login({"domain": {"name": "elsewhere"}}), 401, "Unauthorized"),
        ({"auth": {"identity": {"methods": ["token"]}}}, 400, "Bad Request"),
        ({"auth": {}}, 400, "Bad Request"),
        ([], 400, "Bad Request"),
    ],
)
def test_no_token(simulator: Client, changed: dict[str, Any], status: int, title: str) -> None:
    answer = simulator.send("POST", "/v3/auth/tokens", changed)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["title"]) == (status, status, title)
    assert "X-Subject-Token" not in answer.headers


def test_a_user_may_come_by_id(simulator: Client) -> None:
    changed = login()
    changed["auth"]["identity"]["password"]["user"] = {"id": world.USER_ID, "password": world.PASSWORD}
    assert simulator.log_in(changed).status_code == 201


def test_a_token_that_is_none(simulator: Client) -> None:
    answer = simulator.send("GET", "/v3/auth/tokens", headers={"X-Subject-Token": "invented"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, 404)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/v3/projects?name=cn-north-4", ["cn-north-4"]),
        ("/v3/projects?name=cn-north-4_team", ["cn-north-4_team"]),
        ("/v3/projects?name=eu-west-0", []),
        ("/v3/projects", ["cn-north-4", "cn-north-4_team"]),
        ("/v3/auth/projects", ["cn-north-4", "cn-north-4_team"]),
    ],
)
def test_projects(simulator: Client, path: str, names: list[str]) -> None:
    assert [project["name"] for project in simulator.get(path)["projects"]] == names


def test_projects_by_signature(simulator: Client) -> None:
    path = f"/v3/projects?name={world.REGION}"
    answer = simulator.send("GET", path, headers=simulator.sign("GET", path))
    assert answer.json()["projects"][0] == {
        "id": world.PROJECT_ID,
        "name": world.PROJECT_NAME,
        "domain_id": world.DOMAIN_ID,
        "parent_id": world.DOMAIN_ID,
        "enabled": True,
        "is_domain": False,
        "description": "",
        "links": {"self": f"https://iam.example.com/v3/projects/{world.PROJECT_ID}"},
    }


def test_projects_need_credentials(simulator: Client) -> None:
    answer = simulator.send("GET", "/v3/projects", headers={"X-Auth-Token": "invented"})
    assert (answer.status_code, answer.json()["error_code"]) == (401, "APIGW.0301")
