# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Which credentials to use: the options first, then the environment."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence, Union

from ._arguments import ENVIRONMENT
from ._errors import InvalidOption, NoCredentials
from ._messages import fits_header
from ._signer import AccessKey


@dataclass(frozen=True)
class AuthToken:
    """A token of IAM that the user already has."""

    token: str = field(repr=False)


@dataclass(frozen=True)
class Login:
    """Name and password of a user, with the domain (the account) the user belongs to."""

    user_name: str
    password: str = field(repr=False)
    domain_name: str


Credentials = Union[AuthToken, AccessKey, Login]

KEY = ("access_key", "secret_key")
#: The kinds of credentials in the order in which one source is searched, and what each consists of.
KINDS: Sequence[tuple[str, ...]] = (
    ("auth_token",),
    KEY,
    ("user_name", "password", "domain_name"),
)
#: What shows that a kind is meant; a domain alone, say, does not.
SIGNS = frozenset(("auth_token", "access_key", "secret_key", "user_name", "password"))
SECRETS = ("auth_token", "secret_key", "security_token", "password", "access_key")


def from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """Option name -> value of the first of its environment variables that is set and not empty.

    Access key, secret key and security token belong together, so they come from one family of variables (HW_,
    HUAWEICLOUD_SDK_, OS_) where one has a whole key.
    """
    found = {name: _first(environment, variables) for name, variables in ENVIRONMENT.items()}
    families = [variable.split("_")[0] for variable in ENVIRONMENT["access_key"]]
    whole = [family for family in families if all(_of_family(environment, name, family) for name in KEY)]
    started = [family for family in families if _of_family(environment, "access_key", family)]
    for family in (whole or started)[:1]:
        found.update((name, _of_family(environment, name, family) or found[name]) for name in KEY)
        found["security_token"] = _of_family(environment, "security_token", family)
    return {name: value for name, value in found.items() if value}


def choose_credentials(options: Mapping[str, Any], environment: Mapping[str, str]) -> Credentials:
    """The credentials to use; raises InvalidOption for half given ones, NoCredentials where there are none.

    What is left out of the options (a password, say) is looked for in the environment.
    """
    own = {name: value for name, value in options.items() if value}
    around = from_environment(environment)
    merged = {**around, **own}
    if own.get("access_key") and not own.get("security_token"):
        # A security token belongs to the key it was given out with, never to a key from another source.
        merged.pop("security_token", None)
    for source in (own, around):
        for names in KINDS:
            if SIGNS.intersection(names).intersection(source):
                lacking = [name for name in names if not merged.get(name)]
                if not lacking:
                    return _credentials(names, merged)
                if source is own:
                    raise InvalidOption(_half_given(names, own, lacking))
    raise NoCredentials(_nothing_found(around))


def _credentials(names: tuple[str, ...], values: Mapping[str, str]) -> Credentials:
    if "password" in names:
        return Login(*(values[name] for name in names))
    for name in (*names, "security_token") if names == KEY else names:
        if values.get(name) and not fits_header(values[name]):
            raise InvalidOption(f"{name} holds spaces, line breaks or other characters that cannot be part of it")
    if names == KEY:
        return AccessKey(values["access_key"], values["secret_key"], values.get("security_token"))
    return AuthToken(values["auth_token"])


def _first(environment: Mapping[str, str], variables: Sequence[str]) -> str | None:
    return next((environment[name] for name in variables if environment.get(name)), None)


def _of_family(environment: Mapping[str, str], name: str, family: str) -> str | None:
    return _first(environment, [variable for variable in ENVIRONMENT[name] if variable.split("_")[0] == family])


def _half_given(names: tuple[str, ...], own: Mapping[str, str], lacking: list[str]) -> str:
    given = [name for name in names if own.get(name)]
    variables = ", ".join(variable for name in lacking for variable in ENVIRONMENT[name])
    verb = "needs" if len(given) == 1 else "need"
    return f"{' and '.join(given)} {verb} {' and '.join(lacking)} too, as an option or in the environment ({variables})"


def _nothing_found(around: Mapping[str, str]) -> str:
    ways = "; ".join(" and ".join(f"{name} ({', '.join(ENVIRONMENT[name])})" for name in names) for names in KINDS)
    half = [name for names in KINDS for name in names if around.get(name) and name in SIGNS]
    found = f" The environment holds only {' and '.join(half)}." if half else ""
    return f"No credentials: looked in the module options and the environment for {ways}.{found} Set one of the three."
