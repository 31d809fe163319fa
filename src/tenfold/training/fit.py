"""From settings to a model: one call that trains, pauses and stops, and keeps what is good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from tenfold.training.gather import Material
from tenfold.training.settings import Settings

Report = Callable[[dict[str, Any]], None]
"""Is told every line of metrics, and ``{"note": text}`` of what happens between."""

Wish = Literal["go", "pause", "stop", "cancel"]
Control = Callable[[], Wish]
"""Is asked at least every half second of work; the training waits as long as it says 'pause'."""

Status = Literal["completed", "stopped early", "stopped", "canceled"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a training ended well.

    ``status``: 'completed' saw every epoch, 'stopped early' found nothing better for long,
    'stopped' was asked to stop and kept its best, 'canceled' was asked to leave nothing. ``epoch``
    is the last whole one, ``best_epoch`` the one whose weights the model has; ``message`` says it
    in a sentence for people.
    """

    status: Status
    epoch: int
    best_epoch: int
    message: str


def fit(
    settings: Settings,
    folder: Path,
    *,
    report: Report,
    control: Control,
    resume: bool = False,
    material: Material | None = None,
) -> Outcome:
    """Train what the settings say into a run folder that the Reader reads from.

    Args:
        settings: what to train, on what, how.
        folder: run folder; must be new or empty unless ``resume``.
        report: is told every line of metrics.
        control: is asked whether to go on.
        resume: take up the run that the folder holds, at its last whole epoch; the end is the same
            as without the break.
        material: the data of the settings where it has been gathered already.

    Returns:
        How it ended. A canceled run leaves no folder.

    Raises:
        SettingsError: a setting is wrong, or at odds with the data or the network.
        UnfitData: nothing can be learned from the data.
        LossDiverged: the loss grew without end; the last good state stays.
        ChanceLevel: nothing was learned that holds for held-out pictures.
        OutOfMemory: this machine has too little memory.
        DiskFull: what was learned cannot be saved; what was saved before stays.
        DamagedCheckpoint: no saved state can be read again.
        TrainingError: the folder holds another run, or PyTorch is missing.
        DatasetError: where data is missing.
        RecipeError: where a recipe cannot be followed.
        ModelError: where there is no model to start from.

    """
    raise NotImplementedError
