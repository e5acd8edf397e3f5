# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""What is to be known of a service: its name, its address, its contract and how to read its answer."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping

from .._contract import Contract
from .._errors import InvalidOption
from .._messages import Pairs, encoded
from .._task import Task, TaskReference

#: All sample ids are hexadecimal, some with dashes (API facts 1.6); nothing in this set can change a path or header.
IDENTIFIER = re.compile(r"[A-Za-z0-9_-]{1,128}")

Reader = Callable[[Mapping[str, Any], TaskReference], Task]


@dataclass(frozen=True)
class Service:
    """One service: where its tasks are found and how its answers are read."""

    name: str
    title: str
    #: The entry of the region table that holds its host.
    endpoint: str
    #: Path of the progress of a task, with {project_id}, {instance_id} and {task_id} to be filled in.
    path: str
    contract: Contract
    read: Reader
    #: Options without which a task cannot be named.
    needs: tuple[str, ...] = ("instance_id", "task_id")
    #: Query parameter -> attribute of the reference it is taken from; left out where that is empty.
    query: Mapping[str, str] = field(default_factory=dict)
    #: Error codes by which this service says that there is no such task, whatever the HTTP status.
    missing_codes: frozenset[str] = frozenset()
    #: What to add to a refusal so that its reader knows what to do.
    advice: str = ""

    def check(self, reference: TaskReference) -> None:
        """Raises InvalidOption where the reference lacks what this service needs or holds what no id contains."""
        lacking = [name for name in self.needs if not getattr(reference, name)]
        if lacking:
            raise InvalidOption(f"{self.title} needs {' and '.join(lacking)} to name a task")
        for name in ("instance_id", "task_id", "job_name", "project_id"):
            value = getattr(reference, name)
            if value and not IDENTIFIER.fullmatch(value):
                raise InvalidOption(
                    f"{name} {value!r} cannot be right: ids hold only letters, digits, dashes and underscores"
                )

    def locate(self, reference: TaskReference, project_id: str) -> tuple[str, Pairs]:
        """Path and query under which the service tells of this task."""
        path = self.path.format(
            project_id=encoded(project_id),
            instance_id=encoded(reference.instance_id or ""),
            task_id=encoded(reference.task_id or ""),
        )
        pairs = ((parameter, getattr(reference, name)) for parameter, name in self.query.items())
        return path, tuple((parameter, value) for parameter, value in pairs if value)
