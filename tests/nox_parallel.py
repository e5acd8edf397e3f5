# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run nox sessions side by side; print a line for each, and all that a session said if it failed.

tests/nox_parallel.py           the default sessions
tests/nox_parallel.py --all     and those for the single releases of ansible-core
tests/nox_parallel.py NAME...   only these
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOX = [sys.executable, "-m", "nox", "--reuse-existing-virtualenvs"]
LOGS = ROOT / ".nox" / "logs"
SLOWEST_FIRST = ["sanity", "integration", "units", "lint", "artifact"]
COUNTS = {
    "sanity tests": r"^Running sanity test (\".*)$",
    "passed": r"\b(\d+) passed\b.* in [\d.]+s",
    "failed": r"\b(\d+) failed\b.* in [\d.]+s",
    "skipped": r"\b(\d+) skipped\b.* in [\d.]+s",
    "targets": r"^Running ([\w-]+) integration role",
    "files typed": r"no issues found in (\d+) source files",
}


def counts(log: str) -> str:
    """Give what a session counted, in words."""
    parts = []
    for what, pattern in COUNTS.items():
        found = re.findall(pattern, log, re.MULTILINE)
        # numbers add up; names may come again, as ansible-test's sanity tests do when it makes their environments
        number = sum(map(int, found)) if all(map(str.isdigit, found)) else len(set(found))
        if number:
            parts.append(f"{number} {what}")
    return ", ".join(parts)


def run(name: str) -> bool:
    """Run one session and say how it ended."""
    start = time.monotonic()
    ended = subprocess.run(
        [*NOX, "--session", name],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, "NO_COLOR": "1", "PY_COLORS": "0"},
        check=False,
    )
    passed = ended.returncode == 0 and "was successful" in ended.stdout
    (LOGS / f"{name}.log").write_text(ended.stdout, encoding="utf-8")
    words = "ok    " if passed else "FAILED"
    line = f"{words} {name:20} {time.monotonic() - start:4.0f} s  {counts(ended.stdout)}".rstrip()
    print(line if passed else f"===== {name}\n{ended.stdout}\n{line}", flush=True)
    return passed


def sessions(arguments: list[str]) -> list[str]:
    """Give the names of the sessions to run."""
    if arguments and arguments != ["--all"]:
        return arguments
    names = []
    for selection in [[], ["--tags", "matrix"]] if arguments else [[]]:
        listed = subprocess.check_output([*NOX, "--list", "--json", *selection], cwd=ROOT, text=True)
        names += [session["session"] for session in json.loads(listed)]
    return sorted(names, key=lambda name: SLOWEST_FIRST.index(name) if name in SLOWEST_FIRST else len(SLOWEST_FIRST))


def main() -> int:
    """Give 1 if any session failed."""
    names = sessions(sys.argv[1:])
    LOGS.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(run, names))
    print(f"{results.count(True)} passed, {results.count(False)} failed")
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main())
