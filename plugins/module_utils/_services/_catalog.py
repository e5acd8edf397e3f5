# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Every service, by the name that users give."""

from __future__ import annotations

from typing import Mapping

from ._dcs import DCS
from ._dws import DWS
from ._kafka import KAFKA
from ._rocketmq import ROCKETMQ
from ._service import Service
from ._taurusdb import TAURUSDB

SERVICES: Mapping[str, Service] = {service.name: service for service in (ROCKETMQ, KAFKA, DCS, TAURUSDB, DWS)}
