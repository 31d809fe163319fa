from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenfold.datasets.uci import load_uci
from tenfold.errors import DatasetError


def write(folder: Path, name: str, rows: list[list[int]]) -> Path:
    for suffix in (".tra", ".tes"):
        lines = [",".join(f"{value:3d}" for value in row) for row in rows]
        (folder / f"{name}{suffix}").write_text("\n".join(lines) + "\n")
    return folder


def test_optical_digits_fill_the_full_range(tmp_path: Path) -> None:
    row = [0, 8, 16] + [0] * 61
    dataset = load_uci(write(tmp_path, "optdigits", [[*row, 4]]), "test")
    assert np.asarray(dataset.images)[0, 0, :3].tolist() == [0, 127, 255]
    assert dataset.labels.tolist() == [4]


def test_pen_digits_are_drawn_upright(tmp_path: Path) -> None:
    # A stroke from the top left straight down: y points up in the file.
    down = [value for i in range(8) for value in (0, 100 - 14 * i)]
    image = np.asarray(load_uci(write(tmp_path, "pendigits", [[*down, 1]]), "train").images)[0]
    rows, columns = np.nonzero(image)
    assert rows.min() <= 8
    assert rows.max() >= 48
    assert columns.max() < 14


def test_both_files_are_splits(tmp_path: Path) -> None:
    splits = load_uci(write(tmp_path, "optdigits", [[0] * 65])).splits
    assert splits is not None
    assert splits.tolist() == ["train", "test"]


@pytest.mark.parametrize("row", [[0] * 64 + [12], [17] + [0] * 64, [-1] + [0] * 64])
def test_values_out_of_range_are_refused(row: list[int], tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"values out of 0\.\.16 or labels out of 0\.\.9"):
        load_uci(write(tmp_path, "optdigits", [row]))


def test_rows_of_another_length_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="rows of 3 numbers, expected 65 or 17"):
        load_uci(write(tmp_path, "optdigits", [[1, 2, 3]]))


def test_a_file_of_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.tra").write_text("<html>not found</html>")
    with pytest.raises(DatasetError, match="cannot read"):
        load_uci(tmp_path, "train")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"holds no file \*\.tra"):
        load_uci(tmp_path)
