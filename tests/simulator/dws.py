# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""DWS: jobs whose every value is a text, clusters, and the calls that change them."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import web

from .answers import Refusal, answer, empty, service_refusal
from .clock import iso_without_zone
from .cloud import Cloud, Instance, Task, Work
from .context import CLOUD, RequestError, json_object
from .fixed_answers import fixed_answer
from .scripts import BIND_DWS_ELB, EXPAND_DWS_STORAGE, RESIZE_DWS, SHRINK_DWS
from .timeline import Phase, State
from .world import Service

JOB_WORDS = {
    Phase.WAITING: "WAITING",
    Phase.RUNNING: "RUNNING",
    Phase.COMPLETED: "SUCCESS",
    Phase.FAILED: "FAIL",
    Phase.CANCELLED: "STOP",
}
BIND_ELB = Work("ecfClusterElbCreateJob", BIND_DWS_ELB)
RESIZE = Work("resizeCluster", RESIZE_DWS, cluster_words=("GROWING", "RESIZE_FAILURE"))
EXPAND_STORAGE = Work(
    "expandInstanceStorage", EXPAND_DWS_STORAGE, cluster_words=("DISK_EXPANDING", "DISK_EXPAND_FAILURE")
)
SHRINK = Work("shrinkCluster", SHRINK_DWS, cluster_words=("SHRINKING", "SHRINK_FAILURE"))


def refuse(status: int, code: str, message: str) -> Refusal:
    """A refusal by DWS."""
    return service_refusal(Service.DWS, status, code, message)


async def show_job(request: web.Request) -> web.Response:
    """GET /v1.0/{project_id}/job/{job_id}; an unknown job is refused as if it were forbidden (API facts 5.2)."""
    cloud = request.app[CLOUD]
    job_id = request.match_info["job_id"]
    fixed = fixed_answer(cloud, Service.DWS, job_id)
    if fixed is not None:
        return fixed
    task = cloud.find_task(cloud.known_tasks(Service.DWS), job_id)
    if task is None or not task.work.has_progress:
        raise refuse(403, "DWS.0015", "The resource does not exist or you do not have the permission.")
    return answer(job(cloud, task, cloud.state(task)), "dws_progress")


def job(cloud: Cloud, task: Task, state: State) -> dict[str, str]:
    """The body of the job answer: texts only, times without a zone."""

    def told(seconds: float | None) -> str:
        return "" if seconds is None else iso_without_zone(cloud.clock.told(task.created_at + seconds))

    code, message = _failure(task) if state.phase is Phase.FAILED else ("", "")
    return {
        "status": JOB_WORDS[state.phase],
        "progress": f"{state.percent}%",
        "job_id": task.id,
        "job_name": task.work.name,
        "begin_time": told(state.started),
        "end_time": told(state.ended),
        "failed_code": code,
        "failed_detail": message,
    }


def _failure(task: Task) -> tuple[str, str]:
    """The failure in the service's composite form: the task's name before the code, the code before the text."""
    code = task.script.error_code or "DWS.9999"
    message = task.script.error_message or "Internal service error."
    name = task.work.name.removesuffix("Job")
    return (
        code if "-fail:" in code else f"{name}Task-fail:{code}",
        message if message.startswith("DWS.") else f"{code.rpartition(':')[2]}:{message}",
    )


async def show_cluster(request: web.Request) -> web.Response:
    """GET /v1.0/{project_id}/clusters/{cluster_id}: a change shows as `task_status` and `action_progress`."""
    cloud, instance = request.app[CLOUD], _cluster(request)
    word, action_progress = _change(cloud, instance)
    body = {
        "id": instance.id,
        "name": instance.name,
        "status": "AVAILABLE",
        "sub_status": "NORMAL",
        "task_status": word,
        "action_progress": action_progress,
        "created": iso_without_zone(cloud.clock.told(instance.created_at)),
        "updated": iso_without_zone(cloud.clock.told(cloud.clock.now())),
    }
    return answer({"cluster": body | cloud.attributes(instance)}, "dws_cluster")


def _change(cloud: Cloud, instance: Instance) -> tuple[str | None, dict[str, str]]:
    """The word for the latest change of the cluster and how far it is; nothing once it went well."""
    task = cloud.latest_task(instance)
    if task is None or task.work.cluster_words is None:
        return None, {}
    running_word, failure_word = task.work.cluster_words
    state = cloud.state(task)
    if state.phase in (Phase.FAILED, Phase.CANCELLED):
        return failure_word, {}
    if state.phase is Phase.COMPLETED:
        return None, {}
    return running_word, {running_word: f"{state.percent}%"}


async def resize(request: web.Request) -> web.Response:
    """POST .../resize: more nodes; answered without a body, so without an id (API facts 2.5)."""
    body = await json_object(request)
    scale_out = body.get("scale_out")
    count = _positive(scale_out.get("count") if isinstance(scale_out, dict) else None, "scale_out.count")
    cluster = _idle_cluster(request)
    _add(request, cluster, replace(RESIZE, effect=_nodes(request, cluster, count), parameters=body))
    return empty(200)


async def expand_storage(request: web.Request) -> web.Response:
    """POST .../expand-instance-storage: answered without a body, too."""
    body = await json_object(request)
    _positive(body.get("new_size"), "new_size")
    _add(request, _idle_cluster(request), replace(EXPAND_STORAGE, parameters=body))
    return empty(200)


async def shrink(request: web.Request) -> web.Response:
    """POST .../cluster-shrink: fewer nodes."""
    body = await json_object(request)
    count = _positive(body.get("shrink_number"), "shrink_number")
    cluster = _idle_cluster(request)
    work = replace(SHRINK, effect=_nodes(request, cluster, -count), parameters=body)
    return answer({"job_id": _add(request, cluster, work).id}, "job_id", 202)


async def bind_elb(request: web.Request) -> web.Response:
    """POST /v2/{project_id}/clusters/{cluster_id}/elbs/{elb_id}."""
    return answer({"job_id": _add(request, _idle_cluster(request), BIND_ELB).id}, "job_id")


def _positive(value: object, name: str) -> int:
    """A whole number above zero."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise RequestError(f"the parameter {name} is invalid")
    return value


def _nodes(request: web.Request, cluster: Instance, added: int) -> dict[str, object]:
    """What a change of the number of nodes leaves behind."""
    nodes = request.app[CLOUD].attributes(cluster)["number_of_node"]
    assert isinstance(nodes, int)
    return {"number_of_node": nodes + added}


def _add(request: web.Request, cluster: Instance, work: Work) -> Task:
    """A new job of the cluster."""
    return request.app[CLOUD].add_task(cluster, work)


def _idle_cluster(request: web.Request) -> Instance:
    """The cluster of the path, which must be free for a change."""
    cluster = _cluster(request)
    if request.app[CLOUD].running_task(cluster) is not None:
        raise refuse(409, "DWS.0011", "The cluster is busy with another operation.")
    return cluster


def _cluster(request: web.Request) -> Instance:
    """The cluster of the path."""
    cluster = request.app[CLOUD].instances.get(request.match_info["cluster_id"])
    if cluster is None or cluster.service is not Service.DWS:
        raise refuse(404, "DWS.0047", "The cluster does not exist.")
    return cluster


ROUTES = [
    web.get("/v1.0/{project_id}/job/{job_id}", show_job),
    web.get("/v1.0/{project_id}/clusters/{cluster_id}", show_cluster),
    web.post("/v1.0/{project_id}/clusters/{cluster_id}/resize", resize),
    web.post("/v1.0/{project_id}/clusters/{cluster_id}/expand-instance-storage", expand_storage),
    web.post("/v1.0/{project_id}/clusters/{cluster_id}/cluster-shrink", shrink),
    web.post("/v2/{project_id}/clusters/{cluster_id}/elbs/{elb_id}", bind_elb),
]
