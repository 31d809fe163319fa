"""The page about the network's inside, as the server sends it."""

from __future__ import annotations

from pathlib import Path
from shutil import copyfile

import pytest
from django.test import Client

from tenfold.reading.names import WEIGHTS
from tenfold.web.ui.model_files import model_url

pytestmark = pytest.mark.django_db


def test_the_page_shows_the_model_that_reads_here(client: Client) -> None:
    page = client.get("/inside").content.decode()
    assert f'data-model="{model_url("onnx")}"' in page
    assert 'aria-current="page">Inside<' in page


def test_a_model_may_be_named(client: Client) -> None:
    assert client.get("/inside?model=tenfold_small").status_code == 200


def test_a_model_of_one_s_own_may_be_chosen(client: Client, web_home: Path) -> None:
    folder = web_home / "models" / "mine"
    folder.mkdir(parents=True)
    copyfile(WEIGHTS / "tenfold_small.onnx", folder / "model.onnx")
    copyfile(WEIGHTS / "tenfold_small.json", folder / "card.json")
    page = client.get("/inside?model=mine").content.decode()
    assert 'data-model="/model/mine.onnx?h=' in page
    assert "<option selected>mine</option>" in page


@pytest.mark.parametrize("name", ["nothing", "../secret", "tenfold_small.onnx"])
def test_an_unknown_model_is_not_found(client: Client, name: str) -> None:
    assert client.get("/inside", {"model": name}).status_code == 404


def test_the_first_page_leads_to_it(client: Client) -> None:
    assert 'href="/inside" data-why="why"' in client.get("/").content.decode()


def test_with_accounts_it_asks_for_sign_in(client: Client, team: None) -> None:
    assert client.get("/inside").status_code == 302
