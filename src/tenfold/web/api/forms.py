"""The form of a new token."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django import forms
from django.utils import timezone

from tenfold.web.api.models import Scope

_DAYS: Final = (("30", "In 30 days"), ("90", "In 90 days"), ("365", "In a year"), ("", "Never"))


class NewToken(forms.Form):
    """What a token is for, what it may do, and for how long."""

    name = forms.CharField(
        max_length=80,
        help_text="What will use it.",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(choices=Scope, initial=Scope.READ, label="It may")
    days = forms.ChoiceField(choices=_DAYS, initial="90", label="It expires", required=False)

    def expires(self) -> datetime | None:
        """Return when it will expire; None for never."""
        days = self.cleaned_data["days"]
        return timezone.now() + timedelta(days=int(days)) if days else None
