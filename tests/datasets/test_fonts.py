from __future__ import annotations

from pathlib import Path

import pytest
from PIL import ImageFont

from tenfold.datasets.fonts import Face, find_faces, split_of
from tenfold.errors import DatasetError


@pytest.fixture
def font_folder(tmp_path: Path) -> Path:
    """A folder with the one font that Pillow carries, twice under two names."""
    font = ImageFont.load_default(16)
    data = font.font_bytes if hasattr(font, "font_bytes") else font.path.getvalue()
    for name in ("a.ttf", "b.ttf"):
        (tmp_path / name).write_bytes(data)
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    return tmp_path


def test_a_font_that_stands_twice_is_found_once(font_folder: Path) -> None:
    assert len(find_faces([font_folder])) == 1


def test_a_face_draws_bright_on_black(font_folder: Path) -> None:
    (face,) = find_faces([font_folder])
    picture = face.render("8")
    assert picture.max() == 255
    assert picture[0].max() == 0


def test_the_fonts_variable_says_where_to_look(
    font_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TENFOLD_FONTS", str(font_folder))
    assert isinstance(find_faces()[0], Face)


def test_no_font_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="install fonts"):
        find_faces([tmp_path])


def test_relatives_stand_on_one_side_of_the_split() -> None:
    assert split_of("OCR A") == split_of("OCRB") == split_of("ocra condensed")


def test_the_split_has_all_parts() -> None:
    names = [f"{a}{b}x" for a in "abcdefghij" for b in "klmnopqrst"]
    parts = [split_of(name) for name in names]
    assert 40 < parts.count("train") < 70
    assert 3 < parts.count("held-out") < 20
    assert 20 < parts.count("test") < 50
