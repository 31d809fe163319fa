"""Pages for people about the API: their tokens, and its description."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tenfold.web.api.forms import NewToken
from tenfold.web.api.models import ApiToken
from tenfold.web.api.reference import chapters
from tenfold.web.api.tokens import MOST_TOKENS, make_token, revoke
from tenfold.web.api.v1 import api


def tokens(request: HttpRequest) -> HttpResponse:
    """List one's tokens, and make one; its text is in this one answer and never again."""
    form = NewToken(request.POST or None)
    fresh: dict[str, Any] = {}
    if form.is_valid():
        if ApiToken.objects.of(request.user).count() >= MOST_TOKENS:
            form.add_error(None, f"You have {MOST_TOKENS} tokens. Revoke one first.")
        else:
            chosen = form.cleaned_data
            row, text = make_token(
                request.user, name=chosen["name"], scope=chosen["scope"], expires=form.expires()
            )
            fresh, form = {"fresh": row, "text": text}, NewToken()
    rows = ApiToken.objects.of(request.user).order_by("-id")
    response = render(request, "api/tokens.html", {"form": form, "tokens": rows, **fresh})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def revoke_token(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a token back for good."""
    token = get_object_or_404(ApiToken.objects.of(request.user), pk=pk)
    revoke(token)
    messages.success(request, f"{token.name} is revoked.")
    return redirect("tokens")


def docs(request: HttpRequest) -> HttpResponse:
    """Show what the API can do, from its OpenAPI."""
    base = settings.TENFOLD_URL or request.build_absolute_uri("/").rstrip("/")
    told = chapters(base, with_token=settings.TENFOLD_TEAM)
    may_try = not settings.TENFOLD_TEAM or request.user.is_authenticated
    context = {"chapters": told, "base": base, "may_try": may_try, "api": api}
    return render(request, "api/docs.html", context)
