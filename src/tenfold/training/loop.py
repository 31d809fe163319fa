"""The training loop, one for all networks and all data."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Final, Literal

import numpy as np

from tenfold.errors import DiskFull
from tenfold.training.desk import Asked, Desk
from tenfold.training.keeping import Keeper, Progress
from tenfold.training.learner import Learner
from tenfold.training.lesson import FOLLOWED, Lesson, batches
from tenfold.training.measure import Held, answers, measure
from tenfold.training.schedule import Plan
from tenfold.training.watch import check_learned, check_loss, told_plainly

LINES_AN_EPOCH: Final = 50
"""Most lines of metrics within an epoch."""


@dataclass(slots=True)
class Training:
    """One training under way in its folder; ``progress`` counts its whole epochs."""

    plan: Plan
    lesson: Lesson
    learner: Learner
    keeper: Keeper
    desk: Desk
    progress: Progress = field(default_factory=Progress)

    def run(self) -> Literal["completed", "stopped early", "stopped"]:
        """Train to the end, or until asked to stop; begin where the folder's state is.

        Returns:
            'completed', 'stopped early' or 'stopped'.

        Raises:
            LossDiverged, ChanceLevel, OutOfMemory, DiskFull: the last good state stays saved.
            DamagedCheckpoint: states were saved and none can be read.
            Asked: 'cancel' or 'halt' is wished.

        """
        self.progress = self.keeper.take_up(self.learner)
        self.keeper.keep_samples(*self.lesson.samples())
        self.keeper.keep_followed(*self.lesson.samples(FOLLOWED))
        try:
            with told_plainly(self.plan):
                while not self._is_over():
                    self._epoch()
        except Asked as asked:
            if asked.wish != "stop":
                raise
            return "stopped"
        return "completed" if self.progress.epoch >= self.plan.epochs else "stopped early"

    def _is_over(self) -> bool:
        done, best, patience = self.progress.epoch, self.progress.best_epoch, self.plan.patience
        return done >= self.plan.epochs or 0 < patience <= done - best

    def _epoch(self) -> None:
        """Train an epoch, measure it and keep it."""
        clock = Clock(self.desk)
        learned = self._learn(clock)
        held = measure(self.learner, self.lesson.held, self.lesson.held_labels, self.desk.ask)
        progress = self.progress
        progress.epoch += 1
        progress.step = progress.epoch * self.plan.epoch_steps
        progress.training_accuracy = learned["accuracy"]
        is_best = self._is_best(held)
        self.keeper.keep_graph(self.learner)
        seconds = clock.seconds()
        progress.seconds += seconds
        left = (self.plan.epochs - progress.epoch) * progress.seconds / progress.epoch
        line = {
            "epoch": progress.epoch,
            "epochs": self.plan.epochs,
            **learned,
            **held.to_dict(),
            "best_epoch": progress.best_epoch,
            "seconds": round(seconds, 3),
            "seconds_left": round(left, 1),
            "samples": answers(self.learner, self.lesson.samples()[0]),
        }
        self._keep(line, is_best=is_best)
        check_learned(progress, held.confusion, self.plan, over=self._is_over())

    def _learn(self, clock: Clock) -> dict[str, Any]:
        """Go through an epoch's batches; return its mean loss, accuracy, rate and speed."""
        first = self.progress.epoch * self.plan.epoch_steps
        every = -(-self.plan.epoch_steps // LINES_AN_EPOCH)
        losses: list[float] = []
        right = seen = 0
        for step, (pictures, labels) in enumerate(
            batches(self.plan, self.lesson, self.progress.epoch)
        ):
            self.desk.ask()
            rate = self.plan.rate(first + step)
            loss, said = self.learner.step(pictures, labels, rate, self.plan.class_weights)
            check_loss(loss, self.plan, self.progress.epoch)
            losses.append(loss)
            right, seen = right + int((said == labels).sum()), seen + len(labels)
            speed = {
                "learning_rate": float(f"{rate:.4g}"),
                "examples_per_second": round(seen / clock.seconds(), 1),
            }
            if (step + 1) % every == 0:
                spent = round(self.progress.seconds + clock.seconds(), 2)
                mean = round(float(np.mean(losses[-every:])), 5)
                line = {"step": first + step + 1, "loss": mean, **speed, "seconds": spent}
                self.keeper.note(line)
        return {
            "loss": round(float(np.mean(losses)), 5),
            "accuracy": round(right / seen, 5),
            **speed,
        }

    def _is_best(self, held: Held) -> bool:
        """Whether more is read right than in all epochs before, or as much with less loss."""
        progress = self.progress
        if held.accuracy is not None and held.loss is not None and self.plan.keeps_best:
            before = (-progress.best_accuracy, progress.best_loss)
            if (-held.accuracy, held.loss) >= before:
                return False
            progress.best_accuracy, progress.best_loss = held.accuracy, held.loss
        progress.best_epoch = progress.epoch
        return True

    def _keep(self, line: dict[str, Any], *, is_best: bool) -> None:
        try:
            self.keeper.keep_epoch(self.learner, self.progress, line, is_best=is_best)
        except DiskFull as error:
            before = self.progress.epoch - 1
            kept = f"epoch {before} is kept" if before else "no epoch is kept"
            raise DiskFull(f"{error}; {kept}") from error


class Clock:
    """Seconds of work since it was made, pauses left out."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._began = time.perf_counter() - desk.paused_s

    def seconds(self) -> float:
        """Return the seconds so far, more than 0."""
        return max(1e-6, time.perf_counter() - self._began - self._desk.paused_s)
