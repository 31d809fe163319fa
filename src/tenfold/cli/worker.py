"""`tenfold worker`: a process that trains and reads uploads for the web app."""

from __future__ import annotations

from typing import Annotated

import typer

from tenfold.cli.ending import WRONG_USE, say
from tenfold.cli.serve import import_serving


def worker(
    *,
    uploads: Annotated[
        bool, typer.Option("--uploads/--no-uploads", help="Read what people upload, too.")
    ] = True,
    follow: Annotated[
        bool, typer.Option("--follow", help="End with the process that started it.")
    ] = False,
) -> None:
    """Train what people start in the web app, and read what they upload.

    `tenfold serve` starts one. More may run beside it, and on other machines with the same
    TENFOLD_DATABASE_URL and a TENFOLD_HOME that all share. A training whose worker ends goes on
    with the next one, from its last whole epoch. Ctrl-C ends it.

    \b
    tenfold worker
    tenfold worker --no-uploads
    """
    serving = import_serving()
    if problems := serving.setting_problems() or serving.database_problems():
        for problem in problems:
            say(problem)
        raise typer.Exit(WRONG_USE)
    serving.migrate()
    serving.work(uploads=uploads, follow=follow)
