# Copyright (c) 2026, Cloudwait
# Simplified BSD License (see LICENSES/BSD-2-Clause.txt or https://opensource.org/licenses/BSD-2-Clause)
# SPDX-License-Identifier: BSD-2-Clause
"""The only place that opens a connection: one pooled session, bounded in size and in time."""

from __future__ import annotations

from http.cookiejar import DefaultCookiePolicy

from ._errors import NoAnswer, RequestError, Unreachable, UnreadableAnswer
from ._libraries import requests, urllib3
from ._messages import Request, Response
from ._values import plain_text
from ._workers import TookTooLong, bounded

#: Bytes of an answer; the answers of these APIs are some kilobytes.
LONGEST_BODY = 1024 * 1024
CHUNK = 16 * 1024

USER_AGENT = "cloudwait.huaweicloud"


class Transport:
    """Sends requests and brings responses; never follows a redirect, never decides what a response means."""

    def __init__(self, verify: bool | str, timeout: float, connections: int = 10) -> None:
        self._verify = verify
        self._timeout = timeout
        self._session = requests.Session()
        # Without this, requests would put a password of ~/.netrc in the place of our signature.
        self._session.auth = lambda prepared: prepared
        # Even where it follows no redirect, requests works out where it leads and reads its body without a bound.
        self._session.get_redirect_target = _nowhere  # type: ignore[assignment]
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        self._session.headers.clear()
        # Bodies are counted before they are read, so they must not be compressed.
        self._session.headers.update(
            {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": USER_AGENT}
        )
        adapter = requests.adapters.HTTPAdapter(pool_connections=connections, pool_maxsize=connections)
        self._session.mount("https://", adapter)
        self._session.mount("http://", adapter)

    def send(self, request: Request) -> Response:
        """The response, read to its end; raises NoAnswer, Unreachable or UnreadableAnswer.

        The time-out bounds the whole exchange, not only the pauses in it: a server that sends a byte now and then
        cannot hold us.
        """
        try:
            return bounded(lambda: self._exchange(request), self._timeout)
        except TookTooLong:
            raise NoAnswer(request, f"no complete answer within {self._timeout:g} seconds") from None

    def _exchange(self, request: Request) -> Response:
        try:
            with self._session.request(
                request.method,
                request.url,
                headers=dict(request.headers),
                data=request.body or None,
                timeout=self._timeout,
                verify=self._verify,
                allow_redirects=False,
                stream=True,
            ) as answer:
                headers = {name.lower(): value for name, value in answer.headers.items()}
                return Response(answer.status_code, headers, _body(request, answer))
        except (OSError, ValueError, urllib3.exceptions.HTTPError) as problem:
            raise _connection_error(request, problem) from None


def _nowhere(_response: requests.Response) -> None:
    """The target of a redirect: none, whatever the response says."""


def _body(request: Request, answer: requests.Response) -> bytes:
    if answer.headers.get("Content-Encoding", "").lower() not in ("", "identity"):
        raise UnreadableAnswer(request, "the answer is compressed though that was not asked for")
    body = b""
    for chunk in answer.iter_content(CHUNK):
        body += chunk
        if len(body) > LONGEST_BODY:
            raise UnreadableAnswer(request, f"the answer is longer than {LONGEST_BODY} bytes")
    declared = answer.headers.get("Content-Length", "")
    if declared.isascii() and declared.isdecimal() and len(body) < int(declared) and request.method != "HEAD":
        raise NoAnswer(request, f"the answer ended after {len(body)} of {declared} bytes")
    return body


def _connection_error(request: Request, problem: Exception) -> RequestError:
    told = plain_text(str(problem))
    if "CERTIFICATE_VERIFY_FAILED" in str(problem):
        return Unreachable(request, f"the certificate cannot be trusted ({told}). Set ca_path to the CA's bundle")
    if _is_ours(problem):
        return Unreachable(request, told)
    if isinstance(problem, requests.exceptions.Timeout):
        return NoAnswer(request, f"no answer in time ({told})")
    return NoAnswer(request, f"the connection failed ({told})")


def _is_ours(problem: Exception) -> bool:
    """Whether our settings are to blame and not the server: an address, a proxy or a CA bundle that cannot be used."""
    if isinstance(problem, urllib3.exceptions.LocationValueError):
        return True
    if isinstance(problem, requests.exceptions.RequestException):
        # Our own headers are checked before; a header that is none came from the server.
        return isinstance(problem, ValueError) and not isinstance(problem, requests.exceptions.InvalidHeader)
    # A bundle that cannot be read is a bare OSError; every other error of that kind is wrapped by requests.
    return isinstance(problem, OSError)
