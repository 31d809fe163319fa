from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tenfold.datasets.base import Dataset, Problem
from tenfold.datasets.check import check, check_strings
from tenfold.datasets.loading import load
from tenfold.datasets.strings import read_strings

WritePicture = Callable[..., Path]


def make(labels: list[int], copies: dict[int, int] | None = None, **more: object) -> Dataset:
    """A set of pictures that all differ, but for ``copies``: {index: index of its model}."""
    images = np.random.default_rng(0).integers(0, 256, (len(labels), 5, 5)).astype(np.uint8)
    for copy, model in (copies or {}).items():
        images[copy] = images[model]
    return Dataset("made", images, np.array(labels, np.int64), "light-on-dark", **more)


def test_a_sound_set_has_no_faults() -> None:
    report = check(make([*range(10), *range(10)]))
    assert (report.faults, report.repeats) == ((), 0)


def test_one_picture_in_two_classes_is_a_fault_with_both_places() -> None:
    [fault] = check(make([*range(10), 7], {10: 1})).conflicts
    assert fault == ("made[1]", "in class 1, and the same picture is made[10] (7)")


def test_one_picture_in_two_splits_is_a_fault() -> None:
    splits = np.array(["train"] * 10 + ["test"])
    [fault] = check(make([*range(10), 1], {10: 1}, splits=splits)).leaks
    assert "made[1] (train), made[10] (test)" in fault.reason


def test_a_repeat_within_a_class_is_counted_and_no_fault() -> None:
    report = check(make([*range(10), 1, 1], {10: 1, 11: 1}))
    assert (report.faults, report.repeats) == ((), 2)


def test_a_picture_of_the_same_bytes_but_another_shape_is_another() -> None:
    pictures = [np.arange(6, dtype=np.uint8).reshape(shape) for shape in ((2, 3), (3, 2))]
    dataset = Dataset("made", pictures, np.array([1, 2]), "light-on-dark")
    assert check(dataset).conflicts == ()


def test_a_blank_digit_is_a_fault_but_a_blank_non_digit_is_none() -> None:
    dataset = make([*range(10), 10])
    images = np.asarray(dataset.images)
    images[3], images[10] = 255, 255
    assert check(dataset).blank == (("made[3]", "in class 3, but it is blank"),)


def test_missing_digits_are_a_fault() -> None:
    [fault] = check(make([0, 1, 2, 3, 4, 5, 6])).balance
    assert fault.reason == "no picture of 7, 8, 9"


def test_a_set_of_non_digits_misses_none() -> None:
    assert check(make([10, 10])).faults == ()


def test_a_class_far_smaller_than_another_is_a_fault() -> None:
    [fault] = check(make([*range(10), *[4] * 6])).balance
    assert fault.reason == "7 pictures of 4, but 1 of 0: more than 5 times as many"


def test_what_could_not_be_read_is_a_fault() -> None:
    bad = Problem("x.png", "is empty")
    assert check(make([*range(10)], problems=(bad,))).faults == (bad,)


def test_every_picture_of_strings_is_decoded(tmp_path: Path, write_picture: WritePicture) -> None:
    write_picture(tmp_path / "0.png")
    (tmp_path / "1.png").write_bytes(b"")
    (tmp_path / "labels.csv").write_text("file,text\n0.png,12\n1.png,3\n")
    [fault] = check_strings(read_strings(tmp_path)).bad
    assert fault == (str(tmp_path / "1.png"), "the file is empty")


@pytest.mark.parametrize("name", ["unipen_digits", "pendigits", "optdigits", "paper_digits"])
def test_a_real_set_is_sound(name: str, data_home: Path) -> None:
    assert check(load(name)).faults == ()
