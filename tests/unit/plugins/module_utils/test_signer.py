# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AK/SK signing, byte for byte as the official Python SDK signs."""

from __future__ import annotations

import hashlib
import json
import random
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._messages import Request
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._signer import (
    AccessKey,
    canonical_request,
    sign,
    string_to_sign,
)

VECTORS = json.loads((Path(__file__).parents[2] / "fixtures" / "signing-vectors.json").read_text(encoding="utf-8"))[
    "vectors"
]
STAMP = "20260115T083000Z"
MOMENT = datetime(2026, 1, 15, 8, 30, tzinfo=timezone.utc)
KEY = AccessKey("HWTESTACCESSKEY00001", "hwTestSecretKey/With+Chars=0123456789abcd")

every_vector = pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])


def as_text(value: Any) -> str:
    """A query value as the SDK writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def request_of(vector: dict[str, Any]) -> Request:
    """The request of a vector, before anything was added for the signature."""
    given_input = vector["input"]
    return Request(
        given_input["method"],
        f"{given_input['scheme']}://{given_input['host']}",
        given_input["path"],
        tuple((key, as_text(value)) for key, value in given_input["query"]),
        {name: value for name, value in given_input["headers"].items() if name != "X-Sdk-Date"},
        given_input["body_utf8"].encode("utf-8"),
    )


def key_of(vector: dict[str, Any]) -> AccessKey:
    """The key that signs a vector."""
    return AccessKey(vector["input"]["ak"], vector["input"]["sk"])


def dated(request: Request) -> Request:
    """The request with the two headers that every signature covers."""
    return request.with_headers({"X-Sdk-Date": STAMP, "Host": request.host})


def test_there_are_vectors() -> None:
    assert len(VECTORS) >= 6


@every_vector
def test_the_canonical_request(vector: dict[str, Any]) -> None:
    canonical = canonical_request(dated(request_of(vector)))
    assert canonical == vector["canonical_request"]
    assert hashlib.sha256(canonical.encode()).hexdigest() == vector["canonical_request_sha256"]


@every_vector
def test_the_string_to_sign(vector: dict[str, Any]) -> None:
    assert string_to_sign(dated(request_of(vector)), STAMP) == vector["string_to_sign"]


@every_vector
def test_the_authorization(vector: dict[str, Any]) -> None:
    assert sign(request_of(vector), key_of(vector), MOMENT).headers["Authorization"] == vector["authorization"]


@every_vector
def test_only_what_belongs_to_the_signature_is_added(vector: dict[str, Any]) -> None:
    request = request_of(vector)
    signed = sign(request, key_of(vector), MOMENT)
    added = {name: value for name, value in signed.headers.items() if name not in request.headers}
    assert added == {
        "X-Sdk-Date": STAMP,
        **vector["headers_added_by_signer"],
        "Authorization": vector["authorization"],
    }


@every_vector
def test_what_is_sent_is_what_was_signed(vector: dict[str, Any]) -> None:
    signed = sign(request_of(vector), key_of(vector), MOMENT)
    assert signed.url == signed.origin + vector["request_uri_sent"]


def test_a_security_token_is_sent_and_signed() -> None:
    vector = next(vector for vector in VECTORS if "X-Security-Token" in vector["input"]["headers"])
    token = vector["input"]["headers"]["X-Security-Token"]
    request = request_of(vector)
    bare = Request(
        request.method,
        request.origin,
        request.path,
        request.query,
        {name: value for name, value in request.headers.items() if name != "X-Security-Token"},
    )
    signed = sign(bare, AccessKey(vector["input"]["ak"], vector["input"]["sk"], token), MOMENT)
    assert signed.headers["X-Security-Token"] == token
    assert signed.headers["Authorization"] == vector["authorization"]


def test_the_date_is_in_utc_whatever_the_zone_of_the_clock() -> None:
    in_china = MOMENT.astimezone(timezone(timedelta(hours=8)))
    request = Request("GET", "https://host", "/")
    assert sign(request, KEY, in_china) == sign(request, KEY, MOMENT)
    assert sign(request, KEY, in_china).headers["X-Sdk-Date"] == STAMP


def test_the_body_counts() -> None:
    signatures = {
        sign(Request("POST", "https://host", "/", body=body), KEY, MOMENT).headers["Authorization"]
        for body in (b"", b"{}", b"{ }")
    }
    assert len(signatures) == 3


def test_a_header_with_an_underscore_is_sent_but_not_signed() -> None:
    request = Request("GET", "https://host", "/", headers={"X_Trace_Id": "1"})
    signed = sign(request, KEY, MOMENT)
    assert signed.headers["X_Trace_Id"] == "1"
    assert "SignedHeaders=host;x-sdk-date," in signed.headers["Authorization"]


@pytest.mark.parametrize("secret", ["secret_key", "security_token"])
def test_a_key_does_not_show_its_secrets(secret: str) -> None:
    key = AccessKey("HWTESTACCESSKEY00001", "the-secret-key", "the-security-token")
    assert getattr(key, secret) not in repr(key)


HEADERS = st.dictionaries(
    st.from_regex(r"[A-Za-z][A-Za-z-]{0,10}", fullmatch=True).map(str.title),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=12),
    max_size=6,
)


@settings(max_examples=100)
@given(HEADERS, st.randoms(use_true_random=False))
def test_the_order_of_headers_does_not_matter(headers: dict[str, str], chance: random.Random) -> None:
    names = list(headers)
    chance.shuffle(names)
    one = Request("GET", "https://host", "/v3/jobs", (("id", "1"),), headers)
    other = Request("GET", "https://host", "/v3/jobs", (("id", "1"),), {name: headers[name] for name in names})
    assert sign(one, KEY, MOMENT).headers == sign(other, KEY, MOMENT).headers


@settings(max_examples=100)
@given(st.lists(st.tuples(st.text(min_size=1, max_size=5), st.text(max_size=5)), max_size=5))
def test_the_order_of_the_query_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    one = Request("GET", "https://host", "/", tuple(pairs))
    other = Request("GET", "https://host", "/", tuple(reversed(pairs)))
    assert (sign(one, KEY, MOMENT).headers, one.url) == (sign(other, KEY, MOMENT).headers, other.url)


@settings(max_examples=50)
@given(st.text(min_size=1, max_size=20), st.text(min_size=1, max_size=20))
def test_another_secret_gives_another_signature(one: str, other: str) -> None:
    request = Request("GET", "https://host", "/")
    same = sign(request, AccessKey("ak", one), MOMENT) == sign(request, AccessKey("ak", other), MOMENT)
    # HMAC fills a short key up with zero bytes.
    assert same == (one.rstrip("\0") == other.rstrip("\0"))
