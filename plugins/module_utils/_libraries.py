# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The Python packages that the collection needs beside Ansible, and why they could not be imported.

urllib3 comes with requests, which lets some of its errors through.
"""

from __future__ import annotations

import traceback

REQUESTS_PROBLEM: str | None = None
JSONSCHEMA_PROBLEM: str | None = None

try:
    import requests
    import urllib3
except ImportError:
    REQUESTS_PROBLEM = traceback.format_exc()
    requests = urllib3 = None  # type: ignore[assignment]

try:
    import jsonschema
except ImportError:
    JSONSCHEMA_PROBLEM = traceback.format_exc()
    jsonschema = None  # type: ignore[assignment]

__all__ = ["JSONSCHEMA_PROBLEM", "REQUESTS_PROBLEM", "jsonschema", "requests", "urllib3"]
