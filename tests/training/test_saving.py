from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenfold.errors import DamagedCheckpoint, DiskFull
from tenfold.training.saving import load_arrays, save_arrays, write_whole

ARRAYS = {"w": np.arange(6, dtype=np.float32).reshape(2, 3), "steps": np.array(7)}


def test_arrays_come_back_as_they_were(tmp_path: Path) -> None:
    save_arrays(tmp_path / "s.safetensors", ARRAYS, {"epoch": 3})
    arrays, about = load_arrays(tmp_path / "s.safetensors")
    assert about == {"epoch": 3}
    assert arrays["steps"].shape == ()
    np.testing.assert_array_equal(arrays["w"], ARRAYS["w"])


@pytest.mark.parametrize("damage", ["cut", "flipped", "gone"])
def test_damage_is_found(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "s.safetensors"
    save_arrays(path, ARRAYS)
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes({"cut": data[:-9], "flipped": data, "gone": b""}[damage])
    with pytest.raises(DamagedCheckpoint):
        load_arrays(path)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs Linux's /dev/full")
def test_a_full_disk_is_told_and_what_was_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    write_whole(path, b"before")
    (tmp_path / "model.onnx.part").symlink_to("/dev/full")
    with pytest.raises(DiskFull, match="the disk is full"):
        write_whole(path, b"after")
    assert path.read_bytes() == b"before"
    assert not (tmp_path / "model.onnx.part").exists()
