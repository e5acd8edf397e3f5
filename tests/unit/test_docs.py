# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The documentation says what the code does: options, returned keys, environment variables, tables."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.cloudwait.huaweicloud.plugins.doc_fragments.connection import ModuleDocFragment
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._arguments import (
    ENVIRONMENT,
    connection_arguments,
    info_arguments,
    wait_arguments,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._report import task_of_watch
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._services._catalog import SERVICES
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._task import Step, Task, TaskReference
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._waiter import OUTCOMES, Watch

ROOT = Path(__file__).parents[2]
INFO_MODULES = [f"{name}_task_info" for name in SERVICES]
MODULES = sorted([*INFO_MODULES, "wait_for_task"])
CONNECTION = yaml.safe_load(ModuleDocFragment.DOCUMENTATION)["options"]


def documentation(name: str, part: str) -> Any:
    """A part of a module's documentation, read as YAML."""
    module = importlib.import_module(f"ansible_collections.cloudwait.huaweicloud.plugins.modules.{name}")
    return yaml.safe_load(getattr(module, part))


def spec_of(documented: dict[str, Any]) -> dict[str, Any]:
    """The argument specification that the documentation of options promises."""
    kept = ("type", "default", "choices", "required", "aliases", "elements")
    return {
        name: {
            **{key: option[key] for key in kept if key in option},
            **({"options": spec_of(option["suboptions"])} if "suboptions" in option else {}),
        }
        for name, option in documented.items()
    }


def without_secrecy(spec: dict[str, Any]) -> dict[str, Any]:
    """An argument specification without what the documentation does not tell."""
    return {name: {key: value for key, value in option.items() if key != "no_log"} for name, option in spec.items()}


def test_the_modules_are_those_of_the_services_and_the_wait() -> None:
    assert sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py")) == MODULES


def test_the_connection_options_are_documented_as_they_are() -> None:
    assert spec_of(CONNECTION) == without_secrecy(connection_arguments())


@pytest.mark.parametrize("service", SERVICES)
def test_the_options_of_an_info_module_are_documented_as_they_are(service: str) -> None:
    spec = info_arguments("instance_id" in SERVICES[service].needs, "job_name" in SERVICES[service].query)
    documented = {**CONNECTION, **documentation(f"{service}_task_info", "DOCUMENTATION")["options"]}
    assert spec_of(documented) == without_secrecy(spec)


def test_the_options_of_the_wait_are_documented_as_they_are() -> None:
    documented = {**CONNECTION, **documentation("wait_for_task", "DOCUMENTATION")["options"]}
    assert spec_of(documented) == without_secrecy(wait_arguments(tuple(SERVICES)))


@pytest.mark.parametrize("option", ENVIRONMENT)
def test_the_environment_variables_of_an_option_are_documented_in_their_order(option: str) -> None:
    told = " ".join(CONNECTION[option]["description"])
    assert tuple(re.findall(r"E\((\w+)\)", told)) == ENVIRONMENT[option]


def test_secrets_are_no_log_and_nothing_else_is() -> None:
    hidden = [name for name, option in connection_arguments().items() if option.get("no_log")]
    assert hidden == ["access_key", "secret_key", "security_token", "auth_token", "password"]


@pytest.mark.parametrize("name", INFO_MODULES)
def test_an_info_module_returns_the_fields_of_a_task_and_no_facts(name: str) -> None:
    returned = documentation(name, "RETURN")
    task = Task(TaskReference("kafka"), "running", steps=(Step("one", "running"),)).to_result()
    assert sorted(returned) == ["tasks"]
    assert sorted(returned["tasks"]["contains"]) == sorted(task)
    assert sorted(returned["tasks"]["contains"]["steps"]["contains"]) == sorted(task["steps"][0])
    assert sorted(returned["tasks"]["contains"]["error"]["contains"]) == ["code", "message", "request_id"]


def test_the_wait_returns_the_fields_of_a_watched_task() -> None:
    returned = documentation("wait_for_task", "RETURN")
    watched = task_of_watch(Watch(TaskReference("kafka"), outcome="running"))
    assert sorted(returned) == ["ansible_facts", "elapsed", "interruptions", "msg", "outcome", "task", "tasks"]
    for key in ("task", "tasks"):
        assert sorted(returned[key]["contains"]) == sorted([*watched, "raw"])


def test_every_outcome_is_documented() -> None:
    returned = documentation("wait_for_task", "RETURN")
    told = " ".join(returned["tasks"]["contains"]["outcome"]["description"])
    assert sorted(re.findall(r"V\((\w+)\)", told)) == sorted(OUTCOMES)


def test_the_action_group_holds_every_module() -> None:
    runtime = yaml.safe_load((ROOT / "meta" / "runtime.yml").read_text())
    assert sorted(runtime["action_groups"]["huaweicloud"]) == MODULES


def test_the_readme_lists_every_module() -> None:
    readme = (ROOT / "README.md").read_text()
    assert sorted(re.findall(r"^\| `(\w+)` \|", readme, re.MULTILINE)) == MODULES


@pytest.mark.parametrize("name", MODULES)
def test_every_module_has_an_integration_target(name: str) -> None:
    assert (ROOT / "tests" / "integration" / "targets" / name / "tasks" / "main.yml").is_file()
