"""A PostgreSQL of the tests' own: made in a second, gone without a trace.

Run a command against one: ``python -m tests.support.postgresql pytest tests/web``.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import psycopg
from psycopg.sql import SQL, Identifier

PASSWORD = "p@ss: 7/?#"
"""With all that must be escaped in an address."""
NAME = "tenfold"
PATIENCE_S = 60
MISSING = "PostgreSQL's initdb and postgres are not installed (Debian: apt install postgresql)"

# What a crash would lose does not matter here, and the tests take half the time.
_FAST = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "shared_buffers=32MB")


@dataclass(frozen=True)
class Cluster:
    """A running PostgreSQL with one database, by its socket and, with a port, on 127.0.0.1."""

    programs: Path
    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Its address for TENFOLD_DATABASE_URL."""
        user = f"{NAME}:{quote(PASSWORD, safe='')}"
        if self.port:
            return f"postgresql://{user}@127.0.0.1:{self.port}/{NAME}"
        return f"postgresql://{user}@/{NAME}?host={quote(str(self.folder))}"

    def run(self, program: str, *arguments: str, **options: Any) -> str:
        """Run one of PostgreSQL's own programs on it and return what it prints."""
        env = {**os.environ, "PGHOST": str(self.folder), "PGUSER": NAME, "PGPASSWORD": PASSWORD}
        env["PGPORT"] = str(self.port or 5432)
        command = [str(self.programs / program), *arguments]
        done = subprocess.run(
            command, env=env, capture_output=True, text=True, check=True, timeout=600, **options
        )
        return done.stdout


def programs() -> Path | None:
    """Return the folder of PostgreSQL's programs, the newest; None where there is none."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda path: [int(part) for part in path.parent.name.split(".")],
    )
    on_path = shutil.which("initdb")
    found = [*([Path(on_path).resolve().parent] if on_path else []), *debian]
    return next((path for path in reversed(found) if (path / "postgres").exists()), None)


@contextmanager
def cluster(*, port: int = 0) -> Iterator[Cluster]:
    """Run a PostgreSQL until the block ends; without a port by its socket alone.

    Raises:
        FileNotFoundError: PostgreSQL is not installed.

    """
    folder = programs()
    if folder is None:
        raise FileNotFoundError(MISSING)
    # Not below pytest's folder, which only its own user may enter; and short, for the socket.
    home = Path(tempfile.mkdtemp(prefix="tenfold-pg-"))
    home.chmod(0o711)  # its socket is for all who know the password
    process = None
    try:
        as_user = _as_user(home)
        _initialise(folder, home, as_user)
        process = _start(folder, home, port, as_user)
        running = Cluster(folder, home, port)
        _wait(running, process)
        running.run("createdb", NAME)
        yield running
    finally:
        if process is not None:
            process.send_signal(3)  # SIGQUIT: at once, nothing is to be kept
            process.wait(PATIENCE_S)
        shutil.rmtree(home, ignore_errors=True)


def _as_user(home: Path) -> dict[str, Any]:
    """Return how to run as another than root, whom PostgreSQL refuses; give them the folder."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    entry = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    os.chown(home, entry.pw_uid, entry.pw_gid)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _initialise(programs: Path, home: Path, as_user: dict[str, Any]) -> None:
    secret = home / "password"
    secret.touch(mode=0o600)
    secret.write_text(PASSWORD)
    if as_user:
        os.chown(secret, as_user["user"], as_user["group"])
    command = [str(programs / "initdb"), "--pgdata", str(home / "data"), "--username", NAME]
    command += ["--auth", "scram-sha-256", "--pwfile", str(secret)]
    command += ["--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"]
    with (home / "log").open("wb") as log:
        done = subprocess.run(command, stdout=log, stderr=log, timeout=600, cwd=home, **as_user)
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{(home / 'log').read_text()}")


def _start(
    programs: Path, home: Path, port: int, as_user: dict[str, Any]
) -> subprocess.Popen[bytes]:
    command = [str(programs / "postgres"), "-D", str(home / "data"), "-k", str(home)]
    command += ["-h", "127.0.0.1", "-p", str(port)] if port else ["-h", "", "-p", "5432"]
    for setting in _FAST:
        command += ["-c", setting]
    with (home / "log").open("wb") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=home, **as_user)


def _wait(running: Cluster, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        try:
            running.run("pg_isready")
            return
        except subprocess.CalledProcessError:
            time.sleep(0.05)
    raise RuntimeError(f"PostgreSQL does not start:\n{(running.folder / 'log').read_text()}")


def database_of(home: Path, url: str) -> str:
    """Return the address of a home's own database in the cluster of this one; made when missing."""
    name = f"{NAME}_{sha256(str(home).encode()).hexdigest()[:12]}"
    with psycopg.connect(url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if known.fetchone() is None:
            connection.execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def main(command: list[str]) -> int:
    """Run a command with TENFOLD_DATABASE_URL set; without PostgreSQL say so and leave it out."""
    if programs() is None:
        sys.stderr.write(f"SKIPPED on PostgreSQL: {MISSING}\n")
        return 0
    with cluster() as running:
        env = {**os.environ, "TENFOLD_DATABASE_URL": running.url}
        return subprocess.run(command, env=env).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
