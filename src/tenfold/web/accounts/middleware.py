"""Who asks: the owner of this machine, or whoever signed in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from tenfold.web.accounts.models import User
from tenfold.web.ui.errors import Failure, json_failure, wants_json

# These check tokens themselves and answer in their own form.
_OWN_RULES = ("/api/", "/v2", "/metrics")


class Person(AuthenticationMiddleware):
    """Sets ``request.user``: with accounts from the session, else the one local owner."""

    def process_request(self, request: HttpRequest) -> None:
        """Set the user without asking the database until it is needed."""
        if settings.TENFOLD_TEAM:
            super().process_request(request)
        else:
            request.user = SimpleLazyObject(User.objects.local_owner)  # type: ignore[assignment]


class SignInRequired(LoginRequiredMiddleware):
    """Every page needs a person, unless its view is marked ``login_not_required``."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., Any], *args: Any
    ) -> HttpResponse | None:
        """Let the API decide for itself; send others without a person to the sign-in page."""
        # Asked before the session is, so that what is open to all does not vary by cookie.
        is_open = not getattr(view_func, "login_required", True)
        if not settings.TENFOLD_TEAM or is_open or request.path.startswith(_OWN_RULES):
            return None
        return super().process_view(request, view_func, *args)

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., Any]
    ) -> HttpResponse:
        """Send people to the sign-in page and tell programs 401."""
        if wants_json(request):
            return json_failure(Failure(401, "sign_in", "Sign in first.", "Open /sign-in."))
        return super().handle_no_permission(request, view_func)
