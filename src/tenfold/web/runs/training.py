"""Training of one run by one worker: claim it, start the training, pass words and figures on."""

from __future__ import annotations

import logging
import time
from typing import Any, Final

from django.db import DatabaseError, close_old_connections, transaction
from django.db.models import F
from django.utils import timezone

from tenfold.errors import SettingsError
from tenfold.web.runs import choices, claims, figures, folder, tasks
from tenfold.web.runs.child import TICK_S, Child, stopping
from tenfold.web.runs.models import OVER, Run, Status, Word

LEASE_S: Final = 15.0
"""Seconds without the database after which the training is ended: the claim is about to lapse."""
RESTS_S: Final = 60.0
"""Seconds that a paused training stays in memory; after that it goes on from its last epoch."""
MOST_STRIKES: Final = 100
OF_TRAINING: Final = 25
"""Strikes for a training that ended without a word; one for a worker: it has other reasons."""
_GIVEN_UP: Final = (
    "The training's process was ended several times before it had finished an epoch; there was "
    "probably too little memory. Choose a smaller batch, less data or a smaller network."
)

log = logging.getLogger(__name__)


class Leave(Exception):
    """The run goes on later, here or elsewhere: it rests, or the worker ends."""


def work_on(run_id: int) -> None:
    """Train a run until it ends, rests, or is someone else's; nothing where it is not to be had."""
    waiting = Run.objects.filter(pk=run_id, status=Status.WAITING)
    run = claims.claim(waiting, status=Status.TRAINING)
    if run is None:
        return
    try:
        _Training(run).go()
    except claims.Lost:
        _clear_away(run)
    finally:
        claims.drop(run)


class _Training:
    """One worker's time with a run."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.news: dict[str, Any] = {}
        """What its row gains at the next heartbeat."""
        self.held = time.monotonic()
        self.paused: float | None = None
        self.ending: dict[str, Any] | None = None

    def go(self) -> None:
        """Train, and leave the row in a state in which it is right without us."""
        run = self.run
        try:
            job = self._job()
        except SettingsError as error:
            self._end(Status.FAILED, f"{error}.")
            return
        folder.log(run, f"Training begins on {claims.who()}{self._begun()}.")
        try:
            with Child(job) as child:
                self._attend(child)
        except Leave as reason:
            folder.log(run, str(reason))
            self._leave(strikes=0)
            return
        if self.ending is None:
            folder.log(run, "The training's process ended without a word.")
            self._leave(strikes=OF_TRAINING)

    def _job(self) -> dict[str, Any]:
        path = self.run.folder
        return {
            "job": "fit",
            "settings": choices.as_trained(self.run),
            "folder": str(path),
            "lock": str(folder.lock_path(self.run)),
            "resume": path.is_dir(),
        }

    def _begun(self) -> str:
        return f", after epoch {self.run.epoch}" if self.run.epoch else ""

    def _attend(self, child: Child) -> None:
        """Pass words to the training and its news to the row until it has ended."""
        while self.ending is None:
            self._beat(child)
            lines, ended = child.news()
            for line in lines:
                self._take(line)
            if ended:
                return

    def _beat(self, child: Child) -> None:
        """Show that we live, take what a person asked, and pass it on.

        Raises:
            Lost: the run is not ours any more.
            Leave: it shall go on later.

        """
        if stopping.is_set():
            raise Leave("The worker ends; the run goes on with the next one.")
        word = self._ask()
        if word == Word.PAUSE:
            self._rest()
        elif self.paused is not None:
            self.paused = None
            self.news |= {"status": Status.TRAINING}
        child.tell(word)

    def _ask(self) -> str:
        """Write the heartbeat with the news, and return what a person has asked for.

        While the database does not answer the training goes on, but not past our claim.
        """
        worked = 0.0 if self.paused else time.monotonic() - self.held
        try:
            close_old_connections()
            claims.hold(self.run, seconds=F("seconds") + worked, **self.news)
            self.run.refresh_from_db(fields=["word", "status", "owner"])
        except Run.DoesNotExist as error:
            raise claims.Lost from error
        except DatabaseError:
            log.exception("the database does not answer")
            if time.monotonic() - self.held > LEASE_S:
                raise claims.Lost from None
            return str(self.run.word)
        if self.run.status in OVER:
            raise claims.Lost
        self.held, self.news = time.monotonic(), {}
        return str(self.run.word)

    def _rest(self) -> None:
        now = time.monotonic()
        if self.paused is None:
            self.paused = now
            self.news |= {"status": Status.PAUSED, "seconds_left": None}
        others = Run.objects.filter(status=Status.WAITING).exists()
        if now - self.paused > (5 * TICK_S if others else RESTS_S):
            raise Leave("The run rests; it goes on from its last whole epoch.")

    def _take(self, line: dict[str, Any]) -> None:
        match line:
            case {"load": load}:
                self.news |= load
            case {"report": {"note": words}}:
                folder.log(self.run, str(words))
            case {"report": report}:
                self._take_report(report)
            case {"held": _}:
                raise Leave("Another process has its folder still; it is handed out again.")
            case {"done": outcome}:
                self.ending = outcome
                self._end(Status(outcome["status"]), outcome["message"], **self._reached(outcome))
            case {"failed": problem}:
                self.ending = problem
                self._end(Status.FAILED, self._for_people(problem["message"]))

    def _take_report(self, report: dict[str, Any]) -> None:
        if "seconds_left" in report:
            self.news["seconds_left"] = report["seconds_left"]
        if "epochs" not in report:
            return
        self.run.epoch = report["epoch"]
        self.news |= {"epoch": report["epoch"], "epochs": report["epochs"], "strikes": 0}
        self.run.figures = figures.after_epoch(self.run.figures, report)
        self.news["figures"] = self.run.figures
        folder.log(self.run, _words(report))

    def _end(self, status: Status, message: str, **changes: Any) -> None:
        """End the run for good, unless a person or another worker did."""
        folder.log(self.run, message or status.label)
        self.news.pop("status", None)
        at_rest = {"seconds_left": None, "cpu": None, "memory_bytes": None}
        over = {"status": status, "message": message, "ended": timezone.now()}
        seconds = F("seconds") + time.monotonic() - self.held
        claims.release(self.run, **{**self.news, **changes, **over, **at_rest, "seconds": seconds})

    def _reached(self, outcome: dict[str, Any]) -> dict[str, Any]:
        found = {**self.run.figures, **figures.of_model(self.run)}
        found["best_epoch"] = outcome["best_epoch"]
        if "latency_ms" in outcome:
            found["latency_ms"] = outcome["latency_ms"]
        return {"epoch": outcome["epoch"], "figures": found}

    def _leave(self, *, strikes: int) -> None:
        """Let the run go for now; it waits for a worker, or rests, or is given up."""
        self.run.refresh_from_db(fields=["word", "strikes"])
        give_back(self.run, strikes)

    def _for_people(self, message: str) -> str:
        told = choices.without_paths(self.run.owner, self.run.settings["data"], message)
        return f"{told[:1].upper()}{told[1:]}" + ("" if told.endswith(".") else ".")


def give_back(run: Run, strikes: int) -> None:
    """Let a run that is claimed by this row go, with so many strikes more against it.

    Raises:
        Lost: the claim is gone.

    """
    total = run.strikes + strikes
    with transaction.atomic():
        if strikes and total >= MOST_STRIKES:
            ended = {"status": Status.FAILED, "message": _GIVEN_UP, "ended": timezone.now()}
            claims.release(run, strikes=total, seconds_left=None, cpu=None, **ended)
            return
        rests = run.word == Word.PAUSE
        status = Status.PAUSED if rests else Status.WAITING
        claims.release(run, strikes=total, status=status, cpu=None, memory_bytes=None)
        if not rests:
            tasks.queue(run, first=True)


def _words(report: dict[str, Any]) -> str:
    words = f"Epoch {report['epoch']} of {report['epochs']}: loss {report['loss']:.4f}"
    held_out = report.get("validation_accuracy")
    return words if held_out is None else f"{words}, {held_out:.2%} of held-out pictures right"


def _clear_away(run: Run) -> None:
    """Delete what a training that was canceled or deleted wrote to its end."""
    there = Run.objects.filter(pk=run.pk).exclude(status=Status.CANCELED).exists()
    if not there:
        folder.remove(run)
