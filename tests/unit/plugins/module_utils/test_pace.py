# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The pace: when to look again, from what was seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._pace import Glimpse, Outlook, Pace

PACE = Pace(2, 60)


def outlook(*glimpses: Glimpse) -> Outlook:
    """What these looks tell together."""
    found = Outlook.of(glimpses[0])
    for glimpse in glimpses[1:]:
        found = found.after(glimpse)
    return found


def pause(*glimpses: Glimpse) -> float:
    """The pause after these looks, without any chance in it."""
    return PACE.pause(outlook(*glimpses), 0.0)


def test_after_the_first_look_that_tells_nothing_the_pause_is_the_shortest() -> None:
    assert pause(Glimpse(0, 0)) == 2


def test_a_first_remaining_time_is_trusted_for_a_fifth_of_it() -> None:
    assert pause(Glimpse(0, 40, 100)) == pytest.approx(20)


def test_a_remaining_time_of_zero_is_none_while_the_task_runs() -> None:
    assert pause(Glimpse(0, 40, 0)) < 10


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(1000, 900, id="true"),
        pytest.param(400, 360, id="optimistic: 4 seconds gone in 10"),
        pytest.param(2500, 2250, id="pessimistic: 25 seconds gone in 10"),
    ],
)
def test_a_remaining_time_is_corrected_by_how_fast_it_shrinks(first: int, second: int) -> None:
    (estimate,) = outlook(Glimpse(0, None, first), Glimpse(100, None, second)).estimates()
    assert abs(estimate.rest - 900) <= estimate.doubt <= 30


def test_a_remaining_time_that_does_not_shrink_tells_nothing() -> None:
    assert outlook(Glimpse(0, None, 60), Glimpse(30, None, 60)).estimates() == []


def test_a_remaining_time_that_jumps_up_is_measured_anew() -> None:
    jumped = outlook(Glimpse(0, None, 100), Glimpse(50, None, 50), Glimpse(60, None, 500), Glimpse(70, None, 490))
    (estimate,) = jumped.estimates()
    assert abs(estimate.rest - 490) <= estimate.doubt


def test_progress_that_moves_evenly_tells_the_end_without_any_remaining_time() -> None:
    (estimate,) = outlook(*(Glimpse(at, at // 10) for at in (0, 100, 300, 500, 703))).estimates()
    assert abs(estimate.rest - 297) <= estimate.doubt <= 10


def test_the_end_is_known_as_well_when_the_wait_began_in_the_middle() -> None:
    (estimate,) = outlook(*(Glimpse(at, 50 + at // 10) for at in (0, 100, 200, 303, 405))).estimates()
    assert abs(estimate.rest - 95) <= estimate.doubt <= 10


def test_progress_that_jumps_is_no_straight_line() -> None:
    jumps = [Glimpse(at, 0) for at in range(0, 100, 10)] + [Glimpse(100, 20), Glimpse(110, 20)]
    assert outlook(*jumps).estimates() == []


def test_progress_that_goes_back_is_no_straight_line() -> None:
    assert outlook(Glimpse(0, 50), Glimpse(100, 60), Glimpse(200, 30)).estimates() == []


def test_a_sure_end_is_looked_at_just_behind_it() -> None:
    assert pause(Glimpse(0, None, 1000), Glimpse(960, None, 40)) == pytest.approx(41.1, abs=1)


def test_a_long_rest_is_slept_in_the_longest_pauses() -> None:
    assert pause(Glimpse(0, 0, 3600), Glimpse(60, 1, 3540)) == 60


def test_after_a_passed_end_looks_go_on_with_growing_pauses() -> None:
    seen = [Glimpse(at, min(99, at // 2)) for at in (0, 50, 100, 150, 190, 200)]
    pauses = []
    for _look in range(12):
        pauses.append(pause(*seen))
        seen.append(Glimpse(seen[-1].at + pauses[-1], 99))
    assert pauses[-1] > pauses[0]
    assert max(pauses) < 20


def test_chance_spreads_tasks_by_half_a_second_at_most() -> None:
    seen = outlook(Glimpse(0, 40, 100))
    assert [PACE.pause(seen, chance) for chance in (0.0, 0.5, 1.0)] == [20.0, 20.25, 20.5]


@pytest.mark.parametrize(("failures", "seconds"), [(1, 2), (2, 4), (3, 8), (4, 16), (5, 32), (6, 60), (50, 60)])
def test_pauses_after_failures_double_up_to_the_most(failures: int, seconds: float) -> None:
    assert PACE.retry(failures, None, 0.5) == seconds


def test_a_pause_that_the_service_asks_for_is_never_cut_short() -> None:
    assert PACE.retry(1, 90.0, 0.0) == 90.0


@given(
    steps=st.lists(
        st.tuples(
            st.floats(0, 10**4),
            st.one_of(st.none(), st.integers(0, 100)),
            st.one_of(st.none(), st.integers(0, 10**9)),
        ),
        min_size=1,
        max_size=30,
    ),
    chance=st.floats(0, 1),
)
def test_no_pause_is_outside_the_bounds_whatever_was_seen(
    steps: list[tuple[float, int | None, int | None]], chance: float
) -> None:
    now = 0.0
    seen: Outlook | None = None
    for seconds, progress, remaining in steps:
        now += seconds
        glimpse = Glimpse(now, progress, remaining)
        seen = seen.after(glimpse) if seen else Outlook.of(glimpse)
        assert 2 <= PACE.pause(seen, chance) <= 60
