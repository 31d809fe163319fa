from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from tests.support.drawing import drawn_digit

RECIPE = """
name = "tiny"
architecture = "cnn_small"
[schedule]
samples = 200
epoch_samples = 100
batch = 20
[[sources]]
data = "scribbles"
share = 0.5
count = 30
as_is = 1
[[sources]]
data = "european-ones"
share = 0.5
count = 30
as_is = 1
"""


def train(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tenfold", "train", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def test_a_recipe_becomes_a_run_folder_named_on_stdout(tmp_path: Path) -> None:
    (tmp_path / "tiny.toml").write_text(RECIPE)
    done = train("tiny.toml", "--seed", "3", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "runs/tiny-3"
    assert (tmp_path / "runs/tiny-3/card.json").is_file()
    assert "epoch 2/2" in done.stderr


def test_a_missing_recipe_is_named(tmp_path: Path) -> None:
    done = train("nowhere.toml", folder=tmp_path)
    assert done.returncode == 1
    assert "Cannot read recipe nowhere.toml" in done.stderr


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    """A folder of class folders: thirty drawn pictures each of 0, 1 and 7."""
    rng = np.random.default_rng(1)
    for label in (0, 1, 7):
        (tmp_path / "digits" / str(label)).mkdir(parents=True)
        for place in range(30):
            path = tmp_path / "digits" / str(label) / f"{place:03d}.png"
            drawn_digit(label, rng).save(path)
    return tmp_path


TINY = ("digits", "--model", "mlp_scratch", "--batch", "10", "--augment", "0")


def test_a_folder_is_looked_at_and_becomes_a_model(digits: Path) -> None:
    done = train(*TINY, "--epochs", "3", folder=digits)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "runs/digits"
    assert (digits / "runs/digits/model.onnx").is_file()
    assert "There is no picture of 2, 3, 4, 5, 6, 8 and 9." in done.stderr
    assert "epoch 3/3" in done.stderr
    assert "All 3 epochs done" in done.stderr
    again = train(*TINY, "--epochs", "1", folder=digits)
    assert again.stdout.strip() == "runs/digits-2"


def test_looking_trains_nothing(digits: Path) -> None:
    done = train("digits", "--look", folder=digits)
    assert (done.returncode, done.stdout.strip()) == (0, "digits-sheet.png")
    assert "held out by picture" in done.stderr
    assert not (digits / "runs").exists()


def test_data_that_cannot_work_exits_1_with_what_to_do(digits: Path) -> None:
    done = train("digits/7", "--look", folder=digits)
    assert done.returncode == 1
    shutil.rmtree(digits / "digits" / "0")
    shutil.rmtree(digits / "digits" / "1")
    done = train(*TINY, folder=digits)
    assert done.returncode == 1
    assert "All 30 pictures are of one class, 7." in done.stderr
    assert not (digits / "runs" / "digits").exists()


def test_ctrl_c_stops_and_keeps_and_resume_goes_on(digits: Path) -> None:
    command = [sys.executable, "-m", "tenfold", "train", *TINY, "--epochs", "3000"]
    process = subprocess.Popen(
        command, cwd=digits, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith("epoch 2/"):
            process.send_signal(signal.SIGINT)
            break
    out, said = process.communicate(timeout=120)
    assert process.returncode == 130
    assert out.strip() == "runs/digits"
    assert "Stopped after epoch" in said
    assert (digits / "runs/digits/model.onnx").is_file()
    lines = (digits / "runs/digits/metrics.jsonl").read_text().splitlines()
    last = max(json.loads(line).get("epoch", 0) for line in lines)
    again = subprocess.Popen(
        [sys.executable, "-m", "tenfold", "train", "--resume", "--out", "runs/digits"],
        cwd=digits,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert again.stderr is not None
    first = next(line for line in again.stderr if line.startswith("epoch"))
    again.kill()
    again.communicate()
    assert first.startswith(f"epoch {last + 1}/3000")


def test_folds_give_a_mean_and_a_page(digits: Path) -> None:
    done = train(*TINY, "--epochs", "2", "--folds", "2", folder=digits)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "runs/digits-folds"
    assert "2 folds: " in done.stderr
    trials = json.loads((digits / "runs/digits-folds/trials.json").read_text())
    assert sum(trial["held"] for trial in trials) == 90
    assert "<svg" in (digits / "runs/digits-folds/trials.html").read_text()


def test_a_sweep_tries_each_and_names_the_best(digits: Path) -> None:
    done = train(*TINY, "--epochs", "3", "--sweep", "lr=0.0000001,0.003", folder=digits)
    assert done.returncode == 1  # such small steps learn nothing, which is told
    assert "Best: learning_rate=0.003" in done.stderr
    assert "nothing was learned" in done.stderr


def test_a_wrong_sweep_is_told(digits: Path) -> None:
    done = train(*TINY, "--sweep", "colour=red", folder=digits)
    assert done.returncode == 1
    assert "'colour' cannot be swept; known: lr" in done.stderr
