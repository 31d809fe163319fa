"""How settings of a run are called on the pages, and how their values are written."""

from __future__ import annotations

from typing import Any, Final

LABELS_OF_SETTINGS: Final = {
    "data": "Data",
    "model": "Network",
    "start": "Goes on from",
    "epochs": "Epochs",
    "batch": "Batch",
    "learning_rate": "Learning rate",
    "augment": "Augmentation",
    "validation": "Held out",
    "patience": "Patience",
    "class_weights": "Class weights",
    "non_digits": "Non-digits",
    "memory": "Memory",
    "keep": "Kept of the start",
    "seed": "Seed",
}
"""Settings in the order in which they are shown."""


def written(value: Any) -> str:
    """Write a setting's value for people."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:g}"
    return "as the network's entry says" if value is None else str(value)
