"""Data that people bring: taken whole, limited, and never above its folder."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.support.training import Sent, class_folders
from tests.support.uploads import zipped

from tenfold.datasets import load
from tenfold.web.accounts.models import User
from tenfold.web.readings.incoming import Refused
from tenfold.web.runs import choices, uploads
from tenfold.web.runs.models import Data


@pytest.fixture
def data(owner: User, web_home: Path) -> Data:
    """An open data set of the owner's."""
    return uploads.create(owner, "mine")


def test_folder_of_class_folders_loads_as_it_was(owner: User, data: Data) -> None:
    files = [*class_folders(3), Sent("digits/notes.txt", b"x"), Sent("digits/.DS_Store", b"x")]
    uploads.add_files(data, list(enumerate(files)))
    uploads.close(data)
    assert (data.files, data.left_out) == (30, 2)
    (path,) = choices.places(owner, "mine")
    assert sorted(load(path).labels.tolist()) == sorted(list(range(10)) * 3)


def test_zip_stays_one_and_is_counted(owner: User, data: Data) -> None:
    members = {file.name: file.data for file in class_folders(2)}
    uploads.add_files(data, [(0, Sent("digits.zip", zipped(members)))])
    uploads.close(data)
    (path,) = choices.places(owner, "mine")
    assert (data.files, len(load(path))) == (20, 20)


@pytest.mark.parametrize(
    "name", ["../../../evil/7/a.png", "/etc/7/a.png", "..\\..\\7\\a.png", "7/../../../a.png"]
)
def test_name_never_leads_out_of_the_folder(data: Data, name: str) -> None:
    uploads.add_files(data, [(0, Sent(name, class_folders(1)[0].data))])
    files = [path for path in Path(data.folder).rglob("*") if path.is_file()]
    assert len(files) == 1
    home = data.folder.parents[1]
    assert all(path.is_relative_to(data.folder) for path in home.rglob("*a.png"))


@pytest.mark.parametrize("name", ["7/" + "é" * 300 + ".png", "a" * 300 + "/7/x.png", "7/a?*:b.png"])
def test_names_that_a_file_system_refuses_are_shortened(data: Data, name: str) -> None:
    uploads.add_files(data, [(0, Sent(name, class_folders(1)[0].data))])
    data.refresh_from_db()
    assert data.files == 1


def test_file_that_is_sent_twice_is_kept_once(data: Data) -> None:
    file = class_folders(1)[0]
    for _ in range(2):
        uploads.add_files(data, [(5, file)])
    uploads.add_files(data, [(6, file)])
    data.refresh_from_db()
    assert data.files == 2


def test_bomb_is_refused_and_leaves_nothing(data: Data) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("7/a.png", bytes(90_000_000))
    for name in ("bomb.zip", "bomb.npz"):
        with pytest.raises(Refused, match="times its size"):
            uploads.add_files(data, [(0, Sent(name, file.getvalue()))])
    assert list(data.folder.iterdir()) == []


def test_unpacked_gz_counts(data: Data, settings: Any) -> None:
    settings.TENFOLD_MAX_BATCH_BYTES = 1_000_000
    with pytest.raises(Refused, match="more than 1 MB"):
        uploads.add_files(data, [(0, Sent("rows.csv.gz", gzip.compress(bytes(2_000_000))))])


def test_limits_of_files_and_bytes_hold(data: Data, settings: Any) -> None:
    settings.TENFOLD_MAX_DATA_FILES = 2
    files = list(enumerate(class_folders(1)))
    with pytest.raises(Refused, match="more than 2 files"):
        uploads.add_files(data, files[:3])
    settings.TENFOLD_MAX_DATA_FILES = 100
    settings.TENFOLD_MAX_BATCH_BYTES = 10
    with pytest.raises(Refused, match="MB"):
        uploads.add_files(data, files[4:5])


def test_nothing_to_learn_from_is_told_at_the_end(data: Data) -> None:
    uploads.add_files(data, [(0, Sent("notes.txt", b"x"))])
    with pytest.raises(Refused, match="nothing to learn from"):
        uploads.close(data)


def test_name_that_is_taken_gets_a_number(owner: User, data: Data) -> None:
    assert uploads.create(owner, "mine").name == "mine 2"
    assert uploads.create(owner, "mnist").name == "mnist 2", "a name of the library is taken"
    assert uploads.create(owner, "../..").name == "My data"


def test_large_file_comes_in_parts(owner: User, sign_in: Callable[[User], Client]) -> None:
    client = sign_in(owner)
    whole = zipped({file.name: file.data for file in class_folders(2)})
    number = client.post("/runs/data/new", {"name": "parts"}).json()["id"]
    half = len(whole) // 2
    for offset, part in ((0, whole[:half]), (half, whole[half:]), (half, whole[half:])):
        where = f"position=0&name=d.zip&offset={offset}&size={len(whole)}"
        answer = client.post(
            f"/runs/data/{number}/parts?{where}", part, content_type="application/octet-stream"
        )
        assert answer.json() == {"received": offset + len(part)}
    assert client.post(f"/runs/data/{number}/close").json()["files"] == 20


def test_form_brings_files_with_their_folders(
    owner: User, stranger: User, sign_in: Callable[[User], Client]
) -> None:
    client = sign_in(owner)
    number = client.post("/runs/data/new", {"name": "forms"}).json()["id"]
    files = class_folders(1)
    form = {
        "file": [SimpleUploadedFile("x.png", file.data) for file in files],
        "path": [file.name for file in files],
        "position": list(range(10)),
    }
    assert client.post(f"/runs/data/{number}/files", form).json()["files"] == 10
    for word in ("files", "parts", "close", "delete"):
        assert sign_in(stranger).post(f"/runs/data/{number}/{word}").status_code == 404
    assert client.post(f"/runs/data/{number}/delete").status_code == 204
    assert not Data.objects.exists()
