"""Who may change the models."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from tenfold.reading.names import model_files

View = Callable[..., HttpResponse]


def may_change(request: HttpRequest) -> bool:
    """Whether this person may promote, import and remove models."""
    return bool(request.user.is_authenticated and request.user.is_owner)


def owners(view: View) -> View:
    """Keep a change to owners; without accounts there is one."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_change(request):
            raise PermissionDenied
        if "name" in kwargs and model_files(kwargs["name"]) is None:
            raise Http404
        return view(request, *args, **kwargs)

    return require_POST(guarded)
