"""Which pictures are copies of each other, exact or near: saved anew, scaled, cut wider."""

from __future__ import annotations

import hashlib
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

Pictures = NDArray[np.uint8]
Index = NDArray[np.int64]

_COARSE: Final = 7
_COARSE_ALIKE: Final = 0.985
_ALIKE: Final = (0.985, 0.993, 0.998)
"""Correlations of two 28x28 pictures from which on they are copies: each is tried where the one
before would bind so many together that they are only alike."""
_MANY: Final = 12
_BLOCK: Final = 2048


def same_pictures(pictures: Pictures) -> Index:
    """Return (N,) int64: the place of the first picture that has just the same pixels."""
    seen: dict[bytes, int] = {}
    digests = (hashlib.blake2b(picture.tobytes(), digest_size=16) for picture in pictures)
    first = [seen.setdefault(one.digest(), place) for place, one in enumerate(digests)]
    return np.array(first, np.int64)


def copy_families(pictures: Pictures, labels: NDArray[np.int64]) -> Index:
    """Bind pictures of one class that are copies, exact or near, into families.

    Ones are much alike without being copies: where a family would have more than a dozen members,
    it is bound by a stricter measure, and at last by equality alone.

    Args:
        pictures: (N, 28, 28) uint8, as the network sees them.
        labels: (N,) int64.

    Returns:
        (N,) int64, the same number for all of a family: the place of its first picture.

    """
    families = same_pictures(pictures)
    for label in np.unique(labels).tolist():
        members = np.flatnonzero((labels == label) & (families == np.arange(len(labels))))
        _bind(pictures, members, families, 0)
    return np.asarray(families[families], np.int64)


def _bind(pictures: Pictures, members: Index, families: Index, strictness: int) -> None:
    """Bind ``members``, places of pictures, in ``families``, which is changed in place."""
    if len(members) < 2:
        return
    roots = np.arange(len(members))
    for one, other in _alike(pictures[members], _ALIKE[strictness]):
        _join(roots, one, other)
    roots = np.array([_root(roots, place) for place in range(len(members))], np.int64)
    _, inverse, counts = np.unique(roots, return_inverse=True, return_counts=True)
    bound = np.flatnonzero(counts[inverse] > 1)
    for root in np.unique(roots[bound]).tolist():
        family = members[roots == root]
        if len(family) <= _MANY:
            families[family] = family.min()
        elif strictness + 1 < len(_ALIKE):
            _bind(pictures, family, families, strictness + 1)


def _alike(pictures: Pictures, least: float) -> list[tuple[int, int]]:
    """Return the pairs whose correlation is at least ``least``, coarse pictures compared first."""
    fine = _unit(pictures)
    coarse = _unit(np.stack([_shrunk(picture) for picture in pictures]))
    pairs: list[tuple[int, int]] = []
    for start in range(0, len(pictures), _BLOCK):
        rows = coarse[start : start + _BLOCK]
        near = np.argwhere(rows @ coarse[start:].T > _COARSE_ALIKE)
        near = near[near[:, 0] < near[:, 1]] + start
        for part in np.array_split(near, 1 + len(near) // _BLOCK):
            same = np.einsum("ij,ij->i", fine[part[:, 0]], fine[part[:, 1]]) >= least
            pairs += [(int(a), int(b)) for a, b in part[same]]
    return pairs


def _shrunk(picture: Pictures) -> Pictures:
    return np.asarray(
        cv2.resize(picture, (_COARSE, _COARSE), interpolation=cv2.INTER_AREA), np.uint8
    )


def _unit(pictures: Pictures) -> NDArray[np.float32]:
    flat = pictures.reshape(len(pictures), -1).astype(np.float32)
    flat -= flat.mean(axis=1, keepdims=True)
    flat /= np.maximum(np.linalg.norm(flat, axis=1, keepdims=True), np.float32(1e-6))
    return flat


def _join(roots: Index, one: int, other: int) -> None:
    first, second = _root(roots, one), _root(roots, other)
    roots[max(first, second)] = min(first, second)


def _root(roots: Index, place: int) -> int:
    while roots[place] != place:
        roots[place] = roots[roots[place]]
        place = int(roots[place])
    return place
