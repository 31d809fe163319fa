"""A run's folder: made once, never taken from another run, and what it says of how it was run."""

from __future__ import annotations

import tomllib
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Final

import tomli_w

from tenfold.errors import TrainingError
from tenfold.training.card import commit
from tenfold.training.saving import unsaved, write_whole

_PACKAGES: Final = (
    "tenfold",
    "torch",
    "numpy",
    "opencv-python-headless",
    "Pillow",
    "onnx",
    "onnxruntime",
)
RECIPE: Final = "recipe.toml"


def free_folder(wanted: Path) -> Path:
    """Return a folder that is new or empty: the one wanted, or the same with -2, -3 ..."""
    number, folder = 1, wanted
    while folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        number += 1
        folder = wanted.with_name(f"{wanted.name}-{number}")
    return folder


def make_folder(folder: Path) -> None:
    """Make a run's folder.

    Raises:
        TrainingError: where it holds anything, or cannot be made.

    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise TrainingError(f"{folder} is not empty; resume its run or choose another folder")
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unsaved(folder, error) from error


def write_run(folder: Path, settings: dict[str, Any], about: dict[str, Any]) -> None:
    """Note the settings as run, and under ``[run]`` what else decides the result."""
    more = {**about, "commit": commit(), "versions": _versions()}
    write_whole(folder / RECIPE, tomli_w.dumps({**settings, "run": more}).encode())


def read_run(folder: Path) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return the settings of the run that a folder holds, and its ``[run]``; None without one.

    Raises:
        TrainingError: where the file cannot be read.

    """
    noted = folder / RECIPE
    if not noted.is_file():
        return None
    try:
        settings = tomllib.loads(noted.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TrainingError(f"cannot read {noted}: {error}") from error
    return settings, settings.pop("run", {})


def _versions() -> dict[str, str]:
    found = {}
    for name in _PACKAGES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
