"""Prepares the web app and runs it: what `tenfold serve` does."""

from __future__ import annotations

import errno
import json
import os
import socket
import subprocess
import sys
import webbrowser
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread, Timer
from typing import Final

import django
from django.conf import settings
from django.core.checks import CheckMessage, run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, connections

from tenfold.web.shared_metrics import counting_together as counting_together

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenfold.web.settings")

SWEEP_S: Final = 3600.0
WORKER_PAUSE_S: Final = 1.0
"""Seconds between the end of a worker and the start of the next."""
WAITING: Final = 64
"""Threads that may wait for slow senders in each process."""
_MIGRATING: Final = 10101010
"""Number of the lock on the database, any that nobody else there takes."""


def problems() -> list[str]:
    """Check the settings, the port and the database's door.

    Returns:
        What is wrong, each a sentence with what to do; empty when all is right.

    """
    return setting_problems() or _port_problems() or database_problems()


def setting_problems() -> list[str]:
    """Return what Django's and our own checks find wrong; loads Django."""
    django.setup()
    return [_told(message) for message in run_checks() if message.is_serious()]


def prepare() -> list[str]:
    """Bring the database up to date and gather the static files.

    Returns:
        What the person who starts it should know.

    """
    from tenfold.web.accounts.models import User
    from tenfold.web.readings.retention import sweep

    migrate()
    User.objects.local_owner()
    sweep()
    gather_static_files()
    notes = [_told(message) for message in run_checks() if not message.is_serious()]
    notes += _build_notes() + _setup_notes()
    _close_connections()
    return notes


def migrate() -> None:
    """Bring the database up to date; servers that start at once on PostgreSQL do so in turn."""
    with ExitStack() as turn:
        if connection.vendor == "postgresql":
            cursor = turn.enter_context(connection.cursor())
            cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
            turn.callback(cursor.execute, "SELECT pg_advisory_unlock(%s)", [_MIGRATING])
        call_command("migrate", verbosity=0, interactive=False)


def _close_connections() -> None:
    """Leave none open: workers are forks, and two processes on one connection mix their answers."""
    connections.close_all()
    for database in connections.all():
        if database.vendor == "postgresql":
            database.close_pool()  # closed connections only went back to it, open


def run(*, open_browser: bool = False) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    from granian.constants import Interfaces
    from granian.server import Server

    sys.stdout.write(f"Tenfold is at {address()} (Ctrl-C ends it)\n")
    sys.stdout.flush()
    if open_browser:
        opening = Timer(1.0, webbrowser.open, (address(),))
        opening.daemon = True
        opening.start()
    stop = Event()
    Thread(target=_sweep_every_hour, args=(stop,), daemon=True).start()
    workers = [Thread(target=_keep_worker, args=(stop,)) for _ in range(settings.TENFOLD_TRAINERS)]
    for worker in workers:
        worker.start()
    Server(
        "tenfold.web.wsgi:application",
        address=settings.TENFOLD_HOST,
        port=settings.TENFOLD_PORT,
        interface=Interfaces.WSGI,
        workers=settings.TENFOLD_WORKERS,
        # Most of them wait for bodies; TENFOLD_THREADS of them work. See ``patience``.
        blocking_threads=settings.TENFOLD_THREADS + WAITING,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        websockets=False,
        log_enabled=False,
    ).serve()
    stop.set()
    for worker in workers:
        worker.join()


def work(*, uploads: bool, follow: bool) -> None:
    """Work for the web app until Ctrl-C or SIGTERM; see ``runs.worker``."""
    from tenfold.web.runs import worker

    tasks = "trainings and uploads" if uploads else "trainings"
    if not worker.can_train():
        tasks = "uploads alone: training needs pip install 'tenfold[train]'"
    if not follow:
        sys.stdout.write(f"Working for {settings.TENFOLD_HOME}: {tasks} (Ctrl-C ends it)\n")
        sys.stdout.flush()
    worker.run_until_told(uploads=uploads, follow=follow)


def address() -> str:
    """Return the address to open."""

    host = "127.0.0.1" if settings.TENFOLD_HOST in settings.ANYWHERE else settings.TENFOLD_HOST
    shown = f"[{host}]" if ":" in host else host
    return settings.TENFOLD_URL or f"http://{shown}:{settings.TENFOLD_PORT}"


def gather_static_files() -> None:
    """Copy, name by hash and compress the static files; nothing where they are as last time."""

    stamp = Path(settings.STATIC_ROOT) / ".gathered"
    now = _fingerprint(settings.STATICFILES_DIRS)
    if stamp.exists() and stamp.read_text("utf-8") == now:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    stamp.write_text(now, "utf-8")


def _fingerprint(folders: list[Path]) -> str:
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    facts = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files]
    return sha256(json.dumps(facts).encode()).hexdigest()


def _build_notes() -> list[str]:
    from tenfold.web.ui.templatetags.ui import BUILD

    if (BUILD / "manifest.json").exists():
        return []
    return ["The scripts of the pages are not built, so that little of them works: use make run."]


def _setup_notes() -> list[str]:

    from tenfold.web.accounts.services import setup_token

    token = setup_token() if settings.TENFOLD_TEAM else None
    if token is None:
        return []
    return [f"Nobody can sign in yet. Open this once to become the owner: {address()}/join/{token}"]


def _port_problems() -> list[str]:
    host, port = settings.TENFOLD_HOST, settings.TENFOLD_PORT
    try:
        _try_port(host, port)
    except PermissionError:
        return [f"Port {port} needs more rights. Choose one from 1024 on: --port 8000"]
    except socket.gaierror:
        return [f"There is no address {host} here. Choose one of this machine's: --host 127.0.0.1"]
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            return [f"{host} is no address of this machine. Choose one that is, or --host 0.0.0.0"]
        return [f"Port {port} is taken. Stop what runs there, or choose another: --port {port + 1}"]
    return []


def _try_port(host: str, port: int) -> None:
    # The server itself would share the port in silence with another one (SO_REUSEPORT).
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name == "posix":  # past connections may linger; elsewhere it means something else
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
        probe.listen()


def database_problems() -> list[str]:
    """Return what keeps the database from answering."""

    try:
        settings.TENFOLD_HOME.mkdir(parents=True, exist_ok=True)
        connection.ensure_connection()
    except (OSError, DatabaseError):
        if connection.vendor == "postgresql":
            told = "The database of TENFOLD_DATABASE_URL does not answer."
            return [f"{told} Start it, or check the address, the name and the password in it."]
        return [
            f"{settings.TENFOLD_HOME} cannot be written to. Set TENFOLD_HOME to another folder."
        ]
    return []


def _sweep_every_hour(stop: Event) -> None:
    """Sweep in a process of its own: this one forks workers, and must hold nothing then."""
    while not stop.wait(SWEEP_S):
        subprocess.run([sys.executable, "-m", "tenfold.web", "sweep", "-v0"], check=False)


def _keep_worker(stop: Event) -> None:
    """Run a worker beside the server, and another one when it ends before its time."""
    command = [sys.executable, "-m", "tenfold", "worker", "--no-uploads", "--follow"]
    while not stop.wait(WORKER_PAUSE_S):  # the server first
        worker = subprocess.Popen(command)  # noqa: S603
        while worker.poll() is None and not stop.wait(0.5):
            pass
        if stop.is_set():
            worker.terminate()
        worker.wait()


def _told(message: CheckMessage) -> str:
    return f"{message.msg} {message.hint or ''}".strip()
