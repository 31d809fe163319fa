"""What about a person's data cannot work, or should be known before it is learned from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import CLASSES, NOT_A_DIGIT
from tenfold.datasets.check import MAX_IMBALANCE
from tenfold.training.gather import Material
from tenfold.training.second_look import SecondLook
from tenfold.training.split import Split

LEAST: Final = 30
LEAST_TUNING: Final = 5
"""Fewest pictures that a training can work with: from nothing, and from a model."""
FEW_HELD: Final = 100


class Remark(NamedTuple):
    """Something about the data that a person should know, and what to do about it."""

    reason: str
    hint: str


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of the data; ``counts`` is (11,) pictures of each class."""

    material: Material
    split: Split
    counts: NDArray[np.int64]
    conflicts: int
    tuning: bool
    second: SecondLook


def refusals(facts: Facts) -> Iterator[Remark]:
    """Say why nothing can be trained on this; nothing where it can."""
    n, blank = len(facts.material), len(facts.material.blank)
    there = np.flatnonzero(facts.counts)
    if n == 0:
        reason = f"none of the {blank:,} pictures holds ink" if blank else "there is no picture"
        yield Remark(reason, "Look at the files: each should be one digit on plain ground.")
        return
    least = LEAST_TUNING if facts.tuning else LEAST
    if n < least:
        yield Remark(
            f"{_pictures(n)}, and a network needs at least {least}",
            "Collect 30 or more, better 100 of each class; a few dozen do where a model is "
            "started from (--from).",
        )
    elif len(there) == 1 and not facts.tuning:
        yield Remark(
            f"all {n:,} pictures are of one class, {CLASSES[there[0]]}",
            "A network learns what tells classes apart: add pictures of other classes, or start "
            "from a model that knows them (--from).",
        )
    elif blank > n:
        yield Remark(
            f"{blank:,} of {blank + n:,} pictures hold no ink",
            "Look at the files: each should be one digit on plain ground.",
        )
    elif facts.second.is_shuffled:
        yield Remark(
            "the labels have nothing to do with what the pictures show, as if shuffled",
            "Check how labels were joined to pictures: the order of the rows, the names of files.",
        )


def warnings(facts: Facts) -> Iterator[Remark]:
    """Say what should be known before a training."""
    if not len(facts.material):
        return
    yield from _about_classes(facts)
    yield from _about_files(facts)
    yield from _about_labels(facts)
    held = int(facts.split.held.sum())
    if held < FEW_HELD:
        yield Remark(
            f"{_pictures(held)} held out",
            "Figures and thresholds will be rough: the model accepts little until there are more.",
        )


def _about_classes(facts: Facts) -> Iterator[Remark]:
    digits = facts.counts[:NOT_A_DIGIT]
    missing = [CLASSES[k] for k in np.flatnonzero(digits == 0)]
    if missing and not facts.tuning:
        yield Remark(
            f"there is no picture of {_listed(missing)}",
            "The model will never answer so. Add some, or start from a model that knows them.",
        )
    there = np.flatnonzero(digits)
    if len(there) < 2:
        return
    most, least = there[digits[there].argmax()], there[digits[there].argmin()]
    if digits[most] > MAX_IMBALANCE * digits[least]:
        yield Remark(
            f"{digits[most]:,} pictures of {CLASSES[most]}, but {digits[least]:,} of "
            f"{CLASSES[least]}: {digits[most] / digits[least]:.0f} times as many",
            "Rare classes are learned worse: collect more of them, or weigh them up "
            "(--class-weights).",
        )


def _about_files(facts: Facts) -> Iterator[Remark]:
    unread, blank = len(facts.material.problems), len(facts.material.blank)
    if unread:
        yield Remark(
            f"{unread:,} files or entries left out", "They could not be read; see the list."
        )
    if blank:
        yield Remark(f"{_pictures(blank)} left out: no ink in them", "See the list.")


def _about_labels(facts: Facts) -> Iterator[Remark]:
    if facts.conflicts:
        yield Remark(
            f"{_pictures(facts.conflicts)} in one class, and the same picture in another",
            "One of the two labels is wrong; see the list.",
        )
    second = facts.second
    if len(second.doubtful) and not second.is_shuffled:
        first = facts.material.places[second.doubtful[0]]
        yield Remark(
            f"{_pictures(len(second.doubtful))} that the shipped model is sure to be of another "
            f"class; the first: {first}",
            "Look at them: such labels are often wrong.",
        )


def _pictures(n: int) -> str:
    return f"{n:,} picture{'s' if n != 1 else ''}"


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
