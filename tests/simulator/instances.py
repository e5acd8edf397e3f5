# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The paths that DMS and DCS have in common: the kind of the instance decides who answers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from . import dcs, dms
from .cloud import Instance
from .context import CLOUD
from .world import Service

InstanceHandler = Callable[[web.Request, Instance], Awaitable[web.Response]]
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def _shared(by_dms: InstanceHandler, by_dcs: InstanceHandler | None) -> Handler:
    """A handler that gives the request to the service the instance belongs to."""

    async def handle(request: web.Request) -> web.StreamResponse:
        instance = request.app[CLOUD].instances.get(request.match_info["instance_id"])
        if instance is not None and instance.service.is_messaging:
            return await by_dms(request, instance)
        if instance is not None and instance.service is Service.DCS and by_dcs is not None:
            return await by_dcs(request, instance)
        raise dms.unknown_instance()

    return handle


_INSTANCE = "/v2/{project_id}/instances/{instance_id}"
ROUTES = [
    web.get(_INSTANCE, _shared(dms.show_instance, dcs.show_instance)),
    web.get(f"{_INSTANCE}/tasks", _shared(dms.list_records, dcs.list_records)),
    # DCS cannot show a single record (API facts 2.2).
    web.get(f"{_INSTANCE}/tasks/{{task_id}}", _shared(dms.show_record, None)),
    web.get(f"{_INSTANCE}/tasks/{{task_id}}/progress", _shared(dms.show_progress, dcs.show_progress)),
]
