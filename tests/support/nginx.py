"""Debian's nginx with the shipped configuration, its own ports and its own certificate."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template

DEPLOY = Path(__file__).parents[2] / "deploy"
PROGRAM = Path("/usr/sbin/nginx")
PATIENCE_S = 60
MOST_SENDERS = 8
MISSING = "nginx or openssl is not installed (Debian: apt install nginx-light openssl)"

# What a distribution's nginx.conf has around the files of conf.d, with all paths in one folder.
_AROUND = """{user}pid {home}/nginx.pid;
error_log {home}/error.log;
events {{ worker_connections 256; }}
http {{
    include {mime};
    client_body_temp_path {home}/body;
    proxy_temp_path {home}/proxy;
    fastcgi_temp_path {home}/fastcgi;
    uwsgi_temp_path {home}/uwsgi;
    scgi_temp_path {home}/scgi;
    include {home}/tenfold.conf;
}}
"""


@dataclass(frozen=True)
class Nginx:
    """A running nginx: its ports of http and https, and the folder of its logs and certificate."""

    home: Path
    http: int
    https: int

    def log(self) -> str:
        """All that its access log has so far."""
        return (self.home / "access.log").read_text("utf-8")


def is_installed() -> bool:
    """Whether nginx and openssl are there."""
    return PROGRAM.exists() and shutil.which("openssl") is not None


def free_port() -> int:
    """Return a port of 127.0.0.1 that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def fill_in(name: str, upstream: str, max_upload_mb: int) -> str:
    """Fill in the template's blanks as envsubst does; fails where one of its own is unknown."""
    blanks = {"SERVER_NAME": name, "UPSTREAM": upstream, "TENFOLD_MAX_UPLOAD_MB": max_upload_mb}
    text = (DEPLOY / "nginx.conf").read_text("utf-8")
    named = {found[1]: str(blanks[found[1]]) for found in re.finditer(r"\$\{([A-Z_]+)\}", text)}
    return Template(re.sub(r"\$(?!\{[A-Z_]+\})", "$$", text)).substitute(named)


@contextmanager
def nginx(name: str, upstream: str, max_upload_mb: int) -> Iterator[Nginx]:
    """Run nginx in front of a server until the block ends."""
    # Its workers are another user, who may not enter pytest's folder.
    home = Path(tempfile.mkdtemp(prefix="tenfold-nginx-"))
    home.chmod(0o755)
    running = Nginx(home, free_port(), free_port())
    process = None
    try:
        _certify(home, name)
        shutil.copytree(DEPLOY / "errors", home / "errors")
        (home / "tenfold.conf").write_text(_moved(running, fill_in(name, upstream, max_upload_mb)))
        command = [str(PROGRAM), "-c", _main_file(home), "-p", str(home)]
        _check(command)
        process = subprocess.Popen([*command, "-g", "daemon off;"], stderr=subprocess.DEVNULL)
        _wait(running, process)
        yield running
    finally:
        if process is not None:
            process.terminate()
            process.wait(PATIENCE_S)
        shutil.rmtree(home, ignore_errors=True)


def _certify(home: Path, name: str) -> None:
    """Make a certificate for the name: the command of docs/deploy.md."""
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", f"/CN={name}"]
    command += ["-addext", f"subjectAltName=DNS:{name}"]
    command += ["-keyout", str(home / "privkey.pem"), "-out", str(home / "fullchain.pem")]
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE_S)


def _moved(running: Nginx, text: str) -> str:
    """Move ports, paths and limits to where a test has them; nothing else changes."""
    moves = {
        r" *listen \[::\]:.*\n": "",
        r"listen 80\b": f"listen 127.0.0.1:{running.http}",
        r"listen 443\b": f"listen 127.0.0.1:{running.https}",
        r"/etc/tenfold/tls/": f"{running.home}/",
        r"/etc/tenfold/errors/": f"{running.home}/errors/",
        r"/var/log/nginx/": f"{running.home}/",
        r"/var/www/certbot": f"{running.home}/certbot",
        r"client_header_timeout 10s": "client_header_timeout 4s",
        r"client_body_timeout 15s": "client_body_timeout 4s",
        r"limit_conn tenfold_senders 40": f"limit_conn tenfold_senders {MOST_SENDERS}",
    }
    for old, new in moves.items():
        text, count = re.subn(old, new, text)
        assert count, f"nginx.conf has no {old}"
    return text


def _main_file(home: Path) -> str:
    user = "user www-data;\n" if os.geteuid() == 0 else ""
    path = home / "nginx.conf"
    path.write_text(_AROUND.format(user=user, home=home, mime="/etc/nginx/mime.types"))
    return str(path)


def _check(command: list[str]) -> None:
    done = subprocess.run([*command, "-t"], capture_output=True, text=True, timeout=PATIENCE_S)
    if done.returncode or "[warn]" in done.stderr:
        raise RuntimeError(f"nginx -t:\n{done.stderr}")


def _wait(running: Nginx, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", running.https), 1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"nginx does not start:\n{(running.home / 'error.log').read_text()}")
