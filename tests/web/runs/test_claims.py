"""One worker at a time has a row, and what it leaves is handed out again."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tenfold.web.accounts.models import User
from tenfold.web.readings import alive
from tenfold.web.runs import claims, sweep, tasks, training
from tenfold.web.runs.models import Run, Status, Word


@pytest.fixture
def run(owner: User, web_home: Any) -> Run:
    """A run that waits, with no task of its own."""
    return Run.objects.create(owner=owner, settings={"data": ["digits"]})


def claimed(run: Run) -> Run:
    """Claim a run as a worker does."""
    found = claims.claim(Run.objects.filter(pk=run.pk), status=Status.TRAINING)
    assert found is not None
    return found


def test_one_of_two_gets_a_row(run: Run) -> None:
    first = claimed(run)
    assert claims.claim(Run.objects.filter(pk=run.pk)) is None
    claims.release(first)
    assert claims.claim(Run.objects.filter(pk=run.pk)) is not None


def test_whoever_lost_a_claim_changes_nothing(run: Run) -> None:
    first = claimed(run)
    Run.objects.filter(pk=run.pk).update(claim="another")
    with pytest.raises(claims.Lost):
        claims.hold(first, epoch=9)
    with pytest.raises(claims.Lost):
        claims.release(first, status=Status.COMPLETED)
    run.refresh_from_db()
    assert (run.epoch, run.status, run.claim) == (0, Status.TRAINING, "another")


def test_live_claim_is_left_alone(run: Run) -> None:
    claimed(run)
    sweep.hand_out_again()
    run.refresh_from_db()
    assert run.status == Status.TRAINING


def test_claim_of_a_process_that_has_ended_is_handed_out_at_once(run: Run) -> None:
    found = claimed(run)
    os.close(alive._held.pop(found.claim))  # as the system does with all that a process held
    assert sweep.hand_out_again() == 1
    run.refresh_from_db()
    assert (run.status, run.claim, run.strikes) == (Status.WAITING, "", 1)
    assert DBTaskResult.objects.ready().count() == 1


def test_run_that_lost_its_worker_goes_before_those_that_wait(run: Run) -> None:
    others = [Run.objects.create(owner=run.owner, settings=run.settings) for _ in range(2)]
    for other in others:
        tasks.queue(other)
    found = claimed(run)
    training.give_back(found, 1)
    task = DBTaskResult.objects.ready().first()
    assert task is not None
    assert task.args_kwargs["args"] == [run.pk]


def test_stale_heartbeat_of_another_machine_is_handed_out(run: Run) -> None:
    Run.objects.filter(pk=run.pk).update(claim="far", status=Status.TRAINING)
    for age, status in ((20, Status.TRAINING), (31, Status.WAITING)):
        beat = timezone.now() - timedelta(seconds=age)
        Run.objects.filter(pk=run.pk).update(heartbeat=beat)
        sweep.hand_out_again()
        run.refresh_from_db()
        assert run.status == status


def test_paused_run_of_a_lost_worker_stays_paused(run: Run) -> None:
    beat = timezone.now() - timedelta(minutes=1)
    Run.objects.filter(pk=run.pk).update(
        claim="far", status=Status.PAUSED, word=Word.PAUSE, heartbeat=beat
    )
    sweep.hand_out_again()
    run.refresh_from_db()
    assert (run.status, run.claim) == (Status.PAUSED, "")
    assert not DBTaskResult.objects.exists()


def test_run_that_waits_without_a_task_gets_one_once(run: Run) -> None:
    sweep.hand_out_again()
    sweep.hand_out_again()
    assert DBTaskResult.objects.count() == 1


def test_run_that_was_ended_too_often_is_given_up(run: Run) -> None:
    beat = timezone.now() - timedelta(minutes=1)
    Run.objects.filter(pk=run.pk).update(
        claim="far", status=Status.TRAINING, heartbeat=beat, strikes=training.MOST_STRIKES - 1
    )
    sweep.hand_out_again()
    run.refresh_from_db()
    assert run.status == Status.FAILED
    assert "memory" in run.message


def test_files_of_deleted_runs_go_with_the_sweep(run: Run, monkeypatch: Any) -> None:
    run.folder.mkdir(parents=True)
    stray = Run(pk=run.pk + 1)
    stray.folder.mkdir()
    monkeypatch.setattr(sweep, "_YOUNG_S", -1)
    sweep.tidy()
    assert (run.folder.exists(), stray.folder.exists()) == (True, False)


def test_page_knows_whether_a_worker_lives(db: None) -> None:
    claims.show_up(trains=False)
    assert claims.count_trainers() == 0
    claims.show_up(trains=True)
    assert claims.count_trainers() == 1
    claims.leave()
    assert claims.count_trainers() == 0
