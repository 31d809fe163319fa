"""The stage's server side: frames are read and forgotten, samples tell the truth."""

from __future__ import annotations

import base64
from random import Random
from typing import Any

import cv2
import pytest
from django.test import Client

from tenfold.reading import Reader
from tenfold.web.accounts.models import User
from tenfold.web.readings.invented import invent
from tenfold.web.readings.models import Picture, Reading
from tenfold.web.readings.penned import pen_number, scribble

pytestmark = pytest.mark.django_db(transaction=True)


def post(client: Client, body: bytes, query: str = "") -> Any:
    return client.post(f"/live/read{query}", body, content_type="image/png")


def test_a_frame_is_read_and_forgotten(client: Client, form: bytes) -> None:
    assert "1840" in post(client, form).json()["text"]
    assert not Reading.objects.exists()
    assert not Picture.objects.exists()


def test_a_frame_is_kept_when_asked(client: Client, form: bytes) -> None:
    post(client, form, "?keep=on")
    assert Reading.objects.get().source == "live"


@pytest.mark.parametrize("body", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused_in_plain_words(client: Client, body: bytes) -> None:
    response = post(client, body)
    assert 400 <= response.status_code < 500
    assert response.json()["error"]["message"]


def test_a_written_sample_comes_with_its_truth(client: Client) -> None:
    sample = client.get("/live/sample?digits=3&difficulty=0").json()
    assert len(sample["text"]) == 3
    png = base64.b64decode(sample["picture"].partition(",")[2])
    assert png.startswith(b"\x89PNG")
    assert Reader().read(png).text == sample["reading"]["text"]


@pytest.mark.parametrize("query", ["digits=x", "digits=nan", "digits=-5", "digits=99", ""])
def test_a_wrong_number_of_digits_is_moved_into_its_range(client: Client, query: str) -> None:
    assert 1 <= len(client.get(f"/live/sample?{query}").json()["text"]) <= 5


def test_own_pictures_are_the_person_s_own(sign_in: Any, member: User, stranger: User) -> None:
    invent(member, 5)
    assert sign_in(member).get("/live/sample?from=own").json()["picture"].startswith("/pictures/")
    assert sign_in(stranger).get("/live/sample?from=own").json()["picture"].startswith("data:")


def test_the_invented_hand_writes_what_is_read() -> None:
    reader = Reader()
    texts = [str(i % 10) for i in range(60)]
    read = [reader.read(pen_number(text, Random(i))).text for i, text in enumerate(texts)]
    assert sum(a == b for a, b in zip(texts, read, strict=True)) >= 58


def test_the_same_hand_writes_the_same() -> None:
    one, other = (pen_number("42", Random(5), difficulty=0.9) for _ in range(2))
    assert (one == other).all()
    assert cv2.countNonZero(255 - pen_number("42", Random(6))) > 100


def test_most_scribbles_are_no_digit() -> None:
    reader = Reader()
    assert sum(not reader.read(scribble(Random(i))).numbers for i in range(30)) >= 26
