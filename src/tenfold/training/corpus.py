"""All that a recipe's network learns from, made once before training through the real imaging."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import NOT_A_DIGIT
from tenfold.datasets.skeleton import skeleton_lines
from tenfold.datasets.strokes import Strokes
from tenfold.training.originals import Originals, Picture, find_originals
from tenfold.training.recipe import Recipe, SourceRecipe
from tenfold.training.variants import as_is, degraded, redrawn

_CHUNK = 500
Made = tuple[NDArray[np.uint8], NDArray[np.int64], NDArray[np.int64]]
"""Pictures, labels, and the place of each picture's original among those of its task."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """Normalised pictures for one training.

    ``pictures`` is (N, 28, 28) uint8, bright on black; ``labels`` (N,) int64, 10 = 'not a digit';
    ``sources`` (N,) int16 the place of each picture's source in the recipe; ``groups`` (N,) int32
    its writer, provider or family as a place in ``names``, which are 'source:group'; ``held``
    (N,) bool marks the groups held out for calibration, each original once as it is. ``origins``
    says of each source how many originals it gave.
    """

    pictures: NDArray[np.uint8]
    labels: NDArray[np.int64]
    sources: NDArray[np.int16]
    groups: NDArray[np.int32]
    held: NDArray[np.bool_]
    names: tuple[str, ...] = ()
    origins: tuple[dict[str, object], ...] = ()

    def subset(self, mask: NDArray[np.bool_]) -> Corpus:
        """Keep the pictures that ``mask`` (N,) bool marks."""
        changed = {name: getattr(self, name)[mask] for name in _PER_PICTURE}
        return replace(self, **changed)

    def without(self, left_out: Iterable[str]) -> Corpus:
        """Leave out sources, 'paper_digits', or groups of them, 'unipen_digits:val'."""
        out = frozenset(left_out)
        gone = [name in out or name.rpartition(":")[0] in out for name in self.names]
        return self.subset(~np.array([*gone, False])[self.groups])


_PER_PICTURE = ("pictures", "labels", "sources", "groups", "held")


@dataclass(frozen=True, slots=True)
class _Task:
    pictures: Sequence[Picture]
    strokes: Sequence[Strokes] | None
    labels: NDArray[np.int64]
    times: tuple[int, int, int]  # as it is, degraded, redrawn
    seed: tuple[int, int, int]


def build_corpus(recipe: Recipe) -> Corpus:
    """Make the pictures that a recipe asks for, the same for the same seed.

    Raises:
        RecipeError: where a source asks for what its data cannot give.
        DatasetError: where data is missing.

    """
    parts = []
    # Spawned, not forked: a fork of a process in which OpenCV has threads hangs.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count(), context, initializer=_one_thread) as pool:
        for place, source in enumerate(recipe.sources):
            seed = recipe.seed, place
            found = find_originals(source, np.random.default_rng((*seed, 1)))
            keep = held_groups(found.groups, source)
            for part, times, is_held in (
                (found.subset(~keep), (source.as_is, source.degraded, source.redrawn), False),
                (found.subset(keep), (1, 0, 0), True),
            ):
                made = list(pool.map(_make, _tasks(part, times, seed)))
                parts.append(_gathered(part, made, source, place, is_held=is_held))
    return join_corpora(parts)


def non_digit_share(corpus: Corpus, shares: list[float]) -> float:
    """Return the share of non-digits in what a training sees, given the share of each source."""
    learned = corpus.subset(~corpus.held)
    places = [learned.sources == place for place in range(len(shares))]
    there = [(share, place) for share, place in zip(shares, places, strict=True) if place.any()]
    others = sum(share * (learned.labels[place] == NOT_A_DIGIT).mean() for share, place in there)
    return float(others / sum(share for share, _ in there))


def _gathered(
    part: Originals, made: list[Made], source: SourceRecipe, place: int, *, is_held: bool
) -> Corpus:
    """One source's pictures as a corpus of its own."""
    starts = range(0, len(part.labels), _CHUNK)
    owners = [start + owner for start, (_, _, owner) in zip(starts, made, strict=True)]
    owner = np.concatenate([np.zeros(0, np.int64), *owners])
    known, group = np.unique(part.groups, return_inverse=True)
    n = len(owner)
    about = {"name": part.name, "originals": len(part.labels), "pictures": n, "held": is_held}
    return Corpus(
        np.concatenate([np.zeros((0, 28, 28), np.uint8), *(pictures for pictures, _, _ in made)]),
        np.concatenate([np.zeros(0, np.int64), *(labels for _, labels, _ in made)]),
        np.full(n, place, np.int16),
        group[owner].astype(np.int32),
        np.full(n, is_held),
        tuple(f"{source.data}:{name}" for name in known.tolist()),
        ({**about, "sha256": part.digest},),
    )


def join_corpora(parts: list[Corpus]) -> Corpus:
    """Put corpora together, in order."""
    names = tuple(name for part in parts for name in part.names)
    before = np.cumsum([0, *(len(part.names) for part in parts)])
    groups = [part.groups + start for part, start in zip(parts, before[:-1], strict=True)]
    return Corpus(
        np.concatenate([part.pictures for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate([part.sources for part in parts]),
        np.concatenate(groups).astype(np.int32),
        np.concatenate([part.held for part in parts]),
        names,
        tuple(origin for part in parts for origin in part.origins),
    )


def held_groups(groups: NDArray[np.str_], source: SourceRecipe) -> NDArray[np.bool_]:
    """Mark the groups kept for calibration: those named, or a share chosen by a fixed hash."""
    if not isinstance(source.hold_out, float | int):
        return np.isin(groups, source.hold_out)
    chosen = {g for g in np.unique(groups).tolist() if _fraction(g) < source.hold_out}
    return np.isin(groups, sorted(chosen))


def _fraction(group: str) -> float:
    return int(hashlib.sha256(group.encode()).hexdigest()[:8], 16) / 2**32


def _tasks(found: Originals, times: tuple[int, int, int], seed: tuple[int, int]) -> list[_Task]:
    return [
        _Task(
            found.pictures[start : start + _CHUNK],
            None if found.strokes is None else found.strokes[start : start + _CHUNK],
            found.labels[start : start + _CHUNK],
            times,
            (*seed, start),
        )
        for start in range(0, len(found.labels), _CHUNK)
    ]


def _make(task: _Task) -> Made:
    rng = np.random.default_rng(task.seed)
    pictures: list[Picture] = []
    owners: list[int] = []
    for place in range(len(task.labels)):
        made = [as_is(task.pictures[place])] * task.times[0] if task.times[0] else []
        made += [degraded(task.pictures[place], rng) for _ in range(task.times[1])]
        made += [redrawn(strokes, rng) for strokes in _strokes(task, place) * task.times[2]]
        found = [picture for picture in made if picture is not None]
        pictures += found
        owners += [place] * len(found)
    owner = np.array(owners, np.int64)
    stacked = np.stack(pictures) if pictures else np.zeros((0, 28, 28), np.uint8)
    return stacked, task.labels[owner], owner


def _strokes(task: _Task, place: int) -> list[Strokes]:
    """The strokes to draw again, none where there is nothing to draw."""
    if not task.times[2]:
        return []
    if task.strokes is not None:
        return [task.strokes[place]]
    lines = skeleton_lines(task.pictures[place])
    return [[line.astype(np.float32) for line in lines]] if lines else []


def _one_thread() -> None:
    cv2.setNumThreads(1)
