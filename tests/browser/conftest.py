"""A real server and a real Chromium."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = "/usr/bin/chromium"
PATIENCE_S = 60


@dataclass(frozen=True)
class Server:
    """A running `tenfold serve`."""

    url: str
    home: Path
    process: subprocess.Popen[str]
    log: Path

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
    home.mkdir(parents=True, exist_ok=True)
    log = home / "serve.log"
    command = [sys.executable, "-m", "tenfold", "serve", "--port", str(port), *options]
    with log.open("w", encoding="utf-8") as output:
        process = subprocess.Popen(
            command,
            env={**os.environ, "TENFOLD_HOME": str(home), "TENFOLD_WORKERS": "1", **env},
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
    server = Server(f"http://127.0.0.1:{port}", home, process, log)
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


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the tests of a file, with a home of its own and no accounts."""
    with serving(tmp_path_factory.mktemp("home")) as running:
        yield running


# A package's, not the session's: while playwright runs in a thread, Django's database refuses to.
@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests; skips where there is none."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"needs {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser, server: Server) -> Iterator[BrowserContext]:
    """A browser without a past, at the server's address."""
    context = chromium.new_context(base_url=server.url, viewport={"width": 1280, "height": 800})
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """An empty page; fails at its end when a script failed or the CSP refused something."""
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda said: faults.append(said.text) if "Security Policy" in said.text else None
    )
    yield page
    assert faults == []


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """Return a check of a page's accessibility: WCAG 2.2 AA, and axe's best practices."""

    def check(page: Page) -> None:
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()

    return check
