"""What holds for every page."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_first_page_opens_without_sign_in(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert b"<nav" in response.content


def test_with_accounts_the_first_page_asks_for_sign_in(client: Client, team: None) -> None:
    assert client.get("/").status_code == 302


def test_an_unknown_address_is_told_in_plain_words(client: Client) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert "There is nothing at this address." in response.content.decode()
