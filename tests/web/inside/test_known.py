"""Known pictures: taken from a data set on this machine, with what the network makes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from tests.support.blocks import opened

from tenfold.reading.model import find_model
from tenfold.web.inside.container import Body, pack
from tenfold.web.inside.known import known_file


def write_set(folder: Path) -> None:
    """Write a data set of 30 pictures, in three classes, where 'paper_digits' is looked for."""
    rng = np.random.default_rng(0)
    images = np.zeros((30, 28, 28), np.uint8)
    for image in images:
        x, y = rng.integers(4, 16, 2)
        image[y : y + 8, x : x + 5] = 255
    labels = np.repeat(np.arange(3), 10).astype(np.int64)
    np.savez(folder / "paper_digits.npz", images=images, labels=labels)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of data sets, the only one that is looked in."""
    folder = tmp_path / "sets"
    folder.mkdir()
    monkeypatch.setenv("TENFOLD_DATA", str(folder))
    return folder


def test_each_picture_has_its_label_and_its_features(data: Path, tmp_path: Path) -> None:
    write_set(data)
    made = known_file(find_model()[0], tmp_path)
    assert made is not None
    header, body = opened(made.read_bytes(), b"TENFKNOW")
    assert header["source"] == "paper_digits"
    assert header["labels"] == [0] * 10 + [1] * 10 + [2] * 10
    features = np.frombuffer(body, "<f4", 30 * header["size"], header["features"])
    assert np.isfinite(features).all()
    assert features.reshape(30, -1).std(axis=0).max() > 0
    pictures = np.frombuffer(body, np.uint8, 30 * 784, header["pictures"]).reshape(30, 28, 28)
    assert (pictures.max(axis=(1, 2)) == 255).all()


def test_it_is_made_once(data: Path, tmp_path: Path) -> None:
    write_set(data)
    made = known_file(find_model()[0], tmp_path)
    assert made is not None
    before = made.stat().st_mtime_ns
    assert known_file(find_model()[0], tmp_path) == made
    assert made.stat().st_mtime_ns == before
    assert list(made.parent.iterdir()) == [made]


def test_without_a_data_set_there_is_none(data: Path, tmp_path: Path) -> None:
    assert known_file(find_model()[0], tmp_path) is None


def test_blocks_begin_at_multiples_of_eight() -> None:
    body = Body()
    assert [body.add(b"abc"), body.add(b"12345678"), body.add(b"x")] == [0, 8, 16]
    header, rest = opened(pack(b"ABCDEFGH", {"a": "ä"}, body), b"ABCDEFGH")
    assert header == {"version": 1, "a": "ä"}
    assert rest[8:16] == b"12345678"


@pytest.mark.django_db
def test_the_page_names_it_where_there_is_a_data_set(data: Path, client: Client) -> None:
    assert b'data-known=""' in client.get("/inside").content
    assert client.get("/inside/known").status_code == 404
    write_set(data)
    page = client.get("/inside").content
    assert b'data-known="/inside/known?model=tenfold_small' in page
    answer: Any = client.get("/inside/known?model=tenfold_small")
    assert b"".join(answer.streaming_content)[:8] == b"TENFKNOW"
    assert client.get("/inside/known?model=none-such").status_code == 404
