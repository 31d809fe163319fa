"""What happens to every request: its id, and the limit of its size."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tenfold.web.patience import CUT, SLOW
from tenfold.web.ui.errors import Failure, failure_response, is_for_programs

Handler = Callable[[HttpRequest], HttpResponse]

_PERMISSIONS = "camera=(self), fullscreen=(self), geolocation=(), microphone=(), payment=(), usb=()"
_SOUND_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_current: ContextVar[str] = ContextVar("request_id", default="-")


class RequestId:
    """Gives each request an id, in ``request.id``, the answer's X-Request-ID and the log.

    An id that comes with the request is kept where it is short and plain.
    """

    def __init__(self, get_response: Handler) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the id, and take it back from the log's context at the end."""
        given = request.headers.get("X-Request-ID", "")
        request.id = given if _SOUND_ID.fullmatch(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        token = _current.set(request.id)  # type: ignore[attr-defined]
        try:
            response = self._next(request)
        finally:
            _current.reset(token)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        return response


class MoreHeaders:
    """Headers that Django does not set: nobody embeds our files, only our pages see a camera."""

    def __init__(self, get_response: Handler) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set each one that the view has not set itself."""
        response = self._next(request)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault("Permissions-Policy", _PERMISSIONS)
        return response


class Policy(CSPMiddleware):
    """The content security policy, built once: a view that changes it sets the header itself."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Set the policy of the settings."""
        response.headers.setdefault(HEADER, _policy())
        return response


@cache
def _policy() -> str:
    return build_policy()


class Messages(MessageMiddleware):
    """Messages to people; programs get none, and their requests need not look for any."""

    def process_request(self, request: HttpRequest) -> None:
        """Open the messages of a page."""
        if not is_for_programs(request):
            super().process_request(request)


class RequestIdFilter(logging.Filter):
    """Puts the request's id into a line of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Set ``request_id``; '-' outside a request."""
        record.request_id = _current.get()
        return True


class LimitBody:
    """Refuses a body that is larger than allowed, unread, and one that did not all come."""

    def __init__(self, get_response: Handler) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Compare the announced length with the setting."""
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            size = 0
        if request.META.get(SLOW):
            return failure_response(request, Failure.too_slow())
        if request.META.get(CUT):
            return failure_response(request, Failure.cut_short())
        if size > settings.TENFOLD_MAX_UPLOAD_BYTES:
            return failure_response(request, Failure.too_large())
        return self._next(request)
