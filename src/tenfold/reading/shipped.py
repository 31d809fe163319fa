"""The models that ship with Tenfold."""

from __future__ import annotations

from pathlib import Path
from typing import Final

DEFAULT_MODEL: Final = "tenfold_small"
"""Reads until another model is promoted."""
WEIGHTS: Final = Path(__file__).parent.parent / "weights"
"""Folder of the models that ship."""


def shipped_models() -> list[str]:
    """Names of the models that ship, sorted."""
    return sorted(path.stem for path in WEIGHTS.glob("*.onnx"))


def shipped_file(name: str) -> Path | None:
    """Return the .onnx file of a model that ships, its card <name>.json beside it; else None."""
    return WEIGHTS / f"{name}.onnx" if name in shipped_models() else None
