from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tenfold.datasets.mnist import load_mnist
from tenfold.errors import DatasetError

WriteIdx = Callable[[Path, np.ndarray], Path]


def test_both_parts_come_in_their_order(mnist_folder: Path) -> None:
    dataset = load_mnist(mnist_folder)
    assert np.shape(dataset.images) == (30, 28, 28)
    assert dataset.labels.tolist() == [*range(10), *range(10), *range(10)]
    assert dataset.splits is not None
    assert dataset.splits.tolist() == ["train"] * 20 + ["test"] * 10
    assert dataset.polarity == "light-on-dark"


def test_one_part_can_be_asked_for(mnist_folder: Path) -> None:
    assert len(load_mnist(mnist_folder, "test")) == 10


def test_writers_are_read_where_they_lie_beside(mnist_folder: Path) -> None:
    numbers = {"train": np.arange(20, dtype=np.int16), "test": np.full(10, 2155, np.int16)}
    np.savez(mnist_folder / "writers.npz", **numbers)
    writers = load_mnist(mnist_folder).writers
    assert writers is not None
    assert writers[[0, 19, 29]].tolist() == ["0000", "0019", "2155"]


def test_writers_that_are_too_few_are_left_out_and_listed(mnist_folder: Path) -> None:
    np.savez(mnist_folder / "writers.npz", train=np.arange(3), test=np.arange(10))
    dataset = load_mnist(mnist_folder, "train")
    assert dataset.writers is None
    assert "3 writers for 20 images" in dataset.problems[0].reason


def test_a_broken_file_of_writers_is_listed(mnist_folder: Path) -> None:
    (mnist_folder / "writers.npz").write_bytes(b"PK\x03\x04 not really")
    assert "writers left out" in load_mnist(mnist_folder, "train").problems[0].reason


def test_one_file_of_images_finds_its_labels(mnist_folder: Path) -> None:
    assert len(load_mnist(mnist_folder / "t10k-images-idx3-ubyte.gz")) == 10


def test_names_with_a_dot_in_folders_of_their_own_are_found(
    tmp_path: Path, write_idx: WriteIdx
) -> None:
    for name, array in (
        ("train-images.idx3-ubyte", np.zeros((2, 28, 28), np.uint8)),
        ("train-labels.idx1-ubyte", np.array([3, 4], np.uint8)),
    ):
        write_idx(tmp_path / "archive" / name / name, array)
    assert load_mnist(tmp_path / "archive").labels.tolist() == [3, 4]


def test_images_cut_short_keep_their_labels(mnist_folder: Path, write_idx: WriteIdx) -> None:
    images = mnist_folder / "t10k-images-idx3-ubyte"
    whole = write_idx(images, np.zeros((10, 28, 28), np.uint8)).read_bytes()
    images.write_bytes(whole[: 16 + 3 * 784 + 5])
    dataset = load_mnist(mnist_folder, "test")
    assert dataset.labels.tolist() == [0, 1, 2]
    assert "2,373 bytes, expected 7,856: 3 of 10 items" in dataset.problems[0].reason


def test_nothing_whole_is_refused_with_the_reason(mnist_folder: Path) -> None:
    images = mnist_folder / "t10k-images-idx3-ubyte"
    images.write_bytes(bytes.fromhex("00000803 0000000a 0000001c 0000001c"))
    with pytest.raises(DatasetError, match=r"no whole image .*16 bytes, expected 7,856"):
        load_mnist(mnist_folder, "test")


@pytest.mark.parametrize("split", [None, "train"])
def test_pictures_can_be_written_to(split: str | None, mnist_folder: Path) -> None:
    images = load_mnist(mnist_folder, split).images
    assert isinstance(images, np.ndarray)
    assert images.flags.writeable


def test_labels_out_of_range_are_left_out_with_their_images(
    mnist_folder: Path, write_idx: WriteIdx
) -> None:
    write_idx(mnist_folder / "t10k-labels-idx1-ubyte", np.arange(4, 14).astype(np.uint8))
    dataset = load_mnist(mnist_folder, "test")
    assert dataset.labels.tolist() == [4, 5, 6, 7, 8, 9, 10]
    assert len(dataset.images) == 7
    assert len(dataset.problems) == 3


def test_labels_of_another_set_are_refused(mnist_folder: Path, write_idx: WriteIdx) -> None:
    write_idx(mnist_folder / "t10k-labels-idx1-ubyte", np.zeros(7, np.uint8))
    with pytest.raises(DatasetError, match=r"has 10 images, but .* 7 labels"):
        load_mnist(mnist_folder, "test")


def test_missing_labels_say_what_was_expected(mnist_folder: Path) -> None:
    (mnist_folder / "train-labels-idx1-ubyte.gz").unlink()
    with pytest.raises(DatasetError, match="no labels beside it: expected train-labels-idx1-ubyte"):
        load_mnist(mnist_folder)


def test_a_part_that_is_not_there_is_named(mnist_folder: Path) -> None:
    with pytest.raises(DatasetError, match="no split 'val'; it has 'train', 'test'"):
        load_mnist(mnist_folder, "val")


def test_the_real_set_has_its_published_counts_and_no_writer_in_both_parts(
    data_home: Path,
) -> None:
    train, test = (load_mnist(data_home / "mnist", split) for split in ("train", "test"))
    assert list(train.counts.values())[:3] == [5923, 6742, 5958]
    assert list(test.counts.values())[:3] == [980, 1135, 1032]
    assert train.writers is not None
    assert test.writers is not None
    assert (len(set(train.writers)), len(set(test.writers))) == (539, 297)
    assert set(train.writers).isdisjoint(test.writers)
