"""The whole site as compose.yaml and the systemd units build it, here on the loopback address."""

from __future__ import annotations

import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.support.nginx import Nginx, free_port, nginx
from tests.support.postgresql import Cluster, cluster

NAME = "read.example.org"
MAX_UPLOAD_MB = 2
PATIENCE_S = 120


@dataclass
class App:
    """`tenfold serve --team` behind a proxy; it can be stopped and started again."""

    home: Path
    port: int
    env: dict[str, str]
    process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """All that it has printed so far."""
        return (self.home / "serve.log").read_text("utf-8")

    def start(self) -> None:
        """Start it and wait until it is healthy."""
        command = [sys.executable, "-m", "tenfold", "serve", "--team", "--port", str(self.port)]
        with (self.home / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=self.env, stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).close()
                return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(f"tenfold serve does not answer:\n{self.log}")

    def stop(self) -> None:
        """End it as systemd and Docker do, and wait until it has gone."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(PATIENCE_S)
            self.process = None


@dataclass(frozen=True)
class Site:
    """PostgreSQL, Tenfold with a worker, and nginx, each running."""

    database: Cluster
    app: App
    nginx: Nginx

    def trust(self) -> ssl.SSLContext:
        """Return what believes the site's certificate, and no other."""
        return ssl.create_default_context(cafile=str(self.nginx.home / "fullchain.pem"))

    def connect(
        self, *, tls: bool = True, name: str = NAME, trust: ssl.SSLContext | None = None
    ) -> socket.socket:
        """Open a connection to nginx; the certificate is checked."""
        port = self.nginx.https if tls else self.nginx.http
        plain = socket.create_connection(("127.0.0.1", port), PATIENCE_S)
        if not tls:
            return plain
        try:
            return (trust or self.trust()).wrap_socket(plain, server_hostname=name)
        except ssl.SSLError:
            plain.close()
            raise


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode()


@dataclass
class Visitor:
    """Someone with cookies at the site's https address."""

    site: Site
    cookies: dict[str, str] = field(default_factory=dict)

    def send(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        tls: bool = True,
        **headers: str,
    ) -> Answer:
        """Send one request; headers by keyword, X_Request_ID for X-Request-ID."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            named["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = http.client.HTTPConnection(NAME)
        connection.sock = self.site.connect(tls=tls)
        try:
            connection.request(method, path, body=body, headers={"Host": NAME} | named)
            came = connection.getresponse()
            answer = Answer(came.status, came.headers, came.read())
        finally:
            connection.close()
        self._keep(answer)
        return answer

    def get(self, path: str, **headers: Any) -> Answer:
        """Get a page."""
        return self.send("GET", path, **headers)

    def submit(self, path: str, fields: dict[str, str], **headers: str) -> Answer:
        """Open a page and send its form with these fields, as a browser does."""
        hidden = _Hidden()
        hidden.feed(self.get(path).text)
        body = urlencode(hidden.found | fields).encode()
        headers |= {"Content_Type": "application/x-www-form-urlencoded"}
        headers |= {"Origin": f"https://{NAME}", "Referer": f"https://{NAME}{path}"}
        return self.send("POST", path, body=body, **headers)

    def _keep(self, answer: Answer) -> None:
        for line in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value


class _Hidden(HTMLParser):
    """Collects a page's hidden fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.found[str(given["name"])] = given.get("value") or ""


@contextmanager
def site(home: Path) -> Iterator[Site]:
    """Run all three until the block ends; secrets come as files, as in compose.yaml."""
    with cluster(port=free_port()) as database:
        secrets = home / "secrets"
        secrets.mkdir(parents=True)
        (secrets / "secret-key").write_text("k" * 60 + "\n")
        (secrets / "database-url").write_text(database.url + "\n")
        app = App(home, free_port(), {})
        with nginx(NAME, f"127.0.0.1:{app.port}", MAX_UPLOAD_MB) as front:
            app.env |= _environment(home, front)
            try:
                app.start()
                with _worker(app):
                    yield Site(database, app, front)
            finally:
                app.stop()


@contextmanager
def _worker(app: App) -> Iterator[None]:
    """Run the worker of compose.yaml beside the app."""
    command = [sys.executable, "-m", "tenfold", "worker"]
    with (app.home / "worker.log").open("wb") as log:
        process = subprocess.Popen(command, env=app.env, stdout=log, stderr=log)
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE_S)


def _environment(home: Path, front: Nginx) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith("TENFOLD_")}
    return env | {
        "TENFOLD_HOME": str(home / "tenfold-home"),
        "TENFOLD_URL": f"https://{NAME}",
        "TENFOLD_PROXY": "on",
        "TENFOLD_WORKERS": "2",
        "TENFOLD_THREADS": "2",
        "TENFOLD_READERS": "0",
        "TENFOLD_TRAINERS": "0",
        "TENFOLD_MAX_UPLOAD_MB": str(MAX_UPLOAD_MB),
        "TENFOLD_SECRET_KEY_FILE": str(home / "secrets" / "secret-key"),
        "TENFOLD_DATABASE_URL_FILE": str(home / "secrets" / "database-url"),
    }


def eventually(holds: Callable[[], bool]) -> bool:
    """Wait until something holds, such as a line in a log that is written after the answer."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.05)
    return holds()


def owner_link(site: Site) -> str:
    """Return the path of the link by which the first owner comes in, the last that was logged."""
    found = re.findall(rf"https://{re.escape(NAME)}(/join/\S+)", site.app.log)
    assert found, site.app.log
    return str(found[-1])
