"""The one place where errors become answers: a page for people, JSON for programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost, RequestDataTooBig, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

_MACHINE_PATHS = ("/api/", "/v2", "/model/", "/metrics", "/healthz")


@dataclass(frozen=True, slots=True)
class Failure:
    """What happened, and what to do; ``code`` is a short word for programs."""

    status: int
    code: str
    message: str
    hint: str = ""

    def as_dict(self) -> dict[str, str]:
        """Return what stands below ``error`` in an answer."""
        return {"code": self.code, "message": self.message, "hint": self.hint}

    @classmethod
    def too_large(cls) -> Failure:
        """A request over the limit of its size."""
        most = settings.TENFOLD_MAX_UPLOAD_BYTES // 1_000_000
        return cls(
            413,
            "too_large",
            f"This is more than {most} MB at once.",
            "Send fewer or smaller pictures.",
        )

    @classmethod
    def too_slow(cls) -> Failure:
        """A request whose body did not come in time."""
        return cls(
            408,
            "too_slow",
            "The rest of the request did not come in time.",
            "Send it again, over a better connection or in smaller parts.",
        )

    @classmethod
    def cut_short(cls) -> Failure:
        """A request whose body ended before its announced length."""
        return cls(
            400, "cut_short", "The connection ended before all had come.", "Send the request again."
        )

    @classmethod
    def too_many_files(cls) -> Failure:
        """A request with more files than allowed."""
        return cls(
            413,
            "too_many_files",
            f"These are more than {settings.TENFOLD_MAX_FILES:,} files at once.",
            "Send them in several parts.",
        )

    @classmethod
    def too_often(cls, seconds: int) -> Failure:
        """More requests than allowed within a time."""
        return cls(429, "too_often", "That was too often.", f"Wait {seconds} seconds, then go on.")


_NOT_UNDERSTOOD = Failure(
    400, "bad_request", "This request could not be understood.", "Go back and try again."
)
_UNKNOWN_NAME = Failure(
    400,
    "unknown_host",
    "Tenfold does not know itself under this name.",
    "Open it under the address that it printed at its start, or add this name to TENFOLD_HOSTS.",
)


def is_for_programs(request: HttpRequest) -> bool:
    """Whether the address is one for programs."""
    return request.path.startswith(_MACHINE_PATHS) and request.path != "/api/docs"


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks: by address, or because it accepts JSON and no page."""
    if is_for_programs(request):
        return True
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def failure_response(request: HttpRequest, failure: Failure) -> HttpResponse:
    """Answer with a failure in the form that the client reads."""
    if wants_json(request):
        return json_failure(failure)
    return render(request, "errors/error.html", {"failure": failure}, status=failure.status)


def json_failure(failure: Failure) -> JsonResponse:
    """Answer a program: ``{"error": {"code", "message", "hint"}}``."""
    return JsonResponse({"error": failure.as_dict()}, status=failure.status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where there was too much of it."""
    if isinstance(exception, RequestDataTooBig):
        return failure_response(request, Failure.too_large())
    if isinstance(exception, TooManyFilesSent):
        return failure_response(request, Failure.too_many_files())
    if isinstance(exception, DisallowedHost):
        return _plain_response(request, _UNKNOWN_NAME)
    return failure_response(request, _NOT_UNDERSTOOD)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return failure_response(
        request, Failure(403, "forbidden", "This is not open to you.", "Ask an owner for it.")
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form from another site, or one whose cookie has gone."""
    return failure_response(
        request,
        Failure(
            403,
            "csrf",
            "This form is too old or comes from another site.",
            "Go back, load the page again and send it once more.",
        ),
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return failure_response(
        request,
        Failure(404, "not_found", "There is nothing at this address.", "It may have been deleted."),
    )


def server_error(request: HttpRequest, *args: Any) -> HttpResponse:
    """500; the log has the trace under the request's id."""
    failure = Failure(
        500,
        "server_error",
        "Something went wrong here.",
        "Nothing of yours is lost. Try again; if it comes back, tell whoever runs this server "
        f"the id {getattr(request, 'id', '-')}.",
    )
    return _plain_response(request, failure)


def _plain_response(request: HttpRequest, failure: Failure) -> HttpResponse:
    """Answer without what a page usually asks for: that may be just what failed."""
    if wants_json(request):
        return json_failure(failure)
    page = render_to_string("errors/plain.html", {"failure": failure})
    return HttpResponse(page, status=failure.status)
