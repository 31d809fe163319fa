"""The card beside a model: what it is, was trained on, and measured."""

from __future__ import annotations

import json
import math
from dataclasses import MISSING, fields
from pathlib import Path
from typing import Any, Final

from tenfold.errors import InvalidModel
from tenfold.types import ModelCard

CLASSES: Final = (*"0123456789", "not a digit")
_JSON: Final[dict[str, tuple[str, Any]]] = {
    "int": ("a whole number", int),
    "float": ("a number", (int, float)),
    "str": ("a string", str),
    "dict": ("an object", dict),
    "tuple": ("a list", list),
}


def read_card(path: Path) -> ModelCard:
    """Read a card from its JSON file; entries that a later version added are passed over.

    Raises:
        InvalidModel: the file is missing, is no JSON, or lacks or misstates an entry.

    """
    try:
        entries = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise InvalidModel(f"{path}: no such card; a model needs its card beside it") from error
    except (OSError, ValueError) as error:
        raise InvalidModel(f"{path}: the card cannot be read: {error}") from error
    if not isinstance(entries, dict):
        raise InvalidModel(f"{path}: the card is a {type(entries).__name__}, expected an object")
    try:
        return card_from_dict(entries)
    except InvalidModel as error:
        raise InvalidModel(f"{path}: {error}") from error


def card_from_dict(entries: dict[str, Any]) -> ModelCard:
    """Build a card from its JSON form.

    Raises:
        InvalidModel: an entry is missing, of the wrong type or out of range.

    """
    card = ModelCard(
        **{
            field.name: _entry(entries, field)
            for field in fields(ModelCard)
            if field.name in entries or field.default is MISSING
        }
    )
    if card.classes != CLASSES:
        raise InvalidModel(f"the card has classes {card.classes}, expected {CLASSES}")
    if not (math.isfinite(card.temperature) and card.temperature > 0):
        raise InvalidModel(f"the card has temperature {card.temperature}, expected more than 0")
    for rate, threshold in card.thresholds.items():
        _check_threshold(rate, threshold)
    return card


def _entry(entries: dict[str, Any], field: Any) -> Any:
    if field.name not in entries:
        raise InvalidModel(f"the card lacks {field.name!r}")
    value = entries[field.name]
    kind = str(field.type).partition("[")[0]
    word, types = _JSON[kind]
    if not isinstance(value, types) or isinstance(value, bool):
        raise InvalidModel(f"the card has {field.name!r} {value!r:.60}, expected {word}")
    return tuple(value) if kind == "tuple" else value


def _check_threshold(rate: str, threshold: Any) -> None:
    try:
        good = 0.0 < float(rate) < 1.0 and float(threshold) >= 0.0
    except (TypeError, ValueError):
        good = False
    if not good:
        raise InvalidModel(
            f"the card has threshold {threshold!r} for error rate {rate!r}, "
            "expected a probability for a rate between 0 and 1"
        )
