# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The signature check, against vectors made by the official SDK."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from simulator.signature import (
    Signature,
    SignedRequest,
    canonical_request,
    is_signed_with,
    parse,
    signed_at,
    string_to_sign,
)

VECTORS: list[dict[str, Any]] = json.loads(
    Path(__file__).with_name("signing-vectors.json").read_text(encoding="utf-8")
)["vectors"]


def received(vector: dict[str, Any]) -> SignedRequest:
    """The request of a vector as it comes over the wire."""
    given = vector["input"]
    headers = given["headers"] | vector["headers_added_by_signer"] | {"Authorization": vector["authorization"]}
    lower = {name.lower(): value for name, value in headers.items()}
    return SignedRequest(given["method"], vector["request_uri_sent"], lower, given["body_utf8"].encode())


def claimed(vector: dict[str, Any]) -> Signature:
    """The signature of a vector."""
    signature = parse(vector["authorization"])
    assert signature is not None
    return signature


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
def test_vector(vector: dict[str, Any]) -> None:
    request, signature = received(vector), claimed(vector)
    assert signature.access_key == vector["input"]["ak"]
    assert canonical_request(request, signature.names) == vector["canonical_request"]
    assert string_to_sign(request, signature.names) == vector["string_to_sign"]
    assert is_signed_with(request, signature, vector["input"]["sk"])


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["name"] for vector in VECTORS])
@pytest.mark.parametrize(
    "change",
    ["secret_key", "method", "path", "query", "body", "header_changed", "header_missing", "date"],
)
def test_whatever_is_changed_spoils_it(vector: dict[str, Any], change: str) -> None:
    request, signature, secret_key = received(vector), claimed(vector), vector["input"]["sk"]
    assert not is_signed_with(*changed(request, signature, secret_key, change))


def changed(
    request: SignedRequest, signature: Signature, secret_key: str, change: str
) -> tuple[SignedRequest, Signature, str]:
    """The same with one thing changed."""
    path, _question_mark, query = request.target.partition("?")
    return {
        "secret_key": (request, signature, f"{secret_key}x"),
        "method": (replace(request, method="DELETE"), signature, secret_key),
        "path": (replace(request, target=f"{path}x?{query}"), signature, secret_key),
        "query": (replace(request, target=f"{request.target}?&extra=1"), signature, secret_key),
        "body": (replace(request, body=request.body + b" "), signature, secret_key),
        "header_changed": (
            replace(request, headers={**request.headers, "host": "elsewhere"}), signature, secret_key,
        ),
        "header_missing": (
            replace(request, headers={k: v for k, v in request.headers.items() if k != "host"}), signature, secret_key,
        ),
        "date": (
            replace(request, headers={**request.headers, "x-sdk-date": "20260115T083001Z"}), signature, secret_key,
        ),
    }[change]  # fmt: skip


def test_a_header_that_is_not_signed_may_be_anything() -> None:
    request, signature = received(VECTORS[0]), claimed(VECTORS[0])
    request = replace(request, headers={**request.headers, "x-project-id": "added after signing"})
    assert is_signed_with(request, signature, VECTORS[0]["input"]["sk"])


def test_a_body_may_go_unsigned_when_that_is_signed() -> None:
    headers = {"host": "h", "x-sdk-date": "20260115T083000Z", "x-sdk-content-sha256": "UNSIGNED-PAYLOAD"}
    request = SignedRequest("POST", "/", headers, b"anything")
    assert canonical_request(request, ("host", "x-sdk-content-sha256")).endswith("\nUNSIGNED-PAYLOAD")
    assert not canonical_request(request, ("host", "x-sdk-date")).endswith("UNSIGNED-PAYLOAD")


def test_a_bare_plus_sign_in_the_query_is_a_space() -> None:
    request = SignedRequest("GET", "/v3/jobs?b=1+2&a=1%2B2", {"host": "h", "x-sdk-date": "20260115T083000Z"}, b"")
    assert canonical_request(request, ("host", "x-sdk-date")).splitlines()[2] == "a=1%2B2&b=1%202"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Bearer x",
        f"SDK-HMAC-SHA256 Access=A, SignedHeaders=host, Signature={'0' * 63}",
        f"SDK-HMAC-SHA256 Access=A, SignedHeaders=host, Signature={'G' * 64}",
        f"SDK-HMAC-SHA256 Access=A,SignedHeaders=host;x-sdk-date;Signature={'0' * 64}",
        f"AWS4-HMAC-SHA256 Access=A, SignedHeaders=host, Signature={'0' * 64}",
    ],
)
def test_other_authorizations_are_none(text: str) -> None:
    assert parse(text) is None


@pytest.mark.parametrize("text", ["", "2026-01-15T08:30:00Z", "20260115T083000", "20261315T083000Z"])
def test_other_dates_are_none(text: str) -> None:
    assert signed_at(SignedRequest("GET", "/", {"x-sdk-date": text}, b"")) is None
