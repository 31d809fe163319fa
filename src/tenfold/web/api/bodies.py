"""The pictures of a request, however they are sent: as a form, as the body itself, or as JSON."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from tenfold.web.api.errors import CUT, NO_JSON, ApiError, invalid
from tenfold.web.api.schemas import printable
from tenfold.web.ui.errors import Failure

MOST_PICTURES: Final = 100
"""Pictures of one request that is answered at once; more go into a batch."""
RAW_TYPES: Final = ("image/", "application/octet-stream", "application/pdf")
_LONGEST_NAME: Final = 255

_NO_PICTURE: Final = Failure(
    400,
    "no_picture",
    "There is no picture in this request.",
    "Send it as a file of a form, as the body, or as base64 in JSON; see /api/docs.",
)
_NO_LENGTH: Final = Failure(
    411,
    "length_required",
    "The request does not say how long it is.",
    "Send Content-Length, not a chunked body.",
)
_OTHER_TYPE: Final = Failure(
    415,
    "unsupported_type",
    "A body of this Content-Type is not read.",
    "Use image/png and so on, application/octet-stream, multipart/form-data or application/json.",
)
_TOO_MANY: Final = Failure(
    413,
    "too_many_pictures",
    f"These are more than {MOST_PICTURES} pictures at once.",
    "Send them as a batch: POST /api/v1/batches.",
)


@dataclass(frozen=True, slots=True)
class Sent:
    """One picture that was sent: its name, '' where none is known, and how to come by it.

    ``load`` gives its bytes or an open file, and raises ApiError where there are none.
    """

    name: str
    load: Callable[[], bytes | UploadedFile]


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pictures of a request; ``is_list`` says whether they are answered as a list."""

    sent: list[Sent]
    is_list: bool


def pictures_of(request: HttpRequest, name: str = "") -> Pictures:
    """Find the pictures of a request by its Content-Type.

    Args:
        request: the request.
        name: what a picture is called that comes as the body itself.

    Raises:
        ApiError: none, too many, another type, or a body that is broken or cut short.

    """
    kind = (request.content_type or "").lower()
    if kind == "multipart/form-data":
        found = _of_form(request)
    elif kind == "application/json":
        found = _of_json(request)
    elif kind.startswith(RAW_TYPES):
        found = Pictures([_of_body(request, name)], is_list=False)
    else:
        raise ApiError(_OTHER_TYPE if demand_length(request) else _NO_PICTURE)
    if not found.sent:
        raise ApiError(_NO_PICTURE)
    if len(found.sent) > MOST_PICTURES:
        raise ApiError(_TOO_MANY)
    return found


def whole_body(request: HttpRequest, most_bytes: int) -> bytes:
    """Read the body into memory.

    Raises:
        ApiError: longer than allowed, of unknown length, or cut short.

    """
    length = demand_length(request)
    if length > most_bytes:
        raise ApiError(
            Failure(
                413,
                "too_large",
                f"This is more than {most_bytes // 1_000_000} MB at once.",
                "Send a smaller picture, or several as files of a form.",
            )
        )
    body = request.body
    if len(body) < length:
        raise ApiError(CUT)
    return body


def parsed_json(request: HttpRequest) -> Any:
    """Parse a JSON body; it may hold twice a picture's bytes, as base64 takes a third more.

    Raises:
        ApiError: no JSON, or one of ``whole_body``.

    """
    try:
        return json.loads(whole_body(request, 2 * settings.TENFOLD_MAX_PICTURE_BYTES))
    except (ValueError, RecursionError) as error:
        raise ApiError(NO_JSON) from error


def files_of(request: HttpRequest) -> list[UploadedFile]:
    """Return the files of a form, whatever its fields are called.

    Raises:
        ApiError: no form, or one of unknown length.

    """
    length = demand_length(request)
    if (request.content_type or "").lower() != "multipart/form-data":
        raise ApiError(_OTHER_TYPE if length else _NO_PICTURE)
    return [file for field in request.FILES for file in request.FILES.getlist(field)]


def demand_length(request: HttpRequest) -> int:
    """Return how long the body says it is.

    Raises:
        ApiError: it does not say.

    """
    length = request.META.get("CONTENT_LENGTH")
    if not length and request.META.get("HTTP_TRANSFER_ENCODING"):
        raise ApiError(_NO_LENGTH)
    try:
        return int(length or 0)
    except ValueError as error:
        raise ApiError(_NO_LENGTH) from error


def _of_form(request: HttpRequest) -> Pictures:
    files = files_of(request)
    return Pictures([_of_file(file) for file in files], is_list=len(files) > 1)


def _of_file(file: UploadedFile) -> Sent:
    return Sent((file.name or "")[-_LONGEST_NAME:], lambda: file)


def _of_body(request: HttpRequest, name: str) -> Sent:
    body = whole_body(request, settings.TENFOLD_MAX_PICTURE_BYTES)
    if not body:
        raise ApiError(_NO_PICTURE)
    return Sent(name, lambda: body)


def _of_json(request: HttpRequest) -> Pictures:
    body = parsed_json(request)
    if not isinstance(body, dict):
        raise invalid("body", f"is {_json_kind(body)}, expected an object")
    if ("image" in body) == ("images" in body):
        raise invalid("body", "has neither or both of 'image' and 'images', expected one of them")
    if "image" in body:
        return Pictures([_of_entry(body, "image")], is_list=False)
    _refuse_others(body, ("images",), "body")
    entries = body["images"]
    if not isinstance(entries, list):
        raise invalid("images", f"is {_json_kind(entries)}, expected a list")
    return Pictures([_of_entry(e, f"images.{i}") for i, e in enumerate(entries)], is_list=True)


def _of_entry(entry: Any, where: str) -> Sent:
    """Take an entry: base64 or a data URL alone, or as 'image' of an object with a 'name'."""
    name: Any = ""
    if isinstance(entry, dict):
        _refuse_others(entry, ("image", "name"), where)
        entry, name = entry.get("image"), entry.get("name", "")
    if not isinstance(entry, str):
        raise invalid(where, f"is {_json_kind(entry)}, expected base64 or a data URL")
    if not isinstance(name, str):
        raise invalid(f"{where}.name", f"is {_json_kind(name)}, expected a string")
    if len(name) > _LONGEST_NAME:
        raise invalid(f"{where}.name", f"is longer than {_LONGEST_NAME} letters")
    return Sent(printable(name), lambda: _decoded(entry, where))


def _refuse_others(found: dict[str, Any], known: tuple[str, ...], where: str) -> None:
    if others := [name for name in found if name not in known]:
        raise invalid(where, f"has {others[0][:100]!r}, expected {' and '.join(known)} alone")


def _decoded(text: str, where: str) -> bytes:
    if text[:5].lower() == "data:":
        head, comma, text = text.partition(",")
        if not comma or not head.lower().endswith(";base64"):
            raise invalid(where, "is a data URL without ;base64")
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise invalid(where, "is no base64") from error


def _json_kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", str: "a string", bool: "a boolean"}
    return "null" if value is None else kinds.get(type(value), "a number")
