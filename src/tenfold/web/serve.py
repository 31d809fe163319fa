"""Prepares the web app and runs it: what `tenfold serve` does."""

from __future__ import annotations

import os
import socket
import sys
import webbrowser
from threading import Timer

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tenfold.web.settings")


def prepare() -> list[str]:
    """Check the settings, bring the database up to date, gather the static files.

    Returns:
        What is wrong, each problem a sentence with what to do; empty when all is ready.

    """
    import django
    from django.conf import settings
    from django.core.checks import run_checks
    from django.core.management import call_command

    django.setup()
    problems = [f"{e.msg} {e.hint or ''}".strip() for e in run_checks() if e.is_serious()]
    if problems:
        return problems
    if not _is_free(settings.TENFOLD_HOST, settings.TENFOLD_PORT):
        other = f"tenfold serve --port {settings.TENFOLD_PORT + 1}"
        taken = f"Port {settings.TENFOLD_PORT} is taken."
        return [f"{taken} Stop what runs there, or choose another: {other}"]
    settings.TENFOLD_HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    return []


def run(*, open_browser: bool = False) -> None:
    """Serve until Ctrl-C or SIGTERM."""
    from django.conf import settings
    from granian.constants import Interfaces
    from granian.server import Server

    address = _address()
    sys.stdout.write(f"Tenfold is at {address} (Ctrl-C ends it)\n")
    sys.stdout.flush()
    if open_browser:
        Timer(1.0, webbrowser.open, (address,)).start()
    Server(
        "tenfold.web.wsgi:application",
        address=settings.TENFOLD_HOST,
        port=settings.TENFOLD_PORT,
        interface=Interfaces.WSGI,
        workers=settings.TENFOLD_WORKERS,
        blocking_threads=settings.TENFOLD_THREADS,
        log_enabled=False,
        websockets=False,
    ).serve()


def _address() -> str:
    from django.conf import settings

    host = settings.TENFOLD_HOST
    shown = f"[{host}]" if ":" in host else host
    return settings.TENFOLD_URL or f"http://{shown}:{settings.TENFOLD_PORT}"


def _is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
