# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Faults a user can order: what happens instead of, or to, the answer of a call."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from .authentication import unauthorized

# What the gateway says with a status when no body is given (API facts 5.2 and 5.3).
GATEWAY_WORDS = {
    429: (
        "APIGW.0308",
        "The throttling threshold has been reached: policy user over ratelimit,limit:60,time:1 minute",
    ),
    500: ("APIGW.0601", "Internal server error"),
    502: ("APIGW.0201", "Backend unavailable"),
    503: ("APIGW.0613", "IAM is unavailable"),
    504: ("APIGW.0201", "Backend timeout"),
}
Proceed = Callable[[], Awaitable[web.Response]]
MEGABYTE = 1024 * 1024
HTML = "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>"


@dataclass
class Fault:
    """One ordered fault: which calls it meets, how often, and what it does."""

    kind: str
    method: str | None = None
    path: re.Pattern[str] = field(default_factory=lambda: re.compile(""))
    times: int | None = 1
    skip: int = 0
    details: Mapping[str, Any] = field(default_factory=dict)

    def meets(self, method: str, path: str) -> bool:
        """Whether the fault is for this call, were it not for `skip` and `times`."""
        return self.method in (None, method) and self.path.search(path) is not None

    @property
    def used_up(self) -> bool:
        """Whether it has happened as often as it should."""
        return self.times is not None and self.times <= 0


class FaultList:
    """The faults in the order they were given; the first that meets a call happens to it."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Order one more."""
        self._faults.append(fault)

    def clear(self) -> None:
        """Drop them all."""
        self._faults.clear()

    def __len__(self) -> int:
        """How many are still to happen."""
        return sum(not fault.used_up for fault in self._faults)

    def take(self, method: str, path: str) -> Fault | None:
        """The fault that happens to this call, counted as happened."""
        for fault in self._faults:
            if fault.used_up or not fault.meets(method, path):
                continue
            if fault.skip > 0:
                fault.skip -= 1
                continue
            if fault.times is not None:
                fault.times -= 1
            return fault
        return None


async def play(fault: Fault, request: web.Request, proceed: Proceed) -> web.StreamResponse:
    """What becomes of the call."""
    return await _KINDS[fault.kind](fault, request, proceed)


async def _status(fault: Fault, _request: web.Request, _proceed: Proceed) -> web.StreamResponse:
    """Any status, headers and body."""
    code, message = GATEWAY_WORDS.get(fault.details["status"], GATEWAY_WORDS[500])
    body = fault.details.get("body", {"error_code": code, "error_msg": message})
    text = body if isinstance(body, str) else json.dumps(body)
    headers = {"Content-Type": "text/plain" if isinstance(body, str) else "application/json"}
    return web.Response(
        status=fault.details["status"], body=text.encode(), headers=headers | fault.details.get("headers", {})
    )


async def _reset(_fault: Fault, request: web.Request, _proceed: Proceed) -> web.StreamResponse:
    """A connection that is reset before anything is answered."""
    transport = request.transport
    if transport is not None:
        connection = transport.get_extra_info("socket")
        # Lingering for zero seconds makes the kernel send a reset instead of an orderly end.
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    return web.Response()


async def _slow(fault: Fault, _request: web.Request, proceed: Proceed) -> web.StreamResponse:
    """The right answer, late."""
    await asyncio.sleep(fault.details.get("seconds", 1))
    return await proceed()


async def _drip(fault: Fault, request: web.Request, proceed: Proceed) -> web.StreamResponse:
    """The right answer, byte by byte."""
    body, stream = await _opened(request, await proceed())
    for position in range(len(body)):
        await stream.write(body[position : position + 1])
        await asyncio.sleep(fault.details.get("seconds", 0.01))
    return stream


async def _truncated(_fault: Fault, request: web.Request, proceed: Proceed) -> web.StreamResponse:
    """Half of the right answer, then the end of the connection."""
    body, stream = await _opened(request, await proceed())
    await stream.write(body[: len(body) // 2])
    if request.transport is not None:
        request.transport.close()
    return stream


async def _opened(request: web.Request, response: web.Response) -> tuple[bytes, web.StreamResponse]:
    """The body of an answer, and a stream on which its head has been sent already."""
    body = response.body if isinstance(response.body, bytes) else b""
    stream = web.StreamResponse(status=response.status, headers=response.headers)
    stream.content_length = len(body)
    await stream.prepare(request)
    return body, stream


async def _html(fault: Fault, _request: web.Request, _proceed: Proceed) -> web.StreamResponse:
    """A page as a proxy makes it."""
    return web.Response(status=fault.details.get("status", 200), text=HTML, content_type="text/html")


async def _not_json(fault: Fault, _request: web.Request, _proceed: Proceed) -> web.StreamResponse:
    """A body that breaks off, under the name of JSON."""
    return web.Response(
        status=fault.details.get("status", 200), text='{"progress_percentage": 4', content_type="application/json"
    )


async def _huge(fault: Fault, request: web.Request, _proceed: Proceed) -> web.StreamResponse:
    """A JSON object of so many megabytes."""
    stream = web.StreamResponse(headers={"Content-Type": "application/json"})
    await stream.prepare(request)
    await stream.write(b'{"padding": "')
    for _time in range(fault.details.get("megabytes", 64)):
        await stream.write(b"x" * MEGABYTE)
    await stream.write(b'"}')
    return stream


async def _drift(fault: Fault, _request: web.Request, proceed: Proceed) -> web.StreamResponse:
    """The right answer, its members replaced, renamed or removed at every depth."""
    response = await proceed()
    body = json.loads(response.text or "null")
    return web.json_response(_drifted(body, fault.details), status=response.status)


def _drifted(value: object, details: Mapping[str, Any]) -> object:
    """The value after the drift."""
    if isinstance(value, list):
        return [_drifted(item, details) for item in value]
    if not isinstance(value, dict):
        return value
    replaced, renamed = details.get("replace", {}), details.get("rename", {})
    return {
        renamed.get(key, key): replaced[key] if key in replaced else _drifted(item, details)
        for key, item in value.items()
        if key not in details.get("remove", ())
    }


async def _redirect(fault: Fault, _request: web.Request, _proceed: Proceed) -> web.StreamResponse:
    """A pointer to somewhere else."""
    headers = {"Location": fault.details.get("location", "https://elsewhere.example.com/")}
    return web.Response(status=fault.details.get("status", 302), headers=headers)


async def _expired_token(_fault: Fault, _request: web.Request, _proceed: Proceed) -> web.StreamResponse:
    """The refusal of a token whose time is over."""
    raise unauthorized("token expires")


_KINDS: dict[str, Callable[[Fault, web.Request, Proceed], Awaitable[web.StreamResponse]]] = {
    "status": _status,
    "reset": _reset,
    "slow": _slow,
    "drip": _drip,
    "truncated": _truncated,
    "html": _html,
    "not_json": _not_json,
    "huge": _huge,
    "drift": _drift,
    "redirect": _redirect,
    "expired_token": _expired_token,
}
KINDS = tuple(_KINDS)
