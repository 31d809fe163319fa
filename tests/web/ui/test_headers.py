"""Headers of every answer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_nothing_inline_runs_and_nobody_frames_us(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
    ],
)
@pytest.mark.parametrize("address", ["/", "/nowhere", "/healthz", "/model/tenfold_small.json"])
def test_answers_of_every_kind_are_guarded(
    client: Client, address: str, header: str, value: str
) -> None:
    assert client.get(address)[header] == value


def test_a_page_has_no_inline_script_or_style(client: Client) -> None:
    page = client.get("/").content.decode()
    assert " style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count("<script src=") + page.count(
        '<script type="module" src='
    )


def test_a_sound_request_id_comes_back(client: Client) -> None:
    response = client.get("/healthz", headers={"X-Request-ID": "trace-1.a_B"})
    assert response["X-Request-ID"] == "trace-1.a_B"


@pytest.mark.parametrize("wrong", ["", "a b", "x" * 65, "a\tb", "<script>"])
def test_an_unsound_request_id_is_replaced(client: Client, wrong: str) -> None:
    given = client.get("/healthz", headers={"X-Request-ID": wrong})["X-Request-ID"]
    assert len(given) == 32


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(
    client: Client, member: Any, team: None
) -> None:
    client.post("/sign-in", {"username": "mia", "password": "correct horse 7"})
    cookie = client.cookies["tenfold_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
