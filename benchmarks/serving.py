"""A real `tenfold serve` for the benchmarks that talk to one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE_S = 120


@contextmanager
def serving(**env: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """Run it with its defaults and a home of its own; gives its address and its process.

    Args:
        env: settings that are not to be the defaults.

    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as home:
        process = subprocess.Popen(
            [sys.executable, "-m", "tenfold", "serve", "--no-open", "--port", str(port)],
            env={**os.environ, "TENFOLD_HOME": home, **env},
            stdout=subprocess.DEVNULL,
        )
        try:
            _wait(process, f"{address}/healthz")
            yield address, process
        finally:
            process.terminate()
            process.wait(60)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(address).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the server does not answer")
