"""The pages of runs: all of them, one of them, several beside each other."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from tenfold.errors import TenfoldError
from tenfold.web.readings.history.zone import in_own_zone
from tenfold.web.runs import comparison, corrections, kept_models
from tenfold.web.runs.models import Run
from tenfold.web.runs.views.answers import mine
from tenfold.web.ui.errors import Failure, failure_response
from tenfold.web.zoo.access import may_change, owners

CLASSES = (*"0123456789", "none")
"""The classes as a matrix names them."""
_MOST_COMPARED = 10


@require_safe
@in_own_zone
def index(request: HttpRequest) -> HttpResponse:
    """Show all runs of a person, the newest first; with ``part=rows`` only their rows."""
    runs = list(Run.objects.of(request.user).order_by("-pk"))
    if request.GET.get("part") == "rows":
        return unstored(render(request, "runs/runs_rows.html", {"runs": runs}))
    context = {"runs": runs, "corrections": corrections.checked(request.user).count()}
    return unstored(render(request, "runs/runs.html", context))


@require_safe
@in_own_zone
def run(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one run; with ``part=head`` only its status and what can be done."""
    context = {
        "run": mine(request, Run, pk),
        "labels": CLASSES,
        "may_promote": may_change(request),
    }
    is_part = request.GET.get("part") == "head"
    template = "runs/run_head.html" if is_part else "runs/run.html"
    return unstored(render(request, template, context))


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show the runs of ``ids`` beside each other: ids=1&ids=2, or ids=1,2."""
    wanted = ",".join(request.GET.getlist("ids")).split(",")
    ids = [int(word) for word in wanted if word.isascii() and word.isdigit() and len(word) < 19]
    runs = list(Run.objects.of(request.user).filter(pk__in=ids[:_MOST_COMPARED]).order_by("pk"))
    context = {
        "runs": runs,
        "rows": comparison.rows(runs),
        "curves": comparison.curves(runs),
    }
    return unstored(render(request, "runs/compare.html", context))


@owners
def keep(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a model of one's own of a run, once, and show it."""
    found = mine(request, Run, pk)
    try:
        name = kept_models.model_of(found)
    except TenfoldError as error:
        failure = Failure(409, "no_model", f"{error}.", "Train it again, then try once more.")
        return failure_response(request, failure)
    return redirect("models-model", name)


def unstored(response: HttpResponse) -> HttpResponse:
    """Keep a page that changes by itself out of every cache."""
    response["Cache-Control"] = "private, no-store"
    return response
