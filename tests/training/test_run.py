from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from tenfold import Reader
from tenfold.datasets import load
from tenfold.errors import TrainingError
from tenfold.training.loop import plan_epoch, rate_at
from tenfold.training.recipe import Recipe, Schedule, SourceRecipe, load_recipe
from tenfold.training.run import run

SCHEDULE = Schedule(samples=2400, epoch_samples=800, batch=40, learning_rate=0.003, ema=0.8)


def recipe_for(path: Path, schedule: Schedule = SCHEDULE) -> Recipe:
    source = SourceRecipe(str(path), 1.0, as_is=1, hold_out=("writer-0",))
    return Recipe("tiny", "cnn_small", (source,), schedule=schedule)


@pytest.fixture(scope="module")
def done(ones_and_zeros: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("runs") / "tiny"
    return run(recipe_for(ones_and_zeros), folder, report=lambda news: None)


def test_a_run_folder_is_read_by_the_reader(done: Path, ones_and_zeros: Path) -> None:
    dataset = load(str(ones_and_zeros))
    said = Reader(done).classify(np.asarray(dataset.images)).argmax(axis=1)
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
    def stop(news: dict[str, Any]) -> None:
        if news.get("epoch") == 2:
            raise KeyboardInterrupt

    recipe = recipe_for(ones_and_zeros)
    with pytest.raises(KeyboardInterrupt):
        run(recipe, tmp_path / "run", report=stop)
    run(recipe, tmp_path / "run", report=lambda news: None, go_on=True)
    ours, theirs = (load_file(f / "state.safetensors") for f in (tmp_path / "run", done))
    for name, tensor in theirs.items():
        torch.testing.assert_close(ours[name], tensor)


def test_another_run_is_never_overwritten(done: Path, ones_and_zeros: Path) -> None:
    with pytest.raises(TrainingError, match="is not empty"):
        run(recipe_for(ones_and_zeros), done, report=lambda news: None)


def test_a_run_of_another_recipe_is_not_resumed(done: Path, ones_and_zeros: Path) -> None:
    other = dataclasses.replace(recipe_for(ones_and_zeros), seed=5)
    with pytest.raises(TrainingError, match="another recipe"):
        run(other, done, report=lambda news: None, go_on=True)


def test_a_loss_without_end_is_told_and_the_last_epoch_kept(
    ones_and_zeros: Path, tmp_path: Path
) -> None:
    wild = dataclasses.replace(SCHEDULE, learning_rate=float("inf"))
    with pytest.raises(TrainingError, match="lower the learning rate"):
        run(recipe_for(ones_and_zeros, wild), tmp_path / "run", report=lambda news: None)
    assert not (tmp_path / "run" / "model.onnx").exists()


def test_a_run_can_start_from_a_model(done: Path, ones_and_zeros: Path, tmp_path: Path) -> None:
    short = dataclasses.replace(SCHEDULE, samples=40, epoch_samples=40, learning_rate=0.0)
    folder = run(
        recipe_for(ones_and_zeros, short),
        tmp_path / "run",
        report=lambda news: None,
        start=str(done),
    )
    images = np.asarray(load(str(ones_and_zeros)).images)
    before, after = (Reader(path).classify(images).argmax(axis=1) for path in (done, folder))
    assert (before == after).mean() > 0.95
    assert Reader(folder).card.recipe.endswith(f"from tiny {Reader(done).card.sha256[:12]}")


def test_an_epoch_shows_each_source_by_its_share() -> None:
    sources = np.repeat(np.int16([0, 1]), [1000, 10])
    plan = plan_epoch(sources, [0.75, 0.25], 400, np.random.default_rng(0))
    assert np.bincount(sources[plan]).tolist() == [300, 100]


def test_an_absent_source_leaves_its_share_to_the_others() -> None:
    sources = np.zeros(50, np.int16)
    assert len(plan_epoch(sources, [0.5, 0.5], 100, np.random.default_rng(0))) == 100


def test_the_learning_rate_rises_then_falls_to_zero() -> None:
    rates = [rate_at(progress, 0.1) for progress in (0, 0.05, 0.1, 0.5, 1)]
    assert rates[0] < rates[1] < rates[2] == 1
    assert rates[2] > rates[3] > rates[4] == pytest.approx(0)
