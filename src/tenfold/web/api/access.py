"""Who may ask what.

- ``Authorization: Bearer`` decides wherever it is sent: a token that does not hold is refused, even
  where none is needed.
- With accounts (--team) a program needs a token; a page of ours comes with its session, and must
  send the CSRF token for all that changes something.
- Without accounts whoever reaches the loopback address is the owner, so that curl needs no token.
  A page of another site in the owner's browser reaches it too: it is refused for all but reading.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from ninja.security.base import AuthBase
from ninja.utils import check_csrf

from tenfold.web.accounts.models import User
from tenfold.web.api import limits
from tenfold.web.api.errors import ApiError
from tenfold.web.api.tokens import find_grant
from tenfold.web.ui.client import client_address
from tenfold.web.ui.errors import Failure

_SAFE: Final = ("GET", "HEAD", "OPTIONS")
_NO_TOKEN: Final = Failure(
    401,
    "token_needed",
    "This needs a token.",
    "Make one on the page /account/tokens and send it as Authorization: Bearer.",
)
_BAD_TOKEN: Final = Failure(
    401, "token_invalid", "This token does not hold.", "It may have expired or been revoked."
)
_READ_ONLY: Final = Failure(
    403, "token_reads_only", "This token may only read.", "Make one that may also write."
)
_OTHER_SITE: Final = Failure(
    403,
    "other_site",
    "A page of another site sent this.",
    "Programs send no Origin; pages must be Tenfold's own.",
)
_CSRF: Final = Failure(
    403, "csrf", "The CSRF token is missing or wrong.", "Send it as X-CSRFToken, or use a token."
)


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks: a key to count by, and whether they may store, correct and delete."""

    key: str
    may_write: bool


class Bearer(AuthBase):
    """Lets a request in, sets ``request.user`` to whom it is for, and counts it."""

    openapi_type = "http"
    openapi_scheme = "bearer"
    openapi_description = "A token from the page 'API tokens'; on one's own machine none is needed."

    def __init__(self, *, writes: bool = False) -> None:
        super().__init__()
        self._writes = writes

    def __call__(self, request: HttpRequest) -> Caller:
        """Return who asks.

        Raises:
            ApiError: 401, 403 or 429.

        """
        caller = let_in(request)
        if self._writes:
            demand_write(caller)
        return caller


READ: Final = Bearer()
WRITE: Final = Bearer(writes=True)


def let_in(request: HttpRequest) -> Caller:
    """Find out who asks, and count it; failures are counted by address.

    Raises:
        ApiError: 401, 403 or 429.

    """
    try:
        caller = _caller(request)
    except ApiError:
        limits.check(f"address:{client_address(request)}")
        raise
    limits.check(caller.key)
    return caller


def demand_write(caller: Any) -> None:
    """Refuse a token that may only read.

    Raises:
        ApiError: 403.

    """
    if not caller.may_write:
        raise ApiError(_READ_ONLY)


def _caller(request: HttpRequest) -> Caller:
    sent = request.META.get("HTTP_AUTHORIZATION", "")
    if sent:
        return _by_token(request, sent)
    if settings.TENFOLD_TEAM:
        return _by_session(request)
    if request.method not in _SAFE and _is_from_other_site(request):
        raise ApiError(_OTHER_SITE)
    return Caller("owner", may_write=True)


def _by_token(request: HttpRequest, sent: str) -> Caller:
    kind, _, text = sent.partition(" ")
    grant = find_grant(text.strip()) if kind.lower() == "bearer" else None
    if grant is None:
        raise ApiError(_BAD_TOKEN, WWW_Authenticate='Bearer error="invalid_token"')
    # Looked up only by what stores or shows something.
    request.user = SimpleLazyObject(lambda: _owner(grant.owner_id))  # type: ignore[assignment]
    return Caller(f"token:{grant.token_id}", grant.may_write)


def _owner(pk: int) -> User:
    user = User.objects.filter(pk=pk, is_active=True).first()
    if user is None:  # gone since the token was looked up
        raise ApiError(_BAD_TOKEN, WWW_Authenticate='Bearer error="invalid_token"')
    return user


def _by_session(request: HttpRequest) -> Caller:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        raise ApiError(_NO_TOKEN, WWW_Authenticate="Bearer")
    if request.method not in _SAFE and check_csrf(request):
        raise ApiError(_CSRF)
    return Caller(f"user:{request.user.pk}", may_write=True)


def _is_from_other_site(request: HttpRequest) -> bool:
    """Tell a browser's request from another site's page; a program sends none of these headers."""
    site = request.META.get("HTTP_SEC_FETCH_SITE")
    if site is not None:
        return site not in ("same-origin", "none")
    sender = request.META.get("HTTP_ORIGIN") or request.META.get("HTTP_REFERER")
    if sender is None:
        return False
    try:
        parts = urlsplit(sender)
    except ValueError:
        return True
    return f"{parts.scheme}://{parts.netloc}" != f"{request.scheme}://{request.get_host()}"
