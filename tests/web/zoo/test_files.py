"""Models in and out: import by upload, downloads, the report."""

from __future__ import annotations

import io
import json
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support.tiny import save_model

from tenfold.reading import store
from tenfold.reading.model import load_model
from tenfold.reading.names import models_home

from .conftest import Wait

pytestmark = pytest.mark.django_db


def upload(path: Path, name: str = "") -> SimpleUploadedFile:
    return SimpleUploadedFile(name or path.name, path.read_bytes())


def test_file_with_its_card_is_added(client: Client, tmp_path: Path) -> None:
    path = save_model(tmp_path / "sent.onnx", {7: 10.0})
    files = {"model": upload(path), "card": upload(path.with_suffix(".json"))}
    done = client.post("/models/import", {**files, "name": "forms"})
    assert (done.status_code, done.url) == (302, "/models/forms/")  # type: ignore[attr-defined]
    assert load_model("forms").card.architecture == "constant"
    assert list((models_home().parent / "cache").glob("import-*")) == []


def test_file_without_a_card_gets_one(client: Client, tmp_path: Path, wait: Wait) -> None:
    path = save_model(tmp_path / "sent.onnx", {7: 10.0})
    done = client.post("/models/import", {"model": upload(path, "../my digits.onnx")})
    key = done.url.partition("importing=")[2]  # type: ignore[attr-defined]
    told = wait(client, f"/models/importing?key={key}")
    assert told["page"] == "/models/my-digits/"
    assert load_model("my-digits").card.recipe == "imported from my-digits.onnx"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (pickle.dumps({"w": 1}), "is a pickle"),
        (b"PK\x03\x04" + bytes(40), "PyTorch"),
        (b"", "holds no network"),
        (b"hello, this is no model", "no .onnx file"),
    ],
)
def test_what_is_no_model_is_refused(client: Client, data: bytes, told: str) -> None:
    sent = SimpleUploadedFile("net.onnx", data)
    done = client.post("/models/import", {"model": sent})
    assert done.status_code == 422
    assert told in done.content.decode()
    assert store.stored_models() == []


def test_bad_name_and_wrong_card_are_refused(client: Client, tmp_path: Path) -> None:
    path = save_model(tmp_path / "sent.onnx", {7: 10.0})
    done = client.post("/models/import", {"model": upload(path), "name": "../up"})
    assert "cannot be a model" in done.content.decode()
    card = SimpleUploadedFile("card.json", b'{"name": "x"}')
    done = client.post("/models/import", {"model": upload(path), "card": card})
    assert done.status_code == 422
    assert "the card lacks" in done.content.decode()
    assert list((models_home().parent / "cache").glob("import-*")) == []


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("onnx", "tenfold_small.onnx"),
        ("fp32", "tenfold_small-fp32.onnx"),
        ("safetensors", "tenfold_small.safetensors"),
        ("card", "tenfold_small.json"),
    ],
)
def test_files_are_sent(client: Client, kind: str, file: str) -> None:
    sent = client.get(f"/models/tenfold_small/files/{kind}")
    assert sent["Content-Disposition"] == f'attachment; filename="{file}"'
    assert len(sent.content) > 5000


def test_int8_is_made_then_sent(client: Client, wait: Wait) -> None:
    assert client.get("/models/tenfold_small/files/int8").status_code == 404
    told = wait(client, "/models/tenfold_small/int8", "post")
    assert told["state"] == "done", told
    assert told["figures"]["accuracy"]["n"] == 30
    assert len(client.get("/models/tenfold_small/files/int8").content) > 100_000


@pytest.mark.parametrize("kind", ["h5", "model"])
def test_other_files_are_not(client: Client, kind: str) -> None:
    assert client.get(f"/models/tenfold_small/files/{kind}").status_code == 404


def test_report_is_shown_shut_away(client: Client, seven: str) -> None:
    assert client.get(f"/models/{seven}/report").status_code == 404
    (models_home() / seven / "report.html").write_text("<script>steal()</script>", "utf-8")
    shown = client.get(f"/models/{seven}/report")
    policy = shown["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy
    assert "script" not in policy


def test_weights_are_those_of_the_model(client: Client) -> None:
    load: Any = pytest.importorskip("safetensors.numpy").load
    weights = load(client.get("/models/tenfold_small/files/safetensors").content)
    assert weights["head.bias"].dtype == np.float32
    assert json.loads(io.BytesIO(client.get("/models/tenfold_small/files/card").content).read())
