from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
