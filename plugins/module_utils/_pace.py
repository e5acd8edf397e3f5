# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""When to look again: pure, with no clock and no chance of its own."""

from __future__ import annotations

from dataclasses import dataclass

#: Part of the estimated rest of a task that is slept at once: estimates are hints, no more.
STRIDE = 0.5
#: Pause without any estimate, as a part of the time waited so far.
GROWTH = 0.1


@dataclass(frozen=True)
class Pace:
    """The bounds between which a task is looked at, in seconds."""

    least: float
    most: float

    def pause(self, waited: float, progress: int | None, remaining: int | None, chance: float) -> float:
        """Seconds to the next look; C(chance) from 0 to 1 spreads tasks that would else be asked at the same moment."""
        estimate = remaining if remaining else _linear_rest(waited, progress)
        wanted = GROWTH * waited if estimate is None else STRIDE * estimate
        return min(max(wanted * (0.9 + 0.2 * chance), self.least), self.most)

    def retry(self, failures: int, asked: float | None, chance: float) -> float:
        """Seconds to the next try after so many failures in a row; never less than the service asked for."""
        growing = self.least * 2.0 ** min(failures - 1, 16)
        return max(min(growing * (0.75 + 0.5 * chance), self.most), asked or 0.0)


def _linear_rest(waited: float, progress: int | None) -> float | None:
    """Seconds left if progress goes on as it did so far; None where there is nothing to tell it from."""
    return waited * (100 - progress) / progress if progress and progress < 100 else None
