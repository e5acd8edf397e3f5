# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which service answers a path: every service of the cloud lives on this one host and port."""

from __future__ import annotations

from aiohttp import web

from .answers import Refusal, service_refusal
from .context import CLOUD
from .world import Service

# The codes for a bad request and for a foreign project; where API facts 5.2 name none they are made up.
BAD_REQUEST = {
    Service.KAFKA: "DMS.00400062",
    Service.DCS: "DCS.4001",
    Service.TAURUSDB: "DBS.280001",
    Service.DWS: "DWS.0001",
}
FOREIGN_PROJECT = {
    Service.KAFKA: "DMS.10240104",
    Service.DCS: "DCS.4003",
    Service.TAURUSDB: "DBS.200403",
    Service.DWS: "DWS.0015",
}


def service_of(request: web.Request) -> Service:
    """The service whose error shape fits the path; Kafka stands for all of DMS."""
    path = request.path
    if path.startswith("/v3/"):
        return Service.TAURUSDB
    if path.startswith("/v1.0/") or "cluster_id" in request.match_info:
        return Service.DWS
    if "instance_id" not in request.match_info:
        return Service.DCS
    instance = request.app[CLOUD].instances.get(request.match_info["instance_id"])
    return Service.DCS if instance is not None and instance.service is Service.DCS else Service.KAFKA


def bad_request(request: web.Request, message: str) -> Refusal:
    """The refusal of what the service cannot make sense of."""
    service = service_of(request)
    return service_refusal(service, 400, BAD_REQUEST[service], message)


def foreign_project(request: web.Request) -> Refusal:
    """The refusal of a project the caller has no part in."""
    service = service_of(request)
    return service_refusal(service, 403, FOREIGN_PROJECT[service], "The project does not belong to the caller.")
