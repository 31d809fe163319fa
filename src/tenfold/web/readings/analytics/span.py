"""Which days are looked at."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from tenfold.web.readings.days import InOrder, day_field
from tenfold.web.readings.models import Reading

PRESETS: Final = (("7", "7 days"), ("30", "30 days"), ("90", "90 days"), ("all", "All"))
DEFAULT: Final = "30"
_LONG_AGO: Final = date(2000, 1, 1)


class Span(InOrder):
    """Some last days, or a range from one day to another; all days count whole."""

    days = forms.ChoiceField(choices=PRESETS, required=False)
    since = day_field("From")
    until = day_field("To")

    def __init__(self, data: Any, owner: Any) -> None:
        super().__init__(data, auto_id="span_%s")
        self._owner = owner

    @property
    def preset(self) -> str:
        """The chosen number of last days; '' where two days were chosen."""
        if not self.is_valid() or self.cleaned_data["since"] or self.cleaned_data["until"]:
            return ""
        return self.cleaned_data["days"] or DEFAULT

    @property
    def first(self) -> date | None:
        """The first day; None where it goes back to the first reading."""
        if self.preset.isdigit():
            return timezone.localdate() - timedelta(days=int(self.preset) - 1)
        return self.cleaned_data.get("since")

    @property
    def last(self) -> date:
        """The last day."""
        return self.cleaned_data.get("until") or timezone.localdate()

    def readings(self) -> QuerySet[Reading]:
        """Return this person's readings of these days; none while the days are wrong."""
        mine = Reading.objects.of(self._owner)
        if not self.is_valid():
            return mine.none()
        # Always from a day on: that leads the database to the index that has the days.
        mine = mine.filter(created__gte=_midnight(self.first or _LONG_AGO))
        if self.cleaned_data["until"]:
            mine = mine.filter(created__lt=_midnight(self.last + timedelta(days=1)))
        return mine

    def address(self) -> str:
        """Return the days as the history's filter writes them."""
        parts = {"since": self.first, "until": self.cleaned_data.get("until")}
        return "&".join(f"{name}={day.isoformat()}" for name, day in parts.items() if day)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
