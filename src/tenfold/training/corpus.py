"""All that a recipe's network learns from, made once before training through the real imaging."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.strokes import Strokes
from tenfold.training.originals import Originals, Picture, find_originals
from tenfold.training.recipe import Recipe, SourceRecipe
from tenfold.training.variants import as_is, degraded, redrawn

_CHUNK = 500
Made = tuple[NDArray[np.uint8], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Normalised pictures for one training.

    ``pictures`` is (N, 28, 28) uint8, bright on black; ``labels`` (N,) int64, 10 = 'not a digit';
    ``sources`` (N,) int16 the place of each picture's source in the recipe. The ``held_*`` are the
    same for the groups held out for calibration, each original once as it is.
    """

    pictures: NDArray[np.uint8]
    labels: NDArray[np.int64]
    sources: NDArray[np.int16]
    held_pictures: NDArray[np.uint8]
    held_labels: NDArray[np.int64]
    held_sources: NDArray[np.int16]
    origins: list[dict[str, object]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Task:
    pictures: Sequence[Picture]
    strokes: Sequence[Strokes] | None
    labels: NDArray[np.int64]
    times: tuple[int, int, int]  # as it is, degraded, redrawn
    seed: tuple[int, int]


def build_corpus(recipe: Recipe, *, leave_out: Iterable[str] = ()) -> Corpus:
    """Make the pictures that a recipe asks for, the same for the same seed.

    Args:
        recipe: says which sources, and how often each original is varied in which way.
        leave_out: sources that nothing may be learned or calibrated from: 'paper_digits', or one
            group of a source, 'unipen_digits:val'.

    Raises:
        RecipeError: where a source asks for what its data cannot give.
        DatasetError: where data is missing.

    """
    left_out = frozenset(leave_out)
    train: list[tuple[int, Made]] = []
    held: list[tuple[int, Made]] = []
    origins: list[dict[str, object]] = []
    # Spawned, not forked: a fork of a process in which OpenCV has threads hangs.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), context, initializer=_one_thread) as pool:
        for place, source in enumerate(recipe.sources):
            found = _without(_found(source, (recipe.seed, place)), left_out, source)
            keep = _held(found.groups, source)
            for tasks, into in (
                (_tasks(found.subset(~keep), _times(source), (recipe.seed, place)), train),
                (_tasks(found.subset(keep), (1, 0, 0), (recipe.seed, place)), held),
            ):
                into += [(place, made) for made in pool.map(_make, tasks) if len(made[0])]
            origins.append(
                {
                    "name": found.name,
                    "originals": len(found.labels),
                    "held_out": int(keep.sum()),
                    "sha256": found.digest,
                }
            )
    return Corpus(*_joined(train), *_joined(held), origins)


def _found(source: SourceRecipe, seed: tuple[int, int]) -> Originals:
    return find_originals(source, np.random.default_rng((*seed, 1)))


def _without(found: Originals, left_out: frozenset[str], source: SourceRecipe) -> Originals:
    if source.data in left_out:
        return found.subset(np.zeros(len(found.labels), bool))
    names = np.char.add(f"{source.data}:", found.groups)
    return found.subset(~np.isin(names, sorted(left_out)))


def _held(groups: NDArray[np.str_], source: SourceRecipe) -> NDArray[np.bool_]:
    """Mark the groups kept for calibration: those named, or a share chosen by a fixed hash."""
    if not isinstance(source.hold_out, float | int):
        return np.isin(groups, source.hold_out)
    chosen = {g for g in np.unique(groups).tolist() if _fraction(g) < source.hold_out}
    return np.isin(groups, sorted(chosen))


def _fraction(group: str) -> float:
    return int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) / 2**32


def _times(source: SourceRecipe) -> tuple[int, int, int]:
    return source.as_is, source.degraded, source.redrawn


def _tasks(found: Originals, times: tuple[int, int, int], seed: tuple[int, int]) -> list[_Task]:
    return [
        _Task(
            found.pictures[start : start + _CHUNK],
            None if found.strokes is None else found.strokes[start : start + _CHUNK],
            found.labels[start : start + _CHUNK],
            times,
            (hash_seed(seed), start),
        )
        for start in range(0, len(found.labels), _CHUNK)
    ]


def hash_seed(seed: tuple[int, int]) -> int:
    """Fold a seed and a source's place into one number."""
    return seed[0] * 1000 + seed[1]


def _make(task: _Task) -> Made:
    rng = np.random.default_rng(task.seed)
    pictures, labels = [], []
    for place, label in enumerate(task.labels.tolist()):
        made = [as_is(task.pictures[place]) for _ in range(task.times[0])]
        made += [degraded(task.pictures[place], rng) for _ in range(task.times[1])]
        if task.strokes is not None:
            made += [redrawn(task.strokes[place], rng) for _ in range(task.times[2])]
        found = [picture for picture in made if picture is not None]
        pictures += found
        labels += [label] * len(found)
    stacked = np.stack(pictures) if pictures else np.zeros((0, 28, 28), np.uint8)
    return stacked, np.array(labels, np.int64)


def _one_thread() -> None:
    cv2.setNumThreads(1)


def _joined(
    made: list[tuple[int, Made]],
) -> tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int16]]:
    pictures = [np.zeros((0, 28, 28), np.uint8)] + [pictures for _, (pictures, _) in made]
    labels = [np.zeros(0, np.int64)] + [labels for _, (_, labels) in made]
    sources = [np.zeros(0, np.int16)] + [np.full(len(m[1]), place, np.int16) for place, m in made]
    return np.concatenate(pictures), np.concatenate(labels), np.concatenate(sources)
