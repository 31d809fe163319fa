"""What the base template needs on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from tenfold.web.ui.model_files import default_model_name
from tenfold.web.ui.nav import more_pages, pages


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the pages of the navigation and which is open."""
    match = request.resolver_match
    user = getattr(request, "user", None)
    return {
        "may_enter": not settings.TENFOLD_TEAM or bool(user and user.is_authenticated),
        "nav_pages": pages(),
        "more_pages": more_pages(),
        "nav_open": match.url_name.split("-")[0] if match and match.url_name else "",
        "team": settings.TENFOLD_TEAM,
        "model_name": default_model_name(),
    }
