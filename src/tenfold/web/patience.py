"""Takes in a request's whole body before the app sees it, and hangs up on slow senders.

The server reads a body for as long as it takes. A few senders that never end would hold every
thread: here they hold threads that do nothing else, and only for a while.
"""

from __future__ import annotations

import contextlib
import os
import socket
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore, Event, Lock, Thread
from time import monotonic
from typing import IO, Any, Final

CHUNK: Final = 64 * 1024
IN_MEMORY: Final = 1_000_000
"""Bytes of a body above which it waits in a file."""
SLOW: Final = "tenfold.slow"
"""Set in the environment of a request whose body did not come in time."""
CUT: Final = "tenfold.cut"
"""Set in that of one whose body ended early: half a form must not be taken for a whole one."""


class Patient:
    """A WSGI app around another, which sees whole bodies only and works on few at once.

    Args:
        app: the app.
        at_once: requests that it works on at once; the others wait.
        most_bytes: length above which a body is left alone, for the app to refuse it.
        idle_s: seconds that a sender may take over CHUNK bytes.
        port: port that the server listens on.

    """

    def __init__(
        self, app: Callable[..., Any], *, at_once: int, most_bytes: int, idle_s: float, port: int
    ) -> None:
        self._app = app
        self._most_bytes = most_bytes
        self._watch = Watch(idle_s, port)
        self._turn = BoundedSemaphore(at_once)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Take in the body, then let the app answer."""
        length = _length(environ)
        if 0 < length <= self._most_bytes:
            environ["wsgi.input"] = self._body(environ, length)
        with self._turn:
            answer: Iterable[bytes] = self._app(environ, start_response)
            return answer

    def _body(self, environ: dict[str, Any], length: int) -> IO[bytes]:
        """Return the body; the environment tells of one that did not all come."""
        stream, address = environ["wsgi.input"], environ.get("REMOTE_ADDR", "")
        body = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed with the request
        slow = False
        while length > 0:
            with self._watch.over(address) as wait:
                data = _read(stream, min(length, CHUNK))
            slow |= wait.given_up
            if not data:
                environ[SLOW if slow else CUT] = True
                break
            body.write(data)
            length -= len(data)
        body.seek(0)
        return body


@dataclass(slots=True, eq=False)
class Wait:
    """A read of which the end is waited for."""

    address: str
    since: float = field(default_factory=monotonic)
    given_up: bool = False


class Watch:
    """Hangs up on those that take too long.

    A read cannot be interrupted, but it ends with its connection. The server does not tell which
    that is: those of the same address are closed for reading on which nothing came in all that
    time, and later all of them. The answer may still be sent.
    """

    def __init__(self, idle_s: float, port: int) -> None:
        self._idle_s = idle_s
        self._port = port
        self._waits: set[Wait] = set()
        self._lock = Lock()
        self._pid = 0

    @contextmanager
    def over(self, address: str) -> Iterator[Wait]:
        """Watch over a read from this address, within the block."""
        wait = Wait(address)
        with self._lock:
            self._waits.add(wait)
            if self._pid != os.getpid():  # a thread does not go along into a forked process
                self._pid = os.getpid()
                Thread(target=self._run, daemon=True, name="watch").start()
        try:
            yield wait
        finally:
            with self._lock:
                self._waits.discard(wait)

    def _run(self) -> None:
        tick = Event()
        while not tick.wait(min(1.0, self._idle_s / 4)):
            for address, waited_s in self._overdue().items():
                idle_s = 0 if waited_s > 3 * self._idle_s else self._idle_s
                hang_up(address, self._port, idle_s)

    def _overdue(self) -> dict[str, float]:
        """Return the addresses that are waited for too long, and how long."""
        now, found = monotonic(), {}
        with self._lock:
            for wait in self._waits:
                # Hanging up reaches those of the same address that began a moment later.
                wait.given_up = now - wait.since > self._idle_s - 1
                if now - wait.since > self._idle_s:
                    found[wait.address] = max(now - wait.since, found.get(wait.address, 0))
        return found


def hang_up(address: str, port: int, idle_s: float) -> None:
    """Close for reading each connection from that address to our port, idle for so long.

    Others with it are left alone: a database on this machine has the address of a proxy on it.
    """
    for number in _open_files():
        with contextlib.suppress(OSError, ValueError):
            if not stat.S_ISSOCK(os.fstat(number).st_mode):
                continue
            with socket.socket(fileno=os.dup(number)) as connection:
                if connection.family not in (socket.AF_INET, socket.AF_INET6):
                    continue  # a database's, which has no port
                peer, own = connection.getpeername(), connection.getsockname()
                if (peer[0], own[1]) != (address, port):
                    continue
                if _idle_s(connection) >= idle_s:
                    connection.shutdown(socket.SHUT_RD)


def _open_files() -> list[int]:
    with contextlib.suppress(OSError):
        return [int(name) for name in os.listdir("/dev/fd") if name.isdigit()]  # noqa: PTH208
    return []


def _idle_s(connection: socket.socket) -> float:
    """Return for how long nothing came, to some tenths; endless where the system does not say."""
    if not hasattr(socket, "TCP_INFO"):
        return float("inf")
    facts = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _LAST_DATA + 4)
    return int.from_bytes(facts[_LAST_DATA:], "little") / 1000 + 0.2


_LAST_DATA: Final = 52
"""Where tcpi_last_data_recv stands in Linux' struct tcp_info, in milliseconds."""


def _read(stream: Any, size: int) -> bytes:
    try:
        data: bytes = stream.read(size)
    except Exception:  # whatever the server raises, the rest will not come
        return b""
    return data


def _length(environ: dict[str, Any]) -> int:
    try:
        return int(environ.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
