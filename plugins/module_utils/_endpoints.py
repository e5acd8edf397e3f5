# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Region and service -> host: the one table of where the services are (API facts 3)."""

from __future__ import annotations

import re
from typing import Mapping
from urllib.parse import urlsplit

CLOUD = "myhuaweicloud.com"

#: Prefix of the host where it is not the service's own name.
PREFIXES: Mapping[str, Mapping[str, str]] = {
    "taurusdb": {
        **dict.fromkeys(
            ("ap-southeast-1", "ap-southeast-2", "cn-north-11", "tr-west-1", "me-east-1"), "gaussdbformysql"
        ),
        **dict.fromkeys(("af-south-1", "cn-east-5", "la-north-2", "cn-southwest-3"), "gaussdb-mysql"),
        "": "gaussdb",
    }
}
#: Domain of the cloud where it is not the usual one.
CLOUDS: Mapping[str, Mapping[str, str]] = {
    "dws": dict.fromkeys(("cn-south-4", "cn-north-12", "cn-east-4", "tr-west-1", "ap-southeast-4"), "myhuaweicloud.cn")
}
EUROPE = re.compile(r"eu-west-1\d*")

REGION = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")
DOMAIN = re.compile(r"[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+")
HOST = re.compile(r"[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*\.?|[0-9a-f:.]*:[0-9a-f:.]*", re.IGNORECASE)


def service_origin(service: str, region: str, cloud: str | None = None) -> str:
    """The address of a service in a region; C(cloud) is for clouds other than Huawei's own."""
    prefixes = PREFIXES.get(service, {})
    prefix = prefixes.get(region) or prefixes.get("") or service
    return f"https://{prefix}.{region}.{cloud or _own_cloud(service, region)}"


def identity_origin(region: str, cloud: str | None = None) -> str:
    """The address of IAM for a region."""
    return f"https://iam.{region}.{cloud or _own_cloud('iam', region)}"


def split_origin(url: str) -> tuple[str, str]:
    """Origin and base path of the address of a service or a proxy; ValueError where it is no such address."""
    parts = urlsplit(url.strip())
    extra = parts.query or parts.fragment or parts.username is not None or parts.password is not None
    # urlsplit drops line breaks, so they are looked for before it.
    usable = re.fullmatch(r"[!-~]+", url.strip()) and HOST.fullmatch(parts.hostname or "") and parts.port != 0
    if parts.scheme not in ("http", "https") or extra or not usable or not parts.hostname:
        raise ValueError("expected http(s)://host, perhaps with a port and a path")
    name = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    port = f":{parts.port}" if parts.port else ""
    return f"{parts.scheme}://{name}{port}", parts.path.rstrip("/")


def _own_cloud(service: str, region: str) -> str:
    # Terraform's rule; the SDK agrees but for DCS, whose .com is taken for its mistake (API facts 3).
    if EUROPE.fullmatch(region):
        return "myhuaweicloud.eu"
    return CLOUDS.get(service, {}).get(region, CLOUD)
