# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scripted background task looks like at a moment: pure functions, no clock, no HTTP."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum


class Phase(Enum):
    """Where a task, a step or a sub-step stands."""

    WAITING = "waiting"
    RUNNING = "running"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Whether nothing will change any more."""
        return self not in (Phase.WAITING, Phase.RUNNING)


@dataclass(frozen=True)
class Step:
    """A piece of work; it lasts its own seconds or those of its sub-steps, whichever is longer."""

    name: str
    seconds: float = 0.0
    steps: tuple[Step, ...] = ()

    @property
    def duration(self) -> float:
        """Seconds from its begin to its end when all goes well."""
        return max(self.seconds, sum(step.duration for step in self.steps))

    def scaled(self, speed: float) -> Step:
        """The same step, so many times faster."""
        return replace(self, seconds=self.seconds / speed, steps=tuple(step.scaled(speed) for step in self.steps))


@dataclass(frozen=True)
class Script:
    """What is to happen to a task, in seconds since it was created."""

    steps: tuple[Step, ...]
    outcome: Phase = Phase.COMPLETED
    fails_at: int | None = None
    error_code: str | None = None
    error_message: str | None = None
    remaining: str = "true"
    remaining_factor: float | None = None
    starts_after: float = 0.0
    appears_after: float = 0.0
    stuck_at: int | None = None

    @property
    def duration(self) -> float:
        """Seconds all steps take together when all goes well."""
        return sum(step.duration for step in self.steps)

    @property
    def breaking_point(self) -> float | None:
        """Seconds after the start at which the task breaks off: half-way through the step that fails."""
        if self.outcome is Phase.COMPLETED:
            return None
        index = len(self.steps) - 1 if self.fails_at is None else self.fails_at
        return sum(step.duration for step in self.steps[:index]) + self.steps[index].duration / 2

    def scaled(self, speed: float) -> Script:
        """The same script, so many times faster."""
        return replace(
            self,
            steps=tuple(step.scaled(speed) for step in self.steps),
            starts_after=self.starts_after / speed,
            appears_after=self.appears_after / speed,
        )


@dataclass(frozen=True)
class StepState:
    """One step at a moment; `started` and `ended` are seconds since the task was created."""

    name: str
    phase: Phase
    percent: int
    remaining: int | None
    started: float | None
    ended: float | None
    steps: tuple[StepState, ...] = ()


@dataclass(frozen=True)
class State:
    """The whole task at a moment; `remaining` is None where the service keeps silent about it."""

    phase: Phase
    percent: int
    remaining: int | None
    started: float | None
    ended: float | None
    steps: tuple[StepState, ...]


@dataclass(frozen=True)
class _Moment:
    """How much work is done, in seconds, and whether the work broke off there."""

    work: float
    offset: float
    broken: Phase | None


def is_known(script: Script, elapsed: float) -> bool:
    """Whether the service knows the task `elapsed` seconds after its creation."""
    return elapsed >= script.appears_after


def state_at(script: Script, elapsed: float) -> State:
    """The task `elapsed` seconds after its creation."""
    since_start = elapsed - script.starts_after
    moment = _moment(script, since_start)
    phase = _phase(script, since_start, moment)
    return State(
        phase=phase,
        percent=_percent(script, phase, moment.work),
        remaining=_told(script, phase, script.duration - moment.work),
        started=None if phase is Phase.WAITING else script.starts_after,
        ended=script.starts_after + moment.work if phase.ended else None,
        steps=tuple(_step_states(script, script.steps, 0.0, since_start >= 0, moment)),
    )


def _moment(script: Script, since_start: float) -> _Moment:
    """The work done by then."""
    end = script.duration if script.breaking_point is None else script.breaking_point
    broken = None if script.breaking_point is None or since_start < end else script.outcome
    return _Moment(min(max(since_start, 0.0), end), script.starts_after, broken)


def _phase(script: Script, since_start: float, moment: _Moment) -> Phase:
    """The phase of the task as a whole."""
    if since_start < 0:
        return Phase.WAITING
    if moment.broken is not None:
        return moment.broken
    return Phase.COMPLETED if since_start >= script.duration else Phase.RUNNING


def _percent(script: Script, phase: Phase, work: float) -> int:
    """Progress 0-100; 100 only when the task is completed."""
    if phase is Phase.COMPLETED:
        return 100
    share = work / script.duration if script.duration else 0.0
    if script.stuck_at is not None:
        return math.floor(min(share * 1.5, 1.0) * script.stuck_at)
    return min(math.floor(share * 100), 99)


def _told(script: Script, phase: Phase, seconds: float) -> int | None:
    """The remaining seconds the service tells, which may be a lie."""
    if script.remaining == "absent":
        return None
    if phase is Phase.COMPLETED or script.remaining == "zero":
        return 0
    default = {"optimistic": 0.4, "pessimistic": 2.5}.get(script.remaining, 1.0)
    factor = default if script.remaining_factor is None else script.remaining_factor
    return math.ceil(seconds * factor - 1e-9)


def _step_states(
    script: Script, steps: tuple[Step, ...], begin: float, begun: bool, moment: _Moment
) -> Iterator[StepState]:
    """The states of consecutive steps, the first of which begins at `begin` seconds of work."""
    for step in steps:
        yield _step_state(script, step, begin, begun, moment)
        begin += step.duration


def _step_state(script: Script, step: Step, begin: float, begun: bool, moment: _Moment) -> StepState:
    """The state of one step and of all below it."""
    phase = _step_phase(step, begin, begun, moment)
    done = min(max(moment.work - begin, 0.0), step.duration)
    end = moment.work if phase in (Phase.FAILED, Phase.CANCELLED) else begin + step.duration
    return StepState(
        name=step.name,
        phase=phase,
        percent=100 if phase is Phase.COMPLETED else math.floor(100 * done / step.duration) if step.duration else 0,
        remaining=_told(script, phase, step.duration - done),
        started=None if phase is Phase.WAITING else moment.offset + begin,
        ended=moment.offset + end if phase.ended else None,
        steps=tuple(_step_states(script, step.steps, begin, begun, moment)),
    )


def _step_phase(step: Step, begin: float, begun: bool, moment: _Moment) -> Phase:
    """The phase of a step that begins at `begin` seconds of work."""
    if not begun or moment.work < begin:
        return Phase.WAITING
    if moment.work >= begin + step.duration:
        return Phase.COMPLETED
    return moment.broken or Phase.RUNNING
