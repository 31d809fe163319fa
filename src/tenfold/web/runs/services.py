"""What a person can do with runs: start, pause, resume, stop, cancel, delete, note.

None of it trains: a word is left in the run's row, and whoever trains it takes it from there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tenfold.errors import SettingsError
from tenfold.training.settings import Settings
from tenfold.web.readings.incoming import Refused
from tenfold.web.runs import choices, corrections, folder, tasks, uploads
from tenfold.web.runs.models import OVER, Run, Status, Word
from tenfold.web.ui.errors import Failure

LONGEST_NOTE: Final = 10_000
_NOT_HERE: Final = ("recipe", "leave_out", "samples", "folds")
"""Settings of the command line alone: they name files of this machine, or are many runs."""


def create(owner: Any, values: dict[str, Any], *, name: str = "", note: str = "") -> Run:
    """Start a run: it waits for the next worker that is free.

    Args:
        owner: whose run it is.
        values: settings, as ``Settings.from_dict`` takes them; what is left out has its default.
        name: what it is called; by default 'Run' and its number.
        note: anything to remember about it.

    Raises:
        Refused: a setting is wrong, or names data or a model that this person has not.

    """
    settings = checked(owner, values)
    with transaction.atomic():
        run = Run.objects.create(
            owner=owner,
            name=name.strip()[:100],
            note=note[:LONGEST_NOTE],
            settings=settings.to_dict(),
            epochs=settings.epochs or 0,
        )
        tasks.queue(run)
    folder.log(run, "Waits for a worker.")
    return run


def train_on(
    owner: Any,
    picks: Sequence[corrections.Pick] | None,
    values: dict[str, Any],
    *,
    name: str = "",
) -> Run:
    """Start a run on corrections: by default from the present model, beside old data.

    Args:
        owner: whose.
        picks: chosen marks; None for all that were checked.
        values: settings that differ from the defaults.
        name: what the run is called.

    Raises:
        Refused: there are no such corrections, or a setting is wrong.

    """
    data = corrections.gather(owner, picks)
    try:
        return create(owner, {**values, "data": [data.name]}, name=name or data.name)
    except BaseException:
        uploads.delete(data)
        raise


def checked(owner: Any, values: dict[str, Any]) -> Settings:
    """Return settings that this person may train with.

    Raises:
        Refused: see ``create``.

    """
    try:
        if used := [key for key in _NOT_HERE if values.get(key)]:
            raise SettingsError(f"{used[0]} is for the command line: tenfold train --help")
        settings = Settings.from_dict(values)
        choices.demand_data(owner, settings.data)
        choices.demand_models(owner, settings.model, settings.start)
    except SettingsError as error:
        raise Refused(
            Failure(422, "bad_settings", f"{_sentence(str(error))}", "Change it, then start.")
        ) from error
    return settings


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def pause(run: Run) -> Run:
    """Let a run rest: its worker saves what there is; one that waits is not begun."""
    mine = _not_over(run)
    if not mine.filter(status=Status.WAITING, claim="").update(
        status=Status.PAUSED, word=Word.PAUSE
    ):
        mine.filter(word=Word.GO).update(word=Word.PAUSE)
    return _now(run)


def resume(run: Run) -> Run:
    """Go on with a run that rests."""
    with transaction.atomic():
        resting = _not_over(run).filter(word=Word.PAUSE)
        # One that is still held by its worker goes on there; the others wait for a worker.
        if resting.filter(status=Status.PAUSED, claim="").update(
            status=Status.WAITING, word=Word.GO
        ):
            tasks.queue(run)
        else:
            resting.update(word=Word.GO)
    return _now(run)


def stop(run: Run) -> Run:
    """End a run and keep what it has learned; its worker makes the model of its best weights."""
    with transaction.atomic():
        # What no epoch was finished of has nothing to keep.
        untried = _not_over(run).filter(claim="", epoch=0)
        if not untried.update(
            status=Status.STOPPED,
            ended=timezone.now(),
            message="It was stopped before its first epoch, so there is no model.",
        ) and _not_over(run).update(word=Word.STOP):
            _wake(run)
    return _now(run)


def cancel(run: Run) -> Run:
    """End a run and keep nothing but its row; whoever trains it sees so within a second."""
    ended = _not_over(run).update(
        status=Status.CANCELED,
        ended=timezone.now(),
        seconds_left=None,
        message="It was canceled; nothing of it is kept.",
    )
    if ended:
        folder.remove(run)
    return _now(run)


def delete(run: Run) -> None:
    """Delete a run with all its files; one that is being trained ends within a second."""
    Run.objects.filter(pk=run.pk).delete()
    folder.remove(run)


def note(run: Run, text: str) -> Run:
    """Keep a note about a run."""
    Run.objects.filter(pk=run.pk).update(note=text.strip()[:LONGEST_NOTE])
    return _now(run)


def rename(run: Run, name: str) -> Run:
    """Call a run something else; '' gives it its number back."""
    Run.objects.filter(pk=run.pk).update(name=" ".join(name.split())[:100])
    return _now(run)


def _wake(run: Run) -> None:
    """Have a run that nobody holds taken up, to do what was asked of it."""
    if _not_over(run).filter(claim="", status=Status.PAUSED).update(status=Status.WAITING):
        tasks.queue(run)


def _not_over(run: Run) -> QuerySet[Run]:
    return Run.objects.filter(pk=run.pk).exclude(status__in=OVER)


def _now(run: Run) -> Run:
    run.refresh_from_db()
    return run
