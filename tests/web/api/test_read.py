"""Pictures in, readings out: every way of sending them."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tenfold import Reader
from tenfold.web.readings.models import Picture, Reading

pytestmark = pytest.mark.django_db
READ = "/api/v1/read"


def sent(client: Client, picture: bytes, kind: str = "image/png", query: str = "") -> Any:
    return client.post(READ + query, picture, content_type=kind)


def sent_json(client: Client, body: Any) -> Any:
    return client.post(READ, json.dumps(body), content_type="application/json")


def file(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def error_of(response: Any) -> tuple[int, str]:
    return response.status_code, response.json()["error"]["code"]


def test_a_body_is_answered_with_the_reading_of_the_library(client: Client, seven: bytes) -> None:
    answer = sent(client, seven).json()
    expected = Reader().read(seven).to_dict()
    answer.pop("milliseconds"), expected.pop("milliseconds")
    assert answer == expected
    assert answer["text"] == "7"


@pytest.mark.parametrize("kind", ["image/jpeg", "application/octet-stream", "IMAGE/PNG"])
def test_the_type_of_a_body_need_not_be_right(client: Client, seven: bytes, kind: str) -> None:
    assert sent(client, seven, kind).json()["text"] == "7"


def test_a_body_may_be_named(client: Client, seven: bytes) -> None:
    assert sent(client, seven, query="?name=scans/a.png").json()["path"] == "scans/a.png"


def test_one_file_of_a_form_is_one_reading(client: Client, seven: bytes) -> None:
    answer = client.post(READ, {"any": file("a.png", seven)}).json()
    assert (answer["path"], answer["text"]) == ("a.png", "7")


def test_many_files_are_a_list_in_their_order(client: Client, seven: bytes) -> None:
    files = {"file": [file("a.png", seven), file("b.txt", b"no picture"), file("c.png", seven)]}
    a, b, c = client.post(READ, files).json()["readings"]
    assert [e["path"] for e in (a, b, c)] == ["a.png", "b.txt", "c.png"]
    assert a["text"] == c["text"] == "7"
    assert b["error"]["code"] == "unsupported_picture"


@pytest.mark.parametrize("head", ["", "data:image/png;base64,", "DATA:;base64,"])
def test_json_takes_base64_and_data_urls(client: Client, seven: bytes, head: str) -> None:
    text = head + base64.b64encode(seven).decode()
    assert sent_json(client, {"image": text}).json()["text"] == "7"
    assert sent_json(client, {"image": text, "name": "a"}).json()["path"] == "a"


def test_json_with_images_is_a_list_even_of_one(client: Client, seven: bytes) -> None:
    text = base64.b64encode(seven).decode()
    body = {"images": [text, {"image": "%%%", "name": "b"}]}
    good, bad = sent_json(client, body).json()["readings"]
    assert good["text"] == "7"
    assert (bad["path"], bad["error"]["code"]) == ("b", "invalid")
    assert "images.1" in bad["error"]["message"]
    assert len(sent_json(client, {"images": [text]}).json()["readings"]) == 1


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"image": 1},
        {"images": {}},
        {"image": "a", "images": []},
        {"image": "a%"},
        {"image": "", "b": 1},
    ],
)
def test_json_of_another_form_is_refused_by_field(client: Client, body: Any) -> None:
    assert error_of(sent_json(client, body)) == (422, "invalid")


@pytest.mark.parametrize("body", [b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_refused(client: Client, body: bytes) -> None:
    response = client.post(READ, body, content_type="application/json")
    assert error_of(response) == (400, "no_json")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("text/plain", (415, "unsupported_type")),
        ("application/x-www-form-urlencoded", (415, "unsupported_type")),
        ("", (415, "unsupported_type")),
    ],
)
def test_another_type_is_refused(client: Client, kind: str, expected: tuple[int, str]) -> None:
    assert error_of(client.generic("POST", READ, b"something", kind)) == expected


@pytest.mark.parametrize("kind", ["image/png", "application/x-www-form-urlencoded"])
def test_nothing_is_no_picture(client: Client, kind: str) -> None:
    assert error_of(client.generic("POST", READ, b"", kind)) == (400, "no_picture")


def test_a_form_without_files_is_no_picture(client: Client) -> None:
    assert error_of(client.post(READ, {"a": "b"})) == (400, "no_picture")


def test_a_broken_form_is_refused(client: Client) -> None:
    response = client.generic("POST", READ, b"--x\r\n", "multipart/form-data")
    assert error_of(response) == (400, "no_form")


def test_more_than_a_hundred_pictures_belong_into_a_batch(client: Client, seven: bytes) -> None:
    files = {"file": [file(f"{i}.png", seven) for i in range(101)]}
    assert error_of(client.post(READ, files)) == (413, "too_many_pictures")


def test_a_body_without_a_length_is_refused(client: Client) -> None:
    response = client.generic(
        "POST", READ, b"", "image/png", HTTP_TRANSFER_ENCODING="chunked", CONTENT_LENGTH=""
    )
    assert error_of(response) == (411, "length_required")


def test_a_picture_over_the_limit_is_refused_at_every_door(
    client: Client, seven: bytes, settings: Any
) -> None:
    settings.TENFOLD_MAX_PICTURE_BYTES = len(seven) - 1
    text = base64.b64encode(seven).decode()
    for response in (
        sent(client, seven),
        client.post(READ, {"a": file("a.png", seven)}),
        sent_json(client, {"image": text}),
    ):
        assert response.status_code == 413


def test_nothing_is_stored_by_default(client: Client, seven: bytes) -> None:
    assert "id" not in sent(client, seven).json()
    assert not Reading.objects.exists()


def test_a_reading_is_stored_with_its_picture_when_asked(client: Client, seven: bytes) -> None:
    answer = sent(client, seven, query="?store=true&name=a.png").json()
    row = Reading.objects.get(pk=answer["id"])
    assert (row.text, row.source, row.name) == ("7", "api", "a.png")
    assert Picture.objects.get().path.exists()


def test_the_setting_stores_unless_the_request_says_no(
    client: Client, seven: bytes, settings: Any
) -> None:
    settings.TENFOLD_API_STORE = True
    sent(client, seven, query="?store=false")
    assert not Reading.objects.exists()
    sent(client, seven)
    assert Reading.objects.count() == 1


def test_a_bad_picture_is_not_stored(client: Client) -> None:
    assert sent(client, b"no picture", query="?store=true").status_code == 415
    assert not Reading.objects.exists()


def test_a_stricter_error_rate_is_that_of_the_library(client: Client, seven: bytes) -> None:
    answer = sent(client, seven, query="?error_rate=0.01&model=tenfold_small").json()
    assert answer["accepted"] == Reader(error_rate=0.01).read(seven).accepted


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?model=other", "unknown_model"),
        ("?model=/etc/passwd", "unknown_model"),
        ("?error_rate=1e-9", "model_refuses"),
        ("?error_rate=2", "invalid"),
        ("?error_rate=nan", "invalid"),
        ("?store=perhaps", "invalid"),
    ],
)
def test_a_wrong_option_is_told(client: Client, seven: bytes, query: str, code: str) -> None:
    assert error_of(sent(client, seven, query=query)) == (422, code)


def test_a_validation_error_names_the_field(client: Client, seven: bytes) -> None:
    assert (
        sent(client, seven, query="?store=perhaps").json()["error"]["message"].startswith("store: ")
    )


def test_other_methods_are_told_which_one_to_use(client: Client) -> None:
    response = client.get(READ)
    assert error_of(response) == (405, "method_not_allowed")
    assert response["Allow"] == "POST"


def test_every_answer_has_a_request_id(client: Client, seven: bytes) -> None:
    assert client.get(READ, headers={"X-Request-ID": "mine-1"})["X-Request-ID"] == "mine-1"
    assert len(sent(client, seven)["X-Request-ID"]) == 32


def test_an_unknown_address_has_the_one_shape(client: Client) -> None:
    assert error_of(client.get("/api/v1/nowhere")) == (404, "not_found")


@pytest.mark.parametrize("name", ["a\0b.png", "a\ud800b.png", "a\nb.png"])
def test_a_name_keeps_only_what_can_be_shown(client: Client, seven: bytes, name: str) -> None:
    body = {"image": base64.b64encode(seven).decode(), "name": name}
    response = client.post(f"{READ}?store=true", json.dumps(body), content_type="application/json")
    assert response.json()["path"] == "ab.png"
    assert Reading.objects.get().name == "ab.png"
