"""What the views of this app share: whose row it is, what a request says, how it is answered."""

from __future__ import annotations

import json
from typing import Any, Final, TypeVar

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from tenfold.web.readings.incoming import Refused
from tenfold.web.ui.errors import Failure

_LARGEST: Final = 2**63 - 1
_MOST_DIGITS: Final = 15

Row = TypeVar("Row", bound=Model)


def mine(request: HttpRequest, kind: type[Row], pk: int) -> Row:
    """Return a row of the person who asks; 404 for anyone else's."""
    if pk > _LARGEST:
        raise Http404
    return get_object_or_404(kind._default_manager.of(request.user), pk=pk)


def body(request: HttpRequest) -> dict[str, Any]:
    """Return what a request says: a JSON object, or a form as words.

    Raises:
        Refused: it is no JSON object.

    """
    if request.content_type != "application/json":
        return dict(request.POST.items())
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise _not_understood() from error
    if not isinstance(said, dict):
        raise _not_understood()
    return said


def number(text: str) -> int:
    """Return a whole number of an address.

    Raises:
        Refused: it is none.

    """
    if not (text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS):
        raise Refused(Failure(400, "bad_request", "A number in this request is none."))
    return int(text)


def words(said: dict[str, Any], name: str) -> str:
    """Return a text of a request; '' where it says none.

    Raises:
        Refused: it is no text.

    """
    text = said.get(name, "")
    if not isinstance(text, str):
        raise _not_understood()
    return text


def _not_understood() -> Refused:
    return Refused(Failure(400, "bad_request", "This request could not be understood."))
