# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The poll loop that people write over the official SDK: asks for every task in turn, sleeps, and asks again."""

from __future__ import annotations

import os
import sys
import time

from huaweicloudsdkcore.auth.credentials import BasicCredentials
from huaweicloudsdkdws.v2 import DwsClient, ListJobDetailsRequest


def main(project_id: str, seconds: float, job_ids: list[str]) -> None:
    """Returns when every job has ended."""
    credentials = BasicCredentials(os.environ["HW_ACCESS_KEY"], os.environ["HW_SECRET_KEY"], project_id)
    client = DwsClient.new_builder().with_credentials(credentials).with_endpoint(os.environ["HW_ENDPOINT"]).build()
    running = list(job_ids)
    while running:
        running = [
            job_id
            for job_id in running
            if client.list_job_details(ListJobDetailsRequest(job_id=job_id)).status not in ("SUCCESS", "FAIL", "STOP")
        ]
        if running:
            time.sleep(seconds)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
