"""The page of corrections: look through them, put them right, choose, train on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenfold.datasets.base import NOT_A_DIGIT
from tenfold.web.readings.history.zone import in_own_zone
from tenfold.web.runs import corrections
from tenfold.web.runs.views.pages import CLASSES, unstored

_NUMBER: Final = 19
"""Letters of an id at most."""


@require_safe
@in_own_zone
def page(request: HttpRequest) -> HttpResponse:
    """Show checked marks: ``kind`` all or wrong, ``read`` and ``meant`` narrow them."""
    asked = request.GET
    kind = "all" if asked.get("kind") == "all" else "wrong"
    read, meant = _class(asked.get("read", "")), _class(asked.get("meant", ""))
    found = corrections.page(
        request.user, before=_id(asked.get("before", "")), wrong=kind == "wrong"
    )
    marks = [
        mark
        for mark in _marks(found["readings"], kind=kind)
        if read in (None, mark["read"]) and meant in (None, mark["meant"])
    ]
    narrowed = asked.copy()
    narrowed["before"] = str(found["next"] or "")
    context = {
        "marks": marks,
        "apart": [one for one in found["readings"] if not one["marks"]],
        "kind": kind,
        "read": read,
        "meant": meant,
        "classes": list(enumerate(CLASSES)),
        "none": NOT_A_DIGIT,
        "following": narrowed.urlencode() if found["next"] else "",
        "is_later": "before" in asked,
        "total": corrections.checked(request.user).count(),
    }
    return unstored(render(request, "runs/corrections.html", context))


def _marks(readings: list[dict[str, Any]], *, kind: str) -> Iterator[dict[str, Any]]:
    """Yield marks with their reading, and the number of their tile on its strip."""
    for reading in readings:
        for tile, mark in enumerate(reading["marks"]):
            if kind == "all" or mark["read"] != mark["meant"]:
                yield {**mark, "reading": reading, "tile": 28 * tile}


def _class(text: str) -> int | None:
    return int(text) if text in map(str, range(NOT_A_DIGIT + 1)) else None


def _id(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < _NUMBER else 0
