"""The page of a new run, and what a look at data found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tenfold.training.settings import HELP, RANGES, Settings
from tenfold.web.readings.views.upload import PART_BYTES
from tenfold.web.runs import choices, corrections
from tenfold.web.runs.models import Run, Survey, SurveyState
from tenfold.web.runs.views.answers import mine
from tenfold.web.runs.views.pages import unstored
from tenfold.web.runs.wording import LABELS_OF_SETTINGS

FIRST: Final = ("epochs", "augment", "validation")
"""Settings that stand open; the others below them are for who asks."""
MORE: Final = (
    "batch", "learning_rate", "patience", "class_weights", "non_digits", "memory", "keep", "seed",
)  # fmt: skip
_WHOLE: Final = ("epochs", "batch", "patience", "seed")


@dataclass(frozen=True, slots=True)
class Field:
    """A setting as a field of the form."""

    name: str
    value: str
    placeholder: str
    is_more: bool

    @property
    def label(self) -> str:
        """What it is called."""
        return LABELS_OF_SETTINGS[self.name]

    @property
    def help(self) -> str:
        """What it does."""
        return HELP[self.name]

    @property
    def is_check(self) -> bool:
        """Whether it is a yes or no."""
        return self.name not in RANGES

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers are values of it."""
        return self.name in _WHOLE

    @property
    def low(self) -> str:
        """The least value."""
        return f"{RANGES[self.name][0]:.10g}"

    @property
    def high(self) -> str:
        """The greatest value."""
        return f"{RANGES[self.name][1]:.10g}"


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show the form; with ``from`` as another run was; with ``part=data`` only the data sets."""
    chosen = _chosen(request)
    context = {
        "data": choices.data_json(request.user),
        "corrections": corrections.checked(request.user).count(),
        "chosen": chosen,
    }
    if request.GET.get("part") == "data":
        return unstored(render(request, "runs/new_data.html", context))
    context |= {
        "networks": choices.networks_json(),
        "starts": choices.starts_json(request.user),
        "fields": [_field(name, chosen) for name in (*FIRST, *MORE)],
        "help": HELP,
        "part": PART_BYTES,
    }
    return unstored(render(request, "runs/new.html", context))


def _chosen(request: HttpRequest) -> dict[str, Any]:
    """Return the settings to begin with: those of another run, of data, or the defaults."""
    number = request.GET.get("from", "")
    if number.isascii() and number.isdigit() and len(number) < 19:
        return dict(mine(request, Run, int(number)).settings)
    default: str = Settings.__dataclass_fields__["model"].default
    return {"model": default, "data": request.GET.getlist("data")}


def _field(name: str, chosen: Mapping[str, Any]) -> Field:
    default = Settings.__dataclass_fields__[name].default
    given = chosen.get(name)
    return Field(
        name=name,
        value="" if given is None or given is False else f"{given}",
        placeholder="" if default is None else f"{default}",
        is_more=name in MORE,
    )


@require_safe
def shown(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what a look at data found, as a part of the page."""
    survey = mine(request, Survey, pk)
    if survey.state != SurveyState.DONE:
        raise Http404
    found = survey.result
    context = {
        "survey": survey,
        "found": found,
        "counts": list(found["counts"].items()),
        "most": max([1, *found["counts"].values()]),
        "troubles": [
            ("In two classes", found["conflict_count"], found["conflicts"]),
            ("Could not be read", found["unreadable_count"], found["unreadable"]),
            ("Without ink", found["blank_count"], found["blank"]),
        ],
    }
    return unstored(render(request, "runs/survey.html", context))
