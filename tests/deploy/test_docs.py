"""The commands of docs/deploy.md do what the page says, as far as no machine has to be set up."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support import postgresql
from tests.support.nginx import DEPLOY, fill_in
from tests.support.postgresql import Cluster, cluster

PAGE = (DEPLOY.parent / "docs" / "deploy.md").read_text("utf-8")


def block(heading: str, number: int = 0) -> str:
    """Return the nth block of commands below a heading."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"```sh\n(.*?)```", section, re.S)[number]


def run(script: str, cwd: Path, **env: str) -> str:
    """Run commands as a shell does, end at the first that fails, and return what they print."""
    path = f"{cwd / 'bin'}:/usr/bin:/bin:/usr/sbin"
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        cwd=cwd,
        env={"PATH": path, "HOME": str(cwd), **env},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """A folder that stands for the root of a machine, with what needs root replaced."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name, does in {
        "systemctl": "exit 0",
        "chown": "exit 0",
        "runuser": 'while [ "$1" != -- ]; do shift; done; shift; exec "$@"',
    }.items():
        (programs / name).write_text(f"#!/bin/sh\n{does}\n")
        (programs / name).chmod(0o755)
    shutil.copytree(DEPLOY, tmp_path / "deploy")
    for folder in ("etc/nginx/conf.d", "etc/nginx/sites-enabled", "var/lib/tenfold", "var/backups"):
        (tmp_path / folder).mkdir(parents=True)
    return tmp_path


@pytest.fixture(scope="module")
def database() -> Iterator[Cluster]:
    """A PostgreSQL, where it is installed."""
    if postgresql.programs() is None:
        pytest.skip(postgresql.MISSING)
    with cluster() as running:
        yield running


def within(script: str, machine: Path) -> str:
    """Move the absolute paths of commands into the machine's folder."""
    return re.sub(r"(?<![\w.:/])/(etc|var)/", rf"{machine}/\1/", script)


def test_settings_and_secrets_are_for_root_alone(machine: Path) -> None:
    run(within(block("Settings and secrets"), machine), machine)
    made = machine / "etc" / "tenfold"
    for name in ("secret-key", "database-url"):
        assert (made / name).stat().st_mode & 0o777 == 0o600
    assert len((made / "secret-key").read_text().strip()) >= 50
    assert "SERVER_NAME=your.own.name\n" in (made / "tenfold.env").read_text()
    assert "read.example.org" not in (made / "tenfold.env").read_text()


def test_nginxs_template_is_filled_in(machine: Path) -> None:
    if shutil.which("envsubst") is None or shutil.which("openssl") is None:
        pytest.skip("needs envsubst and openssl (Debian: apt install gettext-base openssl)")
    run(within(block("Settings and secrets"), machine), machine)
    (machine / "bin" / "nginx").write_text("#!/bin/sh\n")
    (machine / "bin" / "nginx").chmod(0o755)
    run(within(block("nginx"), machine), machine)
    made = (machine / "etc/nginx/conf.d/tenfold.conf").read_text()
    assert made == fill_in("your.own.name", "127.0.0.1:8000", 256)
    assert (machine / "etc/tenfold/errors/error.html").exists()
    assert "BEGIN CERTIFICATE" in (machine / "etc/tenfold/tls/fullchain.pem").read_text()


def test_a_backup_brings_back_what_was_lost(machine: Path, database: Cluster) -> None:
    home = machine / "var/lib/tenfold"
    (home / "pictures" / "ab").mkdir(parents=True)
    (home / "pictures" / "ab" / "ab12.png").write_bytes(b"ink")
    (home / "static").mkdir()
    database.run("psql", "-c", "CREATE TABLE kept AS SELECT 7 AS digit")
    login = {"PGHOST": str(database.folder), "PGUSER": "tenfold", "PGPASSWORD": postgresql.PASSWORD}
    login["PATH_OF_PG"] = str(database.programs)
    (machine / "etc/tenfold").mkdir()
    run(f"PATH=$PATH:$PATH_OF_PG\n{within(block('Backup'), machine)}", machine, **login)

    database.run("psql", "-c", "DROP TABLE kept")
    shutil.rmtree(home)
    home.mkdir()
    run(f"PATH=$PATH:$PATH_OF_PG\n{within(block('Backup', 1), machine)}", machine, **login)
    assert database.run("psql", "-Atc", "SELECT digit FROM kept") == "7\n"
    assert (home / "pictures" / "ab" / "ab12.png").read_bytes() == b"ink"
    assert not (home / "static").exists()
    assert (machine / "var/backups/tenfold/database.dump").stat().st_mode & 0o077 == 0


def test_a_new_secret_key_stays_roots(machine: Path) -> None:
    run(within(block("Settings and secrets"), machine), machine)
    key = machine / "etc/tenfold/secret-key"
    before = key.read_text()
    run(within(block("What is private, and what a leak would mean"), machine), machine)
    assert key.read_text() != before
    assert key.stat().st_mode & 0o777 == 0o600


def test_the_secrets_of_containers_fit_together(machine: Path) -> None:
    script = block("In containers").split("docker compose", 1)[0]
    run(script, machine)
    secrets = machine / "deploy" / "secrets"
    password = (secrets / "database-password").read_text().strip()
    address = f"postgresql://tenfold:{password}@database/tenfold\n"
    assert (secrets / "database-url").read_text() == address
    assert secrets.stat().st_mode & 0o777 == 0o700


def test_the_machine_can_help_who_has_forgotten_a_password(
    machine: Path, database: Cluster
) -> None:
    run(within(block("Settings and secrets"), machine), machine)
    (machine / "etc/tenfold/database-url").write_text(database.url)
    admin = machine / "deploy" / "tenfold-admin"
    program = f"{sys.executable} -m tenfold"
    moved = within(admin.read_text(), machine).replace("/opt/tenfold/venv/bin/tenfold", program)
    admin.write_text(moved)
    env = {"PYTHONPATH": str(DEPLOY.parent / "src")}
    settings = {"TENFOLD_DATABASE_URL": database.url, "TENFOLD_HOME": str(machine)}
    run(f"{program}.web migrate -v0", machine, **settings, **env)
    told = run(f"{admin} users add ann", machine, **env)
    assert "https://your.own.name/join/" in told
