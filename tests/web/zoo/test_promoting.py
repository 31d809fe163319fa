"""Comparing, promoting, rolling back and removing, by the pages' addresses."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tenfold.reading import store
from tenfold.web.readings.reader import reader

from .conftest import Wait

pytestmark = pytest.mark.django_db


def compare(client: Client, wait: Wait, name: str) -> dict[str, Any]:
    client.post(f"/models/{name}/compare")
    return wait(client, f"/models/{name}/verdict")


def test_model_that_is_not_worse_is_promoted_and_reads_at_once(
    client: Client, seven: str, wait: Wait
) -> None:
    assert reader().card.name == "tenfold_small"
    told = compare(client, wait, seven)
    assert "Not worse than tenfold_small" in told["html"]
    client.post(f"/models/{seven}/promote")
    assert reader().card.name == seven
    (promotion,) = store.history()
    assert promotion.override is None
    assert promotion.figures["passed"]


def test_worse_model_needs_a_reason(client: Client, none: str, seven: str, wait: Wait) -> None:
    store.promote(seven)
    told = compare(client, wait, none)
    assert "fewer right" in told["html"]
    client.post(f"/models/{none}/promote")
    client.post(f"/models/{none}/promote", {"reason": "  "})
    assert reader().card.name == seven
    client.post(f"/models/{none}/promote", {"reason": "our forms have none"})
    assert reader().card.name == none
    assert store.history()[-1].override == "our forms have none"


def test_nothing_is_promoted_uncompared(client: Client, seven: str) -> None:
    done = client.post(f"/models/{seven}/promote", {"reason": "hurry"}, follow=True)
    assert "Compare it with the present model first." in done.content.decode()
    assert store.present() is None


def test_rollback_reads_as_before(client: Client, seven: str) -> None:
    store.promote(seven)
    assert reader().card.name == seven
    done = client.post("/models/rollback", follow=True)
    assert "tenfold_small reads again." in done.content.decode()
    assert reader().card.name == "tenfold_small"
    assert "nothing to roll back" in client.post("/models/rollback", follow=True).content.decode()


def test_model_is_removed_but_not_the_one_that_reads(client: Client, seven: str) -> None:
    store.promote(seven)
    done = client.post(f"/models/{seven}/remove", follow=True)
    assert "is the model that reads" in done.content.decode()
    store.rollback()
    client.post(f"/models/{seven}/remove")
    assert store.stored_models() == []
    assert client.post(f"/models/{seven}/remove").status_code == 404


@pytest.mark.parametrize("what", ["compare", "promote", "remove", "int8"])
def test_changes_are_for_owners(
    sign_in: Any, member: Any, owner: Any, seven: str, what: str
) -> None:
    assert sign_in(member).post(f"/models/{seven}/{what}").status_code == 403
    assert sign_in(owner).post(f"/models/{seven}/{what}").status_code in (200, 302)


def test_list_changes_are_for_owners(sign_in: Any, member: Any) -> None:
    client = sign_in(member)
    assert client.post("/models/rollback").status_code == 403
    assert client.post("/models/import").status_code == 403


def test_who_promoted_is_recorded(sign_in: Any, owner: Any, seven: str, wait: Wait) -> None:
    client = sign_in(owner)
    compare(client, wait, seven)
    client.post(f"/models/{seven}/promote")
    assert store.history()[0].by == "olga"
    assert "by olga" in client.get("/models/").content.decode()


def test_changes_are_posted(client: Client, seven: str) -> None:
    assert client.get("/models/rollback").status_code == 405
    assert client.get(f"/models/{seven}/promote").status_code == 405


@pytest.mark.parametrize("name", ["nonesuch", "..", "%2e%2e"])
def test_unknown_models_are_no_pages(client: Client, name: str) -> None:
    assert client.get(f"/models/{name}/").status_code == 404
    assert client.post(f"/models/{name}/promote").status_code in (403, 404)


def test_model_of_the_settings_stays(client: Client, seven: str, settings: Any) -> None:
    settings.TENFOLD_MODEL = "tenfold_small"
    store.promote(seven)
    assert reader().card.name == "tenfold_small"
    assert "TENFOLD_MODEL" in client.get("/models/").content.decode()


def test_api_lists_all_and_marks_the_one_that_reads(client: Client, seven: str) -> None:
    store.promote(seven)
    listed = client.get("/api/v1/models").json()["models"]
    assert {one["name"]: one["default"] for one in listed} == {
        "seven": True,
        "tenfold_small": False,
    }
    assert listed[0]["name"] == "seven"
    assert seven in str(client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/read"])
