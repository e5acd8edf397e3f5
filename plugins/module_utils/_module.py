# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Between Ansible and the rest: connects, runs, and is the only place that ends a module."""

from __future__ import annotations

import os
import random
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timezone
from typing import Any, Callable, Dict, Iterator, Sequence

from ansible.module_utils.basic import AnsibleModule, missing_required_lib

from ._arguments import info_arguments, wait_arguments
from ._client import Client
from ._credentials import SECRETS, choose_credentials, from_environment
from ._errors import CloudWaitError, InvalidOption, NobodyWaits
from ._iam import Iam
from ._identity import Identity
from ._libraries import JSONSCHEMA_PROBLEM, REQUESTS_PROBLEM
from ._masking import masked
from ._pace import Pace
from ._report import result_of_wait
from ._retry import patiently
from ._services._catalog import SERVICES
from ._settings import Settings, read_settings
from ._task import UNKNOWN, TaskReference
from ._transport import Transport
from ._waiter import Limits, Wait, Waiter, Watch
from ._workers import Workers

Result = Dict[str, Any]

#: Requests under way at once; each needs two threads and a connection.
MOST_AT_ONCE = 100


def run_task_info(service_name: str) -> None:
    """Runs the info module of a service: one task as it is now."""
    service = SERVICES[service_name]
    spec = info_arguments("instance_id" in service.needs, "job_name" in service.query)
    module = AnsibleModule(argument_spec=spec, supports_check_mode=True)
    with reporting(module) as result:
        reference = _reference({"service": service_name, **module.params}, _region(module.params))
        client = connect(module, [reference])
        task = patiently(lambda: client.read_task(reference), time.sleep, random.random)
        result["tasks"] = [task.to_result()]


def run_wait() -> None:
    """Runs C(wait_for_task)."""
    module = AnsibleModule(
        argument_spec=wait_arguments(tuple(SERVICES)),
        mutually_exclusive=[("tasks", name) for name in ("service", "instance_id", "task_id", "job_name")],
        required_one_of=[("service", "tasks")],
        supports_check_mode=True,
    )
    with reporting(module) as result:
        limits = _limits(module)
        references = _references(module.params)
        wait = _wait(module, references, limits)
        result.update(result_of_wait(wait, module.check_mode, limits.any_end))
        _complete(result, wait.watches, module.params)
        _warn_of_unknown_words(module, wait.watches)


@contextmanager
def reporting(module: AnsibleModule) -> Iterator[Result]:
    """Ends the module with what the body put into the result, or with the error that it met."""
    _require_libraries(module)
    result: Result = {}
    try:
        yield result
    except CloudWaitError as error:
        result = {"failed": True, "msg": str(error), **error.details()}
    # Since 2.22 the controller masks secrets, and those of the environment here are unknown to it.
    shown = masked(result, module.no_log_values)
    if shown.pop("failed", False):
        module.fail_json(**shown)
    module.exit_json(**shown)


def connect(module: AnsibleModule, references: Sequence[TaskReference]) -> Client:
    """A client with the module's settings and credentials, every task checked before anything is sent."""
    settings = read_settings(module.params, os.environ, SERVICES)
    _hide_secrets(module)
    client = _client(module, settings)
    for reference in references:
        client.check(reference)
    return client


def _client(module: AnsibleModule, settings: Settings) -> Client:
    credentials = choose_credentials(module.params, os.environ)
    transport = Transport(settings.verify, settings.request_timeout, module.params.get("concurrency", 1))
    identity = Identity(credentials, Iam(transport.send, settings), lambda: datetime.now(timezone.utc))
    return Client(transport.send, settings, identity, SERVICES)


def _require_libraries(module: AnsibleModule) -> None:
    for name, problem in (("requests", REQUESTS_PROBLEM), ("jsonschema", JSONSCHEMA_PROBLEM)):
        if problem:
            module.fail_json(msg=missing_required_lib(name), exception=problem)


def _hide_secrets(module: AnsibleModule) -> None:
    # Ansible masks the secrets it was given as options; those of the environment it cannot know.
    found = from_environment(os.environ)
    module.no_log_values.update(found[name] for name in SECRETS if name in found)


def _references(params: dict[str, Any]) -> list[TaskReference]:
    named = params["tasks"] if params["tasks"] is not None else [params]
    if not named:
        raise InvalidOption("tasks is empty: there is nothing to wait for")
    region = _region(params)
    return [_reference(entry, entry.get("region") or region) for entry in named]


def _region(params: dict[str, Any]) -> str | None:
    return params["region"] or from_environment(os.environ).get("region")


def _reference(entry: dict[str, Any], region: str | None) -> TaskReference:
    return TaskReference(
        service=entry["service"],
        instance_id=entry.get("instance_id") or None,
        task_id=entry.get("task_id") or None,
        job_name=entry.get("job_name") or None,
        region=region,
        project_id=entry.get("project_id") or None,
        label=entry.get("label") or None,
    )


def _limits(module: AnsibleModule) -> Limits:
    params = module.params
    for name in ("timeout", "stall_timeout", "appear_timeout", "unresponsive_timeout"):
        _check_seconds(params, name, 0)
    for name in ("poll_interval", "max_poll_interval"):
        _check_seconds(params, name, 0.1)
    if not 1 <= params["concurrency"] <= MOST_AT_ONCE:
        raise InvalidOption(f"concurrency must be from 1 to {MOST_AT_ONCE}, not {params['concurrency']}")
    only_look = module.check_mode or params["timeout"] == 0
    return Limits(
        timeout=params["timeout"],
        stall_timeout=params["stall_timeout"],
        appear_timeout=params["appear_timeout"],
        unresponsive_timeout=params["unresponsive_timeout"],
        pace=Pace(params["poll_interval"], max(params["poll_interval"], params["max_poll_interval"])),
        # An only look may take its full time; the last one of many must not hold up the call.
        grace=4 * params["request_timeout"] if only_look else min(params["request_timeout"], 10),
        any_end=params["mode"] == "any",
        fail_fast=params["on_failure"] == "fail_fast",
        once=module.check_mode,
        at_once=params["concurrency"],
    )


def _check_seconds(params: dict[str, Any], name: str, least: float) -> None:
    # Written so that NaN and infinity are refused too.
    if not least <= params[name] <= 10**8:
        raise InvalidOption(f"{name} must be a number of seconds from {least:g} up, not {params[name]:g}")


def _wait(module: AnsibleModule, references: Sequence[TaskReference], limits: Limits) -> Wait:
    """The wait for these tasks; in check mode a task whose id is not there yet is not looked for."""
    named = [reference for reference in references if reference.task_id or not module.check_mode]
    if not named:
        return Wait([Watch(reference, outcome=UNKNOWN) for reference in references])
    client = connect(module, named)
    wait = Waiter(client.read_task, Workers(_parent_check()), time.monotonic, random.random, limits).wait(named)
    found = iter(wait.watches)
    return replace(
        wait,
        watches=[
            next(found) if reference.task_id or not module.check_mode else Watch(reference, outcome=UNKNOWN)
            for reference in references
        ],
    )


def _parent_check() -> Callable[[], None]:
    """A check that raises NobodyWaits once Ansible has gone, killed or cut off, so that no wait outlives it."""
    parent = os.getppid()

    def check() -> None:
        if os.getppid() != parent:
            raise NobodyWaits("the process that began this wait has gone")

    return check


def _complete(result: Result, watches: Sequence[Watch], params: dict[str, Any]) -> None:
    if params["include_raw"]:
        for task, watch in zip(result["tasks"], watches):
            task["raw"] = watch.task.raw if watch.task else None
    if params["tasks"] is None:
        result["task"] = result["tasks"][0]
    if params["publish_facts"]:
        facts = {task["task_id"]: task for task in result["tasks"] if task["task_id"]}
        # An empty dict would wipe what an earlier wait has published.
        result.update({"ansible_facts": {"huaweicloud_tasks": facts}} if facts else {})


def _warn_of_unknown_words(module: AnsibleModule, watches: Sequence[Watch]) -> None:
    words = dict.fromkeys((watch.reference.service, word) for watch in watches for word in watch.unknown_words)
    for service, word in words:
        module.warn(f"{service} said {word!r}, a status that its documentation does not name: taken for still running")
