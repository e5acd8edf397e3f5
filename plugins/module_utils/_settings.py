# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Where to ask and how long to wait for an answer: the options and the environment, checked before anything is sent."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any, Collection, Mapping, Tuple

from ._arguments import INSECURE
from ._credentials import from_environment
from ._endpoints import DOMAIN, REGION, identity_origin, service_origin, split_origin
from ._errors import InvalidOption
from ._task import TaskReference

Address = Tuple[str, str]

PROJECT_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
IDENTITY_SERVICE = "iam"


@dataclass(frozen=True)
class Place:
    """The region and the project in which a task lives, as far as they are known."""

    region: str | None
    project_id: str | None
    project_name: str | None

    def __str__(self) -> str:
        return self.project_name or self.project_id or "no project"


@dataclass(frozen=True)
class Settings:
    """What every request of a call has in common."""

    place: Place
    cloud: str | None
    #: Addresses by service; the one under the empty name is for all services that have none of their own.
    addresses: Mapping[str, Address]
    verify: bool | str
    request_timeout: float

    def place_of(self, reference: TaskReference) -> Place:
        """Where this task lives: what its own entry says, else what the connection options say."""
        own = self.place
        if reference.region in (None, own.region):
            return Place(own.region, reference.project_id or own.project_id, own.project_name or own.region)
        # Projects belong to one region, so those of the connection options are of no use in another one.
        return Place(reference.region, reference.project_id, reference.region)

    def address_of(self, name: str, endpoint: str, region: str | None) -> Address:
        """Origin and base path of a service; raises InvalidOption where neither region nor endpoint is known."""
        given = self.addresses.get(name) or self.addresses.get(endpoint) or self.addresses.get("")
        if given:
            return given
        if not region:
            raise InvalidOption("Set region (or HW_REGION_NAME), or an endpoint: the service's address depends on it")
        if endpoint == IDENTITY_SERVICE:
            return identity_origin(region, self.cloud), ""
        return service_origin(endpoint, region, self.cloud), ""


def read_settings(options: Mapping[str, Any], environment: Mapping[str, str], services: Collection[str]) -> Settings:
    """The settings of this call; raises InvalidOption for what cannot be meant so."""
    around = from_environment(environment)
    values: dict[str, Any] = {**around}
    values.update((name, value) for name, value in options.items() if value not in (None, ""))
    return Settings(
        Place(
            _matching(values, "region", REGION, "a region looks like cn-north-4"),
            _matching(values, "project_id", PROJECT_NAME, "a project id is 32 letters and digits"),
            _matching(values, "project_name", PROJECT_NAME, "a project name looks like cn-north-4 or cn-north-4_team"),
        ),
        _matching(values, "cloud", DOMAIN, "a cloud is a domain such as myhuaweicloud.com"),
        _addresses(options, around, services),
        _verify(values, environment),
        _positive(values, "request_timeout"),
    )


def check_region(region: str | None) -> None:
    """Raises InvalidOption for a region that cannot be part of a host name."""
    _matching({"region": region}, "region", REGION, "a region looks like cn-north-4")


def _matching(values: Mapping[str, Any], name: str, pattern: re.Pattern[str], example: str) -> str | None:
    value = values.get(name)
    if not value:
        return None
    if not pattern.fullmatch(value):
        raise InvalidOption(f"{name} {value!r} cannot be right: {example}")
    return str(value)


def _addresses(options: Mapping[str, Any], around: Mapping[str, Any], services: Collection[str]) -> dict[str, Address]:
    """Addresses by service: those of the options first, so that an endpoint of theirs is asked for everything."""
    own = options.get("endpoints") or {}
    unknown = sorted(set(own) - set(services) - {IDENTITY_SERVICE})
    if unknown:
        known = ", ".join((*services, IDENTITY_SERVICE))
        raise InvalidOption(f"endpoints has an entry for {unknown[0]!r}; the services are {known}")
    found = {} if options.get("endpoint") else _general_addresses(around)
    found.update(_general_addresses(options))
    found.update((name, _address(f"endpoints.{name}", url)) for name, url in own.items())
    return found


def _general_addresses(source: Mapping[str, Any]) -> dict[str, Address]:
    """The addresses that the options of this source but C(endpoints) name."""
    given = {"": "endpoint", IDENTITY_SERVICE: "auth_url"}
    return {name: _address(option, source[option]) for name, option in given.items() if source.get(option)}


def _address(option: str, url: Any) -> Address:
    try:
        origin, path = split_origin(str(url))
    except ValueError as problem:
        shown = re.sub(r"//[^/]*@", "//***@", url) if isinstance(url, str) else url
        raise InvalidOption(f"{option} {shown!r} is no address: {problem}") from None
    # The address of IAM is usual with and without its version.
    return origin, re.sub(r"/v3$", "", path) if option in ("auth_url", "endpoints.iam") else path


def _verify(values: Mapping[str, Any], environment: Mapping[str, str]) -> bool | str:
    insecure = environment.get(INSECURE, "").strip().lower() in ("1", "true", "yes", "on")
    checked = values.get("validate_certs")
    if not (checked if checked is not None else not insecure):
        return False
    bundle = values.get("ca_path")
    if bundle and not os.path.exists(bundle):
        raise InvalidOption(f"ca_path {bundle!r} does not exist on this host")
    return str(bundle) if bundle else True


def _positive(values: Mapping[str, Any], name: str) -> float:
    value = float(values[name])
    # Written so that NaN is refused too.
    if not 0 < value < 86400:
        raise InvalidOption(f"{name} must be more than 0 and less than 86400 seconds, not {value:g}")
    return value
