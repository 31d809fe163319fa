"""`tenfold serve`: the web app on this machine."""

from __future__ import annotations

import os
from importlib import import_module
from types import ModuleType
from typing import Annotated

import typer

from tenfold.cli.ending import WRONG_USE, say


def serve(
    *,
    host: Annotated[str | None, typer.Option("--host", help="Address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", "-p", min=1, max=65535, help="Port to listen on.")
    ] = None,
    team: Annotated[
        bool, typer.Option("--team", help="Several people with accounts and sign-in.")
    ] = False,
    workers: Annotated[
        int | None,
        typer.Option("--workers", "-w", min=1, max=64, help="Processes that answer requests."),
    ] = None,
    open_: Annotated[
        bool, typer.Option("--open/--no-open", help="Open the page in the browser.")
    ] = False,
) -> None:
    """Start the web app: draw, upload, look back, and the HTTP API.

    It prepares what it needs, opens no connection to anywhere, and ends with Ctrl-C. Options left
    out are taken from TENFOLD_HOST, TENFOLD_PORT and so on.

    \b
    tenfold serve --open
    tenfold serve --team --host 192.168.1.5
    """
    chosen = {"HOST": host, "PORT": port, "WORKERS": workers, "TEAM": "on" if team else None}
    # As environment, because the workers are processes of their own.
    os.environ.update({f"TENFOLD_{k}": str(v) for k, v in chosen.items() if v is not None})
    serving = import_serving()
    with serving.counting_together():
        found = serving.problems()
        for told in found or serving.prepare():
            say(told)
        if found:
            raise typer.Exit(WRONG_USE)
        serving.run(open_browser=open_)


def import_serving() -> ModuleType:
    """Import what runs the web app; say which extra is missing."""
    try:
        import_module("granian")
        serving = import_module("tenfold.web.serve")
    except ImportError as error:
        say(f"The web app needs its extra: pip install 'tenfold[web]' ({error.name} is missing).")
        raise typer.Exit(WRONG_USE) from error
    return serving
