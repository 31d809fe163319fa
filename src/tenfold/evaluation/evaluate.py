"""Run a reader over a data set and measure all that the report shows."""

from __future__ import annotations

import importlib.metadata
import platform
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import NOT_A_DIGIT, Dataset, is_look_alike
from tenfold.errors import DatasetError
from tenfold.evaluation.accuracy import (
    Rate,
    accuracy,
    change,
    confusion_matrix,
    per_class,
    rate,
)
from tenfold.evaluation.calibration import calibration
from tenfold.evaluation.classify import (
    Advance,
    Classifier,
    Pictures,
    Probabilities,
    by_shape,
    classify_all,
    stacked,
)
from tenfold.evaluation.redraw import CANVASES
from tenfold.evaluation.rejection import (
    PROMISED_RATES,
    Coverage,
    Separation,
    accept_score,
    coverage_at,
    coverage_in_hindsight,
    read_right,
    risk_coverage,
    separation,
)
from tenfold.evaluation.results import (
    Conditions,
    Evaluation,
    Mistake,
    Subject,
    Variant,
    everyday,
)
from tenfold.evaluation.robustness import CORRUPTIONS, as_bright, variants

MISTAKES: Final = 36
"""How many of the worst misread digits are kept with their pictures, and as many non-digits."""
CURVE_POINTS: Final = 300
WORST_GROUPS: Final = 8


def evaluate(
    classify: Classifier,
    dataset: Dataset,
    subject: Subject,
    *,
    split: str = "",
    robustness: int = 2000,
    seed: int = 0,
    advance: Advance = lambda _: None,
) -> Evaluation:
    """Measure a reader on a data set.

    Args:
        classify: the reader.
        dataset: pictures and labels; with pictures of other kinds than digits, rejection too.
        subject: who is measured.
        split: which part of the set this is, for the record.
        robustness: digits that are corrupted in every way, chosen by seed; 0 leaves it out.
        seed: of that choice and of the corruptions.
        advance: called with the number of pictures read since the last call.

    Raises:
        DatasetError: where the data set holds no pictures.
        ValueError: where the classifier's answer has a wrong shape or is no distribution.

    """
    if not len(dataset):
        raise DatasetError(f"data set {dataset.name!r} holds no pictures, expected at least one")
    alike = _look_alikes(dataset)
    every = classify_all(classify, dataset.images, advance)
    clear, probabilities = dataset.subset(~alike), every[~alike]
    labels, said = clear.labels, probabilities.argmax(axis=1).astype(np.int64)
    scores, right = accept_score(probabilities), read_right(probabilities, labels)
    others = labels == NOT_A_DIGIT
    covered = _coverages(scores, right, others, subject.thresholds)
    return Evaluation(
        conditions=_conditions(dataset, alike, subject, split=split, seed=seed),
        accuracy=accuracy(labels[~others], said[~others]),
        classes=per_class(labels, said),
        confusion=confusion_matrix(labels, said),
        calibration=calibration(probabilities, labels),
        coverage=covered,
        curve=_curve(scores, right, others),
        separation=_separation(scores, others),
        look_alikes=rate(accept_score(every[alike]) >= everyday(covered).threshold),
        groups=_worst_groups(clear, said),
        mistakes=_worst_mistakes(clear, probabilities),
        robustness=tuple(
            _robustness(classify, _sample(clear, robustness, seed), seed, advance)
            if robustness
            else ()
        ),
    )


def readings_needed(dataset: Dataset, robustness: int) -> int:
    """Return how many pictures ``evaluate`` will read: what ``advance`` sums up to."""
    clear = dataset.labels[~_look_alikes(dataset)]
    sample = min(robustness, int(np.count_nonzero(clear != NOT_A_DIGIT)))
    return len(dataset) + sample * (1 + len(CORRUPTIONS) + len(CANVASES))


def _look_alikes(dataset: Dataset) -> NDArray[np.bool_]:
    if dataset.marks is None:
        return np.zeros(len(dataset), bool)
    alike = [mark for mark in np.unique(dataset.marks) if is_look_alike(str(mark))]
    return np.asarray((dataset.labels == NOT_A_DIGIT) & np.isin(dataset.marks, alike))


def _coverages(
    scores: NDArray[np.float64],
    right: NDArray[np.bool_],
    others: NDArray[np.bool_],
    thresholds: Mapping[float, float],
) -> tuple[Coverage, ...]:
    own = [
        coverage_at(scores, right, others, threshold=threshold, promised=promised)
        for promised, threshold in sorted(thresholds.items())
    ]
    best = [
        coverage_in_hindsight(scores, right, others, promised=promised)
        for promised in sorted({*PROMISED_RATES, *thresholds})
    ]
    return (*own, *best)


def _curve(
    scores: NDArray[np.float64], right: NDArray[np.bool_], others: NDArray[np.bool_]
) -> NDArray[np.float64]:
    thresholds, _, risk = risk_coverage(scores, right)
    digits = np.sort(scores[~others])
    coverage = 1.0 - np.searchsorted(digits, thresholds) / max(1, len(digits))
    picked = np.unique(np.linspace(0, len(risk) - 1, CURVE_POINTS).round().astype(int))
    return np.stack([coverage[picked], risk[picked]], axis=1)


def _separation(scores: NDArray[np.float64], others: NDArray[np.bool_]) -> Separation | None:
    if others.all() or not others.any():
        return None
    return separation(scores[~others], scores[others])


def _worst_groups(clear: Dataset, said: NDArray[np.int64]) -> tuple[tuple[str, Rate], ...]:
    """Return the groups whose interval ends lowest: bad, and not by the chance of few pictures."""
    if clear.groups is None:
        return ()
    is_digit = clear.labels != NOT_A_DIGIT
    names, index = np.unique(clear.groups[is_digit], return_inverse=True)
    hits = np.bincount(index, weights=(said == clear.labels)[is_digit], minlength=len(names))
    counts = np.bincount(index, minlength=len(names))
    found = [
        (str(name), Rate(int(h), int(n))) for name, h, n in zip(names, hits, counts, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: one[1].high)[:WORST_GROUPS])


def _worst_mistakes(clear: Dataset, probabilities: Probabilities) -> tuple[Mistake, ...]:
    said, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    wrong = np.flatnonzero(said != clear.labels)
    ranked = wrong[np.argsort(-confidence[wrong], kind="stable")]
    others = clear.labels[ranked] == NOT_A_DIGIT
    worst = np.concatenate([ranked[~others][:MISTAKES], ranked[others][:MISTAKES]])
    return tuple(
        Mistake(
            clear.locate(i),
            int(clear.labels[i]),
            int(said[i]),
            float(confidence[i]),
            clear.images[i],
        )
        for i in worst.tolist()
    )


def _sample(clear: Dataset, n: int, seed: int) -> Dataset:
    digits = np.flatnonzero(clear.labels != NOT_A_DIGIT)
    rng = np.random.default_rng(seed)
    return clear.subset(np.sort(rng.permutation(digits)[:n]))


def _robustness(
    classify: Classifier, sample: Dataset, seed: int, advance: Advance
) -> list[Variant]:
    """Read the sample as it is, and corrupted in every way; pictures of each size on their own."""
    before = np.zeros(len(sample), bool)
    after: dict[tuple[str, str], NDArray[np.bool_]] = {}
    examples: dict[str, Pictures] = {}
    for index in by_shape(sample.images):
        plain, labels = stacked(sample.images, index), sample.labels[index]
        before[index] = _is_right(classify, plain, labels, advance)
        bright = as_bright(plain, is_dark=sample.polarity == "dark-on-light")
        for name, group, pictures in variants(bright, seed):
            row = after.setdefault((name, group), np.zeros(len(sample), bool))
            row[index] = _is_right(classify, pictures, labels, advance)
            examples.setdefault(name, pictures[0])
    return [
        Variant(name, group, rate(row), change(before, row), examples[name])
        for (name, group), row in after.items()
    ]


def _is_right(
    classify: Classifier, pictures: Pictures, labels: NDArray[np.int64], advance: Advance
) -> NDArray[np.bool_]:
    return np.asarray(classify_all(classify, pictures, advance).argmax(axis=1) == labels)


def _conditions(
    dataset: Dataset, alike: NDArray[np.bool_], subject: Subject, *, split: str, seed: int
) -> Conditions:
    others = int(np.count_nonzero((dataset.labels == NOT_A_DIGIT) & ~alike))
    return Conditions(
        model=subject.model,
        sha256=subject.sha256,
        dataset=dataset.name,
        dataset_sha256=dataset.hash,
        split=split,
        digits=int(np.count_nonzero(dataset.labels != NOT_A_DIGIT)),
        non_digits=others,
        look_alikes=int(np.count_nonzero(alike)),
        left_out=len(dataset.problems),
        groups=0 if dataset.groups is None else len(np.unique(dataset.groups)),
        seed=seed,
        date=datetime.now(UTC).isoformat(timespec="seconds"),
        versions=_versions(),
    )


def _versions() -> dict[str, str]:
    found = {"Python": platform.python_version()}
    for name in ("tenfold", "numpy", "opencv-python-headless", "onnxruntime"):
        try:
            found[name] = importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
