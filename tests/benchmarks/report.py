# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes docs/benchmarks.md and its picture: what a pace costs in virtual time, what a wait costs on this machine."""

from __future__ import annotations

import io
from pathlib import Path

import cost
import pace

DOCS = Path(__file__).resolve().parents[2] / "docs"

#: Copyright and licence are those of this file.
LICENCE = "\n".join(line[2:] for line in Path(__file__).read_text(encoding="utf-8").splitlines()[:3])

HEAD = f"""<!--
{LICENCE}
-->

# What a wait costs

Written by `make bench`.
"""

PACE = """
## The pace

400 lengths of tasks from 20 s to an hour, spread evenly on a logarithmic scale; five kinds of remaining time (true,
0.4 and 2.5 times the truth, always zero, none at all); three shapes of progress in whole percents (even; five jumps at
uneven times; even to 99, where it stays for the last third). In virtual time, so the figures are the same on every
machine. *Looks* and *lag* are means over all lengths; the lag is the time from the end of a task to the look that sees
it. Their product stays the same when a fixed interval is made longer or shorter.

![Looks and lag of every pace](benchmarks.svg)
"""

COST = """
## The machine

Every row is a whole process with all of its children, as the operating system accounts for them, against one
simulator in one run. Looks and lag are counted by the simulator. `wait_for_task` and the loops look every {poll} s at
the soonest.

{table}

The main process of Ansible looks for news of a running task a thousand times a second, which costs as much for
`sleep {seconds:g}` as for any other task of that length: compare a wait with that row rather than with `ping`.

Measured on {machine}.
"""


def pace_tables() -> str:
    """One table of Markdown for each shape of progress."""
    lines: list[str] = []
    for shape_name, shape in pace.SHAPES.items():
        names = (*pace.REMAINING, "mean")
        lines += ["", f"Progress {shape_name}; looks / lag in seconds by the remaining time that is told:", ""]
        lines += ["| Pace | " + " | ".join(names) + " | product |", "|---|" + "--:|" * (len(names) + 1)]
        for name, begin in pace.PACES.items():
            row = pace.costs(begin, shape)
            cells = " | ".join(f"{each.looks:.1f} / {each.lag:.1f}" for each in row.values())
            lines.append(f"| {name} | {cells} | {row['mean'].product:.0f} |")
    return "\n".join(lines) + "\n"


def draw(path: Path) -> None:
    """A picture of looks against lag, a panel for each shape of progress."""
    # Imported only now: a process starts with the memory of the one that begins it, so that was small while measuring.
    import matplotlib
    from matplotlib import pyplot

    # The same picture for the same figures, so that a new run shows only what has changed.
    matplotlib.rcParams["svg.hashsalt"] = "cloudwait"
    figure, panels = pyplot.subplots(
        1, len(pace.SHAPES), figsize=(11, 4.2), sharex=True, sharey=True, layout="constrained"
    )
    for panel, (shape_name, shape) in zip(panels, pace.SHAPES.items()):
        for name, begin in pace.PACES.items():
            mean = pace.costs(begin, shape)["mean"]
            own = name.startswith("this")
            panel.scatter(mean.looks, mean.lag, s=70, marker="o" if own else "x", label=name)
        panel.set(xscale="log", yscale="log", title=f"progress {shape_name}", xlabel="looks")
        panel.set_xticks([15, 30, 60, 120], labels=["15", "30", "60", "120"])
        panel.set_yticks([1, 2, 5, 10], labels=["1", "2", "5", "10"])
        panel.minorticks_off()
        panel.grid(alpha=0.3)
    panels[0].set_ylabel("lag in seconds")
    figure.legend(*panels[0].get_legend_handles_labels(), loc="outside lower center", ncols=3, frameon=False)
    picture = io.StringIO()
    figure.savefig(picture, format="svg", metadata={"Date": None, "Creator": None})
    path.write_text("".join(f"{line.rstrip()}\n" for line in picture.getvalue().splitlines()), encoding="utf-8")


def main() -> None:
    """Measures and writes."""
    table = cost.table(cost.measure())
    draw(DOCS / "benchmarks.svg")
    told = COST.format(poll=cost.POLL, seconds=cost.SECONDS, table=table, machine=cost.machine())
    (DOCS / "benchmarks.md").write_text(HEAD + PACE + pace_tables() + told, encoding="utf-8")
    print(table)


if __name__ == "__main__":
    main()
