"""A drawing is read in the browser as Python reads the picture of it."""

from __future__ import annotations

import io
import shutil
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tenfold import Reader, Reading
from tenfold.reading.model import find_model

from .conftest import Job, Level, write_maps


def png(page: Level) -> bytes:
    """The drawing as a file: black ink on white, with what covers half a pixel grey."""
    file = io.BytesIO()
    Image.fromarray(255 - page).save(file, "PNG")
    return file.getvalue()


def without_figures(reading: dict[str, Any]) -> dict[str, Any]:
    """What must be the same to the last digit."""
    numbers = [
        {
            "text": number["text"],
            "box": number["box"],
            "boxes": [digit["box"] for digit in number["digits"]],
        }
        for number in reading["numbers"]
    ]
    same = ("text", "rejected", "image", "model")
    return {"numbers": numbers, **{key: reading[key] for key in same}}


def figures(reading: dict[str, Any]) -> np.ndarray:
    """Confidences and probabilities, in order."""
    rows = [
        [digit["confidence"], digit["not_a_digit"], *digit["probabilities"]]
        for number in reading["numbers"]
        for digit in number["digits"]
    ]
    return np.array([reading["confidence"], *(value for row in rows for value in row)])


@pytest.fixture(scope="module")
def found(browser: Job, pages: list[Level], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the browser reads on each page."""
    folder = write_maps(tmp_path_factory.mktemp("readings"), pages)
    model, card = find_model()
    shutil.copy(model, folder / "model.onnx")
    shutil.copy(card, folder / "card.json")
    return browser("readings", folder)


@pytest.fixture(scope="module")
def expected(pages: list[Level]) -> list[Reading]:
    """What Python reads on the PNG of each page."""
    return list(Reader().read_many([png(page) for page in pages]))


def test_whole_readings_are_the_same(found: Any, expected: list[Reading]) -> None:
    for ours, theirs in zip(found, (reading.to_dict() for reading in expected), strict=True):
        assert ours.keys() == theirs.keys()
        assert without_figures(ours) == without_figures(theirs)
        np.testing.assert_allclose(figures(ours), figures(theirs), atol=2e-3)


def test_what_is_accepted_is_the_same(found: Any, expected: list[Reading]) -> None:
    accepted = [reading["accepted"] for reading in found]
    assert accepted == [reading.accepted for reading in expected]
    assert set(accepted) == {True, False}
