"""What many readings tell together."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenfold.web.readings.analytics import sums
from tenfold.web.readings.analytics.confusions import LABELS
from tenfold.web.readings.analytics.report import Report
from tenfold.web.readings.analytics.span import PRESETS, Span
from tenfold.web.readings.history.filters import has_any
from tenfold.web.readings.history.zone import in_own_zone


@require_safe
@in_own_zone
def index(request: HttpRequest) -> HttpResponse:
    """Show the report of some days; with ``part=report`` only what changes."""
    span = Span(request.GET, request.user)
    context = {
        "span": span,
        "presets": PRESETS,
        "report": Report(span) if span.is_valid() else None,
        "labels": LABELS,
        "stamp": sums.stamp(request.user),
        "is_empty": not has_any(request.user),
    }
    is_part = request.GET.get("part") == "report"
    template = "readings/analytics_report.html" if is_part else "readings/analytics.html"
    response = render(request, template, context)
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def stamp(request: HttpRequest) -> HttpResponse:
    """Tell a script whether anything changed since it asked last."""
    response = JsonResponse({"stamp": sums.stamp(request.user)})
    response["Cache-Control"] = "private, no-store"
    return response
