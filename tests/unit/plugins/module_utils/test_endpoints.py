# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Region and service -> host, compared with the tables of the official SDK (API facts 3)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._endpoints import (
    DOMAIN,
    REGION,
    identity_origin,
    service_origin,
    split_origin,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._services._catalog import SERVICES

TABLE = json.loads((Path(__file__).parents[2] / "fixtures" / "regions.json").read_text(encoding="utf-8"))["services"]
#: The one place where we mean to differ: the SDK's table of DCS lacks the European domain that all others have.
DIFFERENT = {("dcs", "eu-west-101"): "https://dcs.eu-west-101.myhuaweicloud.eu"}


@pytest.mark.parametrize(
    ("service", "region", "origin"),
    [
        (service, region, DIFFERENT.get((service, region), origin))
        for service in sorted(SERVICES)
        for region, origin in TABLE[service].items()
    ],
)
def test_every_service_is_where_the_sdk_finds_it(service: str, region: str, origin: str) -> None:
    assert service_origin(SERVICES[service].endpoint, region) == origin


@pytest.mark.parametrize(("region", "origin"), sorted(TABLE["iam"].items()))
def test_iam_is_where_the_sdk_finds_it(region: str, origin: str) -> None:
    assert identity_origin(region) == origin


def test_the_table_has_every_service_and_the_exception_is_one() -> None:
    assert set(TABLE) == {*SERVICES, "iam"}
    assert {name: len(TABLE[name]) for name in SERVICES} == {
        "rocketmq": 34,
        "kafka": 34,
        "dcs": 34,
        "taurusdb": 20,
        "dws": 31,
    }
    assert [TABLE[service][region] for service, region in DIFFERENT] == ["https://dcs.eu-west-101.myhuaweicloud.com"]


@pytest.mark.parametrize("region", sorted({region for service in SERVICES for region in TABLE[service]}))
def test_the_name_of_every_region_looks_like_one(region: str) -> None:
    assert REGION.fullmatch(region)


@pytest.mark.parametrize(
    ("service", "origin"),
    [
        ("dms", "https://dms.cn-new-7.myhuaweicloud.com"),
        ("dcs", "https://dcs.cn-new-7.myhuaweicloud.com"),
        ("taurusdb", "https://gaussdb.cn-new-7.myhuaweicloud.com"),
        ("dws", "https://dws.cn-new-7.myhuaweicloud.com"),
    ],
)
def test_a_region_that_is_newer_than_the_table_follows_the_rule(service: str, origin: str) -> None:
    assert service_origin(service, "cn-new-7") == origin


@pytest.mark.parametrize(
    ("region", "cloud"),
    [
        ("eu-west-101", "myhuaweicloud.eu"),
        ("eu-west-1", "myhuaweicloud.eu"),
        ("eu-west-0", "myhuaweicloud.com"),
        ("cn-north-4", "myhuaweicloud.com"),
    ],
)
def test_the_domain_of_europe(region: str, cloud: str) -> None:
    assert service_origin("dws", region) == f"https://dws.{region}.{cloud}"
    assert identity_origin(region) == f"https://iam.{region}.{cloud}"


def test_another_cloud_is_used_for_every_region() -> None:
    assert service_origin("dms", "eu-de", "otc.t-systems.com") == "https://dms.eu-de.otc.t-systems.com"
    assert service_origin("dws", "eu-west-101", "example.org") == "https://dws.eu-west-101.example.org"
    assert identity_origin("eu-de", "otc.t-systems.com") == "https://iam.eu-de.otc.t-systems.com"


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("https://host", ("https://host", "")),
        ("https://host/", ("https://host", "")),
        ("http://localhost:8080", ("http://localhost:8080", "")),
        ("https://Proxy.Example.COM/cloud/dms/", ("https://proxy.example.com", "/cloud/dms")),
        ("http://[::1]:8080/v3", ("http://[::1]:8080", "/v3")),
        ("  https://host/v3\n", ("https://host", "/v3")),
        ("HTTPS://host", ("https://host", "")),
    ],
)
def test_an_address_is_split_into_origin_and_base_path(url: str, parts: tuple[str, str]) -> None:
    assert split_origin(url) == parts


@pytest.mark.parametrize(
    "url",
    [
        "",
        "host",
        "host:8080",
        "//host",
        "ftp://host",
        "file:///etc/passwd",
        "https://",
        "https:///path",
        "https://user@host",
        "https://user:secret@host",
        "https://@host",
        "https://host?x=1",
        "https://host/#part",
        "https://host:0x50",
        "https://host:65536",
        "https://ho st",
        "https://host/a b",
        "https://host\r\nX-Header: 1",
        "https://hôst",
        "https://[::1",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        split_origin(url)


@pytest.mark.parametrize(
    ("region", "fits"),
    [
        ("cn-north-4", True),
        ("eu-de", True),
        ("my-kualalumpur-1", True),
        ("", False),
        ("north", False),
        ("CN-North-4", False),
        ("cn-north-4.evil.example.com", False),
        ("cn-north-4/", False),
        ("cn-north-4\n", False),
        ("cn_north_4", False),
        ("-cn-north", False),
    ],
)
def test_a_region_cannot_lead_to_another_host(region: str, fits: bool) -> None:
    assert bool(REGION.fullmatch(region)) is fits


@pytest.mark.parametrize(
    ("domain", "fits"),
    [
        ("myhuaweicloud.com", True),
        ("otc.t-systems.com", True),
        ("localhost", False),
        ("https://myhuaweicloud.com", False),
        ("myhuaweicloud.com/", False),
        ("myhuaweicloud.com:80", False),
        (".com", False),
        ("a..b", False),
    ],
)
def test_a_cloud_is_a_bare_domain(domain: str, fits: bool) -> None:
    assert bool(DOMAIN.fullmatch(domain)) is fits
