"""The page that shows what the network does; all of it happens in the browser."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from tenfold.reading.model import known_models
from tenfold.web.inside.known import known_file, known_source
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
        "known_url": known_url(name),
        "shown": name,
        "models": sorted({*known_models(), default_model_name()}),
    }


def known_url(name: str) -> str:
    """Return the address of the pictures that a model knows; '' where there is no data set."""
    return f"{reverse('inside-known')}?{urlencode({'model': name})}" if known_source() else ""


@require_safe
def known(request: HttpRequest) -> FileResponse:
    """Send pictures of a data set with what ``?model=<name>`` makes of them."""
    paths = model_paths(request.GET.get("model", "") or default_model_name())
    made = known_file(paths["onnx"], settings.TENFOLD_HOME) if paths else None
    if made is None:
        raise Http404
    response = FileResponse(made.open("rb"), content_type="application/octet-stream")
    response["Cache-Control"] = "private, max-age=3600"
    return response
