"""What is too large, too slow or too much ends at nginx, in the form that Tenfold gives errors."""

from __future__ import annotations

import http.client
import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
from tests.support.nginx import MOST_SENDERS
from tests.support.site import MAX_UPLOAD_MB, NAME, Site, Visitor

LONGER_S = 40
"""Below nginx's own minute, far above the four seconds of these tests."""
MOST = MAX_UPLOAD_MB * 1_000_000
TOO_LARGE = {
    "code": "too_large",
    "message": f"This is more than {MAX_UPLOAD_MB} MB at once.",
    "hint": "Send fewer or smaller pictures.",
}


def test_a_program_that_sends_too_much_is_told_in_json(visitor: Visitor) -> None:
    answer = visitor.send("POST", "/api/v1/read", body=bytes(MOST + 1))
    assert (answer.status, answer.headers["Content-Type"]) == (413, "application/json")
    assert json.loads(answer.text) == {"error": TOO_LARGE}


def test_what_accepts_json_alone_is_told_in_json(visitor: Visitor) -> None:
    answer = visitor.send("POST", "/upload", body=bytes(MOST + 1), Accept="application/json")
    assert json.loads(answer.text) == {"error": TOO_LARGE}


def test_a_person_who_sends_too_much_gets_a_page(visitor: Visitor) -> None:
    answer = visitor.send("POST", "/upload", body=bytes(MOST + 1), Accept="text/html,*/*")
    assert (answer.status, answer.headers["Content-Type"]) == (413, "text/html")
    assert TOO_LARGE["message"] in answer.text
    assert TOO_LARGE["hint"] in answer.text


def test_tenfold_itself_says_the_same(site: Site) -> None:
    """By Tenfold's own port, where nginx does not stand in between."""
    bare = http.client.HTTPConnection("127.0.0.1", site.app.port, 60)
    bare.putrequest("POST", "/api/v1/read", skip_host=True)
    for name, value in {"Host": NAME, "X-Forwarded-Proto": "https"}.items():
        bare.putheader(name, value)
    bare.putheader("Content-Length", str(MOST + 1))
    bare.endheaders()
    came = bare.getresponse()
    assert (came.status, json.loads(came.read())) == (413, {"error": TOO_LARGE})
    bare.close()


def test_what_is_just_not_too_large_arrives(owner: Visitor) -> None:
    assert owner.send("POST", "/nowhere", body=bytes(MOST)).status != 413


def test_too_much_in_pieces_of_unknown_number_is_refused(site: Site) -> None:
    with site.connect() as link:
        head = f"POST /api/v1/read HTTP/1.1\r\nHost: {NAME}\r\nTransfer-Encoding: chunked\r\n\r\n"
        link.sendall(head.encode())
        link.sendall(b"%x\r\n" % (MOST + 1) + bytes(MOST // 2))
        link.sendall(bytes(MOST // 2) + b"\0\r\n0\r\n\r\n")
        assert link.recv(65536).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("path", ["/sign-in", "/join/x", "/account"])
def test_a_form_for_everybody_takes_little(visitor: Visitor, path: str) -> None:
    assert visitor.send("POST", path, body=bytes(100_000)).status == 413


def test_an_error_of_nginx_has_an_id_and_is_not_kept(visitor: Visitor) -> None:
    headers = visitor.send("POST", "/", body=bytes(MOST + 1), X_Request_ID="big-1").headers
    assert headers.get_all("X-Request-ID") == ["big-1"]
    assert headers["Cache-Control"] == "no-store"


def test_an_id_is_no_door_into_the_page(visitor: Visitor) -> None:
    bad = "<script>alert(1)</script>"
    answer = visitor.send("POST", "/", body=bytes(MOST + 1), Accept="text/html", X_Request_ID=bad)
    assert "<script" not in answer.text


@pytest.mark.parametrize("tls", [True, False], ids=["https", "http"])
def test_whoever_sends_a_head_slowly_is_cut_off(site: Site, visitor: Visitor, tls: bool) -> None:
    with site.connect(tls=tls) as slow:
        slow.settimeout(LONGER_S)
        slow.sendall(f"GET / HTTP/1.1\r\nHost: {NAME}\r\n".encode())
        assert visitor.get("/healthz").status == 200
        assert slow.recv(1) == b""


def test_whoever_sends_a_body_slowly_is_cut_off(site: Site, visitor: Visitor) -> None:
    with site.connect() as slow:
        slow.settimeout(LONGER_S)
        head = f"POST /api/v1/read HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 1000\r\n\r\n"
        slow.sendall(head.encode() + b"x" * 10)
        assert visitor.get("/healthz").status == 200
        ended = b"".join(iter(lambda: slow.recv(65536), b""))
    assert ended == b"" or ended.startswith(b"HTTP/1.1 408")


@contextmanager
def slow_senders(site: Site, count: int) -> Iterator[list[socket.socket]]:
    """Begin so many requests of which the rest does not come."""
    head = f"POST /api/v1/read HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 1000\r\n\r\n"
    with ExitStack() as stack:
        links = []
        for _ in range(count):
            links.append(stack.enter_context(site.connect()))
            links[-1].sendall(head.encode() + b"x")
        yield links


def test_more_slow_senders_than_threads_stop_nobody(site: Site, visitor: Visitor) -> None:
    with slow_senders(site, MOST_SENDERS - 1):
        assert visitor.get("/sign-in").status == 200


def test_too_many_senders_of_one_address_are_told_to_wait(site: Site) -> None:
    told = b""
    for _ in range(4):  # on a busy machine the first are cut off before the last has come
        with slow_senders(site, MOST_SENDERS + 1) as links:
            told = told or links[-1].recv(65536)
    assert told.startswith(b"HTTP/1.1 429")
    assert b"Retry-After: 5" in told
    assert b'"too_many_requests"' in told
