# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""DCS, the cache service (API facts 1.3)."""

from __future__ import annotations

from typing import Any, Mapping

from .._contract import PERCENT, SECONDS, TEXT, WORD, Contract, list_of, record
from .._task import (
    COMPLETED,
    ENDED,
    FAILED,
    RUNNING,
    WAITING,
    Step,
    Task,
    TaskReference,
    status_of,
    task_of_steps,
)
from .._values import moment_of_text, percent, whole_seconds
from ._service import Service

WORDS = {
    "finish": COMPLETED,
    "failed": FAILED,
    "executing": RUNNING,
    "waiting": WAITING,
    # Of sub-steps only; a suspended one goes on some time, so it is no end (API facts 7).
    "suspend": WAITING,
}

_TIMES = {"begin_time": TEXT, "end_time": TEXT, "error_code": TEXT}
_SUB_STEP = record(
    required={"sub_step_status": WORD},
    optional={"sub_step_id": TEXT, "sub_step_name": TEXT, "detail": TEXT, **_TIMES},
)
_STEP = record(
    required={"step_status": WORD},
    optional={"step_id": TEXT, "step_name": TEXT, "sub_step_details": list_of(_SUB_STEP), **_TIMES},
)
CONTRACT = Contract(
    record(required={"progress": PERCENT}, optional={"remain_time": SECONDS, "step_details": list_of(_STEP)})
)


def read(answer: Mapping[str, Any], reference: TaskReference) -> Task:
    """The task that an answer of DCS tells of; it has no status of its own, so the steps and the percent decide."""
    steps = tuple(_step("step", entry) for entry in answer.get("step_details") or ())
    remaining = whole_seconds(answer.get("remain_time"))
    return task_of_steps(reference, answer, percent(answer["progress"]), remaining, steps)


def _step(kind: str, entry: Mapping[str, Any]) -> Step:
    word = entry[f"{kind}_status"]
    status = status_of(word, WORDS)
    return Step(
        entry.get(f"{kind}_name"),
        status,
        word,
        id=entry.get(f"{kind}_id"),
        started_at=moment_of_text(entry.get("begin_time")),
        # A running step can bear the end of its last sub-step.
        ended_at=moment_of_text(entry.get("end_time")) if status in ENDED else None,
        # Steps that went well bear codes too, so a code says nothing about the status.
        error_code=entry.get("error_code") or None,
        # Looks like JSON, but is none: handed on as it is.
        detail=entry.get("detail") or None,
        steps=tuple(_step("sub_step", below) for below in entry.get("sub_step_details") or ()),
    )


DCS = Service(
    name="dcs",
    title="DCS",
    endpoint="dcs",
    path="/v2/{project_id}/instances/{instance_id}/tasks/{task_id}/progress",
    contract=CONTRACT,
    read=read,
)
