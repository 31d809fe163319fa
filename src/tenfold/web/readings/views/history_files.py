"""Readings leave: as files, or for good."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from tenfold.web.readings import services
from tenfold.web.readings.history.exports import KINDS
from tenfold.web.readings.history.filters import Filter
from tenfold.web.readings.history.zone import in_own_zone
from tenfold.web.readings.models import Reading
from tenfold.web.ui.errors import Failure, failure_response, wants_json

WORD: Final = "delete"
"""What a person types to delete more than they chose one by one."""
AT_ONCE: Final = 1000
"""Readings deleted in one request of a script, which shows how far it is."""
_MOST_IDS: Final = 1000
_LARGEST: Final = 2**63 - 1


@require_safe
@in_own_zone
def export(request: HttpRequest, kind: str) -> HttpResponse | StreamingHttpResponse:
    """Send all readings of the filter as one file, written while it is sent."""
    if kind not in KINDS:
        raise Http404
    filter_ = Filter(request.GET, request.user)
    if not filter_.is_valid():
        return failure_response(request, _wrong_filter())
    content_type, write = KINDS[kind]
    response = StreamingHttpResponse(write(filter_.readings()), content_type=content_type)
    name = f"tenfold-{date.today().isoformat()}.{kind}"  # noqa: DTZ011 - a name for people
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@in_own_zone
def delete(request: HttpRequest) -> HttpResponse:
    """Ask whether to delete, then do.

    What is meant are the readings of ``ids``, or with ``all`` those of the filter up to the id
    ``newest``: what came after the question stays. All need the word typed.
    """
    asked = request.POST if request.method == "POST" else request.GET
    found = _meant(asked, request.user)
    if found is None:
        return failure_response(request, _wrong_filter())
    needs_word = "all" in asked
    if request.method != "POST":
        return _question(request, found, needs_word=needs_word)
    if needs_word and asked.get("word", "").strip().lower() != WORD:
        return _question(request, found, needs_word=needs_word, is_wrong=True)
    return _deleted(request, found)


def _meant(asked: QueryDict, owner: Any) -> Any:
    """Return the readings that are meant; None where that is not clear."""
    if "all" not in asked:
        ids = _whole_numbers(asked.getlist("ids"))
        return Reading.objects.of(owner).filter(pk__in=ids) if ids is not None else None
    filter_ = Filter(asked, owner)
    newest = _whole_numbers([asked.get("newest", "")])
    if not filter_.is_valid() or not newest:
        return None
    return filter_.readings().filter(pk__lte=newest[0])


def _whole_numbers(texts: list[str]) -> list[int] | None:
    try:
        numbers = [int(text) for text in texts]
    except ValueError:
        return None
    sound = len(numbers) <= _MOST_IDS and all(0 <= n <= _LARGEST for n in numbers)
    return numbers if sound else None


def _question(
    request: HttpRequest, found: Any, *, needs_word: bool, is_wrong: bool = False
) -> HttpResponse:
    if is_wrong and wants_json(request):
        return failure_response(request, Failure(400, "no_word", f"Type {WORD} to go on."))
    asked = request.POST if request.method == "POST" else request.GET
    kept = [(k, v) for k in asked for v in asked.getlist(k) if k not in ("word", "part")]
    context = {
        "count": found.count(),
        "pictures": found.exclude(picture=None).order_by().values("picture").distinct().count(),
        "word": WORD if needs_word else "",
        "is_wrong": is_wrong,
        "kept": [(k, v) for k, v in kept if k != "csrfmiddlewaretoken"],
    }
    part = asked.get("part") == "question"
    template = "readings/delete_question.html" if part else "readings/delete.html"
    return render(request, template, context, status=400 if is_wrong else 200)


def _deleted(request: HttpRequest, found: Any) -> HttpResponse:
    """Delete: for a script a part of them, and how many are left; for a form all."""
    if wants_json(request):
        done = services.delete_some(found, AT_ONCE)
        return JsonResponse({"deleted": done, "left": found.count() if done else 0})
    total = 0
    while done := services.delete_some(found, AT_ONCE):
        total += done
    what = "1 reading" if total == 1 else f"{total:,} readings"
    messages.success(request, f"Deleted {what} with what was kept of their pictures.")
    return redirect(reverse("history"))


def _wrong_filter() -> Failure:
    return Failure(
        400,
        "bad_filter",
        "It is not clear which readings are meant.",
        "Go back to the history and choose again.",
    )
