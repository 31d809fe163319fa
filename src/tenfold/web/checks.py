"""System checks: a wrong setting is told at start, with what to do."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, register
from django.core.exceptions import ImproperlyConfigured

from tenfold.web.env import PROBLEMS

LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")
_OWN_NAMES: Final = 3
"""Names of the loopback address, which are always allowed."""


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


@register()
def check_names(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse to listen everywhere while no name is known: every request would be refused."""
    if settings.TENFOLD_HOST not in settings.ANYWHERE or len(settings.ALLOWED_HOSTS) > _OWN_NAMES:
        return []
    return [
        Error(
            f"With {settings.TENFOLD_HOST} it is not known how people reach this machine.",
            hint="Set TENFOLD_URL to what they type, such as http://192.168.1.5:8000.",
            id="tenfold.E003",
        )
    ]


@register()
def check_proxy(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse https without a proxy: pages would be sent from http to https without end."""
    if not settings.HTTPS or settings.TENFOLD_PROXY:
        return []
    return [
        Error(
            "TENFOLD_URL is https, and nothing says that a proxy in front speaks it.",
            hint="Set TENFOLD_PROXY=on where nginx or the like sets X-Forwarded-Proto.",
            id="tenfold.E004",
        )
    ]


@register()
def check_model(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Refuse a model that is not there."""
    from tenfold.errors import ModelError
    from tenfold.reading.model import find_model

    try:
        find_model(settings.TENFOLD_MODEL or None)
    except ModelError as error:
        known = "Unset TENFOLD_MODEL for the promoted model, or else the one that ships."
        return [Error(f"TENFOLD_MODEL: {error}.", hint=known, id="tenfold.E005")]
    return []


@register()
def check_plain_http(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Say that passwords can be read on the way where there is no https."""
    if settings.HTTPS or not settings.TENFOLD_TEAM or settings.TENFOLD_HOST in LOOPBACK:
        return []
    return [
        checks.Warning(
            "Passwords and pictures travel unencrypted.",
            hint="Put a proxy with https in front and set TENFOLD_URL; see docs/deploy.md.",
            id="tenfold.W001",
        )
    ]


def refuse_problems() -> None:
    """Raise when a check finds an error: no server runs on wrong settings."""
    from django.core.checks import run_checks

    errors = [message for message in run_checks() if message.is_serious()]
    if errors:
        raise ImproperlyConfigured("; ".join(f"{e.msg} {e.hint or ''}" for e in errors))
