"""What all pages share."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Registers the checks of the settings."""

    name = "tenfold.web.ui"

    def ready(self) -> None:
        """Load the checks."""
        from tenfold.web import checks  # noqa: F401
