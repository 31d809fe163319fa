"""The pages of runs: who sees what, what each status offers, what differs between runs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.support.runs import make_run

from tenfold.reading import store
from tenfold.reading.model import find_model
from tenfold.web.accounts.models import User
from tenfold.web.runs.models import Run, Status, Word, Worker
from tenfold.web.runs.templatetags.runs import duration, head_state, share2, size

pytestmark = pytest.mark.django_db

SETTINGS = {"data": ["digits"], "model": "mlp_scratch", "epochs": 3}


def a_run(owner: User, status: str = Status.COMPLETED, **more: Any) -> Run:
    """Make a run with three epochs behind it."""
    settings = {**SETTINGS, **more.pop("settings", {})}
    given = {"epoch": 3, "epochs": 3, "started": timezone.now(), **more}
    run = Run.objects.create(owner=owner, status=status, settings=settings, **given)
    make_run(run.folder)
    return run


@pytest.fixture
def me(sign_in: Callable[[User], Client], owner: User) -> Client:
    """The owner's browser."""
    return sign_in(owner)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def test_before_the_first_run_the_page_says_what_to_do(me: Client) -> None:
    page = text(me, "/runs/")
    assert "Nothing trained yet" in page
    assert 'href="/runs/new"' in page


def test_the_table_tells_status_accuracy_and_cost(me: Client, owner: User) -> None:
    a_run(owner, figures={"accuracy": 0.9873, "low": 0.98, "high": 0.992}, seconds=220)
    page = text(me, "/runs/")
    for words in ("Completed", "98.73%", "98.00% to 99.20%", "3 min 40 s", "mlp_scratch"):
        assert words in page


def test_nobody_sees_the_runs_of_another(
    sign_in: Callable[[User], Client], owner: User, stranger: User
) -> None:
    run = a_run(owner, name="Secret")
    client = sign_in(stranger)
    assert "Secret" not in text(client, "/runs/")
    assert "Secret" not in text(client, f"/runs/compare?ids={run.pk}")
    text(client, f"/runs/{run.pk}/", status=404)
    assert client.post(f"/runs/{run.pk}/keep").status_code == 403


@pytest.mark.parametrize(
    ("status", "offers"),
    [
        (Status.WAITING, ["no worker lives", "tenfold worker", "Pause", "Cancel"]),
        (Status.TRAINING, ["Pause", "Stop and keep", "Cancel"]),
        (Status.PAUSED, ["Paused after epoch 3", "Resume", "Stop and keep", "Cancel"]),
        (Status.COMPLETED, ["Train again", "Delete"]),
        (Status.STOPPED_EARLY, ["Stopped early, at epoch 3", "Train again", "Delete"]),
        (Status.STOPPED, ["Stopped after epoch 3", "Train again", "Delete"]),
        (Status.FAILED, ["The loss grew without end", "See the log", "Train again", "Delete"]),
        (Status.CANCELED, ["Nothing that it learned is kept", "Train again", "Delete"]),
    ],
)
def test_each_status_says_what_can_be_done(
    me: Client, owner: User, status: str, offers: list[str]
) -> None:
    word = Word.PAUSE if status == Status.PAUSED else Word.GO
    run = a_run(owner, status, word=word, message="The loss grew without end.")
    page = text(me, f"/runs/{run.pk}/")
    assert [words for words in offers if words not in page] == []


def test_only_a_run_with_a_model_can_be_promoted(me: Client, owner: User) -> None:
    run = a_run(owner)
    assert "Try and promote" not in text(me, f"/runs/{run.pk}/")
    (run.folder / "model.onnx").write_bytes(b"a model")
    assert "Try and promote" in text(me, f"/runs/{run.pk}/")


def test_a_member_does_not_change_which_model_reads(
    sign_in: Callable[[User], Client], member: User
) -> None:
    run = a_run(member)
    (run.folder / "model.onnx").write_bytes(b"a model")
    client = sign_in(member)
    assert "Try and promote" not in text(client, f"/runs/{run.pk}/")
    assert client.post(f"/runs/{run.pk}/keep").status_code == 403


def test_a_model_is_kept_once_and_shown(me: Client, owner: User) -> None:
    run = a_run(owner)
    for path, name in zip(find_model("tenfold_small"), ("model.onnx", "card.json"), strict=True):
        shutil.copy(path, run.folder / name)
    places = {me.post(f"/runs/{run.pk}/keep").headers["Location"] for _ in range(2)}
    assert len(places) == 1
    assert me.get(places.pop()).status_code == 200
    assert len(store.stored_models()) == 1


def test_what_was_asked_of_a_run_is_not_offered_again(me: Client, owner: User) -> None:
    run = a_run(owner, Status.TRAINING, word=Word.PAUSE)
    head = text(me, f"/runs/{run.pk}/?part=head")
    assert "Pauses after this step" in head
    assert f"/runs/{run.pk}/stop" not in head
    assert head_state(run) == "training|pause||"


def test_compared_runs_show_first_which_settings_differ(me: Client, owner: User) -> None:
    one = a_run(owner, settings={"learning_rate": 0.1}, figures={"accuracy": 0.9})
    two = a_run(owner, settings={"learning_rate": 0.001}, figures={"accuracy": 0.95})
    answer = me.get(f"/runs/compare?ids={one.pk},{two.pk}")
    rows = {row.title: row for row in answer.context["rows"]}
    assert [title for title, row in rows.items() if row.differs] == ["Learning rate"]
    assert [cell.is_best for cell in rows["Accuracy, held out"].cells] == [False, True]
    assert [len(curve["epochs"]) for curve in answer.context["curves"]] == [3, 3]


@pytest.mark.parametrize("ids", ["", "1", "x,y", "99999999999999999999999", "7&ids=7"])
def test_a_comparison_of_less_than_two_runs_says_what_to_do(me: Client, ids: str) -> None:
    assert "Choose two runs or more" in text(me, f"/runs/compare?ids={ids}")


def test_a_run_can_be_watched_without_its_folder(me: Client, owner: User) -> None:
    run = Run.objects.create(owner=owner, settings=SETTINGS)
    assert "no worker lives that trains" in text(me, f"/runs/{run.pk}/")
    Worker.objects.create(name="here", trains=True, seen=timezone.now())
    assert "Waits for a worker" in text(me, f"/runs/{run.pk}/")


def test_numbers_are_written_for_people() -> None:
    assert [duration(s) for s in (0.4, 59.6, 220, 3600, 3900)] == [
        "0 s",
        "1 min",
        "3 min 40 s",
        "1 h",
        "1 h 5 min",
    ]
    assert [share2(0.99999), share2(0.9913), share2(1)] == ["99.99%", "99.13%", "100.00%"]
    assert [size(412), size(112_345), size(1_234_567)] == ["1 kB", "112 kB", "1.2 MB"]
