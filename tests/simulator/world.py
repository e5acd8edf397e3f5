# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Who and what exists in the simulated cloud at its start; all of it is invented."""

from __future__ import annotations

from enum import StrEnum

REGION = "cn-north-4"
DOMAIN_ID = "d0a1b2c3d4e5f60718293a4b5c6d7e8f"
DOMAIN_NAME = "simulated-domain"
USER_ID = "a0b1c2d3e4f5061728394a5b6c7d8e9f"
USER_NAME = "simulated-user"
PASSWORD = "Invented-Password-Of-The-Simulator-1"
PROJECT_ID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
PROJECT_NAME = REGION
# IAM lists sub-projects beside the region's own project: clients must match the name exactly (API facts 4e).
PROJECTS = {PROJECT_ID: PROJECT_NAME, "1f2e3d4c5b6a79887897a6b5c4d3e2f1": f"{REGION}_team"}

ACCESS_KEY = "SIMULATEDACCESSKEY01"
SECRET_KEY = "Invented/Secret+Key/Of/The/Simulator/000001"
TEMPORARY_ACCESS_KEY = "SIMULATEDTEMPORARY01"
TEMPORARY_SECRET_KEY = "Invented/Temporary/Key/Of/The/Simulator/001"
SECURITY_TOKEN = "Invented-Security-Token-Of-The-Simulator-0123456789+/=="


class Service(StrEnum):
    """The services that own instances."""

    KAFKA = "kafka"
    ROCKETMQ = "rocketmq"
    RABBITMQ = "rabbitmq"
    DCS = "dcs"
    TAURUSDB = "taurusdb"
    DWS = "dws"

    @property
    def is_messaging(self) -> bool:
        """Whether the instance belongs to the Distributed Message Service."""
        return self in (Service.KAFKA, Service.ROCKETMQ, Service.RABBITMQ)


INSTANCE_IDS = {
    Service.KAFKA: "5c1f6a9e-2b7d-4e38-9a40-1d2c3b4a5f60",
    Service.ROCKETMQ: "6d2a7bae-3c8e-4f49-8b51-2e3d4c5b6a71",
    Service.RABBITMQ: "7e3b8cbf-4d9f-405a-9c62-3f4e5d6c7b82",
    Service.DCS: "8f4c9dc0-5ea0-416b-8d73-405f6e7d8c93",
    Service.TAURUSDB: "905dae1d6fb1427c9e84516f7f8e9da4in07",
    Service.DWS: "a16ebf2e-70c2-438d-8f95-62708f9faeb5",
}

ATTRIBUTES: dict[Service, dict[str, object]] = {
    Service.KAFKA: {"storage_space": 300, "broker_num": 3, "product_id": "c6.2u4g.cluster"},
    Service.ROCKETMQ: {"storage_space": 300, "broker_num": 1, "product_id": "c6.4u8g.cluster"},
    Service.RABBITMQ: {"storage_space": 100, "broker_num": 3, "product_id": "rabbitmq.2u4g.cluster"},
    Service.DCS: {"capacity": 4, "spec_code": "redis.ha.xu1.large.r2.4"},
    Service.TAURUSDB: {"spec_code": "gaussdb.mysql.large.x86.4"},
    Service.DWS: {"number_of_node": 3},
}
