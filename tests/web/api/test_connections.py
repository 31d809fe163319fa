"""A real server: slow senders, cut connections, and what all its workers count together."""

from __future__ import annotations

import json
import socket
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from tests.support.serving import Server, serving

from .conftest import drawn_seven, encoded

SEVEN = encoded(drawn_seven())
FORM_HEAD = (
    b'--cut\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n'
    b"Content-Type: image/png\r\n\r\n"
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Two workers with two threads each: whoever sends slowly holds one of them."""
    home = tmp_path_factory.mktemp("home")
    with serving(home, TENFOLD_WORKERS="2", TENFOLD_THREADS="2") as running:
        yield running


def connected(server: Server) -> socket.socket:
    parts = urlsplit(server.url)
    return socket.create_connection((parts.hostname, parts.port), timeout=60)


def head(path: str, kind: str, length: int) -> bytes:
    lines = f"POST {path} HTTP/1.1", "Host: localhost", f"Content-Type: {kind}"
    return "\r\n".join([*lines, f"Content-Length: {length}", "Connection: close", "", ""]).encode()


def ask(server: Server, path: str, data: bytes | None = None) -> dict[str, object]:
    request = urllib.request.Request(
        server.url + path, data, {"Content-Type": "image/png"} if data else {}
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        answer: dict[str, object] = json.load(response)
    return answer


def test_others_are_served_while_one_sends_slowly(server: Server) -> None:
    with connected(server) as slow:
        slow.sendall(head("/api/v1/read", "image/png", len(SEVEN)))
        for at in range(0, len(SEVEN), 100):
            slow.sendall(SEVEN[at : at + 100])
            assert ask(server, "/api/v1/read", SEVEN)["text"] == "7"
            time.sleep(0.05)
        assert b'"text":"7"' in b"".join(iter(lambda: slow.recv(65536), b""))


@pytest.mark.parametrize(
    ("path", "kind", "body"),
    [
        ("/api/v1/read?store=true", "image/bmp", encoded(drawn_seven(), "BMP")),
        ("/api/v1/read?store=true", "multipart/form-data; boundary=cut", FORM_HEAD + SEVEN),
        ("/api/v1/read?store=true", "application/json", b'{"image": "aGVsbG8="}'),
        ("/api/v1/batches", "multipart/form-data; boundary=cut", FORM_HEAD + SEVEN),
        ("/api/v1/batches", "application/zip", b"PK\x05\x06" + bytes(18)),
    ],
)
def test_a_cut_connection_stores_nothing_and_the_next_is_served(
    server: Server, path: str, kind: str, body: bytes
) -> None:
    with connected(server) as cut:
        cut.sendall(head(path, kind, len(body) + 5000) + body)
        time.sleep(0.3)
    time.sleep(0.5)
    assert ask(server, "/api/v1/read", SEVEN)["text"] == "7"
    assert ask(server, "/api/v1/readings")["readings"] == []
    assert ask(server, "/api/v1/batches")["batches"] == []
    assert not [p for p in (server.home / "spool").rglob("*") if p.is_file()]
    assert "Traceback" not in server.output()


def test_workers_count_together(server: Server) -> None:
    def read() -> float:
        with urllib.request.urlopen(f"{server.url}/metrics") as response:
            lines = response.read().decode().splitlines()
        wanted = 'tenfold_readings_total{band="sure"} '
        return sum(float(line.removeprefix(wanted)) for line in lines if line.startswith(wanted))

    before = read()
    for _ in range(20):  # each on a connection of its own: both workers get some
        ask(server, "/api/v1/read", SEVEN)
    assert read() == before + 20


def test_its_folder_of_counts_goes_with_it(tmp_path: Path) -> None:
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    with serving(tmp_path / "home", TMPDIR=str(temporary)) as running:
        ask(running, "/api/v1/read", SEVEN)
        assert list(temporary.glob("tenfold-metrics-*"))
    assert not list(temporary.glob("tenfold-metrics-*"))
