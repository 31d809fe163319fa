"""What the accuracy benchmarks share: the sets, the figures, and the results file."""

from __future__ import annotations

import csv
import platform
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, fields
from importlib.metadata import version
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tenfold.datasets import load, unambiguous
from tenfold.datasets import strokes as pen
from tenfold.datasets.base import Dataset
from tenfold.datasets.fonts import find_faces, split_of
from tenfold.datasets.paper import PaperStyle, photograph
from tenfold.datasets.registry import SOURCES
from tenfold.evaluation.accuracy import Rate, rate
from tenfold.evaluation.calibration import calibration
from tenfold.evaluation.rejection import (
    accept_score,
    coverage_at,
    coverage_in_hindsight,
    read_right,
    separation,
)
from tenfold.reading import Reader

RESULTS = Path(__file__).parent / "results"
PROMISED = 0.001
LOOKS = 3
"""How often each stroke digit is drawn, each time with another pen."""


@dataclass(frozen=True)
class Figure:
    """One measured number with its conditions; ``low`` and ``high`` are the 95% interval."""

    figure: str
    dataset: str
    n: int
    value: float
    low: float
    high: float
    goal: str
    model: str


def classify(reader: Reader, images: Sequence[NDArray[np.uint8]]) -> NDArray[np.float32]:
    """Classify pictures of one or several sizes: (N, 11)."""
    if isinstance(images, np.ndarray):
        return reader.classify(images)
    return np.concatenate([reader.classify(image[None]) for image in images])


def share(name: str, dataset: str, found: Rate, goal: str, model: str) -> Figure:
    """Make a figure of a share and its Wilson interval."""
    return Figure(name, dataset, found.n, found.value, found.low, found.high, goal, model)


def accuracy_of(reader: Reader, dataset: Dataset, name: str, goal: str) -> Figure:
    """Share of a set's digits read right."""
    said = classify(reader, dataset.images).argmax(axis=1)
    return share("accuracy", name, rate(said == dataset.labels), goal, reader.card.name)


def fonts_accuracy(reader: Reader) -> list[Figure]:
    """Share of digits read right in the font families of the test split, and family by family."""
    faces = [face for face in find_faces() if split_of(face.family) == "test"]
    images = [np.pad(face.render(digit), 8) for face in faces for digit in "0123456789"]
    said = classify(reader, images).argmax(axis=1).reshape(len(faces), 10)
    right = said == np.arange(10)
    families = len({face.family for face in faces})
    for face, row in zip(faces, right, strict=True):
        if not row.all():
            print(f"  {face.family} {face.style}: misread {np.flatnonzero(~row).tolist()}")
    name = f"{families} font families held out"
    return [share("accuracy", name, rate(right.ravel()), "0.995", reader.card.name)]


def strokes_of(name: str, digit: int, groups: Iterable[str]) -> list[pen.Strokes]:
    """Pen strokes of one digit from some providers of a set with trajectories."""
    dataset = load(name)
    path = SOURCES[name].find()
    assert path is not None
    assert dataset.groups is not None
    chosen = (dataset.labels == digit) & np.isin(dataset.groups, list(groups))
    every = pen.load_strokes(path)
    return [every[i] for i in np.flatnonzero(chosen)]


def drawn(strokes: Sequence[pen.Strokes], rng: np.random.Generator) -> list[NDArray[np.uint8]]:
    """Draw strokes with pens of 3 to 16% of the digit's size, on a canvas of 120 px."""
    return [
        np.pad(pen.draw(s, long_side_px=80, pen_px=80 * rng.uniform(0.03, 0.16)), 10)
        for s in strokes
        for _ in range(LOOKS)
    ]


def forms(reader: Reader, groups: Sequence[str]) -> list[Figure]:
    """Slashed zeros and crossed sevens of some UNIPEN providers, and European ones."""
    rng = np.random.default_rng(20)
    zeros = [pen.slash_zero(s, rng) for s in strokes_of("unipen_digits", 0, groups)]
    plain = strokes_of("unipen_digits", 7, groups)
    sevens = [pen.cross_seven(s, rng) if i % 2 else s for i, s in enumerate(plain)]
    ones = [pen.bend(pen.european_one(rng), rng, amount=0.4) for _ in range(300)]
    name = f"UNIPEN {'+'.join(groups)}"
    model = reader.card.name
    return [
        share(figure, name, rate(_said(reader, strokes, rng) == digit), "0.98", model)
        for figure, strokes, digit in (
            ("slashed zeros read right", zeros, 0),
            ("sevens, half of them crossed, read right", sevens, 7),
            ("European ones read right", ones, 1),
        )
    ]


def _said(
    reader: Reader, strokes: Sequence[pen.Strokes], rng: np.random.Generator
) -> NDArray[np.intp]:
    return classify(reader, drawn(strokes, rng)).argmax(axis=1)


def trust(reader: Reader, digits: Dataset, others: Dataset | None, name: str) -> list[Figure]:
    """Coverage at the promised error rate, calibration, and how well non-digits stand apart."""
    probabilities = classify(reader, digits.images)
    scores, right = accept_score(probabilities), read_right(probabilities, digits.labels)
    threshold = reader.card.thresholds[f"{PROMISED:g}"]
    model = reader.card.name
    kept = coverage_at(scores, right, threshold=threshold, promised=PROMISED)
    best = coverage_in_hindsight(scores, right, promised=PROMISED)
    ece = calibration(probabilities, digits.labels)
    figures = [
        share("coverage at the card's 0.1% threshold", name, kept.accepted, "0.93", model),
        share("errors among those accepted", name, kept.errors, "0.001", model),
        share("coverage at 0.1% errors in hindsight", name, best.accepted, "0.93", model),
        Figure("ECE", name, ece.n, ece.ece, ece.low, ece.high, "0.005", model),
    ]
    if others is not None:
        clear = unambiguous(others)
        apart = separation(scores.astype(np.float64), accept_score(classify(reader, clear.images)))
        figures.append(
            Figure(
                "AUROC, unambiguous letters and symbols",
                name,
                len(clear),
                apart.auroc,
                apart.low,
                apart.high,
                "0.99",
                model,
            )
        )
    return figures


def blank_pages(reader: Reader, count: int = 1000) -> Figure:
    """Share of photographed blank pages, of any paper and light, that get a digit."""
    rng = np.random.default_rng(7)
    answered = []
    for _ in range(count):
        height, width = rng.integers(28, 400, 2)
        page = photograph(
            np.zeros((int(height), int(width)), np.float32), rng, style=PaperStyle.random(rng)
        )
        answered.append(any(reader.read(picture).text for picture in (page, 255 - page)))
    found = rate(np.array(answered))
    return share(
        "blank pages answered with a digit", "simulated paper", found, "0", reader.card.name
    )


def save(what: str, figures: Sequence[Figure]) -> Path:
    """Write figures beside those measured before under the same versions."""
    versions = f"cv{cv2.__version__}-ort{version('onnxruntime')}"
    path = RESULTS / f"{what}-{platform.machine()}-{versions}.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields(Figure)])
        for figure in figures:
            row = [f"{v:.5f}" if isinstance(v, float) else v for v in astuple(figure)]
            writer.writerow(row)
            print(*row, sep="  ")
    return path
