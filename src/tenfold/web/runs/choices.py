"""What can be chosen in a new run: data sets and models, by names that say nothing of this machine.

A request never names a path: that would let it look at any file of the server.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final

from tenfold.datasets.registry import SOURCES
from tenfold.errors import SettingsError, UnknownModel
from tenfold.models.registry import architecture, architectures
from tenfold.reading.model import known_models
from tenfold.training.settings import HELP, RANGES, SCRATCH
from tenfold.web.runs import corrections
from tenfold.web.runs.models import KEPT, Data, Run

_OWN_RUN: Final = re.compile(r"run (\d{1,9})")


def data_json(owner: Any) -> list[dict[str, Any]]:
    """Return the data sets that a person may choose, their own first, newest first."""
    own = [
        {
            "name": data.name,
            "id": data.pk,
            "about": f"{data.files:,} files, {data.get_kind_display().lower()}",
            "files": data.files,
            "bytes": data.bytes,
            "open": data.is_open,
            "created": data.created.isoformat(),
        }
        for data in Data.objects.of(owner).order_by("-pk")
    ]
    library = [
        {"name": source.name, "id": None, "about": source.what, "licence": source.licence}
        for source in SOURCES.values()
        if source.load is not None and source.find() is not None
    ]
    return own + library


def networks_json() -> list[dict[str, Any]]:
    """Return the networks that can be trained, each with the settings that suit it."""
    return [
        {
            "name": entry.name,
            "about": entry.about,
            "parameters": entry.parameters,
            "defaults": {
                "epochs": entry.defaults.epochs,
                "batch": entry.defaults.batch,
                "learning_rate": entry.defaults.learning_rate,
                "augment": entry.defaults.augment,
            },
        }
        for entry in map(architecture, architectures())
    ]


def starts_json(owner: Any) -> list[str]:
    """Return the models that a run may start from: 'scratch', those by name, and own runs."""
    runs = Run.objects.of(owner).filter(status__in=KEPT).order_by("-pk")
    return [SCRATCH, *known_models(), *(f"run {run.pk}" for run in runs if run.has_model)]


def settings_json() -> dict[str, dict[str, Any]]:
    """Return the help of each setting, and its range where it is a number."""
    return {
        name: {"help": words, "range": list(RANGES[name]) if name in RANGES else None}
        for name, words in HELP.items()
    }


def demand_data(owner: Any, names: Iterable[str]) -> None:
    """Raise SettingsError where a name is no data set of the library or of this person."""
    for name in names:
        _own(owner, name)


def places(owner: Any, name: str) -> list[str]:
    """Return what the training takes for a name: itself, or the paths of a person's own data.

    Raises:
        SettingsError: there is no such data set, or it is still open or empty.

    """
    own = _own(owner, name)
    if own is None:
        return [name]
    corrections.write(own)
    if found := own.paths():
        return [str(path) for path in found]
    raise SettingsError(f"{name!r} has no files any more")


def _own(owner: Any, name: str) -> Data | None:
    """Return a person's own data set of this name; None for one of the library."""
    own = Data.objects.of(owner).filter(name=name).first()
    if own is None:
        if name in SOURCES and SOURCES[name].load is not None:
            return None
        raise SettingsError(f"there is no data set {name!r}")
    if own.is_open:
        raise SettingsError(f"{name!r} is still being uploaded")
    return own


def without_paths(owner: Any, names: Iterable[str], words: str) -> str:
    """Return a text with the names that a person knows in place of paths of this machine."""
    for data in Data.objects.of(owner).filter(name__in=list(names)):
        for path in data.paths():
            words = words.replace(str(path), data.name)
    return words


def demand_models(owner: Any, network: str, start: str | None) -> None:
    """Raise SettingsError where there is no such network, or no such model to start from."""
    try:
        architecture(network)
    except UnknownModel as error:
        raise SettingsError(str(error)) from error
    start_place(owner, start)


def start_place(owner: Any, start: str | None) -> str | None:
    """Return what the training takes for a model to start from.

    Raises:
        SettingsError: there is no such model.

    """
    if start is None or start == SCRATCH or start in known_models():
        return start
    if found := _OWN_RUN.fullmatch(start):
        run = Run.objects.of(owner).filter(pk=int(found[1])).first()
        if run is not None and run.has_model:
            return str(run.folder)
    raise SettingsError(f"there is no model {start!r} to start from")


def as_trained(run: Run) -> dict[str, Any]:
    """Return a run's settings as the training takes them, with places for names."""
    paths = [place for name in run.settings["data"] for place in places(run.owner, name)]
    start = start_place(run.owner, run.settings.get("start"))
    resolved = {**run.settings, "data": paths, "start": start}
    return {key: value for key, value in resolved.items() if value is not None}
