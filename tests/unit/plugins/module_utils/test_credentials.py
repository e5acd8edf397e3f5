# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which credentials are used: the options first, then the environment."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._arguments import ENVIRONMENT
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._credentials import (
    SECRETS,
    AuthToken,
    Login,
    choose_credentials,
    from_environment,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._errors import InvalidOption, NoCredentials
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._signer import AccessKey

TOKEN = {"auth_token": "option-token"}
KEY = {"access_key": "OPTIONAK", "secret_key": "option-sk"}
LOGIN = {"user_name": "olivia", "password": "option-password", "domain_name": "acme"}
TOKEN_AROUND = {"HW_AUTH_TOKEN": "env-token"}
KEY_AROUND = {"HW_ACCESS_KEY": "ENVAK", "HW_SECRET_KEY": "env-sk"}
LOGIN_AROUND = {"HW_USER_NAME": "emil", "HW_USER_PASSWORD": "env-password", "HW_DOMAIN_NAME": "env-domain"}

#: Every environment variable of INTERFACE, written out once more on purpose.
VARIABLES = [
    ("region", "HW_REGION_NAME", "OS_REGION_NAME"),
    ("project_id", "HW_PROJECT_ID", "HUAWEICLOUD_SDK_PROJECT_ID", "OS_PROJECT_ID"),
    ("project_name", "HW_PROJECT_NAME", "OS_PROJECT_NAME"),
    ("access_key", "HW_ACCESS_KEY", "HUAWEICLOUD_SDK_AK", "OS_ACCESS_KEY"),
    ("secret_key", "HW_SECRET_KEY", "HUAWEICLOUD_SDK_SK", "OS_SECRET_KEY"),
    ("auth_token", "HW_AUTH_TOKEN", "OS_AUTH_TOKEN"),
    ("user_name", "HW_USER_NAME", "OS_USERNAME"),
    ("password", "HW_USER_PASSWORD", "OS_PASSWORD"),
    ("domain_name", "HW_DOMAIN_NAME", "OS_DOMAIN_NAME"),
    ("auth_url", "HW_AUTH_URL", "OS_AUTH_URL"),
    ("cloud", "HW_CLOUD"),
    ("endpoint", "HW_ENDPOINT"),
    ("ca_path", "OS_CACERT"),
]


@pytest.mark.parametrize(("option", "variables"), [(option, names) for option, *names in VARIABLES])
def test_the_first_variable_that_is_set_counts(option: str, variables: list[str]) -> None:
    for index in range(len(variables)):
        environment = {name: f"value of {name}" for name in variables[index:]}
        assert from_environment(environment) == {option: f"value of {variables[index]}"}


def test_no_variable_is_left_out_of_this_test() -> None:
    assert {option: tuple(names) for option, *names in VARIABLES} == {
        option: names for option, names in ENVIRONMENT.items() if option != "security_token"
    }


def test_an_empty_variable_is_not_set() -> None:
    assert from_environment({"HW_REGION_NAME": "", "OS_REGION_NAME": "cn-north-4"}) == {"region": "cn-north-4"}
    assert from_environment({"HW_REGION_NAME": ""}) == {}


@pytest.mark.parametrize(
    ("options", "environment", "credentials"),
    [
        pytest.param(TOKEN, {}, AuthToken("option-token"), id="token"),
        pytest.param(KEY, {}, AccessKey("OPTIONAK", "option-sk"), id="key"),
        pytest.param(LOGIN, {}, Login("olivia", "option-password", "acme"), id="password"),
        pytest.param({}, TOKEN_AROUND, AuthToken("env-token"), id="token around"),
        pytest.param({}, KEY_AROUND, AccessKey("ENVAK", "env-sk"), id="key around"),
        pytest.param({}, LOGIN_AROUND, Login("emil", "env-password", "env-domain"), id="password around"),
        pytest.param({**TOKEN, **KEY, **LOGIN}, {}, AuthToken("option-token"), id="token before all"),
        pytest.param({**KEY, **LOGIN}, {}, AccessKey("OPTIONAK", "option-sk"), id="key before password"),
        pytest.param(
            {}, {**TOKEN_AROUND, **KEY_AROUND, **LOGIN_AROUND}, AuthToken("env-token"), id="token around before all"
        ),
        pytest.param(
            {}, {**KEY_AROUND, **LOGIN_AROUND}, AccessKey("ENVAK", "env-sk"), id="key around before password around"
        ),
        pytest.param(LOGIN, TOKEN_AROUND, Login("olivia", "option-password", "acme"), id="options before environment"),
        pytest.param(KEY, TOKEN_AROUND, AccessKey("OPTIONAK", "option-sk"), id="key option before token around"),
        pytest.param({**TOKEN, "access_key": "OPTIONAK"}, {}, AuthToken("option-token"), id="half key behind a token"),
        pytest.param({"auth_token": "", **KEY}, {}, AccessKey("OPTIONAK", "option-sk"), id="empty option is none"),
        pytest.param(
            {"auth_token": None, "access_key": None}, TOKEN_AROUND, AuthToken("env-token"), id="options not set"
        ),
    ],
)
def test_options_come_before_the_environment_and_tokens_before_keys_before_passwords(
    options: dict[str, Any], environment: dict[str, str], credentials: Any
) -> None:
    assert choose_credentials(options, environment) == credentials


@pytest.mark.parametrize(
    ("options", "environment", "credentials"),
    [
        pytest.param({"access_key": "OPTIONAK"}, KEY_AROUND, AccessKey("OPTIONAK", "env-sk"), id="secret key around"),
        pytest.param(
            {"user_name": "olivia"},
            LOGIN_AROUND,
            Login("olivia", "env-password", "env-domain"),
            id="password and domain around",
        ),
    ],
)
def test_a_secret_may_be_left_to_the_environment(
    options: dict[str, str], environment: dict[str, str], credentials: Any
) -> None:
    assert choose_credentials(options, environment) == credentials


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (
            {"access_key": "OPTIONAK"},
            "access_key needs secret_key too, as an option or in the environment"
            " (HW_SECRET_KEY, HUAWEICLOUD_SDK_SK, OS_SECRET_KEY)",
        ),
        (
            {"secret_key": "option-sk"},
            "secret_key needs access_key too, as an option or in the environment"
            " (HW_ACCESS_KEY, HUAWEICLOUD_SDK_AK, OS_ACCESS_KEY)",
        ),
        (
            {"user_name": "olivia"},
            "user_name needs password and domain_name too, as an option or in the environment"
            " (HW_USER_PASSWORD, OS_PASSWORD, HW_DOMAIN_NAME, OS_DOMAIN_NAME)",
        ),
        (
            {"user_name": "olivia", "password": "option-password"},
            "user_name and password need domain_name too, as an option or in the environment"
            " (HW_DOMAIN_NAME, OS_DOMAIN_NAME)",
        ),
    ],
    ids=["access key alone", "secret key alone", "user alone", "user and password"],
)
def test_half_given_options_are_refused_and_never_replaced_by_other_credentials(
    options: dict[str, str], message: str
) -> None:
    with pytest.raises(InvalidOption) as raised:
        choose_credentials(options, TOKEN_AROUND)
    assert str(raised.value) == message


def test_what_is_half_set_in_the_environment_is_passed_over() -> None:
    environment = {"HW_ACCESS_KEY": "ENVAK", **LOGIN_AROUND}
    assert choose_credentials({}, environment) == Login("emil", "env-password", "env-domain")


def test_without_credentials_the_error_lists_every_place_that_was_looked_at() -> None:
    with pytest.raises(NoCredentials) as raised:
        choose_credentials({"region": "cn-north-4"}, {})
    message = str(raised.value)
    for option, *variables in VARIABLES[3:9]:
        assert all(name in message for name in (option, *variables)), option
    assert "holds only" not in message


def test_without_credentials_the_error_tells_which_halves_were_found_but_not_what_they_are() -> None:
    environment = {"HW_ACCESS_KEY": "ENVAK", "HW_USER_PASSWORD": "env-password", "HW_DOMAIN_NAME": "env-domain"}
    with pytest.raises(NoCredentials) as raised:
        choose_credentials({}, environment)
    message = str(raised.value)
    assert "The environment holds only access_key and password." in message
    assert not any(value in message for value in environment.values())


def test_a_domain_alone_is_no_half_of_anything() -> None:
    with pytest.raises(NoCredentials):
        choose_credentials({"domain_name": "acme"}, {})


@pytest.mark.parametrize(
    ("environment", "token"),
    [
        pytest.param({**KEY_AROUND, "HW_SECURITY_TOKEN": "hw"}, "hw", id="HW"),
        pytest.param(
            {"HUAWEICLOUD_SDK_AK": "a", "HUAWEICLOUD_SDK_SK": "s", "HUAWEICLOUD_SDK_SECURITY_TOKEN": "sdk"},
            "sdk",
            id="SDK",
        ),
        pytest.param({**KEY_AROUND, "HUAWEICLOUD_SDK_SECURITY_TOKEN": "sdk"}, None, id="HW key, SDK token"),
        pytest.param(
            {"HUAWEICLOUD_SDK_AK": "a", "HUAWEICLOUD_SDK_SK": "s", "HW_SECURITY_TOKEN": "hw"},
            None,
            id="SDK key, HW token",
        ),
        pytest.param(
            {"OS_ACCESS_KEY": "a", "OS_SECRET_KEY": "s", "HW_SECURITY_TOKEN": "hw"}, None, id="OS key, HW token"
        ),
        pytest.param(
            {**KEY_AROUND, "HW_SECURITY_TOKEN": "hw", "HUAWEICLOUD_SDK_SECURITY_TOKEN": "sdk"}, "hw", id="both tokens"
        ),
    ],
)
def test_a_security_token_of_the_environment_belongs_to_the_key_of_its_family(
    environment: dict[str, str], token: str | None
) -> None:
    credentials = choose_credentials({}, environment)
    assert isinstance(credentials, AccessKey)
    assert credentials.security_token == token


def test_a_security_token_of_the_options_goes_with_the_key_of_the_options() -> None:
    options = {**KEY, "security_token": "temporary"}
    assert choose_credentials(options, {}) == AccessKey("OPTIONAK", "option-sk", "temporary")


def test_a_security_token_of_the_environment_never_goes_with_a_key_of_the_options() -> None:
    environment = {**KEY_AROUND, "HW_SECURITY_TOKEN": "hw"}
    assert choose_credentials(KEY, environment) == AccessKey("OPTIONAK", "option-sk", None)


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"auth_token": "a\r\nX-Evil: 1"}, "auth_token"),
        ({"auth_token": "a b"}, "auth_token"),
        ({"auth_token": "t\u00f6ken"}, "auth_token"),
        ({"access_key": "AK\n", "secret_key": "sk"}, "access_key"),
        ({"access_key": "AK", "secret_key": "sk\x00"}, "secret_key"),
        ({"access_key": "AK", "secret_key": "sk", "security_token": "t\r\nX-Evil: 1"}, "security_token"),
    ],
    ids=["header added", "blank", "not ASCII", "line break", "zero byte", "security token"],
)
def test_what_would_break_out_of_a_header_is_refused_without_showing_it(options: dict[str, str], name: str) -> None:
    with pytest.raises(InvalidOption) as raised:
        choose_credentials(options, {})
    message = str(raised.value)
    assert message.startswith(f"{name} holds spaces, line breaks or other characters")
    assert options[name] not in message
    assert "\n" not in message


def test_a_secret_may_hold_every_printable_character() -> None:
    every = "".join(map(chr, range(33, 127)))
    assert choose_credentials({"auth_token": every}, {}) == AuthToken(every)


def test_every_secret_is_known_as_one() -> None:
    assert set(SECRETS) == {"auth_token", "access_key", "secret_key", "security_token", "password"}


def test_a_header_is_not_broken_from_the_environment_either() -> None:
    with pytest.raises(InvalidOption, match=r"^auth_token holds"):
        choose_credentials({}, {"HW_AUTH_TOKEN": "a\nb"})


def test_names_and_passwords_may_hold_anything() -> None:
    options = {"user_name": "Öle Ölsen", "password": "p w\n\u6269", "domain_name": "a c m e"}
    assert choose_credentials(options, {}) == Login("Öle Ölsen", "p w\n\u6269", "a c m e")


@pytest.mark.parametrize(
    ("credentials", "secrets"),
    [
        (AuthToken("the-token"), ["the-token"]),
        (Login("olivia", "the-password", "acme"), ["the-password"]),
        (AccessKey("AK", "the-secret", "the-security-token"), ["the-secret", "the-security-token"]),
    ],
)
def test_secrets_are_not_shown(credentials: Any, secrets: list[str]) -> None:
    assert not any(secret in f"{credentials!r} {credentials}" for secret in secrets)


def test_a_security_token_of_the_options_goes_with_a_key_of_the_environment() -> None:
    chosen = choose_credentials({"security_token": "own-token"}, {**KEY_AROUND, "HW_SECURITY_TOKEN": "env-token"})
    assert chosen == AccessKey("ENVAK", "env-sk", "own-token")


def test_a_domain_of_the_options_goes_with_a_user_of_the_environment() -> None:
    chosen = choose_credentials({"domain_name": "own-domain"}, LOGIN_AROUND)
    assert chosen == Login("emil", "env-password", "own-domain")


def test_a_whole_key_of_one_family_wins_over_a_mixture_of_families() -> None:
    around = {"HW_ACCESS_KEY": "HALF", "HUAWEICLOUD_SDK_AK": "WHOLE", "HUAWEICLOUD_SDK_SK": "whole-sk"}
    assert choose_credentials({}, around) == AccessKey("WHOLE", "whole-sk")


def test_what_is_not_used_is_not_checked() -> None:
    chosen = choose_credentials(KEY, {"HW_ACCESS_KEY": "ENVAK", "HW_SECURITY_TOKEN": "with a space"})
    assert chosen == AccessKey("OPTIONAK", "option-sk")
