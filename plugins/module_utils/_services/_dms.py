# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What Kafka and RocketMQ share: both belong to DMS and answer in the same form (API facts 1.1, 1.2)."""

from __future__ import annotations

from typing import Any, Mapping

from .._contract import MILLISECONDS, PERCENT, SECONDS, TEXT, WORD, Contract, list_of, record
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
from .._values import moment_of_milliseconds, percent, whole_seconds

PATH = "/v2/{project_id}/instances/{instance_id}/tasks/{task_id}/progress"

WORDS = {"completed": COMPLETED, "in_progress": RUNNING, "failed": FAILED, "waiting": WAITING}

# The service spells the key of a step's status "statue".
CONTRACT = Contract(
    record(
        required={"progress_percentage": PERCENT},
        optional={
            "remain_time": SECONDS,
            "step_list": list_of(
                record(
                    required={"statue": WORD},
                    optional={"name": TEXT, "start_time": MILLISECONDS, "end_time": MILLISECONDS},
                )
            ),
        },
    )
)


def read(answer: Mapping[str, Any], reference: TaskReference) -> Task:
    """The task that an answer of DMS tells of; it has no status of its own, so the steps and the percent decide."""
    steps = tuple(_step(entry) for entry in answer.get("step_list") or ())
    # The unit is documented for DCS only; 1124 beside a rolling scale-up fits seconds (API facts 1.1).
    remaining = whole_seconds(answer.get("remain_time"))
    return task_of_steps(reference, answer, percent(answer["progress_percentage"]), remaining, steps)


def _step(entry: Mapping[str, Any]) -> Step:
    status = status_of(entry["statue"], WORDS)
    return Step(
        entry.get("name"),
        status,
        entry["statue"],
        started_at=moment_of_milliseconds(entry.get("start_time")),
        ended_at=moment_of_milliseconds(entry.get("end_time")) if status in ENDED else None,
    )
