"""What happens to every request and answer: it is counted, and errors take the client's form."""

from __future__ import annotations

import json
from collections.abc import Callable
from time import perf_counter
from typing import Final

from django.http import HttpRequest, HttpResponse, JsonResponse

from tenfold.web.metrics import count_request
from tenfold.web.ui.errors import Failure, failure_response

Handler = Callable[[HttpRequest], HttpResponse]

_NOT_ALLOWED: Final = 405


class Measure:
    """Counts each request by its route, and how long it took."""

    def __init__(self, get_response: Handler) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Take the time until the answer is ready to be sent."""
        started = perf_counter()
        response = self._next(request)
        match = request.resolver_match
        # Static files and unknown addresses have none.
        route = f"/{match.route}" if match else "other"
        count_request(route, request.method or "", response.status_code, perf_counter() - started)
        return response


class MachineErrors:
    """Gives the errors that Django and the framework write themselves the form of ours."""

    def __init__(self, get_response: Handler) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at errors alone."""
        response = self._next(request)
        if response.status_code < 400:
            return response
        if response.status_code == _NOT_ALLOWED:
            response = _not_allowed(request, response)
        if request.path == "/v2" or request.path.startswith("/v2/"):
            response = _inference_error(response)
        return response


def _not_allowed(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    allowed = ", ".join(sorted(m.strip() for m in response.headers.get("Allow", "").split(",")))
    failure = Failure(
        _NOT_ALLOWED,
        "method_not_allowed",
        f"{str(request.method)[:20]} cannot be done here.",
        f"Use {allowed}." if allowed else "",
    )
    told = failure_response(request, failure)
    told["Allow"] = allowed
    return told


def _inference_error(response: HttpResponse) -> HttpResponse:
    """Turn our form into the one of the Open Inference Protocol: ``{"error": "..."}``."""
    try:
        error = json.loads(response.content)["error"]
    except (ValueError, KeyError, TypeError):
        return response
    if not isinstance(error, dict):
        return response
    told = JsonResponse(
        {"error": " ".join(filter(None, (error["message"], error["hint"])))},
        status=response.status_code,
    )
    for name, value in response.headers.items():
        told.headers.setdefault(name, value)
    return told
