# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""DMS for Kafka."""

from __future__ import annotations

from ._dms import CONTRACT, PATH, read
from ._service import Service

KAFKA = Service(
    name="kafka",
    title="Kafka",
    endpoint="dms",
    path=PATH,
    contract=CONTRACT,
    read=read,
    # API facts 1.2: every other change of an instance has a task, but no progress.
    advice="Kafka tells the progress of capacity expansions only",
)
