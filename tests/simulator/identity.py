# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""IAM: tokens by password, and projects by name."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web

from . import world
from .answers import answer, iam_refusal
from .authentication import projects_of_caller
from .clock import iso_microseconds
from .context import CLOUD, TOKENS
from .credentials import Token

DOMAIN = {"id": world.DOMAIN_ID, "name": world.DOMAIN_NAME}


async def create_token(request: web.Request) -> web.Response:
    """POST /v3/auth/tokens: the token itself is in a header (API facts 4a)."""
    auth = _member(await _body(request), "auth")
    identity = _member(auth, "identity")
    if identity.get("methods") != ["password"]:
        raise iam_refusal(400, "Bad Request", "The authentication method is not supported.")
    _check_password(_member(_member(identity, "password"), "user"))
    token = request.app[TOKENS].issue(_project_of_scope(auth.get("scope", {})))
    return _told(request, token, 201, with_catalog="nocatalog" not in request.query)


async def show_token(request: web.Request) -> web.Response:
    """GET /v3/auth/tokens: whether the token in X-Subject-Token is good."""
    await projects_of_caller(request)
    token = request.app[TOKENS].find(request.headers.get("X-Subject-Token", ""))
    if token is None or request.app[TOKENS].is_expired(token):
        raise iam_refusal(404, "Not Found", "Could not find the token.")
    return _told(request, token, 200, with_catalog="nocatalog" not in request.query)


async def list_projects(request: web.Request) -> web.Response:
    """GET /v3/projects?name= and /v3/auth/projects.

    Whether the cloud answers a name with the sub-projects that begin with it, too, is not known (API facts 4e). Here it
    does not: the official SDK would refuse to choose, and it is used without a project id every day.
    """
    await projects_of_caller(request)
    name = request.query.get("name")
    projects = [_project(*entry) for entry in world.PROJECTS.items() if name in (None, entry[1])]
    links = {"self": f"{request.url.origin()}{request.path}", "next": None, "previous": None}
    return answer({"projects": projects, "links": links}, "iam_projects")


async def _body(request: web.Request) -> dict[str, Any]:
    """The JSON object in the body."""
    try:
        body = json.loads(await request.read())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise iam_refusal(400, "Bad Request", "The request body is invalid.")
    return body


def _member(body: dict[str, Any], name: str) -> dict[str, Any]:
    """A member that must be an object."""
    found = body.get(name)
    if not isinstance(found, dict):
        raise iam_refusal(400, "Bad Request", f"{name} is missing in the request body.")
    return found


def _check_password(user: dict[str, Any]) -> None:
    """Refuse a wrong user, domain or password alike, so that nothing can be guessed."""
    by_id = user.get("id") == world.USER_ID
    domain = user.get("domain")
    by_name = user.get("name") == world.USER_NAME and isinstance(domain, dict) and _is_domain(domain)
    if not (by_id or by_name) or user.get("password") != world.PASSWORD:
        raise iam_refusal(401, "Unauthorized", "The username or password is wrong.")


def _is_domain(named: dict[str, Any]) -> bool:
    """Whether these are the name or id of the domain."""
    return named.get("id") == world.DOMAIN_ID or named.get("name") == world.DOMAIN_NAME


def _project_of_scope(scope: dict[str, Any]) -> str | None:
    """The project a token is for; None for a token of the domain."""
    wanted = scope.get("project")
    if isinstance(wanted, dict):
        for project_id, name in world.PROJECTS.items():
            if wanted.get("id") == project_id or wanted.get("name") == name:
                return project_id
        raise iam_refusal(401, "Unauthorized", "The user has no role in the project.")
    domain = scope.get("domain")
    if domain is not None and not (isinstance(domain, dict) and _is_domain(domain)):
        raise iam_refusal(401, "Unauthorized", "The user does not belong to the domain.")
    return None


def _told(request: web.Request, token: Token, status: int, *, with_catalog: bool) -> web.Response:
    """The answer that describes a token."""
    clock = request.app[CLOUD].clock
    body: dict[str, Any] = {
        "expires_at": iso_microseconds(clock.told(token.expires_at)),
        "issued_at": iso_microseconds(clock.told(token.issued_at)),
        "methods": ["password"],
        "roles": [{"id": "0", "name": "te_admin"}],
        "user": {"id": world.USER_ID, "name": world.USER_NAME, "password_expires_at": "", "domain": DOMAIN},
    }
    if with_catalog:
        body["catalog"] = []
    if token.project_id is None:
        body["domain"] = DOMAIN
    else:
        body["project"] = {"id": token.project_id, "name": world.PROJECTS[token.project_id], "domain": DOMAIN}
    return answer({"token": body}, "iam_token", status, {"X-Subject-Token": token.value})


def _project(project_id: str, name: str) -> dict[str, Any]:
    """One project of the list."""
    parent = world.DOMAIN_ID if project_id == world.PROJECT_ID else world.PROJECT_ID
    return {
        "id": project_id,
        "name": name,
        "domain_id": world.DOMAIN_ID,
        "parent_id": parent,
        "enabled": True,
        "is_domain": False,
        "description": "",
        "links": {"self": f"https://iam.example.com/v3/projects/{project_id}"},
    }


ROUTES = [
    web.post("/v3/auth/tokens", create_token),
    web.get("/v3/auth/tokens", show_token),
    web.get("/v3/auth/projects", list_projects),
    web.get("/v3/projects", list_projects),
]
