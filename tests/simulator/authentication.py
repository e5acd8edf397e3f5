# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who sends a request: by signature or by token, refused in the gateway's words."""

from __future__ import annotations

from aiohttp import web

from . import world
from .answers import Refusal, gateway_refusal
from .context import CLOUD, KEYS, TOKENS
from .credentials import Key
from .signature import Signature, SignedRequest, is_signed_with, parse, signed_at

SKEW_SECONDS = 15 * 60
REQUIRED_NAMES = ("host", "x-sdk-date")


def unauthorized(why: str) -> Refusal:
    """The gateway's refusal of credentials; the text after the colon tells why (API facts 5.2)."""
    return gateway_refusal(401, "APIGW.0301", f"Incorrect IAM authentication information: {why}")


async def signed_request(request: web.Request) -> SignedRequest:
    """The request as it came over the wire."""
    headers = {
        name.decode("latin-1").lower(): value.decode("utf-8", "surrogateescape") for name, value in request.raw_headers
    }
    return SignedRequest(request.method, request.raw_path, headers, await request.read())


def kind(request: web.Request) -> str:
    """`signature`, `token` or `none`: what the request brings along."""
    if "Authorization" in request.headers:
        return "signature"
    return "token" if "X-Auth-Token" in request.headers else "none"


def access_key(request: web.Request) -> str | None:
    """The access key that the request names."""
    signature = parse(request.headers.get("Authorization", ""))
    return signature.access_key if signature else None


async def projects_of_caller(request: web.Request) -> frozenset[str]:
    """The projects the caller may use; a refusal where the credentials are not good."""
    if kind(request) == "signature":
        await _verify_signature(request)
        return frozenset(world.PROJECTS)
    return _projects_of_token(request)


def _projects_of_token(request: web.Request) -> frozenset[str]:
    """The project of a valid token."""
    value = request.headers.get("X-Auth-Token")
    if not value:
        raise unauthorized("x-auth-token not found")
    token = request.app[TOKENS].find(value)
    if token is None:
        raise unauthorized("decrypt token fail")
    if request.app[TOKENS].is_expired(token):
        raise unauthorized("token expires")
    return frozenset([token.project_id] if token.project_id else ())


async def _verify_signature(request: web.Request) -> None:
    """Nothing, when the signature is as it must be; else a refusal."""
    signature = parse(request.headers["Authorization"])
    if signature is None:
        raise unauthorized("verify aksk signature fail, the Authorization header is malformed")
    key = _key(request, signature.access_key)
    signed = await signed_request(request)
    _check_names(signature)
    _check_time(request, signed)
    keys = request.app[KEYS]
    if not is_signed_with(signed, signature, key.secret_key):
        keys.note_failure(key)
        raise unauthorized("verify aksk signature fail")
    if key.security_token is not None and request.headers.get("X-Security-Token") != key.security_token:
        raise unauthorized("verify aksk signature fail, the security token is wrong")
    keys.note_success(key)


def _key(request: web.Request, name: str) -> Key:
    """The key of that name, unless it is locked."""
    key = request.app[KEYS].find(name)
    if key is None:
        # The cloud tells the access key in this text (API facts 5.2): clients must not print it.
        raise unauthorized(f"Get secretKey failed,ak:{name},err:ak not exist")
    if request.app[KEYS].is_locked(key):
        raise unauthorized("AK access failed to reach the limit,forbidden")
    return key


def _check_names(signature: Signature) -> None:
    """Refuse a signature that leaves out what must be signed."""
    for name in REQUIRED_NAMES:
        if name not in signature.names:
            raise unauthorized(f"verify aksk signature fail, {name} is not among the signed headers")


def _check_time(request: web.Request, signed: SignedRequest) -> None:
    """Refuse a signature made too long ago, or in the future."""
    moment = signed_at(signed)
    if moment is None:
        raise unauthorized("verify aksk signature fail, x-sdk-date is malformed")
    clock = request.app[CLOUD].clock
    if abs((clock.told(clock.now()) - moment).total_seconds()) > SKEW_SECONDS:
        raise unauthorized("verify aksk signature fail, clock skew is more than 15 minutes")
