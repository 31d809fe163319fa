"""What `tenfold train` does once its options are read: look, train, take up, and be stopped."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from tenfold.cli.ending import FAILED, INTERRUPTED, say
from tenfold.errors import SettingsError, TrainingError

if TYPE_CHECKING:
    from tenfold.training.desk import Wish
    from tenfold.training.fit import Outcome
    from tenfold.training.settings import Settings

RUNS = Path("runs")


class Interrupts:
    """What Ctrl-C wishes: once to stop and keep, twice to leave nothing."""

    def __init__(self) -> None:
        self.wish: Wish = "go"

    def __call__(self) -> Wish:
        """Return what is wished now."""
        return self.wish

    def take(self, signum: int, frame: object) -> None:
        """Count a Ctrl-C."""
        del signum, frame
        if self.wish == "go":
            self.wish = "stop"
            say("Stopping, and keeping what was learned; Ctrl-C again to leave nothing.")
        else:
            self.wish = "cancel"


@contextmanager
def interrupts() -> Iterator[Interrupts]:
    """Take Ctrl-C as a wish until the end."""
    wishes = Interrupts()
    before = signal.signal(signal.SIGINT, wishes.take)
    try:
        yield wishes
    finally:
        signal.signal(signal.SIGINT, before)


def look_at(settings: Settings) -> None:
    """Show what the data holds, and write a sheet of samples."""
    from tenfold.cli.train_view import show_survey
    from tenfold.training.survey import survey

    tuning = settings.start is not None
    found = survey(settings.data, validation=settings.validation, seed=settings.seed, tuning=tuning)
    show_survey(found.to_dict())
    sheet = Path(f"{settings.called}-sheet.png")
    sheet.write_bytes(found.sheet)
    typer.echo(str(sheet))
    if found.refusals:
        raise typer.Exit(FAILED)


def train_once(settings: Settings, out: Path | None, threads: int) -> None:
    """Train, and print the run's folder."""
    from tenfold.training.folder import free_folder

    folder = out or free_folder(RUNS / _called(settings))
    _end(_fit(settings, folder, threads, resume=False), folder)


def _called(settings: Settings) -> str:
    if settings.recipe is None:
        return settings.called
    from tenfold.training.recipe import load_recipe

    return f"{load_recipe(Path(settings.recipe)).name}-{settings.seed}"


def train_several(settings: Settings, texts: list[str], out: Path | None, threads: int) -> None:
    """Train each fold, or with each of the values to try; print the folder that holds them all."""
    _use(threads)
    from tenfold.cli.train_view import Watcher, show_trials
    from tenfold.training.folder import free_folder
    from tenfold.training.several import parse_sweep, sweep, train_folds
    from tenfold.training.trials_page import to_html

    if texts and settings.folds:
        raise SettingsError("--folds and --sweep do not go together; take one")
    axes = parse_sweep(texts)
    kind = "sweep" if axes else "folds"
    folder = out or free_folder(RUNS / f"{_called(settings)}-{kind}")
    with interrupts() as wishes, Watcher() as watcher:
        if axes:
            trials = sweep(settings, axes, folder, watcher.tell, wishes)
        else:
            trials = train_folds(settings, folder, watcher.tell, wishes)
    title = f"{settings.called}: {len(trials)} {'folds' if settings.folds else 'trainings'}"
    (folder / "trials.html").write_text(to_html(trials, title), "utf-8")
    show_trials(trials)
    typer.echo(str(folder))
    if wishes() != "go":
        raise typer.Exit(INTERRUPTED)
    if any(trial.failed for trial in trials):
        raise typer.Exit(FAILED)


def take_up(given: dict[str, Any], out: Path | None, threads: int) -> None:
    """Go on with a run: that of the folder, or the last one of these settings."""
    from tenfold.training.folder import read_run
    from tenfold.training.settings import Settings

    folder = out
    if folder is None:
        if "data" not in given and "recipe" not in given:
            raise SettingsError("which run? name its folder: --resume --out runs/...")
        folder = _last(RUNS / _called(Settings.from_dict(given)))
    noted = read_run(folder)
    if noted is None:
        raise TrainingError(f"{folder} holds no run to resume")
    settings, about = noted
    asked = about.get("asked", settings)
    _end(_fit(Settings.from_dict(asked), folder, threads, resume=True), folder)


def _last(first: Path) -> Path:
    """Return the newest of runs/<name>, runs/<name>-2, ..."""
    number, folder = 1, first
    while (after := first.with_name(f"{first.name}-{number + 1}")).exists():
        number, folder = number + 1, after
    return folder


def _fit(settings: Settings, folder: Path, threads: int, *, resume: bool) -> Outcome:
    from tenfold.cli.train_view import Watcher

    _use(threads)
    from tenfold.training.fit import fit

    with interrupts() as wishes, Watcher() as watcher:
        return fit(settings, folder, report=watcher.tell, control=wishes, resume=resume)


def _use(threads: int) -> None:
    """Look for PyTorch, and let it have so many threads; 0 for all."""
    from importlib.util import find_spec

    if find_spec("torch") is None:
        raise TrainingError("training needs PyTorch: pip install 'tenfold[train]'")
    if threads:
        import torch

        torch.set_num_threads(threads)


def _end(outcome: Outcome, folder: Path) -> None:
    say(outcome.message)
    if outcome.status != "canceled":
        typer.echo(str(folder))
    if outcome.status in ("stopped", "canceled"):
        raise typer.Exit(INTERRUPTED)
