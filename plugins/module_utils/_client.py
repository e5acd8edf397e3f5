# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""One look at one task: asks its service, checks the answer against the contract, reads it."""

from __future__ import annotations

from typing import Any, Mapping

from ._errors import CredentialsRefused, TaskMissing, UnreadableAnswer
from ._exchange import Send, answered, json_of
from ._identity import Identity
from ._messages import Request, Response
from ._refusal import error_of
from ._services._service import Service
from ._settings import Place, Settings, check_region
from ._task import Task, TaskError, TaskReference


class Client:
    """Reads tasks of every service; safe to use from many threads."""

    def __init__(self, send: Send, settings: Settings, identity: Identity, services: Mapping[str, Service]) -> None:
        self._send = send
        self._settings = settings
        self._identity = identity
        self._services = services

    def check(self, reference: TaskReference) -> None:
        """Raises InvalidOption where this task cannot be asked for, before anything is sent."""
        service = self._services[reference.service]
        service.check(reference)
        check_region(reference.region)
        self._settings.address_of(service.name, service.endpoint, self._settings.place_of(reference).region)

    def read_task(self, reference: TaskReference) -> Task:
        """The task as its service tells of it now; raises a CloudWaitError where it does not."""
        service = self._services[reference.service]
        place = self._settings.place_of(reference)
        return self._identity.trial(place).call(lambda: self._look_with_renewal(service, reference, place))

    def _look_with_renewal(self, service: Service, reference: TaskReference, place: Place) -> Task:
        try:
            return self._look(service, reference, place)
        except CredentialsRefused as refused:
            if not self._identity.renew(refused, place):
                raise
        return self._look(service, reference, place)

    def _look(self, service: Service, reference: TaskReference, place: Place) -> Task:
        project_id = self._identity.project_id(place)
        origin, base = self._settings.address_of(service.name, service.endpoint, place.region)
        path, query = service.locate(reference, project_id)
        headers = {"Content-Type": "application/json", "X-Project-Id": project_id}
        request = Request("GET", origin, base + path, query, headers)
        proved = self._identity.authorize(request, place)
        response = answered(self._send, proved, service.missing_codes, service.advice)
        task = service.read(_fitting(service, request, response), reference)
        if task.task_id and reference.task_id and task.task_id.lower() != reference.task_id.lower():
            # A new task is known seconds late; until then the instance's former task may be answered (API facts 2.4).
            told = TaskError(message=f"the answer is about another task, {task.task_id}")
            raise TaskMissing(request, response.status, told)
        return task


def _fitting(service: Service, request: Request, response: Response) -> Mapping[str, Any]:
    body: Mapping[str, Any] = json_of(request, response)
    problem = service.contract.problem(body)
    if problem is None:
        return body
    # Some services put an error into a successful answer (API facts 5.1).
    error = error_of(response)
    told = f" ({' '.join(part for part in (error.code, error.message) if part)})" if error.code else ""
    raise UnreadableAnswer(request, f"{problem}{told}")
