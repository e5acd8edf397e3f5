# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer must look like, and the sentence on where it does not."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._contract import (
    MILLISECONDS,
    PERCENT,
    SECONDS,
    TEXT,
    WORD,
    Contract,
    list_of,
    record,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._services._catalog import SERVICES
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._task import TaskReference

FIXTURES = Path(__file__).parents[2] / "fixtures"
EXAMPLES = {name: json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8")) for name in SERVICES}

JSON = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(),
        st.floats(allow_nan=False),
        st.text(max_size=10),
        st.sampled_from(["FINISH", "COMPLETED", "FAILED", "9%", "1763350067752", "2022-09-01 11:52:24"]),
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)


def fits(schema: Any, value: Any) -> bool:
    """Whether a value fits a schema."""
    return Contract(record({"value": schema}, {})).problem({"value": value}) is None


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of everything in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, below in inner for place in places(below, (*path, key)))]


def replaced(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    """A copy of the value with something else at a place."""
    if not path:
        return new
    changed = copy.deepcopy(value)
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = new
    return changed


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, True),
        (100, True),
        (99.9, True),
        ("9%", True),
        (" 9 % ", True),
        ("100.00%", True),
        ("", True),
        (None, True),
        (-1, False),
        (101, False),
        (float("inf"), False),
        ("100.1", False),
        ("-9%", False),
        ("9%%", False),
        ("%", False),
        ("1e1", False),
        ("nan", False),
        ("0x10", False),
        (True, False),
        ([], False),
        ({}, False),
    ],
)
def test_a_percentage(value: Any, expected: bool) -> None:
    assert fits(PERCENT, value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (66, True),
        (-1, True),
        (0.5, True),
        ("66", True),
        ("-1", True),
        ("", True),
        (None, True),
        (10**9 + 1, False),
        ("9999999999", False),
        ("66s", False),
        ("1e3", False),
        (True, False),
        ({}, False),
    ],
)
def test_a_number_of_seconds(value: Any, expected: bool) -> None:
    assert fits(SECONDS, value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1763350067752, True),
        ("1763350067752", True),
        (0, True),
        ("", True),
        (None, True),
        (10**14, True),
        (10**14 + 1, False),
        ("100000000000000", False),
        (1.5, False),
        (-1, False),
        ("-1", False),
        ("2022-09-01 11:52:24", False),
        (False, False),
        ([1], False),
    ],
)
def test_milliseconds(value: Any, expected: bool) -> None:
    assert fits(MILLISECONDS, value) is expected


@pytest.mark.parametrize(
    ("schema", "value", "expected"),
    [
        (TEXT, "", True),
        (TEXT, None, True),
        (TEXT, 0, False),
        (WORD, "x", True),
        (WORD, "", False),
        (WORD, None, False),
        (list_of(TEXT), [], True),
        (list_of(TEXT), ["a", None], True),
        (list_of(TEXT), None, True),
        (list_of(TEXT), [1], False),
        (list_of(TEXT), "a", False),
    ],
)
def test_texts_words_and_lists(schema: Any, value: Any, expected: bool) -> None:
    assert fits(schema, value) is expected


def test_a_required_field_may_not_be_missing_and_an_optional_one_may() -> None:
    contract = Contract(record(required={"status": WORD}, optional={"name": TEXT}))
    assert contract.problem({"status": "x"}) is None
    assert contract.problem({"name": "x"}) == "expected a status word at $.status, found nothing there"


def test_fields_that_nobody_documented_are_let_pass() -> None:
    assert Contract(record({}, {"name": TEXT})).problem({"name": "x", "other": object}) is None


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (None, "null"),
        (True, "a truth value true"),
        (7, "the number 7"),
        (1.5, "the number 1.5"),
        ({"a": 1}, "an object"),
        ([1], "a list"),
        ("扩容", 'the text "扩容"'),
        ("a\nb", 'the text "a\\nb"'),
        ("x" * 100, 'the text "' + "x" * 58 + "…"),
        (10**100, "the number 1" + "0" * 58 + "…"),
    ],
)
def test_what_was_found_is_told_on_one_line_of_moderate_length(value: Any, found: str) -> None:
    schema = {"description": "nothing of the kind", "not": {}}
    problem = Contract(record({}, {"value": schema})).problem({"value": value})
    assert problem == f"expected nothing of the kind at $.value, found {found}"


def test_of_many_problems_the_first_place_is_told() -> None:
    contract = Contract(record({"list": list_of(WORD)}, {"zeal": TEXT}))
    problem = contract.problem({"zeal": 1, "list": ["a", 2, 3]})
    assert problem == "expected a status word at $.list[1], found the number 2"


def test_a_missing_field_is_told_before_what_is_wrong_below() -> None:
    contract = Contract(record({"status": WORD}, {"name": TEXT}))
    assert contract.problem({"name": 1}) == "expected a status word at $.status, found nothing there"


@pytest.mark.parametrize("name", sorted(SERVICES))
@settings(max_examples=60)
@given(data=st.data())
def test_any_answer_fits_and_is_read_or_has_one_sentence_on_why_not(name: str, data: st.DataObject) -> None:
    service, example = SERVICES[name], EXAMPLES[name]
    body = replaced(example, data.draw(st.sampled_from(places(example))), data.draw(JSON))
    problem = service.contract.problem(body)
    if problem is None:
        json.dumps(service.read(body, TaskReference(name)).to_result(), allow_nan=False)
    else:
        assert problem.startswith("expected ")
        assert problem.isprintable()
        assert len(problem) < 250


@pytest.mark.parametrize("name", sorted(SERVICES))
@settings(max_examples=60)
@given(body=JSON)
def test_any_json_at_all_has_a_sentence_and_no_exception(name: str, body: Any) -> None:
    assert "expected" in (SERVICES[name].contract.problem(body) or "")


def test_the_first_place_is_the_first_in_the_list_and_not_in_the_alphabet() -> None:
    contract = Contract(list_of(WORD))
    body: list[object] = ["x"] * 12
    body[2] = body[10] = 7
    assert contract.problem(body) == "expected a status word at $[2], found the number 7"
