# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a pace costs, in virtual time: 400 lengths of tasks, five kinds of remaining time, three shapes of progress.

Deterministic: the same table on every machine. The lag is the time from the end of a task to the look that sees it.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from statistics import fmean
from typing import Callable

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._pace import Glimpse, Outlook, Pace

COUNT, SHORTEST, LONGEST = 400, 20.0, 3600.0
LENGTHS = [SHORTEST * (LONGEST / SHORTEST) ** ((number + 0.5) / COUNT) for number in range(COUNT)]
#: What the service tells of the remaining time, as a multiple of the truth; None where it tells nothing.
REMAINING: dict[str, float | None] = {"true": 1.0, "0.4x": 0.4, "2.5x": 2.5, "zero": 0.0, "absent": None}

#: Seconds to the next look, from all looks so far.
Pacer = Callable[[list[Glimpse]], float]
Shape = Callable[[float, int], int]


@dataclass(frozen=True)
class Cost:
    """Mean looks and mean lag in seconds."""

    looks: float
    lag: float

    @property
    def product(self) -> float:
        """Looks times lag: what stays the same when a fixed interval is made longer or shorter."""
        return self.looks * self.lag


def linear(part: float, _number: int) -> int:
    """Percent that moves evenly."""
    return min(99, int(100 * part))


def in_steps(part: float, number: int) -> int:
    """Percent that jumps by 20 at the ends of five steps, whose lengths differ by up to four times."""
    chance = random.Random(number)
    weights = [chance.uniform(0.5, 2.0) for _step in range(5)]
    ends = [sum(weights[: step + 1]) / sum(weights) for step in range(4)]
    return 20 * sum(part >= end for end in ends)


def stuck_at_99(part: float, _number: int) -> int:
    """Percent that moves evenly to 99 and stays there for the last third."""
    return min(99, int(99 * part * 1.5))


SHAPES: dict[str, Shape] = {"linear": linear, "in steps": in_steps, "stuck at 99": stuck_at_99}


def ours(least: float, most: float) -> Callable[[], Pacer]:
    """The pace of this collection."""

    def begin() -> Pacer:
        outlooks: list[Outlook] = []

        def pause(seen: list[Glimpse]) -> float:
            outlooks.append(outlooks[-1].after(seen[-1]) if outlooks else Outlook.of(seen[-1]))
            return Pace(least, most).pause(outlooks[-1], 0.5)

        return pause

    return begin


def fixed(seconds: float, first: float | None = None) -> Callable[[], Pacer]:
    """A fixed interval, perhaps behind another first pause."""
    return lambda: lambda seen: first if first is not None and len(seen) == 1 else seconds


def growing(first: float, factor: float, most: float) -> Callable[[], Pacer]:
    """An interval that grows by a factor."""
    return lambda: lambda seen: min(first * factor ** (len(seen) - 1), most)


PACES: dict[str, Callable[[], Pacer]] = {
    "this collection, 2 to 60 s": ours(2, 60),
    "this collection, 5 to 30 s (default)": ours(5, 30),
    "fixed 5 s": fixed(5),
    "fixed 10 s": fixed(10),
    "fixed 30 s": fixed(30),
    "Terraform's provider: 20 s, then 30 s": fixed(30, first=20),
    "google api_core: 1 s, x1.5, up to 20 s": growing(1, 1.5, 20),
}


def watch(pacer: Pacer, number: int, shape: Shape, factor: float | None) -> tuple[int, float]:
    """Looks and lag for one task."""
    length, now = LENGTHS[number], 0.0
    seen: list[Glimpse] = []
    while now < length:
        remaining = None if factor is None else int(factor * (length - now))
        seen.append(Glimpse(now, shape(now / length, number), remaining))
        now += pacer(seen)
    return len(seen) + 1, now - length


def cost(begin: Callable[[], Pacer], shape: Shape, factor: float | None) -> Cost:
    """The cost of a pace for all lengths."""
    runs = [watch(begin(), number, shape, factor) for number in range(COUNT)]
    return Cost(fmean(looks for looks, _lag in runs), fmean(lag for _looks, lag in runs))


def costs(begin: Callable[[], Pacer], shape: Shape) -> dict[str, Cost]:
    """The cost of a pace for every kind of remaining time, and the mean of them."""
    found = {name: cost(begin, shape, factor) for name, factor in REMAINING.items()}
    mean = Cost(fmean(each.looks for each in found.values()), fmean(each.lag for each in found.values()))
    return {**found, "mean": mean}


def main() -> None:
    """Prints the table."""
    print("looks and lag in seconds, by the remaining time that the service tells")
    for shape_name, shape in SHAPES.items():
        print(f"\nprogress {shape_name:32}" + "".join(f"{name:>15}" for name in (*REMAINING, "mean")) + "   product")
        for name, begin in PACES.items():
            row = costs(begin, shape)
            cells = "".join(f"{each.looks:8.1f} {each.lag:6.2f}" for each in row.values())
            print(f"  {name:39}{cells}   {row['mean'].product:7.0f}")


if __name__ == "__main__":
    main()
