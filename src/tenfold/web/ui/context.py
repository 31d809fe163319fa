"""What the base template needs on every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from tenfold.errors import ModelError
from tenfold.reading.names import model_files
from tenfold.web.ui.nav import more_pages, pages
from tenfold.web.ui.present import present_card


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the pages of the navigation and which is open."""
    match = request.resolver_match
    user = getattr(request, "user", None)
    model, models = _model_name(), reverse("models")
    return {
        "may_enter": not settings.TENFOLD_TEAM or bool(user and user.is_authenticated),
        "nav_pages": pages(),
        "more_pages": more_pages(),
        "nav_open": match.url_name.split("-")[0] if match and match.url_name else "",
        "team": settings.TENFOLD_TEAM,
        "model_name": model,
        "model_page": reverse("models-model", args=[model]) if model_files(model) else models,
    }


def _model_name() -> str:
    """Return the name of the model that reads; '' where it is broken, which its page mends."""
    try:
        return present_card().name
    except ModelError:
        return ""
