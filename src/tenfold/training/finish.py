"""The end of a training: its best weights as a model with card and report, told in words."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

import numpy as np

from tenfold.training.card import make_card, run_onnx, write_card, write_report
from tenfold.training.corpus import Corpus
from tenfold.training.export import with_int8_weights, with_prior
from tenfold.training.job import Job, Start
from tenfold.training.loop import Training
from tenfold.training.saving import write_whole
from tenfold.training.start import mixed
from tenfold.types import ModelCard

_SHARES: Final = (0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1)
_STILL_RIGHT: Final = 0.9

Status = Literal["completed", "stopped early", "stopped", "canceled"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a training ended well.

    ``status``: 'completed' saw every epoch, 'stopped early' found nothing better for long,
    'stopped' was asked to stop and kept its best, 'canceled' was asked to leave nothing. ``epoch``
    is the last whole one, ``best_epoch`` the one whose weights the model has, 0 where it has none
    or those of a part of the first; ``message`` says it in a sentence or two for people.
    """

    status: Status
    epoch: int
    best_epoch: int
    message: str


def finish(job: Job, training: Training, status: Status) -> Outcome:
    """Write model, card and report of the best epoch into the run's folder.

    Raises:
        DiskFull: where there is no room.
        TrainingError: where the export does not give the network's answers.

    """
    best = training.keeper.take_best(training.learner)
    training.keeper.say("Exporting")
    folder = training.keeper.folder
    card = write_model(job, training.learner.export(), folder)
    if job.corpus.held.any():
        training.keeper.say("Reporting")
        _keep_validation(folder, job.corpus)
        write_report(folder, job.corpus)
    return Outcome(status, training.progress.epoch, best, _message(training, status, best, card))


def write_model(job: Job, exact: bytes, folder: Path) -> ModelCard:
    """Write an exported network as model.onnx with its card, and in fp32 beside it."""
    if job.prior:
        exact = with_prior(exact, *job.prior)
    about = job.about
    if job.start:
        keep = share_to_keep(job, job.start, exact) if job.keep is None else job.keep
        exact = mixed(job.start.data, exact, keep) if keep else exact
        kept = f", {keep:.0%} of it kept" if keep else ""
        about = replace(about, recipe=about.recipe + kept)
    write_whole(folder / "model-fp32.onnx", exact)
    data = with_int8_weights(exact)
    write_whole(folder / "model.onnx", data)
    card = make_card(about, data, job.corpus, job.start.thresholds if job.start else None)
    write_card(card, folder / "card.json")
    return card


def _keep_validation(folder: Path, corpus: Corpus) -> None:
    """Keep what was held out: the gate compares the model with others on it too."""
    held = corpus.subset(corpus.held)
    buffer = io.BytesIO()
    np.savez_compressed(buffer, images=held.pictures, labels=held.labels)
    write_whole(folder / "validation.npz", buffer.getvalue())


def share_to_keep(job: Job, start: Start, tuned: bytes) -> float:
    """Choose how much of the model started from stays in the weights.

    As much as possible, so that little is forgotten: of a person's pictures that the tuned network
    reads right, nine in ten must be read right still. Averaged weights of a network and one tuned
    from it do nearly as well as either on its own: Wortsman et al. 2022,
    https://arxiv.org/abs/2109.01903.
    """
    own = job.corpus.subset(job.corpus.sources == 0)
    wanted = _STILL_RIGHT * _right(tuned, own)
    for keep in _SHARES:
        if _right(mixed(start.data, tuned, keep), own) >= wanted:
            return keep
    return 0.0


def _right(data: bytes, corpus: Corpus) -> int:
    return int((run_onnx(data, corpus.pictures).argmax(axis=1) == corpus.labels).sum())


def _message(training: Training, status: Status, best: int, card: ModelCard) -> str:
    done, planned = training.progress.epoch, training.plan.epochs
    if status == "completed":
        words = f"All {planned} epochs done" if planned > 1 else "The epoch is done"
    elif status == "stopped early":
        words = f"Stopped early after epoch {done} of {planned}: nothing better for "
        words += f"{training.plan.patience} epochs"
    elif done:
        words = f"Stopped after epoch {done} of {planned}"
    else:
        words = "Stopped within the first epoch; what was learned until then is kept"
    if done and best and training.plan.keeps_best:
        words += f"; the weights of epoch {best} are kept" if best < done else ""
    right = next((one for one in card.measured if one["figure"] == "accuracy"), None)
    if right:
        words += f". {right['value']:.2%} of {right['n']:,} digits held out are read right"
    return f"{words}."
