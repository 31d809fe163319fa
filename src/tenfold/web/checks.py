"""System checks: a wrong setting is told at start, with what to do."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from tenfold.web.env import PROBLEMS

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


@register()
def check_settings(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Tell every TENFOLD_* variable that is wrong or unknown."""
    return [
        Error(problem.message, hint=problem.hint, id="tenfold.E001")
        for problem in PROBLEMS.values()
    ]


@register()
def check_team(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse an address that others reach while there is no sign-in."""
    if settings.TENFOLD_TEAM or settings.TENFOLD_HOST in LOOPBACK:
        return []
    return [
        Error(
            f"{settings.TENFOLD_HOST} can be reached from other machines, and there is no sign-in.",
            hint="Add --team (TENFOLD_TEAM=on) for accounts, or leave the host at 127.0.0.1.",
            id="tenfold.E002",
        )
    ]


def refuse_problems() -> None:
    """Raise when a check finds an error: no server runs on wrong settings."""
    from django.core.checks import run_checks

    errors = [message for message in run_checks() if message.is_serious()]
    if errors:
        raise ImproperlyConfigured("; ".join(f"{e.msg} {e.hint or ''}" for e in errors))
