"""The pages of tokens and of the API's description."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tenfold.web.accounts.models import User
from tenfold.web.api import tokens
from tenfold.web.api.models import ApiToken
from tenfold.web.api.v1 import schema

pytestmark = pytest.mark.django_db
PAGE = "/account/tokens"
NEW = {"name": "scanner", "scope": "write", "days": "30"}


def token_in(response: Any) -> str:
    found = re.search(r"tenfold_\w{8}_\w{40}", response.content.decode())
    return found[0] if found else ""


def test_a_new_token_is_shown_once_and_works(
    sign_in: Callable[[User], Client], member: User
) -> None:
    mine = sign_in(member)
    response = mine.post(PAGE, NEW)
    assert response["Cache-Control"] == "no-store"
    program = Client(headers={"Authorization": f"Bearer {token_in(response)}"})
    assert program.get("/api/v1/readings").status_code == 200
    assert token_in(mine.get(PAGE)) == ""


def test_a_token_may_live_for_ever_or_for_some_days(client: Client) -> None:
    client.post(PAGE, NEW)
    client.post(PAGE, {**NEW, "days": ""})
    thirty, never = ApiToken.objects.order_by("id")
    assert (thirty.expires - thirty.created).days in (29, 30)
    assert never.expires is None


@pytest.mark.parametrize("wrong", [{"name": ""}, {"scope": "all"}, {"days": "9999"}])
def test_a_wrong_form_makes_no_token(client: Client, wrong: dict[str, str]) -> None:
    client.post(PAGE, {**NEW, **wrong})
    assert not ApiToken.objects.exists()


def test_nobody_has_more_than_fifty(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("tenfold.web.api.pages.MOST_TOKENS", 1)
    client.post(PAGE, NEW)
    assert "Revoke one first" in client.post(PAGE, NEW).content.decode()
    assert ApiToken.objects.count() == 1


def test_a_token_is_revoked_by_its_owner_alone(
    sign_in: Callable[[User], Client], member: User, stranger: User
) -> None:
    row, text = tokens.make_token(member, name="scanner")
    url = reverse("revoke-token", args=[row.pk])
    other = sign_in(stranger)
    assert row.start not in other.get(PAGE).content.decode()
    assert other.post(url).status_code == 404
    assert sign_in(member).get(url).status_code == 405
    assert sign_in(member).post(url).status_code == 302
    assert tokens.find_grant(text) is None


def test_the_description_tells_every_operation(client: Client) -> None:
    page = client.get("/api/docs").content.decode()
    operations = [op for methods in schema()["paths"].values() for op in methods.values()]
    assert len(operations) >= 14
    for operation in operations:
        assert f'id="{operation["operationId"]}"' in page
    assert "curl -F file=@digits.png http://testserver/api/v1/read" in page


def test_with_accounts_it_is_open_and_its_examples_send_a_token(team: None) -> None:
    page = Client().get("/api/docs").content.decode()
    assert "Authorization: Bearer $TENFOLD_TOKEN" in page
    assert "Try it" not in page


def test_the_openapi_is_of_version_3_1(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    assert "/api/v1/read" in told["paths"]
