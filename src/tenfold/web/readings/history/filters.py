"""Which readings are looked at: what the address of the history page says, checked."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from tenfold.web.readings.days import InOrder, day_field
from tenfold.web.readings.models import Band, Reading, Source

CHECKED = (
    ("", "Checked or not"),
    ("no", "Not checked"),
    ("right", "Checked: right"),
    ("wrong", "Corrected"),
)
SORTS = (("", "Newest first"), ("unsure", "Least sure first"))
_MORE = ("source", "model", "since", "until")


def _choice(label: str, choices: Any) -> forms.ChoiceField:
    widget = forms.Select(attrs={"class": "input"})
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=widget)


class Filter(InOrder):
    """The filter in an address; every field may be empty, and then lets all through."""

    q = forms.CharField(
        label="Find a reading or file",
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"class": "input", "type": "search", "placeholder": "Find a reading or file"}
        ),
    )
    band = _choice("Band", [("", "All bands"), *Band.choices])
    source = _choice("From", [("", "All sources"), *Source.choices])
    checked = _choice("Checked", CHECKED)
    model = forms.CharField(
        label="Model", required=False, max_length=100, widget=forms.Select(attrs={"class": "input"})
    )
    since = day_field("From day")
    until = day_field("To day")
    mix = forms.RegexField(r"^[0-9n]{2}$", label="Mixed up", required=False)
    """Two marks, such as 49: a 4 was read, and the correction has a 9; n is none."""
    sort = _choice("Order", SORTS)

    def __init__(self, data: Any, owner: Any) -> None:
        super().__init__(data, auto_id="filter_%s")
        self._owner = owner

    def readings(self) -> QuerySet[Reading]:
        """Return this person's readings that pass; none while the filter is wrong."""
        mine = Reading.objects.of(self._owner)
        return mine.filter(self._condition()) if self.is_valid() else mine.none()

    def offer_models(self, names: list[str]) -> None:
        """Let the models that have read here be chosen, and the one of the address."""
        chosen = self.data.get("model", "")[:100]
        known = names if not chosen or chosen in names else [*names, chosen]
        self.fields["model"].widget.choices = [("", "All models"), *((n, n) for n in known)]

    @property
    def is_unsure_first(self) -> bool:
        """Whether the least sure come first."""
        return bool(self.is_valid() and self.cleaned_data["sort"])

    @property
    def narrows(self) -> bool:
        """Whether anything is left out."""
        return not self.is_valid() or any(
            value for name, value in self.cleaned_data.items() if name != "sort"
        )

    @property
    def more_in_use(self) -> int:
        """How many of the fields that lie behind 'More' are in use."""
        return sum(bool(self.data.get(name)) for name in _MORE)

    @property
    def more_fields(self) -> list[forms.BoundField]:
        """The fields that lie behind 'More'."""
        return [self[name] for name in _MORE]

    @property
    def mix_words(self) -> str:
        """The mixed up pair in words: 4 read, 9 meant."""
        read, right = ("none" if mark == "n" else mark for mark in self.data["mix"][:2])
        return f"{read} read, {right} meant"

    def address(self, **changes: Any) -> str:
        """Return the query of an address with this filter, and with changes; None leaves out."""
        values = {name: self.data.get(name, "") for name in self.fields} | changes
        return urlencode({name: value for name, value in values.items() if value not in ("", None)})

    def _condition(self) -> Q:
        data = self.cleaned_data
        found = Q(**{name: data[name] for name in ("band", "source", "model") if data[name]})
        for part in (_search(data["q"]), _checked(data["checked"]), _mixed_up(data["mix"])):
            found &= part
        return found & _days(data["since"], data["until"])


def _search(text: str) -> Q:
    """Search in what was read, what it was corrected to, and in the file's name."""
    if not text:
        return Q()
    return Q(text__contains=text) | Q(corrected__contains=text) | Q(name__icontains=text)


def _checked(choice: str) -> Q:
    if choice == "no":
        return Q(corrected=None)
    if choice == "right":
        return Q(corrected=F("text"))
    return Q(corrected__isnull=False) & ~Q(corrected=F("text")) if choice else Q()


def _mixed_up(pair: str) -> Q:
    if not pair:
        return Q()
    read, right = pair
    has_read = Q(text="") if read == "n" else Q(text__contains=read)
    has_right = Q(corrected__isnull=False) if right == "n" else Q(corrected__contains=right)
    return has_read & has_right & _checked("wrong")


def _days(since: Any, until: Any) -> Q:
    """Both days count, from midnight to midnight where the person is."""
    found = Q()
    if since:
        found &= Q(created__gte=_midnight(since))
    if until:
        found &= Q(created__lt=_midnight(until + timedelta(days=1)))
    return found


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def models_of(owner: Any) -> list[str]:
    """Return the names of the models that have read for this person."""
    return list(
        Reading.objects.of(owner).order_by("model").values_list("model", flat=True).distinct()
    )


def has_any(owner: Any) -> bool:
    """Whether this person has any reading."""
    return bool(Reading.objects.of(owner).exists())
