"""``/metrics`` for Prometheus."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET
from prometheus_client import CONTENT_TYPE_LATEST

from tenfold.web.api.access import let_in
from tenfold.web.api.errors import ApiError, answering_errors
from tenfold.web.metrics import exposition
from tenfold.web.ui.errors import Failure

_OWNERS_ONLY = Failure(
    403, "owners_only", "Metrics are for owners.", "Use a token of an owner of this server."
)


@require_GET
@answering_errors
def metrics(request: HttpRequest) -> HttpResponse:
    """Send all counts; with accounts to owners alone, by session or token."""
    let_in(request)
    if settings.TENFOLD_TEAM and not request.user.is_owner:  # type: ignore[union-attr]
        raise ApiError(_OWNERS_ONLY)
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
