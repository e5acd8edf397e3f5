# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DMS for Kafka, RocketMQ and RabbitMQ: progress, records, and the calls that create tasks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from aiohttp import web

from .answers import Refusal, answer, service_refusal
from .clock import epoch_milliseconds, iso_milliseconds
from .cloud import Cloud, Instance, Task, Work
from .context import CLOUD, RequestError, json_object, moment, number, within
from .fixed_answers import fixed_answer
from .scripts import CHANGE_CONFIGURATION, EXTEND_KAFKA, EXTEND_RABBITMQ, EXTEND_ROCKETMQ
from .timeline import Phase, State, StepState
from .world import USER_ID, USER_NAME, Service

STEP_WORDS = {
    Phase.WAITING: "WAITING",
    Phase.RUNNING: "IN_PROGRESS",
    Phase.COMPLETED: "COMPLETED",
    Phase.FAILED: "FAILED",
    # The service has no word for a step that was broken off: it stays as it was.
    Phase.CANCELLED: "IN_PROGRESS",
}
RECORD_WORDS = {
    Phase.WAITING: "CREATED",
    Phase.RUNNING: "EXECUTING",
    Phase.COMPLETED: "SUCCESS",
    Phase.FAILED: "FAILED",
    Phase.CANCELLED: "CANCELLED",
}
EXTEND_STEPS = {
    Service.KAFKA: EXTEND_KAFKA,
    Service.ROCKETMQ: EXTEND_ROCKETMQ,
    Service.RABBITMQ: EXTEND_RABBITMQ,
}
EXTEND_NAMES = {
    Service.KAFKA: "kafkaExtend",
    Service.ROCKETMQ: "rocketmqExtend",
    Service.RABBITMQ: "rabbitmqExtend",
}
# Names known from API facts 2.1; Kafka tells the progress of capacity expansion alone (API facts 1.2).
NAMES_WITHOUT_PROGRESS = (
    "kafkaConfigModify",
    "kafkaResetConsumerOffset",
    "modifyAutoTopic",
    "changeRetentionPolicy",
    "bindInstancePublicIp",
    "unbindInstancePublicIp",
)
# oper_type -> the member that says how much, its type, and the attribute it changes
EXTENSIONS: dict[str, tuple[str, type, str]] = {
    "storage": ("new_storage_space", int, "storage_space"),
    "horizontal": ("new_broker_num", int, "broker_num"),
    "vertical": ("new_product_id", str, "product_id"),
}
ENGINE_VERSIONS = {Service.KAFKA: "3.x", Service.ROCKETMQ: "5.x", Service.RABBITMQ: "3.8.35"}


def refuse(status: int, code: str, message: str) -> Refusal:
    """A refusal by DMS."""
    return service_refusal(Service.KAFKA, status, code, message)


def unknown_instance() -> Refusal:
    """The refusal of an instance that does not exist."""
    return refuse(404, "DMS.00404022", "This instance does not exist.")


def unknown_task() -> Refusal:
    """The refusal of a task that does not exist; its code is not documented (API facts 5.2)."""
    return refuse(404, "DMS.00404035", "The background task does not exist.")


def has_progress(service: Service, name: str) -> bool:
    """Whether the service answers progress queries for tasks of that name."""
    return service is Service.ROCKETMQ or (service is Service.KAFKA and name not in NAMES_WITHOUT_PROGRESS)


async def show_progress(request: web.Request, instance: Instance) -> web.Response:
    """GET .../tasks/{task_id}/progress."""
    cloud = request.app[CLOUD]
    task_id = request.match_info["task_id"]
    fixed = fixed_answer(cloud, instance.service, task_id, instance.id)
    if fixed is not None:
        return fixed
    task = cloud.find_task(cloud.known_tasks(instance_id=instance.id), task_id)
    if task is None:
        raise unknown_task()
    if not task.work.has_progress:
        raise refuse(400, "DMS.00400062", "The progress of this background task cannot be queried.")
    return answer(progress(cloud, task, cloud.state(task)), "dms_progress")


def progress(cloud: Cloud, task: Task, state: State) -> dict[str, Any]:
    """The body of the progress answer."""
    body: dict[str, Any] = {"progress_percentage": state.percent}
    if state.remaining is not None:
        body["remain_time"] = state.remaining
    body["step_list"] = [_step(cloud, task, step) for step in state.steps]
    return body


def _step(cloud: Cloud, task: Task, step: StepState) -> dict[str, Any]:
    """One step; its times are milliseconds, and null before they have come."""

    def told(seconds: float | None) -> int | None:
        return None if seconds is None else epoch_milliseconds(cloud.clock.told(task.created_at + seconds))

    return {
        "name": step.name,
        "statue": STEP_WORDS[step.phase],
        "start_time": told(step.started),
        "end_time": told(step.ended) if step.phase is not Phase.CANCELLED else None,
    }


async def list_records(request: web.Request, instance: Instance) -> web.Response:
    """GET .../tasks: `start` counts from 1 (API facts 2.1)."""
    cloud = request.app[CLOUD]
    start, limit = number(request, "start", 1, 1, 10**9), number(request, "limit", 10, 1, 100)
    begin, end = moment(request, "begin_time"), moment(request, "end_time")
    tasks = [
        task
        for task in cloud.known_tasks(instance_id=instance.id)
        if within(cloud.clock.told(task.created_at), begin, end)
    ]
    return _records(cloud, tasks[start - 1 : start - 1 + limit], len(tasks))


async def show_record(request: web.Request, instance: Instance) -> web.Response:
    """GET .../tasks/{task_id}: a list of one."""
    cloud = request.app[CLOUD]
    task = cloud.find_task(cloud.known_tasks(instance_id=instance.id), request.match_info["task_id"])
    if task is None:
        raise unknown_task()
    return _records(cloud, [task], 1)


def _records(cloud: Cloud, tasks: Iterable[Task], count: int) -> web.Response:
    """A list of records; the count is a text."""
    return answer({"task_count": str(count), "tasks": [_record(cloud, task) for task in tasks]}, "dms_records")


def _record(cloud: Cloud, task: Task) -> dict[str, Any]:
    """One record; `updated_at` is there while the task runs, too."""
    state = cloud.state(task)
    updated = cloud.clock.now() if state.ended is None else task.created_at + state.ended
    return {
        "id": task.id,
        "name": task.work.name,
        "user_name": USER_NAME,
        "user_id": USER_ID,
        "params": task.parameters,
        "status": RECORD_WORDS[state.phase],
        "created_at": iso_milliseconds(cloud.clock.told(task.created_at)),
        "updated_at": iso_milliseconds(cloud.clock.told(updated)),
    }


async def show_instance(request: web.Request, instance: Instance) -> web.Response:
    """GET .../instances/{instance_id}."""
    cloud = request.app[CLOUD]
    running = cloud.running_task(instance)
    body = {
        "instance_id": instance.id,
        "name": instance.name,
        "engine": str(instance.service),
        "engine_version": ENGINE_VERSIONS[instance.service],
        "type": "cluster",
        "status": (running.work.instance_status if running else None) or "RUNNING",
        "created_at": str(epoch_milliseconds(cloud.clock.told(instance.created_at))),
        "user_id": USER_ID,
        "user_name": USER_NAME,
        "charging_mode": 1,
    }
    return answer(body | cloud.attributes(instance), "dms_instance")


async def extend(request: web.Request) -> web.Response:
    """POST .../extend in all its forms."""
    instance = _instance(request, Service(request.match_info["engine"]))
    work = _extension(instance, await json_object(request))
    return answer({"job_id": _add(request, instance, work).id}, "job_id")


def extension(service: Service) -> Work:
    """The work of a capacity expansion that changes nothing in particular."""
    return Work(
        EXTEND_NAMES[service], EXTEND_STEPS[service], service is not Service.RABBITMQ, instance_status="EXTENDING"
    )


def _extension(instance: Instance, body: dict[str, Any]) -> Work:
    """The work that a request body asks for."""
    if body.get("oper_type") not in EXTENSIONS:
        raise RequestError("the parameter oper_type is invalid")
    member, kind, attribute = EXTENSIONS[body["oper_type"]]
    value: Any = body.get(member)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise RequestError(f"the parameter {member} is invalid")
    if member == "new_storage_space" and body[member] % 100:
        raise RequestError("the parameter new_storage_space is no multiple of 100")
    return replace(extension(instance.service), effect={attribute: value}, parameters=body)


async def change_configuration(request: web.Request) -> web.Response:
    """PUT .../configs of a Kafka or RabbitMQ instance: a task without progress."""
    instance = _instance(request, Service.KAFKA, Service.RABBITMQ)
    body = await json_object(request)
    changes = body.get(f"{instance.service}_configs")
    if not isinstance(changes, list) or not changes:
        raise RequestError(f"the parameter {instance.service}_configs is invalid")
    name = f"{instance.service}ConfigModify"
    task = _add(request, instance, Work(name, CHANGE_CONFIGURATION, has_progress=False, parameters=body))
    if instance.service is Service.RABBITMQ:
        return answer({"job_id": task.id}, "job_id")
    return answer({"job_id": task.id, "dynamic_config": len(changes), "static_config": 0}, "kafka_configuration")


async def change_plugins(request: web.Request) -> web.Response:
    """PUT .../rabbitmq/plugins."""
    instance = _instance(request, Service.RABBITMQ)
    body = await json_object(request)
    if not isinstance(body.get("enable"), bool) or not isinstance(body.get("plugins"), str):
        raise RequestError("the parameters enable and plugins are required")
    work = Work("updateInstancePlugins", CHANGE_CONFIGURATION, has_progress=False, parameters=body)
    return answer({"job_id": _add(request, instance, work).id}, "job_id")


def _instance(request: web.Request, *services: Service) -> Instance:
    """The instance of the path, if it belongs to one of these services."""
    instance = request.app[CLOUD].instances.get(request.match_info["instance_id"])
    if instance is None or instance.service not in services:
        raise unknown_instance()
    return instance


def _add(request: web.Request, instance: Instance, work: Work) -> Task:
    """A new task, unless the instance is busy."""
    cloud = request.app[CLOUD]
    if cloud.running_task(instance) is not None:
        raise refuse(400, "DMS.00400026", "This operation is not allowed: another operation is in progress.")
    return cloud.add_task(instance, work)


ROUTES = [
    web.post("/v2/{engine:kafka|rocketmq|rabbitmq}/{project_id}/instances/{instance_id}/extend", extend),
    web.post("/v2/{project_id}/{engine:kafka|rocketmq}/instances/{instance_id}/extend", extend),
    web.put("/v2/{project_id}/instances/{instance_id}/configs", change_configuration),
    web.put("/v2/{project_id}/instances/{instance_id}/rabbitmq/plugins", change_plugins),
]
