# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Asks again where the error passes: for a single look, which has no wait around it."""

from __future__ import annotations

from typing import Callable, TypeVar

from ._errors import CloudWaitError
from ._pace import Pace

Value = TypeVar("Value")

TRIES = 4
PACE = Pace(least=1.0, most=60.0)
#: Seconds; a service that asks for a longer pause is not waited for.
LONGEST_PAUSE = 60.0


def patiently(ask: Callable[[], Value], sleep: Callable[[float], None], chance: Callable[[], float]) -> Value:
    """What the call returns, tried up to four times over some seconds; raises its last error."""
    for failures in range(1, TRIES):
        try:
            return ask()
        except CloudWaitError as error:
            pause = PACE.retry(failures, error.retry_after, chance())
            if not error.passing or pause > LONGEST_PAUSE:
                raise
            sleep(pause)
    return ask()
