"""A recipe, as shipped models have one, as a training."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable

from tenfold.errors import TrainingError
from tenfold.training.card import About
from tenfold.training.corpus import Corpus, build_corpus, non_digit_share
from tenfold.training.job import Job, Start
from tenfold.training.learner import Options
from tenfold.training.recipe import Recipe, Schedule
from tenfold.training.schedule import Plan


def job_of_recipe(
    recipe: Recipe,
    say: Callable[[str], None],
    *,
    leave_out: Iterable[str] = (),
    start: Start | None = None,
    keep: float = 0.0,
    corpus: Corpus | None = None,
) -> Job:
    """Make the pictures of a recipe, and decide its training.

    Args:
        recipe: what to train.
        say: is told in words what happens.
        leave_out: sources, or groups 'source:group', to learn nothing from.
        start: model to start from; a fresh network without.
        keep: share of that model in the weights at the end, 0..1; see ``start.mixed``.
        corpus: pictures made before, to skip making them again.

    Raises:
        RecipeError: where the recipe cannot be followed.
        DatasetError: where data is missing.
        TrainingError: where nothing is left to learn from.

    """
    left_out = tuple(sorted(leave_out))
    say("Making pictures")
    corpus = (corpus or build_corpus(recipe)).without(left_out)
    if corpus.held.all():
        raise TrainingError("there is nothing to learn from: every picture is left or held out")
    say(f"{len(corpus.labels):,} pictures, {int(corpus.held.sum()):,} of them held out")
    words = f"{recipe.name}.toml, seed {recipe.seed}"
    if start:
        words += f", from {start}"
    shares = [source.share for source in recipe.sources]
    return Job(
        About(recipe.name, recipe.architecture, recipe.licence, words, left_out),
        plan_of(recipe),
        options_of(recipe.schedule),
        corpus,
        start,
        keep if start else 0.0,
        (non_digit_share(corpus, shares), recipe.non_digit_share),
    )


def plan_of(recipe: Recipe) -> Plan:
    """Return the course that a recipe's schedule lays down."""
    schedule = recipe.schedule
    return Plan(
        shares=tuple(source.share for source in recipe.sources),
        epochs=math.ceil(schedule.samples / schedule.epoch_samples),
        epoch_samples=schedule.epoch_samples,
        batch=schedule.batch,
        learning_rate=schedule.learning_rate,
        warmup=schedule.warmup,
        augment=schedule.augment,
        seed=recipe.seed,
        keeps_best=False,
    )


def options_of(schedule: Schedule) -> Options:
    """Return how a recipe's network learns."""
    return Options(weight_decay=schedule.weight_decay, ema=schedule.ema, bfloat16=schedule.bfloat16)


def changed(
    recipe: Recipe,
    *,
    seed: int | None = None,
    samples: int | None = None,
    learning_rate: float | None = None,
) -> Recipe:
    """Return a recipe with the settings that are given in place of its own."""
    schedule = dataclasses.replace(
        recipe.schedule,
        samples=samples or recipe.schedule.samples,
        learning_rate=learning_rate or recipe.schedule.learning_rate,
    )
    return dataclasses.replace(
        recipe, seed=recipe.seed if seed is None else seed, schedule=schedule
    )
