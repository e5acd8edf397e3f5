# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Ends the running module, or its parent, and prints the seconds until the module's process is gone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

MODULE = "AnsiballZ_wait_for_task.py"


def processes() -> list[int]:
    """The processes that run the module: not the shells around it, which only name it."""
    found = subprocess.run(
        ["pgrep", "-f", f"^[^ ]*python[^ ]* .*{MODULE}"], capture_output=True, text=True, check=False
    )
    return [int(pid) for pid in found.stdout.split()]


def parent_of(pid: int) -> int:
    """The process that began this one."""
    found = subprocess.run(["ps", "-o", "ppid=", "-p", str(pid)], capture_output=True, text=True, check=True)
    return int(found.stdout)


def wait_until(running: bool, seconds: float) -> list[int]:
    """The processes as soon as there are some, or are none any more."""
    deadline = time.monotonic() + seconds
    while bool(found := processes()) is not running:
        if time.monotonic() > deadline:
            sys.exit(f"after {seconds} s these run: {found}")
        time.sleep(0.02)
    return found


def main() -> None:
    """Lets the wait get going, then ends it by SIGTERM, or its parent, which cannot say good-bye, by SIGKILL."""
    time.sleep(2)
    begin = time.monotonic()
    for pid in wait_until(True, 20):
        if sys.argv[1] == "module":
            os.kill(pid, signal.SIGTERM)
        else:
            os.kill(parent_of(pid), signal.SIGKILL)
    wait_until(False, 20)
    print(round(time.monotonic() - begin, 2))


if __name__ == "__main__":
    main()
