from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import features

from tenfold.datasets.home import user_home
from tenfold.evaluation.fixed import MOST, fixed_sets, font_digits


@pytest.fixture
def few_fonts(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """One font: Pillow's own, so that looking through the system's takes no time."""
    if not features.check("freetype2"):
        pytest.skip("needs Pillow with FreeType")
    from PIL import ImageFont

    font = ImageFont.load_default(20)
    assert isinstance(font, ImageFont.FreeTypeFont)
    stream = font.font_bytes if hasattr(font, "font_bytes") else font.path.getvalue()
    (tmp_path / "fonts").mkdir()
    (tmp_path / "fonts" / "default.ttf").write_bytes(stream)
    monkeypatch.setenv("TENFOLD_FONTS", str(tmp_path / "fonts"))


def test_fonts_stand_in_where_there_is_no_data(
    few_fonts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TENFOLD_DATA", raising=False)
    (found,) = fixed_sets()
    assert found.name == "digits drawn with fonts"
    assert found.pictures.shape == (70, 28, 28)
    assert np.bincount(found.labels).tolist() == [7] * 10
    assert found.pictures.max(axis=(1, 2)).min() > 200  # each has ink


def test_sets_are_made_once(few_fonts: None) -> None:
    first = font_digits()
    kept = list((user_home() / "cache").glob("evaluation-*.npy"))
    assert len(kept) == 1
    before = kept[0].stat().st_mtime_ns
    np.testing.assert_array_equal(font_digits().pictures, first.pictures)
    assert kept[0].stat().st_mtime_ns == before


def test_broken_set_is_made_again(few_fonts: None) -> None:
    first = font_digits()
    (kept,) = (user_home() / "cache").glob("evaluation-*.npy")
    kept.write_bytes(b"half of it")
    np.testing.assert_array_equal(font_digits().pictures, first.pictures)


@pytest.mark.data
def test_sets_of_the_library_are_taken_where_they_are(data_home: Path) -> None:
    sets = {one.name: one for one in fixed_sets()}
    assert len(sets["mnist, test"].labels) == MOST
    assert len(sets["unipen_digits, five providers"].labels) == 1404
    assert len(sets["paper_digits, one block"].labels) == 1000
    assert [name for name, one in sets.items() if not one.is_digits] == [
        "letters_unipen, no digits"
    ]
