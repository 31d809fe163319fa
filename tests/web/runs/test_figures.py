"""What the table of runs tells of a run's model."""

from __future__ import annotations

import shutil

import pytest

from tenfold.reading.model import find_model
from tenfold.web.accounts.models import User
from tenfold.web.runs import figures
from tenfold.web.runs.models import Run

pytestmark = pytest.mark.django_db


def test_a_model_is_measured_on_this_machine(owner: User) -> None:
    run = Run.objects.create(owner=owner, settings={})
    run.folder.mkdir(parents=True)
    for path, name in zip(find_model("tenfold_small"), ("model.onnx", "card.json"), strict=True):
        shutil.copy(path, run.folder / name)
    found = figures.of_model(run)
    assert found["latency_ms"] > 0
    assert found["bytes"] == (run.folder / "model.onnx").stat().st_size


def test_without_a_model_nothing_is_told(owner: User) -> None:
    assert figures.of_model(Run.objects.create(owner=owner, settings={})) == {}
