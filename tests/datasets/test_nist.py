from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tenfold.datasets.base import unambiguous
from tenfold.datasets.nist import has_character_folders, load_nist
from tenfold.errors import DatasetError

WritePicture = Callable[..., Path]


@pytest.fixture
def by_class(tmp_path: Path, write_picture: WritePicture) -> Path:
    """Write by_class with two digits, a letter and a look-alike, as NIST lays it out."""
    folder = tmp_path / "by_class"
    for i, character in enumerate(("30", "39", "4b", "6f")):
        for j, partition in enumerate(("hsf_0", "hsf_4")):
            name = f"{character}/{partition}/{partition}_00000.png"
            write_picture(folder / name, i * 2 + j, (128, 128))
        write_picture(folder / character / f"train_{character}" / "train_00000.png", i, (128, 128))
        (folder / character / "hsf_0.mit").write_text("1\nhsf_0_00000\n")
    return folder


def test_folder_names_are_hexadecimal_ascii(by_class: Path) -> None:
    dataset = load_nist(by_class)
    assert dataset.labels.tolist() == [0, 0, 9, 9, 10, 10, 10, 10]
    assert dataset.marks is not None
    assert dataset.marks.tolist() == ["0", "0", "9", "9", "K", "K", "o", "o"]
    assert dataset.problems == ()


def test_letters_that_look_like_digits_can_be_left_out(by_class: Path) -> None:
    assert unambiguous(load_nist(by_class)).labels.tolist() == [0, 0, 9, 9, 10, 10]


def test_partition_four_is_for_testing(by_class: Path) -> None:
    dataset = load_nist(by_class, "test")
    assert dataset.groups is not None
    assert dataset.groups.tolist() == ["hsf_4"] * 4
    assert len(load_nist(by_class, "train")) == 4


def test_a_repeat_is_read_where_there_is_nothing_else(
    tmp_path: Path, write_picture: WritePicture
) -> None:
    write_picture(tmp_path / "35" / "train_35" / "train_35_00000.png")
    assert load_nist(tmp_path).labels.tolist() == [5]


def test_the_writer_is_read_from_names_that_tell(
    tmp_path: Path, write_picture: WritePicture
) -> None:
    write_picture(tmp_path / "35" / "hsf_0" / "f0123_14_00002.png")
    dataset = load_nist(tmp_path)
    assert dataset.writers is not None
    assert dataset.writers.tolist() == ["0123"]


def test_pictures_are_halved(by_class: Path) -> None:
    assert load_nist(by_class).shapes == {(64, 64): 8}


def test_a_bad_file_is_named(by_class: Path) -> None:
    (by_class / "30" / "hsf_0" / "hsf_0_00001.png").write_bytes(b"")
    [problem] = load_nist(by_class).problems
    assert problem == (f"{by_class}/30/hsf_0/hsf_0_00001.png", "the file is empty")


def test_the_folder_above_will_do(by_class: Path) -> None:
    assert has_character_folders(by_class.parent)
    assert len(load_nist(by_class.parent)) == 8


def test_another_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="expected NIST's by_class"):
        load_nist(tmp_path)
