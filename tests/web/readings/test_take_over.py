"""A real server, killed with -9 amid a batch: the next one loses and repeats nothing."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.support.serving import PATIENCE_S, Server, serving
from tests.support.uploads import picture, sent, zipped
from tests.support.visitor import Visitor

COUNT = 1500


def test_killed_server_is_taken_over_by_the_next(tmp_path: Path) -> None:
    home = tmp_path / "home"
    with serving(home, "--workers", "2") as server:
        batch = _upload(Visitor(server.url))
        _wait(Visitor(server.url), batch, lambda told: told["done"] >= 64)
        _kill_all(server)
    with serving(home, "--workers", "2") as server:
        visitor = Visitor(server.url)
        told = _wait(visitor, batch, lambda told: told["state"] == "done")
        assert (told["total"], told["done"], told["failed"]) == (COUNT, COUNT, 0)
        items = _items(visitor, batch)
    assert [item["n"] for item in items] == list(range(1, COUNT + 1))
    assert len({item["name"] for item in items}) == len({item["id"] for item in items}) == COUNT


def test_killed_worker_is_taken_over_while_the_server_goes_on(tmp_path: Path) -> None:
    with serving(tmp_path / "home") as server:
        visitor = Visitor(server.url)
        batch = _upload(visitor)
        _wait(visitor, batch, lambda told: told["done"] >= 64)
        for pid in _children(server.process.pid):
            os.kill(pid, signal.SIGKILL)
        told = _wait(visitor, batch, lambda told: told["state"] == "done")
    assert (told["done"], told["failed"]) == (COUNT, 0)


def test_slow_senders_block_nobody(tmp_path: Path) -> None:
    with serving(tmp_path / "home", TENFOLD_THREADS="2") as server:
        visitor = Visitor(server.url)
        where = urlsplit(server.url)
        slow = [socket.create_connection((where.hostname, where.port)) for _ in range(12)]
        for connection in slow:
            connection.sendall(
                b"POST /upload/new HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5000\r\n"
                b"Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
            )
        batch = visitor.post("/upload/new", {"position": 0, "file": sent("a.jpg"), "last": "1"})
        told = _wait(visitor, batch["id"], lambda told: told["state"] == "done")
        for connection in slow:
            connection.close()  # cut off: nothing of it is stored
        assert told["done"] == 1
        assert visitor.json(f"/upload/{batch['id']}/results")["batch"]["total"] == 1
        again = visitor.post("/upload/new", {"position": 0, "file": sent("a.jpg"), "last": "1"})
        assert again["id"] == batch["id"] + 1


def _upload(visitor: Visitor) -> int:
    data = picture("tiny-16x16.png")
    zip_ = zipped({f"{n}.png": data for n in range(COUNT)})
    answer = visitor.post("/upload/new", {"position": 0, "file": sent("s.zip", zip_), "last": "1"})
    return int(answer["id"])


def _wait(visitor: Visitor, batch: int, is_enough: Any) -> dict[str, Any]:
    until = time.monotonic() + 3 * PATIENCE_S
    told: dict[str, Any] = {}
    while time.monotonic() < until:
        try:
            told = visitor.json(f"/upload/{batch}/results?after=999999")["batch"]
        except OSError:  # between one worker and the next
            time.sleep(0.1)
            continue
        if is_enough(told):
            return told
        time.sleep(0.05)
    raise AssertionError(f"it did not come so far: {told}")


def _items(visitor: Visitor, batch: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    more = True
    while more:
        after = items[-1]["n"] if items else 0
        answer = visitor.json(f"/upload/{batch}/results?after={after}")
        items += answer["items"]
        more = answer["more"]
    return items


def _children(pid: int) -> list[int]:
    return [int(c) for c in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _kill_all(server: Server) -> None:
    for pid in (server.process.pid, *_children(server.process.pid)):
        os.kill(pid, signal.SIGKILL)
    server.process.wait(PATIENCE_S)
