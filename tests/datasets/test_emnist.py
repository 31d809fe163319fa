from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from scipy.io import savemat

from tenfold.datasets.base import NOT_A_DIGIT, unambiguous
from tenfold.datasets.emnist import MARKS, load_emnist, load_letters
from tenfold.datasets.loading import load
from tenfold.errors import DatasetError

WriteIdx = Callable[[Path, np.ndarray], Path]

UPRIGHT = np.zeros((1, 28, 28), np.uint8)
UPRIGHT[0, 2:20, 14] = 255
UPRIGHT[0, 2, 5:14] = 200


def write_part(folder: Path, part: str, labels: list[int], write_idx: WriteIdx) -> Path:
    """Write a part as EMNIST does: transposed."""
    images = np.repeat(UPRIGHT, len(labels), 0).swapaxes(1, 2)
    for split in ("train", "test"):
        write_idx(folder / f"emnist-{part}-{split}-images-idx3-ubyte.gz", images)
        names = np.array(labels, np.uint8)
        write_idx(folder / f"emnist-{part}-{split}-labels-idx1-ubyte.gz", names)
    return folder


def write_mat(path: Path, labels: list[int]) -> Path:
    # MATLAB stores a picture column by column.
    rows = np.repeat(UPRIGHT.swapaxes(1, 2).reshape(1, 784), len(labels), 0)
    part = {
        "images": rows,
        "labels": np.array(labels)[:, None],
        "writers": np.arange(len(labels))[:, None],
    }
    savemat(path, {"dataset": {"train": part, "test": part, "mapping": np.zeros((10, 2))}})
    return path


def test_pictures_come_upright_from_idx(tmp_path: Path, write_idx: WriteIdx) -> None:
    dataset = load_emnist(write_part(tmp_path, "digits", [7], write_idx), split="test")
    np.testing.assert_array_equal(dataset.images[0], UPRIGHT[0])
    assert dataset.labels.tolist() == [7]


def test_pictures_come_upright_from_mat_with_their_writers(tmp_path: Path) -> None:
    dataset = load_emnist(write_mat(tmp_path / "emnist-digits.mat", [7, 1]))
    np.testing.assert_array_equal(dataset.images[0], UPRIGHT[0])
    assert dataset.labels.tolist() == [7, 1, 7, 1]
    assert dataset.writers is not None
    assert dataset.writers.tolist() == ["0000", "0001", "0000", "0001"]


def test_letters_are_no_digits_and_carry_both_cases(tmp_path: Path, write_idx: WriteIdx) -> None:
    dataset = load_emnist(write_part(tmp_path, "letters", [1, 15, 26], write_idx), split="train")
    assert dataset.labels.tolist() == [NOT_A_DIGIT] * 3
    assert dataset.marks is not None
    assert dataset.marks.tolist() == ["Aa", "Oo", "Zz"]
    assert len(unambiguous(dataset)) == 1


@pytest.mark.parametrize(
    ("part", "label", "mark"),
    [("byclass", 10, "A"), ("byclass", 61, "z"), ("balanced", 12, "Cc"), ("balanced", 46, "t")],
)
def test_labels_of_mixed_parts_are_told_apart(
    part: str, label: int, mark: str, tmp_path: Path, write_idx: WriteIdx
) -> None:
    folder = write_part(tmp_path, part, [3, label], write_idx)
    dataset = load_emnist(folder, part, "test")
    assert dataset.labels.tolist() == [3, NOT_A_DIGIT]
    assert dataset.marks is not None
    assert dataset.marks.tolist() == ["3", mark]


@pytest.mark.parametrize(
    ("part", "classes"),
    [("byclass", 62), ("bymerge", 47), ("balanced", 47), ("letters", 27), ("digits", 10)],
)
def test_every_part_has_as_many_marks_as_published(part: str, classes: int) -> None:
    assert len(MARKS[part]) == classes


def test_a_label_that_the_part_has_not_is_left_out_and_listed(
    tmp_path: Path, write_idx: WriteIdx
) -> None:
    dataset = load_emnist(write_part(tmp_path, "letters", [0, 2, 40], write_idx), split="test")
    assert len(dataset) == 1
    assert [p.reason for p in dataset.problems] == [
        "label 0 is none of emnist-letters",
        "label 40 is none of emnist-letters",
    ]


def test_a_folder_of_several_parts_asks_for_one(tmp_path: Path, write_idx: WriteIdx) -> None:
    write_part(write_part(tmp_path, "digits", [1], write_idx), "letters", [1], write_idx)
    with pytest.raises(DatasetError, match=r"several parts .*emnist-digits, emnist-letters"):
        load_emnist(tmp_path)
    assert load_emnist(tmp_path, "letters").name == "emnist-letters"


def test_pictures_come_upright_from_csv(tmp_path: Path) -> None:
    row = [7, *UPRIGHT[0].T.ravel().tolist()]
    path = tmp_path / "emnist-digits-train.csv"
    path.write_text(",".join(map(str, row)) + "\n")
    dataset = load(path)
    np.testing.assert_array_equal(dataset.images[0], UPRIGHT[0])


def test_letters_as_csv_are_refused(tmp_path: Path) -> None:
    (tmp_path / "emnist-letters-train.csv").write_text("1,0,0,0,0\n")
    with pytest.raises(DatasetError, match=r"use EMNIST's idx or \.mat"):
        load(tmp_path / "emnist-letters-train.csv")


def test_mat_without_scipy_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_mat(tmp_path / "emnist-digits.mat", [7])
    monkeypatch.setitem(sys.modules, "scipy.io", None)
    with pytest.raises(DatasetError, match=r"needs scipy: pip install 'tenfold\[mat\]'"):
        load_emnist(path)


@pytest.mark.parametrize("data", [b"", b"MATLAB 5.0 MAT-file" + b"\0" * 200, b"text"])
def test_a_damaged_mat_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "emnist-digits.mat").write_bytes(data)
    with pytest.raises(DatasetError, match="cannot read"):
        load_emnist(tmp_path / "emnist-digits.mat")


def test_another_mat_is_refused(tmp_path: Path) -> None:
    savemat(tmp_path / "emnist-digits.mat", {"dataset": {"train": np.zeros(3)}})
    with pytest.raises(DatasetError, match="no EMNIST file"):
        load_emnist(tmp_path / "emnist-digits.mat")


def test_the_real_letters_stand_for_both_cases(data_home: Path) -> None:
    dataset = load_letters(data_home / "letters_emnist.npz")
    assert dataset.counts == {NOT_A_DIGIT: 26_000}
    assert dataset.marks is not None
    assert "Gg" in dataset.marks
    # All but I, L, O, S, Z, Q, G, B and D of either case.
    assert len(unambiguous(dataset)) == 17_032
