"""Who is at the other end of a request."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the client's address; behind a trusted proxy the one that the proxy saw.

    Only the last entry of X-Forwarded-For is the proxy's own; the client may write those before.
    """
    if settings.TENFOLD_PROXY:
        seen = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
        if seen:
            return seen[:64]
    return str(request.META.get("REMOTE_ADDR", ""))[:64]
