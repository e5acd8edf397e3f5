# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the control API accepts: JSON Schemas of its request bodies, so that a slip of the pen is told at once."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import web
from jsonschema import Draft202012Validator

from .faults import KINDS
from .world import Service

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string", "minLength": 1}
_SECONDS: Schema = {"type": "number", "minimum": 0}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_FLAG: Schema = {"type": "boolean"}
_STATUS: Schema = {"type": "integer", "minimum": 200, "maximum": 599}
_HEADERS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
_SERVICE: Schema = {"enum": [str(service) for service in Service]}

_PLAN: dict[str, Schema] = {
    "steps": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/step"}},
    "seconds": {"type": "number", "exclusiveMinimum": 0},
    "outcome": {"enum": ["completed", "failed", "cancelled"]},
    "fails_at": _COUNT,
    "error": {
        "type": "object",
        "properties": {"code": {"type": "string", "maxLength": 64}, "message": {"type": "string"}},
        "additionalProperties": False,
    },
    "remaining": {"enum": ["true", "optimistic", "pessimistic", "zero", "absent"]},
    "remaining_factor": _SECONDS,
    "starts_after": _SECONDS,
    "appears_after": _SECONDS,
    "stuck_at": {"type": "integer", "minimum": 0, "maximum": 100},
    "iso_times": _FLAG,
    "error_codes_on_success": _FLAG,
    "numbers": {"enum": ["integer", "text", "percent_text"]},
    "status_absent": _FLAG,
    "lower_case_words": _FLAG,
    "tells_failure": _FLAG,
}
_STEP = {
    "type": "object",
    "properties": {
        "name": _TEXT,
        "seconds": _SECONDS,
        "steps": {"type": "array", "items": {"$ref": "#/$defs/step"}},
    },
    "required": ["name"],
    "additionalProperties": False,
}


def _order(properties: dict[str, Schema], *required: str) -> Schema:
    """An object with these members and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(required),
        "additionalProperties": False,
        "$defs": {"step": _STEP},
    }


TASK = _order(
    {"service": _SERVICE, "instance_id": _TEXT, "instance_name": _TEXT, "task_id": _TEXT, "name": _TEXT}
    | {"progress": _FLAG}
    | _PLAN,
    "service",
)
SCRIPT = _order({"service": _SERVICE, "instance_id": _TEXT} | _PLAN, "service")
ANSWER = _order(
    {
        "service": {"enum": [str(service) for service in Service if service is not Service.RABBITMQ]},
        "instance_id": _TEXT,
        "task_id": _TEXT,
        "job_name": _TEXT,
        "status": _STATUS,
        "headers": _HEADERS,
        "body": {},
        "validate": _FLAG,
    },
    "service",
    "task_id",
    "body",
)
FAULT = _order(
    {
        "match": {
            "type": "object",
            "properties": {"method": _TEXT, "path": {"type": "string", "format": "regex"}},
            "additionalProperties": False,
        },
        "times": {"type": ["integer", "null"], "minimum": 1},
        "skip": _COUNT,
        "kind": {"enum": list(KINDS)},
        "status": _STATUS,
        "headers": _HEADERS,
        "body": {},
        "seconds": _SECONDS,
        "megabytes": {"type": "integer", "minimum": 1, "maximum": 1024},
        "replace": {"type": "object"},
        "rename": {"type": "object", "additionalProperties": _TEXT},
        "remove": {"type": "array", "items": _TEXT},
        "location": _TEXT,
    },
    "kind",
) | {"if": {"properties": {"kind": {"const": "status"}}}, "then": {"required": ["status"]}}
TOKENS = _order({"life_seconds": _SECONDS}, "life_seconds")
CLOCK = _order({"offset_seconds": {"type": "number"}, "advance_seconds": _SECONDS}) | {"minProperties": 1}


class OrderError(ValueError):
    """An order the simulator does not understand."""


async def read(request: web.Request, schema: Schema) -> dict[str, Any]:
    """The order in the request body."""
    order = await _read_json(request)
    check(order, schema)
    assert isinstance(order, dict)
    return order


async def read_list(request: web.Request, schema: Schema) -> list[dict[str, Any]]:
    """The orders in the request body, which may be a single one."""
    listed = await _read_json(request)
    many: list[Any] = listed if isinstance(listed, list) else [listed]
    for order in many:
        check(order, schema)
    return many


async def _read_json(request: web.Request) -> object:
    """The JSON value in the request body."""
    try:
        return json.loads(await request.read() or b"null")
    except ValueError:
        raise OrderError("the request body is not JSON") from None


def check(order: object, schema: Schema) -> None:
    """Nothing, unless the order departs from its schema."""
    checker = Draft202012Validator.FORMAT_CHECKER
    for error in Draft202012Validator(schema, format_checker=checker).iter_errors(order):
        raise OrderError(f"{error.json_path}: {error.message}")
