"""Training runs over the API."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from tenfold.web.accounts.models import User
from tenfold.web.runs.models import Run


def test_owner_sees_runs_and_nobody_else_does(
    owner: User, stranger: User, sign_in: Callable[[User], Client]
) -> None:
    runs = [Run.objects.create(owner=owner, settings={"data": ["mnist"]}) for _ in range(3)]
    mine, theirs = sign_in(owner), sign_in(stranger)
    page = mine.get("/api/v1/runs?limit=2").json()
    assert [run["id"] for run in page["runs"]] == [runs[2].pk, runs[1].pk]
    rest = mine.get(f"/api/v1/runs?before={page['next']}").json()
    assert ([run["id"] for run in rest["runs"]], rest["next"]) == ([runs[0].pk], None)
    assert theirs.get("/api/v1/runs").json()["runs"] == []
    assert theirs.get(f"/api/v1/runs/{runs[0].pk}").status_code == 404


def test_run_tells_how_far_it_is(owner: User, sign_in: Callable[[User], Client]) -> None:
    run = Run.objects.create(
        owner=owner, settings={"data": ["mnist"]}, status="training", epoch=2, epochs=5
    )
    told = sign_in(owner).get(f"/api/v1/runs/{run.pk}").json()
    assert (told["name"], told["status"], told["epoch"], told["over"]) == (
        f"Run {run.pk}",
        "training",
        2,
        False,
    )
