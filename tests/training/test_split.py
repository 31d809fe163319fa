from __future__ import annotations

import numpy as np
import pytest

from tenfold.training.gather import Material
from tenfold.training.split import GROUPS, OWN_PARTS, PICTURES, fold_split, split_material


def material(
    labels: np.ndarray,
    groups: np.ndarray | None = None,
    chosen: np.ndarray | None = None,
    seed: int = 0,
) -> Material:
    n = len(labels)
    pictures = np.random.default_rng(seed).integers(0, 256, (n, 28, 28), np.uint8)
    return Material(
        pictures,
        labels,
        np.full(n, "") if groups is None else groups,
        np.zeros(n, bool) if chosen is None else chosen,
        np.array([f"p{i}" for i in range(n)]),
    )


def test_each_class_gives_its_share() -> None:
    labels = np.repeat([0, 1, 2], [100, 200, 20])
    split = split_material(material(labels), 0.2, seed=0)
    assert np.bincount(labels[split.held]).tolist() == [20, 40, 4]
    assert split.by == PICTURES


def test_writers_stand_whole_on_one_side() -> None:
    labels = np.tile(np.arange(10), 40)
    writers = np.repeat([f"w{i}" for i in range(20)], 20)
    split = split_material(material(labels, writers), 0.2, seed=0)
    assert split.by == GROUPS
    assert set(writers[split.held]).isdisjoint(writers[split.learned])
    assert 0.1 < split.held.mean() < 0.3


def test_copies_never_stand_on_both_sides() -> None:
    labels = np.tile(np.arange(10), 40)
    twice = material(labels)
    twice.pictures[200:] = twice.pictures[:200]
    split = split_material(twice, 0.3, seed=0)
    assert (split.held[:200] == split.held[200:]).all()
    assert split.held.any()


def test_a_copy_by_another_writer_is_dropped_from_what_is_held_out() -> None:
    labels = np.tile(np.arange(10), 40)
    writers = np.repeat([f"w{i}" for i in range(20)], 20)
    copied = material(labels, writers)
    copied.pictures[:20] = copied.pictures[380:]
    splits = [split_material(copied, 0.2, seed) for seed in range(6)]
    assert any(split.dropped.any() for split in splits)
    for split in splits:
        held = {picture.tobytes() for picture in copied.pictures[split.held]}
        assert held.isdisjoint(picture.tobytes() for picture in copied.pictures[split.learned])


def test_a_sets_own_validation_part_is_taken() -> None:
    chosen = np.arange(100) >= 90
    split = split_material(material(np.tile(np.arange(10), 10), chosen=chosen), 0.2, seed=0)
    assert split.by == OWN_PARTS
    assert (split.held == chosen).all()


def test_one_writer_of_all_is_not_held_out() -> None:
    labels = np.tile(np.arange(10), 10)
    split = split_material(material(labels, np.full(100, "me")), 0.2, seed=0)
    assert split.by == PICTURES


def test_nothing_is_held_out_where_nothing_is_asked() -> None:
    assert not split_material(material(np.arange(10)), 0.0, seed=0).held.any()


@pytest.mark.parametrize("by_writer", [False, True])
def test_folds_hold_every_picture_out_once(by_writer: bool) -> None:
    labels = np.tile(np.arange(10), 20)
    writers = np.repeat([f"w{i}" for i in range(10)], 20) if by_writer else None
    held = [fold_split(material(labels, writers), 5, fold, seed=0).held for fold in range(5)]
    assert (np.sum(held, axis=0) == 1).all()
    assert all(np.bincount(labels[part], minlength=10).tolist() == [4] * 10 for part in held)
