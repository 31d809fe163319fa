"""Names of models, and where their files lie: those that ship, and the user's own."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from tenfold.datasets.home import user_home
from tenfold.errors import StoreError

DEFAULT_MODEL: Final = "tenfold_small"
"""Reads until another model is promoted."""
WEIGHTS: Final = Path(__file__).parent.parent / "weights"
"""Folder of the models that ship."""
_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows gives to devices."""


def models_home() -> Path:
    """Return the folder of the user's models; it may not exist yet."""
    return user_home() / "models"


def shipped_models() -> list[str]:
    """Names of the models that ship, sorted."""
    return sorted(path.stem for path in WEIGHTS.glob("*.onnx"))


def stored_models() -> list[str]:
    """Names of the user's models, sorted."""
    return sorted(path.parent.name for path in models_home().glob("[!.]*/model.onnx"))


def known_models() -> list[str]:
    """Names of the models that ship or that the user has, sorted."""
    return sorted({*shipped_models(), *stored_models()})


def model_files(name: str) -> tuple[Path, Path] | None:
    """Return the .onnx file and the card of a model that ships or is stored; None for no such.

    A name is never taken for a path.
    """
    if not _NAME.fullmatch(name):
        return None
    shipped = WEIGHTS / f"{name}.onnx"
    if shipped.is_file():
        return shipped, shipped.with_suffix(".json")
    folder = models_home() / name
    if (folder / "model.onnx").is_file():
        return folder / "model.onnx", folder / "card.json"
    return None


def check_name(name: str) -> str:
    """Return a name that a model may have.

    Raises:
        StoreError: it may not: a path, too long, or with strange characters.

    """
    if not _NAME.fullmatch(name) or name.endswith(".") or _DEVICES.fullmatch(name):
        raise StoreError(
            f"{name[:80]!r} cannot be a model's name; use letters, digits, '-', '_' and '.', at "
            "most 64, with a letter or digit first"
        )
    return name
