"""Which pictures are held out: whole writers where they are known; copies stay on one side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tenfold.training.copies import copy_families
from tenfold.training.gather import Material

OWN_PARTS: Final = "the set's own parts"
GROUPS: Final = "writer or folder"
PICTURES: Final = "picture"
LARGEST_GROUP: Final = 0.35
"""A group with more of the pictures than this is not held out: too few would be left."""

Mask = NDArray[np.bool_]
Index = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Split:
    """Who is held out. ``held`` and ``dropped`` are (N,) bool; the rest is learned from.

    Dropped are held-out pictures with a copy among those learned from. ``by`` says what was kept
    together; ``families`` (N,) int64 has the same number for all copies of a picture.
    """

    held: Mask
    dropped: Mask
    by: str
    families: Index

    @property
    def learned(self) -> Mask:
        """(N,) bool: what is learned from."""
        return ~(self.held | self.dropped)


def split_material(material: Material, validation: float, seed: int) -> Split:
    """Choose what is held out, the same for the same seed.

    A set's own validation part is taken where it has one; else whole writers or folders, where
    they are known and none is too large; else single pictures, each class by its share.

    Args:
        material: what there is.
        validation: share to hold out, 0..0.5.
        seed: of the choice.

    """
    families = copy_families(material.pictures, material.labels)
    nobody = np.zeros(len(material), bool)
    if len(material) == 0 or (validation == 0 and not material.chosen.any()):
        return Split(nobody, nobody, PICTURES, families)
    rng = np.random.default_rng(seed)
    if material.chosen.any() and not material.chosen.all():
        return _without_copies(material.chosen, OWN_PARTS, families)
    grouped = _units(material)
    if grouped is not None:
        held = _choose(grouped, material.labels, validation, rng)
        if _is_fair(held, material.labels):
            return _without_copies(held, GROUPS, families)
    held = _choose(families, material.labels, validation, rng)
    return Split(held, nobody, PICTURES, families)


def fold_split(material: Material, folds: int, fold: int, seed: int) -> Split:
    """Hold out one of several parts of about the same size; each picture is held out once.

    Writers, folders and families of copies stay whole as in ``split_material``.
    """
    families = copy_families(material.pictures, material.labels)
    units = _units(material)
    by = PICTURES if units is None else GROUPS
    parts = deal(families if units is None else units, material.labels, folds, seed)
    return _without_copies(parts == fold, by, families)


def deal(units: Index, labels: Index, folds: int, seed: int) -> Index:
    """Deal units out to folds so that each class is spread evenly; (N,) int64 fold of each."""
    rng = np.random.default_rng(seed)
    members, counts = _by_unit(units, labels)
    order = rng.permutation(len(members))
    order = order[np.argsort(-counts.sum(axis=1)[order], kind="stable")]
    held = np.zeros((folds, counts.shape[1]), np.int64)
    parts = np.zeros(len(labels), np.int64)
    for place in order.tolist():
        classes = counts[place] > 0
        load = held[:, classes].sum(axis=1) + 1e-3 * held.sum(axis=1)
        fold = int(load.argmin())
        held[fold] += counts[place]
        parts[members[place]] = fold
    return parts


def _units(material: Material) -> Index | None:
    """Each picture's group as a number, one for itself where it has none; None without groups."""
    known, inverse = np.unique(material.groups, return_inverse=True)
    counts = np.bincount(inverse, minlength=len(known))
    there = known != ""
    if there.sum() < 3 or counts[there].max() > LARGEST_GROUP * len(material):
        return None
    alone = np.flatnonzero(material.groups == "")
    units = inverse.astype(np.int64)
    units[alone] = len(known) + alone
    return units


def _choose(units: Index, labels: Index, share: float, rng: np.random.Generator) -> Mask:
    """Take units, in an order of chance, of which at least half is still wanted."""
    members, counts = _by_unit(units, labels)
    totals = counts.sum(axis=0)
    # Of every class with a few pictures at least one.
    wanted = np.where(totals >= 4, np.maximum(np.rint(totals * share), 1), 0).astype(np.int64)
    held = np.zeros(len(labels), bool)
    for place in rng.permutation(len(members)).tolist():
        size = counts[place]
        if 2 * np.minimum(np.maximum(wanted, 0), size).sum() >= size.sum():
            held[members[place]] = True
            wanted = wanted - size
    return held


def _by_unit(units: Index, labels: Index) -> tuple[list[Index], NDArray[np.int64]]:
    """Return the places of each unit's pictures, and (U, 11) its pictures of each class."""
    _, inverse = np.unique(units, return_inverse=True)
    n = int(inverse.max(initial=-1)) + 1
    counts = np.bincount(inverse * 11 + labels, minlength=n * 11).reshape(n, 11)
    order = np.argsort(inverse, kind="stable")
    members = np.split(order, np.cumsum(counts.sum(axis=1))[:-1])
    return members, counts


def _is_fair(held: Mask, labels: Index) -> bool:
    """Whether every class with a few pictures stands on both sides."""
    counts = np.bincount(labels, minlength=11)
    inside = np.bincount(labels[held], minlength=11)
    needed = counts >= 4
    return bool((inside[needed] > 0).all() and (inside[needed] < counts[needed]).all())


def _without_copies(held: Mask, by: str, families: Index) -> Split:
    """Drop held-out pictures of which a copy is learned from."""
    learned = np.zeros(len(families), bool)
    learned[families[~held]] = True
    dropped = held & learned[families]
    return Split(held & ~dropped, dropped, by, families)
