"""`tenfold models import | judge | promote | rollback | history | export | remove`."""

from __future__ import annotations

import json
import pickle
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tenfold.reading import store

Run = Callable[..., subprocess.CompletedProcess[bytes]]
WORSE = "--anyway", "sevens are all we have"


@pytest.fixture(autouse=True)
def small_evaluation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fixed evaluation of fifty pictures: strokes, of which every tenth is called a 7."""
    home = tmp_path / "data"
    home.mkdir()
    images = np.zeros((500, 28, 28), np.uint8)
    images[:, 4:24, 12:16] = 255
    labels = np.arange(500) % 10
    order = np.full(500, 400)  # block-04
    np.savez(home / "paper_digits.npz", images=images, labels=labels, order=order)
    monkeypatch.setenv("TENFOLD_DATA", str(home))


def test_imported_model_is_listed_and_reads_once_promoted(tenfold: Run, always_seven: Path) -> None:
    assert tenfold("models", "import", always_seven, "--name", "seven").stdout == b"seven\n"
    done = tenfold("models", "promote", "seven", *WORSE)
    assert done.returncode == 0
    assert b"seven reads now" in done.stderr
    listed = tenfold("models").stdout.decode().splitlines()
    assert [line.split()[:2] for line in listed if line.startswith("*")] == [["*", "seven"]]
    (promotion,) = store.history()
    assert promotion.figures["present"]["model"] == "tenfold_small"


def test_worse_model_is_not_promoted_without_a_reason(tenfold: Run, no_digit: Path) -> None:
    tenfold("models", "import", no_digit, "--name", "none")
    done = tenfold("models", "promote", "none")
    assert done.returncode == 1
    assert b"points fewer right" in done.stdout
    assert b"--anyway" in done.stderr
    assert store.present() is None


def test_reason_is_recorded_and_shown(tenfold: Run, no_digit: Path) -> None:
    tenfold("models", "import", no_digit, "--name", "none")
    tenfold("models", "promote", "none", *WORSE)
    assert store.history()[0].override == "sevens are all we have"
    shown = tenfold("models", "history").stdout.decode()
    assert "although the gate did not pass it: sevens are all we have" in shown


def test_empty_reason_is_none(tenfold: Run, always_seven: Path) -> None:
    tenfold("models", "import", always_seven)
    assert tenfold("models", "promote", "always_seven", "--anyway", " ").returncode == 2


def test_judging_changes_nothing(tenfold: Run, always_seven: Path) -> None:
    told = json.loads(tenfold("models", "judge", always_seven, "--format", "json").stdout)
    assert [one["set"] for one in told["sets"]] == ["paper_digits, one block"]
    assert told["sets"][0]["after"]["hits"] == 50
    assert store.history() == ()


def test_rollback_brings_the_one_before_back(tenfold: Run, always_seven: Path) -> None:
    tenfold("models", "import", always_seven)
    tenfold("models", "promote", "always_seven", *WORSE)
    assert b"tenfold_small reads again" in tenfold("models", "rollback").stderr
    done = tenfold("models", "rollback")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"nothing to roll back" in done.stderr


def test_run_folder_is_imported_before_it_is_promoted(tenfold: Run, tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    done = tenfold("models", "promote", tmp_path / "run")
    assert done.returncode == 2
    assert b"tenfold models import" in done.stderr


def test_model_without_a_card_gets_one(tenfold: Run, always_seven: Path, tmp_path: Path) -> None:
    (tmp_path / "bare.onnx").write_bytes(always_seven.read_bytes())
    assert tenfold("models", "import", "bare.onnx").stdout == b"bare\n"
    card = json.loads(tenfold("models", "info", "bare", "--format", "json").stdout)
    assert card["recipe"] == "imported from bare.onnx"
    assert card["measured"][0]["hits"] == 50
    assert card["thresholds"]["0.001"] == 2.0  # it can promise nothing


def test_pickle_is_refused_with_what_to_do(tenfold: Run, tmp_path: Path) -> None:
    (tmp_path / "net.pt").write_bytes(pickle.dumps({"weight": [1.0]}))
    done = tenfold("models", "import", "net.pt")
    assert done.returncode == 1
    assert b"is a pickle; Tenfold reads networks as .onnx files alone" in done.stderr


@pytest.mark.parametrize(
    ("kind", "files"),
    [
        ("onnx", ["tenfold_small.onnx"]),
        ("fp32", ["tenfold_small-fp32.onnx"]),
        ("safetensors", ["tenfold_small.safetensors"]),
        ("card", ["tenfold_small.json"]),
        ("int8", ["tenfold_small-int8.onnx", "tenfold_small-int8.figures.json"]),
    ],
)
def test_model_is_exported(tenfold: Run, tmp_path: Path, kind: str, files: list[str]) -> None:
    done = tenfold("models", "export", "tenfold_small", "--format", kind)
    assert done.stdout.decode().split() == files
    assert all((tmp_path / file).stat().st_size for file in files)


def test_removed_model_is_gone(tenfold: Run, always_seven: Path) -> None:
    tenfold("models", "import", always_seven)
    assert tenfold("models", "remove", "always_seven").returncode == 0
    assert store.stored_models() == []
