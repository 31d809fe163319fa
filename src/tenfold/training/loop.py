"""The training loop: batches by share, AdamW along a cosine, averaged weights, resumable."""

from __future__ import annotations

import copy
import json
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional as F

from tenfold.errors import TrainingError
from tenfold.training.augment import augment
from tenfold.training.corpus import Corpus
from tenfold.training.recipe import Recipe, Schedule

STEPS_A_LINE: Final = 100
"""Steps between two lines of metrics within an epoch."""

Report = Callable[[dict[str, Any]], None]


@dataclass(slots=True)
class State:
    """What a training has got to: everything that is needed to go on from there."""

    network: nn.Module
    averaged: nn.Module
    optimizer: torch.optim.AdamW
    epoch: int = 0


def train(recipe: Recipe, corpus: Corpus, state: State, folder: Path, report: Report) -> nn.Module:
    """Train to the end of the schedule and return the network of averaged weights.

    After each hundred steps and each epoch metrics go to ``metrics.jsonl``; after each epoch the
    averaged weights go in half precision to ``weights/`` and the state to ``state.safetensors``.

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
    while state.epoch < epochs:
        started = time.perf_counter()
        rng = np.random.default_rng((recipe.seed, state.epoch))
        plan = plan_epoch(corpus.sources, shares, schedule.epoch_samples, rng)
        batches = _batches(pictures, labels, plan, schedule)
        loss, right = _epoch(state, schedule, epochs, batches, folder)
        if not math.isfinite(loss):
            raise TrainingError(
                f"the loss grew without end in epoch {state.epoch + 1}; lower the learning rate "
                f"({schedule.learning_rate:g}); epoch {state.epoch} is kept"
            )
        state.epoch += 1
        line = {
            "epoch": state.epoch,
            "epochs": epochs,
            "loss": round(loss, 5),
            "accuracy": round(right, 5),
            "held_out_accuracy": _accuracy(state.averaged, held),
            "seconds": round(time.perf_counter() - started, 2),
        }
        _save(state, folder, line)
        report(line)
    return state.averaged


def new_state(network: nn.Module, schedule: Schedule) -> State:
    """Start a training of a freshly made network."""
    network = network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    averaged = _copy_of(network)
    decayed = [p for p in network.parameters() if p.ndim > 1]
    plain = [p for p in network.parameters() if p.ndim <= 1]
    optimizer = torch.optim.AdamW(
        [
            {"params": decayed, "weight_decay": schedule.weight_decay},
            {"params": plain, "weight_decay": 0.0},
        ],
        lr=schedule.learning_rate,
    )
    return State(network, averaged, optimizer)


def resume(state: State, folder: Path) -> bool:
    """Take up a saved state; False where there is none yet."""
    path = folder / "state.safetensors"
    if not path.is_file():
        return False
    saved = load_file(path)
    state.network.load_state_dict(_part(saved, "network."))
    state.averaged.load_state_dict(_part(saved, "averaged."))
    for index, parameter in enumerate(_parameters(state)):
        state.optimizer.state[parameter] = _part(saved, f"optimizer.{index}.")
    state.epoch = int(saved["epoch"])
    return True


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
    state: State,
    schedule: Schedule,
    epochs: int,
    batches: Iterator[tuple[Tensor, Tensor]],
    folder: Path,
) -> tuple[float, float]:
    """Train one epoch; mean loss, and accuracy on the augmented pictures."""
    generator = torch.Generator().manual_seed(1_000_003 * (state.epoch + 1))
    steps = max(1, schedule.epoch_samples // schedule.batch)
    bfloat16 = schedule.bfloat16 and has_bfloat16()
    state.network.train()
    losses, right, seen = [], 0, 0
    for step, (pictures, labels) in enumerate(batches):
        done = state.epoch * steps + step
        rate = schedule.learning_rate * rate_at(done / (epochs * steps), schedule.warmup)
        varied = augment(pictures, schedule.augment, generator)
        loss, said = _step(state, varied, labels, rate, bfloat16=bfloat16)
        _average(state, min(schedule.ema, 1 - 1 / (10 + done)))
        losses.append(loss)
        right += int((said == labels).sum())
        seen += len(labels)
        if done % STEPS_A_LINE == 0:
            _note(folder, {"step": done, "loss": round(loss, 5), "learning_rate": round(rate, 7)})
    return float(np.mean(losses)), right / max(seen, 1)


def _step(
    state: State, pictures: Tensor, labels: Tensor, rate: float, *, bfloat16: bool
) -> tuple[float, Tensor]:
    """Take one step; return the loss and what the network said."""
    for group in state.optimizer.param_groups:
        group["lr"] = rate
    with torch.autocast("cpu", torch.bfloat16, enabled=bfloat16):
        logits = state.network(pictures.to(memory_format=torch.channels_last))
        loss = F.cross_entropy(logits.float(), labels)
    state.optimizer.zero_grad(set_to_none=True)
    torch.autograd.backward(loss)
    nn.utils.clip_grad_norm_(state.network.parameters(), 2.0)
    state.optimizer.step()
    return loss.item(), logits.argmax(1)


@cache
def has_bfloat16() -> bool:
    """Whether this processor computes in bfloat16; one that emulates it takes ten times as long."""
    # Under a build without oneDNN there is no such operator, and no fast bfloat16 either.
    is_there: Callable[[], bool] = getattr(
        torch.ops.mkldnn, "_is_mkldnn_bf16_supported", lambda: False
    )
    return is_there()


def rate_at(progress: float, warmup: float) -> float:
    """Share of the full learning rate at a share of the training: up a line, down a cosine."""
    if progress < warmup:
        return (progress + 1e-3) / warmup
    return 0.5 * (1 + math.cos(math.pi * min(1.0, (progress - warmup) / (1 - warmup))))


@torch.no_grad()
def _average(state: State, keep: float) -> None:
    pairs = zip(
        (*state.averaged.parameters(), *state.averaged.buffers()),
        (*state.network.parameters(), *state.network.buffers()),
        strict=True,
    )
    for mean, now in pairs:
        if mean.is_floating_point():
            mean.lerp_(now, 1 - keep)


@torch.no_grad()
def _accuracy(network: nn.Module, held: Corpus) -> float | None:
    """Share of held-out pictures read right; None where none are held out."""
    if not len(held.labels):
        return None
    network.eval()
    right = 0
    for start in range(0, len(held.labels), 1000):
        pictures = torch.from_numpy(held.pictures[start : start + 1000])
        said = network(pictures.unsqueeze(1).float() / 255).argmax(1).numpy()
        right += int((said == held.labels[start : start + 1000]).sum())
    return round(right / len(held.labels), 5)


def _save(state: State, folder: Path, line: dict[str, Any]) -> None:
    (folder / "weights").mkdir(parents=True, exist_ok=True)
    halves = {
        name: tensor.detach().to(torch.float16) if tensor.is_floating_point() else tensor
        for name, tensor in state.averaged.state_dict().items()
    }
    _save_whole(halves, folder / "weights" / f"epoch-{state.epoch:04d}.safetensors")
    saved = {f"network.{k}": v for k, v in state.network.state_dict().items()}
    saved |= {f"averaged.{k}": v for k, v in state.averaged.state_dict().items()}
    for index, parameter in enumerate(_parameters(state)):
        memory = state.optimizer.state[parameter]
        saved |= {f"optimizer.{index}.{k}": v for k, v in memory.items()}
    saved["epoch"] = torch.tensor(state.epoch)
    _save_whole(saved, folder / "state.safetensors")
    _note(folder, line)


def _note(folder: Path, line: dict[str, Any]) -> None:
    with (folder / "metrics.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def _save_whole(tensors: dict[str, Tensor], path: Path) -> None:
    """Write beside and move into place, so that a cut-off save never harms the last good one."""
    beside = path.with_suffix(".part")
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, beside)
    beside.replace(path)


def _part(saved: dict[str, Tensor], prefix: str) -> dict[str, Tensor]:
    return {k.removeprefix(prefix): v for k, v in saved.items() if k.startswith(prefix)}


def _parameters(state: State) -> Iterator[Tensor]:
    for group in state.optimizer.param_groups:
        yield from group["params"]


def _copy_of(network: nn.Module) -> nn.Module:
    twin = copy.deepcopy(network)
    for parameter in twin.parameters():
        parameter.requires_grad_(False)
    return twin
