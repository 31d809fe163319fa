"""What a person's data holds, before anything is learned from it, and whether it can work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from tenfold.datasets.base import CLASSES, NOT_A_DIGIT, Problem
from tenfold.training.copies import same_pictures
from tenfold.training.gather import Material, gather
from tenfold.training.remarks import Facts, Remark, refusals, warnings
from tenfold.training.second_look import look_again
from tenfold.training.sheet import sample_sheet
from tenfold.training.split import Split, split_material

SHOWN: Final = 100
"""Most places that a survey names of each kind of trouble."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What data sets hold, as a network will see them.

    ``counts`` are pictures a class by its name, '0' to '9' and 'not a digit'; ``imbalance`` how
    many times as many pictures the largest class of digits has as the smallest (0 where one is
    missing). ``conflicts`` are the same picture in different classes, ``unreadable`` files and
    ``blank`` pictures that are left out: the first hundred of each, with the full numbers beside.
    ``repeats`` counts exact and near copies, which always stand on one side of the split. ``split``
    says by what the held-out part is chosen and how many pictures stand on each side. With
    ``refusals`` nothing can be trained. ``sheet`` is a PNG: a row a class, as the network sees it.
    """

    sets: tuple[dict[str, Any], ...]
    pictures: int
    counts: dict[str, int]
    imbalance: float
    repeats: int
    conflicts: tuple[dict[str, str], ...]
    conflict_count: int
    unreadable: tuple[dict[str, str], ...]
    unreadable_count: int
    blank: tuple[dict[str, str], ...]
    blank_count: int
    groups: int
    split: dict[str, Any]
    refusals: tuple[Remark, ...]
    warnings: tuple[Remark, ...]
    sheet: bytes

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form; the sheet, which is no text, stays out of it."""
        plain = {name: getattr(self, name) for name in self.__slots__ if name != "sheet"}
        for name in ("refusals", "warnings"):
            plain[name] = [remark._asdict() for remark in plain[name]]
        return {k: list(v) if isinstance(v, tuple) else v for k, v in plain.items()}


def survey(
    data: Sequence[str], *, validation: float = 0.15, seed: int = 0, tuning: bool = False
) -> Survey:
    """Look at data sets as a training would.

    Args:
        data: names of data sets, or paths of folders and files.
        validation: share to hold out, 0 to 0.5.
        seed: of the choice of what is held out.
        tuning: whether a model is started from, which knows the classes that are not here.

    Raises:
        DatasetError: where a set is not here, or holds nothing readable.

    """
    return survey_of(gather(data), validation=validation, seed=seed, tuning=tuning)


def survey_of(
    material: Material,
    *,
    validation: float = 0.15,
    seed: int = 0,
    tuning: bool = False,
    split: Split | None = None,
) -> Survey:
    """Look at data that has been gathered.

    Args:
        material: what there is.
        validation: share to hold out.
        seed: of the choice of what is held out.
        tuning: whether a model is started from, which knows the classes that are not here.
        split: the choice where it has been made already.

    """
    split = split or split_material(material, validation, seed)
    conflicts = _conflicts(material)
    counts = np.bincount(material.labels, minlength=len(CLASSES))
    digits = counts[:NOT_A_DIGIT]
    found = Facts(material, split, counts, len(conflicts), tuning, look_again(material))
    return Survey(
        sets=material.sets,
        pictures=len(material),
        counts={name: int(n) for name, n in zip(CLASSES, counts, strict=True)},
        imbalance=round(float(digits.max() / digits.min()), 2) if digits.all() else 0.0,
        repeats=len(material) - len(np.unique(split.families)),
        conflicts=_first(conflicts),
        conflict_count=len(conflicts),
        unreadable=_first(material.problems),
        unreadable_count=len(material.problems),
        blank=_first(material.blank),
        blank_count=len(material.blank),
        groups=len(set(np.unique(material.groups).tolist()) - {""}),
        split={
            "by": split.by,
            "training": int(split.learned.sum()),
            "validation": int(split.held.sum()),
            "copies_left_out": int(split.dropped.sum()),
        },
        refusals=tuple(refusals(found)),
        warnings=tuple(warnings(found)),
        sheet=sample_sheet(material.pictures, material.labels, seed),
    )


def _first(problems: Sequence[Problem]) -> tuple[dict[str, str], ...]:
    return tuple(problem._asdict() for problem in problems[:SHOWN])


def _conflicts(material: Material) -> list[Problem]:
    """Find pictures that are in several classes, with just the same pixels."""
    same = same_pictures(material.pictures)
    own = material.labels == material.labels[same]
    return [
        Problem(
            str(material.places[place]),
            f"in class {CLASSES[material.labels[place]]}, and the same picture is "
            f"{material.places[same[place]]} ({CLASSES[material.labels[same[place]]]})",
        )
        for place in np.flatnonzero(~own).tolist()
    ]
