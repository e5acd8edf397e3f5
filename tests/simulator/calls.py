# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The journal of every call that came in, without a secret in it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass
class Call:
    """One call; `at` is in real seconds since the epoch, `status` stays None where no answer was sent."""

    at: float
    method: str
    path: str
    query: dict[str, str]
    authentication: str
    access_key: str | None
    status: int | None = None
    fault: str | None = None


class Journal:
    """The calls in the order they came in."""

    def __init__(self) -> None:
        self._calls: list[Call] = []

    def add(self, call: Call) -> None:
        """Note a call; its status follows when it is answered."""
        self._calls.append(call)

    def clear(self) -> None:
        """Forget every call."""
        self._calls.clear()

    def listed(self) -> list[dict[str, Any]]:
        """The calls as JSON objects."""
        return [asdict(call) for call in self._calls]
