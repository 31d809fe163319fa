"""What every data set is: pictures, labels, and what is known of who wrote them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tenfold.errors import DatasetError
from tenfold.types import Polarity

NOT_A_DIGIT: Final = 10
"""Label of the eleventh class."""

CLASSES: Final = (*"0123456789", "not a digit")
"""Name of each label, 0 to 10."""

LOOK_ALIKES: Final = frozenset([*"OoIl|SsZzqgbBQD", *"/\\()'`,", "slash"])
"""Non-digits that are digits to a reader without context: 0, 1, 2, 5, 6, 8, 9 and lone strokes."""

Images = NDArray[np.uint8] | Sequence[NDArray[np.uint8]]
Strings = NDArray[np.str_]
Mask = NDArray[np.bool_]

_POLARITY_SAMPLE: Final = 500


class Problem(NamedTuple):
    """Something in a source that was left out, and why."""

    path: str
    reason: str


@dataclass(frozen=True, eq=False)
class Dataset:
    """Pictures of single digits and non-digits.

    ``images`` is (N, H, W) uint8, or a list of N arrays (H, W) uint8 when sizes differ; ``labels``
    (N,) int64, 0..9 or 10 for 'not a digit'. All that is known of a picture besides is (N,) str or
    None: ``groups`` (what to hold out together: provider, writer, block or font), ``writers``,
    ``splits`` ('train', 'test' ...), ``marks`` (what was written, 'A' or 'slash'; a letter of
    either case is 'Aa') and ``paths`` (the file it came from). ``polarity`` is that of most.
    """

    name: str
    images: Images
    labels: NDArray[np.int64]
    polarity: Polarity
    groups: Strings | None = None
    writers: Strings | None = None
    splits: Strings | None = None
    marks: Strings | None = None
    paths: Strings | None = None
    problems: tuple[Problem, ...] = ()
    licence: str = ""

    def __len__(self) -> int:
        return len(self.labels)

    @cached_property
    def counts(self) -> dict[int, int]:
        """Pictures of each class that occurs, by label."""
        found = Counter(self.labels.tolist())
        return {label: found[label] for label in sorted(found)}

    @cached_property
    def hash(self) -> str:
        """sha256 over shapes, pictures and labels, in order; the same on every machine."""
        digest = hashlib.sha256(f"{len(self)}".encode())
        for image in self.images:
            digest.update(str(image.shape).encode())
            digest.update(np.ascontiguousarray(image).data)
        digest.update(self.labels.astype("<i8").tobytes())
        return digest.hexdigest()

    @property
    def shapes(self) -> dict[tuple[int, int], int]:
        """How many pictures there are of each (H, W)."""
        if isinstance(self.images, np.ndarray):
            height, width = self.images.shape[1:]
            return {(height, width): len(self)} if len(self) else {}
        return dict(Counter((image.shape[0], image.shape[1]) for image in self.images))

    def subset(self, mask: Mask | NDArray[np.intp]) -> Dataset:
        """Return the pictures that a (N,) bool mask or an array of indices chooses.

        Problems stay: they belong to the source.
        """
        if mask.dtype == np.bool_ and mask.shape != (len(self),):
            raise ValueError(f"mask has shape {mask.shape}, expected ({len(self)},)")
        index = np.arange(len(self))[mask]
        changed: dict[str, Any] = {"labels": self.labels[index], "images": self._pick(index)}
        for name in _PER_PICTURE:
            values = getattr(self, name)
            changed[name] = None if values is None else values[index]
        return replace(self, **changed)

    def _pick(self, index: NDArray[np.intp]) -> Images:
        if isinstance(self.images, np.ndarray):
            return np.asarray(self.images[index])
        return [self.images[i] for i in index]

    def split(self, name: str) -> Dataset:
        """Return the part ``name``; KeyError where the set has no such part."""
        if self.splits is None or name not in self.splits:
            raise KeyError(name)
        return self.subset(self.splits == name)

    def locate(self, index: int) -> str:
        """Say where picture ``index`` came from: its file, or its place in the set."""
        return f"{self.name}[{index}]" if self.paths is None else str(self.paths[index])


_PER_PICTURE: Final = tuple(
    field.name for field in fields(Dataset) if field.type == "Strings | None"
)


def is_look_alike(mark: str) -> bool:
    """Tell whether a non-digit is a digit to a reader without context.

    A mark of two letters, 'Gg', is a letter of unknown case: one look-alike among them is enough.
    """
    return mark in LOOK_ALIKES or (len(mark) == 2 and not LOOK_ALIKES.isdisjoint(mark))


def unambiguous(dataset: Dataset) -> Dataset:
    """Leave out the non-digits that look like digits (see ``LOOK_ALIKES``)."""
    if dataset.marks is None:
        return dataset
    alike = [mark for mark in np.unique(dataset.marks) if is_look_alike(str(mark))]
    ambiguous = (dataset.labels == NOT_A_DIGIT) & np.isin(dataset.marks, alike)
    return dataset.subset(~ambiguous)


def join(name: str, parts: Sequence[Dataset]) -> Dataset:
    """Put data sets together, in order; what only some parts know is '' in the others."""
    if len(parts) == 1:
        return replace(parts[0], name=name)
    known: dict[str, Any] = {}
    for field_name in _PER_PICTURE:
        values = [getattr(part, field_name) for part in parts]
        if any(value is not None for value in values):
            filled = zip(values, parts, strict=True)
            known[field_name] = np.concatenate(
                [np.full(len(part), "") if value is None else value for value, part in filled]
            )
    return Dataset(
        name=name,
        images=_joined([part.images for part in parts]),
        labels=np.concatenate([part.labels for part in parts]),
        polarity=max(parts, key=len).polarity,
        problems=tuple(problem for part in parts for problem in part.problems),
        licence="; ".join(dict.fromkeys(part.licence for part in parts if part.licence)),
        **known,
    )


def _joined(parts: list[Images]) -> Images:
    arrays = [part for part in parts if isinstance(part, np.ndarray)]
    if len(arrays) == len(parts) and len({array.shape[1:] for array in arrays}) == 1:
        return np.concatenate(arrays)
    return [image for part in parts for image in part]


def stack(images: list[NDArray[np.uint8]]) -> Images:
    """Make one (N, H, W) array of pictures that are all of one size; else return the list."""
    if images and len({image.shape for image in images}) == 1:
        return np.stack(images)
    return images


def check_split(source: object, split: str | None, known: Sequence[str]) -> None:
    """Raise DatasetError where ``split`` is none of the parts that a source has."""
    if split is None or split in known:
        return
    if not known:
        raise DatasetError(f"{source} has no splits: ask for it without split={split!r}")
    parts = ", ".join(repr(part) for part in dict.fromkeys(known))
    raise DatasetError(f"{source} has no split {split!r}; it has {parts}")


def check_labels(labels: NDArray[np.int64], path: object) -> tuple[Mask, list[Problem]]:
    """Return which labels are 0..10, and a problem for each other value."""
    valid = (labels >= 0) & (labels <= NOT_A_DIGIT)
    values, counts = np.unique(labels[~valid], return_counts=True)
    return valid, [
        Problem(str(path), f"label {value} on {count} images, expected 0..9 (10: not a digit)")
        for value, count in zip(values.tolist(), counts.tolist(), strict=True)
    ]


def guess_polarity(images: Images) -> Polarity:
    """Tell from the edges of up to 500 pictures which polarity most of them have."""
    step = max(1, len(images) // _POLARITY_SAMPLE)
    bright = [_edge_is_bright(images[i]) for i in range(0, len(images), step)]
    return "dark-on-light" if sum(bright) * 2 > len(bright) else "light-on-dark"


def _edge_is_bright(image: NDArray[np.uint8]) -> bool:
    edge = np.concatenate((image[0], image[-1], image[:, 0], image[:, -1]))
    middle = (int(image.min()) + int(image.max())) / 2
    return bool(np.median(edge) > middle)
