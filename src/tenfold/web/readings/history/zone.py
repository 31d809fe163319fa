"""Days and times as they are where the person is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, tzinfo
from functools import cache, wraps
from typing import Any, Final
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

COOKIE: Final = "tenfold_zone"
"""Holds the browser's time zone, such as Europe/Berlin; the page's script sets it."""


def in_own_zone(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Run a view in the browser's time zone; in UTC where it has not told any."""

    @wraps(view)
    def within(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with timezone.override(_zone(request.COOKIES.get(COOKIE, ""))):
            return view(request, *args, **kwargs)

    return within


def _zone(name: str) -> tzinfo:
    # Not by trying: a name becomes a path.
    return ZoneInfo(name) if name in _names() else UTC


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())
