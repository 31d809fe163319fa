"""The card and the report of a trained model: what it learned from and what it measured."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tenfold.datasets.base import CLASSES, NOT_A_DIGIT, Dataset
from tenfold.evaluation.accuracy import rate
from tenfold.evaluation.calibration import calibration, fit_temperature
from tenfold.evaluation.evaluate import evaluate
from tenfold.evaluation.rejection import (
    ACCEPT_NOTHING,
    accept_score,
    binomial_cdf,
    fit_threshold,
    read_right,
)
from tenfold.evaluation.report import to_html
from tenfold.evaluation.results import Subject
from tenfold.reading import Reader
from tenfold.reading.decide import ERROR_RATE, calibrate
from tenfold.training.corpus import Corpus
from tenfold.training.lesson import as_input
from tenfold.training.saving import write_whole
from tenfold.types import ModelCard

PROMISED: Final = (0.0003, 0.001, 0.003, 0.01)
CALLED: Final = "groups held out for calibration"
_DOUBT: Final = 0.05

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class About:
    """What a card says of a model beside its figures."""

    name: str
    architecture: str
    licence: str
    recipe: str
    left_out: tuple[str, ...] = ()


def make_card(
    about: About, data: bytes, corpus: Corpus, before: dict[str, float] | None = None
) -> ModelCard:
    """Write up a model: what it is, what it learned from, temperature and thresholds.

    The temperature is fitted on all that was held out of training: on its digits alone, which are
    near to those learned from, it came out too sure of sources never seen. Thresholds are fitted on
    the digits: a promised error rate is the share of accepted digits that are misread. How often a
    non-digit is accepted stands beside it as a figure of its own; see ``evaluation.rejection``.
    Where too little was held out to promise a rate, nothing is accepted under it.

    Args:
        about: name, architecture and origin.
        data: the .onnx file.
        corpus: what was learned from, and what was held out.
        before: thresholds of the model that the training started from.

    """
    held = corpus.subset(corpus.held)
    logits, labels = run_onnx(data, held.pictures), held.labels
    temperature = fit_temperature(logits, labels) if len(labels) else 1.0
    probabilities = calibrate(logits, temperature)
    thresholds = fit_thresholds(probabilities, labels, before or {})
    return ModelCard(
        name=about.name,
        architecture=about.architecture,
        parameters=count_parameters(data),
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        licence=about.licence,
        classes=CLASSES,
        temperature=round(temperature, 4),
        thresholds=thresholds,
        datasets=(*corpus.origins, *({"name": n, "left_out": True} for n in about.left_out)),
        recipe=about.recipe,
        commit=commit(),
        measured=held_out_figures(probabilities, labels, thresholds),
    )


def fit_thresholds(
    probabilities: NDArray[np.float32], labels: NDArray[np.int64], before: dict[str, float]
) -> dict[str, float]:
    """Fit a threshold for each promised rate on the digits held out.

    Args:
        probabilities: (N, 11) at the card's temperature.
        labels: (N,) int64.
        before: thresholds of the model that a tuning started from. They stand where too little is
            held out to fit one, and rise where what is held out speaks against them.

    """
    digits = labels != NOT_A_DIGIT
    scores, right = accept_score(probabilities)[digits], read_right(probabilities, labels)[digits]
    found = {}
    for promised in PROMISED:
        key = f"{promised:g}"
        value = fit_threshold(scores, right, promised).value if len(scores) else ACCEPT_NOTHING
        if value >= ACCEPT_NOTHING and key in before:
            value = _raised(scores, right, promised, before[key])
        found[key] = value
    return found


def _raised(scores: NDArray[np.float64], right: Flags, promised: float, threshold: float) -> float:
    """Return the least threshold from the given one on at which errors are not too many."""
    for value in (threshold, *np.unique(scores[scores > threshold]).tolist()):
        accepted = scores >= value
        wrong, n = int((~right & accepted).sum()), int(accepted.sum())
        if wrong == 0 or 1 - binomial_cdf(wrong - 1, n, promised) > _DOUBT:
            return float(value)
    return ACCEPT_NOTHING


def held_out_figures(
    probabilities: NDArray[np.float32], labels: NDArray[np.int64], thresholds: dict[str, float]
) -> tuple[dict[str, Any], ...]:
    """Figures of the pictures that temperature and thresholds were fitted on."""
    digits = labels != NOT_A_DIGIT
    if not digits.any():
        return ()
    scores, right = accept_score(probabilities), read_right(probabilities, labels)
    accepted = scores >= thresholds[f"{ERROR_RATE:g}"]
    shares = {
        "accuracy": rate(right[digits]),
        "accepted": rate(accepted[digits]),
        "errors among accepted": rate(~right[digits & accepted]),
        "non-digits accepted": rate(accepted[~digits]),
    }
    ece = calibration(probabilities[digits], labels[digits])
    return (
        *({"set": CALLED, "figure": figure, **found.to_dict()} for figure, found in shares.items()),
        {"set": CALLED, "figure": "ece", "value": ece.ece, "n": ece.n},
    )


def write_card(card: ModelCard, path: Path) -> None:
    """Write a card as JSON."""
    write_whole(path, (json.dumps(dataclasses.asdict(card), indent=1) + "\n").encode())


def write_report(folder: Path, corpus: Corpus) -> None:
    """Evaluate the model on what was held out, as `tenfold evaluate` does."""
    reader = Reader(folder)
    held = corpus.subset(corpus.held)
    names = np.array(corpus.names)[held.groups]
    dataset = Dataset(
        "held out for calibration", held.pictures, held.labels, "light-on-dark", groups=names
    )
    thresholds = {float(rate): value for rate, value in reader.card.thresholds.items()}
    subject = Subject(reader.card.name, reader.card.sha256, thresholds)
    page = to_html(evaluate(reader.classify, dataset, subject, robustness=0))
    write_whole(folder / "report.html", page.encode())


def run_onnx(data: bytes, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Run an exported model over normalised pictures: (N, 28, 28) uint8 -> (N, 11) logits."""
    import onnxruntime

    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    logits = [np.zeros((0, len(CLASSES)), np.float32)]
    for start in range(0, len(pictures), 500):
        batch = as_input(pictures[start : start + 500])
        logits.append(session.run(["logits"], {"image": batch})[0])
    return np.concatenate(logits)


def count_parameters(data: bytes) -> int:
    """Count the weights and biases of an .onnx file; scales of 8-bit weights are none."""
    import onnx

    graph = onnx.load_from_string(data).graph
    scales = {node.input[1] for node in graph.node if node.op_type == "DequantizeLinear"}
    return sum(int(np.prod(t.dims)) for t in graph.initializer if t.name not in scales)


def commit() -> str:
    """Return the commit of the checkout this runs from, '' outside one."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)  # noqa: S603
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
