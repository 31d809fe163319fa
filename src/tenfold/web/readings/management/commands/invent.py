"""Fills the history with invented readings."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tenfold.web.accounts.models import User
from tenfold.web.readings.invented import invent


class Command(BaseCommand):
    """Fill a person's history with invented readings, to try the pages or measure them."""

    help = "Fill the history with invented readings, to try the pages or measure them."

    def add_arguments(self, parser: Any) -> None:
        """How many, and whose."""
        parser.add_argument("count", type=int)
        parser.add_argument("--name", help="whose history; that of this machine's owner by default")

    def handle(self, *args: Any, count: int, name: str | None, **options: Any) -> None:
        """Find the person and invent."""
        owner = User.objects.local_owner()
        if name is not None:
            try:
                owner = User.objects.get_by_natural_key(name)
            except User.DoesNotExist as error:
                raise CommandError(f"There is nobody called {name!r}.") from error
        invent(owner, count)
