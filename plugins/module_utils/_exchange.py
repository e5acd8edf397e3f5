# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One question to the cloud and its answer as JSON, or the error that came instead."""

from __future__ import annotations

import json
import math
from typing import Any, Callable, Collection, NoReturn

from ._errors import UnreadableAnswer
from ._messages import Request, Response
from ._refusal import refusal
from ._values import plain_text

Send = Callable[[Request], Response]

#: Levels of nesting in an answer; the deepest documented answer has five.
DEEPEST = 50


def answered(send: Send, request: Request, missing_codes: Collection[str] | None = None, advice: str = "") -> Response:
    """The response where it is a success; raises the fitting kind of Refused where it is not."""
    response = send(request)
    if 200 <= response.status < 300:
        return response
    raise refusal(request, response, missing_codes, advice)


def json_of(request: Request, response: Response) -> Any:
    """The body as JSON; raises UnreadableAnswer where it is not JSON or nested without end."""
    try:
        body = json.loads(response.body, parse_constant=_refuse_constant, parse_float=_finite)
    except (ValueError, RecursionError):
        kind = plain_text(response.headers.get("content-type", "no content type"), 100)
        raise UnreadableAnswer(request, f"expected JSON, found {len(response.body)} bytes of {kind}") from None
    if _nests_deeper_than(body, DEEPEST):
        raise UnreadableAnswer(request, f"the answer is nested more than {DEEPEST} levels deep")
    return body


def _refuse_constant(name: str) -> NoReturn:
    # Python would take NaN and Infinity, which are no JSON and break everything that is computed with them.
    raise ValueError(name)


def _finite(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise ValueError(text)
    return number


def _nests_deeper_than(value: Any, levels: int) -> bool:
    layer = [value]
    for _level in range(levels):
        layer = [
            inner
            for outer in layer
            if isinstance(outer, (dict, list))
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not layer:
            return False
    return True
