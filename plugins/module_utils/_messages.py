# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One HTTP request and one HTTP response, as plain records."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Mapping, Tuple
from urllib.parse import quote, urlsplit

Pairs = Tuple[Tuple[str, str], ...]


@dataclass(frozen=True)
class Request:
    """What is sent; the path is percent-encoded where it needs to be, the query is not."""

    method: str
    origin: str
    path: str
    query: Pairs = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def host(self) -> str:
        """Host and, where it is not the scheme's own, port: the value of the Host header."""
        parts = urlsplit(self.origin)
        usual = {"http": 80, "https": 443}[parts.scheme]
        name = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
        return name if parts.port in (None, usual) else f"{name}:{parts.port}"

    @property
    def url(self) -> str:
        """The whole address, its query in the order in which it is signed."""
        return self.origin + self.path + (f"?{encoded_query(self.query)}" if self.query else "")

    def with_headers(self, headers: Mapping[str, str]) -> Request:
        """The same request with these headers added."""
        return replace(self, headers={**self.headers, **headers})

    def __str__(self) -> str:
        return f"{self.method} {self.url}"


@dataclass(frozen=True)
class Response:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def fits_header(value: str) -> bool:
    """Whether a token or key can stand in a header: a line break in it would add another one."""
    return all("!" <= letter <= "~" for letter in value)


def encoded(text: str) -> str:
    """Percent-encoded text, only A-Z a-z 0-9 - . _ ~ left bare (API facts 4b)."""
    return quote(text, safe="-._~")


def encoded_query(query: Pairs) -> str:
    """The query sorted by key and value and percent-encoded: signed and sent in this one form (API facts 4b)."""
    return "&".join(f"{encoded(key)}={encoded(value)}" for key, value in sorted(query))
