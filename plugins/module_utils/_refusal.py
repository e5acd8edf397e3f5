# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What the cloud says when it refuses: its many error bodies, read into one error (API facts 5)."""

from __future__ import annotations

import json
import re
from datetime import datetime, timezone
from email.utils import parsedate_to_datetime
from typing import Any, Collection

from ._errors import Busy, CredentialsRefused, Refused, TaskMissing
from ._messages import Request, Response
from ._task import TaskError
from ._values import plain_text

#: Key of the code -> keys of its message, the pair that wins first (API facts 5.1).
PAIRS = {
    "error_code": ("error_msg",),
    "errCode": ("externalMessage",),
    "errorCode": ("errorMsg", "errorMessage"),
    "code": ("message",),
}
#: "No such API here": the host, the region or the path is wrong, and stays so (API facts 5.2).
NO_SUCH_API = re.compile(r"APIGW?\.010[13]")
THROTTLED = re.compile(r"APIGW?\.0308")
#: What passes though its HTTP status is 403: "not allowed in this state of the cluster" (API facts 5.2).
BUSY_CODES = frozenset(("DWS.7023", "DWS.0102"))
#: What a throttled caller is told: "... over ratelimit,limit:5,time:6 second" (API facts 5.3).
WINDOW = re.compile(r"time:\s*(\d{1,6})\s*(second|minute)")
NOT_PASSING = frozenset((501, 505))


def refusal(
    request: Request, response: Response, missing_codes: Collection[str] | None = None, advice: str = ""
) -> Refused:
    """The error that a response outside 200 to 299 stands for.

    Only a request for a task can find it missing: such a request comes with the codes that say so.
    """
    error = error_of(response)
    code, status = error.code or "", response.status
    if missing_codes is not None and code in missing_codes:
        return TaskMissing(request, status, error, advice)
    if NO_SUCH_API.fullmatch(code):
        return Refused(request, status, error, "Check region and endpoint: this host does not offer the service")
    if _is_busy(code, status):
        return Busy(request, status, error, retry_after=pause_asked(response, error))
    if status == 401:
        clock = _date(response.headers.get("date", ""))
        return CredentialsRefused(request, status, error, _credentials_advice(request, error), clock)
    if status == 404 and missing_codes is not None:
        return TaskMissing(request, status, error, advice)
    return Refused(request, status, error, _advice(response) or advice)


def _is_busy(code: str, status: int) -> bool:
    if THROTTLED.fullmatch(code) or code in BUSY_CODES or status in (408, 429):
        return True
    return status >= 500 and status not in NOT_PASSING


def error_of(response: Response) -> TaskError:
    """Code, message and request id of an error answer, whatever its form."""
    body = _json(response.body)
    code, message = _pair(body)
    trace = response.headers.get("x-request-id") or response.headers.get("x-iam-trace-id")
    if trace is None and isinstance(body, dict):
        trace = _text(body.get("request_id"))
    if code is None and message is None:
        message = _page_text(response.body)
    return TaskError(code, message, plain_text(trace, 100) if trace else None)


def pause_asked(response: Response, error: TaskError) -> float | None:
    """Seconds to wait by Retry-After (a number or a date) or by the window in the text of a throttled call."""
    asked = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,6}(\.\d+)?", asked):
        return float(asked)
    if asked:
        return _seconds_until(asked, response.headers.get("date", ""))
    window = WINDOW.search(error.message or "")
    return float(window[1]) * (60 if window[2] == "minute" else 1) if window else None


def _seconds_until(date: str, now: str) -> float | None:
    # Measured by the server's own clock, so that ours may be wrong.
    begin, end = _date(now), _date(date)
    return max(0.0, (end - begin).total_seconds()) if begin and end else None


def _date(header: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(header)
    except (TypeError, ValueError, IndexError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)


def _pair(body: Any, levels: int = 3) -> tuple[str | None, str | None]:
    if not isinstance(body, dict) or not levels:
        return None, None
    for code_key, message_keys in PAIRS.items():
        code = _text(body.get(code_key))
        message = next((text for text in map(_text, map(body.get, message_keys)) if text), None)
        if code is not None or message is not None:
            return code, message
    # {"error": {...}}, {"badRequest": {...}}: one object around the pair.
    inner = [value for value in body.values() if isinstance(value, dict)]
    return _pair(inner[0], levels - 1) if len(inner) == 1 else (None, None)


def _text(value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value == "":
        return None
    return plain_text(str(value), 1024)


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _page_text(body: bytes) -> str | None:
    """What a page of a proxy says, without its tags."""
    return plain_text(re.sub(r"<[^>]*>", " ", body[:4096].decode("utf-8", "replace")), 200) or None


def _credentials_advice(request: Request, error: TaskError) -> str:
    if "reach the limit" in (error.message or ""):
        return "The key is locked for five minutes after too many wrong signatures: check the key, then wait"
    if "Authorization" in request.headers:
        return "Check access_key, secret_key and security_token, and the clock of this host"
    if request.path.endswith("/auth/tokens"):
        return "Check user_name, password and domain_name"
    return "The token is wrong, has expired or belongs to another region: get a new one"


def _advice(response: Response) -> str:
    if 300 <= response.status < 400:
        target = plain_text(response.headers.get("location", "an unnamed place"), 200)
        return f"It redirects to {target}, which is not followed: set endpoint to the right address"
    return "Check that the user may read tasks in this project" if response.status == 403 else ""
