# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the cloud says when it refuses: every form of error body, and what follows from it (API facts 5)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._errors import (
    Busy,
    CredentialsRefused,
    Refused,
    TaskMissing,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._messages import Request, Response
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._refusal import error_of, pause_asked, refusal
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._services._catalog import SERVICES
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._task import TaskError

REQUEST = Request("GET", "https://dcs.cn-north-4.myhuaweicloud.com", "/v2/p/instances/i/tasks/t/progress")
SIGNED = REQUEST.with_headers({"Authorization": "SDK-HMAC-SHA256 Access=AK"})
LOGIN = Request("POST", "https://iam.cn-north-4.myhuaweicloud.com", "/v3/auth/tokens")
NO_CODES: frozenset[str] = frozenset()


def response(status: int, body: Any = None, **headers: str) -> Response:
    """A response with a body in JSON; names of headers are written with underscores."""
    raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
    return Response(status, {name.replace("_", "-"): value for name, value in headers.items()}, raw)


def coded(status: int, code: str, message: str = "told", **headers: str) -> Response:
    """A response in the usual form of an error."""
    return response(status, {"error_code": code, "error_msg": message}, **headers)


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        pytest.param(
            {"error_code": "DMS.00404022", "error_msg": "This instance does not exist."},
            "DMS.00404022",
            "This instance does not exist.",
            id="DMS, DCS, TaurusDB, DWS, gateway",
        ),
        pytest.param(
            {"error_code": "111400002", "error_msg": "Invalid project ID.", "error_ext_msg": None},
            "111400002",
            "Invalid project ID.",
            id="DCS with an unused extension",
        ),
        pytest.param(
            {"error_code": "DWS.0015", "error_msg": "No permission.", "encoded_authorization_message": "eyJ"},
            "DWS.0015",
            "No permission.",
            id="denied by a policy",
        ),
        pytest.param(
            {"error": {"code": 401, "message": "The username or password is wrong.", "title": "Unauthorized"}},
            "401",
            "The username or password is wrong.",
            id="IAM with a number for a code",
        ),
        pytest.param({"error": {"code": "EVS.0001", "message": "Bad."}}, "EVS.0001", "Bad.", id="one object around"),
        pytest.param({"badRequest": {"code": "Ecs.0001", "message": "Bad."}}, "Ecs.0001", "Bad.", id="as Nova"),
        pytest.param(
            {"errCode": "CSS.0001", "externalMessage": "Bad."}, "CSS.0001", "Bad.", id="errCode, externalMessage"
        ),
        pytest.param(
            {"errCode": "1", "externalMessage": "one", "error_code": "DWS.0011", "error_msg": "two"},
            "DWS.0011",
            "two",
            id="both pairs, error_code wins",
        ),
        pytest.param({"errorCode": "X.1", "errorMsg": "Bad."}, "X.1", "Bad.", id="errorCode, errorMsg"),
        pytest.param({"code": "Ecs.0002", "message": "Bad."}, "Ecs.0002", "Bad.", id="code, message"),
        pytest.param({"message": "Bad."}, None, "Bad.", id="message alone"),
        pytest.param({"error_msg": "Bad."}, None, "Bad.", id="error_msg alone"),
        pytest.param({"error_code": "X.2"}, "X.2", None, id="code alone"),
        pytest.param({"error_code": "", "code": "X.3", "message": "Bad."}, "X.3", "Bad.", id="empty code"),
        pytest.param([1, 2], None, "[1, 2]", id="a list"),
        pytest.param("down", None, '"down"', id="a text"),
        pytest.param(None, None, None, id="empty body"),
        pytest.param(
            b"<html><head><title>502 Bad Gateway</title></head>\r\n<body><hr></body></html>",
            None,
            "502 Bad Gateway",
            id="page of a proxy",
        ),
        pytest.param(b"upstream timed out", None, "upstream timed out", id="plain text"),
        pytest.param(b"\xff\xfe\x00", None, "\ufffd\ufffd", id="bytes that are no text"),
    ],
)
def test_code_and_message_are_found_in_every_form(body: Any, code: str | None, message: str | None) -> None:
    error = error_of(response(400, body))
    assert (error.code, error.message) == (code, message)


@pytest.mark.parametrize(
    ("headers", "body", "request_id"),
    [
        ({"x_request_id": "a1"}, {"error_code": "1"}, "a1"),
        ({"x_iam_trace_id": "b2"}, {"error": {"code": 401, "message": "x"}}, "b2"),
        ({"x_request_id": "a1", "x_iam_trace_id": "b2"}, None, "a1"),
        ({}, {"error_code": "1", "request_id": "c3"}, "c3"),
        ({"x_request_id": "a1"}, {"error_code": "1", "request_id": "c3"}, "a1"),
        ({"x_request_id": "a\x1b[1m1"}, None, "a [1m1"),
        ({}, {"error_code": "1", "request_id": None}, None),
        ({}, None, None),
    ],
    ids=["service", "IAM", "both headers", "gateway's body", "header first", "made printable", "null", "none"],
)
def test_the_request_id_is_found(headers: dict[str, str], body: Any, request_id: str | None) -> None:
    assert error_of(response(500, body, **headers)).request_id == request_id


def test_texts_of_the_service_are_made_printable() -> None:
    error = error_of(coded(400, "X\n1", "two\nlines\x1b[2J"))
    assert (error.code, error.message) == ("X 1", "two lines [2J")


def test_texts_without_end_are_cut() -> None:
    error = error_of(coded(400, "X.1", "x" * 2000, x_request_id="y" * 200))
    assert (len(error.message or ""), len(error.request_id or "")) == (1024, 100)


def test_the_text_of_a_page_is_cut() -> None:
    message = error_of(response(502, b"<p>" + b"x" * 100_000)).message
    assert message is not None
    assert len(message) == 200


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        # gateway
        pytest.param(coded(404, "APIGW.0101"), Refused, id="no such API here is no missing task"),
        pytest.param(coded(404, "APIG.0101"), Refused, id="older spelling of the gateway"),
        pytest.param(coded(404, "APIGW.0103"), Refused, id="no such back end"),
        pytest.param(coded(400, "APIGW.0201"), Refused, id="bad request"),
        pytest.param(coded(494, "APIGW.0201"), Refused, id="headers too large"),
        pytest.param(coded(502, "APIGW.0201"), Busy, id="back end down"),
        pytest.param(coded(504, "APIGW.0201"), Busy, id="back end timed out"),
        pytest.param(coded(401, "APIGW.0301"), CredentialsRefused, id="wrong signature or token"),
        pytest.param(coded(401, "APIGW.0303"), CredentialsRefused, id="application refused"),
        pytest.param(coded(401, "APIGW.0307"), CredentialsRefused, id="token to be renewed"),
        pytest.param(coded(403, "APIGW.0302"), Refused, id="user denied"),
        pytest.param(coded(403, "APIGW.0306"), Refused, id="access denied"),
        pytest.param(coded(429, "APIGW.0308"), Busy, id="throttled"),
        pytest.param(coded(400, "APIG.0308"), Busy, id="throttled, on another host"),
        pytest.param(coded(403, "APIGW.0310"), Refused, id="project not available"),
        pytest.param(coded(403, "APIGW.0401"), Refused, id="address of the client refused"),
        pytest.param(coded(500, "APIGW.0601"), Busy, id="gateway broken"),
        pytest.param(coded(502, "APIGW.0610"), Busy, id="no back end"),
        pytest.param(coded(503, "APIGW.0613"), Busy, id="IAM down"),
        pytest.param(coded(403, "APIGW.0802"), Refused, id="not allowed in this region"),
        # without a code
        pytest.param(response(400), Refused, id="400"),
        pytest.param(response(401), CredentialsRefused, id="401"),
        pytest.param(response(403), Refused, id="403"),
        pytest.param(response(404), TaskMissing, id="404"),
        pytest.param(response(408), Busy, id="408"),
        pytest.param(response(429), Busy, id="429"),
        pytest.param(response(500), Busy, id="500"),
        pytest.param(response(501), Refused, id="501"),
        pytest.param(response(502, b"<html>"), Busy, id="502"),
        pytest.param(response(503), Busy, id="503"),
        pytest.param(response(504), Busy, id="504"),
        pytest.param(response(505), Refused, id="505"),
        pytest.param(response(302, location="https://login"), Refused, id="302"),
        # services
        pytest.param(coded(404, "DMS.00404022"), TaskMissing, id="instance of DMS does not exist"),
        pytest.param(coded(400, "DMS.00400002"), Refused, id="project id of a wrong form"),
        pytest.param(coded(409, "DWS.0011"), Refused, id="conflict"),
        pytest.param(coded(500, "DWS.9999"), Busy, id="DWS says nothing in particular"),
    ],
)
def test_the_kind_of_an_error_follows_from_code_and_status(answer: Response, kind: type[Refused]) -> None:
    assert (refusal(SIGNED, answer, NO_CODES)).__class__ is kind


@pytest.mark.parametrize(
    ("service", "status", "code"),
    [
        ("dws", 403, "DWS.0015"),
        ("dws", 401, "DWS.0047"),
        ("dws", 404, "DWS.0047"),
        ("dws", 404, "DWS.3027"),
        ("taurusdb", 400, "DBS.280001"),
        ("taurusdb", 400, "DBS.280238"),
        ("taurusdb", 400, "DBS.201028"),
        ("taurusdb", 400, "DBS.05000044"),
    ],
)
def test_some_services_say_that_a_task_is_missing_with_another_status(service: str, status: int, code: str) -> None:
    error = refusal(SIGNED, coded(status, code), SERVICES[service].missing_codes)
    assert (error).__class__ is TaskMissing


def test_a_code_of_another_service_says_nothing() -> None:
    assert (refusal(SIGNED, coded(401, "DWS.0047"), SERVICES["dcs"].missing_codes)).__class__ is CredentialsRefused


def test_only_a_request_for_a_task_can_find_it_missing() -> None:
    assert (refusal(LOGIN, response(404))).__class__ is Refused


@pytest.mark.parametrize(
    ("kind", "passing"),
    [(404, False), (401, False), (403, False), (429, True), (503, True), (501, False)],
)
def test_only_a_busy_service_is_asked_again(kind: int, passing: bool) -> None:
    assert refusal(SIGNED, response(kind), NO_CODES).passing is passing


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("The throttling threshold has been reached: policy user over ratelimit,limit:60,time:1 minute", 60.0),
        ("The throttling threshold has been reached: policy ip over ratelimit,limit:5,time:6 second", 6.0),
        ("The throttling threshold has been reached: policy api over ratelimit,limit:2000,time:2 minute", 120.0),
        ("policy user over ratelimit,limit:60,time: 30 seconds", 30.0),
        ("The throttling threshold has been reached.", None),
        ("time:9999999 second", None),
        ("", None),
    ],
)
def test_the_pause_is_read_from_the_text_of_a_throttled_call(text: str, seconds: float | None) -> None:
    error = refusal(SIGNED, coded(429, "APIGW.0308", text), NO_CODES)
    assert error.retry_after == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        pytest.param({"retry_after": "7"}, 7.0, id="seconds"),
        pytest.param({"retry_after": " 1.5 "}, 1.5, id="part of a second"),
        pytest.param({"retry_after": "0"}, 0.0, id="at once"),
        pytest.param(
            {"retry_after": "Thu, 15 Jan 2026 08:30:30 GMT", "date": "Thu, 15 Jan 2026 08:30:00 GMT"},
            30.0,
            id="a date, by the server's clock",
        ),
        pytest.param(
            {"retry_after": "Thu, 15 Jan 2026 08:29:00 GMT", "date": "Thu, 15 Jan 2026 08:30:00 GMT"},
            0.0,
            id="a date in the past",
        ),
        pytest.param({"retry_after": "Thu, 15 Jan 2026 08:30:30 GMT"}, None, id="a date without the server's clock"),
        pytest.param(
            {"retry_after": "Thu, 15 Jan 2026 08:30:30 -0000", "date": "Thu, 15 Jan 2026 08:30:00 GMT"},
            30.0,
            id="a date without a zone, which is UTC",
        ),
        pytest.param({"retry_after": "-5"}, None, id="negative"),
        pytest.param({"retry_after": "soon"}, None, id="a word"),
        pytest.param({"retry_after": "9" * 50}, None, id="beyond all bounds"),
        pytest.param({"retry_after": "nan"}, None, id="not a number"),
        pytest.param({}, None, id="absent"),
    ],
)
def test_the_pause_is_read_from_retry_after(headers: dict[str, str], seconds: float | None) -> None:
    assert pause_asked(response(503, **headers), TaskError()) == seconds


def test_retry_after_wins_over_the_text() -> None:
    answer = coded(429, "APIGW.0308", "over ratelimit,limit:60,time:1 minute", retry_after="3")
    assert refusal(SIGNED, answer, NO_CODES).retry_after == 3.0


def test_an_error_tells_request_status_code_message_and_request_id_on_one_line() -> None:
    answer = coded(400, "DMS.00400002", "Invalid project ID.", x_request_id="0a1b")
    error = refusal(SIGNED, answer, NO_CODES)
    assert str(error) == (
        "GET https://dcs.cn-north-4.myhuaweicloud.com/v2/p/instances/i/tasks/t/progress: "
        "HTTP 400: DMS.00400002 Invalid project ID (request id 0a1b)"
    )
    assert error.details() == {
        "request": {
            "method": "GET",
            "url": "https://dcs.cn-north-4.myhuaweicloud.com/v2/p/instances/i/tasks/t/progress",
        },
        "error": {"code": "DMS.00400002", "message": "Invalid project ID.", "request_id": "0a1b"},
        "http_status": 400,
    }


def test_an_error_without_a_body_says_so() -> None:
    assert str(refusal(SIGNED, response(400), NO_CODES)).endswith("/progress: HTTP 400: no error message")


@pytest.mark.parametrize(
    ("request_", "answer", "advice"),
    [
        pytest.param(
            SIGNED,
            coded(401, "APIGW.0301", "Incorrect IAM authentication information: verify aksk signature fail"),
            "Check access_key, secret_key and security_token, and the clock of this host",
            id="wrong signature",
        ),
        pytest.param(
            SIGNED,
            coded(401, "APIGW.0301", "AK access failed to reach the limit,forbidden."),
            "The key is locked for five minutes after too many wrong signatures: check the key, then wait",
            id="locked key",
        ),
        pytest.param(
            LOGIN,
            response(401, {"error": {"code": 401, "message": "The username or password is wrong."}}),
            "Check user_name, password and domain_name",
            id="wrong password",
        ),
        pytest.param(
            REQUEST.with_headers({"X-Auth-Token": "t"}),
            coded(401, "APIGW.0307", "The token must be updated."),
            "The token is wrong, has expired or belongs to another region: get a new one",
            id="stale token",
        ),
        pytest.param(
            SIGNED,
            coded(404, "APIGW.0101", "The API does not exist."),
            "Check region and endpoint: this host does not offer the service",
            id="wrong host",
        ),
        pytest.param(SIGNED, response(403), "Check that the user may read tasks in this project", id="not allowed"),
        pytest.param(
            SIGNED,
            response(302, location="https://login.example.com/\n"),
            "It redirects to https://login.example.com/, which is not followed: set endpoint to the right address",
            id="redirected",
        ),
        pytest.param(
            SIGNED,
            response(301),
            "It redirects to an unnamed place, which is not followed: set endpoint to the right address",
            id="redirected to nowhere",
        ),
        pytest.param(SIGNED, response(404), "the service's own advice", id="what the service adds"),
        pytest.param(SIGNED, response(400), "the service's own advice", id="what the service adds to anything else"),
    ],
)
def test_an_error_says_what_to_do(request_: Request, answer: Response, advice: str) -> None:
    assert str(refusal(request_, answer, NO_CODES, "the service's own advice")).endswith(f". {advice}")


@settings(max_examples=150)
@given(
    st.one_of(
        st.binary(max_size=60),
        st.recursive(
            st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=8)),
            lambda inner: st.dictionaries(
                st.sampled_from(["error", "error_code", "error_msg", "code", "message", "request_id", "errCode"]),
                st.one_of(inner, st.lists(inner, max_size=2)),
                max_size=3,
            ),
            max_leaves=6,
        ).map(lambda body: json.dumps(body).encode()),
    ),
    st.sampled_from([302, 400, 401, 403, 404, 429, 500, 503]),
)
def test_any_body_is_one_printable_line(body: bytes, status: int) -> None:
    error = refusal(SIGNED, Response(status, {}, body), NO_CODES)
    assert str(error).isprintable()


def test_a_message_is_found_under_each_of_its_names() -> None:
    error = error_of(Response(400, {}, b'{"errorCode": "CCE.1", "errorMessage": "Bad."}'))
    assert (error.code, error.message) == ("CCE.1", "Bad.")


def test_an_error_nested_without_end_is_no_traceback() -> None:
    error = error_of(Response(500, {}, b'{"a":' * 3000 + b"{}" + b"}" * 3000))
    assert error.code is None


@pytest.mark.parametrize("code", ["DWS.7023", "DWS.0102"])
def test_a_cluster_that_is_in_a_passing_state_is_busy(code: str) -> None:
    body = json.dumps({"error_code": code, "error_msg": "not in this state"}).encode()
    assert isinstance(refusal(REQUEST, Response(403, {}, body), ()), Busy)
