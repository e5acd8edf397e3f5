# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The control API under /_simulator/: what a test or a demo tells the simulator to do."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from aiohttp import web

from . import dcs, dms, dws, orders, shapes, taurusdb, world
from .calls import Journal
from .cloud import Cloud, FixedAnswer, Instance, Work
from .context import CLOUD, KEYS, TOKENS
from .faults import Fault, FaultList
from .fixed_answers import PROGRESS_SHAPES
from .orders import OrderError
from .scripts import Plan, PlanError, Quirks
from .world import Service

JOURNAL = web.AppKey("journal", Journal)
FAULTS = web.AppKey("faults", FaultList)
PREFIX = "/_simulator/"


async def show_health(request: web.Request) -> web.Response:
    """That the simulator is there, and how fast it is."""
    return web.json_response({"status": "ok", "speed": request.app[CLOUD].speed})


async def show_world(_request: web.Request) -> web.Response:
    """Everything a client needs to log in, all of it invented."""
    return web.json_response(
        {
            "region": world.REGION,
            "project_id": world.PROJECT_ID,
            "project_name": world.PROJECT_NAME,
            "domain_id": world.DOMAIN_ID,
            "domain_name": world.DOMAIN_NAME,
            "user_id": world.USER_ID,
            "user_name": world.USER_NAME,
            "password": world.PASSWORD,
            "access_key": world.ACCESS_KEY,
            "secret_key": world.SECRET_KEY,
            "temporary": {
                "access_key": world.TEMPORARY_ACCESS_KEY,
                "secret_key": world.TEMPORARY_SECRET_KEY,
                "security_token": world.SECURITY_TOKEN,
            },
            "instances": {str(service): instance_id for service, instance_id in world.INSTANCE_IDS.items()},
        }
    )


async def add_task(request: web.Request) -> web.Response:
    """A task that follows the ordered script; an instance id not known yet makes a new instance."""
    order = await orders.read(request, orders.TASK)
    cloud, service = request.app[CLOUD], Service(order["service"])
    instance = _instance(cloud, service, order.get("instance_id"), order.get("instance_name"))
    task = cloud.add_task(instance, _work(service, order), _plan(service, order), order.get("task_id"))
    return web.json_response({"task_id": task.id, "instance_id": instance.id, "job_id": task.job_id}, status=201)


async def add_script(request: web.Request) -> web.Response:
    """The script that the next change of the instance follows, whoever asks for that change."""
    order = await orders.read(request, orders.SCRIPT)
    cloud, service = request.app[CLOUD], Service(order["service"])
    instance = _instance(cloud, service, order.get("instance_id"))
    plan = _plan(service, order)
    cloud.plans.setdefault(instance.id, []).append(plan)
    return web.json_response({"instance_id": instance.id}, status=201)


def _instance(cloud: Cloud, service: Service, instance_id: str | None, name: str | None = None) -> Instance:
    """The instance of that id, which is the service's usual one where none is given."""
    instance_id = instance_id or world.INSTANCE_IDS[service]
    instance = cloud.instances.get(instance_id) or cloud.add_instance(service, instance_id)
    if instance.service is not service:
        raise OrderError(f"$.instance_id: {instance_id} belongs to {instance.service}")
    instance.name = name or instance.name
    return instance


def _plan(service: Service, order: dict[str, Any]) -> Plan:
    """The plan in the order, tried on the usual steps."""
    plan = Plan({key: value for key, value in order.items() if key in _PLAN_FIELDS})
    try:
        plan.script(service, _usual_work(service).steps)
    except PlanError as error:
        raise OrderError(str(error)) from None
    return plan


_PLAN_FIELDS = (
    *("steps", "seconds", "outcome", "fails_at", "error", "remaining", "remaining_factor"),
    *("starts_after", "appears_after", "stuck_at"),
    *Quirks.__dataclass_fields__,
)


def _work(service: Service, order: dict[str, Any]) -> Work:
    """The work of an ordered task; its name decides whether it has progress, unless the order does."""
    work = _usual_work(service)
    name: str = order.get("name", work.name)
    if service.is_messaging:
        shows = dms.has_progress(service, name)
    else:
        shows = taurusdb.has_details(name) if service is Service.TAURUSDB else True
    shows = order.get("progress", shows)
    # A task of another name that shows no progress is no change of the whole instance.
    status = work.instance_status if shows or name == work.name else None
    return replace(work, name=name, has_progress=shows, instance_status=status)


def _usual_work(service: Service) -> Work:
    """The work a task does unless it is told otherwise."""
    if service.is_messaging:
        return dms.extension(service)
    return {Service.DCS: dcs.RESIZE, Service.TAURUSDB: taurusdb.RESTORE, Service.DWS: dws.BIND_ELB}[service]


async def add_answer(request: web.Request) -> web.Response:
    """A progress answer set word by word."""
    order = await orders.read(request, orders.ANSWER)
    service, status = Service(order["service"]), order.get("status", 200)
    if order.get("validate", True) and status < 300:
        fault = shapes.violation(PROGRESS_SHAPES[service], order["body"])
        if fault is not None:
            raise OrderError(f"the body does not fit the documented shape, {fault}")
    cloud = request.app[CLOUD]
    instance = _instance(cloud, service, order.get("instance_id"))
    task_id, headers = order["task_id"], order.get("headers", {})
    cloud.answers[service, task_id] = FixedAnswer(
        service, instance.id, task_id, order.get("job_name"), status, headers, order["body"]
    )
    return web.json_response({"task_id": task_id, "instance_id": instance.id}, status=201)


async def add_faults(request: web.Request) -> web.Response:
    """Faults, in the order they are to be tried."""
    ordered = await orders.read_list(request, orders.FAULT)
    for order in ordered:
        request.app[FAULTS].add(_fault(order))
    return web.json_response({"pending": len(request.app[FAULTS])}, status=201)


def _fault(order: dict[str, Any]) -> Fault:
    """The fault of an order."""
    match = order.get("match", {})
    return Fault(
        kind=order["kind"],
        method=match["method"].upper() if "method" in match else None,
        path=re.compile(match.get("path", "")),
        times=order.get("times", 1),
        skip=order.get("skip", 0),
        details=order,
    )


async def show_faults(request: web.Request) -> web.Response:
    """How many faults are still to happen."""
    return web.json_response({"pending": len(request.app[FAULTS])})


async def drop_faults(request: web.Request) -> web.Response:
    """No more faults."""
    request.app[FAULTS].clear()
    return web.Response(status=204)


async def list_calls(request: web.Request) -> web.Response:
    """Every call since the start or since the journal was cleared."""
    return web.json_response(request.app[JOURNAL].listed())


async def drop_calls(request: web.Request) -> web.Response:
    """An empty journal."""
    request.app[JOURNAL].clear()
    return web.Response(status=204)


async def set_token_life(request: web.Request) -> web.Response:
    """The life time of the tokens given out from now on."""
    order = await orders.read(request, orders.TOKENS)
    request.app[TOKENS].life_seconds = order["life_seconds"]
    return web.json_response(order)


async def set_clock(request: web.Request) -> web.Response:
    """The cloud's clock set wrong, or every task moved on."""
    order = await orders.read(request, orders.CLOCK)
    cloud = request.app[CLOUD]
    cloud.clock.offset = order.get("offset_seconds", cloud.clock.offset)
    cloud.advance(order.get("advance_seconds", 0.0))
    return web.json_response({"offset_seconds": cloud.clock.offset})


async def reset(request: web.Request) -> web.Response:
    """Everything as at the start."""
    for part in (CLOUD, KEYS, TOKENS):
        request.app[part].reset()
    request.app[FAULTS].clear()
    request.app[JOURNAL].clear()
    return web.Response(status=204)


ROUTES = [
    web.get(f"{PREFIX}health", show_health),
    web.get(f"{PREFIX}world", show_world),
    web.post(f"{PREFIX}tasks", add_task),
    web.post(f"{PREFIX}scripts", add_script),
    web.post(f"{PREFIX}answers", add_answer),
    web.get(f"{PREFIX}faults", show_faults),
    web.post(f"{PREFIX}faults", add_faults),
    web.delete(f"{PREFIX}faults", drop_faults),
    web.get(f"{PREFIX}calls", list_calls),
    web.delete(f"{PREFIX}calls", drop_calls),
    web.post(f"{PREFIX}tokens", set_token_life),
    web.post(f"{PREFIX}clock", set_clock),
    web.post(f"{PREFIX}reset", reset),
]
