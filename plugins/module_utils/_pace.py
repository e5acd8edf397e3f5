# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""When to look again: pure, from what was seen so far, with no clock and no chance of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

#: Part of an unverified remaining time that is slept at once: it may be told 2.5 times too long.
TRUST_IN_HINT = 0.2
#: Part of a rest that was guessed from jumps of the progress that is slept at once.
TRUST_IN_JUMPS = 0.15
#: How much slower looks get where nothing tells the end: as the time to this power.
SLOWING = 0.15
#: A remaining time is not taken for more than so many times its lowest estimate.
WIDEST = 3.0


@dataclass(frozen=True)
class Glimpse:
    """What one look told: C(at) is in seconds since the wait began."""

    at: float
    progress: int | None = None
    remaining: int | None = None


@dataclass(frozen=True)
class Estimate:
    """Seconds to the end, and how far off that may be."""

    rest: float
    doubt: float


@dataclass(frozen=True)
class Outlook:
    """What the looks so far tell of the end of a task."""

    begin: Glimpse
    last: Glimpse
    #: Where the present straight line of progress begins, and between which moments it reaches its end.
    line: Glimpse
    earliest: float = 0.0
    latest: float = math.inf
    #: The look from which on the remaining time has been shrinking.
    hint: Glimpse | None = None
    #: The last look that saw other progress than the one before.
    moved: Glimpse | None = None

    @classmethod
    def of(cls, first: Glimpse) -> Outlook:
        """The outlook after the first look."""
        return cls(first, first, first, hint=first if first.remaining else None)

    def after(self, glimpse: Glimpse) -> Outlook:
        """The outlook after one more look."""
        hint = self.hint
        if not glimpse.remaining or hint is None or glimpse.remaining > (hint.remaining or 0):
            hint = glimpse if glimpse.remaining else None
        moved = glimpse if glimpse.progress != self.last.progress else self.moved
        return replace(self._with_bounds(glimpse), last=glimpse, hint=hint, moved=moved)

    def _with_bounds(self, glimpse: Glimpse) -> Outlook:
        """The bounds narrowed by this look; a new line where it fits the old one no more."""
        seconds = glimpse.at - self.line.at
        if glimpse.progress is None or self.line.progress is None:
            return replace(self, line=glimpse)
        if seconds <= 0:
            return self
        # Whole percents are rounded down, so the way since the line's begin is known to one percent up and down.
        fastest = (glimpse.progress - self.line.progress + 1) / seconds
        slowest = (glimpse.progress - self.line.progress - 1) / seconds
        earliest = glimpse.at + (99 - glimpse.progress) / fastest if fastest > 0 else math.inf
        latest = glimpse.at + (100 - glimpse.progress) / slowest if slowest > 0 else math.inf
        earliest, latest = max(self.earliest, earliest), min(self.latest, latest)
        if earliest > latest + 0.5:
            return replace(self, line=glimpse, earliest=0.0, latest=math.inf)
        return replace(self, earliest=earliest, latest=latest)

    def estimates(self) -> list[Estimate]:
        """What the remaining time and the progress say of the end, as far as they have proved consistent."""
        return [estimate for estimate in (self._by_remaining(), self._by_progress()) if estimate]

    def _by_remaining(self) -> Estimate | None:
        """The remaining time, corrected by how fast it has shrunk: 4 seconds in 10 make 2.5 of each."""
        if self.hint is None or not self.last.remaining:
            return None
        seconds, shrunk = self.last.at - self.hint.at, (self.hint.remaining or 0) - self.last.remaining
        if seconds <= 0 or shrunk <= 0:
            return None
        low = self.last.remaining * seconds / (shrunk + 1)
        high = min((self.last.remaining + 1) * seconds / max(shrunk - 1, 0.01), WIDEST * low)
        return Estimate((low + high) / 2, (high - low) / 2)

    def _by_progress(self) -> Estimate | None:
        """The end of the straight line that the progress has followed."""
        if math.isinf(self.latest) or (self.last.progress or 0) - (self.line.progress or 0) < 2:
            return None
        return Estimate((self.earliest + self.latest) / 2 - self.last.at, (self.latest - self.earliest) / 2)

    def rest_by_jumps(self) -> float | None:
        """Seconds to the end if progress goes on as it did up to its last move; None where it never moved."""
        if self.moved is None or self.moved.progress is None:
            return None
        way = self.moved.progress - (self.begin.progress or 0)
        if way <= 0:
            return None
        return (self.moved.at - self.begin.at) / way * (100 - self.moved.progress) - (self.last.at - self.moved.at)


@dataclass(frozen=True)
class Pace:
    """The bounds between which a task is looked at, in seconds."""

    least: float
    most: float

    def pause(self, outlook: Outlook, chance: float) -> float:
        """Seconds to the next look; C(chance) from 0 to 1 spreads tasks that would else be asked at the same moment."""
        wanted = self._wanted(outlook)
        spread = chance * min(0.5, 0.05 * wanted)
        return min(max(wanted + spread, self.least), self.most)

    def retry(self, failures: int, asked: float | None, chance: float) -> float:
        """Seconds to the next try after so many failures in a row; never less than the service asked for."""
        growing = self.least * 2.0 ** min(failures - 1, 16)
        return max(min(growing * (0.75 + 0.5 * chance), self.most), asked or 0.0)

    def _wanted(self, outlook: Outlook) -> float:
        estimates = outlook.estimates()
        ahead = [estimate for estimate in estimates if estimate.rest + estimate.doubt > 0]
        if ahead:
            return self._towards(min(ahead, key=lambda estimate: estimate.doubt))
        if estimates:
            # Every estimate has passed, so the task keeps its end to itself: look ever less often.
            overdue = -max(estimate.rest + estimate.doubt for estimate in estimates)
            return min(self._blind(overdue), overdue / 2)
        if outlook.last.remaining:
            return TRUST_IN_HINT * outlook.last.remaining
        rest = outlook.rest_by_jumps()
        if rest is not None and rest > 0:
            return max(self._blind(0), TRUST_IN_JUMPS * rest)
        waited = outlook.last.at
        return min(self._blind(waited), waited / 2) if not outlook.last.progress else self._blind(waited)

    def _towards(self, estimate: Estimate) -> float:
        """Just behind a sure end; to the earliest moment of a doubtful one; in quarters once that has passed."""
        if estimate.doubt <= 1.2 * self.least:
            return estimate.rest + estimate.doubt
        soonest = estimate.rest - estimate.doubt
        return soonest if soonest > self.least else (estimate.rest + estimate.doubt) / 4

    def _blind(self, seconds: float) -> float:
        """The pause where nothing tells the end: between the bounds, slowly growing."""
        return math.sqrt(self.least * self.most) / 2 * math.pow(max(seconds, 1.0), SLOWING)
