# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What every route needs: the cloud behind the application, and what a request says of itself."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from aiohttp import web

from .cloud import Cloud
from .credentials import KeyRing, TokenStore

CLOUD = web.AppKey("cloud", Cloud)
KEYS = web.AppKey("keys", KeyRing)
TOKENS = web.AppKey("tokens", TokenStore)


class RequestError(ValueError):
    """A request whose body or query a service cannot accept."""


async def json_object(request: web.Request) -> dict[str, Any]:
    """The JSON object in the body."""
    try:
        body = json.loads(await request.read() or b"{}")
    except ValueError:
        raise RequestError("the request body is not JSON") from None
    if not isinstance(body, dict):
        raise RequestError("the request body is not a JSON object")
    return body


def number(request: web.Request, name: str, default: int, least: int, most: int) -> int:
    """A whole number in the query, within its documented range."""
    text = request.query.get(name, str(default))
    if not text.isascii() or not text.isdecimal() or not least <= int(text) <= most:
        raise RequestError(f"the parameter {name} is invalid")
    return int(text)


def moment(request: web.Request, name: str, form: str = "%Y%m%d%H%M%S", zone: str = "+0000") -> datetime | None:
    """A time in the query; a form that tells its own zone needs none of these."""
    text = request.query.get(name)
    if not text:
        return None
    try:
        return datetime.strptime(f"{text}{zone}", f"{form}%z")
    except ValueError:
        raise RequestError(f"the parameter {name} is invalid") from None


def within(created: datetime, begin: datetime | None, end: datetime | None) -> bool:
    """Whether the moment lies between the two, whole seconds counting."""
    created = created.replace(microsecond=0)
    return (begin is None or created >= begin) and (end is None or created <= end)
