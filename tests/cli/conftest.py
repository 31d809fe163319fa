"""The command line by its real process, and a model whose answers are known."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support.tiny import save_model

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def tenfold(tmp_path: Path) -> Run:
    """Run `tenfold` in the test's own folder; `stdin` are bytes piped in."""

    def run(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "tenfold", *map(str, arguments)]
        return subprocess.run(command, input=stdin, capture_output=True, cwd=tmp_path, timeout=60)

    return run


@pytest.fixture(scope="session")
def always_seven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that takes all ink for a 7, with a probability of 0.9996."""
    return save_model(tmp_path_factory.mktemp("model") / "always_seven.onnx", {7: 10.0})


@pytest.fixture(scope="session")
def unsure_seven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that hesitates between 7 and 1, with probabilities of 0.73 and 0.27."""
    return save_model(tmp_path_factory.mktemp("model") / "unsure.onnx", {7: 10.0, 1: 9.0})


@pytest.fixture(scope="session")
def no_digit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model that takes no ink for a digit."""
    return save_model(tmp_path_factory.mktemp("model") / "no_digit.onnx", {10: 12.0})
