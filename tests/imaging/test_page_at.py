"""One page out of many."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tenfold.errors import DamagedImage
from tenfold.imaging.decode import count_pages, page_at


def leaves(kind: str, count: int = 3) -> bytes:
    """Return a file of pages, each 10 px wider than the one before."""
    pages = [Image.new("RGB", (100 + 10 * n, 50), "white") for n in range(count)]
    file = io.BytesIO()
    pages[0].save(file, kind, save_all=True, append_images=pages[1:], resolution=200)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_each_page_is_found_by_its_number(kind: str) -> None:
    data = leaves(kind)
    assert count_pages(data, 100) == 3
    widths = [round(page_at(data, number).shape[1], -1) for number in (1, 2, 3)]
    assert widths == [100, 110, 120]  # a PDF rounds to points


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_page_that_is_not_there_is_damage(kind: str) -> None:
    with pytest.raises(DamagedImage):
        page_at(leaves(kind), 4)


def test_counting_a_tiff_ends_at_the_limit() -> None:
    assert count_pages(leaves("TIFF", 9), 4) == 5


def test_any_other_picture_has_one_page() -> None:
    assert count_pages(leaves("PNG", 1), 4) == 1
    assert count_pages(b"nothing", 4) == 1
    assert page_at(leaves("PNG", 1), 1).shape[:2] == (50, 100)
