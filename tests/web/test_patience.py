"""Slow senders and cut connections, against a real server."""

from __future__ import annotations

import contextlib
import socket
import time
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from tests.support.serving import Server, serving

from tenfold.web.patience import hang_up

THREADS = 4
"""As many as work in a process by default: this many slow senders must not stop it."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("home"), TENFOLD_PATIENCE="2") as running:
        yield running


def send(server: Server, body: bytes, length: int = 100_000, accept: str = "*/*") -> socket.socket:
    """Open a connection and send a body that is shorter than it says."""
    there = urlsplit(server.url)
    connection = socket.create_connection((str(there.hostname), int(there.port or 0)))
    connection.settimeout(60)
    head = (
        f"POST / HTTP/1.1\r\nHost: {there.netloc}\r\nContent-Length: {length}\r\n"
        f"Accept: {accept}\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n"
    )
    connection.sendall(head.encode() + body)
    return connection


def status(connection: socket.socket) -> str:
    """Return the status of the answer, and close the connection; '' where there is none."""
    with connection:
        return connection.recv(12).decode()[9:]


def is_well(server: Server) -> bool:
    with urllib.request.urlopen(f"{server.url}/healthz", timeout=60) as response:
        return bool(response.status == 200)


def test_senders_that_stop_do_not_stop_the_server(server: Server) -> None:
    senders = [send(server, b"a=b") for _ in range(3 * THREADS)]
    assert is_well(server)
    assert {status(sender) for sender in senders} == {"408"}
    assert is_well(server)


def test_a_sender_that_stops_is_told_so(server: Server) -> None:
    assert status(send(server, b"a=b")) == "408"


def test_a_sender_of_a_byte_now_and_then_ends_too(server: Server) -> None:
    with send(server, b"a=b") as sender:
        sender.settimeout(0.2)
        until = time.monotonic() + 60
        received = None
        while received is None and time.monotonic() < until:
            with contextlib.suppress(TimeoutError):
                sender.sendall(b"x")
                received = sender.recv(12)
    assert received == b"HTTP/1.1 408"
    assert is_well(server)


def test_half_a_form_is_not_taken_for_a_whole_one(server: Server) -> None:
    sender = send(server, b"ids=12", length=len(b"ids=123"))
    sender.shutdown(socket.SHUT_WR)
    assert status(sender) == "400"


def test_a_connection_that_breaks_leaves_the_server_well(server: Server) -> None:
    for _ in range(2 * THREADS):
        send(server, b"a=b").close()
    assert is_well(server)
    assert "Traceback" not in server.output()


def test_connections_to_others_at_the_same_address_are_left_alone() -> None:
    """Such as the database's, on the machine of a proxy, or one that has no port at all."""
    local, portless = socket.socketpair()
    with (
        local,
        portless,
        socket.create_server(("127.0.0.1", 0)) as ours,
        socket.create_server(("127.0.0.1", 0)) as database,
        socket.create_connection(ours.getsockname()) as sender,
        socket.create_connection(database.getsockname()) as to_database,
        ours.accept()[0] as from_sender,
        database.accept()[0] as answering,
    ):
        hang_up("127.0.0.1", ours.getsockname()[1], 0)
        assert from_sender.recv(1) == b""
        answering.sendall(b"7")
        assert to_database.recv(1) == b"7"
        local.sendall(b"8")
        assert portless.recv(1) == b"8"
        assert sender.fileno() > 0
