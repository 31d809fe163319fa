"""The list, a model's page, and which model is present."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tenfold.reading import store
from tenfold.reading.names import models_home

pytestmark = pytest.mark.django_db


def test_list_names_all_and_the_one_that_reads(client: Client, seven: str, none: str) -> None:
    store.promote(none)
    page = client.get("/models/").content.decode()
    assert page.index(">none</a>") < page.index(">seven</a>") < page.index(">tenfold_small</a>")
    assert page.count("Reads now") == 1


def test_page_has_the_card(client: Client) -> None:
    page = client.get("/models/tenfold_small/").content.decode()
    for told in ("cnn_small, 100,251 parameters", "paper_digits", "held out", "97.55%"):
        assert told in page, told


def test_model_with_a_broken_card_can_be_seen_and_removed(client: Client, seven: str) -> None:
    (models_home() / seven / "card.json").write_text("{}", "utf-8")
    assert "lacks" in client.get("/models/").content.decode()
    page = client.get(f"/models/{seven}/").content.decode()
    assert "cannot be used" in page
    client.post(f"/models/{seven}/remove")
    assert store.stored_models() == []


def test_text_of_a_card_is_text(client: Client, tmp_path: Path, seven: str) -> None:
    path = models_home() / seven / "card.json"
    path.write_text(path.read_text("utf-8").replace("constant", "<script>x</script>"), "utf-8")
    assert "<script>x" not in client.get(f"/models/{seven}/").content.decode()


def test_members_see_and_strangers_sign_in(sign_in: Any, member: Any, seven: str) -> None:
    page = sign_in(member).get(f"/models/{seven}/").content.decode()
    assert "An owner can compare" in page
    assert "/remove" not in page
    assert Client().get("/models/").status_code == 302


def test_present_model_and_its_files_are_told(client: Client, seven: str) -> None:
    before = client.get("/models/present").json()
    store.promote(seven)
    now = client.get("/models/present").json()
    assert (before["name"], now["name"]) == ("tenfold_small", seven)
    assert now["model"].startswith(f"/model/{seven}.onnx?h=")
    assert client.get(now["model"]).content == (models_home() / seven / "model.onnx").read_bytes()
    assert client.get(now["card"]).json()["name"] == seven
    assert client.get("/models/present")["Cache-Control"] == "no-store"


def test_only_the_present_models_files_are_open_to_all(team: None, seven: str) -> None:
    client = Client()
    assert client.get(f"/model/{seven}.onnx").status_code == 404
    store.promote(seven)
    assert client.get(f"/model/{seven}.onnx").status_code == 200
    assert client.get("/model/tenfold_small.json").status_code == 404
    assert client.get("/models/present").json()["name"] == seven


def test_pages_work_while_the_promoted_model_is_gone(client: Client, seven: str) -> None:
    store.promote(seven)
    (models_home() / seven / "model.onnx").unlink()
    assert client.get("/models/").status_code == 200
    client.post("/models/rollback")
    assert client.get("/models/present").json()["name"] == "tenfold_small"


def test_header_leads_to_the_model(client: Client, seven: str) -> None:
    store.promote(seven)
    assert f'href="/models/{seven}/">Model: {seven}</a>' in client.get("/history").content.decode()
