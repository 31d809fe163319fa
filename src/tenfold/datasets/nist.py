"""NIST Special Database 19, ``by_class``: a folder a character, named by its ASCII code in hex.

Layout: ``by_class/30/hsf_0/hsf_0_00000.png`` is a 0 of partition hsf_0, ``41`` is 'A', ``7a`` 'z'.
Grother and Hanaoka 2016, https://www.nist.gov/srd/nist-special-database-19.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from tenfold.datasets.base import NOT_A_DIGIT, Dataset, Strings, check_split, guess_polarity, stack
from tenfold.datasets.pictures import read_pictures
from tenfold.datasets.tree import Tree, open_tree
from tenfold.errors import DatasetError

SIDE_PX: Final = 64
"""Its pictures are 128 px wide; at half the side its 400,000 digits are 1.6 GB instead of 6.6."""

_CHARACTER: Final = re.compile(r"3[0-9]|4[1-9a-f]|5[0-9a]|6[1-9a-f]|7[0-9a]", re.IGNORECASE)
_PARTITION: Final = re.compile(r"hsf_[0-9]")
_WRITER: Final = re.compile(r"f(\d{4})_\d\d")
_TEST_PARTITION: Final = "hsf_4"
"""Written by students, not by census staff, and NIST's own choice for testing."""


class Place(NamedTuple):
    """A file of by_class: what is written, in which partition, by whom if its name says so."""

    name: str
    mark: str
    partition: str
    writer: str


def load_nist(path: Path, split: str | None = None) -> Dataset:
    """Load ``by_class``; letters are non-digits with their mark, look-alikes among them.

    ``train_30`` and its like repeat pictures of the partitions: they are read only where a
    character has nothing else. Groups are partitions, or writers where file names tell them.

    Args:
        path: The folder that holds 30, 31 ..., or the one above it; or a zip of either.
        split: 'train', 'test' (partition hsf_4), or None for both.

    Raises:
        DatasetError: There are no such folders, or not one readable picture.

    """
    check_split(path, split, ["train", "test"])
    tree = open_tree(path)
    places = _without_repeats([place for name in tree.names if (place := _place(name))])
    places = [place for place in places if split in (None, _split(place))]
    pictures, whole, problems = read_pictures(tree, [place.name for place in places], SIDE_PX)
    if not pictures:
        raise DatasetError(
            f"{path} has no readable pictures in folders 30 to 7a; expected NIST's by_class, "
            "such as by_class/30/hsf_0/hsf_0_00000.png"
        )
    kept = [places[i] for i in whole]
    images = stack(pictures)
    writers = _known([place.writer for place in kept])
    return Dataset(
        name="nist",
        images=images,
        labels=np.array([_label(place.mark) for place in kept], np.int64),
        polarity=guess_polarity(images),
        groups=_known([place.partition for place in kept]) if writers is None else writers,
        writers=writers,
        splits=np.array([_split(place) for place in kept]),
        marks=np.array([place.mark for place in kept]),
        paths=np.array([f"{tree.label}/{place.name}" for place in kept]),
        problems=(*tree.problems, *problems),
    )


def has_character_folders(path: Path) -> bool:
    """Tell whether folders named 30 to 39 lie in a folder, or one further down."""
    return any(folder.is_dir() for glob in ("3[0-9]", "*/3[0-9]") for folder in path.glob(glob))


def holds_characters(tree: Tree) -> bool:
    """Tell whether files of a tree lie in by_class's folders, such as 30/hsf_0."""
    places = (_place(name) for name in tree.names)
    return any(place and place.partition for place in places)


def _place(name: str) -> Place | None:
    *folders, file = name.split("/")
    character = next((folder for folder in folders if _CHARACTER.fullmatch(folder)), None)
    if character is None or file.endswith((".mit", ".mis", ".cls")):
        return None
    partition = next((folder for folder in folders if _PARTITION.fullmatch(folder)), "")
    writer = _WRITER.search(name)
    return Place(name, chr(int(character, 16)), partition, writer[1] if writer else "")


def _without_repeats(places: list[Place]) -> list[Place]:
    with_partitions = {place.mark for place in places if place.partition}
    return [place for place in places if place.partition or place.mark not in with_partitions]


def _split(place: Place) -> str:
    return "test" if place.partition == _TEST_PARTITION else "train"


def _label(mark: str) -> int:
    return int(mark) if mark.isdigit() else NOT_A_DIGIT


def _known(values: list[str]) -> Strings | None:
    return np.array(values) if any(values) else None
