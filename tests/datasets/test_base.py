from __future__ import annotations

import hashlib
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.datasets.base import (
    NOT_A_DIGIT,
    Dataset,
    check_labels,
    check_split,
    guess_polarity,
    is_look_alike,
    join,
    stack,
    unambiguous,
)
from tenfold.errors import DatasetError


def make(labels: list[int], **more: object) -> Dataset:
    images = np.arange(len(labels) * 4, dtype=np.uint8).reshape(-1, 2, 2)
    return Dataset("made", images, np.array(labels, np.int64), "light-on-dark", **more)


def test_counts_are_by_label_in_order() -> None:
    assert make([7, 0, 7, 10]).counts == {0: 1, 7: 2, 10: 1}


@given(st.lists(st.tuples(st.integers(0, 10), st.booleans()), min_size=1))
def test_a_subset_and_the_rest_are_the_whole(rows: list[tuple[int, bool]]) -> None:
    whole = make([label for label, _ in rows])
    mask = np.array([chosen for _, chosen in rows])
    parts = [whole.subset(mask), whole.subset(~mask)]
    assert sum(map(len, parts)) == len(whole)
    np.testing.assert_array_equal(parts[0].images, whole.images[mask])


def test_a_subset_takes_along_what_is_known_of_each_picture() -> None:
    known = np.array(["a", "b", "c"])
    part = make([1, 2, 3], writers=known, paths=known).subset(np.array([2, 0]))
    assert part.labels.tolist() == [3, 1]
    assert part.writers is not None
    assert part.writers.tolist() == ["c", "a"]
    assert part.locate(0) == "c"


def test_a_mask_of_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError, match=r"mask has shape \(2,\), expected \(3,\)"):
        make([1, 2, 3]).subset(np.array([True, False]))


def test_the_hash_is_the_same_for_an_array_and_a_list_of_pictures() -> None:
    dataset = make([1, 2])
    assert replace(dataset, images=list(dataset.images)).hash == dataset.hash


def test_the_hash_changes_with_a_pixel_a_label_and_the_order() -> None:
    dataset = make([1, 2])
    brighter = replace(dataset, images=dataset.images + np.uint8(1))
    hashes = {dataset.hash, brighter.hash, make([1, 3]).hash, dataset.subset(np.array([1, 0])).hash}
    assert len(hashes) == 4


def test_the_hash_is_the_same_on_every_machine() -> None:
    parts = b"1" + b"(2, 2)" + bytes([0, 1, 2, 3]) + b"\x03" + bytes(7)
    assert make([3]).hash == hashlib.sha256(parts).hexdigest()


def test_shapes_count_each_size() -> None:
    pictures = [np.zeros((2, 3), np.uint8), np.zeros((2, 3), np.uint8), np.zeros((1, 1), np.uint8)]
    dataset = Dataset("made", pictures, np.zeros(3, np.int64), "dark-on-light")
    assert dataset.shapes == {(2, 3): 2, (1, 1): 1}


def test_joining_keeps_pictures_of_one_size_in_one_array_and_fills_what_is_not_known() -> None:
    both = join("both", [make([1, 2], writers=np.array(["ann", "bob"])), make([3])])
    assert isinstance(both.images, np.ndarray)
    assert both.labels.tolist() == [1, 2, 3]
    assert both.writers is not None
    assert both.writers.tolist() == ["ann", "bob", ""]
    assert both.groups is None


def test_joining_sizes_that_differ_gives_a_list() -> None:
    large = replace(make([5]), images=np.zeros((1, 9, 9), np.uint8))
    assert [image.shape for image in join("both", [make([1]), large]).images] == [(2, 2), (9, 9)]


@pytest.mark.parametrize("mark", [*"OoIl|SsZzqgbBQD/", "slash", "Gg", "Ll"])
def test_a_digit_to_a_reader_without_context_is_a_look_alike(mark: str) -> None:
    assert is_look_alike(mark)


@pytest.mark.parametrize("mark", [*"AaGKxW+-", "plus", "Aa", "Ee", "dot", ""])
def test_any_other_mark_is_none(mark: str) -> None:
    assert not is_look_alike(mark)


def test_unambiguous_leaves_out_look_alikes_but_no_digit() -> None:
    marks = np.array(["A", "O", "0", "slash"])
    dataset = make([NOT_A_DIGIT, NOT_A_DIGIT, 0, NOT_A_DIGIT], marks=marks)
    assert unambiguous(dataset).labels.tolist() == [NOT_A_DIGIT, 0]


def test_unambiguous_leaves_a_set_without_marks_as_it_is() -> None:
    assert len(unambiguous(make([1, NOT_A_DIGIT]))) == 2


def test_polarity_is_that_of_most_pictures() -> None:
    dark_ink = np.full((3, 8, 8), 255, np.uint8)
    dark_ink[:, 3:5, 3:5] = 0
    assert guess_polarity(dark_ink) == "dark-on-light"
    assert guess_polarity(255 - dark_ink) == "light-on-dark"


def test_stack_makes_one_array_only_of_one_size() -> None:
    square, wide = np.zeros((2, 2), np.uint8), np.zeros((2, 3), np.uint8)
    assert np.shape(stack([square, square])) == (2, 2, 2)
    assert isinstance(stack([square, wide]), list)


def test_an_unknown_split_names_those_that_are_there() -> None:
    with pytest.raises(DatasetError, match=r"no split 'val'; it has 'train', 'test'"):
        check_split("mnist", "val", ["train", "test"])


def test_a_split_of_a_set_without_any_is_refused() -> None:
    with pytest.raises(DatasetError, match="has no splits"):
        check_split("mine", "test", [])


def test_labels_out_of_range_are_named_with_their_number() -> None:
    valid, problems = check_labels(np.array([0, 10, 11, 11, -1]), "labels")
    assert valid.tolist() == [True, True, False, False, False]
    assert [problem.reason.split(",")[0] for problem in problems] == [
        "label -1 on 1 images",
        "label 11 on 2 images",
    ]
