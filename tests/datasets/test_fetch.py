from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tenfold.datasets.addresses import EMNIST, WRITERS_TEST, WRITERS_TRAIN, RemoteFile
from tenfold.datasets.fetch import fetch
from tenfold.datasets.loading import load
from tenfold.errors import DatasetError

if TYPE_CHECKING:
    from tests.datasets.conftest import FileServer

WriteIdx = Callable[[Path, np.ndarray], Path]
Files = dict[str, tuple[RemoteFile, ...]]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("TENFOLD_DATA", raising=False)
    return tmp_path / "tenfold-home" / "data"


def serve(server: FileServer, path: Path, **how: object) -> RemoteFile:
    """Serve a file and say what it is."""
    server.files[path.name] = data = path.read_bytes()
    checksum = f"md5:{hashlib.md5(data).hexdigest()}"
    return RemoteFile(path.name, (f"{server.url}/{path.name}",), checksum, **how)


@pytest.fixture
def mnist(server: FileServer, mnist_folder: Path, write_idx: WriteIdx) -> Files:
    """A server with MNIST, and QMNIST's labels: twice as many to test, as there."""
    served = [serve(server, path) for path in sorted(mnist_folder.iterdir())]
    for file, n in ((WRITERS_TRAIN, 20), (WRITERS_TEST, 20)):
        rows = np.zeros((n, 8), np.int32)
        rows[:, 0], rows[:, 2] = np.arange(n) % 10, 2000 + np.arange(n)
        path = write_idx(mnist_folder.parent / file.name, rows)
        served.append(serve(server, path, optional=True, makes="writers.npz"))
    return {"mnist": tuple(served)}


def test_a_fetched_set_can_be_loaded_by_its_name(home: Path, mnist: Files) -> None:
    path, problems = fetch("mnist", files=mnist)
    assert (path, problems) == (home / "mnist", [])
    assert len(load("mnist")) == 30


def test_writers_are_made_of_the_labels_that_know_them(home: Path, mnist: Files) -> None:
    fetch("mnist", files=mnist)
    writers = load("mnist").writers
    assert writers is not None
    assert writers.tolist() == [f"{2000 + i}" for i in (*range(20), *range(10))]
    assert not (home / "mnist" / WRITERS_TRAIN.name).exists()


def test_writers_of_other_digits_are_left_out(
    home: Path, mnist: Files, server: FileServer, write_idx: WriteIdx
) -> None:
    rows = write_idx(home.parent / WRITERS_TRAIN.name, np.ones((20, 8), np.int32))
    other = serve(server, rows, optional=True, makes="writers.npz")
    files = (*mnist["mnist"][:4], other, mnist["mnist"][5])
    _, [problem] = fetch("mnist", files={"mnist": files})
    assert "its digits are not MNIST's" in problem.reason
    assert load("mnist").writers is None


def test_a_set_is_whole_without_its_optional_files(
    home: Path, mnist: Files, server: FileServer
) -> None:
    del server.files[WRITERS_TEST.name]
    _, [problem] = fetch("mnist", files=mnist)
    assert problem.path == WRITERS_TEST.name
    assert load("mnist").writers is None


def test_what_was_missing_is_fetched_later_and_nothing_else(
    home: Path, mnist: Files, server: FileServer
) -> None:
    table = server.files.pop(WRITERS_TEST.name)
    fetch("mnist", files=mnist)
    server.files[WRITERS_TEST.name] = table
    server.asked.clear()
    fetch("mnist", files=mnist)
    assert {name for name, _ in server.asked} <= {WRITERS_TRAIN.name, WRITERS_TEST.name}
    assert load("mnist").writers is not None


def test_a_set_that_is_here_is_not_fetched_again(
    home: Path, mnist: Files, server: FileServer
) -> None:
    fetch("mnist", files=mnist)
    server.asked.clear()
    assert fetch("mnist", files=mnist)[0] == home / "mnist"
    assert server.asked == []


def test_a_set_fetched_in_part_is_not_found_and_carried_on(
    home: Path, mnist: Files, server: FileServer
) -> None:
    gone = server.files.pop("train-labels-idx1-ubyte.gz")
    with pytest.raises(DatasetError, match=r"cannot fetch train-labels-idx1-ubyte\.gz"):
        fetch("mnist", files=mnist)
    with pytest.raises(DatasetError, match="run: tenfold data fetch mnist"):
        load("mnist")
    server.files["train-labels-idx1-ubyte.gz"] = gone
    server.asked.clear()
    fetch("mnist", files=mnist)
    assert "train-images-idx3-ubyte.gz" not in {name for name, _ in server.asked}
    assert len(load("mnist")) == 30


def test_a_mirror_of_ones_own_takes_the_place_of_the_public_ones(
    home: Path, mnist: Files, server: FileServer
) -> None:
    public = {
        "mnist": tuple(
            RemoteFile(f.name, ("https://public.invalid/x",), f.checksum, f.optional, f.makes)
            for f in mnist["mnist"]
        )
    }
    fetch("mnist", files=public, mirror=f"{server.url}/")
    assert len(load("mnist")) == 30


def test_progress_is_told_by_file(home: Path, mnist: Files) -> None:
    told: set[str] = set()
    fetch("mnist", files=mnist, report=lambda name, done, total: told.add(name))
    assert told == {file.name for file in mnist["mnist"]}


def test_emnist_is_unpacked_and_the_zip_dropped(
    home: Path, tmp_path: Path, server: FileServer, write_idx: WriteIdx
) -> None:
    with zipfile.ZipFile(tmp_path / "emnist.zip", "w") as file:
        for name, array in (
            ("emnist-digits-train-images-idx3-ubyte.gz", np.zeros((2, 28, 28), np.uint8)),
            ("emnist-digits-train-labels-idx1-ubyte.gz", np.array([4, 2], np.uint8)),
        ):
            file.write(write_idx(tmp_path / "made" / name, array), f"gzip/{name}")
        file.writestr("../emnist-evil-ubyte.gz", b"harmless")
        file.writestr("gzip/emnist-digits-mapping.txt", b"0 48")
    files = {"emnist": (serve(server, tmp_path / "emnist.zip", makes=EMNIST.makes),)}
    path, _ = fetch("emnist-digits", files=files)
    assert load("emnist-digits", "train").labels.tolist() == [4, 2]
    assert not (path / "emnist.zip").exists()
    assert not (path.parent / "emnist-evil-ubyte.gz").exists()
    server.asked.clear()
    fetch("emnist", files=files)
    assert server.asked == []


def test_a_set_without_public_address_is_refused_with_those_that_have_one(home: Path) -> None:
    with pytest.raises(DatasetError, match=r"no public address .*; these have one: mnist, emnist"):
        fetch("unipen_digits")


def test_an_unknown_name_gets_a_suggestion(home: Path) -> None:
    with pytest.raises(DatasetError, match="unknown data set 'mnits', did you mean 'mnist'"):
        fetch("mnits")
