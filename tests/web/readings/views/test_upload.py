"""What the upload page asks for: files in, results out, for their owner alone."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from PIL import Image
from tests.support.uploads import picture, sent, zipped

from tenfold.web.accounts.models import User
from tenfold.web.readings.models import Batch, Picture, Reading

pytestmark = pytest.mark.django_db(transaction=True)
Work = Callable[[], None]


def upload(client: Client, *names: str, **form: Any) -> dict[str, Any]:
    """Upload some pictures in one request; return what the server tells of the batch."""
    files = [sent(name) for name in names]
    form = {"position": list(range(len(files))), "file": files, "last": "1", **form}
    response = client.post("/upload/new", form)
    assert response.status_code == 201, response.content
    return dict(response.json())


def results(client: Client, batch: int, after: int = 0) -> dict[str, Any]:
    """Return what was finished since."""
    return dict(client.get(f"/upload/{batch}/results?after={after}").json())


def test_page_opens_empty_and_with_a_batch(client: Client, work: Work) -> None:
    assert client.get("/upload").status_code == 200
    batch = upload(client, "a.jpg")["id"]
    assert b'data-batch="' in client.get(f"/upload/{batch}").content


def test_results_say_what_stands_where_and_how_sure(client: Client, work: Work) -> None:
    batch = upload(client, "a.jpg")["id"]
    work()
    answer = results(client, batch)
    (item,) = answer["items"]
    assert (answer["batch"]["state"], answer["more"]) == ("done", False)
    assert (item["text"], item["band"], item["at"], item["picture"]) == ("42", "sure", 0, True)
    values = [digit[0] for digit in item["digits"]]
    x, y, width, height = item["view"]
    assert values == [4, 2]
    for digit in item["digits"]:
        assert x <= digit[2]
        assert digit[2] + digit[4] <= x + width
        assert y <= digit[3]
        assert digit[3] + digit[5] <= y + height
    assert results(client, batch, after=1)["items"] == []


def test_files_come_in_several_requests(client: Client, work: Work) -> None:
    batch = client.post("/upload/new", {"name": "March"}).json()["id"]
    for position in (0, 1, 1):
        form = {"position": position, "file": sent(f"{position}.jpg")}
        assert client.post(f"/upload/{batch}/files", form).status_code == 200
    assert client.post(f"/upload/{batch}/close").json()["total"] == 2
    work()
    answer = results(client, batch)
    assert (answer["batch"]["name"], answer["batch"]["done"]) == ("March", 2)


def test_folders_of_a_file_stay_in_its_name(client: Client, work: Work) -> None:
    form = {"position": [0], "path": ["March/../a.jpg"], "file": [sent("a.jpg")], "last": "1"}
    batch = client.post("/upload/new", form).json()["id"]
    work()
    assert results(client, batch)["items"][0]["name"] == "March/a.jpg"


def test_large_file_comes_in_parts(client: Client, work: Work) -> None:
    batch = client.post("/upload/new", {}).json()["id"]
    data = zipped({"a.jpg": picture()})
    for start in range(0, len(data), 10_000):
        part = data[start : start + 10_000]
        asked = f"position=0&offset={start}&size={len(data)}&name=s.zip"
        response = client.post(
            f"/upload/{batch}/parts?{asked}", part, content_type="application/octet-stream"
        )
        assert response.json() == {"received": start + len(part)}
    client.post(f"/upload/{batch}/close")
    work()
    assert results(client, batch)["items"][0]["name"] == "s.zip:a.jpg"


@pytest.mark.parametrize(
    ("name", "data", "status"),
    [
        ("bomb.zip", zipped({f"{n}.bmp": bytes(10_000_000) for n in range(8)}), 413),
        ("many.zip", zipped({f"{n}.png": b"" for n in range(10_001)}), 413),
        ("cut.zip", zipped({"a.jpg": picture()})[:5000], 422),
        ("none.zip", zipped({"a.txt": b"text"}), 422),
    ],
)
def test_harmful_zip_is_refused_in_words_and_nothing_is_stored(
    client: Client, web_home: Path, name: str, data: bytes, status: int
) -> None:
    form = {"position": 0, "file": sent(name, data), "last": "1"}
    response = client.post("/upload/new", form)
    assert response.status_code == status
    assert name in response.json()["error"]["message"]
    assert Batch.objects.count() == 0
    assert [p for p in (web_home / "spool").rglob("*") if p.is_file()] == []


@pytest.mark.parametrize(
    "form",
    [
        {"file": [sent("a.jpg")]},
        {"file": [sent("a.jpg")], "position": ["-1"]},
        {"file": [sent("a.jpg")], "position": ["9999999999999"]},
        {"file": [sent("a.jpg"), sent("b.jpg")], "position": ["1", "1"]},
    ],
)
def test_files_without_sound_positions_are_refused(client: Client, form: dict[str, Any]) -> None:
    response = client.post("/upload/new", form)
    assert response.status_code == 400
    assert "message" in response.json()["error"]
    assert Batch.objects.count() == 0


def test_cancel_stops_and_keeps_what_is_read(client: Client, work: Work) -> None:
    batch = upload(client, "a.jpg")["id"]
    assert client.post(f"/upload/{batch}/cancel").json()["state"] == "cancelled"
    work()
    assert results(client, batch)["items"] == []


def test_do_not_keep_deletes_the_pictures_at_once(
    client: Client, work: Work, web_home: Path
) -> None:
    batch = upload(client, "a.jpg")["id"]
    work()
    item = results(client, batch)["items"][0]
    assert client.get(f"/upload/readings/{item['id']}/small.webp").status_code == 200
    assert client.post(f"/upload/{batch}/forget").json()["deleted"] == 1
    assert client.get(f"/upload/readings/{item['id']}/small.webp").status_code == 404
    assert results(client, batch)["items"][0]["picture"] is False
    assert (Picture.objects.count(), Reading.objects.count()) == (0, 1)
    assert list((web_home / "pictures").rglob("*.png")) == []


def test_keep_off_keeps_no_picture(client: Client, work: Work) -> None:
    upload(client, "a.jpg", keep="off")
    work()
    assert (Picture.objects.count(), Reading.objects.count()) == (0, 1)


def test_delete_takes_all(client: Client, work: Work) -> None:
    batch = upload(client, "a.jpg")["id"]
    work()
    assert client.delete(f"/upload/{batch}/delete").status_code == 204
    assert client.get(f"/upload/{batch}").status_code == 404
    assert (Picture.objects.count(), Reading.objects.count()) == (0, 0)


def test_correction_is_stored_and_taken_back(client: Client, work: Work) -> None:
    batch = upload(client, "a.jpg")["id"]
    work()
    item = results(client, batch)["items"][0]
    url = f"/upload/readings/{item['id']}/correct"
    for text in ("47", "", None):
        body = json.dumps({"text": text})
        response = client.post(url, body, content_type="application/json")
        assert response.json()["corrected"] == text
        assert Reading.objects.get().corrected == text
    for body in ('{"text": "4x"}', '{"text": 4}', "[]", "{", '{"text": "' + "1" * 300 + '"}'):
        assert client.post(url, body, content_type="application/json").status_code == 400


def test_small_picture_shows_the_part_that_was_read(client: Client, work: Work) -> None:
    batch = upload(client, "a.jpg")["id"]
    work()
    item = results(client, batch)["items"][0]
    for kind in ("small", "large"):
        response = client.get(f"/upload/readings/{item['id']}/{kind}.webp")
        image = Image.open(io.BytesIO(response.content))
        _, _, width, height = item["view"]
        assert image.width / image.height == pytest.approx(width / height, rel=0.05)
        assert "no-store" in response["Cache-Control"]


def test_digits_are_those_that_the_network_saw(client: Client, work: Work) -> None:
    batch = upload(client, "a.jpg")["id"]
    work()
    item = results(client, batch)["items"][0]
    response = client.get(f"/upload/readings/{item['id']}/digits.png")
    strip = np.asarray(Image.open(io.BytesIO(response.content)).convert("L"))
    assert strip.shape == (28, 56)
    assert strip[:, :28].min() < 64  # dark ink
    assert strip[0].min() == 255  # on light ground, with a margin


def test_csv_and_json_hold_every_picture_and_what_went_wrong(client: Client, work: Work) -> None:
    form = {"position": [0, 1], "file": [sent("=a.jpg"), sent("no.png", b"no")], "last": "1"}
    batch = client.post("/upload/new", form).json()["id"]
    work()
    reading = Reading.objects.get()
    reading.corrected = "47"
    reading.save()
    sheet = b"".join(client.get(f"/upload/{batch}/export.csv").streaming_content).decode(
        "utf-8-sig"
    )
    first, second = csv.DictReader(io.StringIO(sheet))
    assert (first["path"], first["text"], first["checked"]) == ("'=a.jpg", "47", "yes")
    assert second["error"].startswith("This is no picture")
    data = json.loads(b"".join(client.get(f"/upload/{batch}/export.json").streaming_content))
    assert (data[0]["text"], data[0]["corrected"], data[0]["path"]) == ("42", "47", "=a.jpg")
    assert data[1]["path"] == "no.png"
    assert "error" in data[1]


def test_zip_of_pictures_with_boxes(client: Client, work: Work) -> None:
    batch = upload(client, "../a.jpg", "b.jpg")["id"]
    work()
    data = b"".join(client.get(f"/upload/{batch}/export.zip").streaming_content)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        names = archive.namelist()
        image = Image.open(io.BytesIO(archive.read(names[0])))
    assert len(names) == 2
    assert all("/" not in name for name in names)
    assert image.width > 100


def test_two_people_never_see_each_others_uploads(
    sign_in: Any, member: User, stranger: User, work: Work
) -> None:
    mine, other = sign_in(member), sign_in(stranger)
    batch = upload(mine, "a.jpg")["id"]
    work()
    item = results(mine, batch)["items"][0]["id"]
    pages = ("", "/results", "/export.csv", "/export.json", "/export.zip")
    for page in pages:
        assert other.get(f"/upload/{batch}{page}").status_code == 404
    for act in ("files", "close", "cancel", "forget"):
        assert other.post(f"/upload/{batch}/{act}").status_code == 404
    assert other.post(f"/upload/{batch}/parts?position=0&offset=0&size=1").status_code == 404
    assert other.delete(f"/upload/{batch}/delete").status_code == 404
    for file in ("small.webp", "large.webp", "digits.png"):
        assert other.get(f"/upload/readings/{item}/{file}").status_code == 404
    body = json.dumps({"text": "1"})
    url = f"/upload/readings/{item}/correct"
    assert other.post(url, body, content_type="application/json").status_code == 404
    assert Reading.objects.get().corrected is None
    assert batch not in [int(b["pk"]) for b in Batch.objects.of(stranger).values("pk")]


def test_an_address_with_a_number_that_no_database_holds_is_not_found(client: Client) -> None:
    assert client.get(f"/upload/{2**70}").status_code == 404
    assert client.get(f"/upload/readings/{2**70}/small.webp").status_code == 404
    batch = client.post("/upload/new", {}).json()["id"]
    assert client.get(f"/upload/{batch}/results?after={2**70}").status_code == 400
