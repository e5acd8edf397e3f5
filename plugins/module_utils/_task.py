# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""A background task of the cloud and its steps, in one spelling for every service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Iterator, Mapping, Sequence

from ._values import iso, plain_text, seconds_between

WAITING = "waiting"
RUNNING = "running"
COMPLETED = "completed"
FAILED = "failed"
CANCELLED = "cancelled"
UNKNOWN = "unknown"

#: The statuses after which nothing more happens.
ENDED = frozenset((COMPLETED, FAILED, CANCELLED))

Words = Mapping[str, str]

#: Words that end a task of any service without success, also where its documentation does not name them.
ENDING_WORDS: Words = dict.fromkeys(("cancelled", "canceled", "stop", "stopped", "deleted"), CANCELLED)


@dataclass(frozen=True)
class TaskReference:
    """Which task is meant, as the user named it."""

    service: str
    instance_id: str | None = None
    task_id: str | None = None
    job_name: str | None = None
    region: str | None = None
    project_id: str | None = None
    label: str | None = None

    def __str__(self) -> str:
        name = f"{self.service} task {self.task_id}"
        return f"{name} ({self.label})" if self.label else name


@dataclass(frozen=True)
class TaskError:
    """Why a task failed, in the service's words."""

    code: str | None = None
    message: str | None = None
    request_id: str | None = None

    def to_result(self) -> dict[str, Any]:
        """The value of a task's C(error) key."""
        return {"code": self.code, "message": self.message, "request_id": self.request_id}


@dataclass(frozen=True)
class Step:
    """One step of a task; its own sub-steps are steps too."""

    name: str | None
    status: str
    raw_status: str | None = None
    id: str | None = None
    progress: int | None = None
    remaining_seconds: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    error_code: str | None = None
    detail: str | None = None
    steps: tuple[Step, ...] = ()

    def to_result(self) -> dict[str, Any]:
        """The step as users see it; absent values are None, no key is ever missing."""
        return {
            "id": self.id,
            "name": self.name,
            "status": self.status,
            "raw_status": self.raw_status,
            "progress": self.progress,
            "remaining_seconds": self.remaining_seconds,
            "started_at": iso(self.started_at),
            "ended_at": iso(self.ended_at),
            "duration_seconds": seconds_between(self.started_at, self.ended_at),
            "error_code": self.error_code,
            "detail": self.detail,
            "steps": [step.to_result() for step in self.steps],
        }


@dataclass(frozen=True)
class Task:
    """What one look at a task told; C(raw) is the service's own answer."""

    reference: TaskReference
    status: str
    raw_status: str | None = None
    task_id: str | None = None
    instance_id: str | None = None
    name: str | None = None
    progress: int | None = None
    remaining_seconds: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    error: TaskError | None = None
    steps: tuple[Step, ...] = ()
    raw: Mapping[str, Any] | None = None

    @property
    def has_ended(self) -> bool:
        """Whether the service said that nothing more will happen."""
        return self.status in ENDED

    @property
    def position(self) -> tuple[Any, ...]:
        """How far the task is; two looks with the same position saw no movement."""
        steps = tuple((step.name, step.status, step.progress) for step in every_step(self.steps))
        return (self.status, self.progress, steps)

    def to_result(self) -> dict[str, Any]:
        """The task as users see it; absent values are None, no key is ever missing."""
        return {
            "service": self.reference.service,
            "instance_id": self.instance_id or self.reference.instance_id,
            "task_id": self.task_id or self.reference.task_id,
            "name": self.name,
            "region": self.reference.region,
            "label": self.reference.label,
            "status": self.status,
            "raw_status": self.raw_status,
            "progress": self.progress,
            "remaining_seconds": self.remaining_seconds,
            "started_at": iso(self.started_at),
            "ended_at": iso(self.ended_at),
            "duration_seconds": seconds_between(self.started_at, self.ended_at),
            "error": self.error.to_result() if self.error else None,
            "steps": [step.to_result() for step in self.steps],
        }


def every_step(steps: Sequence[Step]) -> Iterator[Step]:
    """The steps and all steps below them, in the order in which the service lists them."""
    for step in steps:
        yield step
        yield from every_step(step.steps)


def status_of(word: str | None, words: Words) -> str:
    """Our status for a service's word, whatever its case; UNKNOWN for a word that nobody documented."""
    plain = (word or "").strip().lower()
    return words.get(plain) or ENDING_WORDS.get(plain, UNKNOWN)


def status_of_steps(progress: int | None, steps: Sequence[Step]) -> str:
    """The status of a task whose service states none: an end needs 100 percent and no step that is unfinished."""
    below = {step.status for step in every_step(steps)}
    own = {step.status for step in steps}
    if FAILED in below:
        return FAILED
    if CANCELLED in own:
        return CANCELLED
    if progress == 100 and below <= {COMPLETED, CANCELLED}:
        return COMPLETED
    if UNKNOWN in below and RUNNING not in below:
        return UNKNOWN
    return WAITING if not progress and own <= {WAITING} else RUNNING


def task_of_steps(
    reference: TaskReference,
    answer: Mapping[str, Any],
    progress: int | None,
    remaining_seconds: int | None,
    steps: tuple[Step, ...],
) -> Task:
    """The task of a service that tells of its steps only: from the start of the first to the end of the last."""
    status = status_of_steps(progress, steps)
    starts = [step.started_at for step in steps if step.started_at]
    ends = [step.ended_at for step in steps if step.ended_at]
    return Task(
        reference,
        status,
        progress=progress,
        remaining_seconds=remaining_seconds,
        started_at=min(starts, default=None),
        ended_at=max(ends, default=None) if status in ENDED else None,
        error=failure_of_steps(steps),
        steps=steps,
        raw=answer,
    )


def failure_of_steps(steps: Sequence[Step]) -> TaskError | None:
    """What failed first, from the deepest step that says so; None where no step failed."""
    failed = [step for step in every_step(steps) if step.status == FAILED]
    if not failed:
        return None
    # A failed sub-step is listed behind its step and tells more than it.
    cause = next(
        (step for step in failed if all(below.status != FAILED for below in every_step(step.steps))), failed[0]
    )
    code = next((step.error_code for step in (cause, failed[0]) if step.error_code), None)
    name = f'the step "{plain_text(cause.name)}"' if cause.name else "a step without a name"
    told = f": {plain_text(cause.detail)}" if cause.detail else ""
    return TaskError(code, f"{name} failed{told}")


def unknown_words(task: Task) -> tuple[str, ...]:
    """The service's words in this task that nobody documented, each once."""
    holders = [(task.status, task.raw_status), *((step.status, step.raw_status) for step in every_step(task.steps))]
    return tuple(dict.fromkeys(word for status, word in holders if status == UNKNOWN and word))
