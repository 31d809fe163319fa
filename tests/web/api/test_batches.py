"""Batches over the API: made, read in the background, fetched, stopped, deleted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support.uploads import zipped

from tenfold.web.accounts.models import User
from tenfold.web.readings.desk import Desk
from tenfold.web.readings.models import Batch, Picture, Reading
from tenfold.web.readings.work import work_once

pytestmark = pytest.mark.django_db(transaction=True)
BATCHES = "/api/v1/batches"


@pytest.fixture
def work() -> Iterator[Callable[[], None]]:
    """Return a worker that reads uploads until nothing is left."""
    desk = Desk()

    def work_all() -> None:
        while work_once(desk):
            pass

    yield work_all
    desk.close()


@pytest.fixture
def mine(member: User, program: Callable[..., Client]) -> Client:
    """The member's program."""
    return program(member)


def send_zip(client: Client, members: dict[str, bytes], query: str = "") -> Any:
    return client.post(BATCHES + query, zipped(members), content_type="application/zip")


def test_a_zip_is_read_in_the_background(
    mine: Client, seven: bytes, work: Callable[[], None]
) -> None:
    response = send_zip(mine, {"a.png": seven, "b.png": seven[:60]}, "?name=Monday")
    batch = response.json()
    assert response.status_code == 202
    assert (batch["name"], batch["total"], batch["over"]) == ("Monday", 2, False)
    work()
    answer = mine.get(batch["results"]).json()
    found = {result["path"]: result for result in answer["results"]}
    assert found["batch.zip:a.png"]["text"] == "7"
    assert found["batch.zip:a.png"]["source"] == "api"
    assert found["batch.zip:b.png"]["error"]["message"]
    assert answer["over"] is True
    assert mine.get(batch["results"], {"after": answer["next"]}).json()["results"] == []
    assert mine.get(f"{BATCHES}/{batch['id']}").json()["state"] == "done"


def test_files_of_a_form_are_a_batch_too(
    mine: Client, seven: bytes, work: Callable[[], None]
) -> None:
    files = [
        SimpleUploadedFile("a.png", seven),
        SimpleUploadedFile("b.zip", zipped({"c.png": seven})),
    ]
    batch = mine.post(f"{BATCHES}?keep=false", {"file": files}).json()
    work()
    results = mine.get(batch["results"]).json()["results"]
    assert [result["text"] for result in results] == ["7", "7"]
    assert not Picture.objects.exists()


def test_results_come_in_parts(mine: Client, seven: bytes, work: Callable[[], None]) -> None:
    batch = send_zip(mine, {f"{i}.png": seven for i in range(3)}).json()
    work()
    first = mine.get(batch["results"], {"limit": 2}).json()
    second = mine.get(batch["results"], {"limit": 2, "after": first["next"]}).json()
    paths = [result["path"] for result in first["results"] + second["results"]]
    assert sorted(paths) == [f"batch.zip:{i}.png" for i in range(3)]


def test_a_batch_can_be_stopped_and_deleted(mine: Client, seven: bytes) -> None:
    batch = send_zip(mine, {"a.png": seven}).json()
    url = f"{BATCHES}/{batch['id']}"
    assert mine.post(f"{url}/cancel").json()["state"] == "cancelled"
    assert mine.delete(url).status_code == 204
    assert mine.get(url).status_code == 404
    assert not Batch.objects.exists()


def test_batches_are_listed_newest_first(mine: Client, seven: bytes) -> None:
    ids = [send_zip(mine, {"a.png": seven}).json()["id"] for _ in range(3)]
    first = mine.get(BATCHES, {"limit": 2}).json()
    second = mine.get(BATCHES, {"limit": 2, "before": first["next"]}).json()
    assert [b["id"] for b in first["batches"] + second["batches"]] == ids[::-1]
    assert second["next"] is None


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/zip", 400),
        (b"PK\x03\x04 and nothing more", "application/zip", 422),
        (b"text", "text/plain", 415),
        (b"", "text/plain", 400),
    ],
)
def test_what_is_no_batch_is_refused_and_nothing_kept(
    mine: Client, body: bytes, kind: str, status: int
) -> None:
    response = mine.generic("POST", BATCHES, body, kind)
    assert (response.status_code, set(response.json()["error"])) == (
        status,
        {"code", "message", "hint"},
    )
    assert not Batch.objects.exists()


def test_a_stranger_sees_and_changes_nothing(
    mine: Client, stranger: User, program: Callable[..., Client], seven: bytes
) -> None:
    url = f"{BATCHES}/{send_zip(mine, {'a.png': seven}).json()['id']}"
    other = program(stranger)
    assert other.get(BATCHES).json()["batches"] == []
    assert [
        other.get(url).status_code,
        other.get(f"{url}/results").status_code,
        other.post(f"{url}/cancel").status_code,
        other.delete(url).status_code,
    ] == [404] * 4
    assert mine.get(url).json()["state"] == "waiting"


def test_a_reading_token_makes_no_batch(
    member: User, program: Callable[..., Client], seven: bytes
) -> None:
    assert send_zip(program(member, scope="read"), {"a.png": seven}).status_code == 403
    assert not Reading.objects.exists()
