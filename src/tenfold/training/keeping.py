"""What a run folder keeps while it is trained: metrics, weights of the epochs, and the state."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import DamagedCheckpoint
from tenfold.training.desk import Desk
from tenfold.training.learner import Learner, Weights
from tenfold.training.saving import load_arrays, save_arrays, unsaved, write_whole
from tenfold.training.survey import Survey

MOST_WEIGHTS: Final = 64
"""Epochs whose weights are kept; when there are more, every other of them goes."""


@dataclass(slots=True)
class Progress:
    """How far a training is: whole epochs, and which of them was the best."""

    epoch: int = 0
    step: int = 0
    seconds: float = 0.0
    best_epoch: int = 0
    best_accuracy: float = -1.0
    best_loss: float = float("inf")
    training_accuracy: float = 0.0


class Keeper:
    """Saves and takes up a training in its folder."""

    def __init__(self, folder: Path, desk: Desk) -> None:
        self.folder = folder
        self.desk = desk
        self._state = folder / "state.safetensors"
        self._before = folder / "state-before.safetensors"
        self._best = folder / "best.safetensors"
        self._metrics = folder / "metrics.jsonl"

    def note(self, line: dict[str, Any]) -> None:
        """Add a line to ``metrics.jsonl`` and tell it."""
        try:
            with self._metrics.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
        except OSError as error:
            raise unsaved(self._metrics, error) from error
        self.desk.say(line)

    def say(self, text: str) -> None:
        """Note what happened, in words."""
        self.note({"note": text})

    def keep_epoch(
        self, learner: Learner, progress: Progress, line: dict[str, Any], *, is_best: bool
    ) -> None:
        """Save the end of an epoch: its weights, the state, its line.

        The state before is kept beside, should this one be cut off or damaged.
        """
        self._keep_weights(learner.weights(), progress.epoch)
        state = learner.state()
        about = {"progress": asdict(progress), "line": line}
        if is_best:
            save_arrays(self._best, state, about)
        if self._state.exists():
            self._state.replace(self._before)
        save_arrays(self._state, state, about)
        self.note(line)

    def take_up(self, learner: Learner) -> Progress:
        """Load the last good state into a learner; a fresh progress where there is none yet.

        Raises:
            DamagedCheckpoint: where states were saved and none can be read.

        """
        self._mend_metrics()
        paths = [path for path in (self._state, self._before) if path.exists()]
        for place, path in enumerate(paths):
            try:
                state, about = load_arrays(path)
                learner.load_state(state)
            except (DamagedCheckpoint, KeyError, RuntimeError, ValueError) as error:
                if place + 1 == len(paths):
                    raise DamagedCheckpoint(
                        f"no saved state of {self.folder} can be read ({error}); the weights of "
                        "each epoch are in weights/, train again to go on"
                    ) from error
                self.say(f"{path.name} is damaged; going on from the state before it")
                continue
            progress = Progress(**about["progress"])
            self.note({"resumed": progress.epoch, "step": progress.step})
            return progress
        return Progress()

    def take_best(self, learner: Learner) -> int:
        """Load the best epoch's weights; return which it was, 0 where none is kept."""
        try:
            state, about = load_arrays(self._best)
            learner.load_state(state)
        except DamagedCheckpoint:
            return 0
        return int(about["progress"]["epoch"])

    def keep_graph(self, learner: Learner) -> None:
        """Keep the network as exported, once: the browser swaps its weights for an epoch's."""
        if not (self.folder / "graph.onnx").exists():
            write_whole(self.folder / "graph.onnx", learner.export())

    def keep_samples(self, pictures: NDArray[np.uint8], labels: NDArray[np.int64]) -> None:
        """Keep the pictures whose answers stand in each epoch's line."""
        save_arrays(self.folder / "samples.safetensors", {"pictures": pictures, "labels": labels})

    def keep_followed(self, pictures: NDArray[np.uint8], labels: NDArray[np.int64]) -> None:
        """Keep the pictures that the time-lapse follows through the epochs."""
        save_arrays(self.folder / "map.safetensors", {"pictures": pictures, "labels": labels})

    def keep_survey(self, survey: Survey) -> None:
        """Keep what the data holds, and the picture of its samples; note what to know of it."""
        write_whole(self.folder / "survey.json", json.dumps(survey.to_dict(), indent=1).encode())
        write_whole(self.folder / "sheet.png", survey.sheet)
        for reason, hint in survey.warnings:
            self.note({"note": f"{reason}. {hint}", "about": "data"})

    def _keep_weights(self, weights: Weights, epoch: int) -> None:
        folder = self.folder / "weights"
        folder.mkdir(exist_ok=True)
        most = float(np.finfo(np.float16).max)
        halves = {k: np.clip(array, -most, most).astype(np.float16) for k, array in weights.items()}
        save_arrays(folder / f"epoch-{epoch:04d}.safetensors", halves, {"epoch": epoch})
        for gone in thinned(sorted(folder.glob("epoch-*.safetensors"))):
            gone.unlink()

    def _mend_metrics(self) -> None:
        """Take off a line that was cut when the process died."""
        if self._metrics.exists():
            data = self._metrics.read_bytes()
            if not data.endswith(b"\n"):
                write_whole(self._metrics, data[: data.rfind(b"\n") + 1])


def thinned(paths: list[Path]) -> list[Path]:
    """Return which of the epochs' files to delete: where there are many, every other one.

    The first and the last stay.
    """
    return paths[1:-1:2] if len(paths) > MOST_WEIGHTS else []
