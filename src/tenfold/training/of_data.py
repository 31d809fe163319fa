"""A person's data and settings as a training: what is left open is decided here, and said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tenfold.datasets.base import NOT_A_DIGIT
from tenfold.errors import UnfitData
from tenfold.models.registry import architecture
from tenfold.training.card import About
from tenfold.training.corpus import Corpus, join_corpora
from tenfold.training.extras import made_non_digits, old_data
from tenfold.training.gather import Material
from tenfold.training.job import Job, Start, find_start
from tenfold.training.learner import Options, ema_over
from tenfold.training.schedule import Plan, balanced_weights
from tenfold.training.settings import SCRATCH, Settings
from tenfold.training.split import Split
from tenfold.training.survey import Survey

SMALL: Final = 5000
"""Pictures below which a training starts from the present model where it can."""
FEW: Final = 100
"""Own pictures below which a tuning learns from all of them: old data is held out to measure."""
ENOUGH_TO_CHOOSE: Final = 100
"""Own pictures held out from which on a tuning keeps its best epoch instead of the last."""
OWN, MADE, OLD = 0, 1, 2
"""Sources of a training on a person's data, as places of its plan's shares."""

Say = Callable[[str], None]
Ask = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Data:
    """A person's pictures, gathered, split and looked at."""

    material: Material
    split: Split
    survey: Survey


def check_fit(survey: Survey) -> None:
    """Raise UnfitData where nothing can be trained on what was found."""
    if survey.refusals:
        reason, hint = survey.refusals[0]
        raise UnfitData(f"{reason}. {hint}")


def settle(settings: Settings, material: Material, say: Say) -> tuple[Settings, Start | None]:
    """Decide what the settings leave open; return them settled, and the model to start from.

    Raises:
        UnknownModel: where there is no such network or model.

    """
    own = architecture(settings.model).defaults
    start = _start(settings, material, say)
    tuned, n = start is not None, len(material)
    settled = replace(
        settings,
        start=settings.start or (start.name if start else SCRATCH),
        name=settings.called,
        epochs=settings.epochs or (_TUNED_EPOCHS if tuned else _epochs(own.epochs, n)),
        batch=settings.batch or (_TUNED_BATCH if tuned else _batch(own.batch, n)),
        learning_rate=settings.learning_rate or (_TUNED_RATE if tuned else own.learning_rate),
        augment=_first(settings.augment, _TUNED_AUGMENT if tuned else own.augment),
    )
    return settled, start


_TUNED_EPOCHS: Final = 5
_TUNED_BATCH: Final = 64
_TUNED_RATE: Final = 0.0005
_TUNED_AUGMENT: Final = 0.5
_TUNED_SAMPLES: Final = 1024
_OLD_PICTURES: Final = 6_000


def _first(chosen: float | None, otherwise: float) -> float:
    return otherwise if chosen is None else chosen


def _epochs(own: int, n: int) -> int:
    return own


def _batch(own: int, n: int) -> int:
    return own


def _start(settings: Settings, material: Material, say: Say) -> Start | None:
    """Find the model to start from: the one named, or the present one for a small set."""
    if settings.start == SCRATCH:
        return None
    if settings.start:
        return find_start(settings.start)
    present = find_start(None)
    if len(material) >= SMALL or settings.model != "cnn_small" or settings.width != 1:
        return None
    say(f"Only {len(material):,} pictures: starting from {present.name} (--from scratch does not)")
    return present


def job_of_data(settings: Settings, data: Data, start: Start | None, say: Say, ask: Ask) -> Job:
    """Mix a person's pictures with what goes beside them, and decide the training.

    Args:
        settings: settled.
        data: what was gathered.
        start: model to start from; a fresh network without.
        say: is told in words what happens.
        ask: is called now and then; may raise to end it.

    """
    own = _own(data)
    parts, shares = [own], [1.0]
    made = 0.0 if start and settings.memory else _share_to_make(settings, own)
    if made:
        say("Making marks that are no digits")
        count = int(np.clip(made * len(own.labels), 300, 4000))
        parts.append(_as_source(made_non_digits(count, settings.seed, ask), MADE))
    shares.append(made)
    if start and settings.memory:
        say("Gathering old data, so that nothing is forgotten")
        old = old_data(_OLD_PICTURES, settings.seed, settings.leave_out, ask)
        parts.append(_as_source(old, OLD))
        shares = [*shares, settings.memory]
    shares[OWN] = 1.0 - sum(shares[1:])
    corpus = join_corpora(parts)
    learned = int((~own.held).sum())
    plan = _plan(settings, tuple(shares), learned, own, tuned=start is not None)
    words = f"{', '.join(settings.data)}, seed {settings.seed}"
    if start:
        words += f", from {start}"
    return Job(
        About(settings.name, settings.model, "", words, settings.leave_out),
        plan,
        Options(ema=ema_over(plan.epochs * plan.epoch_steps)),
        corpus,
        start,
        settings.keep,
        width=settings.width,
    )


def _own(data: Data) -> Corpus:
    """A person's pictures: those learned from and those held out."""
    kept = ~data.split.dropped
    material, held = data.material.subset(kept), data.split.held[kept]
    known, group = np.unique(material.groups, return_inverse=True)
    names = tuple(name or "own:pictures" for name in known.tolist())
    return Corpus(
        material.pictures,
        material.labels,
        np.zeros(len(material), np.int16),
        np.asarray(group, np.int32),
        held,
        names,
        material.sets,
    )


def _share_to_make(settings: Settings, own: Corpus) -> float:
    """Share of made non-digits: none where the data has as many of its own."""
    there = float((own.labels == NOT_A_DIGIT).mean())
    return 0.0 if there >= settings.non_digits else settings.non_digits


def _as_source(corpus: Corpus, place: int) -> Corpus:
    return replace(corpus, sources=np.full(len(corpus.labels), place, np.int16))


def _plan(
    settings: Settings, shares: tuple[float, ...], learned: int, own: Corpus, *, tuned: bool
) -> Plan:
    samples = round(learned / shares[OWN])
    if tuned:
        samples = max(samples, _TUNED_SAMPLES)
    weights = balanced_weights(own.labels[~own.held]) if settings.class_weights else None
    held = int(own.held.sum())
    return Plan(
        shares=shares,
        epochs=settings.epochs or 1,
        epoch_samples=samples,
        batch=min(settings.batch or samples, samples),
        learning_rate=settings.learning_rate or _TUNED_RATE,
        warmup=0.1 if not tuned else 0.2,
        augment=settings.augment or 0.0,
        seed=settings.seed,
        patience=settings.patience,
        class_weights=weights,
        keeps_best=not tuned or held >= ENOUGH_TO_CHOOSE or (held > 0 < settings.patience),
    )
