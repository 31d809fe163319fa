"""The gate: whether a model is not worse than the one that reads now, on the same pictures.

Both read every picture of the fixed evaluation, and only the pictures that one reads right and the
other wrong decide. A model is not worse when

1. over all digits of the fixed evaluation together, its accuracy is surely (97.5%) less than
   MARGIN below the other's, or less than FEW pictures where there are not many: Agresti and Min's
   interval of matched pairs, ``accuracy.Change``;
2. on no set alone it is worse beyond chance and by more than the set's margin: the exact sign test
   of McNemar's pairs, https://doi.org/10.1007/BF02295996, at the level of LEVEL;
3. it does not accept more wrong readings, beyond chance, at the promised rate of errors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets import load
from tenfold.evaluation.accuracy import Change, Flags, Rate, change, rate
from tenfold.evaluation.fixed import EvaluationSet, fixed_sets
from tenfold.evaluation.rejection import accept_score, read_right
from tenfold.reading import Reader
from tenfold.reading.decide import ERROR_RATE, NOT_A_DIGIT, threshold_for
from tenfold.reading.model import find_model

MARGIN: Final = 0.0025
"""Accuracy that may be lost, over all digits or on one set of them."""
FEW: Final = 10
"""Pictures that may be lost of all digits: of 4,000 as much as MARGIN."""
MARGIN_OTHERS: Final = 0.02
"""Share of non-digits known as such that may be lost."""
MARGIN_ACCEPTED: Final = 0.05
"""Share of the digits that may be accepted less without a word about it."""
LEVEL: Final = 0.01
"""Chance of calling a set worse though both models are equal on it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two models read right of one set: ``before`` is the present one."""

    name: str
    is_digits: bool
    before: Rate
    after: Rate
    change: Change
    p: float

    @property
    def margin(self) -> float:
        """What may be lost of this set."""
        return MARGIN if self.is_digits else MARGIN_OTHERS

    @property
    def is_worse(self) -> bool:
        """Whether more was lost than the margin, and more than chance takes."""
        return self.p < LEVEL and -self.change.value > self.margin

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "set": self.name,
            "digits": self.is_digits,
            "before": self.before.to_dict(),
            "after": self.after.to_dict(),
            "change": self.change.to_dict(),
            "p": round(self.p, 6),
            "worse": self.is_worse,
        }


@dataclass(frozen=True, slots=True)
class Accepted:
    """What one model accepts of the digits, and how much that it accepts of all is wrong."""

    digits: Rate
    wrong: int

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {"digits": self.digits.to_dict(), "wrong": self.wrong}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a candidate is not worse than the present model, and on which figures."""

    candidate: str
    candidate_sha256: str
    present: str
    present_sha256: str
    sets: tuple[Comparison, ...]
    together: Change
    accepted_before: Accepted
    accepted_after: Accepted
    accepted_p: float
    error_rate: float = ERROR_RATE

    @property
    def margin(self) -> float:
        """What may be lost over all digits."""
        return max(MARGIN, FEW / max(1, self.together.n))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Return why the gate does not pass the candidate, a sentence each; () where it does."""
        found = [
            f"On {one.name} it reads {_points(-one.change.value)} fewer right "
            f"({one.change.lost} lost, {one.change.gained} gained of {one.change.n:,})."
            for one in self.sets
            if one.is_worse
        ]
        low = self.together.interval[0]
        if low < -self.margin:
            found.append(
                f"Over all {self.together.n:,} digits it may read up to {_points(-low)} fewer "
                f"right; at most {_points(self.margin)} may be lost."
            )
        if self.accepted_p < LEVEL:
            found.append(
                f"It accepts {self.accepted_after.wrong} wrong readings where "
                f"{self.present} accepts {self.accepted_before.wrong}."
            )
        return tuple(found)

    @property
    def passed(self) -> bool:
        """Whether the candidate is not worse."""
        return not self.reasons

    @property
    def notes(self) -> tuple[str, ...]:
        """Return what a person should know besides, a sentence each."""
        before, after = self.accepted_before.digits.value, self.accepted_after.digits.value
        if before - after <= MARGIN_ACCEPTED:
            return ()
        told = f"It accepts {after:.1%} of the digits by itself, {self.present} {before:.1%}"
        return (f"{told}: more readings will ask for a second look.",)

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON form."""
        return {
            "passed": self.passed,
            "reasons": list(self.reasons),
            "notes": list(self.notes),
            "candidate": {"model": self.candidate, "sha256": self.candidate_sha256},
            "present": {"model": self.present, "sha256": self.present_sha256},
            "sets": [one.to_dict() for one in self.sets],
            "together": self.together.to_dict(),
            "accepted": {
                "error_rate": self.error_rate,
                "before": self.accepted_before.to_dict(),
                "after": self.accepted_after.to_dict(),
                "p": round(self.accepted_p, 6),
            },
            "margin": self.margin,
        }


def judge(
    candidate: Reader,
    present: Reader,
    sets: Sequence[EvaluationSet] | None = None,
    own: Sequence[EvaluationSet] = (),
) -> Verdict:
    """Compare a model with the one that reads now.

    Args:
        candidate: the model that may take its place.
        present: the model that reads now.
        sets: what both are to read; the fixed evaluation of this machine without.
        own: sets of the candidate's own, such as what its training kept for validation: compared
            as the others, and left out of the figure over all digits.

    Raises:
        DatasetError: there are no pictures on this machine to compare on.

    """
    fixed = list(fixed_sets() if sets is None else sets)
    pairs = [_Pair.of(candidate, present, each) for each in (*fixed, *own)]
    digits = [pair for pair in pairs[: len(fixed)] if pair.set.is_digits]
    before = np.concatenate([np.zeros(0, bool), *(pair.before.right for pair in digits)])
    after = np.concatenate([np.zeros(0, bool), *(pair.after.right for pair in digits)])
    wrong_before = np.concatenate([pair.before.wrongly for pair in pairs])
    wrong_after = np.concatenate([pair.after.wrongly for pair in pairs])
    return Verdict(
        candidate=candidate.card.name,
        candidate_sha256=candidate.card.sha256,
        present=present.card.name,
        present_sha256=present.card.sha256,
        sets=tuple(pair.compared() for pair in pairs),
        together=change(before, after),
        accepted_before=_accepted([pair.before for pair in pairs]),
        accepted_after=_accepted([pair.after for pair in pairs]),
        accepted_p=_sign_test(
            int(np.count_nonzero(wrong_after & ~wrong_before)),
            int(np.count_nonzero(wrong_before & ~wrong_after)),
        ),
    )


def judge_model(name: str) -> Verdict:
    """Compare a model with the one that reads now, on the fixed evaluation and on its own.

    Its own is what its training kept for validation: ``validation.npz`` beside model.onnx, with
    images (N, 28, 28) uint8 as the network sees them and labels (N,), where it is there.

    Args:
        name: as ``reading.model.find_model`` takes it.

    Raises:
        ModelError: there is no such model, or it is broken.
        DatasetError: there are no pictures on this machine to compare on.

    """
    return judge(Reader(name), Reader(), own=_validation(find_model(name)[0]))


def _validation(model: Path) -> list[EvaluationSet]:
    path = model.with_name("validation.npz")
    if model.name != "model.onnx" or not path.is_file():
        return []
    found = load(path)
    found = found.subset(found.labels != NOT_A_DIGIT)
    if not len(found) or found.images[0].shape != (28, 28):
        return []
    return [EvaluationSet("its own validation", np.asarray(found.images), found.labels)]


@dataclass(frozen=True, slots=True)
class _Read:
    """What one model made of one set: (N,) bool each."""

    right: Flags
    accepted: Flags
    wrongly: Flags
    digits: Flags

    @classmethod
    def by(cls, reader: Reader, pictures: EvaluationSet) -> _Read:
        rows = _judged(reader, pictures.pictures)
        accepted = accept_score(rows) >= _threshold(reader)
        right = rows.argmax(axis=1) == pictures.labels
        wrongly = accepted & ~read_right(rows, pictures.labels)
        return cls(right, accepted, wrongly, pictures.labels != NOT_A_DIGIT)


@dataclass(frozen=True, slots=True)
class _Pair:
    set: EvaluationSet
    before: _Read
    after: _Read

    @classmethod
    def of(cls, candidate: Reader, present: Reader, pictures: EvaluationSet) -> _Pair:
        return cls(pictures, _Read.by(present, pictures), _Read.by(candidate, pictures))

    def compared(self) -> Comparison:
        found = change(self.before.right, self.after.right)
        return Comparison(
            self.set.name,
            self.set.is_digits,
            rate(self.before.right),
            rate(self.after.right),
            found,
            _sign_test(found.lost, found.gained),
        )


def _judged(reader: Reader, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    return reader.judge(pictures.astype(np.float32) / np.float32(255))


def _threshold(reader: Reader) -> float:
    return threshold_for(reader.card, ERROR_RATE)


def _accepted(parts: Sequence[_Read]) -> Accepted:
    digits = np.concatenate([part.accepted[part.digits] for part in parts])
    return Accepted(rate(digits), sum(int(part.wrongly.sum()) for part in parts))


def _sign_test(lost: int, gained: int) -> float:
    """Return the chance of so many losses or more where losses and gains are equally likely."""
    n, ways, all_ways = lost + gained, 1, 0
    for gains in range(gained + 1):  # as many losses as here or more: as few gains or fewer
        all_ways += ways
        ways = ways * (n - gains) // (gains + 1)
    return float(all_ways / 2**n)


def _points(share: float) -> str:
    return f"{100 * share:.2f} points"
