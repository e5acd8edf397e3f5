# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulator as users start it: one command, a process of its own, a free port."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "tests/simulator"]


@contextlib.contextmanager
def started(folder: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The process and its port; it is ended when the block ends."""
    port_file = folder / "port"
    command = [*COMMAND, "--port", "0", "--port-file", str(port_file), "--lifetime", "60", *options]
    root = FOLDER.parents[1]
    with subprocess.Popen(command, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            yield process, _port(port_file, process)
        finally:
            process.terminate()


def _port(port_file: Path, process: subprocess.Popen[str]) -> int:
    """The port, as soon as the file tells it."""
    deadline = time.monotonic() + 20
    while not port_file.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, "the simulator does not start"
        time.sleep(0.02)
    return int(port_file.read_text(encoding="ascii"))
