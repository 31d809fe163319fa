"""Pages of sign-in and people."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.views import LoginView
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from tenfold.web.accounts import services
from tenfold.web.accounts.forms import ChangePassword, Invite, Join, SignIn
from tenfold.web.accounts.models import Link, Role, User
from tenfold.web.ui.errors import Failure, failure_response

View = Callable[..., HttpResponse]
BACKEND = "django.contrib.auth.backends.ModelBackend"


def team_only(view: View) -> View:
    """Hide a page where there are no accounts."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.TENFOLD_TEAM:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def owner_only(view: View) -> View:
    """Keep a page to owners."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_owner:  # type: ignore[union-attr]
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return team_only(guarded)


@method_decorator(team_only, name="dispatch")
class SignInView(LoginView):
    """Name and password; 429 after too many tries."""

    form_class = SignIn
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def form_invalid(self, form: SignIn) -> HttpResponse:
        """Show the form again with what is wrong."""
        status = 429 if form.throttled else 200
        response = self.render_to_response(self.get_context_data(form=form), status=status)
        if form.throttled:
            response["Retry-After"] = "900"
        return response


@require_POST
@team_only
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


@login_not_required
@sensitive_post_parameters("password")
@team_only
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Open a one-time link: choose a name and password, then be signed in."""
    link = Link.objects.find(token)
    form = Join(link, request.POST or None) if link else None
    if link and form and form.is_valid():
        chosen = form.cleaned_data
        user = services.use_link(link, name=chosen.get("name"), password=chosen["password"])
        if user is not None:
            login(request, user, backend=BACKEND)
            return redirect("draw")
        form = None
    if form is None:
        return failure_response(request, _SPENT)
    response = render(request, "accounts/join.html", {"form": form, "link": link})
    response["Cache-Control"] = "no-store"
    return response


_SPENT = Failure(
    404,
    "link_spent",
    "This link works no more.",
    "A link works once and for seven days. Ask an owner for a new one.",
)


@sensitive_post_parameters()
@team_only
def account(request: HttpRequest) -> HttpResponse:
    """Show who one is, and change the password."""
    form = ChangePassword(request.user, request.POST or None)
    if form.is_valid():
        form.save()
        update_session_auth_hash(request, form.user)
        messages.success(request, "Password changed. Other devices are signed out.")
        return redirect("account")
    return render(request, "accounts/account.html", {"form": form})


@owner_only
def users(request: HttpRequest) -> HttpResponse:
    """List everybody, and invite somebody."""
    form = Invite(request.POST or None)
    fresh = ""
    if form.is_valid():
        token = Link.objects.make(role=form.cleaned_data["role"], made_by=request.user)
        fresh = _address(request, token)
        form = Invite()
    return _users(request, form=form, fresh=fresh)


@require_POST
@owner_only
def change_user(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a person's role, let them in or not, or make them a link for a new password."""
    user = get_object_or_404(User, pk=pk)
    action = request.POST.get("do", "")
    if action == "link":
        token = Link.objects.make(user=user, role=user.role, made_by=request.user)
        return _users(request, form=Invite(), fresh=_address(request, token), fresh_for=user)
    if action not in _CHANGES:
        raise Http404
    change, told = _CHANGES[action]
    try:
        change(user)
        messages.success(request, told.format(user.name))
    except services.Refused as refused:
        messages.error(request, str(refused))
    return redirect("users")


@require_POST
@owner_only
def drop_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    get_object_or_404(Link.objects.filter(user=None), pk=pk).delete()
    messages.success(request, "Invitation taken back.")
    return redirect("users")


_CHANGES: dict[str, tuple[Callable[[User], None], str]] = {
    "owner": (lambda user: services.set_role(user, Role.OWNER), "{} is an owner now."),
    "member": (lambda user: services.set_role(user, Role.MEMBER), "{} is a member now."),
    "disable": (lambda user: services.set_active(user, False), "{} can sign in no more."),
    "enable": (lambda user: services.set_active(user, True), "{} can sign in again."),
}


def _users(request: HttpRequest, **context: Any) -> HttpResponse:
    nobody = Q(is_local=True, password__startswith=UNUSABLE_PASSWORD_PREFIX)
    people = User.objects.exclude(nobody).order_by("-is_active", "name")
    invitations = Link.objects.open().filter(user=None).order_by("created")
    context |= {"people": people, "invitations": invitations}
    response = render(request, "accounts/users.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _address(request: HttpRequest, token: str) -> str:
    path = reverse("join", args=[token])
    return settings.TENFOLD_URL + path if settings.TENFOLD_URL else request.build_absolute_uri(path)
