"""A model from outside: looked through, given a card where it has none, added to the user's own."""

from __future__ import annotations

import json
import tempfile
from dataclasses import asdict, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import numpy as np

from tenfold.datasets.base import CLASSES, NOT_A_DIGIT
from tenfold.errors import InvalidModel
from tenfold.evaluation.accuracy import rate
from tenfold.evaluation.calibration import fit_temperature
from tenfold.evaluation.fixed import EvaluationSet, fixed_sets
from tenfold.evaluation.rejection import accept_score, fit_threshold, read_right
from tenfold.reading import store
from tenfold.reading.decide import calibrate
from tenfold.reading.model import Model, open_session
from tenfold.reading.untrusted import MAX_BYTES, check_bytes
from tenfold.types import ModelCard

PROMISED: Final = (0.0003, 0.001, 0.003, 0.01)
"""Error rates for which a card says from which probability on a digit is accepted."""


def adopt(source: Path, name: str | None = None) -> str:
    """Add a model of any origin to the user's own.

    Args:
        source: an .onnx file, alone or with its card <name>.json beside it, or a run folder. A
            model without a card gets one, its temperature and thresholds fitted on the fixed
            evaluation of this machine.
        name: what to call it; its card's name, or that of the file, without.

    Returns:
        The name that it got.

    Raises:
        InvalidModel: the file holds what no model of Tenfold has, or its card is broken.
        StoreError: the name cannot be a model's.
        DatasetError: it has no card, and there are no pictures on this machine to make one with.

    """
    if source.is_dir() or source.with_suffix(".json").exists():
        return store.add(source, name)
    try:
        with source.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InvalidModel(f"{source}: cannot be opened: {error.strerror}") from error
    card = make_card(data, source.stem, source.name)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "model.onnx").write_bytes(data)
        (Path(folder) / "card.json").write_text(json.dumps(asdict(card)), encoding="utf-8")
        return store.add(folder, name)


def make_card(data: bytes, name: str, file: str) -> ModelCard:
    """Write up a model of which nothing is known but its file.

    Args:
        data: the .onnx file.
        name: what to call the model.
        file: what the file is called.

    Raises:
        InvalidModel: it holds what no model of Tenfold has.
        DatasetError: there are no pictures on this machine.

    """
    facts = check_bytes(data, file)
    card = ModelCard(
        name=name,
        architecture="unknown",
        parameters=facts.parameters,
        bytes=len(data),
        sha256=sha256(data).hexdigest(),
        licence="unknown",
        classes=CLASSES,
        temperature=1.0,
        thresholds={},
        recipe=f"imported from {file}",
    )
    sets = fixed_sets()
    model = Model(card, open_session(data, file))
    logits = [model.run(each.pictures.astype(np.float32) / np.float32(255)) for each in sets]
    if not all(np.isfinite(rows).all() for rows in logits):
        raise InvalidModel(f"{file}: answers with numbers that are not finite")
    return _fitted(card, sets, logits)


def _fitted(card: ModelCard, sets: list[EvaluationSet], logits: list[Any]) -> ModelCard:
    """Return the card with what its answers to the fixed evaluation say."""
    rows, labels = np.concatenate(logits), np.concatenate([each.labels for each in sets])
    temperature = round(fit_temperature(rows, labels), 4)
    digits = labels != NOT_A_DIGIT
    probabilities = calibrate(rows, temperature)[digits]
    scores, right = accept_score(probabilities), read_right(probabilities, labels[digits])
    thresholds = {f"{p:g}": fit_threshold(scores, right, p).value for p in PROMISED}
    measured = [
        {
            "set": each.name,
            "figure": "accuracy" if each.is_digits else "known as no digit",
            **rate(answers.argmax(axis=1) == each.labels).to_dict(),
        }
        for each, answers in zip(sets, logits, strict=True)
    ]
    return replace(card, temperature=temperature, thresholds=thresholds, measured=tuple(measured))
