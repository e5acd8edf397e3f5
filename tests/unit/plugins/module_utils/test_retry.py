# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Tries again of a single look."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._errors import (
    Busy,
    CloudWaitError,
    CredentialsRefused,
    InvalidOption,
    NoAnswer,
    Refused,
    TaskMissing,
    Unreachable,
    UnreadableAnswer,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._messages import Request
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._retry import patiently
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._task import TaskError

REQUEST = Request("GET", "https://host", "/")
#: A chance in the middle leaves the pauses as they are.
MIDDLE = 0.5


def busy(retry_after: float | None = None) -> Busy:
    """A service that cannot answer now."""
    return Busy(REQUEST, 503, TaskError(), retry_after=retry_after)


class Look:
    """A look that raises its errors one after the other and then brings an answer; notes every pause."""

    def __init__(self, *errors: Exception) -> None:
        self.count = 0
        self.pauses: list[float] = []
        self._errors = list(errors)

    def ask(self) -> str:
        """The answer, or the next error."""
        self.count += 1
        if self._errors:
            raise self._errors.pop(0)
        return "an answer"

    def patiently(self, chance: float = MIDDLE) -> str:
        """The look, tried again where it fails."""
        return patiently(self.ask, self.pauses.append, lambda: chance)


def test_an_answer_is_brought_without_a_pause() -> None:
    look = Look()
    assert look.patiently() == "an answer"
    assert (look.count, look.pauses) == (1, [])


@pytest.mark.parametrize(
    "error",
    [busy(), NoAnswer(REQUEST, "cut"), UnreadableAnswer(REQUEST, "garbage")],
    ids=["busy", "no answer", "unreadable"],
)
def test_what_passes_is_tried_again_after_a_pause(error: Exception) -> None:
    look = Look(error)
    assert look.patiently() == "an answer"
    assert (look.count, look.pauses) == (2, [1.0])


def test_the_pauses_grow() -> None:
    look = Look(busy(), busy(), busy())
    assert look.patiently() == "an answer"
    assert (look.count, look.pauses) == (4, [1.0, 2.0, 4.0])


@pytest.mark.parametrize(("chance", "pauses"), [(0.0, [0.75, 1.5, 3.0]), (1.0, [1.25, 2.5, 5.0])])
def test_the_pauses_are_spread_by_chance(chance: float, pauses: list[float]) -> None:
    look = Look(busy(), busy(), busy())
    look.patiently(chance)
    assert look.pauses == pauses


def test_after_four_tries_the_last_error_is_raised() -> None:
    last = NoAnswer(REQUEST, "the last one")
    look = Look(busy(), busy(), busy(), last, busy())
    with pytest.raises(NoAnswer) as raised:
        look.patiently()
    assert raised.value is last
    assert (look.count, look.pauses) == (4, [1.0, 2.0, 4.0])


@pytest.mark.parametrize(
    "error",
    [
        CredentialsRefused(REQUEST, 401, TaskError()),
        TaskMissing(REQUEST, 404, TaskError()),
        Refused(REQUEST, 400, TaskError()),
        Unreachable(REQUEST, "certificate"),
        InvalidOption("region"),
    ],
    ids=["credentials", "missing", "refused", "unreachable", "option"],
)
def test_what_does_not_pass_is_raised_at_once(error: CloudWaitError) -> None:
    look = Look(error)
    with pytest.raises(type(error)) as raised:
        look.patiently()
    assert raised.value is error
    assert (look.count, look.pauses) == (1, [])


@pytest.mark.parametrize(("asked", "pause"), [(7.5, 7.5), (60.0, 60.0), (0.1, 1.0)])
def test_a_pause_that_the_service_asks_for_is_kept(asked: float, pause: float) -> None:
    look = Look(busy(asked))
    assert look.patiently() == "an answer"
    assert look.pauses == [pause]


@pytest.mark.parametrize("asked", [60.5, 3600.0])
def test_a_service_that_asks_for_too_long_a_pause_is_not_waited_for(asked: float) -> None:
    look = Look(busy(asked))
    with pytest.raises(Busy):
        look.patiently()
    assert (look.count, look.pauses) == (1, [])


def test_another_kind_of_exception_is_no_matter_for_tries() -> None:
    look: Any = Look(KeyError("a bug"))
    with pytest.raises(KeyError):
        look.patiently()
    assert look.count == 1
