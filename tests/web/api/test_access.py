"""Who may ask what: tokens, sessions, and the one owner of a machine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tenfold.web.accounts.models import User
from tenfold.web.api import tokens
from tenfold.web.api.models import ApiToken

pytestmark = pytest.mark.django_db
READ, READINGS = "/api/v1/read", "/api/v1/readings"


def read(client: Client, picture: bytes, query: str = "", **headers: str) -> Any:
    return client.post(READ + query, picture, content_type="image/png", headers=headers)


def code_of(response: Any) -> str:
    return str(response.json()["error"]["code"])


def test_with_accounts_a_program_needs_a_token(client: Client, team: None, seven: bytes) -> None:
    response = read(client, seven)
    assert (response.status_code, code_of(response)) == (401, "token_needed")
    assert response["WWW-Authenticate"] == "Bearer"


def test_a_token_lets_in_without_asking_the_database_again(
    program: Callable[..., Client], member: User, seven: bytes, django_assert_num_queries: Any
) -> None:
    mine = program(member)
    assert read(mine, seven).status_code == 200
    with django_assert_num_queries(0):
        assert read(mine, seven).json()["text"] == "7"


def test_only_its_hash_is_kept(member: User) -> None:
    row, text = tokens.make_token(member, name="mine")
    kept = [str(value) for value in ApiToken.objects.values_list().get()]
    assert text not in kept
    assert text.rpartition("_")[2] not in "".join(kept)
    assert row.start in text


@pytest.mark.parametrize(
    "sent",
    [
        "Bearer",
        "Bearer nonsense",
        "Bearer tenfold_aaaaaaaa_" + "a" * 40,
        "Basic bWlhOnBhc3M=",
        "Bearer \x00",
    ],
)
def test_what_is_no_token_is_refused_even_where_none_is_needed(
    client: Client, seven: bytes, sent: str
) -> None:
    response = read(client, seven, Authorization=sent)
    assert (response.status_code, code_of(response)) == (401, "token_invalid")


def test_a_token_with_another_secret_is_refused(member: User, team: None, seven: bytes) -> None:
    _, text = tokens.make_token(member, name="mine")
    other = text[:-1] + ("a" if text[-1] != "a" else "b")
    assert read(Client(), seven, Authorization=f"Bearer {text}").status_code == 200
    assert read(Client(), seven, Authorization=f"Bearer {other}").status_code == 401


def test_an_expired_token_is_refused(
    program: Callable[..., Client], member: User, seven: bytes
) -> None:
    mine = program(member, expires=timezone.now() - timedelta(seconds=1))
    assert read(mine, seven).status_code == 401


def test_a_token_that_expires_while_it_is_known_is_refused(
    program: Callable[..., Client], member: User, seven: bytes, monkeypatch: Any
) -> None:
    mine = program(member, expires=timezone.now() + timedelta(minutes=1))
    assert read(mine, seven).status_code == 200
    later = timezone.now() + timedelta(minutes=2)
    monkeypatch.setattr(tokens.timezone, "now", lambda: later)
    assert read(mine, seven).status_code == 401


def test_a_revoked_token_is_refused_at_once(
    program: Callable[..., Client], member: User, seven: bytes
) -> None:
    mine = program(member)
    assert read(mine, seven).status_code == 200
    tokens.revoke(ApiToken.objects.get())
    assert read(mine, seven).status_code == 401


def test_a_token_of_a_disabled_person_is_refused(
    program: Callable[..., Client], member: User, seven: bytes
) -> None:
    mine = program(member)
    User.objects.update(is_active=False)
    assert read(mine, seven).status_code == 401


def test_a_reading_token_reads_and_stores_nothing(
    program: Callable[..., Client], member: User, seven: bytes
) -> None:
    mine = program(member, scope="read")
    assert read(mine, seven).status_code == 200
    assert mine.get(READINGS).status_code == 200
    refused = [
        read(mine, seven, "?store=true"),
        mine.delete(f"{READINGS}/1"),
        mine.patch(f"{READINGS}/1", {"corrected": "1"}, content_type="application/json"),
    ]
    assert [(r.status_code, code_of(r)) for r in refused] == [(403, "token_reads_only")] * 3


def test_its_last_use_is_noted(program: Callable[..., Client], member: User, seven: bytes) -> None:
    read(program(member), seven)
    assert ApiToken.objects.get().last_used is not None


def test_a_page_of_ours_comes_with_its_session_and_csrf_token(
    sign_in: Callable[[User], Client], member: User, seven: bytes
) -> None:
    mine = sign_in(member)
    mine.handler.enforce_csrf_checks = True
    assert mine.get(READINGS).status_code == 200
    refused = read(mine, seven)
    assert (refused.status_code, code_of(refused)) == (403, "csrf")
    mine.get("/account")
    token = mine.cookies["tenfold_csrf"].value
    assert read(mine, seven, **{"X-CSRFToken": token}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "http://testserver"},
        {"Referer": "http://testserver/upload"},
    ],
)
def test_on_ones_own_machine_programs_and_our_pages_need_no_token(
    client: Client, seven: bytes, headers: dict[str, str]
) -> None:
    assert read(client, seven, **headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://testserver:8001"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Referer": "https://elsewhere.example/testserver"},
    ],
)
def test_a_page_of_another_site_can_send_nothing(
    client: Client, seven: bytes, headers: dict[str, str]
) -> None:
    response = read(client, seven, **headers)
    assert (response.status_code, code_of(response)) == (403, "other_site")


def test_another_name_of_this_machine_is_refused(client: Client) -> None:
    response = client.get(READINGS, headers={"Host": "rebound.example"})
    assert (response.status_code, code_of(response)) == (400, "unknown_host")


def test_a_local_owner_sees_no_readings_of_accounts(
    client: Client, program: Callable[..., Client], member: User, seven: bytes, settings: Any
) -> None:
    read(program(member), seven, "?store=true")
    settings.TENFOLD_TEAM = False
    assert client.get(READINGS).json()["readings"] == []
