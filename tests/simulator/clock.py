# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The cloud's clock: real time for the scripts, and what the cloud believes the time to be."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime


@dataclass
class Clock:
    """Real seconds since the epoch, and an offset by which the cloud's own clock is off."""

    source: Callable[[], float] = field(default=time.time)
    offset: float = 0.0

    def now(self) -> float:
        """Real time in seconds since the epoch."""
        return self.source()

    def told(self, moment: float) -> datetime:
        """A real moment as the cloud tells it."""
        return datetime.fromtimestamp(moment + self.offset, tz=UTC)


def iso_milliseconds(moment: datetime) -> str:
    """The form 2020-05-15T03:19:51.046Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def iso_microseconds(moment: datetime) -> str:
    """The form 2026-01-16T08:30:00.123000Z."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def iso_offset(moment: datetime) -> str:
    """The form 2026-01-15T08:30:00+0000."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S+0000")


def iso_without_zone(moment: datetime) -> str:
    """The form 2022-11-09T20:25:00."""
    return moment.strftime("%Y-%m-%dT%H:%M:%S")


def plain(moment: datetime) -> str:
    """The form 2022-09-01 11:52:24."""
    return moment.strftime("%Y-%m-%d %H:%M:%S")


def epoch_milliseconds(moment: datetime) -> int:
    """Milliseconds since the epoch."""
    return round(moment.timestamp() * 1000)
