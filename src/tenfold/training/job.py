"""A training that is decided in all: what is made of a person's settings, or of a recipe."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tenfold.models import build
from tenfold.reading.model import find_model, load_model
from tenfold.training.card import About
from tenfold.training.corpus import Corpus
from tenfold.training.learner import Learner, Options, make_learner
from tenfold.training.lesson import Lesson, as_input
from tenfold.training.schedule import Plan


@dataclass(frozen=True, slots=True)
class Start:
    """The model that a training begins from: its name, hash, file and thresholds."""

    name: str
    sha256: str
    data: bytes
    thresholds: dict[str, float]

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"


@dataclass(frozen=True, slots=True)
class Job:
    """What to train on what, how, and what to write on its card.

    ``keep`` is the share of ``start`` in the weights at the end; None leaves it to
    ``finish.share_to_keep``. ``prior`` are the shares of
    non-digits in training and on pages, where they differ: see ``export.with_prior``. ``width`` is
    the network's, see ``models.build``.
    """

    about: About
    plan: Plan
    options: Options
    corpus: Corpus
    start: Start | None = None
    keep: float | None = 0.0
    prior: tuple[float, float] | None = None
    width: float = 1.0

    def lesson(self) -> Lesson:
        """Return what is learned from and what is held out."""
        held, learned = self.corpus.subset(self.corpus.held), self.corpus.subset(~self.corpus.held)
        return Lesson(learned.pictures, learned.labels, learned.sources, held.pictures, held.labels)

    def learner(self) -> Learner:
        """Make the network: fresh, or with the weights of the model to start from."""
        network = build(self.about.architecture, self.plan.seed, self.width)
        learner = make_learner(network, self.options, self.plan.seed)
        if self.start:
            learner.start_from(self.start.data, _some(self.corpus))
        return learner


def find_start(model: str | Path | None) -> Start:
    """Load a model to start from, checked against its card; None is the present one.

    Raises:
        ModelError: there is no such model, or it is broken.

    """
    card = load_model(model).card
    return Start(card.name, card.sha256, find_model(model)[0].read_bytes(), card.thresholds)


def _some(corpus: Corpus) -> NDArray[np.float32]:
    """A thousand of the pictures to learn from: (N, 1, 28, 28) float32 in 0..1."""
    learned = np.flatnonzero(~corpus.held)
    chosen = np.random.default_rng(0).permutation(learned)[:1000]
    return as_input(corpus.pictures[chosen])
