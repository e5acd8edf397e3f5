# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The calls of IAM that a wait needs: log in, and find a project by its name (API facts 4a, 4e)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any, Callable

from ._contract import Contract, Schema, record
from ._credentials import Login
from ._errors import InvalidOption, UnreadableAnswer
from ._exchange import Send, answered, json_of
from ._messages import Request, fits_header
from ._settings import IDENTITY_SERVICE, Place, Settings

Authorize = Callable[[Request], Request]

_ID: Schema = {"description": "an id", "type": "string", "pattern": r"^[A-Za-z0-9_-]{1,64}\Z"}
_NAMED = record(required={"id": _ID}, optional={"name": {"description": "a name", "type": "string"}})
_PROJECTS = Contract(
    record(required={"projects": {"description": "a list", "type": "array", "items": _NAMED}}, optional={})
)
_LOGIN = Contract(record(required={"token": record(required={"project": _NAMED}, optional={})}, optional={}))


@dataclass(frozen=True)
class ProjectToken:
    """A token and the one project that it is good for."""

    token: str = field(repr=False)
    project_id: str


class Iam:
    """IAM as this call reaches it."""

    def __init__(self, send: Send, settings: Settings) -> None:
        self._send = send
        self._settings = settings

    def log_in(self, login: Login, place: Place) -> ProjectToken:
        """A token for the project of the place, from a user's name and password."""
        scope = {"id": place.project_id} if place.project_id else {"name": self._project_name(place)}
        user = {"name": login.user_name, "password": login.password, "domain": {"name": login.domain_name}}
        body = {
            "auth": {"identity": {"methods": ["password"], "password": {"user": user}}, "scope": {"project": scope}}
        }
        # Without the catalog the answer is a tenth as long.
        request = self._request("POST", "/v3/auth/tokens", place, (("nocatalog", "true"),), json.dumps(body).encode())
        response = answered(self._send, request)
        told = _checked(_LOGIN, request, json_of(request, response))
        token = response.headers.get("x-subject-token", "")
        if not token or not fits_header(token):
            raise UnreadableAnswer(
                request, "expected a token in the header X-Subject-Token, found none that can be one"
            )
        return ProjectToken(token, told["token"]["project"]["id"])

    def find_project(self, place: Place, authorize: Authorize) -> str:
        """The id of the project with exactly this name; raises InvalidOption where there is none or more than one."""
        name = self._project_name(place)
        request = authorize(self._request("GET", "/v3/projects", place, (("name", name),)))
        told = _checked(_PROJECTS, request, json_of(request, answered(self._send, request)))
        # Sub-projects are named after their region, "cn-north-4_team", so more than one can come back.
        ids: list[str] = [project["id"] for project in told["projects"] if project.get("name") == name]
        if len(ids) != 1:
            raise InvalidOption(
                f"{request} knows {len(ids)} projects named {name!r}: set project_id, or project_name to the right name"
            )
        return ids[0]

    def _request(self, method: str, path: str, place: Place, query: Any = (), body: bytes = b"") -> Request:
        origin, base = self._settings.address_of(IDENTITY_SERVICE, IDENTITY_SERVICE, place.region)
        return Request(method, origin, base + path, query, {"Content-Type": "application/json"}, body)

    @staticmethod
    def _project_name(place: Place) -> str:
        if not place.project_name:
            raise InvalidOption("Set project_id, or project_name or region so that the project can be found by name")
        return place.project_name


def _checked(contract: Contract, request: Request, body: Any) -> Any:
    problem = contract.problem(body)
    if problem:
        raise UnreadableAnswer(request, problem)
    return body
