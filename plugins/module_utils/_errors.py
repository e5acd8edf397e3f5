# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Everything that can go wrong, as one tree: each error says what was asked, what came back and what to do."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ._messages import Request
from ._task import TaskError


class CloudWaitError(Exception):
    """The parent of all errors of this collection."""

    #: Whether the same request may be answered later.
    passing = False
    #: Seconds the service asked to wait before the next request, where it asked.
    retry_after: float | None = None

    def error(self) -> TaskError:
        """The error as a task's C(error) shows it."""
        return TaskError(message=str(self))

    def details(self) -> dict[str, Any]:
        """What a module returns beside the message."""
        return {}


class InvalidOption(CloudWaitError):
    """An option that cannot be meant so; nothing has been sent."""


class NoCredentials(CloudWaitError):
    """No usable credentials in any of the places that were looked at."""


class NobodyWaits(CloudWaitError):
    """The process that would take the result has gone."""


class RequestError(CloudWaitError):
    """A request that brought no usable answer."""

    def __init__(self, request: Request, problem: str) -> None:
        super().__init__(f"{request}: {problem}")
        self.request = request

    def details(self) -> dict[str, Any]:
        """Method and address of the request under C(request), and the error."""
        request = {"method": self.request.method, "url": self.request.url}
        return {"request": request, "error": self.error().to_result()}


class NoAnswer(RequestError):
    """The connection failed, was cut or took too long."""

    passing = True


class Unreachable(RequestError):
    """No connection is possible with these settings, now or later."""


class UnreadableAnswer(RequestError):
    """An answer that is not what the service documents: not JSON, too long, or not of its schema."""

    passing = True


class Refused(RequestError):
    """The service answered with an error of its own."""

    def __init__(self, request: Request, status: int, refusal: TaskError, advice: str = "") -> None:
        told = " ".join(part for part in (refusal.code, refusal.message) if part) or "no error message"
        trace = f" (request id {refusal.request_id})" if refusal.request_id else ""
        super().__init__(request, f"HTTP {status}: {told.rstrip('.')}{trace}" + (f". {advice}" if advice else ""))
        self.status = status
        self.refusal = refusal

    def error(self) -> TaskError:
        """The service's own code, message and request id."""
        return self.refusal

    def details(self) -> dict[str, Any]:
        """As for every request, with the HTTP status."""
        return {**super().details(), "http_status": self.status}


class Busy(Refused):
    """The service cannot answer now: throttled, overloaded, down."""

    passing = True

    def __init__(
        self, request: Request, status: int, refusal: TaskError, advice: str = "", retry_after: float | None = None
    ) -> None:
        super().__init__(request, status, refusal, advice)
        self.retry_after = retry_after


class CredentialsRefused(Refused):
    """The key, token or password is wrong, expired or locked: asking again with it can only do harm."""

    def __init__(
        self, request: Request, status: int, refusal: TaskError, advice: str = "", server_time: datetime | None = None
    ) -> None:
        super().__init__(request, status, refusal, advice)
        #: The service's clock at that moment, where it told: a signature is refused for a wrong date, too.
        self.server_time = server_time


class TaskMissing(Refused):
    """The service knows no such task, not yet or not any more."""
