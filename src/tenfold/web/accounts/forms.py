"""Forms of sign-in and people."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.http import HttpRequest

from tenfold.web.accounts import throttle
from tenfold.web.accounts.models import Link, Role, User
from tenfold.web.ui.client import client_address


class SignIn(AuthenticationForm):
    """Name and password."""

    error_messages: ClassVar = {
        "invalid_login": "Name and password do not belong together. Try again.",
        "inactive": "Name and password do not belong together. Try again.",
    }

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.fields["username"].label = "Name"
        self.throttled = False

    def clean(self) -> dict[str, Any]:
        """Check both, unless there were too many tries."""
        name = self.cleaned_data.get("username", "")
        attempt = throttle.begin(name, client_address(self.request))
        if attempt is None:
            self.throttled = True
            raise forms.ValidationError("Too many tries. Wait 15 minutes, then try again.")
        cleaned = super().clean()
        throttle.succeed(attempt)
        return cleaned


class ChangePassword(PasswordChangeForm):
    """The old password, and a new one."""

    field_order = ("old_password", "new_password1")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["new_password2"]  # a field that can be shown needs no second typing
        self.fields["old_password"].label = "Password now"
        self.fields["new_password1"].label = "New password"
        self.fields["new_password1"].help_text = _password_help()

    def clean(self) -> dict[str, Any]:
        """Check the new password against the rules."""
        password = self.cleaned_data.get("new_password1")
        if password:
            try:
                validate_password(password, self.user)
            except forms.ValidationError as error:
                self.add_error("new_password1", error)
        return self.cleaned_data


class Join(forms.Form):
    """What opens with a one-time link: a name where it makes a person, and a password."""

    name = forms.CharField(max_length=80, help_text="You sign in with it.")
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, link: Link, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.link = link
        self.fields["name"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = _password_help()
        if not self.asks_name:
            del self.fields["name"]

    @property
    def asks_name(self) -> bool:
        """Whether the person has no name yet; the first owner may choose another than 'owner'."""
        user = self.link.user
        return user is None or (user.is_local and not user.has_usable_password())

    def clean_name(self) -> str:
        """Return the name without outer spaces; refuse one that is taken."""
        name = User.normalize_username(self.cleaned_data["name"].strip())
        others = User.objects.exclude(pk=self.link.user_id)
        if others.filter(name__iexact=name).exists():
            raise forms.ValidationError("This name is taken. Choose another.")
        return name

    def clean(self) -> dict[str, Any]:
        """Check the password against the rules, and against the name."""
        password, name = self.cleaned_data.get("password"), self.cleaned_data.get("name")
        if password:
            try:
                validate_password(password, User(name=name) if name else self.link.user)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return self.cleaned_data


class Invite(forms.Form):
    """What a new person may do."""

    role = forms.ChoiceField(choices=Role, initial=Role.MEMBER)


def _password_help() -> str:
    return " ".join(password_validators_help_texts()[:1])
