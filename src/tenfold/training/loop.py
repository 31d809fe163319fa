"""The training loop: batches by share, AdamW along a cosine, averaged weights, resumable."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file
from torch import Tensor

from tenfold.errors import TrainingError
from tenfold.training.augment import augment
from tenfold.training.corpus import Corpus
from tenfold.training.learner import Learner, Options, Weights
from tenfold.training.recipe import Recipe, Schedule

STEPS_A_LINE: Final = 100
"""Steps between two lines of metrics within an epoch."""

Report = Callable[[dict[str, Any]], None]


def train(
    recipe: Recipe,
    corpus: Corpus,
    learner: Learner,
    folder: Path,
    report: Report,
    *,
    begun: int = 0,
) -> None:
    """Train to the end of the schedule.

    After each hundred steps and each epoch metrics go to ``metrics.jsonl``; after each epoch the
    weights go in half precision to ``weights/`` and the learner's state to ``state.safetensors``.

    Args:
        recipe: what to train.
        corpus: the pictures to learn from and to judge by.
        learner: learns in place.
        folder: the run folder.
        report: is told of each epoch.
        begun: epochs that the learner has behind it.

    Raises:
        TrainingError: where the loss is no longer a number; the last good state stays saved.

    """
    shares = [source.share for source in recipe.sources]
    held, corpus = corpus.subset(corpus.held), corpus.subset(~corpus.held)
    if not len(corpus.labels):
        raise TrainingError("there is nothing to learn from: every picture is left or held out")
    pictures = torch.from_numpy(corpus.pictures)
    labels = torch.from_numpy(corpus.labels)
    schedule = recipe.schedule
    epochs = math.ceil(schedule.samples / schedule.epoch_samples)
    for epoch in range(begun, epochs):
        started = time.perf_counter()
        rng = np.random.default_rng((recipe.seed, epoch))
        plan = plan_epoch(corpus.sources, shares, schedule.epoch_samples, rng)
        batches = _batches(pictures, labels, plan, schedule)
        loss, right = _epoch(learner, schedule, (epoch, epochs), batches, folder)
        if not math.isfinite(loss):
            raise TrainingError(
                f"the loss grew without end in epoch {epoch + 1}; lower the learning rate "
                f"({schedule.learning_rate:g}); epoch {epoch} is kept"
            )
        line = {
            "epoch": epoch + 1,
            "epochs": epochs,
            "loss": round(loss, 5),
            "accuracy": round(right, 5),
            "held_out_accuracy": _accuracy(learner, held),
            "seconds": round(time.perf_counter() - started, 2),
        }
        _save(learner, folder, line)
        report(line)


def options_of(schedule: Schedule) -> Options:
    """Return how a recipe's network learns."""
    return Options(schedule.weight_decay, schedule.ema, schedule.bfloat16)


def resume(learner: Learner, folder: Path) -> int:
    """Take up a saved state; the epochs it has behind it, 0 where there is none yet."""
    path = folder / "state.safetensors"
    if not path.is_file():
        return 0
    saved = load_file(path)
    learner.load_state(saved)
    return int(saved["epoch"])


def plan_epoch(
    sources: NDArray[np.int16], shares: list[float], samples: int, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Choose which pictures an epoch shows, in which order.

    Each source gives its share; a small source repeats before a large one has been seen through.

    Args:
        sources: (N,) place of each picture's source.
        shares: share of each source; they need not sum to 1, an absent source's share is spread.
        samples: how many pictures to choose.
        rng: source of chance.

    Returns:
        (M,) int64 indices, M close to ``samples``.

    """
    places = [np.flatnonzero(sources == place) for place in range(len(shares))]
    total = sum(share for share, place in zip(shares, places, strict=True) if len(place))
    chosen = []
    for share, place in zip(shares, places, strict=True):
        wanted = round(samples * share / total) if len(place) else 0
        while wanted > 0:
            chosen.append(rng.permutation(place)[:wanted])
            wanted -= len(chosen[-1])
    return rng.permutation(np.concatenate(chosen))


def _batches(
    pictures: Tensor, labels: Tensor, plan: NDArray[np.int64], schedule: Schedule
) -> Iterator[tuple[Tensor, Tensor]]:
    whole = len(plan) - len(plan) % schedule.batch or len(plan)
    for chunk in torch.split(torch.from_numpy(plan[:whole]), schedule.batch):
        yield pictures[chunk].unsqueeze(1).float().div_(255), labels[chunk]


def _epoch(
    learner: Learner,
    schedule: Schedule,
    at: tuple[int, int],
    batches: Iterator[tuple[Tensor, Tensor]],
    folder: Path,
) -> tuple[float, float]:
    """Train one epoch of all; mean loss, and accuracy on the augmented pictures."""
    epoch, epochs = at
    generator = torch.Generator().manual_seed(1_000_003 * (epoch + 1))
    steps = max(1, schedule.epoch_samples // schedule.batch)
    losses, right, seen = [], 0, 0
    for step, (pictures, labels) in enumerate(batches):
        done = epoch * steps + step
        rate = schedule.learning_rate * rate_at(done / (epochs * steps), schedule.warmup)
        varied = augment(pictures, schedule.augment, generator)
        loss, said = learner.step(varied.numpy(), labels.numpy(), rate)
        losses.append(loss)
        right += int((said == labels.numpy()).sum())
        seen += len(labels)
        if done % STEPS_A_LINE == 0:
            _note(folder, {"step": done, "loss": round(loss, 5), "learning_rate": round(rate, 7)})
    return float(np.mean(losses)), right / max(seen, 1)


def rate_at(progress: float, warmup: float) -> float:
    """Share of the full learning rate at a share of the training: up a line, down a cosine."""
    if progress < warmup:
        return (progress + 1e-3) / warmup
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - warmup) / (1 - warmup))))


def _accuracy(learner: Learner, held: Corpus) -> float | None:
    """Share of held-out pictures read right; None where none are held out."""
    if not len(held.labels):
        return None
    right = 0
    for start in range(0, len(held.labels), 1000):
        pictures = held.pictures[start : start + 1000, np.newaxis].astype(np.float32) / 255
        said = learner.logits(pictures).argmax(axis=1)
        right += int((said == held.labels[start : start + 1000]).sum())
    return round(right / len(held.labels), 5)


def _save(learner: Learner, folder: Path, line: dict[str, Any]) -> None:
    (folder / "weights").mkdir(parents=True, exist_ok=True)
    halves = {name: array.astype(np.float16) for name, array in learner.weights().items()}
    _save_whole(halves, folder / "weights" / f"epoch-{line['epoch']:04d}.safetensors")
    state = learner.state() | {"epoch": np.array(line["epoch"])}
    _save_whole(state, folder / "state.safetensors")
    _note(folder, line)


def _note(folder: Path, line: dict[str, Any]) -> None:
    with (folder / "metrics.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def _save_whole(arrays: Weights, path: Path) -> None:
    """Write beside and move into place, so that a cut-off save never harms the last good one."""
    beside = path.with_suffix(".part")
    save_file(arrays, beside)
    beside.replace(path)
