"""Readings leave: what is exported equals the rows, and what is deleted is gone from the disk."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tenfold.datasets.strings import read_strings
from tenfold.web.accounts.models import User
from tenfold.web.readings import services
from tenfold.web.readings.invented import invent
from tenfold.web.readings.models import Picture, Reading

pytestmark = pytest.mark.django_db(transaction=True)

JSON = {"Accept": "application/json"}


@pytest.fixture
def readings(db: None) -> list[Reading]:
    """Twelve readings of the local owner, newest first."""
    invent(User.objects.local_owner(), 12)
    return list(Reading.objects.order_by("-pk"))


def content(response: Any) -> bytes:
    assert response.status_code == 200
    assert response.streaming
    return b"".join(response.streaming_content)


def files(home: Path) -> list[str]:
    return sorted(path.stem for path in home.rglob("*.png"))


def test_csv_has_a_line_for_each_row(client: Client, readings: list[Reading]) -> None:
    services.correct(readings[0], "")
    text = content(client.get("/history/export.csv")).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [int(row["id"]) for row in rows] == [r.pk for r in readings]
    assert [row["text"] for row in rows] == [r.text for r in readings]
    assert (rows[0]["checked"], rows[0]["corrected"]) == ("yes", "")
    assert rows[0]["created"] == readings[0].created.isoformat()


def test_csv_starts_no_formula_in_a_spreadsheet(client: Client, readings: list[Reading]) -> None:
    Reading.objects.filter(pk=readings[0].pk).update(name="=1+1.png")
    assert b"'=1+1.png" in content(client.get("/history/export.csv"))


def test_json_lines_are_the_readings(client: Client, readings: list[Reading]) -> None:
    lines = content(client.get("/history/export.jsonl")).splitlines()
    for line, reading in zip(lines, readings, strict=True):
        data = json.loads(line)
        assert data["history"]["id"] == reading.pk
        assert {key: data[key] for key in reading.data} == reading.data


def test_the_zip_has_the_pictures_and_their_labels(
    client: Client, readings: list[Reading], tmp_path: Path
) -> None:
    services.correct(readings[0], "123")
    data = content(client.get("/history/export.zip"))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        picture = archive.read(f"{readings[0].pk:08d}.png")
        archive.extractall(tmp_path / "out")
    assert picture == readings[0].picture.path.read_bytes()
    labelled = read_strings(tmp_path / "out")
    assert sorted(labelled.texts) == sorted(r.final_text for r in _fresh() if r.final_text)


def _fresh() -> list[Reading]:
    return list(Reading.objects.all())


def test_an_export_has_the_filter_of_the_list(client: Client, readings: list[Reading]) -> None:
    Reading.objects.filter(pk=readings[3].pk).update(name="only_this.png")
    lines = content(client.get("/history/export.jsonl?q=only_this")).splitlines()
    assert [json.loads(line)["history"]["id"] for line in lines] == [readings[3].pk]


def test_more_rows_than_are_fetched_at_once_come_out_whole(
    client: Client, monkeypatch: pytest.MonkeyPatch, readings: list[Reading]
) -> None:
    monkeypatch.setattr("tenfold.web.readings.history.exports.AT_ONCE", 5)
    assert len(content(client.get("/history/export.jsonl")).splitlines()) == 12


@pytest.mark.parametrize("kind", ["csv", "jsonl", "zip"])
def test_an_export_holds_nothing_of_others(
    sign_in: Any, member: User, stranger: User, kind: str
) -> None:
    invent(member, 3)
    data = content(sign_in(stranger).get(f"/history/export.{kind}"))
    assert b"tenfold_small" not in data
    assert b"0000" not in data.replace(b"\x00", b"")


def test_a_wrong_filter_exports_nothing(client: Client, readings: list[Reading]) -> None:
    assert client.get("/history/export.csv?band=x").status_code == 400
    assert client.get("/history/export.xls").status_code == 404


def test_deleting_one_takes_its_row_and_its_file(
    client: Client, readings: list[Reading], web_home: Path
) -> None:
    alone = next(r for r in readings if r.picture.readings.count() == 1)
    client.post("/history/delete", {"ids": alone.pk})
    assert not Reading.objects.filter(pk=alone.pk).exists()
    assert alone.picture.sha256 not in files(web_home)
    assert Reading.objects.count() == 11


def test_a_picture_that_another_reading_uses_stays(
    client: Client, readings: list[Reading], web_home: Path
) -> None:
    kept = Reading.objects.exclude(picture=readings[0].picture).first()
    Reading.objects.filter(pk=kept.pk).update(picture=readings[0].picture)
    client.post("/history/delete", {"ids": readings[0].pk})
    assert readings[0].picture.sha256 in files(web_home)


def test_deleting_a_selection_leaves_the_rest(client: Client, readings: list[Reading]) -> None:
    client.post("/history/delete", {"ids": [r.pk for r in readings[:5]]})
    assert list(Reading.objects.order_by("-pk")) == readings[5:]


def test_deleting_all_needs_the_word(client: Client, readings: list[Reading]) -> None:
    form = {"all": "1", "newest": readings[0].pk}
    assert client.post("/history/delete", form).status_code == 400
    assert client.post("/history/delete", {**form, "word": "yes"}).status_code == 400
    assert Reading.objects.count() == 12


def test_deleting_all_leaves_no_row_and_no_file(
    client: Client, readings: list[Reading], web_home: Path
) -> None:
    assert files(web_home)
    form = {"all": "1", "newest": readings[0].pk, "word": "Delete"}
    assert client.post("/history/delete", form).status_code == 302
    assert not Reading.objects.exists()
    assert not Picture.objects.exists()
    assert files(web_home) == []


def test_deleting_all_of_a_filter_leaves_what_it_leaves_out(
    client: Client, readings: list[Reading]
) -> None:
    Reading.objects.filter(pk__in=[r.pk for r in readings[:4]]).update(name="gone.png")
    form = {"all": "1", "newest": readings[0].pk, "q": "gone.png", "word": "delete"}
    client.post("/history/delete", form)
    assert list(Reading.objects.order_by("-pk")) == readings[4:]


def test_what_came_after_the_question_stays(client: Client, readings: list[Reading]) -> None:
    form = {"all": "1", "newest": readings[2].pk, "word": "delete"}
    client.post("/history/delete", form)
    assert list(Reading.objects.order_by("-pk")) == readings[:2]


def test_a_script_deletes_in_parts_and_hears_what_is_left(
    client: Client, readings: list[Reading], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenfold.web.readings.views.history_files.AT_ONCE", 5)
    form = {"all": "1", "newest": readings[0].pk, "word": "delete"}
    answers = [client.post("/history/delete", form, headers=JSON).json() for _ in range(3)]
    assert [a["left"] for a in answers] == [7, 2, 0]


@pytest.mark.parametrize(
    "form",
    [
        {"ids": "x"},
        {"ids": "-1"},
        {"all": "1", "word": "delete"},
        {"all": "1", "newest": "x", "word": "delete"},
        {"all": "1", "newest": "99", "band": "wrong", "word": "delete"},
    ],
)
def test_where_it_is_not_clear_what_is_meant_nothing_goes(
    client: Client, readings: list[Reading], form: dict[str, str]
) -> None:
    assert client.post("/history/delete", form).status_code == 400
    assert Reading.objects.count() == 12


def test_nobody_deletes_what_is_another_s(sign_in: Any, member: User, stranger: User) -> None:
    invent(member, 4)
    ids = list(Reading.objects.values_list("pk", flat=True))
    client = sign_in(stranger)
    client.post("/history/delete", {"ids": ids})
    client.post("/history/delete", {"all": "1", "newest": max(ids), "word": "delete"})
    assert Reading.objects.of(member).count() == 4


def test_the_question_counts_readings_and_pictures(client: Client, readings: list[Reading]) -> None:
    page = client.get(f"/history/delete?all=1&newest={readings[0].pk}").content.decode()
    assert "Delete 12 readings?" in page
    assert f"{Picture.objects.count()}, less those" in page
    assert Reading.objects.count() == 12
