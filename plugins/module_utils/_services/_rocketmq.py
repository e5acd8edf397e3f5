# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""DMS for RocketMQ."""

from __future__ import annotations

from ._dms import CONTRACT, PATH, read
from ._service import Service

ROCKETMQ = Service(
    name="rocketmq",
    title="RocketMQ",
    endpoint="dms",
    path=PATH,
    contract=CONTRACT,
    read=read,
)
