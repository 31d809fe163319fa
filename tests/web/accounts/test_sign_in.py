"""Sign-in: who may enter, and who guesses."""

from __future__ import annotations

import pytest
from django.test import Client

from tenfold.web.accounts import throttle
from tenfold.web.accounts.models import Attempt, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("team")]
PASSWORD = "correct horse 7"


def enter(client: Client, name: str, password: str = PASSWORD) -> int:
    return client.post("/sign-in", {"username": name, "password": password}).status_code


def test_name_and_password_open_the_first_page(client: Client, member: User) -> None:
    response = client.post("/sign-in?next=/", {"username": "Mia", "password": PASSWORD})
    assert response.url == "/"
    assert client.get("/").status_code == 200


def test_a_wrong_password_and_an_unknown_name_read_the_same(client: Client, member: User) -> None:
    pages = [
        client.post("/sign-in", {"username": name, "password": "wrong password"}).content.decode()
        for name in ("mia", "nobody")
    ]
    assert all("Name and password do not belong together." in page for page in pages)


def test_one_who_is_disabled_cannot_enter(client: Client, member: User) -> None:
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert enter(client, "mia") == 200
    assert client.get("/").status_code == 302


def test_disabling_ends_the_sessions_that_are_open(client: Client, member: User) -> None:
    enter(client, "mia")
    User.objects.filter(pk=member.pk).update(is_active=False)
    assert client.get("/").status_code == 302


def test_sign_in_leads_to_no_other_site(client: Client, member: User) -> None:
    fields = {"username": "mia", "password": PASSWORD, "next": "https://elsewhere.example/"}
    assert client.post("/sign-in", fields).url == "/"


def test_sign_out_ends_the_session(client: Client, member: User) -> None:
    enter(client, "mia")
    client.post("/sign-out")
    assert client.get("/").status_code == 302


def test_sign_out_by_a_link_does_nothing(client: Client, member: User) -> None:
    enter(client, "mia")
    assert client.get("/sign-out").status_code == 405


def test_after_five_failures_even_the_right_password_waits(client: Client, member: User) -> None:
    for _ in range(throttle.MOST_OF_BOTH):
        enter(client, "mia", "guess")
    response = client.post("/sign-in", {"username": "MIA", "password": PASSWORD})
    assert response.status_code == 429
    assert response["Retry-After"] == "900"
    assert "Wait 15 minutes" in response.content.decode()


def test_another_address_may_still_enter(client: Client, member: User) -> None:
    for _ in range(throttle.MOST_OF_BOTH + 1):
        enter(client, "mia", "guess")
    elsewhere = Client(REMOTE_ADDR="192.0.2.9")
    assert enter(elsewhere, "mia") == 302


def test_one_address_cannot_try_all_names(client: Client, member: User) -> None:
    for number in range(throttle.MOST_FROM_ADDRESS):
        enter(client, f"name{number}", "guess")
    assert enter(client, "mia") == 429


def test_a_forged_address_before_the_proxys_own_does_not_help(settings: object) -> None:
    settings.TENFOLD_PROXY = True  # type: ignore[attr-defined]
    for number in range(throttle.MOST_OF_BOTH + 1):
        sent = Client(headers={"X-Forwarded-For": f"192.0.2.{number}, 198.51.100.1"})
        last = enter(sent, "mia", "guess")
    assert last == 429


def test_entering_forgets_the_failures_before(client: Client, member: User) -> None:
    enter(client, "mia", "guess")
    enter(client, "mia")
    assert Attempt.objects.count() == 0


def test_programs_are_told_401_in_their_form(client: Client) -> None:
    response = client.get("/pictures/1.png", headers={"Accept": "application/json"})
    assert response.status_code == 401
    assert response.json()["error"]["code"] == "sign_in"


def test_without_accounts_there_is_no_sign_in_page(client: Client, settings: object) -> None:
    settings.TENFOLD_TEAM = False  # type: ignore[attr-defined]
    assert client.get("/sign-in").status_code == 404
