from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tenfold.datasets.csv_rows import load_csv
from tenfold.errors import DatasetError

HEADER = "label," + ",".join(f"pixel{i}" for i in range(4))
ROWS = ["5,0,10,200,255", "0,9,8,7,6"]


def write(path: Path, lines: list[str], end: str = "\n") -> Path:
    path.write_bytes((end.join(lines) + end).encode())
    return path


def test_a_header_is_skipped(tmp_path: Path) -> None:
    dataset = load_csv(write(tmp_path / "train.csv", [HEADER, *ROWS]))
    assert dataset.labels.tolist() == [5, 0]
    assert np.asarray(dataset.images).tolist() == [[[0, 10], [200, 255]], [[9, 8], [7, 6]]]
    assert (dataset.name, dataset.problems) == ("train", ())


def test_the_first_row_is_data_where_there_is_no_header(tmp_path: Path) -> None:
    assert load_csv(write(tmp_path / "mnist.csv", ROWS)).labels.tolist() == [5, 0]


def test_the_column_of_the_label_may_be_the_last(tmp_path: Path) -> None:
    lines = ["p1,p2,p3,p4,class", "0,10,200,255,5"]
    dataset = load_csv(write(tmp_path / "a.csv", lines))
    assert dataset.labels.tolist() == [5]
    assert np.asarray(dataset.images).tolist() == [[[0, 10], [200, 255]]]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("\r\n".join([HEADER, *ROWS, ""]).encode(), id="windows line ends"),
        pytest.param("\n".join([HEADER, *ROWS]).encode(), id="no last line end"),
        pytest.param(b"\xef\xbb\xbf" + "\n".join([HEADER, *ROWS]).encode(), id="byte order mark"),
        pytest.param(b"\xef\xbb\xbf" + "\n".join(ROWS).encode(), id="byte order mark, no header"),
        pytest.param("\n".join([HEADER, *ROWS]).replace(",", ";").encode(), id="semicolons"),
        pytest.param("\n".join([HEADER, *ROWS]).replace(",", "\t").encode(), id="tabs"),
        pytest.param("\n".join([HEADER, *ROWS]).replace(",", ", ").encode(), id="blanks"),
        pytest.param("\n".join(ROWS).replace(",", ".0,").encode(), id="decimal points"),
        pytest.param(
            "\n".join(['"label","a","b","c","d"', '"5","0"', *ROWS]).encode(), id="quotes"
        ),
        pytest.param("\n\n".join([HEADER, *ROWS]).encode(), id="empty lines"),
        pytest.param(gzip.compress("\n".join([HEADER, *ROWS]).encode()), id="gzip"),
    ],
)
def test_the_ways_to_write_csv_read_the_same(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    dataset = load_csv(tmp_path / "a.csv")
    assert dataset.labels.tolist() == [5, 0]
    assert np.asarray(dataset.images).ravel().tolist() == [0, 10, 200, 255, 9, 8, 7, 6]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(rows=arrays.arrays(np.uint8, st.tuples(st.integers(1, 20), st.just(10))))
def test_what_was_written_is_read(rows: np.ndarray, tmp_path: Path) -> None:
    rows[:, 0] %= 10
    np.savetxt(tmp_path / "a.csv", rows, "%d", ",")
    dataset = load_csv(tmp_path / "a.csv")
    np.testing.assert_array_equal(dataset.labels, rows[:, 0])
    np.testing.assert_array_equal(np.asarray(dataset.images).reshape(-1, 9), rows[:, 1:])


def test_a_file_of_many_blocks_is_read_whole(tmp_path: Path) -> None:
    rows = np.random.default_rng(0).integers(0, 256, (3000, 785)).astype(np.uint8)
    rows[:, 0] %= 10
    np.savetxt(tmp_path / "a.csv", rows, "%d", ",")
    assert (tmp_path / "a.csv").stat().st_size > 2 * (1 << 22)
    dataset = load_csv(tmp_path / "a.csv")
    np.testing.assert_array_equal(np.asarray(dataset.images).reshape(-1, 784), rows[:, 1:])


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("5,1,2,3", "4 values, expected 5"),
        ("5,1,2,3,4,6", "6 values, expected 5"),
        ("5,1,2,3,256", "value 256, expected a whole number in 0..255"),
        ("5,1,2,3,-1", "value -1, expected a whole number in 0..255"),
        ("5,1,2,3,0.5", "value 0.5, expected a whole number in 0..255"),
        ("5,1,2,3,nan", "value nan, expected a whole number in 0..255"),
        ("11,1,2,3,4", "label 11, expected 0..9 (10: not a digit)"),
        ("5,1,2,3,", "'' is no number"),
        ("A,1,2,3,4", "'A' is no number"),
    ],
)
def test_a_bad_row_is_left_out_and_named(row: str, reason: str, tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", [HEADER, ROWS[0], row, ROWS[1]])
    dataset = load_csv(path)
    assert dataset.labels.tolist() == [5, 0]
    assert dataset.problems == ((f"{path}:3", reason),)


def test_a_gzip_file_cut_short_gives_the_rows_before(tmp_path: Path) -> None:
    row = ",".join(["7"] + ["123"] * 784) + "\n"
    data = gzip.compress(row.encode() * 3000, 1)
    (tmp_path / "a.csv.gz").write_bytes(data[: len(data) * 3 // 4])
    dataset = load_csv(tmp_path / "a.csv.gz")
    assert 1000 < len(dataset) < 3000
    assert "cut short or damaged after line" in dataset.problems[0].reason


def test_kaggles_test_file_has_no_labels(tmp_path: Path) -> None:
    lines = [",".join(f"pixel{i}" for i in range(784)), ",".join(["0"] * 784)]
    with pytest.raises(DatasetError, match="784 columns of pixels and no labels"):
        load_csv(write(tmp_path / "test.csv", lines))


@pytest.mark.parametrize("lines", [["a,b,c", "1,2,3"], ["5"], [""], ["hello world"]])
def test_columns_that_make_no_picture_are_refused(lines: list[str], tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="expected a label and the pixels of a square"):
        load_csv(write(tmp_path / "a.csv", lines))


def test_no_good_row_is_refused_with_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no good row; label 12"):
        load_csv(write(tmp_path / "a.csv", [HEADER, "12,0,0,0,0"]))


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no good row"):
        load_csv(write(tmp_path / "a.csv", [HEADER]))
