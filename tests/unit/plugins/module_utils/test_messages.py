# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Requests and their addresses."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._messages import (
    Request,
    Response,
    encoded,
    encoded_query,
)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("https://dms.cn-north-4.myhuaweicloud.com", "dms.cn-north-4.myhuaweicloud.com"),
        ("https://dms.cn-north-4.myhuaweicloud.com:443", "dms.cn-north-4.myhuaweicloud.com"),
        ("https://dms.cn-north-4.myhuaweicloud.com:80", "dms.cn-north-4.myhuaweicloud.com:80"),
        ("http://localhost:80", "localhost"),
        ("http://127.0.0.1:8443", "127.0.0.1:8443"),
        ("http://[::1]", "[::1]"),
        ("http://[::1]:8443", "[::1]:8443"),
    ],
)
def test_the_host_has_its_port_where_it_is_not_the_usual_one(origin: str, host: str) -> None:
    assert Request("GET", origin, "/").host == host


def test_the_address_has_the_query_in_the_order_in_which_it_is_signed() -> None:
    query = (("name", "b"), ("job_id", "1 2"), ("name", "a"))
    assert Request("GET", "https://host", "/v3/jobs", query).url == "https://host/v3/jobs?job_id=1%202&name=a&name=b"


def test_the_address_has_no_question_mark_without_a_query() -> None:
    assert Request("GET", "https://host", "/v3/jobs").url == "https://host/v3/jobs"


def test_a_request_is_shown_without_its_headers_and_its_body() -> None:
    request = Request("POST", "https://host", "/v3/auth/tokens", (("nocatalog", "true"),), {"X-Auth-Token": "t"}, b"b")
    assert str(request) == "POST https://host/v3/auth/tokens?nocatalog=true"


def test_headers_are_added_to_a_copy() -> None:
    request = Request("GET", "https://host", "/", headers={"A": "1", "B": "2"})
    assert request.with_headers({"B": "3", "C": "4"}).headers == {"A": "1", "B": "3", "C": "4"}
    assert request.headers == {"A": "1", "B": "2"}


def test_a_response_is_a_plain_record() -> None:
    assert Response(200, {"date": "today"}, b"{}") == Response(200, {"date": "today"}, b"{}")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("AZaz09-._~", "AZaz09-._~"),
        ("a b", "a%20b"),
        ("a/b", "a%2Fb"),
        ("+*'()!:@&=", "%2B%2A%27%28%29%21%3A%40%26%3D"),
        ("扩", "%E6%89%A9"),
        ("", ""),
    ],
)
def test_only_unreserved_characters_stay_bare(text: str, expected: str) -> None:
    assert encoded(text) == expected


def test_a_query_is_sorted_before_it_is_encoded_and_keeps_empty_values() -> None:
    # "~" is encoded as itself and sorts behind "{" only before the encoding.
    assert encoded_query((("~", ""), ("{", "1"), ("B", ""), ("a", "2"))) == "B=&a=2&%7B=1&~="


@settings(max_examples=100)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=8), st.text(max_size=8)), max_size=5))
def test_a_query_can_be_read_back(pairs: list[tuple[str, str]]) -> None:
    text = encoded_query(tuple(pairs))
    assert parse_qsl(text, keep_blank_values=True) == sorted(pairs)


@settings(max_examples=100)
@given(st.text(max_size=20))
def test_no_text_can_leave_its_segment_of_the_path(text: str) -> None:
    parts = urlsplit(Request("GET", "https://host", f"/v2/{encoded(text)}/tasks").url)
    assert (parts.netloc, parts.query, parts.fragment, parts.path.count("/")) == ("host", "", "", 3)
    assert unquote(parts.path) == f"/v2/{text}/tasks"
