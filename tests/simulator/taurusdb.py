# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""TaurusDB: details of restore jobs, the job query and list, and the calls that create jobs."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from aiohttp import web

from .answers import Refusal, answer, service_refusal
from .clock import iso_offset
from .cloud import Cloud, Instance, Task, Work
from .context import CLOUD, RequestError, json_object, moment, number, within
from .fixed_answers import fixed_detail
from .scripts import RESIZE_TAURUSDB, RESTORE_TAURUSDB
from .timeline import Phase, State, StepState
from .world import Service

# API facts 1.4: only these have details.
RESTORE_NAMES = (
    "RestoreTaurusInInstanceToExisted",
    "RestoreTaurusInInstanceToCurrent",
    "RestoreGaussDBforMySQLNewInstance",
    "RestoreTableTaurus",
)
DETAIL_WORDS = {
    Phase.WAITING: "Pending",
    Phase.RUNNING: "Running",
    Phase.COMPLETED: "Completed",
    # API facts 1.4: the details know no failure; the job query tells it.
    Phase.FAILED: "Running",
    Phase.CANCELLED: "Running",
}
LOWER_CASE_WORDS = {"Pending": "pending", "Running": "running", "Completed": "complete", "Failed": "failed"}
JOB_WORDS = DETAIL_WORDS | {Phase.FAILED: "Failed", Phase.CANCELLED: "Failed"}
LIST_WORDS = DETAIL_WORDS | {Phase.FAILED: "Failed", Phase.CANCELLED: "Canceled"}
RESTORE = Work(RESTORE_NAMES[0], RESTORE_TAURUSDB, instance_status="RESTORING")


def refuse(status: int, code: str, message: str) -> Refusal:
    """A refusal by TaurusDB."""
    return service_refusal(Service.TAURUSDB, status, code, message)


def not_found(what: str) -> Refusal:
    """The refusal of what does not exist, which comes as 400 (API facts 5.2)."""
    return refuse(400, "DBS.280001", f"The {what} does not exist.")


def has_details(name: str) -> bool:
    """Whether tasks of that name have details."""
    return name in RESTORE_NAMES


async def show_details(request: web.Request) -> web.Response:
    """GET .../task-center-detail; without query parameters it tells of the instance's latest restore."""
    cloud, instance = request.app[CLOUD], _instance(request, request.match_info["instance_id"])
    job_id, job_name = request.query.get("job_id"), request.query.get("job_name")
    fixed = fixed_detail(cloud, instance.id, job_id, job_name)
    if fixed is not None:
        return fixed
    for task in cloud.known_tasks(instance_id=instance.id):
        if task.work.has_progress and job_id in (None, task.id) and job_name in (None, task.work.name):
            return answer(details(task, cloud.state(task)), "taurusdb_progress")
    raise not_found("task")


def details(task: Task, state: State) -> dict[str, Any]:
    """The body of the details."""
    body: dict[str, Any] = {
        "instance_id": task.instance.id,
        "instance_name": task.instance.name,
        "job_id": task.id,
        "job_name": task.work.name,
    }
    if not task.quirks.status_absent:
        body["status"] = _word(task, state.phase)
    body["sub_task_list"] = [_sub_task(task, step) for step in state.steps]
    return body


def _word(task: Task, phase: Phase) -> str:
    """The status word."""
    return "Failed" if phase is Phase.FAILED and task.quirks.tells_failure else DETAIL_WORDS[phase]


def _sub_task(task: Task, step: StepState) -> dict[str, Any]:
    """One sub-task; its numbers and words come in several spellings (API facts 1.4)."""
    word = _word(task, step.phase)
    body: dict[str, Any] = {
        "sub_task_name": step.name,
        "percent": {"integer": step.percent, "text": f"{step.percent}", "percent_text": f"{step.percent}%"}[
            task.quirks.numbers
        ],
        "status": LOWER_CASE_WORDS[word] if task.quirks.lower_case_words else word,
    }
    if step.remaining is not None:
        body["remaining_time"] = step.remaining if task.quirks.numbers == "integer" else f"{step.remaining}"
    return body


async def show_job(request: web.Request) -> web.Response:
    """GET /v3/{project_id}/jobs?id=."""
    cloud = request.app[CLOUD]
    task = cloud.find_task(cloud.known_tasks(Service.TAURUSDB), request.query.get("id", ""))
    if task is None:
        raise not_found("job")
    state = cloud.state(task)
    job = {
        "id": task.id,
        "name": task.work.name,
        "status": JOB_WORDS[state.phase],
        "created": _told(cloud, task, 0.0),
        "ended": _told(cloud, task, state.ended),
        "process": _process(state),
        "instance": {"id": task.instance.id, "name": task.instance.name},
        "entities": {},
        "fail_reason": _fail_reason(task, state),
    }
    return answer({"job": job}, "taurusdb_job")


async def list_jobs(request: web.Request) -> web.Response:
    """GET /v3/{project_id}/immediate-jobs, newest first."""
    cloud = request.app[CLOUD]
    offset, limit = number(request, "offset", 0, 0, 10**9), number(request, "limit", 10, 1, 50)
    if limit not in (10, 20, 50):
        raise RequestError("the parameter limit is invalid")
    found = [task for task in cloud.known_tasks(Service.TAURUSDB) if _is_wanted(request, task)]
    body = {
        "jobs": [_listed(cloud, task) for task in found[offset : offset + limit]],
        "total_count": len(found),
        "action_names": sorted({task.work.name for task in found}),
    }
    return answer(body, "taurusdb_jobs")


def _is_wanted(request: web.Request, task: Task) -> bool:
    """Whether the query asks for this job."""
    cloud, query = request.app[CLOUD], request.query
    return (
        query.get("status") in (None, LIST_WORDS[cloud.state(task).phase])
        and query.get("job_name") in (None, task.work.name)
        and query.get("job_id") in (None, task.id)
        and within(cloud.clock.told(task.created_at), _told_in(request, "start_time"), _told_in(request, "end_time"))
    )


def _told_in(request: web.Request, name: str) -> datetime | None:
    """A time in the query, in the form 2026-01-15T08:30:00+0800."""
    return moment(request, name, "%Y-%m-%dT%H:%M:%S", zone="")


def _listed(cloud: Cloud, task: Task) -> dict[str, Any]:
    """One job of the list."""
    state = cloud.state(task)
    return {
        "instance_id": task.instance.id,
        "instance_name": task.instance.name,
        "instance_status": _instance_status(cloud, task.instance),
        "job_id": task.id,
        "order_id": "",
        "job_name": task.work.name,
        "status": LIST_WORDS[state.phase],
        "process": _process(state),
        "created_time": _told(cloud, task, 0.0),
        "ended_time": _told(cloud, task, state.ended),
        "fail_reason": _fail_reason(task, state),
        "show_detail": task.work.has_progress,
        "extend_fields": {},
    }


def _instance_status(cloud: Cloud, instance: Instance) -> str:
    """The status of the instance behind a job."""
    running = cloud.running_task(instance)
    return (running.work.instance_status if running else None) or "ACTIVE"


def _told(cloud: Cloud, task: Task, seconds: float | None) -> str:
    """A moment, or an empty text while it has not come."""
    return "" if seconds is None else iso_offset(cloud.clock.told(task.created_at + seconds))


def _process(state: State) -> str:
    """The progress, which is told only while the job runs."""
    return f"{state.percent}%" if state.phase is Phase.RUNNING else ""


def _fail_reason(task: Task, state: State) -> str:
    """Why the job failed, or an empty text."""
    if state.phase is Phase.CANCELLED:
        return "The job was canceled."
    return (task.script.error_message or "Internal service error.") if state.phase is Phase.FAILED else ""


async def restore(request: web.Request) -> web.Response:
    """POST /v3/{project_id}/instances/restore: the target, or else the source, is restored."""
    body = await json_object(request)
    instance_id = _restored_id(body, "target") or _restored_id(body, "source")
    if instance_id is None:
        raise RequestError("the parameters target and source are missing")
    return answer({"job_id": _add(request, instance_id, replace(RESTORE, parameters=body)).id}, "job_id", 202)


def _restored_id(body: dict[str, Any], side: str) -> str | None:
    """The instance of one side, in the SDK's flat form or nested."""
    nested = body.get(side)
    found = nested.get("instance_id") if isinstance(nested, dict) else body.get(f"{side}_instance_id")
    return found if isinstance(found, str) else None


async def change_flavor(request: web.Request) -> web.Response:
    """POST .../action: a flavor change, whose job has no details."""
    body = await json_object(request)
    flavor = body.get("resize_flavor")
    if not isinstance(flavor, dict) or not isinstance(flavor.get("spec_code"), str):
        raise RequestError("the parameter resize_flavor.spec_code is missing")
    work = Work(
        "ResizeGaussDBforMySQLFlavor",
        RESIZE_TAURUSDB,
        has_progress=False,
        instance_status="MODIFYING",
        effect={"spec_code": flavor["spec_code"]},
        parameters=body,
    )
    return answer({"job_id": _add(request, request.match_info["instance_id"], work).id}, "job_id")


def _add(request: web.Request, instance_id: str, work: Work) -> Task:
    """A new job, unless the instance is busy."""
    cloud, instance = request.app[CLOUD], _instance(request, instance_id)
    if cloud.running_task(instance) is not None:
        raise refuse(409, "DBS.200019", "Another operation is being performed on the instance.")
    return cloud.add_task(instance, work)


def _instance(request: web.Request, instance_id: str) -> Instance:
    """The instance of that id."""
    instance = request.app[CLOUD].instances.get(instance_id)
    if instance is None or instance.service is not Service.TAURUSDB:
        raise not_found("instance")
    return instance


ROUTES = [
    web.get("/v3/{project_id}/instances/{instance_id}/task-center-detail", show_details),
    web.get("/v3/{project_id}/jobs", show_job),
    web.get("/v3/{project_id}/immediate-jobs", list_jobs),
    web.post("/v3/{project_id}/instances/restore", restore),
    web.post("/v3/{project_id}/instances/{instance_id}/action", change_flavor),
]
