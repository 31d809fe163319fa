"""The fixed evaluation: the same pictures each time, that no training of Tenfold learns from.

It is made of those sets of the library that lie on this machine, of each the part that is kept for
this; where there is none of them, of digits drawn with the fonts of this machine.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.datasets import load
from tenfold.datasets.base import Dataset, unambiguous
from tenfold.datasets.fonts import Face, find_faces, font_files, split_of
from tenfold.datasets.home import user_home
from tenfold.datasets.registry import SOURCES
from tenfold.imaging.ink import find_ink
from tenfold.imaging.normalise import normalise
from tenfold.imaging.segment import whole
from tenfold.reading.locked import write_whole

MOST: Final = 3000
"""Pictures of one set, so that a comparison takes seconds."""
HELD_PROVIDERS: Final = ("app", "imp", "pri", "cea", "ceb")
"""Of UNIPEN; recipes leave them out as well."""
_VERSION: Final = "1"
"""Of what is made here; another one when other pictures come of the same files."""

Pictures = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """Pictures as a network sees them, (N, 28, 28) uint8, and labels (N,) int64, 10: no digit."""

    name: str
    pictures: Pictures = field(repr=False, compare=False)
    labels: NDArray[np.int64] = field(repr=False, compare=False)

    @property
    def is_digits(self) -> bool:
        """Whether it holds digits; else it holds what is none."""
        return bool((self.labels < 10).all())


def fixed_sets() -> list[EvaluationSet]:
    """Return the sets of the fixed evaluation; made once, then kept in the user's folder.

    Raises:
        DatasetError: there are neither data sets nor fonts on this machine.

    """
    digits = [part.made() for part in _DIGITS if part.is_here()]
    if not digits:
        return [font_digits()]
    return [*digits, *(part.made() for part in _OTHERS if part.is_here())]


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a named data set that is kept for the evaluation."""

    title: str
    data: str
    choose: Callable[[Dataset], NDArray[np.bool_]]

    def is_here(self) -> bool:
        return SOURCES[self.data].find() is not None

    def made(self) -> EvaluationSet:
        path = SOURCES[self.data].find()
        files = sorted(path.rglob("*")) if path and path.is_dir() else [path]
        return _kept(self.title, [file for file in files if file], self._rows)

    def _rows(self) -> Pictures:
        """(N, 785) uint8: a picture and its label a row."""
        found = unambiguous(load(self.data))
        found = found.subset(self.choose(found))
        step = max(1.0, len(found) / MOST)
        found = found.subset(np.arange(0, len(found), step).astype(np.intp))
        return _as_seen(zip(found.images, found.labels.tolist(), strict=True))


def _kept(title: str, files: list[Path], make: Callable[[], Pictures]) -> EvaluationSet:
    """Make a set, or take the one that was made before of the same files."""
    told = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    key = hashlib.sha256(repr((_VERSION, title, told)).encode()).hexdigest()[:16]
    path = user_home() / "cache" / f"evaluation-{key}.npy"
    try:
        rows = np.load(path, allow_pickle=False)
    except (OSError, ValueError):
        rows = make()
        buffer = io.BytesIO()
        np.save(buffer, rows, allow_pickle=False)
        with contextlib.suppress(OSError):  # a disk that is full costs time alone
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, buffer.getvalue())
    pictures = rows[:, :-1].reshape(-1, 28, 28)
    return EvaluationSet(title, pictures, rows[:, -1].astype(np.int64))


def _as_seen(pictures: Iterator[tuple[Pictures, int]]) -> Pictures:
    """Send pictures down the way of reading; what holds no ink is left out."""
    rows = []
    for picture, label in pictures:
        glyph = whole(find_ink(picture).ink)
        if glyph is not None:
            seen = np.rint(normalise(glyph.ink) * 255).astype(np.uint8)
            rows.append(np.append(seen.ravel(), np.uint8(label)))
    return np.stack(rows) if rows else np.zeros((0, 785), np.uint8)


def font_digits(most: int = 2000) -> EvaluationSet:
    """Draw digits with the fonts of this machine, those first that recipes learn nothing from.

    Each is drawn upright, then turned and slanted until there are enough.

    Raises:
        DatasetError: there are no fonts with digits.

    """
    return _kept("digits drawn with fonts", font_files(), lambda: _font_rows(most))


def _font_rows(most: int) -> Pictures:
    faces = sorted(find_faces(), key=lambda face: split_of(face.family) == "train")
    return _as_seen(_drawn(faces, most))


_TURNS: Final = ((0, 0.0), (-8, 0.0), (8, 0.0), (0, 0.2), (0, -0.2), (-12, 0.1), (12, -0.1))
"""Degrees, and how far the top is moved against the foot as a share of the height."""


def _drawn(faces: list[Face], most: int) -> Iterator[tuple[Pictures, int]]:
    left = most
    for turn, slant in _TURNS:
        for face in faces:
            for digit in "0123456789":
                if not left:
                    return
                left -= 1
                yield _turned(face.render(digit), turn, slant), int(digit)


def _turned(picture: Pictures, degrees: float, slant: float) -> Pictures:
    """Turn and slant a bright picture, on a canvas that holds all of it."""
    if not degrees and not slant:
        return picture
    margin = max(picture.shape) // 2
    wide = np.pad(picture, margin)
    height, width = wide.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    matrix[0, 1] += slant
    matrix[0, 2] -= slant * height / 2
    return np.asarray(cv2.warpAffine(wide, matrix, (width, height)), np.uint8)


def _in_split(name: str) -> Callable[[Dataset], NDArray[np.bool_]]:
    return lambda found: np.asarray(found.splits == name)


def _in_groups(*names: str) -> Callable[[Dataset], NDArray[np.bool_]]:
    return lambda found: np.isin(np.asarray(found.groups), names)


_DIGITS: Final = (
    _Part("mnist, test", "mnist", _in_split("test")),
    _Part("optdigits, test", "optdigits", _in_split("test")),
    _Part("pendigits, test", "pendigits", _in_split("test")),
    _Part("unipen_digits, five providers", "unipen_digits", _in_groups(*HELD_PROVIDERS)),
    _Part("paper_digits, one block", "paper_digits", _in_groups("block-04")),
)
_OTHERS: Final = (
    _Part("letters_unipen, no digits", "letters_unipen", _in_groups(*HELD_PROVIDERS)),
)
