# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DCS: progress with sub-steps, records, jobs, and the calls that create tasks."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from aiohttp import web

from .answers import Refusal, answer, empty, service_refusal
from .clock import epoch_milliseconds, iso_milliseconds, plain
from .cloud import Cloud, Instance, Task, Work
from .context import CLOUD, RequestError, json_object, moment, number, within
from .fixed_answers import fixed_answer
from .scripts import RESIZE_DCS, UPGRADE_DCS
from .timeline import Phase, State, StepState
from .world import USER_ID, USER_NAME, Service

STEP_WORDS = {
    Phase.WAITING: "WAITING",
    Phase.RUNNING: "EXECUTING",
    Phase.COMPLETED: "FINISH",
    Phase.FAILED: "FAILED",
    # Only sub-steps have a word for it (API facts 1.3).
    Phase.CANCELLED: "EXECUTING",
}
SUB_STEP_WORDS = STEP_WORDS | {Phase.CANCELLED: "CANCELED"}
# API facts 1.3: steps that went well bear an error code, too.
ERROR_CODE_OF_STEPS = "DCS.4064"
ERROR_CODE_OF_SUB_STEPS = "DCS.4065"
ERROR_CODE_OF_FAILURES = "DCS.5000"
RECORD_WORDS = {
    Phase.WAITING: "CREATED",
    Phase.RUNNING: "EXECUTING",
    Phase.COMPLETED: "SUCCESS",
    Phase.FAILED: "FAILED",
    Phase.CANCELLED: "CANCELLED",
}
JOB_WORDS = {
    Phase.WAITING: "INIT",
    Phase.RUNNING: "RUNNING",
    Phase.COMPLETED: "SUCCESS",
    Phase.FAILED: "FAIL",
    Phase.CANCELLED: "FAIL",
}
RESIZE = Work("EXTEND", RESIZE_DCS, instance_status="EXTENDING")


def refuse(status: int, code: str, message: str) -> Refusal:
    """A refusal by DCS."""
    return service_refusal(Service.DCS, status, code, message)


def unknown_task() -> Refusal:
    """The refusal of a task or job that does not exist; its code is not documented (API facts 5.2)."""
    return refuse(404, "DCS.4044", "The background task does not exist.")


async def show_progress(request: web.Request, instance: Instance) -> web.Response:
    """GET .../tasks/{task_id}/progress."""
    cloud = request.app[CLOUD]
    task_id = request.match_info["task_id"]
    fixed = fixed_answer(cloud, Service.DCS, task_id, instance.id)
    if fixed is not None:
        return fixed
    task = cloud.find_task(cloud.known_tasks(instance_id=instance.id), task_id)
    if task is None:
        raise unknown_task()
    if not task.work.has_progress:
        raise refuse(400, "DCS.4001", "The background task has no progress to show.")
    return answer(progress(cloud, task, cloud.state(task)), "dcs_progress")


def progress(cloud: Cloud, task: Task, state: State) -> dict[str, Any]:
    """The body of the progress answer."""
    body: dict[str, Any] = {"progress": state.percent}
    if state.remaining is not None:
        body["remain_time"] = state.remaining
    body["step_details"] = [_step(cloud, task, step, f"{index}") for index, step in enumerate(state.steps)]
    return body


def _step(cloud: Cloud, task: Task, step: StepState, position: str) -> dict[str, Any]:
    """One step; once its last sub-step has ended it has an `end_time`, though it may run on (API facts 1.3)."""
    last_end = step.steps[-1].ended if step.steps else None
    return {
        "step_id": _step_id(task, position),
        "step_name": step.name,
        "step_status": STEP_WORDS[step.phase],
        "begin_time": _told(cloud, task, step.started),
        "end_time": _told(cloud, task, last_end if step.ended is None else step.ended),
        "error_code": _error_code(task, step, ERROR_CODE_OF_STEPS),
        "sub_step_details": [
            _sub_step(cloud, task, sub_step, f"{position}.{index}") for index, sub_step in enumerate(step.steps)
        ],
    }


def _sub_step(cloud: Cloud, task: Task, step: StepState, position: str) -> dict[str, Any]:
    """One sub-step."""
    return {
        "sub_step_id": _step_id(task, position),
        "sub_step_name": step.name,
        "sub_step_status": SUB_STEP_WORDS[step.phase],
        "begin_time": _told(cloud, task, step.started),
        "end_time": _told(cloud, task, step.ended),
        "detail": "",
        "error_code": _error_code(task, step, ERROR_CODE_OF_SUB_STEPS),
    }


def _step_id(task: Task, position: str) -> str:
    """An id that is the same in every answer."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{task.id} {position}"))


def _told(cloud: Cloud, task: Task, seconds: float | None) -> str | None:
    """A moment in one of the two forms the service uses."""
    if seconds is None:
        return None
    told: datetime = cloud.clock.told(task.created_at + seconds)
    return iso_milliseconds(told) if task.quirks.iso_times else plain(told)


def _error_code(task: Task, step: StepState, usual: str) -> str | None:
    """The error code, which steps that went well may bear, too."""
    if step.phase is Phase.FAILED:
        return task.script.error_code or ERROR_CODE_OF_FAILURES
    if step.phase is Phase.WAITING or not task.quirks.error_codes_on_success:
        return None
    return usual


async def list_records(request: web.Request, instance: Instance) -> web.Response:
    """GET /v2/{project_id}/instances/{instance_id}/tasks."""
    cloud = request.app[CLOUD]
    page, count = _page(request, cloud.known_tasks(instance_id=instance.id))
    return answer({"task_count": str(count), "tasks": [_record(cloud, task) for task in page]}, "dcs_records")


async def list_center_records(request: web.Request) -> web.Response:
    """GET /v2/{project_id}/tasks: each record tells the job behind it."""
    cloud = request.app[CLOUD]
    page, count = _page(request, cloud.known_tasks(Service.DCS))
    records = [
        _record(cloud, task) | {"job_id": task.job_id, "error_code": _failure_code(task, cloud.state(task))}
        for task in page
    ]
    return answer({"task_count": str(count), "tasks": records}, "dcs_center_records")


def _page(request: web.Request, tasks: Iterable[Task]) -> tuple[list[Task], int]:
    """The tasks of the wanted page, and how many there are; `offset` counts from 0 (API facts 2.2)."""
    clock = request.app[CLOUD].clock
    offset, limit = number(request, "offset", 0, 0, 10**9), number(request, "limit", 10, 1, 1000)
    begin, end = moment(request, "start_time"), moment(request, "end_time")
    found = [task for task in tasks if within(clock.told(task.created_at), begin, end)]
    return found[offset : offset + limit], len(found)


def _record(cloud: Cloud, task: Task) -> dict[str, Any]:
    """One record; `enable_show` says whether its progress can be asked for."""
    state = cloud.state(task)
    updated = cloud.clock.now() if state.ended is None else task.created_at + state.ended
    return {
        "id": task.id,
        "name": task.work.name,
        "details": dict(task.work.details),
        "user_name": USER_NAME,
        "user_id": USER_ID,
        "params": task.parameters,
        "status": RECORD_WORDS[state.phase],
        "created_at": iso_milliseconds(cloud.clock.told(task.created_at)),
        "updated_at": iso_milliseconds(cloud.clock.told(updated)),
        "enable_show": task.work.has_progress,
    }


def _failure_code(task: Task, state: State) -> str | None:
    """The error code of a task that failed."""
    return (task.script.error_code or ERROR_CODE_OF_FAILURES) if state.phase is Phase.FAILED else None


async def show_job(request: web.Request) -> web.Response:
    """GET /v2/{project_id}/jobs/{job_id}; its ids are not those of the background tasks (API facts 2.2)."""
    cloud = request.app[CLOUD]
    wanted = request.match_info["job_id"]
    task = next((task for task in cloud.known_tasks(Service.DCS) if task.job_id == wanted), None)
    if task is None:
        raise unknown_task()
    state = cloud.state(task)

    def told(seconds: float | None) -> str:
        return "" if seconds is None else str(epoch_milliseconds(cloud.clock.told(task.created_at + seconds)))

    body = {
        "job_id": task.job_id,
        "job_type": task.work.name,
        "status": JOB_WORDS[state.phase],
        "begin_time": told(state.started),
        "end_time": told(state.ended),
        "fail_reason": _fail_reason(task, state),
    }
    return answer(body, "dcs_job")


def _fail_reason(task: Task, state: State) -> str:
    """Why the job failed, or an empty text."""
    if state.phase is Phase.CANCELLED:
        return "The task was cancelled."
    return (task.script.error_message or "Internal service error.") if state.phase is Phase.FAILED else ""


async def show_instance(request: web.Request, instance: Instance) -> web.Response:
    """GET .../instances/{instance_id}."""
    cloud = request.app[CLOUD]
    running = cloud.running_task(instance)
    body = {
        "instance_id": instance.id,
        "name": instance.name,
        "engine": "Redis",
        "engine_version": "5.0",
        "status": (running.work.instance_status if running else None) or "RUNNING",
        "created_at": iso_milliseconds(cloud.clock.told(instance.created_at)),
        "user_id": USER_ID,
        "user_name": USER_NAME,
        "charging_mode": 0,
    }
    return answer(body | cloud.attributes(instance), "dcs_instance")


async def resize(request: web.Request) -> web.Response:
    """POST .../resize: answered without a body, so without an id (API facts 2.2)."""
    cloud, instance = request.app[CLOUD], _idle_instance(request)
    body = await json_object(request)
    spec_code, capacity = body.get("spec_code"), body.get("new_capacity")
    if not isinstance(spec_code, str) or isinstance(capacity, bool) or not isinstance(capacity, int | None):
        raise RequestError("the parameters spec_code and new_capacity are invalid")
    old = cloud.attributes(instance)
    new_capacity = old["capacity"] if capacity is None else capacity
    details = {
        "old_capacity": str(old["capacity"]),
        "new_capacity": str(new_capacity),
        "old_resource_spec_code": str(old["spec_code"]),
        "new_resource_spec_code": spec_code,
    }
    effect = {"capacity": new_capacity, "spec_code": spec_code}
    cloud.add_task(instance, replace(RESIZE, effect=effect, parameters=body, details=details))
    return empty(204)


async def upgrade(request: web.Request) -> web.Response:
    """POST .../minor-version/upgrade."""
    instance = _idle_instance(request)
    work = Work("upgradeMinorVersion", UPGRADE_DCS, instance_status="UPGRADING", parameters=await json_object(request))
    return answer({"task_id": request.app[CLOUD].add_task(instance, work).id}, "task_id")


def _idle_instance(request: web.Request) -> Instance:
    """The instance of the path, which must be free for a change."""
    cloud = request.app[CLOUD]
    instance = cloud.instances.get(request.match_info["instance_id"])
    if instance is None or instance.service is not Service.DCS:
        raise refuse(404, "DCS.4043", "This DCS instance does not exist.")
    if cloud.running_task(instance) is not None:
        raise refuse(400, "DCS.4026", "The instance is busy with another operation.")
    return instance


ROUTES = [
    web.get("/v2/{project_id}/tasks", list_center_records),
    web.get("/v2/{project_id}/jobs/{job_id}", show_job),
    web.post("/v2/{project_id}/instances/{instance_id}/resize", resize),
    web.post("/v2/{project_id}/instances/{instance_id}/minor-version/upgrade", upgrade),
]
