# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The command: what it prints, when it ends."""

from __future__ import annotations

import signal
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
import requests

from simulator.tests.process import COMMAND, FOLDER, started


def test_it_tells_where_it_listens(tmp_path: Path) -> None:
    with started(tmp_path, "--speed", "20") as (process, port):
        assert process.stdout is not None
        assert process.stdout.readline() == f"simulator listening on http://127.0.0.1:{port}\n"
        assert requests.get(f"http://127.0.0.1:{port}/_simulator/health", timeout=5).json()["speed"] == 20
        assert (tmp_path / "port").read_text() == f"{port}\n"
        assert [entry.name for entry in tmp_path.iterdir()] == ["port"]


def test_it_listens_on_loopback_only(tmp_path: Path) -> None:
    with started(tmp_path) as (_process, port), pytest.raises(requests.ConnectionError):
        requests.get(f"http://127.0.0.2:{port}/_simulator/health", timeout=5)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path) as (process, _port):
        process.send_signal(number)
        _output, complaints = process.communicate(timeout=10)
        assert (process.returncode, complaints) == (0, "")


def test_its_faults_leave_no_trace_in_its_output(tmp_path: Path) -> None:
    with started(tmp_path) as (process, port):
        address = f"http://127.0.0.1:{port}"
        for kind in ("reset", "truncated", "huge"):
            requests.post(f"{address}/_simulator/faults", json={"kind": kind}, timeout=5)
            with pytest.raises(requests.RequestException):
                read_a_little(f"{address}/v3/projects")
        process.terminate()
        assert process.communicate(timeout=10)[1] == ""


def read_a_little(url: str) -> None:
    """Nothing: the connection fails, or is dropped by us."""
    with requests.get(url, timeout=5, stream=True) as answer:
        answer.raw.read(20)
        if answer.headers.get("Transfer-Encoding") == "chunked":
            raise requests.RequestException("enough")
        assert answer.content


def test_it_ends_by_itself(tmp_path: Path) -> None:
    with started(tmp_path, "--lifetime", "0.2") as (process, _port):
        assert process.wait(timeout=10) == 0


def test_speed_makes_the_cloud_faster_but_no_less_consistent(tmp_path: Path) -> None:
    with started(tmp_path, "--speed", "2000") as (_process, port):
        order: Any = {"service": "dws", "seconds": 1000}
        task = requests.post(f"http://127.0.0.1:{port}/_simulator/tasks", json=order, timeout=5).json()
        world = requests.get(f"http://127.0.0.1:{port}/_simulator/world", timeout=5).json()
        headers = {"X-Auth-Token": log_in(port, world)}
        time.sleep(0.5)
        url = f"http://127.0.0.1:{port}/v1.0/{world['project_id']}/job/{task['task_id']}"
        assert requests.get(url, headers=headers, timeout=5).json()["status"] == "SUCCESS"


def log_in(port: int, world: dict[str, str]) -> str:
    """A token."""
    user = {"name": world["user_name"], "password": world["password"], "domain": {"name": world["domain_name"]}}
    identity = {"methods": ["password"], "password": {"user": user}}
    auth: Any = {"auth": {"identity": identity, "scope": {"project": {"id": world["project_id"]}}}}
    return requests.post(f"http://127.0.0.1:{port}/v3/auth/tokens", json=auth, timeout=5).headers["X-Subject-Token"]


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    with started(tmp_path) as (_process, port):
        command = [*COMMAND, "--port", str(port)]
        ended = subprocess.run(command, cwd=FOLDER.parents[1], capture_output=True, text=True, check=False, timeout=20)
    assert ended.returncode == 1
    assert "address already in use" in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.mark.parametrize("options", [["--speed", "0"], ["--port", "many"], ["--sped", "1"]])
def test_it_refuses_other_options(options: list[str]) -> None:
    command = [*COMMAND, *options]
    ended = subprocess.run(command, cwd=FOLDER.parents[1], capture_output=True, text=True, check=False, timeout=20)
    assert ended.returncode == 2
    assert "usage: simulator" in ended.stderr
