# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Progress answers that a user has set word by word; they go before everything scripted."""

from __future__ import annotations

from aiohttp import web

from .cloud import Cloud, FixedAnswer
from .world import Service

PROGRESS_SHAPES = {
    Service.KAFKA: "dms_progress",
    Service.ROCKETMQ: "dms_progress",
    Service.DCS: "dcs_progress",
    Service.TAURUSDB: "taurusdb_progress",
    Service.DWS: "dws_progress",
}


def fixed_answer(cloud: Cloud, service: Service, task_id: str, instance_id: str | None = None) -> web.Response | None:
    """The answer set for this task, if any."""
    fixed = cloud.answers.get((service, task_id))
    if fixed is None or instance_id not in (None, fixed.instance_id):
        return None
    return render(fixed)


def fixed_detail(cloud: Cloud, instance_id: str, job_id: str | None, job_name: str | None) -> web.Response | None:
    """The answer set for a TaurusDB task, which may be asked for by its instance alone."""
    for fixed in reversed(cloud.answers.values()):
        if (
            fixed.service is Service.TAURUSDB
            and fixed.instance_id == instance_id
            and job_id in (None, fixed.task_id)
            and (job_name is None or fixed.job_name in (None, job_name))
        ):
            return render(fixed)
    return None


def render(fixed: FixedAnswer) -> web.Response:
    """The answer as it goes out; its shape was checked, where that was wanted, when it was set."""
    return web.json_response(fixed.body, status=fixed.status, headers=fixed.headers)
