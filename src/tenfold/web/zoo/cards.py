"""A model's card in the words and groups of its page."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tenfold.errors import ModelError
from tenfold.reading.card import card_from_dict
from tenfold.reading.names import known_models, model_files, shipped_models
from tenfold.reading.promoted import history
from tenfold.web.ui.present import present_card


@dataclass(frozen=True, slots=True)
class Row:
    """One model in the list; ``card`` is {} where it is broken, and ``trouble`` says why."""

    name: str
    card: dict[str, Any]
    is_present: bool
    is_shipped: bool
    trouble: str = ""

    @property
    def best(self) -> dict[str, Any]:
        """The first measured figure that is a share."""
        measured = self.card.get("measured", [])
        return next((one for one in measured if _is_share(one)), {})


def rows() -> list[Row]:
    """Return all models, the one that reads first."""
    found = [row(name) for name in known_models()]
    return sorted(found, key=lambda one: (not one.is_present, one.name))


def row(name: str) -> Row:
    """Return one model as the list and its page show it."""
    files = model_files(name)
    shipped = name in shipped_models()
    try:
        card = entries(files[1]) if files else {}
        return Row(name, card, name == _present(), shipped)
    except ModelError as error:
        return Row(name, {}, name == _present(), shipped, str(error))


def entries(path: Path) -> dict[str, Any]:
    """Return a card as it is written, once it is found sound."""
    try:
        found: dict[str, Any] = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ModelError(f"its card cannot be read: {error}") from error
    card_from_dict(found)
    return found


def figures(card: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the measured figures, each with ``is_share`` and its interval where it has one."""
    measured = card.get("measured", [])
    return [{**one, "is_share": _is_share(one)} for one in measured if "value" in one]


def thresholds(card: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is accepted by promised error rate; ``nothing`` where no digit can be."""
    found = sorted((float(r), float(v)) for r, v in card.get("thresholds", {}).items())
    return [{"rate": rate, "least": least, "nothing": least > 1} for rate, least in found]


@dataclass(frozen=True, slots=True)
class Promoted:
    """A promotion as pages show it."""

    model: str
    at: datetime
    by: str
    override: str | None
    ended: datetime | None
    is_known: bool


def promotions(name: str = "") -> list[Promoted]:
    """Return what was promoted, the latest first; of one model where it is named."""
    known = known_models()
    return [
        Promoted(
            one.model,
            datetime.fromisoformat(one.time),
            one.by,
            one.override,
            datetime.fromisoformat(one.ended["time"]) if one.ended else None,
            one.model in known,
        )
        for one in reversed(history())
        if name in ("", one.model)
    ]


def _present() -> str:
    try:
        return present_card().name
    except ModelError:
        return ""


def _is_share(figure: dict[str, Any]) -> bool:
    value = figure.get("value")
    return isinstance(value, float) and 0 <= value <= 1
