"""Two days in a form, and that the first is not after the second."""

from __future__ import annotations

from typing import Any

from django import forms


def day_field(label: str) -> forms.DateField:
    """Make a field for a day, which may be empty."""
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "class": "input"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": "Write a date such as 2026-03-31."},
    )


class InOrder(forms.Form):
    """A form with ``since`` and ``until``, which refuses days in the wrong order."""

    def clean(self) -> dict[str, Any]:
        """Say so: the wrong order would find nothing and not tell why."""
        data = super().clean() or {}
        if data.get("since") and data.get("until") and data["since"] > data["until"]:
            self.add_error("until", "Choose a day that is not before the first.")
        return data
