"""Whatever the bytes of a file are, a loader gives a data set or a DatasetError."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from scipy.io import savemat

from tenfold.datasets import load
from tenfold.errors import DatasetError

IMAGES = np.random.default_rng(0).integers(0, 256, (4, 28, 28)).astype(np.uint8)


def idx_head(array: np.ndarray) -> bytes:
    return bytes([0, 0, 8, array.ndim]) + struct.pack(f">{array.ndim}I", *array.shape)


def npz_bytes() -> bytes:
    stream = io.BytesIO()
    np.savez_compressed(stream, images=IMAGES, labels=np.arange(4), split=np.array(["a"] * 4))
    return stream.getvalue()


def mat_bytes() -> bytes:
    part = {"images": IMAGES.reshape(4, 784), "labels": np.ones((4, 1)), "writers": np.ones((4, 1))}
    stream = io.BytesIO()
    savemat(stream, {"dataset": {"train": part, "test": part}}, do_compression=True)
    return stream.getvalue()


def zip_bytes() -> bytes:
    picture, stream = io.BytesIO(), io.BytesIO()
    Image.fromarray(IMAGES[0]).save(picture, "PNG")
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("7/a.png", picture.getvalue())
        file.writestr("8/a.png", picture.getvalue())
    return stream.getvalue()


FILES: dict[str, Callable[[], bytes]] = {
    "train-images-idx3-ubyte": lambda: idx_head(IMAGES) + IMAGES.tobytes(),
    "a.npz": npz_bytes,
    "emnist-digits.mat": mat_bytes,
    "a.zip": zip_bytes,
    "a.csv": lambda: b"label,a,b,c,d\n" + b"7,0,10,200,255\n" * 20,
}


@pytest.mark.parametrize("name", FILES)
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=150,
)
@given(
    place=st.floats(0, 1, exclude_max=True),
    patch=st.binary(max_size=6),
    cut=st.floats(0, 1) | st.just(1.0),
)
def test_damage_is_told_by_one_kind_of_error(
    name: str, place: float, patch: bytes, cut: float, tmp_path: Path
) -> None:
    whole = FILES[name]()
    at = int(place * len(whole))
    damaged = whole[:at] + patch + whole[at + len(patch) :]
    (tmp_path / name).write_bytes(damaged[: round(cut * len(damaged))])
    labels = tmp_path / "train-labels-idx1-ubyte"
    labels.write_bytes(idx_head(np.arange(4)) + bytes(range(4)))
    with contextlib.suppress(DatasetError):
        dataset = load(tmp_path / name)
        assert len(dataset) == len(dataset.images) > 0
        assert set(dataset.counts) <= set(range(11))
