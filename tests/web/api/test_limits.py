"""How often one client may ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tenfold.web.accounts.models import User
from tenfold.web.api.limits import MOST_KEYS, Buckets

MODELS = "/api/v1/models"


def test_a_bucket_holds_a_minutes_requests_and_fills_again() -> None:
    buckets = Buckets()
    assert [buckets.take("a", 2, 0.0) for _ in range(3)] == [0.0, 0.0, 30.0]
    assert buckets.take("a", 2, 29.0) == pytest.approx(1.0)
    assert buckets.take("a", 2, 30.1) == 0.0
    assert buckets.take("a", 2, 30.1) > 0.0


def test_clients_are_counted_apart() -> None:
    buckets = Buckets()
    assert buckets.take("a", 1, 0.0) == buckets.take("b", 1, 0.0) == 0.0
    assert buckets.take("a", 1, 0.0) > 0.0


def test_only_so_many_clients_are_remembered() -> None:
    buckets = Buckets()
    buckets.take("first", 1, 0.0)
    for i in range(MOST_KEYS):
        buckets.take(str(i), 1, 0.0)
    assert buckets.take("first", 1, 0.0) == 0.0


@pytest.mark.django_db
def test_who_asks_too_often_is_told_when_to_come_back(
    program: Callable[..., Client], member: User, stranger: User, settings: Any
) -> None:
    settings.TENFOLD_RATE_LIMIT = 2
    mine = program(member)
    assert [mine.get(MODELS).status_code for _ in range(3)] == [200, 200, 429]
    response = mine.get(MODELS)
    assert response.json()["error"]["code"] == "too_often"
    assert 1 <= int(response["Retry-After"]) <= 31
    assert program(stranger).get(MODELS).status_code == 200


@pytest.mark.django_db
def test_wrong_tokens_are_counted_by_address(team: None, settings: Any) -> None:
    settings.TENFOLD_RATE_LIMIT = 2
    wrong = {"Authorization": "Bearer nonsense"}
    assert [Client().get(MODELS, headers=wrong).status_code for _ in range(3)] == [401, 401, 429]


@pytest.mark.django_db
def test_on_ones_own_machine_there_is_no_limit(client: Client, settings: Any) -> None:
    settings.TENFOLD_RATE_LIMIT = 1
    assert [client.get(MODELS).status_code for _ in range(3)] == [200, 200, 200]
