# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""Who asks: adds to a request what proves it, knows the project, and renews what can be renewed."""

from __future__ import annotations

import re
import threading
from datetime import datetime, timedelta
from typing import Callable, TypeVar

from ._credentials import AuthToken, Credentials, Login
from ._errors import CredentialsRefused, Refused
from ._iam import Iam, ProjectToken
from ._messages import Request
from ._settings import Place
from ._signer import AccessKey, sign

Value = TypeVar("Value")
Clock = Callable[[], datetime]

PROOF_HEADER = "X-Auth-Token"
#: The gateway lets clocks differ by 15 minutes (API facts 4b); below this the clock explains no refusal.
LARGEST_SKEW = timedelta(minutes=14)
#: Codes of the gateway, which can answer before it looks at credentials (API facts 5.2).
GATEWAY = re.compile(r"APIGW?\.")


class Trial:
    """Lets calls through one by one until the credentials have proved right, and none after they were refused.

    More than five wrong signatures lock a key for five minutes (API facts 4b), however many tasks are waited for.
    """

    def __init__(self) -> None:
        self._alone = threading.Lock()
        self._proved = False
        self._refusal: CredentialsRefused | None = None

    def call(self, ask: Callable[[], Value]) -> Value:
        """What the call returns or raises; raises the earlier refusal without a call where there was one."""
        if self._proved:
            return self._watched(ask)
        with self._alone:
            return self._watched(ask)

    def _watched(self, ask: Callable[[], Value]) -> Value:
        if self._refusal is not None:
            raise self._refusal
        try:
            value = ask()
        except CredentialsRefused as refusal:
            self._refusal = refusal
            raise
        except Refused as error:
            # A code of the service itself shows that the gateway in front of it let us in.
            self._proved = self._proved or bool(error.refusal.code and not GATEWAY.match(error.refusal.code))
            raise
        self._proved = True
        return value


class Identity:
    """One user in any number of projects; safe to use from many threads."""

    def __init__(self, credentials: Credentials, iam: Iam, clock: Clock) -> None:
        self._credentials = credentials
        self._iam = iam
        self._clock = clock
        self._lock = threading.Lock()
        self._projects: dict[Place, str] = {}
        self._tokens: dict[Place, ProjectToken] = {}
        self._trials: dict[Place | None, Trial] = {}
        #: A password is the same everywhere: a refused one is never sent again, for no other project either.
        self._login_trial = Trial()
        #: How far the service's clock is ahead of ours; only ever set after it has refused our date.
        self._clock_offset = timedelta()

    def trial(self, place: Place) -> Trial:
        """The trial of the credentials here: a key is the same everywhere, a token is good for one project."""
        with self._lock:
            return self._trials.setdefault(None if isinstance(self._credentials, AccessKey) else place, Trial())

    def project_id(self, place: Place) -> str:
        """The id of the place's project, looked up once."""
        if place.project_id:
            return place.project_id
        if isinstance(self._credentials, Login):
            return self._token(self._credentials, place).project_id
        with self._lock:
            if place not in self._projects:
                found = self._iam.find_project(place, lambda request: self.authorize(request, place))
                self._projects[place] = found
            return self._projects[place]

    def authorize(self, request: Request, place: Place) -> Request:
        """The request with what proves who asks."""
        if isinstance(self._credentials, AccessKey):
            return sign(request, self._credentials, self._clock() + self._clock_offset)
        if isinstance(self._credentials, AuthToken):
            return request.with_headers({PROOF_HEADER: self._credentials.token})
        return request.with_headers({PROOF_HEADER: self._token(self._credentials, place).token})

    def renew(self, refused: CredentialsRefused, place: Place) -> bool:
        """Whether there is something newer to prove it with than what the refused request had."""
        if isinstance(self._credentials, AccessKey):
            return self._set_clock(refused)
        used = refused.request.headers.get(PROOF_HEADER)
        if not isinstance(self._credentials, Login) or used is None:
            return False
        with self._lock:
            known = self._tokens.get(place)
            if known and known.token == used:
                del self._tokens[place]
        return True

    def _set_clock(self, refused: CredentialsRefused) -> bool:
        """Whether the service's clock is so far from ours that this explains the refusal; taken over once."""
        if refused.server_time is None or self._clock_offset:
            return False
        offset = refused.server_time - self._clock()
        if abs(offset) < LARGEST_SKEW:
            return False
        self._clock_offset = offset
        return True

    def _token(self, login: Login, place: Place) -> ProjectToken:
        with self._lock:
            if place not in self._tokens:
                self._tokens[place] = self._login_trial.call(lambda: self._iam.log_in(login, place))
            return self._tokens[place]
