from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.datasets.pictures import read_pictures, shrink, to_grey
from tenfold.datasets.tree import open_tree

WritePicture = Callable[..., Path]


def test_pictures_come_in_the_order_of_their_names(
    tmp_path: Path, write_picture: WritePicture
) -> None:
    for i in range(40):
        write_picture(tmp_path / f"{i:02d}.png", i)
    tree = open_tree(tmp_path)
    pictures, whole, problems = read_pictures(tree, tree.names)
    assert whole.tolist() == list(range(40))
    assert problems == []
    for name, picture in zip(tree.names, pictures, strict=True):
        expected = cv2.imread(str(tmp_path / name), cv2.IMREAD_GRAYSCALE)
        np.testing.assert_array_equal(picture, expected)


def test_large_files_come_in_the_same_order(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    for i in range(40):
        noise = random.integers(0, 256, (300, 300 + i)).astype(np.uint8)
        (tmp_path / f"{i:02d}.png").write_bytes(cv2.imencode(".png", noise)[1].tobytes())
    tree = open_tree(tmp_path)
    pictures, _, _ = read_pictures(tree, tree.names)
    assert [picture.shape[1] for picture in pictures] == list(range(300, 340))


def test_a_file_that_is_no_picture_is_left_out_and_named(
    tmp_path: Path, write_picture: WritePicture
) -> None:
    write_picture(tmp_path / "a.png")
    (tmp_path / "b.png").write_text("no picture")
    write_picture(tmp_path / "c.png")
    tree = open_tree(tmp_path)
    pictures, whole, [problem] = read_pictures(tree, tree.names)
    assert len(pictures) == 2
    assert whole.tolist() == [0, 2]
    assert problem.path == f"{tmp_path}/b.png"


def test_no_names_give_no_pictures(tmp_path: Path) -> None:
    pictures, whole, problems = read_pictures(open_tree(tmp_path), [])
    assert (pictures, whole.tolist(), problems) == ([], [], [])


def test_ink_as_bright_as_its_paper_keeps_its_contrast() -> None:
    page = np.empty((20, 20, 3), np.uint8)
    page[:] = (0, 130, 0)
    page[5:15, 5:15] = (255, 0, 0)
    assert np.ptp(cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)) < 5
    assert np.ptp(to_grey(page)) == 255


def test_a_plain_colour_picture_is_read_by_its_luminance() -> None:
    page = np.full((20, 20, 3), 255, np.uint8)
    page[5:15, 5:15] = (20, 20, 90)
    np.testing.assert_array_equal(to_grey(page), cv2.cvtColor(page, cv2.COLOR_RGB2GRAY))


@given(st.integers(1, 900), st.integers(1, 900), st.integers(1, 512))
def test_no_picture_is_larger_than_asked_and_none_vanishes(
    height: int, width: int, side: int
) -> None:
    small = shrink(np.zeros((height, width), np.uint8), side)
    assert min(small.shape) >= 1
    assert max(small.shape) == min(side, max(height, width))


@pytest.mark.parametrize("shape", [(1, 1), (28, 28), (512, 100)])
def test_a_small_picture_stays_as_it_is(shape: tuple[int, int]) -> None:
    picture = np.zeros(shape, np.uint8)
    assert shrink(picture, 512) is picture
