# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The services' spellings of percentages, durations and moments, made plain."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import Union

Number = Union[int, float, str, None]

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
MOMENT = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d)[T ](?P<time>\d\d:\d\d:\d\d)(?:\.(?P<fraction>\d{1,9}))?\s*(?P<zone>Z|[+-]\d\d:?\d\d)?"
)


def percent(value: Number) -> int | None:
    """Whole percent of 19, 19.7, "19" or "19%", rounded down so that 99.9 is not yet the end; None for nothing."""
    number = _number(value)
    return None if number is None else int(number)


def whole_seconds(value: Number) -> int | None:
    """Whole seconds of 66 or "66"; None for nothing and for the negative numbers that stand for "not known"."""
    number = _number(value)
    return None if number is None or number < 0 else int(number)


def moment_of_milliseconds(value: Number) -> datetime | None:
    """The moment of so many milliseconds since 1970, as a number or as text; None for nothing and for zero."""
    number = _number(value)
    return EPOCH + timedelta(milliseconds=int(number)) if number else None


def moment_of_text(value: str | None) -> datetime | None:
    """The moment of "2020-06-17T07:38:42.503Z", "2022-09-01 11:52:24" or "...+0800"; None for what is no moment.

    Text without a zone is taken as UTC, the zone of all else in these APIs (API facts 1.3, 1.5).
    """
    found = MOMENT.fullmatch((value or "").strip())
    if found is None:
        return None
    try:
        moment = datetime.strptime(f"{found['date']} {found['time']} +0000", "%Y-%m-%d %H:%M:%S %z")
        fraction = timedelta(microseconds=int((found["fraction"] or "0").ljust(6, "0")[:6]))
        return moment + fraction - _offset(found["zone"])
    except (ValueError, OverflowError):
        return None


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with Z, with milliseconds where the moment has them."""
    if moment is None:
        return None
    plain = moment.astimezone(timezone.utc)
    return plain.replace(tzinfo=None).isoformat(timespec="milliseconds" if plain.microsecond else "seconds") + "Z"


def seconds_between(start: datetime | None, end: datetime | None) -> float | None:
    """Seconds from start to end; None where one of them is not known or they are the wrong way round."""
    if start is None or end is None or end < start:
        return None
    return round((end - start).total_seconds(), 3)


def plain_text(value: str, longest: int = 300) -> str:
    """The text on one line, without control characters (a terminal would obey them), cut where it is too long."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in value).split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _number(value: Number) -> float | None:
    if isinstance(value, str):
        value = value.strip().rstrip("%").strip()
        return float(value) if value else None
    return None if value is None else float(value)


def _offset(zone: str | None) -> timedelta:
    if zone is None or zone == "Z":
        return timedelta()
    size = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:]))
    return -size if zone[0] == "-" else size
