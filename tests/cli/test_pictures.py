"""Pictures in the terminal."""

from __future__ import annotations

import io
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.cli.pictures import COLUMNS, HALF_BLOCK, ROWS, beside, colours, draw

CODE = re.compile(r"\x1b\[[0-9;]*m")


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def page(height: int, width: int, colour: tuple[int, int, int] = (200, 10, 20)) -> np.ndarray:
    return np.full((height, width, 3), colour, np.uint8)


@settings(max_examples=40)
@given(st.integers(1, 300), st.integers(1, 300), st.sampled_from([0, 8, 24]))
def test_drawing_has_the_same_width_on_every_line(height: int, width: int, bits: int) -> None:
    drawn = [CODE.sub("", line) for line in draw(page(height, width), bits)]
    assert {len(line) for line in drawn} == {COLUMNS}
    assert 1 <= len(drawn) <= ROWS


def test_colour_of_the_picture_is_the_terminals() -> None:
    assert "\x1b[38;2;200;10;20;48;2;200;10;20m" + HALF_BLOCK in draw(page(20, 20), 24)[0]


@pytest.mark.parametrize(
    ("colour", "code"), [((255, 0, 0), "5;196"), ((128, 128, 128), "5;244"), ((0, 0, 0), "5;16")]
)
def test_palette_has_the_nearest_colour(colour: tuple[int, int, int], code: str) -> None:
    assert f"38;{code};48;{code}m" in draw(page(20, 20, colour), 8)[0]


@pytest.mark.parametrize(("paper", "pen"), [(255, 0), (0, 255)])
def test_plain_drawing_shows_ink_in_both_polarities(paper: int, pen: int) -> None:
    picture = page(48, 48, (paper, paper, paper))
    picture[8:40, 22:26] = pen
    drawn = draw(picture, 0)
    assert "@" in drawn[6]
    assert not drawn[0].strip()


def test_colours_follow_what_the_terminal_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLORTERM", "truecolor")
    assert colours(Terminal()) == 24
    monkeypatch.delenv("COLORTERM")
    assert colours(Terminal()) == 8
    monkeypatch.setenv("NO_COLOR", "1")
    assert colours(Terminal()) == 0
    assert colours(io.StringIO()) == 0


def test_text_stands_beside_the_middle_of_the_picture() -> None:
    assert [line.split() for line in beside(["aa", "bb", "cc"], ["7"])] == [
        ["aa"],
        ["bb", "7"],
        ["cc"],
    ]
