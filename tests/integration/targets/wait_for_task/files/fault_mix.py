# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints a mix of faults for the simulator, as JSON; the same seed gives the same mix."""

from __future__ import annotations

import json
import random
import sys

THROTTLED = {"error_code": "APIGW.0308", "error_msg": "policy user over ratelimit,limit:5,time:1 second"}
FAULTS: list[dict[str, object]] = [
    {"kind": "reset"},
    {"kind": "html"},
    {"kind": "truncated"},
    {"kind": "not_json"},
    {"kind": "huge", "megabytes": 2},
    {"kind": "slow", "seconds": 2},
    {"kind": "drip", "seconds": 0.3},
    {"kind": "drift", "remove": ["status", "progress_percentage"]},
    {"kind": "drift", "replace": {"status": 7, "progress_percentage": "much"}},
    {"kind": "status", "status": 429, "headers": {"Retry-After": "1"}, "body": {}},
    {"kind": "status", "status": 429, "body": THROTTLED},
    *({"kind": "status", "status": status, "body": "<html>down</html>"} for status in (408, 500, 502, 503, 504)),
]


def main(seed: str) -> None:
    """Twenty faults for the reads of tasks, and one token that expires."""
    chance = random.Random(seed)
    match = {"path": "mix-"}
    mix = [{**chance.choice(FAULTS), "skip": chance.randrange(8), "match": match} for _fault in range(20)]
    mix.insert(chance.randrange(20), {"kind": "expired_token", "skip": chance.randrange(8), "match": match})
    print(json.dumps(mix))


if __name__ == "__main__":
    main(sys.argv[1])
