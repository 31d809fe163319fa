from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tenfold import Reader
from tenfold.datasets import load
from tenfold.errors import LossDiverged, TrainingError
from tenfold.training.fit import fit_recipe
from tenfold.training.recipe import Recipe, Schedule, SourceRecipe, load_recipe

SCHEDULE = Schedule(samples=2400, epoch_samples=800, batch=40, learning_rate=0.003, ema=0.8)


def recipe_for(
    path: Path, schedule: Schedule = SCHEDULE, architecture: str = "cnn_small"
) -> Recipe:
    source = SourceRecipe(str(path), 1.0, as_is=1, hold_out=("writer-0",))
    return Recipe("tiny", architecture, (source,), schedule=schedule)


@pytest.fixture(scope="module")
def done(ones_and_zeros: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "tiny"
    fit_recipe(recipe_for(ones_and_zeros), folder, report=lambda line: None)
    return folder


def test_a_run_folder_is_read_by_the_reader(done: Path, ones_and_zeros: Path) -> None:
    dataset = load(str(ones_and_zeros))
    said = Reader(done).classify(np.asarray(dataset.images)).argmax(axis=1)
    assert (said == dataset.labels).mean() > 0.9


@pytest.mark.parametrize("name", ["mlp_scratch", "cnn_scratch"])
def test_a_network_in_numpy_is_trained_and_read_the_same_way(
    name: str, ones_and_zeros: Path, tmp_path: Path
) -> None:
    recipe = recipe_for(ones_and_zeros, architecture=name)
    fit_recipe(recipe, tmp_path / "run", report=lambda line: None)
    dataset = load(str(ones_and_zeros))
    said = Reader(tmp_path / "run").classify(np.asarray(dataset.images)).argmax(axis=1)
    assert (said == dataset.labels).mean() > 0.9


def test_each_epoch_leaves_a_line_and_its_weights(done: Path) -> None:
    lines = [json.loads(line) for line in (done / "metrics.jsonl").read_text().splitlines()]
    assert [line["epoch"] for line in lines if "epoch" in line] == [1, 2, 3]
    assert len(list((done / "weights").glob("epoch-*.safetensors"))) == 3


def test_the_recipe_as_run_can_be_run_again(done: Path, ones_and_zeros: Path) -> None:
    assert load_recipe(done / "recipe.toml") == recipe_for(ones_and_zeros)


def test_the_report_is_of_the_pictures_held_out(done: Path) -> None:
    assert "held out for calibration" in (done / "report.html").read_text()


def test_the_card_says_what_was_learned_from(done: Path) -> None:
    card = Reader(done).card
    origin, held = card.datasets
    assert origin["originals"] == 100
    assert held["originals"] == 20
    assert len(str(origin["sha256"])) == 64


def test_a_stopped_run_goes_on_to_the_same_weights(
    done: Path, ones_and_zeros: Path, tmp_path: Path
) -> None:
    def stop(line: dict[str, Any]) -> None:
        if line.get("epoch") == 2:
            raise KeyboardInterrupt

    recipe = recipe_for(ones_and_zeros)
    with pytest.raises(KeyboardInterrupt):
        fit_recipe(recipe, tmp_path / "run", report=stop)
    assert not (tmp_path / "run" / "model.onnx").exists()
    fit_recipe(recipe, tmp_path / "run", report=lambda line: None, resume=True)
    ours, theirs = ((f / "model.onnx").read_bytes() for f in (tmp_path / "run", done))
    assert ours == theirs


def test_another_run_is_never_overwritten(done: Path, ones_and_zeros: Path) -> None:
    with pytest.raises(TrainingError, match="is not empty"):
        fit_recipe(recipe_for(ones_and_zeros), done, report=lambda line: None)


def test_a_run_of_another_recipe_is_not_resumed(done: Path, ones_and_zeros: Path) -> None:
    other = dataclasses.replace(recipe_for(ones_and_zeros), seed=5)
    with pytest.raises(TrainingError, match="another recipe"):
        fit_recipe(other, done, report=lambda line: None, resume=True)


def test_a_loss_without_end_is_told_and_nothing_called_a_model(
    ones_and_zeros: Path, tmp_path: Path
) -> None:
    wild = dataclasses.replace(SCHEDULE, learning_rate=float("inf"))
    with pytest.raises(LossDiverged, match="lower the learning rate"):
        fit_recipe(recipe_for(ones_and_zeros, wild), tmp_path / "run", report=lambda line: None)
    assert not (tmp_path / "run" / "model.onnx").exists()


def test_a_run_can_start_from_a_model(done: Path, ones_and_zeros: Path, tmp_path: Path) -> None:
    short = dataclasses.replace(SCHEDULE, samples=40, epoch_samples=40, learning_rate=0.0)
    folder = tmp_path / "run"
    recipe = recipe_for(ones_and_zeros, short)
    fit_recipe(recipe, folder, report=lambda line: None, start=str(done))
    images = np.asarray(load(str(ones_and_zeros)).images)
    before, after = (Reader(path).classify(images).argmax(axis=1) for path in (done, folder))
    assert (before == after).mean() > 0.95
    assert Reader(folder).card.recipe.endswith(f"from tiny {Reader(done).card.sha256[:12]}")
