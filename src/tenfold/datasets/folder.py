"""A folder, or a zip, with one folder a class: 0 to 9, and 'not-a-digit' or 'other'."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from tenfold.datasets.base import (
    NOT_A_DIGIT,
    Dataset,
    Problem,
    Strings,
    check_split,
    guess_polarity,
    stack,
)
from tenfold.datasets.pictures import read_pictures
from tenfold.datasets.tree import Tree, open_tree
from tenfold.errors import DatasetError

CLASS_FOLDERS: Final = {
    **{str(digit): digit for digit in range(10)},
    **dict.fromkeys(("not-a-digit", "not_a_digit", "not a digit", "other"), NOT_A_DIGIT),
}
"""Label by the name of a class folder, in lower case."""

_SPLITS: Final = {
    **dict.fromkeys(("train", "training"), "train"),
    **dict.fromkeys(("test", "testing"), "test"),
    **dict.fromkeys(("val", "valid", "validation"), "val"),
}


class Place(NamedTuple):
    """What a file's place in the folders says: its class, split, and folder within the class."""

    name: str
    label: int
    split: str
    inner: str


def load_folder(path: Path, split: str | None = None) -> Dataset:
    """Load pictures sorted into one folder a class, in any format that Tenfold reads.

    The class folders may lie below ``train``, ``test`` and ``val``, and below other folders. A
    folder within a digit's folder is taken as a group (a writer, say), one within 'not-a-digit'
    as the mark that was written. Files that are no picture are left out and listed. Pictures are
    grey, scaled down to 512 px where they are larger.

    Args:
        path: A folder or a zip.
        split: 'train', 'test', 'val', or None for all.

    Raises:
        DatasetError: There is no class folder, no such split, or not one readable picture.

    """
    tree = open_tree(path)
    places, problems = _places(tree)
    if not places:
        raise DatasetError(
            f"{path} has no files in class folders; expected one folder a class, named 0 to 9, "
            "'not-a-digit' or 'other'"
        )
    check_split(path, split, sorted({place.split for place in places} - {""}))
    chosen = [place for place in places if split in (None, place.split)]
    pictures, whole, unread = read_pictures(tree, [place.name for place in chosen])
    problems += unread
    if not pictures:
        first = f"; the first: {unread[0].path}: {unread[0].reason}"
        raise DatasetError(f"none of the {len(chosen)} files in {path} is a picture{first}")
    kept = [chosen[i] for i in whole]
    images = stack(pictures)
    return Dataset(
        name=path.stem if path.is_file() else path.resolve().name,
        images=images,
        labels=np.array([place.label for place in kept], np.int64),
        polarity=guess_polarity(images),
        groups=_known([place.inner if place.label < NOT_A_DIGIT else "" for place in kept]),
        splits=_known([place.split for place in kept]),
        marks=_known([place.inner if place.label == NOT_A_DIGIT else "" for place in kept]),
        paths=np.array([f"{tree.label}/{place.name}" for place in kept]),
        problems=tuple(problems),
    )


def has_class_folders(path: Path) -> bool:
    """Tell whether class folders lie in a folder, or one or two folders further down."""
    patterns = ("*", "*/*", "*/*/*")
    return any(
        inner.name.casefold() in CLASS_FOLDERS and inner.is_dir()
        for pattern in patterns
        for inner in path.glob(pattern)
    )


def _places(tree: Tree) -> tuple[list[Place], list[Problem]]:
    places, strangers = [], dict[str, int]()
    for name in tree.names:
        *folders, _ = name.split("/")
        if (place := _place(name, folders)) is not None:
            places.append(place)
        elif folders:
            lead = "/".join(folders)
            strangers[lead] = strangers.get(lead, 0) + 1
    return places, tree.problems + [
        Problem(f"{tree.label}/{folder}", f"{n} files left out: no folder of a class")
        for folder, n in strangers.items()
    ]


def _place(name: str, folders: list[str]) -> Place | None:
    for depth, folder in enumerate(folders):
        label = CLASS_FOLDERS.get(folder.casefold())
        if label is not None:
            splits = [_SPLITS[f.casefold()] for f in folders[:depth] if f.casefold() in _SPLITS]
            return Place(name, label, splits[-1] if splits else "", "/".join(folders[depth + 1 :]))
    return None


def _known(values: list[str]) -> Strings | None:
    return np.array(values) if any(values) else None
