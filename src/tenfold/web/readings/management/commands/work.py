"""``python -m tenfold.web work``: read uploads in a process of its own."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tenfold.web.readings import worker


class Command(BaseCommand):
    """Read uploads until Ctrl-C or SIGTERM; set TENFOLD_READERS=0 for the servers beside it."""

    help = "Read uploads in this process until it is ended."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work in this thread."""
        worker.run_until_told()
