"""Which model reads here: that of the settings, else the promoted one, else the one that ships.

Asked anew with every request, for the price of a look at one file, so that all processes of a
server take a promoted model at once.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tenfold.errors import UnknownModel
from tenfold.reading.card import read_card
from tenfold.reading.model import find_model
from tenfold.reading.names import model_files
from tenfold.reading.promoted import Stamp, stamp
from tenfold.types import ModelCard


def version() -> tuple[str, Stamp]:
    """Return what changes whenever another model reads."""
    return settings.TENFOLD_MODEL, stamp()


def is_fixed() -> bool:
    """Whether the settings name the model, so that promoting another changes nothing here."""
    return bool(settings.TENFOLD_MODEL)


def present_files() -> tuple[Path, Path]:
    """Return the .onnx file and the card of the model that reads.

    Raises:
        ModelError: there is none such any more.

    """
    return _files(version())


def present_card() -> ModelCard:
    """Return the card of the model that reads.

    Raises:
        ModelError: there is none such any more, or its card is broken.

    """
    return _card(version())


def card_of(name: str) -> ModelCard:
    """Return the card of a model that ships, is stored or reads here.

    Raises:
        UnknownModel: there is no such model.
        InvalidModel: its card is broken.

    """
    card = present_card()
    files = model_files(name)
    if name == card.name:
        return card
    if files is None:
        raise UnknownModel(f"unknown model {name[:80]!r}")
    return read_card(files[1])


@lru_cache(maxsize=4)
def _files(at: tuple[str, Stamp]) -> tuple[Path, Path]:
    return find_model(at[0] or None)


@lru_cache(maxsize=4)
def _card(at: tuple[str, Stamp]) -> ModelCard:
    return read_card(_files(at)[1])
