"""What the model that ships promises, on pictures made here."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

import tenfold
from tenfold.reading.model import find_model, known_models
from tenfold.reading.names import DEFAULT_MODEL

pytestmark = pytest.mark.skipif(
    DEFAULT_MODEL not in known_models(), reason=f"needs the weights of {DEFAULT_MODEL}"
)


def drawn(text: str, paper: int = 255, pen: int = 0) -> np.ndarray:
    image = Image.new("L", (60 * len(text) + 40, 110), paper)
    for place, character in enumerate(text):
        font = ImageFont.load_default(72)
        ImageDraw.Draw(image).text((50 + 60 * place, 55), character, pen, font, "mm")
    return np.asarray(image)


@pytest.mark.parametrize("digit", range(10))
@pytest.mark.parametrize(("paper", "pen"), [(255, 0), (0, 255), (190, 90)])
def test_a_printed_digit_is_read(digit: int, paper: int, pen: int) -> None:
    assert tenfold.read(drawn(str(digit), paper, pen)).text == str(digit)


def test_a_number_keeps_its_leading_zero() -> None:
    assert tenfold.read(drawn("0471")).text == "0471"


@pytest.mark.parametrize("level", [0, 127, 255])
def test_a_blank_page_is_never_a_digit(level: int) -> None:
    assert tenfold.read(np.full((28, 28), level, np.uint8)).digits == ()


def test_weights_fit_their_budget_and_their_card() -> None:
    path, _ = find_model()
    card = tenfold.Reader().card
    assert card.name == DEFAULT_MODEL
    assert card.bytes == path.stat().st_size <= 120_000
    assert card.parameters <= 160_000
    assert "0.001" in card.thresholds
