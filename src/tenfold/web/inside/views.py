"""The page that shows what the network does; all of it happens in the browser."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenfold.reading.model import known_models
from tenfold.web.ui.model_files import default_model_name, model_paths, model_url


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the inside of the model that reads here, or of ``?model=<name>``."""
    name = request.GET.get("model", "") or default_model_name()
    if not model_paths(name):
        raise Http404
    return render(request, "inside/inside.html", page_context(name))


def page_context(name: str = "") -> dict[str, Any]:
    """Return what the template needs for a model; '' for the one that reads here."""
    name = name or default_model_name()
    return {
        "model_url": model_url("onnx", name),
        "card_url": model_url("json", name),
        "shown": name,
        "models": sorted({*known_models(), default_model_name()}),
    }
