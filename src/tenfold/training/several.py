"""Several trainings on the same data: each fold held out in turn, or settings tried in a sweep."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from tenfold.errors import SettingsError, TrainingError
from tenfold.training.desk import Control, Report
from tenfold.training.fit import fit
from tenfold.training.folder import make_folder, read_run
from tenfold.training.gather import Material, gather
from tenfold.training.saving import write_whole
from tenfold.training.settings import RANGES, Settings

SHORT: Final = {"lr": "learning_rate", "validation": "validation"}
"""Settings that have another name on the command line."""
MOST: Final = 100
"""Trainings of one sweep."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One of several trainings: what was different, and how it ended.

    ``right`` of ``held`` held-out pictures were read right by the epoch that was kept; ``failed``
    says in words why there is none.
    """

    label: str
    values: dict[str, Any]
    folder: str
    right: int = 0
    held: int = 0
    loss: float | None = None
    epoch: int = 0
    seconds: float = 0.0
    bytes: int = 0
    failed: str = ""

    @property
    def accuracy(self) -> float:
        """Share of the held-out pictures that is read right; 0 where the training failed."""
        return self.right / self.held if self.held else 0.0


def parse_sweep(texts: Iterable[str]) -> dict[str, list[Any]]:
    """Read what to try: 'lr=0.001,0.003' for each setting.

    Raises:
        SettingsError: where a setting is no number's or unknown, or a value is none.

    """
    axes: dict[str, list[Any]] = {}
    for text in texts:
        name, _, values = text.partition("=")
        key = SHORT.get(name.strip(), name.strip().replace("-", "_"))
        if key != "model" and key not in RANGES:
            known = ", ".join(sorted({*RANGES, "model"} - {"fold", "folds"}))
            raise SettingsError(f"{name.strip()!r} cannot be swept; known: lr, {known}")
        axes[key] = [_value(key, one.strip()) for one in values.split(",") if one.strip()]
        if not axes[key]:
            raise SettingsError(f"{text!r} names no values, expected such as {name}=1,2")
    return axes


def train_folds(settings: Settings, folder: Path, report: Report, control: Control) -> list[Trial]:
    """Train once for each fold, with that part of the data held out.

    Args:
        settings: with ``folds``.
        folder: new or empty; each training gets a folder in it.
        report: see ``fit``.
        control: see ``fit``; 'stop' and 'cancel' end all.

    Returns:
        A trial for each fold that was trained.

    """
    variants = [
        (f"fold {fold}", {"fold": fold}, replace(settings, fold=fold))
        for fold in range(1, settings.folds + 1)
    ]
    return _train_all(variants, folder, report, control)


def sweep(
    settings: Settings,
    axes: dict[str, list[Any]],
    folder: Path,
    report: Report,
    control: Control,
) -> list[Trial]:
    """Train with each combination of the values; see ``train_folds`` for the rest.

    Raises:
        SettingsError: where a value is out of range, or there are more than a hundred.

    """
    variants = []
    for values in itertools.product(*axes.values()):
        changes = dict(zip(axes, values, strict=True))
        label = ", ".join(f"{name}={value}" for name, value in changes.items())
        variants.append((label, changes, replace(settings, **changes)))
    if len(variants) > MOST:
        raise SettingsError(f"that is {len(variants)} trainings, expected at most {MOST}")
    return _train_all(variants, folder, report, control)


def _train_all(
    variants: list[tuple[str, dict[str, Any], Settings]],
    folder: Path,
    report: Report,
    control: Control,
) -> list[Trial]:
    make_folder(folder)
    material = gather(variants[0][2].data)
    trials: list[Trial] = []
    for number, (label, values, settings) in enumerate(variants, 1):
        if control() in ("stop", "cancel"):
            break
        report({"note": f"{label} ({number} of {len(variants)})"})
        inside = folder / f"{number:02d}"
        trials.append(_trial(label, values, settings, inside, (report, control, material)))
        text = json.dumps([asdict(trial) for trial in trials], indent=1)
        write_whole(folder / "trials.json", text.encode())
    return trials


def _trial(
    label: str,
    values: dict[str, Any],
    settings: Settings,
    folder: Path,
    around: tuple[Report, Control, Material],
) -> Trial:
    """Train one; a training that goes wrong is a trial that failed, and the rest goes on."""
    report, control, material = around
    begun = Trial(label, values, folder.name)
    try:
        fit(settings, folder, report=report, control=control, material=material)
    except TrainingError as error:
        report({"note": f"{label}: {error}"})
        return replace(begun, failed=str(error))
    return _measured(begun, folder)


def _measured(trial: Trial, folder: Path) -> Trial:
    """Fill in what the run's own lines say of the epoch that it kept."""
    if read_run(folder) is None:
        return replace(trial, failed="canceled")
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    epochs = [line for line in lines if "epoch" in line]
    if not epochs or not (folder / "model.onnx").exists():
        return replace(trial, failed="stopped before the first epoch's end")
    kept = next(line for line in epochs if line["epoch"] == epochs[-1]["best_epoch"])
    confusion = kept["confusion"]
    return replace(
        trial,
        right=sum(row[place] for place, row in enumerate(confusion)),
        held=sum(map(sum, confusion)),
        loss=kept["validation_loss"],
        epoch=kept["epoch"],
        seconds=round(sum(line["seconds"] for line in epochs), 2),
        bytes=(folder / "model.onnx").stat().st_size,
    )


def _value(key: str, text: str) -> Any:
    if key == "model":
        return text
    whole = str(Settings.__dataclass_fields__[key].type).startswith("int")
    read: Callable[[str], Any] = int if whole else float
    try:
        return read(text)
    except ValueError:
        word = "a whole number" if whole else "a number"
        raise SettingsError(f"{key}={text!r}, expected {word}") from None
