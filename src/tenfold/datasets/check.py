"""What is wrong with a data set: bad files, one picture in two classes, blanks, imbalance."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from tenfold.datasets.base import CLASSES, NOT_A_DIGIT, Dataset, Problem
from tenfold.datasets.strings import StringDataset
from tenfold.errors import ImageError
from tenfold.imaging.decode import to_page

MAX_IMBALANCE: Final = 5.0
"""How many times as many pictures as the smallest the largest class of digits may have."""


@dataclass(frozen=True, slots=True)
class Report:
    """What ``check`` found; each part is a list of places and what is wrong there.

    ``bad`` could not be read, ``conflicts`` are the same picture in different classes, ``leaks``
    the same picture in different splits, ``blank`` digits with no ink, ``balance`` classes that
    are missing or far smaller than others. ``repeats`` counts pictures that are in their class
    more than once, which is no fault.
    """

    bad: tuple[Problem, ...]
    conflicts: tuple[Problem, ...] = ()
    leaks: tuple[Problem, ...] = ()
    blank: tuple[Problem, ...] = ()
    balance: tuple[Problem, ...] = ()
    repeats: int = 0

    @property
    def faults(self) -> tuple[Problem, ...]:
        """All that is wrong."""
        return (*self.bad, *self.conflicts, *self.leaks, *self.blank, *self.balance)


def check(dataset: Dataset) -> Report:
    """Look at every picture of a data set; pictures are the same where all their pixels are."""
    same = _same_pictures(dataset)
    return Report(
        bad=dataset.problems,
        conflicts=tuple(_conflict(dataset, group) for group in same if _labels(dataset, group) > 1),
        leaks=tuple(_leak(dataset, group) for group in same if _splits(dataset, group) > 1),
        blank=tuple(
            Problem(dataset.locate(i), f"in class {CLASSES[dataset.labels[i]]}, but it is blank")
            for i, image in enumerate(dataset.images)
            if dataset.labels[i] != NOT_A_DIGIT and image.min() == image.max()
        ),
        balance=tuple(_balance(dataset)),
        repeats=sum(len(group) - 1 for group in same),
    )


def check_strings(dataset: StringDataset) -> Report:
    """Decode every picture of a set of digit strings."""
    bad = list(dataset.problems)
    for path in dataset.paths:
        try:
            to_page(path)
        except ImageError as error:
            bad.append(Problem(str(path), str(error).removeprefix(f"{path}: ")))
    return Report(bad=tuple(bad))


def _same_pictures(dataset: Dataset) -> list[list[int]]:
    places = defaultdict[bytes, list[int]](list)
    for i, image in enumerate(dataset.images):
        digest = hashlib.blake2b(image.tobytes(), digest_size=16, salt=b"%dx%d" % image.shape)
        places[digest.digest()].append(i)
    return [group for group in places.values() if len(group) > 1]


def _labels(dataset: Dataset, group: list[int]) -> int:
    return len(set(dataset.labels[group].tolist()))


def _splits(dataset: Dataset, group: list[int]) -> int:
    return 1 if dataset.splits is None else len(set(dataset.splits[group].tolist()))


def _conflict(dataset: Dataset, group: list[int]) -> Problem:
    others = ", ".join(f"{dataset.locate(i)} ({CLASSES[dataset.labels[i]]})" for i in group[1:])
    first = group[0]
    label = CLASSES[dataset.labels[first]]
    return Problem(dataset.locate(first), f"in class {label}, and the same picture is {others}")


def _leak(dataset: Dataset, group: list[int]) -> Problem:
    assert dataset.splits is not None  # noqa: S101 - only sets with splits have leaks
    where = ", ".join(f"{dataset.locate(i)} ({dataset.splits[i]})" for i in group)
    return Problem(dataset.locate(group[0]), f"the same picture is in different splits: {where}")


def _balance(dataset: Dataset) -> list[Problem]:
    digits = {label: n for label, n in dataset.counts.items() if label != NOT_A_DIGIT}
    if not digits:
        return []
    missing = [str(digit) for digit in range(10) if digit not in digits]
    found = [Problem(dataset.name, f"no picture of {', '.join(missing)}")] if missing else []
    largest, smallest = max(digits, key=digits.__getitem__), min(digits, key=digits.__getitem__)
    if digits[largest] > MAX_IMBALANCE * digits[smallest]:
        found.append(
            Problem(
                dataset.name,
                f"{digits[largest]:,} pictures of {largest}, but {digits[smallest]:,} of "
                f"{smallest}: more than {MAX_IMBALANCE:g} times as many",
            )
        )
    return found
