from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from tenfold.datasets.idx import read_idx
from tenfold.errors import DatasetError

WriteIdx = Callable[[Path, np.ndarray], Path]

UPRIGHT = np.arange(24, dtype=np.uint8).reshape(4, 2, 3)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    array=arrays.arrays(
        st.sampled_from([np.uint8, np.int32]),
        arrays.array_shapes(min_dims=1, max_dims=3, max_side=4),
    )
)
@pytest.mark.parametrize("name", ["a-ubyte", "a-ubyte.gz"])
def test_what_was_written_is_read(
    name: str, array: np.ndarray, tmp_path: Path, write_idx: WriteIdx
) -> None:
    found, problems = read_idx(write_idx(tmp_path / name, array))
    np.testing.assert_array_equal(found, array)
    assert problems == []


@pytest.mark.parametrize("cut", [1, 6, 7, 24])
def test_a_file_cut_short_gives_the_whole_items_and_names_both_sizes(
    cut: int, tmp_path: Path, write_idx: WriteIdx
) -> None:
    path = write_idx(tmp_path / "a", UPRIGHT)
    path.write_bytes(path.read_bytes()[:-cut])
    found, [problem] = read_idx(path)
    np.testing.assert_array_equal(found, UPRIGHT[: (24 - cut) // 6])
    assert f"{40 - cut} bytes, expected 40" in problem.reason


def test_a_gzip_file_cut_short_gives_what_can_be_unpacked(
    tmp_path: Path, write_idx: WriteIdx
) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (500, 10, 10)).astype(np.uint8)
    path = write_idx(tmp_path / "a.gz", noise)
    path.write_bytes(path.read_bytes()[:20_000])
    found, [problem] = read_idx(path)
    assert 0 < len(found) < 500
    np.testing.assert_array_equal(found, noise[: len(found)])
    assert "expected 50,016" in problem.reason


def test_bytes_after_the_end_are_a_problem(tmp_path: Path, write_idx: WriteIdx) -> None:
    path = write_idx(tmp_path / "a", UPRIGHT)
    path.write_bytes(path.read_bytes() + b"!")
    found, [problem] = read_idx(path)
    np.testing.assert_array_equal(found, UPRIGHT)
    assert "41 bytes, expected 40" in problem.reason


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n", b"\0\0\x08\x09" + b"\0" * 40, b"\0\0\x08\x03"]
)
def test_another_file_is_no_idx_file(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(data)
    with pytest.raises(DatasetError, match="is no idx file: it starts with"):
        read_idx(tmp_path / "a")


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(DatasetError, match="has 0 bytes"):
        read_idx(tmp_path / "a")


def test_damaged_gzip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(b"\x1f\x8b" + b"nonsense" * 5)
    with pytest.raises(DatasetError, match="damaged gzip"):
        read_idx(tmp_path / "a.gz")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"cannot read .*No such file"):
        read_idx(tmp_path / "missing")
