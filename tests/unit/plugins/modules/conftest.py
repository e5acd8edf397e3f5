# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs a module as Ansible does: arguments in, JSON out, and only the network is not real."""

from __future__ import annotations

import importlib
import json
import os
from typing import Any, Callable, Iterator

import pytest
import responses
from ansible.module_utils import basic
from ansible.module_utils.common import warnings

RunModule = Callable[..., "dict[str, Any]"]


@pytest.fixture(autouse=True)
def _no_credentials_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("HW_", "OS_", "HUAWEICLOUD_", "HTTP", "http")):
            monkeypatch.delenv(name)


@pytest.fixture
def cloud() -> Iterator[responses.RequestsMock]:
    """The cloud: answers what a test has told it to answer, and nothing else."""
    with responses.RequestsMock(assert_all_requests_are_fired=True) as mock:
        yield mock


@pytest.fixture
def run_module(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> RunModule:
    """A function that runs a module's main() with these options and gives what it prints, read as JSON."""

    def run(main: Callable[[], None], check_mode: bool = False, **options: Any) -> dict[str, Any]:
        arguments = {**options, "_ansible_check_mode": check_mode, "_ansible_remote_tmp": "/tmp"}
        monkeypatch.setattr(basic, "_ANSIBLE_ARGS", json.dumps({"ANSIBLE_MODULE_ARGS": arguments}).encode())
        # ansible-core 2.19 and newer ask for the form of the result, too.
        monkeypatch.setattr(basic, "_ANSIBLE_PROFILE", "legacy", raising=False)
        with pytest.raises(SystemExit):
            main()
        printed: dict[str, Any] = json.loads(capsys.readouterr().out)
        # What ansible-core adds for itself, more of it in newer releases.
        printed = {key: value for key, value in printed.items() if key != "invocation" and key[:1] != "_"}
        # ansible-core keeps warnings for the life of the process, and since 2.19 wraps their text.
        importlib.reload(warnings)
        if "warnings" in printed:
            printed["warnings"] = [_text(warning) for warning in printed["warnings"]]
        return printed

    return run


def _text(warning: Any) -> Any:
    return warning["event"]["msg"] if isinstance(warning, dict) else warning
