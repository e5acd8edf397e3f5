# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls of IAM: log in, and find a project by its name (API facts 4a, 4e)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._credentials import Login
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._errors import (
    CredentialsRefused,
    InvalidOption,
    Refused,
    TaskMissing,
    UnreadableAnswer,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._iam import Iam, ProjectToken
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._messages import Request, Response
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._settings import Place, Settings

LOGIN = Login("olivia", "Pässword 1", "acme")
PLACE = Place("cn-north-4", None, "cn-north-4")
PROJECT = "0123456789abcdef0123456789abcdef"


class Cloud:
    """Answers every request alike and remembers them."""

    def __init__(self, status: int, body: Any, **headers: str) -> None:
        self.requests: list[Request] = []
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self._response = Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, raw)

    def send(self, request: Request) -> Response:
        """The one answer."""
        self.requests.append(request)
        return self._response


def iam_of(cloud: Cloud, **addresses: tuple[str, str]) -> Iam:
    """IAM as the cloud plays it."""
    return Iam(cloud.send, Settings(PLACE, None, addresses, True, 30))


def proved(request: Request) -> Request:
    """The request with some proof."""
    return request.with_headers({"X-Proof": "yes"})


def token_of(project_id: Any = PROJECT) -> dict[str, Any]:
    """The body that comes with a token."""
    return {"token": {"expires_at": "2026-01-16T08:30:00.123000Z", "project": {"id": project_id, "name": "x"}}}


def projects(*entries: Any) -> dict[str, Any]:
    """The body of a look-up of projects."""
    return {"projects": [{"id": identifier, "name": name} for identifier, name in entries], "links": {}}


def test_a_login_names_user_password_domain_and_project() -> None:
    cloud = Cloud(201, token_of(), x_subject_token="MIIT")
    assert iam_of(cloud).log_in(LOGIN, PLACE) == ProjectToken("MIIT", PROJECT)
    (request,) = cloud.requests
    assert (request.method, request.url) == (
        "POST",
        "https://iam.cn-north-4.myhuaweicloud.com/v3/auth/tokens?nocatalog=true",
    )
    assert request.headers == {"Content-Type": "application/json"}
    assert json.loads(request.body) == {
        "auth": {
            "identity": {
                "methods": ["password"],
                "password": {"user": {"name": "olivia", "password": "Pässword 1", "domain": {"name": "acme"}}},
            },
            "scope": {"project": {"name": "cn-north-4"}},
        }
    }


def test_a_login_for_a_known_project_names_its_id() -> None:
    cloud = Cloud(201, token_of(), x_subject_token="MIIT")
    iam_of(cloud).log_in(LOGIN, Place("cn-north-4", PROJECT, "cn-north-4"))
    assert json.loads(cloud.requests[0].body)["auth"]["scope"] == {"project": {"id": PROJECT}}


def test_a_login_goes_to_the_given_address() -> None:
    cloud = Cloud(201, token_of(), x_subject_token="MIIT")
    iam_of(cloud, iam=("http://127.0.0.1:8080", "/iam")).log_in(LOGIN, PLACE)
    assert cloud.requests[0].url == "http://127.0.0.1:8080/iam/v3/auth/tokens?nocatalog=true"


def test_a_login_without_region_project_and_endpoint_is_not_tried() -> None:
    cloud = Cloud(201, token_of(), x_subject_token="MIIT")
    with pytest.raises(InvalidOption, match=r"^Set project_id, or project_name or region"):
        iam_of(cloud).log_in(LOGIN, Place(None, None, None))
    assert cloud.requests == []


def test_a_wrong_password_is_refused_with_advice() -> None:
    body = {"error": {"code": 401, "message": "The username or password is wrong.", "title": "Unauthorized"}}
    with pytest.raises(CredentialsRefused) as raised:
        iam_of(Cloud(401, body, x_iam_trace_id="t1")).log_in(LOGIN, PLACE)
    assert str(raised.value) == (
        "POST https://iam.cn-north-4.myhuaweicloud.com/v3/auth/tokens?nocatalog=true: "
        "HTTP 401: 401 The username or password is wrong (request id t1). Check user_name, password and domain_name"
    )
    assert "Pässword" not in repr(raised.value.details())


@pytest.mark.parametrize("token", ["", "two words", "a\tb", "t\u00f6ken"])
def test_a_token_that_can_be_none_is_not_taken(token: str) -> None:
    with pytest.raises(UnreadableAnswer, match=r"expected a token in the header X-Subject-Token") as raised:
        iam_of(Cloud(201, token_of(), x_subject_token=token)).log_in(LOGIN, PLACE)
    assert token == "" or token not in str(raised.value)


def test_an_answer_without_the_header_brings_no_token() -> None:
    with pytest.raises(UnreadableAnswer, match=r"expected a token in the header X-Subject-Token"):
        iam_of(Cloud(201, token_of())).log_in(LOGIN, PLACE)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, "expected an object at $.token, found nothing there"),
        ({"token": {}}, "expected an object at $.token.project, found nothing there"),
        ({"token": {"project": {"name": "x"}}}, "expected an id at $.token.project.id, found nothing there"),
        (token_of(7), "expected an id at $.token.project.id, found the number 7"),
        (token_of("../x"), 'expected an id at $.token.project.id, found the text "../x"'),
        (token_of("a" * 65), 'expected an id at $.token.project.id, found the text "' + "a" * 58 + "…"),
        ([], "expected an object at $, found a list"),
    ],
)
def test_a_login_answer_that_does_not_fit_is_named_with_its_place(body: Any, problem: str) -> None:
    with pytest.raises(UnreadableAnswer) as raised:
        iam_of(Cloud(201, body, x_subject_token="MIIT")).log_in(LOGIN, PLACE)
    assert str(raised.value).endswith(f"nocatalog=true: {problem}")


def test_a_project_is_looked_up_by_its_name_with_proof() -> None:
    cloud = Cloud(200, projects((PROJECT, "cn-north-4")))
    assert iam_of(cloud).find_project(PLACE, proved) == PROJECT
    (request,) = cloud.requests
    assert (request.method, request.url, request.body) == (
        "GET",
        "https://iam.cn-north-4.myhuaweicloud.com/v3/projects?name=cn-north-4",
        b"",
    )
    assert request.headers == {"Content-Type": "application/json", "X-Proof": "yes"}


def test_a_sub_project_is_not_taken_for_its_region() -> None:
    cloud = Cloud(200, projects(("sub", "cn-north-4_team"), (PROJECT, "cn-north-4"), ("other", "cn-north-40")))
    assert iam_of(cloud).find_project(PLACE, proved) == PROJECT


def test_a_sub_project_can_be_meant() -> None:
    cloud = Cloud(200, projects(("sub", "cn-north-4_team"), (PROJECT, "cn-north-4")))
    assert iam_of(cloud).find_project(Place("cn-north-4", None, "cn-north-4_team"), proved) == "sub"


@pytest.mark.parametrize(
    ("entries", "count"),
    [((), 0), ((("sub", "cn-north-4_team"),), 0), ((("one", "cn-north-4"), ("two", "cn-north-4")), 2)],
    ids=["none", "only another one", "two"],
)
def test_no_project_or_more_than_one_must_be_resolved_by_the_user(entries: Any, count: int) -> None:
    with pytest.raises(InvalidOption) as raised:
        iam_of(Cloud(200, projects(*entries))).find_project(PLACE, proved)
    assert str(raised.value) == (
        "GET https://iam.cn-north-4.myhuaweicloud.com/v3/projects?name=cn-north-4 "
        f"knows {count} projects named 'cn-north-4': set project_id, or project_name to the right name"
    )


def test_a_look_up_without_a_name_is_not_tried() -> None:
    cloud = Cloud(200, projects())
    with pytest.raises(InvalidOption, match=r"^Set project_id, or project_name or region"):
        iam_of(cloud).find_project(Place(None, None, None), proved)
    assert cloud.requests == []


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, "expected a list at $.projects, found nothing there"),
        ({"projects": None}, "expected a list at $.projects, found null"),
        ({"projects": [{"name": "x"}]}, "expected an id at $.projects[0].id, found nothing there"),
        ({"projects": [{"id": "", "name": "x"}]}, 'expected an id at $.projects[0].id, found the text ""'),
        ({"projects": [{"id": "a/../b", "name": "x"}]}, 'expected an id at $.projects[0].id, found the text "a/../b"'),
    ],
)
def test_a_list_of_projects_that_does_not_fit_is_named_with_its_place(body: Any, problem: str) -> None:
    with pytest.raises(UnreadableAnswer) as raised:
        iam_of(Cloud(200, body)).find_project(PLACE, proved)
    assert str(raised.value).endswith(f"name=cn-north-4: {problem}")


def test_a_page_in_place_of_projects_is_unreadable() -> None:
    with pytest.raises(UnreadableAnswer, match=r"expected JSON, found 6 bytes of text/html$"):
        iam_of(Cloud(200, b"<html>", content_type="text/html")).find_project(PLACE, proved)


@pytest.mark.parametrize(("status", "kind"), [(401, CredentialsRefused), (403, Refused), (404, Refused)])
def test_iam_refuses_but_never_finds_a_task_missing(status: int, kind: type[Refused]) -> None:
    with pytest.raises(Refused) as raised:
        iam_of(Cloud(status, {})).find_project(PLACE, proved)
    assert (raised.value).__class__ is kind
    assert not isinstance(raised.value, TaskMissing)


def test_a_token_is_not_shown() -> None:
    assert repr(ProjectToken("MIIT-secret", PROJECT)) == f"ProjectToken(project_id={PROJECT!r})"


@pytest.mark.parametrize("project_id", ["abc\n", "a/b", "", "a" * 65])
def test_an_id_that_cannot_be_one_is_not_taken(project_id: str) -> None:
    body = {"projects": [{"id": project_id, "name": "cn-north-4"}]}
    with pytest.raises(UnreadableAnswer, match=r"expected an id at \$\.projects\[0\]\.id"):
        iam_of(Cloud(200, body)).find_project(PLACE, lambda request: request)
