# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What a wait returns: the same keys for every ending, and one sentence that says how it ended."""

from __future__ import annotations

from collections import Counter
from typing import Any, Sequence

from ._task import CANCELLED, COMPLETED, FAILED, RUNNING, UNKNOWN, Step, Task, every_step
from ._values import plain_text
from ._waiter import NOT_FOUND, OUTCOMES, STALLED, TIMED_OUT, UNREACHABLE, Wait, Watch

#: What even check mode takes for a failure: running on is none.
BAD_NEWS = frozenset((FAILED, CANCELLED, NOT_FOUND, UNREACHABLE))
#: Outcomes of tasks whose end the wait did not see: it left before.
LEFT = frozenset((RUNNING, UNKNOWN))

#: Letters; the longest part is an error message, cut where it is read.
LONGEST_MESSAGE = 3000

GO_ON = "it goes on in the cloud: the same call again goes on waiting for it"


def result_of_wait(wait: Wait, check_mode: bool, any_end: bool) -> dict[str, Any]:
    """The keys C(tasks), C(outcome), C(elapsed), C(msg), C(interruptions), C(changed) and C(failed)."""
    watches = wait.watches
    awaited = _awaited(watches, any_end)
    outcome = min((watch.outcome or UNKNOWN for watch in awaited), key=OUTCOMES.index)
    good = outcome not in BAD_NEWS if check_mode else outcome == COMPLETED
    return {
        "tasks": [task_of_watch(watch) for watch in watches],
        "outcome": outcome,
        "elapsed": round(wait.elapsed, 3),
        "msg": _message(watches, awaited),
        "interruptions": list(wait.interruptions),
        "changed": False,
        "failed": not good,
    }


def task_of_watch(watch: Watch) -> dict[str, Any]:
    """The task with what the wait adds to it."""
    task = watch.task or Task(watch.reference, UNKNOWN)
    result = task.to_result()
    if result["error"] is None and watch.error is not None:
        result["error"] = watch.error.error().to_result()
    return {
        **result,
        "outcome": watch.outcome,
        "polls": watch.polls,
        "failed_polls": watch.failed_polls,
        "elapsed": round(watch.elapsed, 3),
    }


def _awaited(watches: Sequence[Watch], any_end: bool) -> Sequence[Watch]:
    """The tasks whose outcome counts: all, or with C(mode=any) those that have ended, if some have."""
    ended = [watch for watch in watches if watch.outcome not in LEFT]
    return ended if any_end and ended else watches


def _message(watches: Sequence[Watch], awaited: Sequence[Watch]) -> str:
    worst = min(awaited, key=lambda watch: OUTCOMES.index(watch.outcome or UNKNOWN))
    if len(watches) == 1:
        return plain_text(_sentence(worst), LONGEST_MESSAGE)
    counts = Counter(watch.outcome or UNKNOWN for watch in watches)
    told = ", ".join(
        f"{counts[outcome]} {outcome.replace('_', ' ')}" for outcome in reversed(OUTCOMES) if counts[outcome]
    )
    summary = f"{len(watches)} tasks: {told}"
    told = summary if worst.outcome == COMPLETED else f"{summary}; {_sentence(worst)}"
    return plain_text(told, LONGEST_MESSAGE)


def _sentence(watch: Watch) -> str:
    if not watch.reference.task_id:
        return f"{watch.reference.service}: no task_id yet, since check mode skipped the change that would give one"
    name, waited = str(watch.reference), f"{watch.elapsed:.0f} s"
    error = f": {watch.error}" if watch.error else ""
    sentences = {
        COMPLETED: f"{name} completed, seen after {waited}",
        FAILED: f"{name} failed{_where(watch.task)}{_why(watch.task)}",
        CANCELLED: f"{name} was cancelled{_where(watch.task)}",
        NOT_FOUND: f"{name} is not known to the service{error}",
        UNREACHABLE: f"{name} could not be looked at{error}; {GO_ON}",
        STALLED: f"{name} has stopped moving{_where(watch.task)}, given up after {waited}; {GO_ON}",
        TIMED_OUT: f"{name} is still running after {waited}{_where(watch.task)}{error}; {GO_ON}",
        RUNNING: f"{name} is still running{_where(watch.task)}{error}",
        UNKNOWN: f"{name} is in an unknown state{_where(watch.task)}{error}",
    }
    return sentences[watch.outcome or UNKNOWN]


def _where(task: Task | None) -> str:
    """How far the task got: percent, current step, time left by the service's own estimate."""
    if task is None:
        return ""
    current = _current_step(task)
    step = f"in the step {current.name}" if current and current.name else ""
    percent = f"at {task.progress} %" if task.progress is not None else ""
    left = f"about {task.remaining_seconds} s left" if task.remaining_seconds and not task.has_ended else ""
    parts: list[str] = [part for part in (percent, step, left) if part]
    return f" ({', '.join(parts)})" if parts else ""


def _current_step(task: Task) -> Step | None:
    wanted = FAILED if task.status == FAILED else RUNNING
    return next((step for step in every_step(task.steps) if step.status == wanted), None)


def _why(task: Task | None) -> str:
    error = task.error if task else None
    parts = [part for part in (error.code, error.message) if part] if error else []
    return f": {' '.join(parts)}" if parts else ""
