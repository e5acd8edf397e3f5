# Copyright (c) 2026, Cloudwait
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The only place that opens a connection, against a server that misbehaves."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import threading
import time
from pathlib import Path
from typing import BinaryIO, Iterator, Sequence, Union

import pytest

from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._errors import (
    NoAnswer,
    Unreachable,
    UnreadableAnswer,
)
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._messages import Request
from ansible_collections.cloudwait.huaweicloud.plugins.module_utils._transport import LONGEST_BODY, Transport

CERTIFICATE = Path(__file__).parents[2] / "fixtures" / "untrusted.pem"
#: Bytes to send, seconds to pause.
Script = Sequence[Union[bytes, float]]
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"


class Server:
    """Plays its scripts on 127.0.0.1, one a request and the last one again and again; hangs up after a broken one."""

    def __init__(self, scripts: Sequence[Script], certificate: Path | None) -> None:
        self.requests: list[str] = []
        self.connections = 0
        self._scripts = list(scripts)
        self._stopped = threading.Event()
        self._context = None
        if certificate:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(str(certificate))
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def request(self, method: str = "GET", body: bytes = b"") -> Request:
        """A request to this server."""
        scheme = "https" if self._context else "http"
        return Request(method, f"{scheme}://127.0.0.1:{self.port}", "/v2/tasks", (("id", "a b"),), {"X-Own": "1"}, body)

    def stop(self) -> None:
        """Ends every pause and takes no more connections."""
        self._stopped.set()
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            if self._context:
                connection = self._context.wrap_socket(connection, server_side=True)
            with connection, connection.makefile("rb") as incoming:
                while self._answer(connection, incoming):
                    pass
        except OSError:
            # The client has hung up, which is what some tests are about.
            connection.close()

    def _answer(self, connection: socket.socket, incoming: BinaryIO) -> bool:
        lines = []
        while True:
            line = incoming.readline().decode("latin-1")
            if not line.strip():
                break
            lines.append(line.strip())
        if not lines:
            return False
        length = next((int(line.split(":")[1]) for line in lines if line.lower().startswith("content-length")), 0)
        self.requests.append("\n".join((*lines, "", incoming.read(length).decode("latin-1"))))
        script = self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]
        for part in script:
            if isinstance(part, bytes):
                connection.sendall(part)
            elif self._stopped.wait(part):
                return False
        return script == [OK]


@pytest.fixture(name="servers")
def _servers() -> Iterator[list[Server]]:
    """The servers of a test, stopped behind it."""
    servers: list[Server] = []
    yield servers
    for server in servers:
        server.stop()


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def serve(servers: list[Server], *scripts: Script, certificate: Path | None = None) -> Server:
    """A server that plays these scripts."""
    servers.append(Server(scripts, certificate))
    return servers[-1]


def answer_of(server: Server, timeout: float = 5, verify: bool | str = True) -> tuple[int, bytes]:
    """Status and body of what the server answers."""
    response = Transport(verify, timeout).send(server.request())
    return response.status, response.body


def test_a_request_is_sent_as_it_was_signed(servers: list[Server]) -> None:
    server = serve(servers, [OK])
    Transport(True, 5).send(server.request("POST", b'{"a": 1}'))
    (request,) = server.requests
    first, *headers = request.split("\n\n")[0].split("\n")
    assert first == "POST /v2/tasks?id=a%20b HTTP/1.1"
    assert sorted(headers) == [
        "Accept-Encoding: identity",
        "Accept: application/json",
        "Content-Length: 8",
        f"Host: 127.0.0.1:{server.port}",
        "User-Agent: cloudwait.huaweicloud",
        "X-Own: 1",
    ]
    assert request.endswith('\n\n{"a": 1}')


def test_a_get_has_no_body(servers: list[Server]) -> None:
    server = serve(servers, [OK])
    answer_of(server)
    assert "content-length" not in server.requests[0].lower()
    assert "transfer-encoding" not in server.requests[0].lower()


def test_a_response_has_its_header_names_in_lower_case(servers: list[Server]) -> None:
    server = serve(servers, [b"HTTP/1.1 404 Not Found\r\nX-Request-ID: aB1\r\nContent-Length: 4\r\n\r\ngone"])
    response = Transport(True, 5).send(server.request())
    assert (response.status, response.headers, response.body) == (
        404,
        {"x-request-id": "aB1", "content-length": "4"},
        b"gone",
    )


def test_a_body_in_chunks_is_put_together(servers: list[Server]) -> None:
    server = serve(
        servers, [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n{\r\n1\r\n}\r\n0\r\n\r\n"]
    )
    assert answer_of(server) == (200, b"{}")


def test_a_connection_is_used_again(servers: list[Server]) -> None:
    server = serve(servers, [OK])
    transport = Transport(True, 5)
    for _time in range(3):
        transport.send(server.request())
    assert (len(server.requests), server.connections) == (3, 1)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(servers: list[Server], status: int) -> None:
    target = serve(servers, [OK])
    location = f"Location: http://127.0.0.1:{target.port}/\r\n".encode()
    server = serve(servers, [f"HTTP/1.1 {status} Moved\r\n".encode() + location + b"Content-Length: 0\r\n\r\n"])
    response = Transport(True, 5).send(server.request())
    assert (response.status, response.headers["location"]) == (status, f"http://127.0.0.1:{target.port}/")
    assert target.requests == []


def test_cookies_are_not_kept(servers: list[Server]) -> None:
    server = serve(servers, [b"HTTP/1.1 200 OK\r\nSet-Cookie: session=1; Path=/\r\nContent-Length: 2\r\n\r\n{}"], [OK])
    transport = Transport(True, 5)
    for _time in range(2):
        transport.send(server.request())
    assert len(server.requests) == 2
    assert "cookie" not in server.requests[1].lower()


def test_a_password_of_netrc_is_not_sent(
    servers: list[Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login olivia password netrc-password\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.setenv("HOME", str(tmp_path))
    server = serve(servers, [OK])
    answer_of(server)
    signed = server.request().with_headers({"Authorization": "SDK-HMAC-SHA256 Access=AK"})
    Transport(True, 5).send(signed)
    assert "authorization" not in server.requests[0].lower()
    assert "Authorization: SDK-HMAC-SHA256 Access=AK" in server.requests[1]


def test_a_body_of_the_longest_size_is_read(servers: list[Server]) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {LONGEST_BODY}\r\n\r\n".encode()
    status, body = answer_of(serve(servers, [head, b"x" * LONGEST_BODY]))
    assert (status, len(body)) == (200, LONGEST_BODY)


@pytest.mark.parametrize(
    "head",
    [
        f"HTTP/1.1 200 OK\r\nContent-Length: {LONGEST_BODY + 1}\r\n\r\n".encode(),
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 500 Broken\r\n\r\n",
    ],
    ids=["with its length", "without its length", "of an error"],
)
def test_a_longer_body_is_not_read_to_its_end(servers: list[Server], head: bytes) -> None:
    with pytest.raises(UnreadableAnswer, match=r"/v2/tasks\?id=a%20b: the answer is longer than 1048576 bytes$"):
        answer_of(serve(servers, [head, b"x" * (LONGEST_BODY + 1)]))


def test_a_compressed_body_is_not_unpacked(servers: list[Server]) -> None:
    packed = gzip.compress(b"0" * 10_000_000)
    head = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode()
    with pytest.raises(UnreadableAnswer, match=r"the answer is compressed though that was not asked for$"):
        answer_of(serve(servers, [head, packed]))


@pytest.mark.parametrize(
    "answer",
    [
        b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"progress": 100',
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n{"progress": 100',
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 70_000,
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"",
    ],
    ids=[
        "shorter than declared",
        "cut in a chunk",
        "chunk of no length",
        "header without end",
        "no HTTP",
        "nothing at all",
    ],
)
def test_an_answer_that_is_cut_off_or_no_http_is_no_answer(servers: list[Server], answer: bytes) -> None:
    server = serve(servers, [answer])
    with pytest.raises(NoAnswer) as raised:
        answer_of(server)
    assert raised.value.passing
    assert str(raised.value).startswith(f"GET http://127.0.0.1:{server.port}/v2/tasks?id=a%20b: ")
    assert str(raised.value).isprintable()


def test_an_answer_without_a_length_ends_where_the_connection_does(servers: list[Server]) -> None:
    assert answer_of(serve(servers, [b"HTTP/1.1 200 OK\r\n\r\n", b"{", 0.02, b"}"])) == (200, b"{}")


def test_a_server_that_says_nothing_is_left_in_time(servers: list[Server]) -> None:
    server = serve(servers, [5.0])
    begin = time.monotonic()
    with pytest.raises(NoAnswer, match=r"no complete answer within 0\.2 seconds|no answer in time"):
        answer_of(server, timeout=0.2)
    assert time.monotonic() - begin < 0.9


@pytest.mark.parametrize(
    "script",
    [
        [b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n", *[b"x", 0.05] * 60],
        [b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", *[b"1\r\nx\r\n", 0.05] * 60],
        [b"HTTP/1.1 200 OK\r\n", *[b"X: y\r\n", 0.05] * 60],
        [*[b"H", 0.05] * 60],
    ],
    ids=["body", "chunks", "headers", "first line"],
)
def test_a_server_that_drips_is_left_in_time(servers: list[Server], script: Script) -> None:
    server = serve(servers, script)
    begin = time.monotonic()
    with pytest.raises(NoAnswer, match=r": no complete answer within 0\.3 seconds$"):
        answer_of(server, timeout=0.3)
    assert 0.25 < time.monotonic() - begin < 0.9


def test_the_next_request_is_not_held_up_by_one_that_was_left(servers: list[Server]) -> None:
    server = serve(servers, [5.0], [OK])
    transport = Transport(True, 0.2, connections=1)
    with pytest.raises(NoAnswer):
        transport.send(server.request())
    assert transport.send(server.request()).body == b"{}"


def test_a_refused_connection_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(NoAnswer, match=rf"^GET http://127\.0\.0\.1:{port}/: the connection failed \(.*refused.*\)$"):
        Transport(True, 5).send(Request("GET", f"http://127.0.0.1:{port}", "/"))


def test_a_certificate_that_nobody_trusts_makes_a_server_unreachable(servers: list[Server]) -> None:
    server = serve(servers, [OK], certificate=CERTIFICATE)
    with pytest.raises(Unreachable, match=r": the certificate cannot be trusted \(.*\)\. Set ca_path ") as raised:
        answer_of(server)
    assert not raised.value.passing
    assert server.requests == []


@pytest.mark.parametrize("verify", [False, str(CERTIFICATE)], ids=["not checked", "trusted by a bundle"])
@pytest.mark.filterwarnings("ignore:Unverified HTTPS request")
def test_a_certificate_may_be_trusted_or_not_be_checked(servers: list[Server], verify: bool | str) -> None:
    assert answer_of(serve(servers, [OK], certificate=CERTIFICATE), verify=verify) == (200, b"{}")


def test_a_server_without_tls_is_not_asked_in_clear_text(servers: list[Server]) -> None:
    server = serve(servers, [OK])
    with pytest.raises(NoAnswer):
        Transport(True, 0.3).send(Request("GET", f"https://127.0.0.1:{server.port}", "/"))
    assert not any("GET" in request for request in server.requests)


def test_a_bundle_that_cannot_be_read_makes_every_server_unreachable(servers: list[Server], tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match=r"Could not find a suitable TLS CA certificate bundle"):
        answer_of(serve(servers, [OK], certificate=CERTIFICATE), verify=str(tmp_path / "nothing.pem"))


def test_an_unusable_proxy_makes_every_server_unreachable(
    servers: list[Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("http_proxy", "http://")
    with pytest.raises(Unreachable, match=r"(?i)proxy"):
        answer_of(serve(servers, [OK]))


def test_a_header_that_would_add_another_one_is_not_sent(servers: list[Server]) -> None:
    server = serve(servers, [OK])
    with pytest.raises(NoAnswer):
        Transport(True, 5).send(server.request().with_headers({"X-Project-Id": "a\r\nX-Evil: 1"}))
    assert server.requests == []


@pytest.mark.parametrize("target", [b"http://[::1", b"http://h\xff\xfe/", b"//", b""], ids=str)
def test_a_redirect_to_nonsense_is_a_response_like_any_other(servers: list[Server], target: bytes) -> None:
    server = serve(servers, [b"HTTP/1.1 302 Found\r\nLocation: " + target + b"\r\nContent-Length: 0\r\n\r\n"])
    assert answer_of(server) == (302, b"")


def test_the_body_of_a_redirect_is_bounded_too(servers: list[Server]) -> None:
    packed = gzip.compress(bytes(20 * LONGEST_BODY))
    head = b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)
    with pytest.raises(UnreadableAnswer, match="compressed"):
        answer_of(serve(servers, [head, packed]))


@pytest.mark.parametrize(
    "head",
    [
        b"Content-Length: 2, 3\r\n\r\n{}",
        b"Content-Length: \xb2\r\n\r\n{}",
        b"Transfer-Encoding: chunked\r\n\r\n-5\r\n{}\r\n0\r\n\r\n",
    ],
    ids=["two lengths", "a length that is no number", "a negative chunk"],
)
def test_nonsense_about_the_length_is_read_or_no_answer(servers: list[Server], head: bytes) -> None:
    server = serve(servers, [b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + head])
    ended: list[object] = []
    with contextlib.suppress(NoAnswer):
        ended.append(answer_of(server)[0])
    assert ended in ([], [200])


@pytest.mark.parametrize("encoding", [b"Identity", b""])
def test_a_body_that_says_it_is_not_compressed_is_read(servers: list[Server], encoding: bytes) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Encoding: " + encoding + b"\r\nContent-Length: 2\r\n\r\n{}"
    assert answer_of(serve(servers, [head])) == (200, b"{}")
