"""From settings to a model: one call that trains, pauses and stops, and keeps what is good."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from shutil import rmtree
from typing import Any

from tenfold.errors import SettingsError, TenfoldError, TrainingError
from tenfold.training.corpus import Corpus
from tenfold.training.desk import Asked, Control, Desk, Report, watched
from tenfold.training.finish import Outcome, finish
from tenfold.training.folder import make_folder, read_run, write_run
from tenfold.training.gather import Material, gather
from tenfold.training.job import Job, find_start
from tenfold.training.keeping import Keeper
from tenfold.training.loop import Training
from tenfold.training.of_data import FEW, Data, check_fit, job_of_data, settle
from tenfold.training.of_recipe import changed, job_of_recipe
from tenfold.training.recipe import Recipe, load_recipe, recipe_table
from tenfold.training.settings import SCRATCH, Settings
from tenfold.training.split import fold_split, split_material
from tenfold.training.survey import survey_of

__all__ = ["Control", "Outcome", "Report", "fit", "fit_recipe"]


def fit(
    settings: Settings,
    folder: Path,
    *,
    report: Report,
    control: Control,
    resume: bool = False,
    material: Material | None = None,
) -> Outcome:
    """Train what the settings say into a run folder that the Reader reads from.

    Args:
        settings: what to train, on what, how.
        folder: run folder; must be new or empty unless ``resume``.
        report: is told every line of metrics.
        control: is asked whether to go on.
        resume: take up the run that the folder holds, at its last whole epoch; the end is the same
            as without the break.
        material: the data of the settings where it has been gathered already.

    Returns:
        How it ended. A canceled run leaves no folder.

    Raises:
        SettingsError: a setting is wrong, or at odds with the data or the network.
        UnfitData: nothing can be learned from the data.
        LossDiverged: the loss grew without end; the last good state stays.
        ChanceLevel: nothing was learned that holds for held-out pictures.
        OutOfMemory: this machine has too little memory.
        DiskFull: what was learned cannot be saved; what was saved before stays.
        DamagedCheckpoint: no saved state can be read again.
        TrainingError: the folder holds another run, or PyTorch is missing.
        DatasetError: where data is missing.
        RecipeError: where a recipe cannot be followed.
        ModelError: where there is no model to start from.

    """
    if settings.folds and not settings.fold:
        raise SettingsError("many trainings at once: see tenfold.training.several.train_folds")
    if settings.recipe is not None:
        recipe = changed(
            load_recipe(Path(settings.recipe)),
            seed=settings.seed,
            samples=settings.samples,
            learning_rate=settings.learning_rate,
        )
        return fit_recipe(
            recipe,
            folder,
            report=report,
            control=control,
            leave_out=settings.leave_out,
            start=settings.start,
            keep=settings.keep or 0.0,
            resume=resume,
        )

    def make_job(keeper: Keeper, desk: Desk) -> Job:
        return _of_data(settings, material, keeper, desk)

    return _watched(make_job, folder, report, control, resume=resume)


def fit_recipe(
    recipe: Recipe,
    folder: Path,
    *,
    report: Report,
    control: Control = lambda: "go",
    leave_out: Iterable[str] = (),
    start: str | None = None,
    keep: float = 0.0,
    resume: bool = False,
    corpus: Corpus | None = None,
) -> Outcome:
    """Train a recipe's model; see ``fit`` for what is reported and raised.

    Args:
        recipe: what to train.
        folder: run folder; must be new or empty unless ``resume``.
        report: is told every line of metrics.
        control: is asked whether to go on.
        leave_out: sources, or groups 'source:group', to learn nothing from.
        start: model to start from, as ``Reader`` takes it; a fresh network without.
        keep: share of that model in the weights at the end, 0..1; see ``start.mixed``.
        resume: take up the run that the folder holds.
        corpus: pictures made before, to skip making them again.

    """

    def make_job(keeper: Keeper, desk: Desk) -> Job:
        before = find_start(start) if start else None
        made_of = {"left_out": sorted(leave_out), "start": str(before or ""), "keep": keep}
        _check_same(keeper.folder, recipe_table(recipe), made_of)
        write_run(keeper.folder, recipe_table(recipe), made_of)
        return job_of_recipe(
            recipe, keeper.say, leave_out=leave_out, start=before, keep=keep, corpus=corpus
        )

    return _watched(make_job, folder, report, control, resume=resume)


def _watched(
    make_job: Callable[[Keeper, Desk], Job],
    folder: Path,
    report: Report,
    control: Control,
    *,
    resume: bool,
) -> Outcome:
    """Make a job and carry it out while somebody watches."""
    if not (resume and folder.is_dir()):
        make_folder(folder)
    try:
        return watched(lambda desk: _carry_out(make_job, folder, desk), report, control)
    except TenfoldError:
        if read_run(folder) is None:  # it never began: whoever mends it wants the name again
            rmtree(folder, ignore_errors=True)
        raise
    except Asked as asked:
        if asked.wish == "cancel":
            rmtree(folder, ignore_errors=True)
            return Outcome("canceled", 0, 0, "Canceled; nothing is kept.")
        return Outcome("stopped", 0, 0, "Stopped before anything was learned; there is no model.")


def _carry_out(make_job: Callable[[Keeper, Desk], Job], folder: Path, desk: Desk) -> Outcome:
    keeper = Keeper(folder, desk)
    job = make_job(keeper, desk)
    desk.ask()
    training = Training(job.plan, job.lesson(), job.learner(), keeper, desk)
    return finish(job, training, training.run())


def _of_data(settings: Settings, material: Material | None, keeper: Keeper, desk: Desk) -> Job:
    """Gather a person's data, decide what the settings leave open, note it, and make the job."""
    keeper.say("Gathering the data")
    material = material or gather(settings.data)
    desk.ask()
    tunes = _tunes(settings)
    share = 0.0 if tunes and len(material) < FEW else settings.validation
    if settings.fold:
        split = fold_split(material, settings.folds, settings.fold - 1, settings.seed)
    else:
        split = split_material(material, share, settings.seed)
    survey = survey_of(material, validation=share, tuning=tunes, split=split)
    desk.say({"survey": survey.to_dict()})
    check_fit(survey)
    keeper.keep_survey(survey)
    before = read_run(keeper.folder)
    asked = settings.to_dict()
    hashes = {one["name"]: one["sha256"] for one in material.sets}
    if before:
        _check_same(keeper.folder, None, {"asked": asked, "data": hashes})
        settings = Settings.from_dict(before[0])
    settled, start = settle(settings, material, keeper.say)
    about = {"asked": asked, "data": hashes, "start": str(start or "")}
    write_run(keeper.folder, settled.to_dict(), about)
    desk.ask()
    return job_of_data(settled, Data(material, split, survey), start, keeper.say, desk.ask)


def _tunes(settings: Settings) -> bool:
    return settings.start is not None and settings.start != SCRATCH and settings.memory > 0


def _check_same(folder: Path, settings: dict[str, Any] | None, about: dict[str, Any]) -> None:
    """Raise TrainingError where a folder holds a run of other settings or other data."""
    before = read_run(folder)
    if before is None:
        return
    noted, run = before
    if (settings is not None and noted != settings) or any(
        run.get(name) != value for name, value in about.items()
    ):
        raise TrainingError(f"{folder} holds a run of another recipe; choose another folder")
