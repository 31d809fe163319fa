"""The list of models, a model's page, and what pages ask for."""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from tenfold.errors import ModelError
from tenfold.reading.names import DEFAULT_MODEL, model_files
from tenfold.reading.promoted import history
from tenfold.web.ui.model_files import model_url
from tenfold.web.ui.present import is_fixed, present_card
from tenfold.web.zoo import cards, work
from tenfold.web.zoo.access import may_change
from tenfold.web.zoo.jobs import State


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the models, what was promoted, and take new ones."""
    return render(request, "zoo/list.html", list_context(request))


def list_context(request: HttpRequest, **more: Any) -> dict[str, Any]:
    """Return what the list shows; ``more`` is what was wrong with an import."""
    key = request.GET.get("importing", "")
    return {
        "rows": cards.rows(),
        "promotions": cards.promotions()[:20],
        "can_roll_back": any(one.ended is None for one in history()),
        "may_change": may_change(request),
        "is_fixed": is_fixed(),
        "importing": key if key.isalnum() else "",
        **more,
    }


@login_not_required  # the draw page, which is open to all offline, asks for it
@require_safe
def present(request: HttpRequest) -> HttpResponse:
    """Say which model reads now, and where its files are."""
    card = present_card()
    found = {"name": card.name, "model": model_url("onnx"), "card": model_url("json")}
    response = JsonResponse(found)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def model(request: HttpRequest, name: str) -> HttpResponse:
    """Show a model: its card, whether it may read, its files, and a pad to try it on."""
    files = model_files(name)
    if files is None:
        raise Http404
    row = cards.row(name)
    context = {
        "row": row,
        "card": row.card,
        "figures": cards.figures(row.card),
        "thresholds": cards.thresholds(row.card),
        "promotions": cards.promotions(name),
        "shipped_name": DEFAULT_MODEL,
        "may_change": may_change(request),
        "is_fixed": is_fixed(),
        "has_report": files[0].name == "model.onnx" and files[0].with_name("report.html").is_file(),
        "has_tools": bool(find_spec("onnx") and find_spec("safetensors")),
        **_beside(row),
    }
    return render(request, "zoo/model.html", context)


def _beside(row: cards.Row) -> dict[str, Any]:
    """Return where the browser finds this model and the one that reads."""
    try:
        found = {"present_name": present_card().name, "present_urls": _urls()}
        return {**found, "urls": _urls(row.name)} if row.card else found
    except ModelError:
        return {}


def _urls(name: str = "") -> dict[str, str]:
    return {"model": model_url("onnx", name), "card": model_url("json", name)}


@require_safe
def verdict(request: HttpRequest, name: str) -> HttpResponse:
    """Say how the comparison with the model that reads stands; with the page's part, once done."""
    try:
        return verdict_json(request, name, work.verdict(name).ask())
    except ModelError as error:
        return verdict_json(request, name, State("failed", error=str(error)))


def verdict_json(request: HttpRequest, name: str, state: State) -> JsonResponse:
    """Return a comparison's state as the page takes it."""
    context = {
        "name": name,
        "state": state,
        "verdict": state.result,
        "may_change": may_change(request),
        "is_fixed": is_fixed(),
    }
    shown = state.state in ("done", "failed")
    html = render_to_string("zoo/verdict.html", context, request) if shown else ""
    return JsonResponse({**work.as_json(state), "html": html})


@require_safe
def importing(request: HttpRequest) -> HttpResponse:
    """Say how an import stands; with the model's page, once it is there."""
    key = request.GET.get("key", "")
    if not key.isalnum():
        raise Http404
    state = work.adoption(key).ask()
    page = reverse("models-model", args=[state.result["name"]]) if state.state == "done" else ""
    return JsonResponse({**work.as_json(state), "page": page})
