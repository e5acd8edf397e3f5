# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""DWS, the data warehouse (API facts 1.5)."""

from __future__ import annotations

from typing import Any, Mapping

from .._contract import PERCENT, TEXT, WORD, Contract, record
from .._task import CANCELLED, COMPLETED, ENDED, FAILED, RUNNING, WAITING, Task, TaskError, TaskReference, status_of
from .._values import moment_of_text, percent
from ._service import Service

WORDS = {
    "init": WAITING,
    "waiting": WAITING,
    "delay_scheduled": WAITING,
    "running": RUNNING,
    "success": COMPLETED,
    "fail": FAILED,
    "stop": CANCELLED,
    # Not among the seven documented words, but Terraform's provider ends on it.
    "error": FAILED,
}

CONTRACT = Contract(
    record(
        required={"status": WORD},
        optional={
            "progress": PERCENT,
            "job_id": TEXT,
            "job_name": TEXT,
            "begin_time": TEXT,
            "end_time": TEXT,
            "failed_code": TEXT,
            "failed_detail": TEXT,
        },
    )
)


def read(answer: Mapping[str, Any], reference: TaskReference) -> Task:
    """The task that an answer of DWS tells of, by its own status word."""
    status = status_of(answer["status"], WORDS)
    return Task(
        reference,
        status=status,
        raw_status=answer["status"],
        # The id is not taken from the answer: the documented example answers with another one than was asked for.
        name=answer.get("job_name") or None,
        progress=percent(answer.get("progress")),
        started_at=moment_of_text(answer.get("begin_time")),
        ended_at=moment_of_text(answer.get("end_time")) if status in ENDED else None,
        error=_error(answer, status),
        raw=answer,
    )


def _error(answer: Mapping[str, Any], status: str) -> TaskError | None:
    code, detail = answer.get("failed_code") or None, answer.get("failed_detail") or None
    if status == FAILED:
        return TaskError(code, detail or "the service gives no reason")
    return TaskError(code, detail) if status == CANCELLED and (code or detail) else None


DWS = Service(
    name="dws",
    title="DWS",
    endpoint="dws",
    path="/v1.0/{project_id}/job/{task_id}",
    contract=CONTRACT,
    read=read,
    needs=("task_id",),
    # These come with HTTP status 401, 403 and 404 (API facts 5.2).
    missing_codes=frozenset(("DWS.0015", "DWS.0047", "DWS.3027")),
    advice="DWS answers alike for what does not exist and for what you may not see",
)
