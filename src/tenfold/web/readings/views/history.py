"""Looking back on readings: the list, one of them, and checking them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from tenfold.web.readings import services
from tenfold.web.readings.history import pictures
from tenfold.web.readings.history.detail import Detail
from tenfold.web.readings.history.filters import Filter, has_any, models_of
from tenfold.web.readings.history.paging import Page, page_of
from tenfold.web.readings.history.zone import in_own_zone
from tenfold.web.readings.models import Picture, Reading
from tenfold.web.ui.errors import Failure, failure_response, wants_json


@require_safe
@in_own_zone
def index(request: HttpRequest) -> HttpResponse:
    """Show a page of the history; with ``part=list`` only what changes with the filter."""
    filter_ = Filter(request.GET, request.user)
    page = page_of(
        filter_.readings(),
        unsure_first=filter_.is_unsure_first,
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    context = _context(request, filter_, page)
    if request.GET.get("part") == "list":
        return _unstored(render(request, "readings/history_list.html", context))
    filter_.offer_models(models_of(request.user))
    return _unstored(render(request, "readings/history.html", context))


def _context(request: HttpRequest, filter_: Filter, page: Page) -> dict[str, Any]:
    mine = Reading.objects.of(request.user)
    return {
        "filter": filter_,
        "page": page,
        "rows": [Detail(reading) for reading in page.readings],
        "chosen": Detail(page.readings[0]) if page.readings else None,
        "is_empty": not page.total and not has_any(request.user),
        "newest": mine.order_by("-pk").values_list("pk", flat=True).first() or 0,
        "keep_days": settings.TENFOLD_KEEP_DAYS,
        **_addresses(filter_, page),
    }


@require_safe
def keeping(request: HttpRequest) -> HttpResponse:
    """Show how long what is kept, and how much there is."""
    mine = Picture.objects.of(request.user).aggregate(count=Count("pk"), bytes=Sum("bytes"))
    context = {
        "keep_days": settings.TENFOLD_KEEP_DAYS,
        "readings": Reading.objects.of(request.user).count(),
        "pictures": mine["count"],
        "bytes": mine["bytes"] or 0,
    }
    return render(request, "readings/keeping.html", context)


def _addresses(filter_: Filter, page: Page) -> dict[str, str]:
    there = {"previous_page": ("before", page.previous), "next_page": ("after", page.next)}
    links = {
        name: f"?{filter_.address(**{key: str(place)})}" if place else ""
        for name, (key, place) in there.items()
    }
    return {**links, "here": f"{reverse('history')}?{filter_.address()}"}


@require_safe
@in_own_zone
def reading(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one reading; with ``part=detail`` only its panel."""
    found = _mine(request, pk)
    context = {"detail": Detail(found), "keep_days": settings.TENFOLD_KEEP_DAYS}
    if request.GET.get("part") == "detail":
        return _unstored(render(request, "readings/reading_panel.html", context))
    mine = Reading.objects.of(request.user)
    context["newer"] = mine.filter(pk__gt=pk).order_by("pk").values_list("pk", flat=True).first()
    context["older"] = mine.filter(pk__lt=pk).order_by("-pk").values_list("pk", flat=True).first()
    return _unstored(render(request, "readings/reading.html", context))


@require_safe
def newer(request: HttpRequest) -> HttpResponse:
    """Tell how many readings of this filter came after the newest that is shown."""
    try:
        after = min(int(request.GET.get("newest", "")), 2**63 - 1)
    except ValueError:
        after = 0
    found = Filter(request.GET, request.user).readings().filter(pk__gt=after)
    return _unstored(JsonResponse({"count": found.count()}))


@require_POST
@in_own_zone
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a reading is right, or what it should be, or take that back.

    ``do`` is right, none (no digit), back, or text with ``corrected``.
    """
    found = _mine(request, pk)
    texts = {"right": found.text, "none": "", "back": None}
    try:
        text = texts.get(request.POST.get("do", ""), request.POST.get("corrected", ""))
        services.correct(found, text)
    except ValueError:
        return _refused(request)
    if not wants_json(request):
        return redirect(_safe_next(request, reverse("history-reading", args=(pk,))))
    context = {
        "detail": Detail(found),
        "row": Detail(found),
        "keep_days": settings.TENFOLD_KEEP_DAYS,
    }
    return JsonResponse(
        {
            "corrected": found.corrected,
            "row": render_to_string("readings/history_row.html", context, request),
            "panel": render_to_string("readings/reading_panel.html", context, request),
        }
    )


def _refused(request: HttpRequest) -> HttpResponse:
    failure = Failure(
        400,
        "bad_correction",
        "This is no number.",
        f"Write up to {services.LONGEST} digits 0 to 9, with spaces between numbers.",
    )
    return failure_response(request, failure)


@require_safe
def small(request: HttpRequest, pk: int) -> HttpResponse:
    """Send what was read, cut out of its picture."""
    return _made(request, pk, pictures.thumb)


@require_safe
def digits(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the digits as the network saw them, side by side."""
    return _made(request, pk, pictures.digits_strip)


def _made(request: HttpRequest, pk: int, make: Any) -> HttpResponse:
    try:
        png = make(_mine(request, pk))
    except (FileNotFoundError, LookupError) as error:
        raise Http404 from error
    response = HttpResponse(png, content_type="image/png")
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return _unstored(response)


def _mine(request: HttpRequest, pk: int) -> Reading:
    mine = Reading.objects.of(request.user).select_related("picture")
    if pk > 2**63 - 1:
        raise Http404
    return get_object_or_404(mine, pk=pk)


def _safe_next(request: HttpRequest, default: str) -> str:
    """Return where the form says to go on, if that is here."""
    next_ = request.POST.get("next", "")
    is_here = url_has_allowed_host_and_scheme(
        next_, {request.get_host()}, require_https=request.is_secure()
    )
    return next_ if is_here else default


def _unstored(response: HttpResponse) -> HttpResponse:
    """Keep what people read out of every cache: what is deleted is gone there too."""
    response["Cache-Control"] = "private, no-store"
    return response
