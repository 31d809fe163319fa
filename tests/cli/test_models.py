"""`tenfold models` by its real process."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.mark.parametrize("arguments", [["models"], ["models", "list"]])
def test_models_that_ship_are_listed_as_json(tenfold: Run, arguments: list[str]) -> None:
    from tenfold.reading.model import known_models

    done = tenfold(*arguments, "--format", "json")
    assert [card["name"] for card in json.loads(done.stdout)] == known_models()


def test_models_that_ship_are_listed_one_a_line(tenfold: Run) -> None:
    from tenfold.reading.model import known_models

    lines = tenfold("models").stdout.decode().splitlines()
    assert [line[2:].split()[0] for line in lines] == known_models()
    assert [line[0] for line in lines] == ["*"]


def test_info_shows_what_was_measured(tenfold: Run, always_seven: Path) -> None:
    shown = tenfold("models", "info", always_seven).stdout.decode()
    assert "parameters    22\n" in shown
    assert "  mnist test                figure accuracy, value 0.0974, n 10000\n" in shown


def test_info_as_json_is_the_card(tenfold: Run, always_seven: Path) -> None:
    card = json.loads(always_seven.with_suffix(".json").read_text())
    assert json.loads(tenfold("models", "info", always_seven, "--format", "json").stdout) == card


def test_path_is_that_of_the_onnx_file(tenfold: Run, always_seven: Path) -> None:
    assert tenfold("models", "path", always_seven.parent / "always_seven.onnx").stdout == (
        f"{always_seven}\n".encode()
    )


@pytest.mark.parametrize("command", ["info", "path"])
def test_unknown_model_is_wrong_use(tenfold: Run, command: str) -> None:
    done = tenfold("models", command, "nonesuch")
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"Unknown model 'nonesuch'" in done.stderr


def test_broken_card_is_a_failure(tenfold: Run, always_seven: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.onnx").write_bytes(always_seven.read_bytes())
    (tmp_path / "bad.json").write_text('{"name": "bad"}')
    done = tenfold("models", "info", tmp_path / "bad.onnx")
    assert done.returncode == 1
    assert b"the card lacks" in done.stderr


def test_broken_model_hides_no_other(tenfold: Run) -> None:
    from tenfold.reading.names import models_home

    (models_home() / "half").mkdir(parents=True)
    (models_home() / "half" / "model.onnx").write_bytes(b"")
    lines = tenfold("models").stdout.decode().splitlines()
    assert ["no such card" in line for line in lines] == [True, False]
