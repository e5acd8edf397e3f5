# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated cloud: its instances and their background tasks. Knows no HTTP."""

from __future__ import annotations

import json
import secrets
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from . import world
from .clock import Clock
from .scripts import Plan, Quirks
from .timeline import Phase, Script, State, Step, is_known, state_at
from .world import Service


@dataclass
class Instance:
    """An instance or cluster; `attributes` are what a change can change."""

    id: str
    service: Service
    name: str
    created_at: float
    attributes: dict[str, object]


@dataclass(frozen=True)
class Work:
    """A kind of change: how its task is called, what it does, and how it shows."""

    name: str
    steps: tuple[Step, ...]
    has_progress: bool = True
    instance_status: str | None = None
    cluster_words: tuple[str, str] | None = None
    effect: Mapping[str, object] = field(default_factory=dict)
    parameters: Mapping[str, object] = field(default_factory=dict)
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Task:
    """A background task; `created_at` is in real seconds since the epoch, its script already at the cloud's speed."""

    id: str
    job_id: str
    instance: Instance
    work: Work
    script: Script
    quirks: Quirks
    created_at: float

    @property
    def parameters(self) -> str:
        """The parameters as the records carry them: a JSON document inside a string."""
        return json.dumps(dict(self.work.parameters), separators=(",", ":"))


@dataclass(frozen=True)
class FixedAnswer:
    """An answer to a progress request that a user has set word by word."""

    service: Service
    instance_id: str
    task_id: str
    job_name: str | None
    status: int
    headers: Mapping[str, str]
    body: object


class Cloud:
    """Every instance, task and fixed answer there is."""

    def __init__(self, speed: float = 1.0, clock: Clock | None = None) -> None:
        self.speed = speed
        self.clock = clock or Clock()
        self.reset()

    def reset(self) -> None:
        """Make everything as at the start."""
        self.clock.offset = 0.0
        self.instances: dict[str, Instance] = {}
        self.tasks: list[Task] = []
        self.answers: dict[tuple[Service, str], FixedAnswer] = {}
        self.plans: dict[str, list[Plan]] = {}
        for service, instance_id in world.INSTANCE_IDS.items():
            self.add_instance(service, instance_id)

    def add_instance(self, service: Service, instance_id: str, name: str | None = None) -> Instance:
        """A new instance with the attributes usual for its service."""
        instance = Instance(
            instance_id, service, name or f"{service}-simulated", self.clock.now(), dict(world.ATTRIBUTES[service])
        )
        self.instances[instance_id] = instance
        return instance

    def add_task(self, instance: Instance, work: Work, plan: Plan | None = None, task_id: str | None = None) -> Task:
        """A new task that follows the plan, or the one set for the instance's next change, or none."""
        if plan is None:
            waiting = self.plans.get(instance.id)
            plan = waiting.pop(0) if waiting else Plan()
        script = plan.script(instance.service, work.steps).scaled(self.speed)
        moment = self.clock.now()
        new_id = _id_maker(instance.service)
        own_id, job_id = task_id or new_id(self.clock, moment), new_id(self.clock, moment)
        task = Task(own_id, job_id, instance, work, script, plan.quirks, moment)
        self.tasks.append(task)
        return task

    def state(self, task: Task) -> State:
        """Where the task stands now."""
        return state_at(task.script, self.clock.now() - task.created_at)

    def known_tasks(self, service: Service | None = None, instance_id: str | None = None) -> list[Task]:
        """The tasks that can be queried already, newest first."""
        return [
            task
            for task in reversed(self.tasks)
            if service in (None, task.instance.service)
            and instance_id in (None, task.instance.id)
            and self._is_known(task)
        ]

    def find_task(self, tasks: Iterable[Task], task_id: str) -> Task | None:
        """The one with this id."""
        return next((task for task in tasks if task.id == task_id), None)

    def running_task(self, instance: Instance) -> Task | None:
        """The change that keeps the instance busy."""
        return next((task for task in self._tasks_of(instance) if not self.state(task).phase.ended), None)

    def latest_task(self, instance: Instance) -> Task | None:
        """The newest task of the instance, known or not."""
        return next(iter(self._tasks_of(instance)), None)

    def attributes(self, instance: Instance) -> dict[str, object]:
        """The attributes of the instance after all changes that went well."""
        attributes = dict(instance.attributes)
        for task in reversed(self._tasks_of(instance)):
            if self.state(task).phase is Phase.COMPLETED:
                attributes |= task.work.effect
        return attributes

    def advance(self, seconds: float) -> None:
        """Move every task so many real seconds on."""
        for task in self.tasks:
            task.created_at -= seconds

    def _is_known(self, task: Task) -> bool:
        """Whether the task can be queried already."""
        return is_known(task.script, self.clock.now() - task.created_at)

    def _tasks_of(self, instance: Instance) -> list[Task]:
        """All tasks of the instance, newest first."""
        return [task for task in reversed(self.tasks) if task.instance is instance]


def _id_maker(service: Service) -> Callable[[Clock, float], str]:
    """What makes the ids of the service's tasks."""
    return _dashed_id if service is Service.TAURUSDB else _time_bearing_id


def _dashed_id(_clock: Clock, _moment: float) -> str:
    """An id as TaurusDB gives them."""
    return str(uuid.uuid4())


def _time_bearing_id(clock: Clock, moment: float) -> str:
    """32 hexadecimal digits, the 17th to the 28th of which tell the creation time (API facts 1.6)."""
    milliseconds = round(clock.told(moment).timestamp() * 1000)
    return f"{secrets.token_hex(8)}{milliseconds:012x}{secrets.token_hex(2)}"
