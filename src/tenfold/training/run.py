"""One training from its recipe to a run folder that the Reader can read with."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
import tomllib
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnxruntime as ort
import tomli_w
import torch
from numpy.typing import NDArray

from tenfold.datasets.base import CLASSES, NOT_A_DIGIT, Dataset
from tenfold.errors import TrainingError
from tenfold.evaluation.accuracy import rate
from tenfold.evaluation.calibration import calibration, fit_temperature
from tenfold.evaluation.evaluate import evaluate
from tenfold.evaluation.rejection import accept_score, fit_threshold, read_right
from tenfold.evaluation.report import write_html
from tenfold.evaluation.results import Subject
from tenfold.models import build
from tenfold.reading import Reader
from tenfold.reading.decide import ERROR_RATE, calibrate
from tenfold.reading.model import find_model, load_model
from tenfold.training.corpus import Corpus, build_corpus, non_digit_share
from tenfold.training.export import with_int8_weights, with_prior
from tenfold.training.learner import make_learner
from tenfold.training.loop import Report, options_of, resume, train
from tenfold.training.recipe import Recipe, recipe_table
from tenfold.training.start import mixed
from tenfold.types import ModelCard

PROMISED: Final = (0.0003, 0.001, 0.003, 0.01)
_PACKAGES: Final = ("torch", "numpy", "opencv-python-headless", "Pillow", "onnx", "onnxruntime")


def run(
    recipe: Recipe,
    folder: Path,
    *,
    report: Report,
    leave_out: Iterable[str] = (),
    start: str | None = None,
    keep: float = 0.0,
    go_on: bool = False,
    corpus: Corpus | None = None,
) -> Path:
    """Train a recipe's model, or take up a training where it stopped, and export it.

    Args:
        recipe: what to train.
        folder: run folder; must be new or empty unless ``go_on``.
        report: is told of each step: a dict with ``step`` or with an epoch's figures.
        leave_out: sources, or groups 'source:group', to learn nothing from.
        start: model to start from, as ``Reader`` takes it; a fresh network without.
        keep: share of that model in the weights at the end, 0..1; see ``start.mixed``.
        go_on: take up the training that the folder holds.
        corpus: pictures made before, to skip making them again.

    Returns:
        The folder, with recipe, metrics, weights, model.onnx and card.json; model-fp32.onnx is
        the same model before its weights were stored as int8.

    Raises:
        TrainingError: where the folder holds another run, or the training fails.
        RecipeError: where the recipe cannot be followed.
        DatasetError: where data is missing.
        ModelError: where there is no model to start from.

    """
    left_out = tuple(sorted(leave_out))
    before = load_model(start) if start else None
    first = find_model(start)[0].read_bytes() if before else b""
    begun = f"{before.card.name} {before.card.sha256[:12]}" if before else ""
    _prepare(
        recipe, folder, {"left_out": list(left_out), "start": begun, "keep": keep}, go_on=go_on
    )
    report({"step": "making pictures"})
    corpus = (corpus or build_corpus(recipe)).without(left_out)
    report({"step": "training", "pictures": len(corpus.labels), "held out": int(corpus.held.sum())})
    learner = make_learner(
        build(recipe.architecture, recipe.seed), options_of(recipe.schedule), recipe.seed
    )
    if before and not go_on:
        learner.start_from(first, _some(corpus))
    train(recipe, corpus, learner, folder, report, begun=resume(learner, folder) if go_on else 0)
    report({"step": "exporting"})
    learned = non_digit_share(corpus, [source.share for source in recipe.sources])
    exact = with_prior(learner.export(), learned, recipe.non_digit_share)
    if keep:
        exact = mixed(first, exact, keep)
    (folder / "model-fp32.onnx").write_bytes(exact)
    data = with_int8_weights(exact)
    (folder / "model.onnx").write_bytes(data)
    card = make_card(recipe, data, corpus, left_out)
    if begun:
        kept = f", {keep:.0%} of it kept" if keep else ""
        card = dataclasses.replace(card, recipe=f"{card.recipe}, from {begun}{kept}")
    write_card(card, folder / "card.json")
    if corpus.held.any():
        report({"step": "reporting"})
        _write_report(folder, corpus)
    return folder


def make_card(
    recipe: Recipe, data: bytes, corpus: Corpus, left_out: tuple[str, ...] = ()
) -> ModelCard:
    """Write up a model: what it is, what it learned from, temperature and thresholds.

    The temperature is fitted on all that was held out of training: on its digits alone, which are
    near to those learned from, it came out too sure of sources never seen. Thresholds are fitted on
    the digits: a promised error rate is the share of accepted digits that are misread. How often a
    non-digit is accepted stands beside it as a figure of its own; see ``evaluation.rejection``.
    """
    held = corpus.subset(corpus.held)
    logits, labels = run_onnx(data, held.pictures), held.labels
    digits = labels != NOT_A_DIGIT
    temperature = fit_temperature(logits, labels) if len(labels) else 1.0
    probabilities = calibrate(logits, temperature)
    scores, right = accept_score(probabilities), read_right(probabilities, labels)
    thresholds = {
        f"{promised:g}": fit_threshold(scores[digits], right[digits], promised).value
        for promised in PROMISED
        if digits.any()
    }
    return ModelCard(
        name=recipe.name,
        architecture=recipe.architecture,
        parameters=_parameters(data),
        bytes=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        licence=recipe.licence,
        classes=CLASSES,
        temperature=round(temperature, 4),
        thresholds=thresholds,
        datasets=(*corpus.origins, *({"name": name, "left_out": True} for name in left_out)),
        recipe=f"{recipe.name}.toml, seed {recipe.seed}",
        commit=_commit(),
        measured=_held_out_figures(probabilities, labels, thresholds),
    )


def write_card(card: ModelCard, path: Path) -> None:
    """Write a card as JSON."""
    path.write_text(json.dumps(dataclasses.asdict(card), indent=1) + "\n", encoding="utf-8")


def run_onnx(data: bytes, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Run an exported model over normalised pictures: (N, 28, 28) uint8 -> (N, 11) logits."""
    session = ort.InferenceSession(data, providers=["CPUExecutionProvider"])
    logits = [np.zeros((0, len(CLASSES)), np.float32)]
    for start in range(0, len(pictures), 500):
        batch = pictures[start : start + 500, None].astype(np.float32) / 255
        logits.append(session.run(["logits"], {"image": batch})[0])
    return np.concatenate(logits)


def _some(corpus: Corpus) -> NDArray[np.float32]:
    """A thousand of the pictures to learn from: (N, 1, 28, 28) float32 in 0..1."""
    learned = np.flatnonzero(~corpus.held)
    chosen = np.random.default_rng(0).permutation(learned)[:1000]
    return corpus.pictures[chosen, np.newaxis].astype(np.float32) / 255


def _prepare(recipe: Recipe, folder: Path, made_of: dict[str, Any], *, go_on: bool) -> None:
    """Make the run folder and note the recipe as run; to go on, check that it is the same."""
    noted = folder / "recipe.toml"
    settings = recipe_table(recipe)
    if go_on:
        if not noted.is_file():
            raise TrainingError(f"{folder} holds no run to resume")
        before = tomllib.loads(noted.read_text(encoding="utf-8"))
        about = before.pop("run", {})
        if before != settings or any(about.get(k) != value for k, value in made_of.items()):
            raise TrainingError(f"{folder} holds a run of another recipe; choose another folder")
        return
    if folder.exists() and any(folder.iterdir()):
        raise TrainingError(f"{folder} is not empty; resume its run or choose another folder")
    folder.mkdir(parents=True, exist_ok=True)
    about = {
        **made_of,
        "commit": _commit(),
        "threads": torch.get_num_threads(),
        "versions": {name: version(name) for name in _PACKAGES},
    }
    noted.write_text(tomli_w.dumps({**settings, "run": about}), encoding="utf-8")


def _write_report(folder: Path, corpus: Corpus) -> None:
    """Evaluate the model on the groups that were held out, as `tenfold evaluate` does."""
    reader = Reader(folder)
    held = corpus.subset(corpus.held)
    names = np.array(corpus.names)[held.groups]
    dataset = Dataset(
        "held out for calibration", held.pictures, held.labels, "light-on-dark", groups=names
    )
    thresholds = {float(rate): value for rate, value in reader.card.thresholds.items()}
    subject = Subject(reader.card.name, reader.card.sha256, thresholds)
    write_html(evaluate(reader.classify, dataset, subject, robustness=0), folder / "report.html")


def _held_out_figures(
    probabilities: NDArray[np.float32], labels: NDArray[np.int64], thresholds: dict[str, float]
) -> tuple[dict[str, Any], ...]:
    """Figures of the groups that temperature and thresholds were fitted on."""
    digits = labels != NOT_A_DIGIT
    if not digits.any():
        return ()
    name = "groups held out for calibration"
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
        *({"set": name, "figure": figure, **found.to_dict()} for figure, found in shares.items()),
        {"set": name, "figure": "ece", "value": ece.ece, "n": ece.n},
    )


def _parameters(data: bytes) -> int:
    import onnx

    graph = onnx.load_from_string(data).graph
    scales = {node.input[1] for node in graph.node if node.op_type == "DequantizeLinear"}
    return sum(int(np.prod(t.dims)) for t in graph.initializer if t.name not in scales)


def _commit() -> str:
    """Return the commit of the checkout this runs from, '' outside one."""
    command = ["git", "-C", str(Path(__file__).parent), "rev-parse", "HEAD"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)  # noqa: S603
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
