"""Slows down whoever guesses passwords."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.utils import timezone

from tenfold.web.accounts.models import Attempt

WINDOW: Final = timedelta(minutes=15)
MOST_OF_BOTH: Final = 5
"""Failures of one name from one address within the window."""
MOST_FROM_ADDRESS: Final = 30
"""Failures from one address, whatever the name."""
MOST_OF_NAME: Final = 100
"""Failures of one name from anywhere; high, so that nobody can easily shut another out."""


def begin(name: str, address: str) -> Attempt | None:
    """Note a try before its password is looked at; None when there were too many.

    Noted first, so that many tries at once are counted as well as one after another.
    """
    name = name.strip().lower()[:80]
    attempt = Attempt.objects.create(name=name, address=address)
    recent = Attempt.objects.filter(at__gt=timezone.now() - WINDOW)
    of_name, from_address = recent.filter(name=name), recent.filter(address=address)
    if (
        of_name.filter(address=address).count() > MOST_OF_BOTH
        or from_address.count() > MOST_FROM_ADDRESS
        or of_name.count() > MOST_OF_NAME
    ):
        attempt.delete()
        return None
    return attempt


def succeed(attempt: Attempt) -> None:
    """Forget the failures of this name from this address."""
    Attempt.objects.filter(name=attempt.name, address=attempt.address).delete()


def forget_old() -> None:
    """Delete what counts no more."""
    Attempt.objects.filter(at__lte=timezone.now() - WINDOW).delete()
