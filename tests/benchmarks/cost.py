# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a wait costs on this machine: processor seconds, looks, lag and memory, beside what people use today.

Every row is a whole process, started anew and measured by the operating system, with all of its children. All rows
of a run meet the same simulator. The lag of a task is the time from its end to the look that saw it, by the clock of
the simulator.
"""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median
from typing import Any, Callable

import requests

from simulator.tests.process import started

BIN = Path(sys.executable).parent
HERE = Path(__file__).resolve().parent
POLL = 2
SECONDS = 20.0


@dataclass(frozen=True)
class Usage:
    """What one process and all of its children used."""

    wall: float
    cpu: float
    #: Of the largest of them, in MiB.
    memory: float
    output: str


@dataclass(frozen=True)
class Row:
    """One line of the table; None where there is nothing to be told."""

    name: str
    usages: list[Usage]
    looks: float | None = None
    mean_lag: float | None = None
    worst_lag: float | None = None

    @property
    def cpu(self) -> float:
        """Processor seconds, the middle of all runs."""
        return median(usage.cpu for usage in self.usages)

    @property
    def memory(self) -> float:
        """MiB, the most of all runs."""
        return max(usage.memory for usage in self.usages)


class Bench:
    """Runs commands against one simulator."""

    def __init__(self, url: str, scratch: Path) -> None:
        self.url = url
        self.scratch = scratch
        self.world: dict[str, Any] = requests.get(f"{url}/_simulator/world", timeout=10).json()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "HW_", "OS_"))},
            "ANSIBLE_COLLECTIONS_PATH": os.environ["PYTHONPATH"].split(os.pathsep)[0],
            "ANSIBLE_LOCALHOST_WARNING": "false",
            "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
            "HW_ENDPOINT": url,
            "HW_REGION_NAME": self.world["region"],
            "HW_ACCESS_KEY": self.world["access_key"],
            "HW_SECRET_KEY": self.world["secret_key"],
        }

    def order(self, count: int, shortest: float, longest: float) -> dict[str, float]:
        """New tasks with their ends, by the simulator's clock, spread evenly."""
        session, ends = requests.Session(), {}
        for number in range(count):
            seconds = longest if count == 1 else shortest + (longest - shortest) * number / (count - 1)
            name = f"bench-{time.monotonic_ns()}"
            ends[name] = time.time() + seconds
            order = {"service": "dws", "task_id": name, "seconds": seconds}
            session.post(f"{self.url}/_simulator/tasks", json=order, timeout=10).raise_for_status()
        return ends

    def use(self, *command: str) -> Usage:
        """Runs a command to its end."""
        with tempfile.TemporaryFile("w+", dir=self.scratch) as output:
            begin = time.monotonic()
            process = subprocess.Popen(command, env=self.environment, stdout=output, stderr=subprocess.STDOUT)
            _pid, status, used = os.wait4(process.pid, 0)
            wall = time.monotonic() - begin
            process.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            text = output.read()
        if process.returncode:
            sys.exit(f"{' '.join(command)[:300]} ended with {process.returncode}:\n{text[-3000:]}")
        return Usage(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, text)

    def watched(self, name: str, ends: dict[str, float], command: Callable[[list[str]], list[str]]) -> Row:
        """A row for a command that waits for these tasks."""
        requests.delete(f"{self.url}/_simulator/calls", timeout=10)
        usage = self.use(*command(list(ends)))
        looks: dict[str, list[float]] = {task: [] for task in ends}
        for call in requests.get(f"{self.url}/_simulator/calls", timeout=30).json():
            task = call["path"].rsplit("/", 1)[-1]
            if task in looks:
                looks[task].append(call["at"])
        lags = [looks[task][-1] - end for task, end in ends.items() if looks[task][0] < end]
        counts = [len(found) for found in looks.values()]
        return Row(name, [usage], fmean(counts), fmean(lags) if lags else None, max(lags, default=None))

    # The commands

    def ansible(self, module: str, options: dict[str, Any]) -> list[str]:
        """An ad-hoc call of a module."""
        return [str(BIN / "ansible"), "localhost", "-m", module, *(["-a", json.dumps(options)] if options else [])]

    def wait(self, poll: float = POLL) -> Callable[[list[str]], list[str]]:
        """wait_for_task for all of the tasks in one call."""

        def command(tasks: list[str]) -> list[str]:
            entries = [{"service": "dws", "task_id": task} for task in tasks]
            # Thousands of tasks are too long for a command line.
            options = self.scratch / "options.json"
            options.write_text(json.dumps({"tasks": entries, "poll_interval": poll, "max_poll_interval": 60}))
            return self.ansible_playbook("wait.yml", options)

        return command

    def uri_until(self, tasks: list[str]) -> list[str]:
        """ansible.builtin.uri with until, for the first task."""
        body = {
            "auth": {
                "identity": {
                    "methods": ["password"],
                    "password": {
                        "user": {
                            "name": self.world["user_name"],
                            "password": self.world["password"],
                            "domain": {"name": self.world["domain_name"]},
                        }
                    },
                },
                "scope": {"project": {"id": self.world["project_id"]}},
            }
        }
        token = requests.post(f"{self.url}/v3/auth/tokens", json=body, timeout=10).headers["X-Subject-Token"]
        options = self.scratch / "options.json"
        url = f"{self.url}/v1.0/{self.world['project_id']}/job/{tasks[0]}"
        options.write_text(json.dumps({"url": url, "token": token, "seconds": POLL}))
        return self.ansible_playbook("uri.yml", options)

    def sdk_loop(self, tasks: list[str]) -> list[str]:
        """The poll loop over the official SDK."""
        return [sys.executable, str(HERE / "sdk_loop.py"), self.world["project_id"], str(POLL), *tasks]

    @staticmethod
    def ansible_playbook(name: str, options: Path) -> list[str]:
        """A playbook of this folder with options from a file."""
        return [str(BIN / "ansible-playbook"), str(HERE / name), "-e", f"@{options}"]


def rows(bench: Bench, runs: int = 5) -> list[Row]:
    """Every row of the table."""
    floor = Row("ansible -m ping", [bench.use(*bench.ansible("ping", {})) for _run in range(runs)])
    sleep = bench.ansible("ansible.builtin.command", {"argv": ["sleep", f"{SECONDS:g}"]})
    idle = Row(f"ansible -m command, sleep {SECONDS:g}", [bench.use(*sleep)])
    done = next(iter(bench.order(1, 0.05, 0.05)))
    time.sleep(0.1)
    wait = bench.ansible("cloudwait.huaweicloud.wait_for_task", {"service": "dws", "task_id": done})
    start = Row("wait_for_task, 1 task that has ended", [bench.use(*wait) for _run in range(runs)])
    found = [floor, idle, start]
    for count, shortest, longest in ((1, SECONDS, SECONDS), (100, 5.0, 25.0), (1000, 20.0, 60.0)):
        tasks = "1 task of 20 s" if count == 1 else f"{count} tasks that end over {longest - shortest:g} s"
        ways = [("wait_for_task", bench.wait()), ("loop over the official SDK", bench.sdk_loop)]
        if count == 1:
            ways.append((f"uri + until, every {POLL} s", bench.uri_until))
        found.extend(bench.watched(f"{way}, {tasks}", bench.order(count, shortest, longest), run) for way, run in ways)
    return found


def table(found: list[Row]) -> str:
    """The rows as a table of Markdown."""
    floor = found[0].cpu
    lines = [
        "| What | CPU s | above ping | looks a task | mean lag s | worst lag s | memory MiB |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for row in found:
        numbers = (row.looks, row.mean_lag, row.worst_lag)
        shown = " | ".join("" if number is None else f"{number:.1f}" for number in numbers)
        lines.append(f"| {row.name} | {row.cpu:.2f} | {row.cpu - floor:.2f} | {shown} | {row.memory:.0f} |")
    return "\n".join(lines)


def machine() -> str:
    """What the figures were measured on."""
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def measure() -> list[Row]:
    """Starts a simulator and measures every row."""
    with tempfile.TemporaryDirectory() as scratch, started(Path(scratch), "--lifetime", "900") as (_process, port):
        return rows(Bench(f"http://127.0.0.1:{port}", Path(scratch)))


if __name__ == "__main__":
    print(table(measure()))
    print(f"\nMeasured on {machine()}.")
