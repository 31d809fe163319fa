"""Claims: a batch is worked on by one at a time, and by the next when that one has ended."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from tests.support.uploads import sent

from tenfold.web.accounts.models import User
from tenfold.web.readings import alive, batches, work
from tenfold.web.readings.desk import Desk
from tenfold.web.readings.models import Batch, BatchItem, BatchState, Picture, Reading

pytestmark = pytest.mark.django_db(transaction=True)
Work = Callable[[], None]


@pytest.fixture
def desk() -> Iterator[Desk]:
    """A desk that is cleared afterwards."""
    desk = Desk()
    yield desk
    desk.close()


def test_claimed_batch_is_nobody_elses(member: User) -> None:
    batches.create_from(member, [sent("a.jpg")])
    assert work.claim_next() is not None
    assert work.claim_next() is None


def test_claim_that_someone_else_was_faster_with_is_not_won(member: User) -> None:
    batch = batches.create_from(member, [sent("a.jpg")])
    stale = Batch.objects.get(pk=batch.pk)
    assert work.claim_next() is not None
    assert work._claim(stale) is None


def test_claim_lapses_with_its_heartbeat(member: User) -> None:
    batches.create_from(member, [sent("a.jpg")])
    first = work.claim_next()
    assert first is not None
    Batch.objects.update(heartbeat=timezone.now() - work.STALE - timedelta(seconds=1))
    second = work.claim_next()
    assert second is not None
    assert second.claim != first.claim


def test_claim_of_a_process_that_has_ended_lapses_at_once(member: User, web_home: Path) -> None:
    batches.create_from(member, [sent("a.jpg")])
    Batch.objects.update(claim=_claim_of_an_ended_process(web_home), heartbeat=timezone.now())
    assert work.claim_next() is not None


def _claim_of_an_ended_process(home: Path) -> str:
    """Return a claim that another process held until it was killed."""
    code = (
        "import os, django; django.setup();"
        "from tenfold.web.readings import alive;"
        "print(alive.claim_name(), flush=True); os.kill(os.getpid(), 9)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "TENFOLD_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout.strip()


def test_claim_of_a_living_process_stands(web_home: Path) -> None:
    name = alive.claim_name()
    assert not alive.has_ended(name)
    alive.let_go(name)


def test_whoever_lost_the_claim_stores_nothing(member: User, work: Work, desk: Desk) -> None:
    from tenfold.web.readings import work as module

    batches.create_from(member, [sent("a.jpg")])
    late = module.claim_next()
    assert late is not None
    items = module._next_items(late)
    outcomes = module._outcomes(late, items, desk)
    Batch.objects.update(claim="", heartbeat=None)
    work()  # another one takes it up and ends it
    with pytest.raises(module.Lost):
        module._store(late, outcomes)
    assert (Reading.objects.count(), Picture.objects.count()) == (1, 1)


def test_batch_that_was_begun_goes_on_where_it_was(member: User, work: Work) -> None:
    batch = batches.create(member)
    batches.add_files(batch, [(n, sent(f"{n}.jpg")) for n in range(3)])
    work()
    batches.add_files(batch, [(n, sent(f"{n}.jpg")) for n in range(3, 5)])
    batches.close(batch)
    Batch.objects.update(claim="f" * 32, heartbeat=timezone.now() - timedelta(hours=1))
    work()
    batch.refresh_from_db()
    numbers = BatchItem.objects.order_by("number").values_list("number", "name")
    assert list(numbers) == [(n + 1, f"{n}.jpg") for n in range(5)]
    assert (batch.state, Reading.objects.count()) == (BatchState.DONE, 5)


def test_picture_that_ends_the_process_each_time_is_given_up(member: User, work: Work) -> None:
    batch = batches.create_from(member, [sent("a.jpg"), sent("b.jpg")])
    BatchItem.objects.filter(name="a.jpg").update(tries=4)
    work()
    found = {i.name: i.problem if i.reading is None else i.reading.text for i in batch.items.all()}
    assert found["a.jpg"].startswith("Reading it ended in a fault")
    assert found["b.jpg"] == "42"


def test_what_was_begun_when_a_process_ended_is_read_alone(member: User) -> None:
    batch = batches.create_from(member, [sent("a.jpg"), sent("b.jpg"), sent("c.jpg")])
    BatchItem.objects.filter(name__in=["a.jpg", "b.jpg"]).update(tries=1)
    assert [item.name for item in work._next_items(batch)] == ["a.jpg"]


def test_batches_take_turns(member: User, stranger: User, settings: Any) -> None:
    large = batches.create_from(member, [sent(f"{n}.jpg") for n in range(3)])
    small = batches.create_from(stranger, [sent("a.jpg")])
    first = work.claim_next()
    assert first is not None
    work._release(first)
    second = work.claim_next()
    assert second is not None
    assert [first.pk, second.pk] == [large.pk, small.pk]


def test_pictures_forgotten_while_they_are_read_are_not_kept(member: User, desk: Desk) -> None:
    batch = batches.create_from(member, [sent("a.jpg")])
    claimed = work.claim_next()
    assert claimed is not None
    outcomes = work._outcomes(claimed, work._next_items(claimed), desk)
    batches.forget_pictures(batch)
    work._store(claimed, outcomes)
    assert (Reading.objects.count(), Picture.objects.count()) == (1, 0)


def test_batch_deleted_while_it_is_read_leaves_nothing(
    member: User, web_home: Path, desk: Desk
) -> None:
    batch = batches.create_from(member, [sent("a.jpg")])
    claimed = work.claim_next()
    assert claimed is not None
    outcomes = work._outcomes(claimed, work._next_items(claimed), desk)
    batches.delete(batch)
    with pytest.raises(work.Lost):
        work._store(claimed, outcomes)
    assert (Reading.objects.count(), Picture.objects.count()) == (0, 0)


def test_model_that_cannot_be_loaded_fails_the_batch_in_words(
    member: User, work: Work, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.TENFOLD_MODEL = "no_such_model"
    batch = batches.create_from(member, [sent("a.jpg")])
    work()
    batch.refresh_from_db()
    assert batch.state == BatchState.FAILED
    assert batch.problem.startswith("The model cannot be loaded.")


def test_batch_whose_sender_has_gone_is_closed(member: User, work: Work) -> None:
    batch = batches.create(member)
    batches.add_files(batch, [(0, sent("a.jpg"))])
    Batch.objects.update(touched=timezone.now() - timedelta(hours=2))
    batches.close_forsaken()
    work()
    batch.refresh_from_db()
    assert batch.state == BatchState.DONE
