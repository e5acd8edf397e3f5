# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cloud's side of SDK-HMAC-SHA256: the signature a request should bear, derived from the raw bytes that came in."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, unquote, unquote_plus

ALGORITHM = "SDK-HMAC-SHA256"
_AUTHORIZATION = re.compile(
    rf"{ALGORITHM} Access=(?P<access_key>[^,\s]+), ?SignedHeaders=(?P<names>[^,\s]+), ?"
    r"Signature=(?P<value>[0-9a-f]{64})"
)


@dataclass(frozen=True)
class SignedRequest:
    """A request as it came over the wire; header names in lower case."""

    method: str
    target: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Signature:
    """What an Authorization header says."""

    access_key: str
    names: tuple[str, ...]
    value: str


def parse(authorization: str) -> Signature | None:
    """The parts of an Authorization header, or None where it is none of this algorithm."""
    found = _AUTHORIZATION.fullmatch(authorization)
    if found is None:
        return None
    return Signature(found["access_key"], tuple(found["names"].lower().split(";")), found["value"])


def signed_at(request: SignedRequest) -> datetime | None:
    """The time of X-Sdk-Date, or None where it is missing or has another form."""
    text = request.headers.get("x-sdk-date", "")
    if not re.fullmatch(r"\d{8}T\d{6}Z", text):
        return None
    try:
        return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        return None


def is_signed_with(request: SignedRequest, signature: Signature, secret_key: str) -> bool:
    """Whether the signature is the one this key gives for this request."""
    if any(name not in request.headers for name in signature.names):
        return False
    expected = hmac.new(secret_key.encode(), string_to_sign(request, signature.names).encode(), hashlib.sha256)
    return hmac.compare_digest(expected.hexdigest(), signature.value)


def string_to_sign(request: SignedRequest, names: tuple[str, ...]) -> str:
    """The text the signature is made of."""
    digest = hashlib.sha256(canonical_request(request, names).encode("utf-8", "surrogateescape")).hexdigest()
    return f"{ALGORITHM}\n{request.headers['x-sdk-date']}\n{digest}"


def canonical_request(request: SignedRequest, names: tuple[str, ...]) -> str:
    """The request in the one form both sides agree on (API facts 4b)."""
    path, _question_mark, query = request.target.partition("?")
    lines = [
        request.method,
        _canonical_path(path),
        _canonical_query(query),
        "".join(f"{name}:{request.headers[name].strip()}\n" for name in names),
        ";".join(names),
        _payload_hash(request, names),
    ]
    return "\n".join(lines)


def _canonical_path(path: str) -> str:
    """The path, every segment encoded afresh, always with a slash at its end."""
    encoded = "/".join(quote(segment, safe="-._~") for segment in unquote(path).split("/"))
    return encoded if encoded.endswith("/") else f"{encoded}/"


def _canonical_query(query: str) -> str:
    """The query sorted by key and value, as the cloud's form decoder reads it (a bare + is a space)."""
    pairs = [part.partition("=") for part in query.split("&") if part]
    decoded = sorted((unquote_plus(key), unquote_plus(value)) for key, _equals_sign, value in pairs)
    return "&".join(f"{quote(key, safe='-._~')}={quote(value, safe='-._~')}" for key, value in decoded)


def _payload_hash(request: SignedRequest, names: tuple[str, ...]) -> str:
    """The SHA-256 of the body, unless the client declared and signed that it did not hash it."""
    declared = request.headers.get("x-sdk-content-sha256", "")
    if declared == "UNSIGNED-PAYLOAD" and "x-sdk-content-sha256" in names and request.body:
        return declared
    return hashlib.sha256(request.body).hexdigest()
