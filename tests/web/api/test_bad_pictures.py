"""Bad pictures at every door: refused with their reason, nothing stored, the next one is read."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support.bad_pictures import READ, REFUSED

from tenfold.web.readings.models import Picture, Reading

pytestmark = pytest.mark.django_db
URL = "/api/v1/read?store=true"
Door = Callable[[Client, bytes], Any]


def as_body(client: Client, data: bytes) -> Any:
    return client.post(URL, data, content_type="image/png")


def as_file(client: Client, data: bytes) -> Any:
    return client.post(URL, {"file": SimpleUploadedFile("a.png", data)})


def as_json(client: Client, text: str) -> Any:
    return client.post(URL, json.dumps({"image": text}), content_type="application/json")


def as_base64(client: Client, data: bytes) -> Any:
    return as_json(client, base64.b64encode(data).decode())


def as_data_url(client: Client, data: bytes) -> Any:
    return as_json(client, f"data:image/png;base64,{base64.b64encode(data).decode()}")


DOORS = [as_body, as_file, as_base64, as_data_url]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_its_reason_and_the_next_is_read(
    client: Client, seven: bytes, web_home: Path, name: str, door: Door
) -> None:
    data, status, code = REFUSED[name]
    if door is as_body and not data:
        status, code = 400, "no_picture"
    response = door(client, data)
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (status, code)
    assert error["message"].endswith(".")
    inside = ("/src/", str(web_home), "Traceback", "PIL", "to_page(")
    assert not any(word in response.content.decode() for word in inside)
    assert not Reading.objects.exists()
    assert not Picture.objects.exists()
    assert not list(web_home.rglob("*.png"))
    assert door(client, seven).json()["text"] == "7"


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("name", READ)
def test_what_is_odd_but_a_picture_is_read_honestly(client: Client, name: str, door: Door) -> None:
    data, text = READ[name]
    response = door(client, data)
    assert (response.status_code, response.json()["text"]) == (200, text)


def test_bad_ones_among_many_are_named_and_the_others_stored(client: Client, seven: bytes) -> None:
    files = [SimpleUploadedFile(name, data) for name, (data, _, _) in REFUSED.items()]
    files.insert(3, SimpleUploadedFile("seven.png", seven))
    answers = client.post(URL, {"file": files}).json()["readings"]
    codes = {a["path"]: a["error"]["code"] for a in answers if "error" in a}
    assert codes == {name: code for name, (_, _, code) in REFUSED.items()}
    assert [a["text"] for a in answers if "text" in a] == ["7"]
    assert Reading.objects.count() == 1
