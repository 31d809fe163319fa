"""Whether this process answers and reaches its database."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse

from tenfold.web.ui.errors import Failure, json_failure


@login_not_required
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the database answers, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return json_failure(Failure(503, "no_database", "The database does not answer.", ""))
    return JsonResponse({"status": "ok"})
