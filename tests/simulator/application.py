# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The web application: each call is noted, may meet a fault, is authenticated, answered, and its answer checked."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Awaitable, Callable

from aiohttp import web

from . import control, dcs, dms, dws, identity, instances, taurusdb
from .answers import Refusal, ShapeViolation, gateway_refusal
from .authentication import access_key, kind, projects_of_caller
from .calls import Call, Journal
from .cloud import Cloud
from .context import CLOUD, KEYS, TOKENS, RequestError
from .control import FAULTS, JOURNAL
from .credentials import KeyRing, TokenStore
from .families import bad_request, foreign_project
from .faults import Fault, FaultList, play
from .orders import OrderError

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
REQUEST_ID = web.RequestKey("request_id", str)
# A signed request may have a body of 12 MB (API facts 4b).
BODY_LIMIT = 12 * 1024 * 1024


def build(cloud: Cloud) -> web.Application:
    """The application that plays this cloud."""
    application = web.Application(middlewares=[_serve], client_max_size=BODY_LIMIT)
    application[CLOUD] = cloud
    application[KEYS] = KeyRing(cloud.clock)
    application[TOKENS] = TokenStore(cloud.clock)
    application[JOURNAL] = Journal()
    application[FAULTS] = FaultList()
    application.on_response_prepare.append(_name_request)
    for module in (control, identity, instances, dms, dcs, taurusdb, dws):
        application.add_routes(module.ROUTES)
    return application


async def _name_request(request: web.Request, response: web.StreamResponse) -> None:
    """Give every answer its X-Request-Id."""
    if not request.path.startswith(control.PREFIX):
        response.headers.setdefault("X-Request-Id", request[REQUEST_ID])


@web.middleware
async def _serve(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The answer to any request."""
    request[REQUEST_ID] = secrets.token_hex(16)
    if request.path.startswith(control.PREFIX):
        return await _serve_control(request, handler)
    call = _noted(request)
    fault = request.app[FAULTS].take(request.method, request.path)

    if fault is None:
        response: web.StreamResponse = await _answered(request, handler)
    else:
        call.fault = fault.kind
        response = await _disturbed(fault, request, handler)
    call.status = None if call.fault == "reset" else response.status
    return response


async def _disturbed(fault: Fault, request: web.Request, handler: Handler) -> web.StreamResponse:
    """What the fault makes of the answer."""

    async def proceed() -> web.Response:
        return await _answered(request, handler)

    try:
        return await play(fault, request, proceed)
    except Refusal as refusal:
        return refusal.response(request[REQUEST_ID])
    except ConnectionError:
        # The client did not wait for the end: nobody will get this.
        return web.Response()


async def _serve_control(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The answer to an order."""
    try:
        return await handler(request)
    except OrderError as error:
        return web.json_response({"error": str(error)}, status=400)
    except web.HTTPException as error:
        return web.json_response({"error": error.reason}, status=error.status)


def _noted(request: web.Request) -> Call:
    """The journal's entry of this request."""
    call = Call(
        at=round(request.app[CLOUD].clock.now(), 3),
        method=request.method,
        path=request.path,
        query=dict(request.query),
        authentication=kind(request),
        access_key=access_key(request),
    )
    request.app[JOURNAL].add(call)
    return call


async def _answered(request: web.Request, handler: Handler) -> web.Response:
    """What the cloud answers, or what it says instead."""
    try:
        return await _refused_or_handled(request, handler)
    except ShapeViolation as violation:
        print(f"simulator: {request.method} {request.path}: {violation}", file=sys.stderr, flush=True)
        return web.Response(status=500, text=f"This is a fault of the simulator itself: {violation}")


async def _refused_or_handled(request: web.Request, handler: Handler) -> web.Response:
    """The handler's answer, or the refusal in the service's own words."""
    try:
        return await _authenticated(request, handler)
    except Refusal as refusal:
        return refusal.response(request[REQUEST_ID])
    except RequestError as error:
        return bad_request(request, str(error)).response(request[REQUEST_ID])
    except web.HTTPRequestEntityTooLarge:
        return gateway_refusal(413, "APIGW.0201", "Request entity too large").response(request[REQUEST_ID])


async def _authenticated(request: web.Request, handler: Handler) -> web.Response:
    """The handler's answer, once the caller may have it."""
    if request.match_info.http_exception is not None:
        raise gateway_refusal(404, "APIGW.0101", "The API does not exist or has not been published in the environment")
    project_id = request.match_info.get("project_id")
    if project_id is not None and project_id not in await projects_of_caller(request):
        raise foreign_project(request)
    response = await handler(request)
    assert isinstance(response, web.Response)
    return response
