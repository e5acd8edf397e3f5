# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""TaurusDB, formerly GaussDB(for MySQL) (API facts 1.4)."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from .._contract import PERCENT, SECONDS, TEXT, WORD, Contract, list_of, record
from .._task import (
    CANCELLED,
    COMPLETED,
    ENDED,
    FAILED,
    RUNNING,
    UNKNOWN,
    WAITING,
    Step,
    Task,
    TaskError,
    TaskReference,
    failure_of_steps,
    status_of,
)
from .._values import percent, whole_seconds
from ._service import Service

# The example says "complete" where the table says "Completed".
WORDS = {
    "pending": WAITING,
    "running": RUNNING,
    "completed": COMPLETED,
    "complete": COMPLETED,
    "failed": FAILED,
}

CONTRACT = Contract(
    record(
        required={
            "sub_task_list": list_of(
                record(
                    required={"status": WORD},
                    optional={"sub_task_name": TEXT, "percent": PERCENT, "remaining_time": SECONDS},
                )
            )
        },
        optional={"instance_id": TEXT, "instance_name": TEXT, "job_id": TEXT, "job_name": TEXT, "status": TEXT},
    )
)


def read(answer: Mapping[str, Any], reference: TaskReference) -> Task:
    """The task that an answer of TaurusDB tells of; it states no percent for the whole task, only for its steps."""
    steps = tuple(_step(entry) for entry in answer["sub_task_list"] or ())
    left = [step.remaining_seconds for step in steps if step.remaining_seconds is not None and step.status not in ENDED]
    word = answer.get("status") or None
    status = _status(word, steps)
    return Task(
        reference,
        status=status,
        raw_status=word,
        task_id=answer.get("job_id") or None,
        instance_id=answer.get("instance_id") or None,
        name=answer.get("job_name") or None,
        remaining_seconds=sum(left) if left else None,
        error=(failure_of_steps(steps) or TaskError(message="the service gives no reason"))
        if status == FAILED
        else None,
        steps=steps,
        raw=answer,
    )


def _status(word: str | None, steps: Sequence[Step]) -> str:
    below = {step.status for step in steps}
    if FAILED in below:
        return FAILED
    if word is not None:
        return status_of(word, WORDS)
    if CANCELLED in below:
        return CANCELLED
    # Without the task's own word nothing proves an end: steps that are not listed yet may follow.
    if UNKNOWN in below and RUNNING not in below:
        return UNKNOWN
    return WAITING if below <= {WAITING} else RUNNING


def _step(entry: Mapping[str, Any]) -> Step:
    return Step(
        entry.get("sub_task_name"),
        status_of(entry["status"], WORDS),
        entry["status"],
        progress=percent(entry.get("percent")),
        remaining_seconds=whole_seconds(entry.get("remaining_time")),
    )


TAURUSDB = Service(
    name="taurusdb",
    title="TaurusDB",
    endpoint="taurusdb",
    path="/v3/{project_id}/instances/{instance_id}/task-center-detail",
    contract=CONTRACT,
    read=read,
    query={"job_id": "task_id", "job_name": "job_name"},
    # These come with HTTP status 400 (API facts 5.2).
    missing_codes=frozenset(("DBS.280001", "DBS.280238", "DBS.201028", "DBS.05000044")),
    advice="TaurusDB tells the details of restore tasks only",
)
