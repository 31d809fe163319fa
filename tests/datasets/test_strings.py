from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tenfold.datasets.strings import read_strings
from tenfold.errors import DatasetError

WritePicture = Callable[..., Path]


def write(folder: Path, rows: list[str]) -> Path:
    (folder / "labels.csv").write_text("\n".join(rows) + "\n")
    return folder


def test_texts_and_digits_come_with_their_files(
    tmp_path: Path, write_picture: WritePicture
) -> None:
    write_picture(tmp_path / "images" / "0.png")
    rows = ["file,text,digits,provider", "images/0.png,5/27,527,apc"]
    dataset = read_strings(write(tmp_path, rows))
    assert dataset.paths == (tmp_path / "images" / "0.png",)
    assert (dataset.texts, dataset.digits, dataset.groups) == (("5/27",), ("527",), ("apc",))


def test_digits_follow_from_the_text_where_they_are_not_given(
    tmp_path: Path, write_picture: WritePicture
) -> None:
    write_picture(tmp_path / "0.png")
    assert read_strings(write(tmp_path, ["file,text", "0.png,007-a"])).digits == ("007",)


def test_a_missing_file_and_a_text_without_digits_are_left_out_and_named(
    tmp_path: Path, write_picture: WritePicture
) -> None:
    write_picture(tmp_path / "0.png")
    dataset = read_strings(write(tmp_path, ["file,text", "gone.png,12", "0.png,abc"]))
    assert len(dataset) == 0
    assert [problem.reason for problem in dataset.problems] == [
        "named in labels.csv, but not there",
        "text 'abc' has no digit",
    ]


def test_a_row_cannot_name_a_file_outside(tmp_path: Path, write_picture: WritePicture) -> None:
    outside = write_picture(tmp_path / "secret.png")
    folder = tmp_path / "set"
    folder.mkdir()
    dataset = read_strings(write(folder, ["file,text", "../secret.png,1", f"{outside},1"]))
    assert len(dataset) == 0
    assert {problem.reason for problem in dataset.problems} == {"lies outside the folder"}


@pytest.mark.parametrize("rows", [["a,b", "1,2"], ["file,text"], [""]])
def test_a_table_without_rows_or_columns_is_refused(rows: list[str], tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no rows with the columns 'file' and 'text'"):
        read_strings(write(tmp_path, rows))


def test_a_missing_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"cannot read .*labels\.csv"):
        read_strings(tmp_path)


def test_the_real_set_is_whole(data_home: Path) -> None:
    dataset = read_strings(data_home / "strings_unipen")
    assert len(dataset) == 626
    assert dataset.problems == ()
    assert all(digits.isdigit() for digits in dataset.digits)
