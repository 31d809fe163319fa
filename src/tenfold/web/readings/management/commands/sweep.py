"""``python -m tenfold.web sweep``."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from tenfold.web.readings.retention import sweep


class Command(BaseCommand):
    """Deletes pictures past TENFOLD_KEEP_DAYS, and what else is past its time."""

    help = "Delete pictures past TENFOLD_KEEP_DAYS. `tenfold serve` does so every hour by itself."

    def handle(self, *args: Any, **options: Any) -> None:
        """Do so, and say how many they were."""
        count = sweep()
        if options["verbosity"] > 0:
            self.stdout.write(f"{count} deleted.")
