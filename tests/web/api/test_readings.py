"""Stored readings, each for its owner alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tenfold import Reader
from tenfold.web.accounts.models import User
from tenfold.web.readings.models import Picture, Reading
from tenfold.web.readings.services import store_reading

pytestmark = pytest.mark.django_db
READINGS = "/api/v1/readings"


@pytest.fixture
def stored(member: User, seven: bytes) -> Reading:
    """A reading of the member, with its picture."""
    return store_reading(member, Reader().read(seven), source="api", name="a.png")


@pytest.fixture
def mine(member: User, program: Callable[..., Client]) -> Client:
    """The member's program."""
    return program(member)


def ids(response: Any) -> list[int]:
    return [reading["id"] for reading in response.json()["readings"]]


def test_a_reading_comes_back_as_it_was_read(mine: Client, stored: Reading) -> None:
    answer = mine.get(f"{READINGS}/{stored.pk}").json()
    assert {name: answer[name] for name in stored.data} == stored.data
    assert (answer["path"], answer["band"], answer["corrected"]) == ("a.png", "sure", None)
    assert answer["picture"] == f"/pictures/{stored.picture_id}.png"


def test_pages_hold_each_reading_once_while_more_are_stored(
    mine: Client, member: User, stored: Reading
) -> None:
    for _ in range(4):
        store_reading(member, stored.data, source="api")
    first = mine.get(READINGS, {"limit": 2})
    store_reading(member, stored.data, source="api")
    second = mine.get(READINGS, {"limit": 2, "before": first.json()["next"]})
    third = mine.get(READINGS, {"limit": 2, "before": second.json()["next"]})
    seen = ids(first) + ids(second) + ids(third)
    assert seen == sorted(seen, reverse=True)
    assert len(set(seen)) == 5
    assert third.json()["next"] is None


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "7"}, 0),
        ({"text": "4"}, 1),
        ({"band": "sure"}, 1),
        ({"band": "none"}, 0),
        ({"source": "api"}, 1),
        ({"source": "draw"}, 0),
        ({"model": "tenfold_small"}, 1),
        ({"corrected": "true"}, 1),
        ({"corrected": "false"}, 0),
        ({"since": "2020-01-01T00:00:00Z"}, 1),
        ({"until": "2020-01-01T00:00:00Z"}, 0),
        ({"batch": 1}, 0),
    ],
)
def test_filters_keep_what_they_say(
    mine: Client, stored: Reading, query: dict[str, Any], found: int
) -> None:
    mine.patch(f"{READINGS}/{stored.pk}", {"corrected": "4"}, content_type="application/json")
    assert len(ids(mine.get(READINGS, query))) == found


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=201", "before=0", "band=good", "since=then", "batch=x"]
)
def test_a_wrong_filter_is_named(mine: Client, query: str) -> None:
    response = mine.get(f"{READINGS}?{query}")
    assert response.status_code == 422
    assert response.json()["error"]["message"].startswith(query.split("=")[0])


@pytest.mark.parametrize("text", ["40", "", None])
def test_a_correction_is_kept_beside_what_was_read(
    mine: Client, stored: Reading, text: str | None
) -> None:
    answer = mine.patch(
        f"{READINGS}/{stored.pk}", {"corrected": text}, content_type="application/json"
    ).json()
    assert (answer["text"], answer["corrected"]) == ("7", text)
    assert Reading.objects.get().corrected == text


@pytest.mark.parametrize("body", [{}, {"corrected": "seven"}, {"corrected": 7}])
def test_a_correction_of_other_than_digits_is_refused(
    mine: Client, stored: Reading, body: Any
) -> None:
    url = f"{READINGS}/{stored.pk}"
    assert mine.patch(url, body, content_type="application/json").status_code == 422


def test_deleting_takes_the_picture_away(mine: Client, stored: Reading) -> None:
    path = Picture.objects.get().path
    assert mine.delete(f"{READINGS}/{stored.pk}").status_code == 204
    assert mine.get(f"{READINGS}/{stored.pk}").status_code == 404
    assert not path.exists()


def test_a_stranger_sees_and_changes_nothing(
    stranger: User, program: Callable[..., Client], stored: Reading
) -> None:
    other = program(stranger)
    url = f"{READINGS}/{stored.pk}"
    assert ids(other.get(READINGS)) == []
    assert other.get(url).status_code == 404
    body = {"corrected": "1"}
    assert other.patch(url, body, content_type="application/json").status_code == 404
    assert other.delete(url).status_code == 404
    assert other.get(f"/pictures/{stored.picture_id}.png").status_code != 200
    assert Reading.objects.get().corrected is None


def test_a_slip_in_an_option_is_told(mine: Client) -> None:
    response = mine.get(f"{READINGS}?brand=sure")
    assert response.status_code == 422
    assert response.json()["error"]["message"].startswith("brand: is no option here; known: before")


@pytest.mark.parametrize(
    "query",
    ["text=a%00b", "until=0863-07-01T22:06:17.1%2B17:36", "until=0001-01-01T00:00:00%2B05:00"],
)
def test_what_a_database_cannot_take_is_no_fault_of_the_server(mine: Client, query: str) -> None:
    assert mine.get(f"{READINGS}?{query}").status_code in (200, 422)
