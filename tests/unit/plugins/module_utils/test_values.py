# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The services' spellings of percentages, durations and moments."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._contract import (
    MILLISECONDS,
    PERCENT,
    SECONDS,
    Contract,
    record,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._values import (
    iso,
    moment_of_milliseconds,
    moment_of_text,
    percent,
    plain_text,
    seconds_between,
    whole_seconds,
)

NUMBERS = st.one_of(
    st.none(),
    st.integers(),
    # JSON has no NaN; an answer that holds one is refused before its contract is looked at.
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.from_regex(r"\s*-?\d{0,12}(\.\d{0,12})?\s*%?\s*", fullmatch=True),
)
A_PERCENT, SOME_SECONDS, SOME_MILLISECONDS = (
    Contract(record({"value": schema}, {})) for schema in (PERCENT, SECONDS, MILLISECONDS)
)
MOMENTS = st.datetimes(timezones=st.just(timezone.utc), min_value=datetime(1000, 1, 1))  # noqa: DTZ001


def moment(*parts: int) -> datetime:
    """The moment in UTC with these parts, year first."""
    year, month, day, *clock = parts
    return datetime(year, month, day, *clock, tzinfo=timezone.utc)  # type: ignore[misc,arg-type]


def is_let_pass(contract: Contract, value: Any) -> bool:
    """Whether the contract lets a value pass to its reader."""
    return contract.problem({"value": value}) is None


@pytest.mark.parametrize(
    ("written", "whole"),
    [
        (0, 0),
        (19, 19),
        (19.7, 19),
        (99.99, 99),
        (100, 100),
        ("19", 19),
        ("19%", 19),
        (" 19 % ", 19),
        ("9.5%", 9),
        ("99.99", 99),
        ("100.0%", 100),
        ("", None),
        ("  ", None),
        (None, None),
    ],
)
def test_a_percent_is_rounded_down_to_a_whole_one(written: Any, whole: int | None) -> None:
    assert percent(written) == whole


@pytest.mark.parametrize(
    ("written", "seconds"),
    [(66, 66), ("66", 66), (66.9, 66), ("0", 0), (0, 0), (-1, None), ("-1", None), (-0.5, None), ("", None)],
)
def test_seconds_are_whole_and_negative_ones_are_not_known(written: Any, seconds: int | None) -> None:
    assert whole_seconds(written) == seconds


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (1763350067752, moment(2025, 11, 17, 3, 27, 47, 752000)),
        ("1763350067752", moment(2025, 11, 17, 3, 27, 47, 752000)),
        (1, moment(1970, 1, 1, 0, 0, 0, 1000)),
        (10**14, moment(5138, 11, 16, 9, 46, 40)),
        (0, None),
        ("0", None),
        ("", None),
        (None, None),
    ],
)
def test_milliseconds_are_counted_from_1970_and_zero_is_nothing(written: Any, expected: datetime | None) -> None:
    assert moment_of_milliseconds(written) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        pytest.param("2020-06-17T07:38:42.503Z", moment(2020, 6, 17, 7, 38, 42, 503000), id="milliseconds and Z"),
        pytest.param("2022-09-01 11:52:24", moment(2022, 9, 1, 11, 52, 24), id="blank, no zone"),
        pytest.param("2022-11-09T20:25:00", moment(2022, 11, 9, 20, 25), id="T, no zone"),
        pytest.param("2022-11-09T20:25:00Z", moment(2022, 11, 9, 20, 25), id="no fraction"),
        pytest.param("2022-11-09T20:25:00+0800", moment(2022, 11, 9, 12, 25), id="offset without colon"),
        pytest.param("2022-11-09T20:25:00+08:00", moment(2022, 11, 9, 12, 25), id="offset with colon"),
        pytest.param("2022-11-09T20:25:00+10:30", moment(2022, 11, 9, 9, 55), id="offset of ten and a half hours"),
        pytest.param("2022-11-09T20:25:00 -0330", moment(2022, 11, 9, 23, 55), id="offset west of UTC"),
        pytest.param("2020-01-08T03:50:07.574000Z", moment(2020, 1, 8, 3, 50, 7, 574000), id="microseconds"),
        pytest.param("2020-01-08T03:50:07.123456789Z", moment(2020, 1, 8, 3, 50, 7, 123456), id="nanoseconds"),
        pytest.param("2020-01-08T03:50:07.5Z", moment(2020, 1, 8, 3, 50, 7, 500000), id="tenths"),
        pytest.param("  2022-09-01 11:52:24\n", moment(2022, 9, 1, 11, 52, 24), id="blanks around"),
        pytest.param("2024-02-29T00:00:00Z", moment(2024, 2, 29), id="leap day"),
    ],
)
def test_a_moment_is_read_in_every_form_that_the_services_use(written: str, expected: datetime) -> None:
    assert moment_of_text(written) == expected


@pytest.mark.parametrize(
    "written",
    [
        None,
        "",
        "now",
        "2022-09-01",
        "2022-13-01 11:52:24",
        "2023-02-29T00:00:00Z",
        "2022-09-01 24:00:00",
        "2022-09-01 11:52:60",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+0800",
        "9999-12-31T23:59:59-0800",
        "2022-09-01 11:52:24 CEST",
        "1763350067752",
    ],
)
def test_what_is_no_moment_is_none(written: str | None) -> None:
    assert moment_of_text(written) is None


@pytest.mark.parametrize(
    ("given_moment", "text"),
    [
        (None, None),
        (moment(2025, 11, 17, 3, 27, 47, 752000), "2025-11-17T03:27:47.752Z"),
        (moment(2025, 11, 17, 3, 27, 47), "2025-11-17T03:27:47Z"),
        (moment(2025, 11, 17, 3, 27, 47, 5000), "2025-11-17T03:27:47.005Z"),
        (datetime(2025, 11, 17, 11, 27, 47, tzinfo=timezone(timedelta(hours=8))), "2025-11-17T03:27:47Z"),
    ],
)
def test_a_moment_is_shown_in_utc_with_milliseconds_where_it_has_them(
    given_moment: datetime | None, text: str | None
) -> None:
    assert iso(given_moment) == text


@pytest.mark.parametrize(
    ("start", "end", "seconds"),
    [
        pytest.param(moment(2026, 1, 1), moment(2026, 1, 1, 0, 1), 60.0, id="a minute"),
        pytest.param(moment(2026, 1, 1), moment(2026, 1, 1, 0, 0, 0, 1500), 0.002, id="rounded to milliseconds"),
        pytest.param(moment(2026, 1, 1), moment(2026, 1, 1), 0.0, id="no time"),
        pytest.param(moment(2026, 1, 2), moment(2026, 1, 1), None, id="the wrong way round"),
        pytest.param(None, moment(2026, 1, 1), None, id="no start"),
        pytest.param(moment(2026, 1, 1), None, None, id="no end"),
    ],
)
def test_seconds_between_two_moments(start: datetime | None, end: datetime | None, seconds: float | None) -> None:
    assert seconds_between(start, end) == seconds


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        pytest.param("one\n two\t\tthree ", "one two three", id="one line"),
        pytest.param("\x1b[31mred\x1b[0m\x07", "[31mred [0m", id="no control characters"),
        pytest.param("a\u202eb\u2028c\x85d", "a b c d", id="no marks that turn or break the line"),
        pytest.param("\ud800", "", id="half a surrogate"),
        pytest.param("扩容 déjà", "扩容 déjà", id="any script"),
        pytest.param("x" * 300, "x" * 300, id="as long as may be"),
        pytest.param("x" * 301, "x" * 299 + "…", id="too long"),
    ],
)
def test_text_is_made_safe_to_print(text: str, plain: str) -> None:
    assert plain_text(text) == plain


def test_the_longest_text_can_be_chosen() -> None:
    assert plain_text("abcdef", 4) == "abc…"


@settings(max_examples=150)
@given(NUMBERS)
def test_a_percent_that_the_contract_lets_pass_is_from_0_to_100(value: Any) -> None:
    if is_let_pass(A_PERCENT, value):
        whole = percent(value)
        assert whole is None or 0 <= whole <= 100


@settings(max_examples=150)
@given(NUMBERS)
def test_seconds_that_the_contract_lets_pass_are_never_negative(value: Any) -> None:
    if is_let_pass(SOME_SECONDS, value):
        seconds = whole_seconds(value)
        assert seconds is None or seconds >= 0


@settings(max_examples=150)
@given(st.one_of(NUMBERS, st.integers(0, 10**14), st.integers(0, 10**14 - 1).map(str)))
def test_milliseconds_that_the_contract_lets_pass_can_be_shown(value: Any) -> None:
    if is_let_pass(SOME_MILLISECONDS, value):
        shown = iso(moment_of_milliseconds(value))
        assert shown is None or shown.endswith("Z")


@settings(max_examples=150)
@given(
    st.one_of(
        st.text(max_size=40),
        st.from_regex(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)?", fullmatch=True),
    )
)
def test_any_text_is_a_moment_in_utc_or_none(text: str) -> None:
    found = moment_of_text(text)
    assert found is None or found.utcoffset() == timedelta()


@settings(max_examples=100)
@given(MOMENTS)
def test_a_moment_that_was_shown_can_be_read_again(given_moment: datetime) -> None:
    assert moment_of_text(iso(given_moment)) == given_moment.replace(
        microsecond=given_moment.microsecond // 1000 * 1000
    )


@settings(max_examples=100)
@given(st.text(), st.integers(1, 50))
def test_text_made_safe_is_one_printable_line_of_the_asked_length(text: str, longest: int) -> None:
    plain = plain_text(text, longest)
    assert plain.isprintable()
    assert len(plain) <= longest


def test_a_moment_of_long_ago_keeps_its_four_digits() -> None:
    assert iso(moment_of_text("0500-01-01 00:00:00")) == "0500-01-01T00:00:00Z"
