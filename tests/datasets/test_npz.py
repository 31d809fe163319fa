from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tenfold.datasets.base import NOT_A_DIGIT
from tenfold.datasets.npz import load_npz
from tenfold.errors import DatasetError

IMAGES = np.random.default_rng(0).integers(0, 256, (3, 6, 6)).astype(np.uint8)
LABELS = np.array([1, 2, 10])


def save(path: Path, **arrays: np.ndarray) -> Path:
    np.savez(path, **arrays)
    return path


def test_images_and_labels_are_a_set(tmp_path: Path) -> None:
    dataset = load_npz(save(tmp_path / "mine.npz", images=IMAGES, labels=LABELS))
    np.testing.assert_array_equal(dataset.images, IMAGES)
    assert dataset.labels.tolist() == [1, 2, 10]
    assert (dataset.name, dataset.groups, dataset.splits) == ("mine", None, None)


def test_providers_are_groups_and_writers_are_kept(tmp_path: Path) -> None:
    known = {"provider": np.array(["x", "x", "y"]), "writer": np.array(["a", "b", "c"])}
    dataset = load_npz(save(tmp_path / "a.npz", images=IMAGES, labels=LABELS, **known))
    assert dataset.groups is not None
    assert dataset.writers is not None
    assert (dataset.groups[0], dataset.writers[0]) == ("x", "a")


def test_an_order_becomes_blocks(tmp_path: Path) -> None:
    order = np.array([0, 99, 100])
    groups = load_npz(save(tmp_path / "a.npz", images=IMAGES, labels=LABELS, order=order)).groups
    assert groups is not None
    assert groups.tolist() == ["block-00", "block-00", "block-01"]


def test_text_labels_are_digits_or_marks(tmp_path: Path) -> None:
    dataset = load_npz(save(tmp_path / "a.npz", images=IMAGES, labels=np.array(["7", "A", "dot"])))
    assert dataset.labels.tolist() == [7, NOT_A_DIGIT, NOT_A_DIGIT]
    assert dataset.marks is not None
    assert dataset.marks.tolist() == ["7", "A", "dot"]


def test_keras_names_are_splits(tmp_path: Path) -> None:
    path = save(
        tmp_path / "mnist.npz", x_train=IMAGES, y_train=LABELS, x_test=IMAGES[:1], y_test=LABELS[:1]
    )
    assert len(load_npz(path)) == 4
    assert load_npz(path, "test").labels.tolist() == [1]


def test_a_split_column_chooses(tmp_path: Path) -> None:
    split = np.array(["train", "test", "test"])
    path = save(tmp_path / "a.npz", images=IMAGES, labels=LABELS, split=split)
    assert load_npz(path, "test").labels.tolist() == [2, 10]
    with pytest.raises(DatasetError, match="no split 'val'; it has 'test', 'train'"):
        load_npz(path, "val")


@pytest.mark.parametrize(
    "images",
    [
        IMAGES[..., None],
        IMAGES.reshape(3, 36),
        IMAGES.astype(np.int64),
        IMAGES / 255,
        (IMAGES / 255).astype(np.float32),
    ],
)
def test_other_shapes_and_types_of_the_same_pictures(images: np.ndarray, tmp_path: Path) -> None:
    dataset = load_npz(save(tmp_path / "a.npz", images=images, labels=LABELS))
    np.testing.assert_array_equal(dataset.images, IMAGES)


def test_black_and_white_becomes_the_full_range(tmp_path: Path) -> None:
    dataset = load_npz(save(tmp_path / "a.npz", images=IMAGES > 127, labels=LABELS))
    np.testing.assert_array_equal(dataset.images, np.where(IMAGES > 127, 255, 0))


@pytest.mark.parametrize("images", [IMAGES.astype(np.int16) - 200, IMAGES * 300.0, IMAGES * np.nan])
def test_values_that_are_no_pixels_are_refused(images: np.ndarray, tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"expected uint8 or float in 0\.\.1"):
        load_npz(save(tmp_path / "a.npz", images=images, labels=LABELS))


def test_a_shape_that_is_no_picture_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"shape \(3, 35\), expected \(N, H, W\)"):
        load_npz(save(tmp_path / "a.npz", images=np.zeros((3, 35), np.uint8), labels=LABELS))


def test_labels_of_another_number_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match=r"3 images and labels of shape \(2,\)"):
        load_npz(save(tmp_path / "a.npz", images=IMAGES, labels=LABELS[:2]))


def test_labels_that_are_no_class_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="labels of type float64"):
        load_npz(save(tmp_path / "a.npz", images=IMAGES, labels=LABELS + 0.5))


def test_other_arrays_are_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="holds faces, names; expected images and labels"):
        load_npz(save(tmp_path / "a.npz", faces=IMAGES, names=LABELS))


def test_pickled_objects_are_never_opened(tmp_path: Path) -> None:
    path = save(tmp_path / "a.npz", images=IMAGES, labels=np.array([1, "a", None], object))
    with pytest.raises(DatasetError, match="cannot read"):
        load_npz(path)


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04 cut"])
def test_a_damaged_file_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.npz").write_bytes(data)
    with pytest.raises(DatasetError, match="cannot read"):
        load_npz(tmp_path / "a.npz")


def test_an_array_file_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a.npz").open("wb") as file:
        np.save(file, IMAGES)
    with pytest.raises(DatasetError, match="it is one array"):
        load_npz(tmp_path / "a.npz")


def test_a_file_with_a_flipped_byte_is_refused(tmp_path: Path) -> None:
    path = save(tmp_path / "a.npz", images=IMAGES, labels=LABELS)
    data = bytearray(path.read_bytes())
    data[200] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(DatasetError, match="cannot read"):
        load_npz(path)
