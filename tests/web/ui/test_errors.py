"""Errors in plain words: a page for people, one JSON shape for programs."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tenfold.web.ui import health

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def test_programs_get_code_message_and_hint(client: Client) -> None:
    response = client.get("/nowhere", headers=JSON)
    assert response.status_code == 404
    assert set(response.json()["error"]) == {"code", "message", "hint"}


def test_an_unknown_name_of_the_host_is_refused(client: Client) -> None:
    response = client.get("/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert "add this name to TENFOLD_HOSTS" in response.content.decode()


def test_a_request_that_says_it_is_too_large_is_refused(client: Client, settings: Any) -> None:
    settings.TENFOLD_MAX_UPLOAD_BYTES = 1_000_000
    response = client.post("/", b"x" * 1_000_001, content_type="image/png")
    assert response.status_code == 413
    assert "more than 1 MB" in response.content.decode()


def test_a_form_without_its_token_is_refused() -> None:
    response = Client(enforce_csrf_checks=True).post("/", {})
    assert response.status_code == 403
    assert "comes from another site" in response.content.decode()


@pytest.mark.parametrize("headers", [{}, JSON])
def test_a_fault_of_ours_shows_no_trace(
    headers: dict[str, str], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    def fail() -> None:
        raise RuntimeError("a secret in /some/path")

    monkeypatch.setattr("tenfold.web.readings.views.draw.render", lambda *_: fail())
    client = Client(raise_request_exception=False, headers={"X-Request-ID": "id-7", **headers})
    response = client.get("/")
    assert response.status_code == 500
    assert "id-7" in response.content.decode()
    assert "secret" not in response.content.decode()


def test_health_tells_a_database_that_is_gone(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    def fail(*args: object) -> None:
        raise OperationalError

    monkeypatch.setattr(health.connection, "cursor", fail)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["error"]["code"] == "no_database"
