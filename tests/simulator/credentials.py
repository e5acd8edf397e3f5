# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Access keys with their lock, and tokens with their end."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from . import world
from .clock import Clock

FAILURES_ALLOWED = 5
LOCKED_SECONDS = 300.0
TOKEN_LIFE_SECONDS = 86400.0


@dataclass
class Key:
    """An access key; a temporary one needs its security token beside it."""

    access_key: str
    secret_key: str
    security_token: str | None = None
    failures: int = 0
    locked_until: float = 0.0


class KeyRing:
    """The access keys of the cloud; a key is locked for 5 minutes after more than 5 wrong signatures in a row."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """Unlock every key."""
        keys = (
            Key(world.ACCESS_KEY, world.SECRET_KEY),
            Key(world.TEMPORARY_ACCESS_KEY, world.TEMPORARY_SECRET_KEY, world.SECURITY_TOKEN),
        )
        self._keys = {key.access_key: key for key in keys}

    def find(self, access_key: str) -> Key | None:
        """The key of that name."""
        return self._keys.get(access_key)

    def is_locked(self, key: Key) -> bool:
        """Whether the key is refused whatever its signature."""
        return self._clock.now() < key.locked_until

    def note_success(self, key: Key) -> None:
        """Forget the wrong signatures so far."""
        key.failures = 0

    def note_failure(self, key: Key) -> None:
        """Count one wrong signature, and lock the key when it is one too many."""
        key.failures += 1
        if key.failures > FAILURES_ALLOWED:
            key.locked_until = self._clock.now() + LOCKED_SECONDS
            key.failures = 0


@dataclass(frozen=True)
class Token:
    """An IAM token; without a project it is scoped to the domain."""

    value: str
    issued_at: float
    expires_at: float
    project_id: str | None


class TokenStore:
    """The tokens given out; their life time in real seconds can be set."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """Forget every token."""
        self.life_seconds = TOKEN_LIFE_SECONDS
        self._tokens: dict[str, Token] = {}

    def issue(self, project_id: str | None) -> Token:
        """A new token, as long as the cloud's."""
        now = self._clock.now()
        token = Token(f"MIIF{secrets.token_urlsafe(1500)}", now, now + self.life_seconds, project_id)
        self._tokens[token.value] = token
        return token

    def find(self, value: str) -> Token | None:
        """The token with this value, expired or not."""
        return self._tokens.get(value)

    def is_expired(self, token: Token) -> bool:
        """Whether its time is over."""
        return self._clock.now() >= token.expires_at
