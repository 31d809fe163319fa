"""Two models of the user's: one that reads 7s alone, one that takes nothing for a digit."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from tests.support.tiny import save_model

from tenfold.reading import store

Wait = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def small_evaluation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fixed evaluation of a few pictures: upright strokes, all called 7."""
    home = tmp_path / "data"
    home.mkdir()
    images = np.zeros((60, 28, 28), np.uint8)
    images[:, 4:24, 12:16] = 255
    order = np.full(60, 400)  # block-04
    np.savez(home / "paper_digits.npz", images=images, labels=np.full(60, 7), order=order)
    monkeypatch.setenv("TENFOLD_DATA", str(home))


@pytest.fixture
def seven(tmp_path: Path, web_home: Path) -> str:
    """A model that takes all ink for a 7."""
    return store.add(save_model(tmp_path / "seven.onnx", {7: 10.0}))


@pytest.fixture
def none(tmp_path: Path, web_home: Path) -> str:
    """A model that takes no ink for a digit."""
    return store.add(save_model(tmp_path / "none.onnx", {10: 12.0}))


@pytest.fixture
def wait() -> Wait:
    """Ask until a job has ended."""

    def asked(client: Client, url: str, method: str = "get") -> dict[str, Any]:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            told: dict[str, Any] = getattr(client, method)(url).json()
            if told["state"] not in ("running", "none"):
                return told
            time.sleep(0.05)
        pytest.fail(f"{url} does not end: {told}")

    return asked
