# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""No secret is left in what is shown."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._masking import masked

SECRETS = {"first-secret", "first-secret-and-more", ""}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("ak first-secret is wrong", "ak ******** is wrong", id="in a text"),
        pytest.param("first-secret-and-more", "********", id="the longer one of two that overlap"),
        pytest.param(["a", {"b": "first-secret"}], ["a", {"b": "********"}], id="in lists and objects"),
        pytest.param({"first-secret": 1}, {"********": 1}, id="in a key"),
        pytest.param(("first-secret",), ["********"], id="in a tuple, which JSON has as a list"),
        pytest.param({"a": 1, "b": None, "c": True, "d": 0.5}, {"a": 1, "b": None, "c": True, "d": 0.5}, id="no text"),
    ],
)
def test_masked(value: Any, shown: Any) -> None:
    assert masked(value, SECRETS) == shown


def test_without_secrets_nothing_changes() -> None:
    assert masked({"a": ["text", ""]}, set()) == {"a": ["text", ""]}
