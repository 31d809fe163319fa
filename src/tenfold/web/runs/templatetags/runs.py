"""Filters for the pages about runs."""

from __future__ import annotations

import json
from typing import Any, Final

from django import template
from django.utils import timezone

from tenfold.web.readings.templatetags.readings import grouped, moment, nth
from tenfold.web.runs import claims
from tenfold.web.runs.models import Run, Status
from tenfold.web.runs.wording import LABELS_OF_SETTINGS, written

register = template.Library()
register.filter(grouped)
register.filter(moment)
register.filter(nth)

SILENT_S: Final = 45.0
"""After so long without a heartbeat a page says that the worker gives no sign."""
_HUES: Final = (0, 2, 1, 4, 9, 6, 5, 7, 8, 3)
"""The classes' hues, those that differ most first."""


@register.filter
def duration(seconds: float) -> str:
    """Write how long in the two largest units: 45 s, 3 min 40 s, 1 h 5 min."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


@register.filter
def share2(value: float) -> str:
    """Write a share of 1 in percent with two places: 99.13%; never 100% for what is less."""
    percent = value * 100
    return "99.99%" if 99.995 <= percent < 100 else f"{percent:.2f}%"


@register.filter
def size(count: int) -> str:
    """Write a number of bytes: 112 kB, 1.2 MB."""
    return f"{count / 1e6:.1f} MB" if count >= 1e6 else f"{max(1, round(count / 1e3))} kB"


@register.filter(name="json")
def as_json(value: Any) -> str:
    """Write a value as JSON, for an attribute that a script reads."""
    return json.dumps(value)


@register.filter
def hue(place: int) -> int:
    """Return which of the ten hues the run at a place has."""
    return _HUES[place % len(_HUES)]


@register.filter
def data_names(run: Run) -> str:
    """Write what a run learns from."""
    return ", ".join(run.settings.get("data", ())) or "–"


@register.filter
def sentence(run: Run) -> str:
    """Say what a run is in a line: network, data, when it began."""
    parts = [str(run.settings.get("model", "")), data_names(run)]
    if run.figures.get("n"):
        parts.append(f"{run.figures['n']:,} pictures held out")
    when = run.started or run.created
    parts.append(f"{'started' if run.started else 'asked for'} {moment(when)}")
    return ", ".join(part for part in parts if part)


@register.filter
def is_silent(run: Run) -> bool:
    """Whether the worker that has it gives no sign."""
    if not run.claim or run.heartbeat is None:
        return False
    return (timezone.now() - run.heartbeat).total_seconds() > SILENT_S


@register.filter
def lacks_worker(run: Run) -> bool:
    """Whether it waits and no worker lives that trains."""
    return run.status == Status.WAITING and not claims.count_trainers()


@register.filter
def head_state(run: Run) -> str:
    """Return what decides the words and buttons of a run's head, as ``run/head.ts`` has it."""
    has_model = "model" if run.has_model else ""
    trouble = "silent" if is_silent(run) else "alone" if lacks_worker(run) else ""
    return "|".join((run.status, run.word, has_model, trouble))


@register.filter
def settings_shown(run: Run) -> list[tuple[str, str]]:
    """Return a run's settings with their names for people."""
    given: dict[str, Any] = run.settings
    return [
        (label, written(given[name])) for name, label in LABELS_OF_SETTINGS.items() if name in given
    ]
