"""Data sets that people name -> the pictures that a network will see, with all that is known."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields, replace
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.datasets import load
from tenfold.datasets.base import Dataset, Images, Problem, unambiguous
from tenfold.training.variants import as_is

_BLOCK: Final = 500
_MANY: Final = 8000
"""Pictures from which on processes of their own are worth their start."""
_LEARN: Final = "train"
_CHOOSE: Final = "val"
_TEST: Final = "test"

Pictures = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Material:
    """N pictures as the network sees them, from one or more data sets.

    ``pictures`` is (N, 28, 28) uint8, bright on black; ``labels`` (N,) int64, 10 = 'not a digit';
    ``groups`` (N,) str the writer, folder or other group of each, '' where none is known;
    ``chosen`` (N,) bool marks those that their set itself puts into its validation part;
    ``places`` (N,) str says where each came from. ``sets`` says of each data set its name, sha256
    and counts; ``problems`` are files that could not be read, ``blank`` pictures without ink;
    ``tests`` counts the pictures of test parts, which are never learned from.
    """

    pictures: Pictures
    labels: NDArray[np.int64]
    groups: NDArray[np.str_]
    chosen: NDArray[np.bool_]
    places: NDArray[np.str_]
    sets: tuple[dict[str, Any], ...] = ()
    problems: tuple[Problem, ...] = ()
    blank: tuple[Problem, ...] = ()
    tests: int = 0

    def __len__(self) -> int:
        return len(self.labels)

    def subset(self, mask: NDArray[np.bool_]) -> Material:
        """Keep the pictures that ``mask`` (N,) bool marks."""
        return replace(self, **{name: getattr(self, name)[mask] for name in _PER_PICTURE})


_PER_PICTURE: Final = tuple(
    item.name for item in fields(Material) if str(item.type).startswith(("NDArray", "Pictures"))
)


def gather(data: Sequence[str]) -> Material:
    """Load data sets and bring every picture to what the network sees when it reads.

    Of a set with a test part nothing of that is taken; look-alikes among the non-digits neither.

    Args:
        data: names of data sets, or paths of folders and files, as ``tenfold.datasets.load`` takes.

    Raises:
        DatasetError: where a set is not here, or holds nothing readable.

    """
    return _joined([_gathered(name) for name in data])


def normalised(pictures: Images) -> tuple[Pictures, NDArray[np.bool_]]:
    """Bring grey pictures of single marks, bright on black, to the form of reading.

    Returns:
        (N, 28, 28) uint8, and (N,) bool, False where no ink was found.

    """
    blocks = [pictures[start : start + _BLOCK] for start in range(0, len(pictures), _BLOCK)]
    workers = os.cpu_count() or 1
    if len(pictures) < _MANY or workers == 1:
        parts = [_normalised_block(block) for block in blocks]
    else:
        # Spawned, not forked: a fork of a process in which OpenCV has threads hangs.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, context) as pool:
            parts = list(pool.map(_normalised_block, blocks))
    made = [np.zeros((0, 28, 28), np.uint8), *(pictures for pictures, _ in parts)]
    return np.concatenate(made), np.concatenate([np.zeros(0, bool), *(inked for _, inked in parts)])


def _normalised_block(pictures: Images) -> tuple[Pictures, NDArray[np.bool_]]:
    # The work is mostly Python: threads of OpenCV, or several of ours, make it slower.
    cv2.setNumThreads(1)
    found = [as_is(picture) for picture in pictures]
    blank = np.zeros((28, 28), np.uint8)
    made = np.stack([blank if picture is None else picture for picture in found])
    return made, np.array([picture is not None for picture in found], bool)


def _gathered(name: str) -> Material:
    dataset = load(name)
    digest = dataset.hash
    kept = unambiguous(dataset)
    alike = len(dataset) - len(kept)
    tests = np.zeros(len(kept), bool) if kept.splits is None else kept.splits == _TEST
    if tests.all():
        tests[:] = False
    kept = kept.subset(~tests)
    pictures, inked = normalised(_bright(kept))
    material = Material(
        pictures,
        kept.labels,
        _groups(kept),
        np.zeros(len(kept), bool) if kept.splits is None else kept.splits == _CHOOSE,
        np.array([kept.locate(i) for i in range(len(kept))], dtype=np.str_),
        sets=(
            {
                "name": dataset.name,
                "path": name,
                "sha256": digest,
                "pictures": len(dataset),
                "learned_from": int(inked.sum()),
                "test_left_out": int(tests.sum()),
                "look_alikes_left_out": alike,
            },
        ),
        problems=dataset.problems,
        blank=tuple(Problem(kept.locate(int(i)), "no ink") for i in np.flatnonzero(~inked)),
        tests=int(tests.sum()),
    )
    return material.subset(inked)


def _bright(dataset: Dataset) -> Images:
    if dataset.polarity == "light-on-dark":
        return dataset.images
    if isinstance(dataset.images, np.ndarray):
        return np.asarray(255 - dataset.images, np.uint8)
    return [255 - image for image in dataset.images]


def _groups(dataset: Dataset) -> NDArray[np.str_]:
    """Writers where they are known, else groups, '' where neither is; with the set's name."""
    known = dataset.writers if dataset.writers is not None else dataset.groups
    if known is None:
        return np.full(len(dataset), "", np.str_)
    lead = f"{dataset.name}:"
    return np.where(known == "", "", np.char.add(lead, known))


def _joined(parts: list[Material]) -> Material:
    values: dict[str, Any] = {
        name: np.concatenate([getattr(part, name) for part in parts]) for name in _PER_PICTURE
    }
    return Material(
        **values,
        sets=tuple(_flat(part.sets for part in parts)),
        problems=tuple(_flat(part.problems for part in parts)),
        blank=tuple(_flat(part.blank for part in parts)),
        tests=sum(part.tests for part in parts),
    )


def _flat(parts: Iterator[tuple[Any, ...]] | Any) -> Iterator[Any]:
    for part in parts:
        yield from part
