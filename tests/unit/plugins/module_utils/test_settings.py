# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Where to ask: the options and the environment, checked before anything is sent."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._errors import InvalidOption
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._settings import (
    Place,
    Settings,
    check_region,
    read_settings,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._task import TaskReference

SERVICES = ("rocketmq", "kafka", "dcs", "taurusdb", "dws")


def settings_of(environment: dict[str, str] | None = None, **options: Any) -> Settings:
    """The settings of these options, with the time-out that modules have when none is given."""
    return read_settings({"request_timeout": 30, **options}, environment or {}, SERVICES)


def refused(environment: dict[str, str] | None = None, **options: Any) -> str:
    """What is said against these options."""
    with pytest.raises(InvalidOption) as raised:
        settings_of(environment, **options)
    return str(raised.value)


def test_nothing_given() -> None:
    assert settings_of() == Settings(Place(None, None, None), None, {}, True, 30.0)


def test_options_win_over_the_environment() -> None:
    environment = {"HW_REGION_NAME": "cn-south-1", "HW_PROJECT_ID": "env", "HW_CLOUD": "example.org"}
    settings = settings_of(environment, region="cn-north-4", project_id="0123")
    assert (settings.place, settings.cloud) == (Place("cn-north-4", "0123", None), "example.org")


def test_an_empty_option_is_not_given() -> None:
    assert settings_of({"HW_REGION_NAME": "cn-south-1"}, region="").place.region == "cn-south-1"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("cn-north-4", "0123", "cn-north-4_team"), "cn-north-4_team"),
        (Place("cn-north-4", "0123", None), "0123"),
        (Place(None, None, None), "no project"),
    ],
)
def test_a_place_is_named_by_its_project(place: Place, shown: str) -> None:
    assert str(place) == shown


@pytest.mark.parametrize(
    ("reference", "place"),
    [
        pytest.param(
            TaskReference("kafka", region="cn-north-4"), Place("cn-north-4", "0123", "team"), id="region of the options"
        ),
        pytest.param(TaskReference("kafka"), Place("cn-north-4", "0123", "team"), id="no region of its own"),
        pytest.param(
            TaskReference("kafka", region="cn-north-4", project_id="own"),
            Place("cn-north-4", "own", "team"),
            id="project of its own",
        ),
        pytest.param(
            TaskReference("kafka", region="cn-south-1"),
            Place("cn-south-1", None, "cn-south-1"),
            id="another region has another project",
        ),
        pytest.param(
            TaskReference("kafka", region="cn-south-1", project_id="own"),
            Place("cn-south-1", "own", "cn-south-1"),
            id="region and project of its own",
        ),
    ],
)
def test_a_task_lives_where_its_entry_or_else_the_connection_says(reference: TaskReference, place: Place) -> None:
    settings = settings_of(region="cn-north-4", project_id="0123", project_name="team")
    assert settings.place_of(reference) == place


def test_the_project_is_named_after_the_region_where_no_name_is_given() -> None:
    assert settings_of(region="cn-north-4").place_of(TaskReference("dws")).project_name == "cn-north-4"


@pytest.mark.parametrize(
    ("name", "endpoint", "address"),
    [
        ("kafka", "dms", ("https://dms.cn-north-4.myhuaweicloud.com", "")),
        ("taurusdb", "taurusdb", ("https://gaussdb.cn-north-4.myhuaweicloud.com", "")),
        ("iam", "iam", ("https://iam.cn-north-4.myhuaweicloud.com", "")),
    ],
)
def test_without_an_endpoint_the_region_tells_the_address(name: str, endpoint: str, address: tuple[str, str]) -> None:
    assert settings_of(region="cn-north-4").address_of(name, endpoint, "cn-north-4") == address


def test_the_cloud_is_part_of_the_address() -> None:
    settings = settings_of(region="eu-de", cloud="otc.t-systems.com")
    assert settings.address_of("dcs", "dcs", "eu-de") == ("https://dcs.eu-de.otc.t-systems.com", "")
    assert settings.address_of("iam", "iam", "eu-de") == ("https://iam.eu-de.otc.t-systems.com", "")


def test_one_endpoint_is_for_every_service_and_needs_no_region() -> None:
    settings = settings_of(endpoint="http://127.0.0.1:8080/cloud/")
    assert {settings.address_of(name, name, None) for name in (*SERVICES, "iam")} == {
        ("http://127.0.0.1:8080", "/cloud")
    }


def test_the_endpoint_of_a_service_wins_over_the_one_for_all() -> None:
    settings = settings_of(endpoint="http://all", endpoints={"kafka": "http://kafka/base"})
    assert settings.address_of("kafka", "dms", None) == ("http://kafka", "/base")
    assert settings.address_of("rocketmq", "dms", None) == ("http://all", "")


@pytest.mark.parametrize(
    "url",
    [
        "https://iam.example.org/v3",
        "https://iam.example.org/v3/",
        "https://iam.example.org",
        "https://iam.example.org/",
    ],
)
def test_the_address_of_iam_is_taken_with_and_without_its_version(url: str) -> None:
    assert settings_of(auth_url=url).address_of("iam", "iam", None) == ("https://iam.example.org", "")
    assert settings_of(endpoints={"iam": url}).address_of("iam", "iam", None) == ("https://iam.example.org", "")


def test_the_address_of_iam_may_have_a_base_path() -> None:
    settings = settings_of(auth_url="https://proxy/iam/v3")
    assert settings.address_of("iam", "iam", None) == ("https://proxy", "/iam")


def test_the_path_of_another_service_is_kept_whatever_it_is() -> None:
    assert settings_of(endpoints={"dws": "https://proxy/v3"}).address_of("dws", "dws", None) == ("https://proxy", "/v3")


def test_the_addresses_of_the_environment_count() -> None:
    settings = settings_of({"HW_ENDPOINT": "http://all", "OS_AUTH_URL": "http://iam/v3"})
    assert settings.address_of("dcs", "dcs", None) == ("http://all", "")
    assert settings.address_of("iam", "iam", None) == ("http://iam", "")


def test_without_region_and_endpoint_there_is_no_address() -> None:
    with pytest.raises(InvalidOption) as raised:
        settings_of().address_of("dcs", "dcs", None)
    assert str(raised.value) == ("Set region (or HW_REGION_NAME), or an endpoint: the service's address depends on it")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"region": "Peking"}, "region 'Peking' cannot be right: a region looks like cn-north-4"),
        ({"region": "a-b.evil.org/"}, "region 'a-b.evil.org/' cannot be right: a region looks like cn-north-4"),
        ({"region": "cn-north-4\n"}, "region 'cn-north-4\\n' cannot be right: a region looks like cn-north-4"),
        ({"project_id": "0123/.."}, "project_id '0123/..' cannot be right: a project id is 32 letters and digits"),
        (
            {"project_name": "my project"},
            "project_name 'my project' cannot be right: a project name looks like cn-north-4 or cn-north-4_team",
        ),
        (
            {"cloud": "https://x.y"},
            "cloud 'https://x.y' cannot be right: a cloud is a domain such as myhuaweicloud.com",
        ),
        (
            {"endpoint": "dcs.example.org"},
            "endpoint 'dcs.example.org' is no address: expected http(s)://host, perhaps with a port and a path",
        ),
        (
            {"auth_url": "ftp://iam"},
            "auth_url 'ftp://iam' is no address: expected http(s)://host, perhaps with a port and a path",
        ),
        (
            {"endpoints": {"dcs": None}},
            "endpoints.dcs None is no address: expected http(s)://host, perhaps with a port and a path",
        ),
        (
            {"endpoints": {"redis": "http://x"}},
            "endpoints has an entry for 'redis'; the services are rocketmq, kafka, dcs, taurusdb, dws, iam",
        ),
        ({"ca_path": "/nowhere/ca.pem"}, "ca_path '/nowhere/ca.pem' does not exist on this host"),
        ({"request_timeout": 0}, "request_timeout must be more than 0 and less than 86400 seconds, not 0"),
        ({"request_timeout": -1}, "request_timeout must be more than 0 and less than 86400 seconds, not -1"),
        ({"request_timeout": 86400}, "request_timeout must be more than 0 and less than 86400 seconds, not 86400"),
        (
            {"request_timeout": float("nan")},
            "request_timeout must be more than 0 and less than 86400 seconds, not nan",
        ),
        (
            {"request_timeout": float("inf")},
            "request_timeout must be more than 0 and less than 86400 seconds, not inf",
        ),
    ],
)
def test_what_cannot_be_meant_so_is_refused(options: dict[str, Any], message: str) -> None:
    assert refused(**options) == message


@pytest.mark.parametrize("seconds", [0.001, 0.5, 86399])
def test_any_time_out_within_a_day_is_taken(seconds: float) -> None:
    assert settings_of(request_timeout=seconds).request_timeout == seconds


def test_what_the_environment_holds_is_checked_as_well() -> None:
    assert refused({"HW_REGION_NAME": "Peking"}).startswith("region 'Peking' cannot be right")


@pytest.mark.parametrize(
    ("environment", "options", "verify"),
    [
        pytest.param({}, {}, True, id="checked where nothing is said"),
        pytest.param({}, {"validate_certs": True}, True, id="option true"),
        pytest.param({}, {"validate_certs": False}, False, id="option false"),
        pytest.param({"HW_INSECURE": "true"}, {}, False, id="environment insecure"),
        pytest.param({"HW_INSECURE": " YES "}, {}, False, id="in another spelling"),
        pytest.param({"HW_INSECURE": "on"}, {}, False, id="as a switch"),
        pytest.param({"HW_INSECURE": "1"}, {}, False, id="as a number"),
        pytest.param({"HW_INSECURE": "false"}, {}, True, id="environment secure"),
        pytest.param({"HW_INSECURE": ""}, {}, True, id="environment empty"),
        pytest.param({"HW_INSECURE": "true"}, {"validate_certs": True}, True, id="option wins"),
    ],
)
def test_certificates_are_checked_unless_someone_says_otherwise(
    environment: dict[str, str], options: dict[str, Any], verify: bool
) -> None:
    assert settings_of(environment, **options).verify is verify


def test_a_bundle_is_used_where_certificates_are_checked(tmp_path: Path) -> None:
    bundle = tmp_path / "ca.pem"
    bundle.write_text("")
    assert settings_of(ca_path=str(bundle)).verify == str(bundle)
    assert settings_of({"OS_CACERT": str(bundle)}).verify == str(bundle)
    assert settings_of(ca_path=str(bundle), validate_certs=False).verify is False


@pytest.mark.parametrize("region", [None, "", "cn-north-4"])
def test_a_region_that_may_be_one_passes(region: str | None) -> None:
    check_region(region)


def test_a_region_of_a_task_is_checked_too() -> None:
    with pytest.raises(InvalidOption, match=r"^region 'x@y' cannot be right: a region looks like cn-north-4$"):
        check_region("x@y")


def test_an_endpoint_of_the_options_is_asked_for_everything_whatever_the_environment_says() -> None:
    settings = settings_of({"HW_AUTH_URL": "https://iam.example.com/v3"}, endpoint="http://127.0.0.1:1")
    assert settings.address_of("iam", "iam", "cn-north-4") == ("http://127.0.0.1:1", "")


def test_an_address_of_iam_in_the_options_wins_over_the_environment() -> None:
    own = {"iam": "https://own.example.com"}
    settings = settings_of({"HW_AUTH_URL": "https://iam.example.com/v3"}, endpoints=own)
    assert settings.address_of("iam", "iam", "cn-north-4") == ("https://own.example.com", "")


@pytest.mark.parametrize(
    "url", ["https://h:0", "https://h\\x", "https://a..b", "https://" + "a" * 64 + ".com", "https://h/ö"]
)
def test_an_address_that_no_host_can_have_is_refused(url: str) -> None:
    assert refused(endpoint=url).startswith(f"endpoint {url!r} is no address")


def test_a_password_in_an_address_is_refused_without_showing_it() -> None:
    told = refused(endpoint="https://olivia:her-own-password@host.example.com")
    assert told.startswith("endpoint 'https://***@host.example.com' is no address")
