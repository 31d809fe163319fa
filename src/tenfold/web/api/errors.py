"""Every error of the API in one shape: ``{"error": {"code", "message", "hint"}}``."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from tenfold.errors import ImageError, ModelError
from tenfold.web.readings.incoming import Refused
from tenfold.web.readings.refusals import refusal
from tenfold.web.ui.errors import Failure, json_failure

View = Callable[..., HttpResponse]

CUT: Final = Failure(
    400, "cut_short", "The connection ended before all had come.", "Send the request again."
)
NOT_FOUND: Final = Failure(
    404, "not_found", "There is nothing at this address.", "It may have been deleted."
)
NO_JSON: Final = Failure(
    400, "no_json", "The body is no JSON that can be read.", "Check it, and its Content-Type."
)
NO_FORM: Final = Failure(
    400, "no_form", "The multipart body cannot be read.", "Check its boundary and its end."
)


class ApiError(Exception):
    """Ends a request with a failure, and headers that belong to it."""

    def __init__(self, failure: Failure, **headers: str) -> None:
        super().__init__(failure.code)
        self.failure = failure
        self.headers = headers

    def response(self) -> HttpResponse:
        """Answer with it."""
        response = json_failure(self.failure)
        for name, value in self.headers.items():
            response[name.replace("_", "-")] = value
        return response


def invalid(where: str, what: str) -> ApiError:
    """Return a 422 that names the field and says what is wrong with it."""
    return ApiError(Failure(422, "invalid", f"{where}: {what}.", "See /api/docs for the fields."))


def install(api: NinjaAPI) -> None:
    """Let the API answer all that it raises in the one shape."""
    for kind, make in _MAKERS.items():
        api.add_exception_handler(kind, _handler(make))


def answering_errors(view: View) -> View:
    """Let a view that stands outside the framework answer the same errors in the same way."""

    @wraps(view)
    def answering(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except tuple(_MAKERS) as error:
            make = next(make for kind, make in _MAKERS.items() if isinstance(error, kind))
            return make(error).response()

    return answering


def _handler(
    make: Callable[[Any], ApiError],
) -> Callable[[HttpRequest, Exception], HttpResponse]:
    return lambda request, error: make(error).response()


def _of_http(error: HttpError) -> ApiError:
    # The only one that the framework raises by itself: a body that is no JSON.
    return ApiError(NO_JSON if error.status_code == NO_JSON.status else _odd(error.status_code))


def _odd(status: int) -> Failure:
    return Failure(status, "refused", "This request is refused.", "")


def _of_fields(error: ValidationError) -> ApiError:
    first = error.errors[0]
    # Such as ("query", "page", "limit"): its kind, our name for all of them, and the field's.
    where = ".".join(str(part) for part in first["loc"][2:] or first["loc"][1:] or first["loc"])
    return invalid(where, str(first["msg"])[:300].rstrip("."))


_MAKERS: Final[dict[type[Exception], Callable[[Any], ApiError]]] = {
    ApiError: lambda error: error,
    ValidationError: _of_fields,
    HttpError: _of_http,
    Http404: lambda error: ApiError(NOT_FOUND),
    UnreadablePostError: lambda error: ApiError(CUT),
    MultiPartParserError: lambda error: ApiError(NO_FORM),
    ImageError: lambda error: ApiError(refusal(error)),
    ModelError: lambda error: ApiError(refusal(error)),
    Refused: lambda error: ApiError(error.failure),
}
