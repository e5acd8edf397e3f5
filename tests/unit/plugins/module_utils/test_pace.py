# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pace: when to look again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._pace import Pace

PACE = Pace(5, 30)


@pytest.mark.parametrize(
    ("waited", "progress", "remaining", "pause"),
    [
        pytest.param(0, None, None, 5, id="the first pause is the shortest"),
        pytest.param(100, None, None, 10, id="without any estimate the pauses grow with the time"),
        pytest.param(1000, None, None, 30, id="but never above the most"),
        pytest.param(10, 40, 40, 20, id="half of the remaining time that the service tells"),
        pytest.param(10, 40, 1124, 30, id="a long remaining time is slept in pieces"),
        pytest.param(10, 99, 1, 5, id="near the end the shortest pause"),
        pytest.param(60, 75, None, 10, id="without a remaining time the progress tells it"),
        pytest.param(60, 75, 0, 10, id="a remaining time of zero is none while the task runs"),
        pytest.param(60, 100, 0, 6, id="100 percent without an end tells nothing"),
        pytest.param(60, 0, None, 6, id="no progress tells nothing"),
    ],
)
def test_pause(waited: float, progress: int | None, remaining: int | None, pause: float) -> None:
    assert PACE.pause(waited, progress, remaining, 0.5) == pytest.approx(pause)


def test_chance_spreads_tasks_by_a_tenth() -> None:
    pauses = [PACE.pause(10, 40, 40, chance) for chance in (0.0, 0.5, 1.0)]
    assert pauses == [pytest.approx(18), pytest.approx(20), pytest.approx(22)]


@pytest.mark.parametrize(("failures", "pause"), [(1, 5), (2, 10), (3, 20), (4, 30), (50, 30)])
def test_pauses_after_failures_double_up_to_the_most(failures: int, pause: float) -> None:
    assert PACE.retry(failures, None, 0.5) == pause


def test_a_pause_that_the_service_asks_for_is_never_cut_short() -> None:
    assert PACE.retry(1, 90.0, 0.0) == 90.0


@given(
    waited=st.floats(0, 10**6),
    progress=st.one_of(st.none(), st.integers(0, 100)),
    remaining=st.one_of(st.none(), st.integers(0, 10**9)),
    chance=st.floats(0, 1),
)
def test_no_pause_is_outside_the_bounds(
    waited: float, progress: int | None, remaining: int | None, chance: float
) -> None:
    assert 5 <= PACE.pause(waited, progress, remaining, chance) <= 30
