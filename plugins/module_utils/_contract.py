# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What an answer must look like: a JSON Schema, and one sentence on where an answer does not fit it."""

from __future__ import annotations

import json
from functools import cached_property
from typing import Any, Mapping

from ._libraries import jsonschema
from ._values import plain_text

Schema = Mapping[str, Any]

# Numbers come as numbers or as text, with or without a percent sign (API facts 1.4, 1.5).
PERCENT: Schema = {
    "description": "a percentage from 0 to 100",
    "type": ["number", "string", "null"],
    "minimum": 0,
    "maximum": 100,
    "pattern": r"^\s*((100(\.0+)?|\d{1,2}(\.\d+)?)\s*%?)?\s*$",
}
SECONDS: Schema = {
    "description": "a number of seconds",
    "type": ["number", "string", "null"],
    "minimum": -(10**9),
    "maximum": 10**9,
    "pattern": r"^\s*(-?\d{1,9}(\.\d+)?)?\s*$",
}
# The tables promise text, the examples show integers, and null stands for "not begun" (API facts 1.1, 1.2).
MILLISECONDS: Schema = {
    "description": "milliseconds since 1970",
    "type": ["integer", "string", "null"],
    "minimum": 0,
    "maximum": 10**14,
    "pattern": r"^\s*(\d{1,14})?\s*$",
}
TEXT: Schema = {"description": "a text", "type": ["string", "null"]}
WORD: Schema = {"description": "a status word", "type": "string", "minLength": 1}


def record(required: Mapping[str, Schema], optional: Mapping[str, Schema]) -> Schema:
    """The schema of an object with these fields; fields that nobody documented are let pass."""
    return {
        "description": "an object",
        "type": "object",
        "properties": {**required, **optional},
        "required": list(required),
    }


def list_of(items: Schema) -> Schema:
    """The schema of a list that may be null."""
    return {"description": "a list", "type": ["array", "null"], "items": items}


class Contract:
    """A schema, compiled when it is first needed and then kept."""

    def __init__(self, schema: Schema) -> None:
        self.schema = schema

    @cached_property
    def _validator(self) -> Any:
        # Draft 7 is the newest that the oldest supported jsonschema (3.2) knows.
        return jsonschema.Draft7Validator(self.schema)

    def problem(self, body: Any) -> str | None:
        """The first place where the body breaks the contract, with what was expected and what was there; or None."""
        first = min(self._validator.iter_errors(body), key=lambda error: list(error.absolute_path), default=None)
        return None if first is None else _sentence(first)


def _sentence(error: Any) -> str:
    path = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path)
    if error.validator == "required":
        names = [name for name in error.validator_value if name not in error.instance]
        expected = error.schema["properties"][names[0]]["description"]
        return f"expected {expected} at ${path}.{names[0]}, found nothing there"
    return f"expected {error.schema.get('description', error.message)} at ${path}, found {_found(error.instance)}"


def _found(value: Any) -> str:
    kinds: dict[type, str] = {dict: "an object", list: "a list", bool: "a truth value", str: "the text"}
    if value is None:
        return "null"
    if isinstance(value, (dict, list)):
        return kinds[type(value)]
    shown = plain_text(json.dumps(value, ensure_ascii=False), 60)
    return f"{kinds.get(type(value), 'the number')} {shown}"
