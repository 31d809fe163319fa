"""Drawings kept from the pad: checked, corrected, taken back, each to its owner."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tenfold.web.accounts.models import User
from tenfold.web.readings.models import Picture, Reading

WIDTH, HEIGHT = 120, 80


def drawing(**changes: Any) -> dict[str, Any]:
    digit = {
        "value": 4,
        "confidence": 0.7,
        "not_a_digit": 0.1,
        "box": [10, 10, 30, 50],
        "probabilities": [0, 0, 0, 0, 0.7, 0, 0, 0, 0, 0.2],
    }
    number = {"text": "4", "confidence": 0.7, "accepted": False, "box": [10, 10, 30, 50]}
    return {
        "text": "4",
        "confidence": 0.7,
        "accepted": False,
        "numbers": [{**number, "digits": [digit]}],
        "rejected": [],
        "image": {"width": WIDTH, "height": HEIGHT, "polarity": "dark-on-light"},
        "model": "tenfold_small",
        "milliseconds": 3.2,
        **changes,
    }


def png(width: int = WIDTH, height: int = HEIGHT, kind: str = "PNG") -> SimpleUploadedFile:
    file = BytesIO()
    Image.new("L", (width, height), 255).save(file, kind)
    return SimpleUploadedFile("drawing.png", file.getvalue(), "image/png")


def keep(client: Client, reading: Any = None, picture: Any = None, **form: str) -> Any:
    text = reading if isinstance(reading, str) else json.dumps(reading or drawing())
    body = {"reading": text, "picture": picture or png(), **form}
    return client.post("/drawings/", body, headers={"accept": "application/json"})


def test_it_keeps_drawing_and_answer_as_a_correction(sign_in: Any, member: User) -> None:
    answer = keep(sign_in(member), corrected="9")
    assert answer.status_code == 201
    reading = Reading.objects.get(pk=answer.json()["id"])
    assert (reading.owner, reading.source, reading.text) == (member, "draw", "4")
    assert (reading.corrected, reading.band) == ("9", "again")
    assert (reading.picture.width, reading.picture.height) == (WIDTH, HEIGHT)
    assert reading.picture.path.exists()


def test_it_keeps_which_digit_was_put_right(sign_in: Any, member: User) -> None:
    reading = drawing()
    reading["numbers"][0]["digits"][0]["corrected"] = 9
    pk = keep(sign_in(member), reading, corrected="9").json()["id"]
    assert Reading.objects.get(pk=pk).data["numbers"][0]["digits"][0]["corrected"] == 9


def test_a_drawing_without_a_correction_is_plain_history(sign_in: Any, member: User) -> None:
    pk = keep(sign_in(member)).json()["id"]
    assert Reading.objects.get(pk=pk).corrected is None


def test_a_scribble_put_right_as_no_digit_has_an_empty_text(sign_in: Any, member: User) -> None:
    pk = keep(sign_in(member), corrected="").json()["id"]
    assert Reading.objects.get(pk=pk).corrected == ""


def test_it_takes_a_drawing_back_with_its_picture(sign_in: Any, member: User) -> None:
    client = sign_in(member)
    pk = keep(client).json()["id"]
    path = Picture.objects.get().path
    assert client.delete(f"/drawings/{pk}/").status_code == 204
    assert not Reading.objects.exists()
    assert not path.exists()


def test_a_stranger_can_take_nothing_back(sign_in: Any, member: User, stranger: User) -> None:
    pk = keep(sign_in(member)).json()["id"]
    assert sign_in(stranger).delete(f"/drawings/{pk}/").status_code == 404
    assert Reading.objects.count() == 1


def test_nobody_keeps_anything_without_signing_in(team: None, db: None) -> None:
    assert keep(Client()).status_code == 401
    assert not Reading.objects.exists()


def test_another_site_cannot_post(team: None, member: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)
    assert keep(client).status_code == 403


@pytest.mark.parametrize(
    "reading",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 100_000,
        '{"text": "4"}',
        "x" * 300_000,
        drawing(text="4<script>"),
        drawing(confidence=2),
        drawing(confidence="0.5"),
        drawing(accepted=1),
        drawing(numbers=4),
        drawing(numbers=[{"text": "4"}]),
        drawing(rejected=[{"box": [0, 0, 1]}]),
        drawing(rejected=[{"box": [0, 0, -1, 5]}]),
        drawing(rejected=[{"box": [0, 0, 1, 5]}] * 501),
        drawing(image={"width": 10**9, "height": 10}),
        drawing(model=""),
        drawing(milliseconds="fast"),
    ],
    ids=range(19),
)
def test_what_is_no_reading_is_refused(sign_in: Any, member: User, reading: Any) -> None:
    answer = keep(sign_in(member), reading)
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "bad_drawing"
    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    "picture",
    [png(10, 10), png(kind="JPEG"), SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\nbroken")],
    ids=["another size", "JPEG", "broken"],
)
def test_a_picture_that_is_not_the_drawing_is_refused(
    sign_in: Any, member: User, picture: Any
) -> None:
    picture.seek(0)
    answer = keep(sign_in(member), picture=picture)
    assert answer.status_code == 400
    assert not Picture.objects.exists()


def test_a_correction_of_letters_stores_nothing(sign_in: Any, member: User) -> None:
    assert keep(sign_in(member), corrected="four").status_code == 400
    assert not Reading.objects.exists()
