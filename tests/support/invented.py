"""Readings for a running server, as its own command invents them."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.support.serving import Server


def invent(server: Server, count: int) -> None:
    """Give the server's local owner this many readings."""
    env = {**os.environ, "TENFOLD_HOME": str(server.home), **getattr(server, "env", {})}
    command = [sys.executable, "-m", "tenfold.web", "invent", str(count)]
    subprocess.run(command, env=env, check=True)
