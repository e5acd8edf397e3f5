# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The options of the modules: one table for all, behind the documentation fragments."""

from __future__ import annotations

from typing import Any, Dict, Mapping

#: Option -> environment variables, the first that is set counts (API facts 4d).
ENVIRONMENT: Mapping[str, tuple[str, ...]] = {
    "region": ("HW_REGION_NAME", "OS_REGION_NAME"),
    "project_id": ("HW_PROJECT_ID", "HUAWEICLOUD_SDK_PROJECT_ID", "OS_PROJECT_ID"),
    "project_name": ("HW_PROJECT_NAME", "OS_PROJECT_NAME"),
    "access_key": ("HW_ACCESS_KEY", "HUAWEICLOUD_SDK_AK", "OS_ACCESS_KEY"),
    "secret_key": ("HW_SECRET_KEY", "HUAWEICLOUD_SDK_SK", "OS_SECRET_KEY"),
    "security_token": ("HW_SECURITY_TOKEN", "HUAWEICLOUD_SDK_SECURITY_TOKEN"),
    "auth_token": ("HW_AUTH_TOKEN", "OS_AUTH_TOKEN"),
    "user_name": ("HW_USER_NAME", "OS_USERNAME"),
    "password": ("HW_USER_PASSWORD", "OS_PASSWORD"),
    "domain_name": ("HW_DOMAIN_NAME", "OS_DOMAIN_NAME"),
    "auth_url": ("HW_AUTH_URL", "OS_AUTH_URL"),
    "cloud": ("HW_CLOUD",),
    "endpoint": ("HW_ENDPOINT",),
    "ca_path": ("OS_CACERT",),
}
#: Environment variable that turns certificate checks off.
INSECURE = "HW_INSECURE"

Spec = Dict[str, Dict[str, Any]]


def connection_arguments() -> Spec:
    """The options that every module has (fragment C(connection)); no defaults where the environment comes next."""
    return {
        "region": {"type": "str"},
        "project_id": {"type": "str"},
        "project_name": {"type": "str"},
        "access_key": {"type": "str", "no_log": True},
        "secret_key": {"type": "str", "no_log": True},
        "security_token": {"type": "str", "no_log": True},
        "auth_token": {"type": "str", "no_log": True},
        "user_name": {"type": "str"},
        "password": {"type": "str", "no_log": True},
        "domain_name": {"type": "str"},
        "auth_url": {"type": "str"},
        "cloud": {"type": "str"},
        "endpoint": {"type": "str"},
        "endpoints": {"type": "dict"},
        "validate_certs": {"type": "bool"},
        "ca_path": {"type": "path"},
        "request_timeout": {"type": "float", "default": 30},
    }


def info_arguments(needs_instance: bool, has_job_name: bool) -> Spec:
    """The options of an info module: the connection and one task."""
    spec = connection_arguments()
    if needs_instance:
        spec["instance_id"] = {"type": "str", "required": True}
    spec["task_id"] = {"type": "str", "required": True, "aliases": ["job_id"]}
    if has_job_name:
        spec["job_name"] = {"type": "str"}
    return spec


def wait_arguments(services: tuple[str, ...]) -> Spec:
    """The options of C(wait_for_task): the connection, one task or many, and how to wait."""
    task: Spec = {
        "service": {"type": "str", "choices": list(services)},
        "instance_id": {"type": "str"},
        "task_id": {"type": "str", "aliases": ["job_id"]},
        "job_name": {"type": "str"},
    }
    many: Spec = {
        **task,
        "service": {**task["service"], "required": True},
        "label": {"type": "str"},
        "region": {"type": "str"},
        "project_id": {"type": "str"},
    }
    return {
        **connection_arguments(),
        **task,
        "tasks": {"type": "list", "elements": "dict", "options": many},
        "timeout": {"type": "float", "default": 3600},
        "stall_timeout": {"type": "float", "default": 0},
        "appear_timeout": {"type": "float", "default": 60},
        "unresponsive_timeout": {"type": "float", "default": 300},
        "poll_interval": {"type": "float", "default": 5},
        "max_poll_interval": {"type": "float", "default": 30},
        "concurrency": {"type": "int", "default": 10},
        "mode": {"type": "str", "default": "all", "choices": ["all", "any"]},
        "on_failure": {"type": "str", "default": "collect", "choices": ["collect", "fail_fast"]},
        "publish_facts": {"type": "bool", "default": True},
        "include_raw": {"type": "bool", "default": False},
    }
