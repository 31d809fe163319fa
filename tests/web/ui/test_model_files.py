"""The model's files as the browser gets them."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import pytest
from django.test import Client

from tenfold.reading.names import WEIGHTS
from tenfold.web.ui.model_files import model_url

pytestmark = pytest.mark.django_db
FILE = "/model/tenfold_small.onnx"
BYTES = (WEIGHTS / "tenfold_small.onnx").read_bytes()


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [
        ("gzip, deflate, br", "br", brotli.decompress),
        ("gzip, br;q=0", "gzip", gzip.decompress),
        ("gzip", "gzip", gzip.decompress),
        ("", None, bytes),
    ],
)
def test_it_comes_in_the_best_form_that_the_browser_takes(
    client: Client, accepted: str, encoding: str | None, unpack: type
) -> None:
    response = client.get(FILE, headers={"Accept-Encoding": accepted})
    assert response.get("Content-Encoding") == encoding
    assert unpack(response.content) == BYTES
    assert response["Vary"] == "Accept-Encoding"


def test_with_its_hash_it_is_kept_for_good(client: Client) -> None:
    response = client.get(model_url("onnx"))
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("address", [FILE, f"{FILE}?h=0123456789abcdef"])
def test_without_its_hash_it_is_asked_for_again(client: Client, address: str) -> None:
    response = client.get(address)
    assert response["Cache-Control"] == "no-cache"
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "file", ["nothing.onnx", "tenfold_small.py", "..%2Fcard.json", "tenfold_small", ".onnx"]
)
def test_other_files_do_not_exist(client: Client, file: str) -> None:
    assert client.get(f"/model/{file}").status_code == 404


def test_a_model_of_the_settings_is_served_under_its_cards_name(
    client: Client, settings: object, tmp_path: Path
) -> None:
    run = tmp_path / "run"
    run.mkdir()
    (run / "model.onnx").write_bytes(BYTES)
    card = (WEIGHTS / "tenfold_small.json").read_text("utf-8")
    (run / "card.json").write_text(card.replace('"tenfold_small"', '"my_model"', 1), "utf-8")
    settings.TENFOLD_MODEL = str(run)  # type: ignore[attr-defined]
    assert client.get("/model/my_model.onnx").status_code == 200


def test_signed_out_people_get_it_too(client: Client, team: None) -> None:
    assert client.get(FILE).status_code == 200
