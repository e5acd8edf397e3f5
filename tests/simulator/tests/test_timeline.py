# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Timelines as a table: what a script looks like at a moment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.timeline import Phase, Script, State, Step, is_known, state_at

THREE = Script((Step("check", 10), Step("migrate", 80, (Step("copy", 30), Step("verify", 40))), Step("switch", 10)))
FAILING = replace(THREE, outcome=Phase.FAILED, fails_at=1)


def picture(state: State) -> str:
    """A state in short: phase, percent, remaining seconds, and a letter for each step."""
    letters = "".join(step.phase.value[0] for step in state.steps)
    return f"{state.phase.value} {state.percent}% {state.remaining}s {letters}"


@pytest.mark.parametrize(
    ("script", "elapsed", "expected"),
    [
        (THREE, 0, "running 0% 100s rww"),
        (THREE, 9.99, "running 9% 91s rww"),
        (THREE, 10, "running 10% 90s crw"),
        (THREE, 89.5, "running 89% 11s crw"),
        (THREE, 90, "running 90% 10s ccr"),
        (THREE, 99.999, "running 99% 1s ccr"),
        (THREE, 100, "completed 100% 0s ccc"),
        (THREE, 1e6, "completed 100% 0s ccc"),
        (replace(THREE, starts_after=5), 4.9, "waiting 0% 100s www"),
        (replace(THREE, starts_after=5), 15, "running 10% 90s crw"),
        (FAILING, 49.9, "running 49% 51s crw"),
        (FAILING, 50, "failed 50% 50s cfw"),
        (FAILING, 500, "failed 50% 50s cfw"),
        (replace(FAILING, fails_at=None), 95, "failed 95% 5s ccf"),
        (replace(FAILING, fails_at=0), 5, "failed 5% 95s fww"),
        (replace(FAILING, outcome=Phase.CANCELLED, fails_at=0), 5, "cancelled 5% 95s cww"),
        (replace(THREE, remaining="optimistic"), 50, "running 50% 20s crw"),
        (replace(THREE, remaining="pessimistic"), 50, "running 50% 125s crw"),
        (replace(THREE, remaining="optimistic", remaining_factor=0.1), 50, "running 50% 5s crw"),
        (replace(THREE, remaining="zero"), 50, "running 50% 0s crw"),
        (replace(THREE, remaining="absent"), 50, "running 50% Nones crw"),
        (replace(THREE, remaining="absent"), 100, "completed 100% Nones ccc"),
        (replace(THREE, stuck_at=60), 33.4, "running 30% 67s crw"),
        (replace(THREE, stuck_at=60), 67, "running 60% 33s crw"),
        (replace(THREE, stuck_at=60), 99, "running 60% 1s ccr"),
        (replace(THREE, stuck_at=60), 100, "completed 100% 0s ccc"),
        (THREE.scaled(20), 2.5, "running 50% 3s crw"),
        (THREE.scaled(20), 5, "completed 100% 0s ccc"),
        (replace(FAILING, starts_after=10).scaled(10), 1 + 5, "failed 50% 5s cfw"),
    ],
)
def test_state(script: Script, elapsed: float, expected: str) -> None:
    assert picture(state_at(script, elapsed)) == expected


@pytest.mark.parametrize(("elapsed", "known"), [(0, False), (2.9, False), (3, True), (1000, True)])
def test_a_task_is_unknown_until_it_appears(elapsed: float, known: bool) -> None:
    assert is_known(replace(THREE, appears_after=3), elapsed) is known


def test_a_step_tells_when_it_began_and_ended() -> None:
    check, migrate, switch = state_at(replace(THREE, starts_after=5), 60).steps
    assert (check.started, check.ended) == (5, 15)
    assert (migrate.started, migrate.ended) == (15, None)
    assert (switch.started, switch.ended) == (None, None)


def test_a_step_outlasts_its_sub_steps_when_its_own_seconds_say_so() -> None:
    migrate = state_at(THREE, 85).steps[1]
    assert migrate.phase is Phase.RUNNING
    assert [(step.phase, step.ended) for step in migrate.steps] == [(Phase.COMPLETED, 40), (Phase.COMPLETED, 80)]


def test_a_failed_step_fails_in_the_sub_step_that_ran() -> None:
    migrate = state_at(FAILING, 70).steps[1]
    assert migrate.ended == 50
    assert [step.phase for step in migrate.steps] == [Phase.COMPLETED, Phase.FAILED]


def test_the_task_tells_when_it_began_and_ended() -> None:
    waiting, failed = replace(FAILING, starts_after=5), state_at(replace(FAILING, starts_after=5), 100)
    assert (failed.started, failed.ended) == (5, 55)
    assert (state_at(waiting, 3).started, state_at(waiting, 30).ended) == (None, None)
