# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""AK/SK signing, SDK-HMAC-SHA256 (API facts 4b): pure, the moment is passed in."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Mapping
from urllib.parse import unquote

from ._messages import Request, encoded, encoded_query

ALGORITHM = "SDK-HMAC-SHA256"


@dataclass(frozen=True)
class AccessKey:
    """An access key with its secret and, for temporary keys, the security token that belongs to them."""

    access_key: str
    secret_key: str = field(repr=False)
    security_token: str | None = field(default=None, repr=False)


def sign(request: Request, key: AccessKey, moment: datetime) -> Request:
    """The request with X-Sdk-Date, Host, X-Security-Token and Authorization added; every header it has is signed."""
    stamp = moment.astimezone(timezone.utc).strftime("%Y%m%dT%H%M%SZ")
    added = {"X-Sdk-Date": stamp, "Host": request.host}
    if key.security_token:
        added["X-Security-Token"] = key.security_token
    dated = request.with_headers(added)
    text = string_to_sign(dated, stamp)
    signature = hmac.new(key.secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()
    names = ";".join(_signed_names(dated.headers))
    return dated.with_headers(
        {"Authorization": f"{ALGORITHM} Access={key.access_key}, SignedHeaders={names}, Signature={signature}"}
    )


def string_to_sign(request: Request, stamp: str) -> str:
    """Algorithm, date and hash of the canonical request, one a line."""
    return "\n".join((ALGORITHM, stamp, hashlib.sha256(canonical_request(request).encode()).hexdigest()))


def canonical_request(request: Request) -> str:
    """Method, path, query, headers, signed names and hash of the body in the one form that both sides build."""
    values = {name.lower(): value.strip() for name, value in request.headers.items()}
    names = _signed_names(request.headers)
    return "\n".join(
        (
            request.method,
            _canonical_path(request.path),
            encoded_query(request.query),
            "".join(f"{name}:{values[name]}\n" for name in names),
            ";".join(names),
            hashlib.sha256(request.body).hexdigest(),
        )
    )


def _signed_names(headers: Mapping[str, str]) -> list[str]:
    # A name with an underscore is left out: gateways drop such headers on the way (API facts 4b, item 4).
    return sorted(name.lower() for name in headers if "_" not in name)


def _canonical_path(path: str) -> str:
    # The slash at the end is in the signed form only, never on the wire (API facts 4b, item 2).
    segments = "/".join(encoded(segment) for segment in unquote(path).split("/"))
    return segments if segments.endswith("/") else segments + "/"
