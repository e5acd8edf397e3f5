# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ranks of the house: a file of module_utils imports only files of lower ranks."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Iterator

import pytest

MODULE_UTILS = Path(__file__).parents[4] / "plugins" / "module_utils"

RANKS = {
    "_arguments": 0,
    "_endpoints": 0,
    "_libraries": 0,
    "_masking": 0,
    "_messages": 0,
    "_pace": 0,
    "_values": 0,
    "_workers": 0,
    "_contract": 1,
    "_signer": 1,
    "_task": 1,
    "_errors": 2,
    "_services._dms": 2,
    "_credentials": 3,
    "_refusal": 3,
    "_retry": 3,
    "_services._service": 3,
    "_transport": 3,
    "_waiter": 3,
    "_exchange": 4,
    "_report": 4,
    "_services._dcs": 4,
    "_services._dws": 4,
    "_services._kafka": 4,
    "_services._rocketmq": 4,
    "_services._taurusdb": 4,
    "_settings": 4,
    "_iam": 5,
    "_services._catalog": 5,
    "_identity": 6,
    "_client": 7,
    "_module": 8,
}
FILES = {
    ".".join(path.relative_to(MODULE_UTILS).with_suffix("").parts): path
    for path in sorted(MODULE_UTILS.rglob("*.py"))
    if path.name != "__init__.py"
}


def own_imports(name: str) -> Iterator[str]:
    """The files of module_utils that this one imports."""
    package = name.split(".")[:-1]
    for node in ast.walk(ast.parse(FILES[name].read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            yield ".".join([*base, node.module or ""])


def imported_packages(name: str) -> set[str]:
    """The packages from elsewhere that this file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(FILES[name].read_text())):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level and node.module:
            found.add(node.module.split(".")[0])
    return found


def test_every_file_has_a_rank() -> None:
    assert sorted(FILES) == sorted(RANKS)


@pytest.mark.parametrize("name", sorted(RANKS))
def test_a_file_imports_only_lower_ranks(name: str) -> None:
    assert [other for other in own_imports(name) if RANKS[other] >= RANKS[name]] == []


@pytest.mark.parametrize(
    ("package", "files"),
    [
        ("ansible", ["_module"]),
        ("requests", ["_libraries"]),
        ("jsonschema", ["_libraries"]),
        ("threading", ["_identity", "_workers"]),
        ("time", ["_module"]),
        ("random", ["_module"]),
        ("os", ["_module", "_settings"]),
    ],
)
def test_what_is_of_the_world_outside_is_known_to_few(package: str, files: list[str]) -> None:
    assert [name for name in sorted(FILES) if package in imported_packages(name)] == files
