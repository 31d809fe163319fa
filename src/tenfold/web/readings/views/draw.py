"""The first page: a pad, and what is read on it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.csrf import ensure_csrf_cookie

from tenfold.web.ui.model_files import model_url


@ensure_csrf_cookie
def draw(request: HttpRequest) -> HttpResponse:
    """Show the pad; all else happens in the browser, which keeps drawings through ``drawings``."""
    return render(request, "readings/draw.html", page_context(owner=str(request.user.pk)))


def page_context(owner: str) -> dict[str, Any]:
    """Return what the template needs; ``owner`` marks what waits in the browser as theirs."""
    return {
        "model_url": model_url("onnx"),
        "card_url": model_url("json"),
        "inside_url": reverse("inside"),
        "owner": owner,
    }
