"""Tiny trainings to their end: three classes of forty drawn digits."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from safetensors.numpy import load_file

from tenfold import Reader
from tenfold.datasets import load
from tenfold.errors import (
    ChanceLevel,
    DamagedCheckpoint,
    DiskFull,
    LossDiverged,
    TrainingError,
    UnfitData,
)
from tenfold.training.fit import Outcome, fit
from tenfold.training.folder import free_folder
from tenfold.training.settings import Settings

TINY: dict[str, Any] = {
    "model": "mlp_scratch",
    "start": "scratch",
    "epochs": 4,
    "batch": 10,
    "learning_rate": 0.002,
    "augment": 0.2,
}


def train(data: Path, folder: Path, *, on_line: Any = None, **changes: Any) -> Outcome:
    settings = Settings.from_dict({"data": [str(data)], **TINY, **changes})
    report = on_line or (lambda line: None)
    resume = folder.exists()
    return fit(settings, folder, report=report, control=lambda: "go", resume=resume)


def at(key: str, value: int, do: Callable[[], Any]) -> Callable[[dict[str, Any]], None]:
    """Do something when the line with ``key`` at ``value`` comes."""

    def on_line(line: dict[str, Any]) -> None:
        if line.get(key) == value:
            do()

    return on_line


def interrupt() -> None:
    raise KeyboardInterrupt


@pytest.fixture(scope="module")
def done(digits_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Outcome]:
    folder = tmp_path_factory.mktemp("runs") / "tiny"
    return folder, train(digits_folder, folder)


@pytest.fixture
def run(done: tuple[Path, Outcome], tmp_path: Path) -> Path:
    """A copy of a finished run, to spoil."""
    return Path(shutil.copytree(done[0], tmp_path / "run"))


def test_a_folder_becomes_a_model_that_reads(
    done: tuple[Path, Outcome], digits_folder: Path
) -> None:
    folder, outcome = done
    dataset = load(str(digits_folder))
    said = Reader(folder).classify(255 - np.asarray(dataset.images)).argmax(axis=1)
    assert (said == dataset.labels).mean() > 0.9
    assert (outcome.status, outcome.epoch) == ("completed", 4)
    assert outcome.message.startswith("All 4 epochs done")


def test_metrics_say_what_pages_show(done: tuple[Path, Outcome]) -> None:
    lines = [json.loads(line) for line in (done[0] / "metrics.jsonl").read_text().splitlines()]
    epochs = [line for line in lines if "epoch" in line]
    assert [line["epoch"] for line in epochs] == [1, 2, 3, 4]
    assert np.array(epochs[-1]["confusion"]).sum() == 18
    assert len(epochs[-1]["samples"]) == 24
    assert {"validation_loss", "validation_accuracy", "seconds_left"} <= epochs[-1].keys()
    steps = [line for line in lines if "step" in line]
    assert {"loss", "learning_rate", "examples_per_second", "seconds"} <= steps[0].keys()


def test_weights_of_epochs_go_into_the_graph(done: tuple[Path, Outcome]) -> None:
    folder, _ = done
    graph = onnx.load(folder / "graph.onnx").graph
    weights = load_file(folder / "weights" / "epoch-0004.safetensors")
    assert {t.name: tuple(t.dims) for t in graph.initializer} == {
        name: array.shape for name, array in weights.items()
    }
    assert {array.dtype for array in weights.values()} == {np.dtype(np.float16)}


def test_the_settings_as_run_can_be_run_again(done: tuple[Path, Outcome], tmp_path: Path) -> None:
    import tomllib

    noted = tomllib.loads((done[0] / "recipe.toml").read_text())
    about = noted.pop("run")
    assert about["data"].keys() == {"drawn"}
    fit(Settings.from_dict(noted), tmp_path / "again", report=lambda _: None, control=lambda: "go")
    models = [(folder / "model.onnx").read_bytes() for folder in (done[0], tmp_path / "again")]
    assert models[0] == models[1]


def test_few_held_out_promise_nothing(done: tuple[Path, Outcome]) -> None:
    assert min(Reader(done[0]).card.thresholds.values()) > 1


@pytest.mark.parametrize("model", ["mlp_scratch", "cnn_blocks"])
def test_a_broken_off_run_ends_as_an_undisturbed_one(
    digits_folder: Path, tmp_path: Path, model: str
) -> None:
    changes = {"model": model, "epochs": 6}
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    train(digits_folder, whole, **changes)
    with pytest.raises(KeyboardInterrupt):
        train(digits_folder, broken, on_line=at("epoch", 2, interrupt), **changes)
    train(digits_folder, broken, **changes)
    assert (broken / "model.onnx").read_bytes() == (whole / "model.onnx").read_bytes()


def test_stop_keeps_what_was_learned(digits_folder: Path, tmp_path: Path) -> None:
    wishes = ["go"]
    outcome = fit(
        Settings.from_dict({"data": [str(digits_folder)], **TINY, "epochs": 1000}),
        tmp_path / "run",
        report=at("epoch", 3, lambda: wishes.append("stop")),
        control=lambda: wishes[-1],  # type: ignore[return-value]
    )
    assert outcome.status == "stopped"
    assert outcome.epoch >= 3
    assert Reader(tmp_path / "run").card.architecture == "mlp_scratch"


def test_cancel_leaves_nothing(digits_folder: Path, tmp_path: Path) -> None:
    wishes = ["go"]
    outcome = fit(
        Settings.from_dict({"data": [str(digits_folder)], **TINY, "epochs": 1000}),
        tmp_path / "run",
        report=at("epoch", 2, lambda: wishes.append("cancel")),
        control=lambda: wishes[-1],  # type: ignore[return-value]
    )
    assert outcome.status == "canceled"
    assert not (tmp_path / "run").exists()


def test_a_pause_changes_nothing(
    done: tuple[Path, Outcome], digits_folder: Path, tmp_path: Path
) -> None:
    wishes = iter(["go", "pause", "pause", "go", "pause"])
    fit(
        Settings.from_dict({"data": [str(digits_folder)], **TINY}),
        tmp_path / "run",
        report=lambda line: None,
        control=lambda: next(wishes, "go"),  # type: ignore[arg-type,return-value]
    )
    assert (tmp_path / "run/model.onnx").read_bytes() == (done[0] / "model.onnx").read_bytes()


def test_no_better_epoch_for_long_stops_early_with_the_best(
    done: tuple[Path, Outcome], digits_folder: Path, tmp_path: Path
) -> None:
    still = {"start": str(done[0]), "memory": 0.0, "learning_rate": 1e-9, "augment": 0.0}
    outcome = train(digits_folder, tmp_path / "run", epochs=50, patience=2, **still)
    assert outcome.status == "stopped early"
    assert outcome.epoch < 50
    assert f"the weights of epoch {outcome.best_epoch} are kept" in outcome.message


def test_steps_too_small_are_told_not_completed(digits_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(ChanceLevel, match="nothing was learned"):
        train(digits_folder, tmp_path / "run", learning_rate=1e-9, epochs=2)
    assert not (tmp_path / "run" / "model.onnx").exists()


def test_steps_too_large_are_told_not_completed(digits_folder: Path, tmp_path: Path) -> None:
    with pytest.raises((LossDiverged, ChanceLevel), match="learning rate"):
        train(digits_folder, tmp_path / "run", learning_rate=10.0, epochs=2, model="lenet")
    assert not (tmp_path / "run" / "model.onnx").exists()


def test_a_damaged_state_goes_on_from_the_one_before(run: Path, digits_folder: Path) -> None:
    before = (run / "model.onnx").read_bytes()
    (run / "state.safetensors").write_bytes(b"damaged")
    notes: list[str] = []
    train(digits_folder, run, on_line=lambda line: notes.append(str(line.get("note"))))
    assert "state.safetensors is damaged; going on from the state before it" in notes
    assert (run / "model.onnx").read_bytes() == before


def test_damaged_states_are_told(run: Path, digits_folder: Path) -> None:
    for name in ("state.safetensors", "state-before.safetensors"):
        (run / name).write_bytes(b"damaged")
    with pytest.raises(DamagedCheckpoint, match="no saved state"):
        train(digits_folder, run)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_is_told_and_the_run_goes_on_when_there_is_room(
    done: tuple[Path, Outcome], digits_folder: Path, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    full = at("epoch", 1, lambda: (run / "state.safetensors.part").symlink_to("/dev/full"))
    with pytest.raises(DiskFull, match=r"epoch \d is kept"):
        train(digits_folder, run, on_line=full)
    train(digits_folder, run)
    assert (run / "model.onnx").read_bytes() == (done[0] / "model.onnx").read_bytes()


def test_data_that_cannot_work_leaves_no_folder(digits_folder: Path, tmp_path: Path) -> None:
    with pytest.raises(UnfitData, match="all 40 pictures are of one class"):
        train(shutil.copytree(digits_folder / "0", tmp_path / "one" / "0").parent, tmp_path / "run")
    assert not (tmp_path / "run").exists()


def test_other_settings_do_not_take_a_run_up(run: Path, digits_folder: Path) -> None:
    with pytest.raises(TrainingError, match="another recipe"):
        train(digits_folder, run, seed=5)


def test_a_new_run_gets_a_folder_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    assert free_folder(tmp_path / "a") == tmp_path / "a"
    (tmp_path / "a" / "model.onnx").touch()
    (tmp_path / "a-2").touch()
    assert free_folder(tmp_path / "a") == tmp_path / "a-3"


OUT_OF_MEMORY = """
import resource, sys
from pathlib import Path
import torch
from tenfold.errors import OutOfMemory
from tenfold.training.fit import fit
from tenfold.training.settings import Settings
def limit(line):
    if line.get("note") == "Making marks that are no digits":
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        resource.setrlimit(resource.RLIMIT_AS, (pages * 4096 + 700_000_000,) * 2)
settings = Settings((sys.argv[1],), start="scratch", epochs=1, batch=4000, model="cnn_blocks")
try:
    fit(settings, Path(sys.argv[2]), report=limit, control=lambda: "go")
except OutOfMemory as error:
    print(error)
"""


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="needs Linux's /proc")
def test_no_memory_is_told_by_the_real_thing(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    labels = np.arange(3000) % 2
    images = np.zeros((3000, 20, 20), np.uint8)
    images[labels == 0, 5:15, 9:11] = 255
    images[labels == 1, 9:11, 5:15] = 255
    images += rng.integers(0, 3, images.shape, np.uint8)
    np.savez(tmp_path / "many.npz", images=images, labels=labels)
    command = [sys.executable, "-c", OUT_OF_MEMORY, str(tmp_path / "many.npz"), str(tmp_path / "r")]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert "this machine has too little free memory; take smaller batches" in said
