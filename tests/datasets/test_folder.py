from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tenfold.datasets.base import NOT_A_DIGIT
from tenfold.datasets.folder import has_class_folders, load_folder
from tenfold.errors import DatasetError

WritePicture = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path, write_picture: WritePicture) -> Path:
    """One folder a class, ten digits with two pictures each."""
    for digit in range(10):
        for i in range(2):
            write_picture(tmp_path / "digits_jpeg" / str(digit) / f"{i}.jpg", digit * 2 + i)
    return tmp_path / "digits_jpeg"


def test_the_folder_is_the_class(folder: Path) -> None:
    dataset = load_folder(folder)
    assert dataset.counts == dict.fromkeys(range(10), 2)
    assert np.shape(dataset.images) == (20, 12, 10)
    assert dataset.polarity == "dark-on-light"
    assert dataset.name == "digits_jpeg"
    assert dataset.locate(3) == f"{folder}/1/1.jpg"
    assert dataset.problems == ()


def test_a_zip_is_the_same_set(folder: Path) -> None:
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w") as file:
        for picture in folder.rglob("*.jpg"):
            file.write(picture, picture.relative_to(folder.parent))
    assert load_folder(path).hash == load_folder(folder).hash


@pytest.mark.parametrize("name", ["not-a-digit", "Not_a_digit", "other"])
def test_what_is_no_digit_has_a_folder_of_its_own(
    name: str, folder: Path, write_picture: WritePicture
) -> None:
    write_picture(folder / name / "x.png")
    assert load_folder(folder).counts[NOT_A_DIGIT] == 1


def test_folders_in_not_a_digit_are_marks(folder: Path, write_picture: WritePicture) -> None:
    write_picture(folder / "other" / "O" / "x.png")
    marks = load_folder(folder).marks
    assert marks is not None
    assert marks[-1] == "O"


def test_folders_in_a_class_are_groups(tmp_path: Path, write_picture: WritePicture) -> None:
    for writer in ("ann", "bob"):
        write_picture(tmp_path / "3" / writer / "x.png")
    groups = load_folder(tmp_path).groups
    assert groups is not None
    assert groups.tolist() == ["ann", "bob"]


def test_train_and_test_are_splits(tmp_path: Path, write_picture: WritePicture) -> None:
    for split, digit in (("training", 1), ("training", 2), ("testing", 1)):
        write_picture(tmp_path / split / str(digit) / "x.png")
    assert load_folder(tmp_path, "train").labels.tolist() == [1, 2]
    assert load_folder(tmp_path, "test").labels.tolist() == [1]
    with pytest.raises(DatasetError, match="no split 'val'; it has 'test', 'train'"):
        load_folder(tmp_path, "val")


def test_sizes_may_differ(tmp_path: Path, write_picture: WritePicture) -> None:
    for digit, size in enumerate([(12, 10), (30, 40)]):
        write_picture(tmp_path / str(digit) / "x.png", size=size)
    assert [image.shape for image in load_folder(tmp_path).images] == [(12, 10), (30, 40)]


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp", ".bmp", ".tiff", ".pgm", ".gif"])
def test_any_format_of_pictures_is_read(
    suffix: str, tmp_path: Path, write_picture: WritePicture
) -> None:
    write_picture(tmp_path / "5" / f"x{suffix}")
    assert load_folder(tmp_path).labels.tolist() == [5]


def test_photos_are_scaled_down(tmp_path: Path, write_picture: WritePicture) -> None:
    write_picture(tmp_path / "5" / "x.jpg", size=(600, 1200))
    assert load_folder(tmp_path).images[0].shape == (256, 512)


def test_bad_files_are_left_out_and_each_is_named(
    folder: Path, write_picture: WritePicture
) -> None:
    whole = write_picture(folder / "7" / "whole.png").read_bytes()
    bad = {"empty.png": b"", "text.png": b"hello", "cut.png": whole[: len(whole) // 2]}
    for name, data in bad.items():
        (folder / "7" / name).write_bytes(data)
    (folder / "7" / "link.png").symlink_to("nowhere")
    dataset = load_folder(folder)
    assert len(dataset) == 21
    reasons = {Path(problem.path).name: problem.reason for problem in dataset.problems}
    assert reasons.keys() == {*bad, "link.png"}
    assert "empty" in reasons["empty.png"]
    assert "none of PNG" in reasons["text.png"]
    assert "cut short" in reasons["cut.png"]


def test_a_folder_that_is_no_class_is_named_once(folder: Path, write_picture: WritePicture) -> None:
    for i in range(3):
        write_picture(folder / "zero" / f"{i}.png")
    [problem] = load_folder(folder).problems
    assert problem == (f"{folder}/zero", "3 files left out: no folder of a class")


def test_no_class_folder_says_what_was_expected(
    tmp_path: Path, write_picture: WritePicture
) -> None:
    write_picture(tmp_path / "zero" / "x.png")
    with pytest.raises(DatasetError, match="expected one folder a class, named 0 to 9"):
        load_folder(tmp_path)


def test_nothing_but_bad_files_is_refused_with_the_first(tmp_path: Path) -> None:
    (tmp_path / "1").mkdir()
    (tmp_path / "1" / "x.png").write_text("hello")
    with pytest.raises(DatasetError, match=r"none of the 1 files .* is a picture; the first: "):
        load_folder(tmp_path)


def test_class_folders_are_seen_a_little_further_down(folder: Path) -> None:
    assert has_class_folders(folder)
    assert has_class_folders(folder.parent)
    assert not has_class_folders(folder / "0")
