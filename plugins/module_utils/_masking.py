# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Keeps secrets out of what is shown."""

from __future__ import annotations

from typing import Any, Collection

MASK = "********"


def masked(value: Any, secrets: Collection[str]) -> Any:
    """The same data with every secret in its texts, keys included, replaced by asterisks."""
    # A secret can be part of another one: the longest goes first.
    return _masked(value, sorted(filter(None, secrets), key=len, reverse=True))


def _masked(value: Any, secrets: Collection[str]) -> Any:
    if isinstance(value, str):
        for secret in secrets:
            value = value.replace(secret, MASK)
        return value
    if isinstance(value, dict):
        return {_masked(key, secrets): _masked(entry, secrets) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_masked(entry, secrets) for entry in value]
    return value
