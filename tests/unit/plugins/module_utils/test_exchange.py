# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""One question and its answer as JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._errors import (
    Busy,
    Refused,
    TaskMissing,
    UnreadableAnswer,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._exchange import DEEPEST, answered, json_of
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._messages import Request, Response

REQUEST = Request("GET", "https://host", "/v2/tasks")


def read(body: bytes, **headers: str) -> Any:
    """The JSON of a successful answer."""
    return json_of(REQUEST, Response(200, {name.replace("_", "-"): value for name, value in headers.items()}, body))


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_a_success_is_handed_on(status: int) -> None:
    response = Response(status, {}, b"{}")
    assert answered(lambda _request: response, REQUEST) is response


def test_the_request_is_sent_as_it_is_and_once() -> None:
    sent = []

    def send(request: Request) -> Response:
        sent.append(request)
        return Response(200, {}, b"")

    answered(send, REQUEST)
    assert sent == [REQUEST]


@pytest.mark.parametrize(
    ("status", "kind"),
    [(199, Refused), (300, Refused), (302, Refused), (400, Refused), (404, TaskMissing), (503, Busy)],
)
def test_everything_else_is_raised(status: int, kind: type[Refused]) -> None:
    with pytest.raises(kind, match=rf"^GET https://host/v2/tasks: HTTP {status}: no error message") as raised:
        answered(lambda _request: Response(status, {}, b""), REQUEST, frozenset())
    assert (raised.value).__class__ is kind


def test_codes_and_advice_of_the_service_are_used() -> None:
    body = json.dumps({"error_code": "DWS.0047", "error_msg": "gone"}).encode()
    with pytest.raises(TaskMissing, match=r"DWS\.0047 gone\. look elsewhere$"):
        answered(lambda _request: Response(401, {}, body), REQUEST, {"DWS.0047"}, "look elsewhere")


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (b"{}", {}),
        (b"[]", []),
        (b"0", 0),
        (b"false", False),
        (b' {"a": [1, 2.5, "x", null]} ', {"a": [1, 2.5, "x", None]}),
        ('{"note": "déjà 扩容"}'.encode(), {"note": "déjà 扩容"}),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b'{"a": ' + b"9" * 400 + b"}", {"a": int("9" * 400)}),
        (b'{"a": 1, "a": 2}', {"a": 2}),
    ],
    ids=["object", "list", "zero", "false", "mixed", "UTF-8", "byte order mark", "huge integer", "repeated key"],
)
def test_json_is_read(body: bytes, value: Any) -> None:
    assert read(body) == value


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"   ",
        b"<html>",
        b"{",
        b'{"a": 1} trailing',
        b"{'a': 1}",
        b"\xff\xff\xff",
        b'{"a": NaN}',
        b'{"a": Infinity}',
        b'{"a": -Infinity}',
        b'{"a": "\x01"}',
        b"[" * 200_000,
    ],
    ids=[
        "empty",
        "blank",
        "page",
        "cut off",
        "something behind it",
        "Python's quotes",
        "no text",
        "NaN",
        "Infinity",
        "minus Infinity",
        "control character",
        "nested without end",
    ],
)
def test_what_is_no_json_is_unreadable(body: bytes) -> None:
    with pytest.raises(UnreadableAnswer) as raised:
        read(body, content_type="text/html")
    assert str(raised.value) == f"GET https://host/v2/tasks: expected JSON, found {len(body)} bytes of text/html"


def test_an_unreadable_answer_may_be_asked_for_again() -> None:
    with pytest.raises(UnreadableAnswer, match=r"found 0 bytes of no content type$") as raised:
        read(b"")
    assert raised.value.passing


@pytest.mark.parametrize(
    ("opening", "closing"), [(b"[", b"]"), (b'{"a":', b"}"), (b'[{"a":', b"}]")], ids=["lists", "objects", "both"]
)
def test_nesting_is_bounded(opening: bytes, closing: bytes) -> None:
    levels = 300
    with pytest.raises(UnreadableAnswer, match=r"the answer is nested more than 50 levels deep$"):
        read(opening * levels + b"1" + closing * levels)


def test_the_bound_is_exact() -> None:
    # The innermost value is a level too.
    assert read(b"[" * (DEEPEST - 1) + b"1" + b"]" * (DEEPEST - 1)) is not None
    with pytest.raises(UnreadableAnswer):
        read(b"[" * DEEPEST + b"1" + b"]" * DEEPEST)


@settings(max_examples=150)
@given(st.one_of(st.binary(max_size=50), st.text(alphabet='[]{}":,0123456789.eE-+ntrufalsNI ', max_size=30)))
def test_any_bytes_are_json_or_unreadable(body: Any) -> None:
    response = Response(200, {}, body if isinstance(body, bytes) else body.encode())
    try:
        json.dumps(json_of(REQUEST, response))
    except UnreadableAnswer as problem:
        message = str(problem)
    else:
        message = "GET https://host/v2/tasks: no problem"
    assert message.startswith("GET https://host/v2/tasks: ")


def test_a_number_beyond_all_bounds_is_no_json() -> None:
    with pytest.raises(UnreadableAnswer, match="expected JSON, found"):
        json_of(REQUEST, Response(200, {}, b'{"a": 1e999}'))


def test_null_is_json() -> None:
    assert json_of(REQUEST, Response(200, {}, b"null")) is None
