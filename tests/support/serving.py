"""A real `tenfold serve`, with a home of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.support.postgresql import database_of

PATIENCE_S = 60


@dataclass(frozen=True)
class Server:
    """A running `tenfold serve`."""

    url: str
    home: Path
    process: subprocess.Popen[str]
    log: Path
    env: dict[str, str]

    def output(self) -> str:
        """All that it has printed so far."""
        return self.log.read_text("utf-8")


def free_port() -> int:
    """Return a port of the loopback address that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(home: Path, *options: str, **env: str) -> Iterator[Server]:
    """Run `tenfold serve` with a home of its own until the block ends."""
    port = free_port()
    log = home.with_name(f"{home.name}.log")
    log.parent.mkdir(parents=True, exist_ok=True)
    few = {"TENFOLD_WORKERS": "1", "TENFOLD_TRAINERS": "0"}
    env = {**os.environ, "TENFOLD_HOME": str(home), **few, **env}
    if url := env.get("TENFOLD_DATABASE_URL"):
        env["TENFOLD_DATABASE_URL"] = database_of(home, url)
    command = [sys.executable, "-m", "tenfold", "serve", "--port", str(port), *options]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
    server = Server(f"http://127.0.0.1:{port}", home, process, log, env)
    try:
        wait_until_it_answers(server)
        yield server
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def wait_until_it_answers(server: Server) -> None:
    """Wait for the first answer; fail with the server's own words when it ends instead."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if server.process.poll() is not None:
            pytest.fail(f"the server ended:\n{server.output()}")
        try:
            with urllib.request.urlopen(f"{server.url}/healthz"):
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"the server does not answer:\n{server.output()}")
