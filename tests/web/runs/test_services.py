"""Runs from the first request to their end, as one person steers them and no other sees them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from tenfold.web.accounts.models import User
from tenfold.web.readings.incoming import Refused
from tenfold.web.runs import services
from tenfold.web.runs.models import Data, Run, Status, Word

pytestmark = pytest.mark.usefixtures("owner_data")


def test_run_waits_trains_and_completes(owner: User, quick: Any, work: Any) -> None:
    run = services.create(owner, quick())
    assert (run.status, run.epoch) == (Status.WAITING, 0)
    work()
    run.refresh_from_db()
    assert (run.status, run.epoch, run.claim) == (Status.COMPLETED, 2, "")
    assert run.has_model
    assert run.ended
    assert 0 <= run.figures["low"] <= run.figures["accuracy"] <= run.figures["high"] <= 1
    assert run.figures["bytes"] == (run.folder / "model.onnx").stat().st_size
    assert run.figures["latency_ms"] > 0


def test_wrong_setting_is_refused_with_its_reason(owner: User, quick: Any) -> None:
    with pytest.raises(Refused, match="Epochs is 0, expected 1"):
        services.create(owner, quick(epochs=0))
    assert not Run.objects.exists()
    assert not DBTaskResult.objects.exists()


@pytest.mark.parametrize("name", ["/etc", "../x", "", "nobody's"])
def test_path_or_unknown_name_is_no_data(owner: User, quick: Any, name: str) -> None:
    with pytest.raises(Refused, match="no data set"):
        services.create(owner, quick(data=[name]))


def test_data_of_another_person_is_none(stranger: User, quick: Any) -> None:
    with pytest.raises(Refused, match="no data set 'digits'"):
        services.create(stranger, quick())


@pytest.mark.parametrize("start", ["/etc/passwd", "../models", "run 1", "nothing"])
def test_only_known_models_are_started_from(owner: User, quick: Any, start: str) -> None:
    with pytest.raises(Refused, match="no model"):
        services.create(owner, quick(start=start))


def test_recipe_of_this_machine_is_refused(owner: User, quick: Any) -> None:
    with pytest.raises(Refused, match="command line"):
        services.create(owner, {"recipe": "/etc/recipe.toml"})


def test_paused_before_it_began_it_is_not_begun(owner: User, quick: Any, work: Any) -> None:
    run = services.pause(services.create(owner, quick()))
    work()
    run.refresh_from_db()
    assert (run.status, run.epoch) == (Status.PAUSED, 0)
    services.resume(run)
    work()
    run.refresh_from_db()
    assert run.status == Status.COMPLETED


def test_stopped_before_it_began_it_ends_without_a_model(owner: User, quick: Any) -> None:
    run = services.stop(services.create(owner, quick()))
    assert (run.status, run.has_model) == (Status.STOPPED, False)
    assert "no model" in run.message


def test_canceled_run_keeps_no_file(owner: User, quick: Any, work: Any) -> None:
    run = services.create(owner, quick())
    work()
    services.cancel(run)
    assert run.folder.is_dir(), "one that is over stays"
    waiting = services.cancel(services.create(owner, quick()))
    assert waiting.status == Status.CANCELED
    assert not waiting.folder.exists()
    work()
    waiting.refresh_from_db()
    assert waiting.status == Status.CANCELED


def test_words_change_nothing_of_a_run_that_is_over(owner: User, quick: Any, work: Any) -> None:
    run = services.create(owner, quick())
    work()
    for word in (services.pause, services.resume, services.stop, services.cancel):
        assert (word(run).status, run.word) == (Status.COMPLETED, Word.GO)


def test_deleted_run_leaves_no_row_and_no_file(owner: User, quick: Any, work: Any) -> None:
    run = services.create(owner, quick())
    work()
    run.refresh_from_db()
    home = run.folder.parent
    services.delete(run)
    assert not Run.objects.exists()
    assert list(home.iterdir()) == []


def test_missing_data_fails_the_run_and_says_so(
    owner: User, owner_data: Data, quick: Any, work: Any
) -> None:
    run = services.create(owner, quick())
    owner_data.delete()
    work()
    run.refresh_from_db()
    assert run.status == Status.FAILED
    assert "digits" in run.message


def test_two_people_never_see_each_others_runs(
    owner: User, stranger: User, sign_in: Callable[[User], Client], quick: Any, work: Any
) -> None:
    run = services.create(owner, quick())
    theirs, mine = sign_in(stranger), sign_in(owner)
    for word in ("pause", "resume", "stop", "cancel", "delete", "note"):
        assert theirs.post(f"/runs/{run.pk}/{word}").status_code == 404
    for page in ("progress", "samples"):
        assert theirs.get(f"/runs/{run.pk}/{page}").status_code == 404
    assert theirs.get("/runs/table").json() == {"runs": []}
    assert not any(one["id"] for one in theirs.get("/runs/choices").json()["data"])
    assert [told["id"] for told in mine.get("/runs/table").json()["runs"]] == [run.pk]


def test_progress_goes_on_from_where_it_was(
    owner: User, sign_in: Callable[[User], Client], quick: Any, work: Any
) -> None:
    client = sign_in(owner)
    asked = {"settings": quick(), "name": "First"}
    told = client.post("/runs/create", asked, content_type="application/json").json()["run"]
    assert (told["name"], told["status"]) == ("First", "waiting")
    work()
    all_of_it = client.get(f"/runs/{told['id']}/progress").json()
    assert [line["epoch"] for line in all_of_it["lines"] if "epochs" in line] == [1, 2]
    assert all_of_it["run"]["status"] == "completed"
    assert any("Epoch 2 of 2" in line for line in all_of_it["log"])
    after = f"after={all_of_it['next']}&log_after={all_of_it['log_next']}"
    rest = client.get(f"/runs/{told['id']}/progress?{after}").json()
    assert (rest["lines"], rest["log"]) == ([], [])
    beyond = client.get(f"/runs/{told['id']}/progress?after={all_of_it['next'] + 9}").json()
    assert (beyond["from"], beyond["lines"]) == (0, all_of_it["lines"])


def test_note_and_name_are_kept(owner: User, sign_in: Callable[[User], Client], quick: Any) -> None:
    run = services.create(owner, quick())
    said = {"note": "wider", "name": "Second try"}
    told = sign_in(owner).post(f"/runs/{run.pk}/note", said).json()["run"]
    assert (told["note"], told["name"]) == ("wider", "Second try")
