# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who asks: proof on requests, one login for all, and no second try with credentials that were refused."""

from __future__ import annotations

import json
import threading
import time
from datetime import datetime, timedelta, timezone
from typing import Any, Callable

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._credentials import AuthToken, Credentials, Login
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._errors import (
    Busy,
    CredentialsRefused,
    NoAnswer,
    Refused,
    TaskMissing,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._iam import Iam
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._identity import Identity, Trial
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._messages import Request, Response
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._settings import Place, Settings
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._signer import AccessKey
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._task import TaskError

REQUEST = Request("GET", "https://dms.cn-north-4.myhuaweicloud.com", "/v2/p/instances/i/tasks/t/progress")
MOMENT = datetime(2026, 1, 15, 8, 30, tzinfo=timezone.utc)
PROJECT = "0123456789abcdef0123456789abcdef"
PLACE = Place("cn-north-4", None, "cn-north-4")
KNOWN_PLACE = Place("cn-north-4", PROJECT, "cn-north-4")
OTHER_PLACE = Place("cn-south-1", None, "cn-south-1")
KEY = AccessKey("HWTESTACCESSKEY00001", "sk", "temporary")
LOGIN = Login("olivia", "password", "acme")
MANY = 12


class Cloud:
    """IAM: gives token-1, token-2, ... for project-1, project-2, ..., slowly enough for threads to meet."""

    def __init__(self, status: int = 201) -> None:
        self.requests: list[Request] = []
        self._status = status

    def send(self, request: Request) -> Response:
        """A new token, or the project that was asked for."""
        self.requests.append(request)
        number = len(self.requests)
        time.sleep(0.02)
        if self._status >= 400:
            return Response(self._status, {}, b"")
        if request.method == "GET":
            name = dict(request.query)["name"]
            return Response(200, {}, json.dumps({"projects": [{"id": f"id-of-{name}", "name": name}]}).encode())
        body = {"token": {"project": {"id": f"project-{number}", "name": "x"}}}
        return Response(self._status, {"x-subject-token": f"token-{number}"}, json.dumps(body).encode())


def identity_of(credentials: Credentials, cloud: Cloud) -> Identity:
    """The identity of a user in the cloud."""
    return Identity(credentials, Iam(cloud.send, Settings(PLACE, None, {}, True, 30)), lambda: MOMENT)


def in_threads(call: Callable[[], Any]) -> list[Any]:
    """What the call returned or raised in each of many threads that began at the same moment."""
    begin = threading.Barrier(MANY)
    ended: list[Any] = []

    def run() -> None:
        begin.wait()
        try:
            ended.append(call())
        except Refused as error:
            ended.append(error)

    threads = [threading.Thread(target=run) for _time in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(ended) == MANY
    return ended


def refusal_of(request: Request, server_time: datetime | None = None) -> CredentialsRefused:
    """The refusal of this request by a service with this clock."""
    return CredentialsRefused(request, 401, TaskError("APIGW.0301"), server_time=server_time)


class Asked:
    """A call that raises or returns what it is told, counts how often, and how many were in it at once."""

    def __init__(self, *outcomes: Any) -> None:
        self.count = 0
        self.most_at_once = 0
        self._at_once = 0
        self._outcomes = outcomes
        self._lock = threading.Lock()

    def __call__(self) -> Any:
        with self._lock:
            outcome = self._outcomes[min(self.count, len(self._outcomes) - 1)]
            self.count += 1
            self._at_once += 1
            self.most_at_once = max(self.most_at_once, self._at_once)
        time.sleep(0.02)
        with self._lock:
            self._at_once -= 1
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


REFUSED = CredentialsRefused(REQUEST, 401, TaskError("APIGW.0301"))


def test_a_refused_key_is_sent_once_however_many_threads_want_to() -> None:
    trial, ask = Trial(), Asked(REFUSED)
    ended = in_threads(lambda: trial.call(ask))
    assert ask.count == 1
    assert ended == [REFUSED] * MANY


def test_a_refused_key_is_not_sent_again_later() -> None:
    trial, ask = Trial(), Asked(REFUSED, "an answer")
    for _time in range(3):
        with pytest.raises(CredentialsRefused):
            trial.call(ask)
    assert ask.count == 1


def test_a_key_that_is_refused_after_it_was_proved_is_not_sent_again_either() -> None:
    trial, ask = Trial(), Asked("an answer", REFUSED, "an answer")
    assert trial.call(ask) == "an answer"
    for _time in range(2):
        with pytest.raises(CredentialsRefused):
            trial.call(ask)
    assert ask.count == 2


def test_until_the_key_is_proved_only_one_call_is_under_way() -> None:
    # A service that does not answer proves nothing.
    trial, ask = Trial(), Asked(Busy(REQUEST, 503, TaskError()))
    in_threads(lambda: trial.call(ask))
    assert (ask.count, ask.most_at_once) == (MANY, 1)


def test_once_the_key_is_proved_calls_are_under_way_together() -> None:
    trial = Trial()
    trial.call(Asked("an answer"))
    together = threading.Barrier(MANY, timeout=5)
    # Nobody gets past the barrier before all are there.
    assert len(in_threads(lambda: trial.call(together.wait))) == MANY


@pytest.mark.parametrize(
    ("error", "proves"),
    [
        pytest.param(TaskMissing(REQUEST, 404, TaskError("DMS.00404022")), True, id="no such task"),
        pytest.param(Refused(REQUEST, 403, TaskError("DMS.1")), True, id="refused by the service"),
        pytest.param(Busy(REQUEST, 429, TaskError("APIGW.0308")), False, id="throttled"),
        pytest.param(NoAnswer(REQUEST, "no answer"), False, id="no answer"),
    ],
)
def test_an_answer_of_the_service_proves_the_key_whatever_it_says(error: Exception, proves: bool) -> None:
    trial = Trial()
    with pytest.raises(type(error)):
        trial.call(Asked(error))
    ask = Asked(REFUSED)
    in_threads(lambda: trial.call(ask))
    # Threads that are let through together are refused together.
    assert (ask.most_at_once > 1) is proves


def test_a_trial_hands_on_what_the_call_raises() -> None:
    error = NoAnswer(REQUEST, "no answer")
    with pytest.raises(NoAnswer) as raised:
        Trial().call(Asked(error))
    assert raised.value is error


def test_a_key_is_on_trial_once_for_all_places_and_a_token_in_each() -> None:
    key, token = identity_of(KEY, Cloud()), identity_of(AuthToken("t"), Cloud())
    assert key.trial(PLACE) is key.trial(OTHER_PLACE)
    assert token.trial(PLACE) is token.trial(PLACE)
    assert token.trial(PLACE) is not token.trial(OTHER_PLACE)


def test_a_key_signs() -> None:
    cloud = Cloud()
    proved = identity_of(KEY, cloud).authorize(REQUEST, PLACE)
    assert proved.headers["X-Sdk-Date"] == "20260115T083000Z"
    assert proved.headers["X-Security-Token"] == "temporary"
    assert proved.headers["Authorization"].startswith("SDK-HMAC-SHA256 Access=HWTESTACCESSKEY00001, SignedHeaders=")
    assert cloud.requests == []


def test_a_token_of_the_user_is_sent_as_it_is() -> None:
    cloud = Cloud()
    proved = identity_of(AuthToken("MIIT"), cloud).authorize(REQUEST, PLACE)
    assert proved == REQUEST.with_headers({"X-Auth-Token": "MIIT"})
    assert cloud.requests == []


def test_a_login_brings_a_token_that_is_kept() -> None:
    cloud = Cloud()
    identity = identity_of(LOGIN, cloud)
    assert [identity.authorize(REQUEST, PLACE).headers["X-Auth-Token"] for _time in range(3)] == ["token-1"] * 3
    assert len(cloud.requests) == 1


def test_many_threads_log_in_once() -> None:
    cloud = Cloud()
    identity = identity_of(LOGIN, cloud)
    ended = in_threads(lambda: identity.authorize(REQUEST, PLACE).headers["X-Auth-Token"])
    assert (ended, len(cloud.requests)) == (["token-1"] * MANY, 1)


def test_every_place_has_its_own_token() -> None:
    identity = identity_of(LOGIN, Cloud())
    tokens = [identity.authorize(REQUEST, place).headers["X-Auth-Token"] for place in (PLACE, OTHER_PLACE, PLACE)]
    assert tokens == ["token-1", "token-2", "token-1"]


def test_a_refused_token_is_renewed_once_for_many_threads() -> None:
    cloud = Cloud()
    identity = identity_of(LOGIN, cloud)
    refused = refusal_of(identity.authorize(REQUEST, PLACE))

    def renewed() -> Any:
        assert identity.renew(refused, PLACE)
        return identity.authorize(REQUEST, PLACE).headers["X-Auth-Token"]

    assert in_threads(renewed) == ["token-2"] * MANY
    assert len(cloud.requests) == 2


def test_a_refusal_of_an_older_token_does_not_cost_the_newer_one() -> None:
    cloud = Cloud()
    identity = identity_of(LOGIN, cloud)
    older = refusal_of(identity.authorize(REQUEST, PLACE))
    identity.renew(older, PLACE)
    newer = identity.authorize(REQUEST, PLACE)
    assert identity.renew(older, PLACE)
    assert identity.authorize(REQUEST, PLACE) == newer
    assert len(cloud.requests) == 2


@pytest.mark.parametrize("credentials", [KEY, AuthToken("t")], ids=["key", "token"])
def test_keys_and_tokens_of_the_user_cannot_be_renewed(credentials: Credentials) -> None:
    identity = identity_of(credentials, Cloud())
    assert identity.renew(refusal_of(identity.authorize(REQUEST, PLACE)), PLACE) is False


def test_a_refused_login_is_no_refused_token() -> None:
    identity = identity_of(LOGIN, Cloud())
    assert identity.renew(refusal_of(REQUEST), PLACE) is False


@pytest.mark.parametrize(
    ("ahead", "corrected"),
    [
        pytest.param(timedelta(minutes=16), True, id="ahead of us"),
        pytest.param(timedelta(minutes=-16), True, id="behind us"),
        pytest.param(timedelta(minutes=13), False, id="near enough"),
    ],
)
def test_the_clock_of_the_service_is_taken_over_once_where_it_explains_a_refusal(
    ahead: timedelta, corrected: bool
) -> None:
    identity = identity_of(KEY, Cloud())
    refused = refusal_of(identity.authorize(REQUEST, PLACE), MOMENT + ahead)
    assert identity.renew(refused, PLACE) is corrected
    assert identity.renew(refused, PLACE) is False
    date = identity.authorize(REQUEST, PLACE).headers["X-Sdk-Date"]
    assert date == (MOMENT + (ahead if corrected else timedelta())).strftime("%Y%m%dT%H%M%SZ")


def test_a_refused_login_is_told_and_leaves_no_token() -> None:
    cloud = Cloud(401)
    identity = identity_of(LOGIN, cloud)
    with pytest.raises(CredentialsRefused, match=r"Check user_name, password and domain_name$"):
        identity.authorize(REQUEST, PLACE)


def test_a_refused_login_is_tried_once_by_many_threads() -> None:
    cloud = Cloud(401)
    identity = identity_of(LOGIN, cloud)
    ended = in_threads(lambda: identity.trial(PLACE).call(lambda: identity.authorize(REQUEST, PLACE)))
    assert {type(error) for error in ended} == {CredentialsRefused}
    assert len(cloud.requests) == 1


@pytest.mark.parametrize("credentials", [KEY, AuthToken("t"), LOGIN], ids=["key", "token", "login"])
def test_a_project_that_is_known_is_not_looked_up(credentials: Credentials) -> None:
    cloud = Cloud()
    assert identity_of(credentials, cloud).project_id(KNOWN_PLACE) == PROJECT
    assert cloud.requests == []


@pytest.mark.parametrize(
    ("credentials", "header"), [(KEY, "Authorization"), (AuthToken("t"), "X-Auth-Token")], ids=["key", "token"]
)
def test_a_project_is_looked_up_once_with_proof(credentials: Credentials, header: str) -> None:
    cloud = Cloud()
    identity = identity_of(credentials, cloud)
    assert in_threads(lambda: identity.project_id(PLACE)) == ["id-of-cn-north-4"] * MANY
    (request,) = cloud.requests
    assert request.url == "https://iam.cn-north-4.myhuaweicloud.com/v3/projects?name=cn-north-4"
    assert header in request.headers


def test_a_login_tells_the_project_without_a_look_up() -> None:
    cloud = Cloud()
    identity = identity_of(LOGIN, cloud)
    assert identity.project_id(PLACE) == "project-1"
    assert identity.authorize(REQUEST, PLACE).headers["X-Auth-Token"] == "token-1"
    assert [request.method for request in cloud.requests] == ["POST"]


def test_every_place_has_its_own_project() -> None:
    identity = identity_of(KEY, Cloud())
    assert [identity.project_id(place) for place in (PLACE, OTHER_PLACE)] == ["id-of-cn-north-4", "id-of-cn-south-1"]


@pytest.mark.parametrize(
    "error",
    [
        Refused(REQUEST, 404, TaskError("APIGW.0101", "no such API")),
        Refused(REQUEST, 302, TaskError(None, None)),
        Refused(REQUEST, 413, TaskError("APIG.0201", "too large")),
    ],
    ids=["no such API", "a redirect", "too large"],
)
def test_an_answer_that_may_come_before_authentication_proves_nothing(error: Exception) -> None:
    trial = Trial()
    with pytest.raises(Refused):
        trial.call(Asked(error))
    ask = Asked(REFUSED)
    in_threads(lambda: trial.call(ask))
    assert ask.count == 1


def test_a_refused_password_is_sent_once_for_all_projects() -> None:
    cloud = Cloud(401)
    identity = identity_of(LOGIN, cloud)
    for region in ("cn-north-4", "cn-south-1", "cn-east-3"):
        with pytest.raises(CredentialsRefused):
            identity.project_id(Place(region, None, region))
    assert len(cloud.requests) == 1
