from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from tenfold.datasets import load, load_strings
from tenfold.datasets.base import NOT_A_DIGIT
from tenfold.datasets.registry import SOURCES, Source
from tenfold.errors import DatasetError

WritePicture = Callable[..., Path]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data home, and no other."""
    monkeypatch.delenv("TENFOLD_DATA", raising=False)
    folder = tmp_path / "tenfold-home" / "data"
    folder.mkdir(parents=True)
    return folder


@pytest.mark.parametrize("name", ["mnist", "MNIST"])
def test_a_name_is_looked_up_in_the_data_home(name: str, home: Path, mnist_folder: Path) -> None:
    mnist_folder.rename(home / "mnist")
    dataset = load(name, "test")
    assert (dataset.name, len(dataset)) == ("mnist", 10)
    assert "LeCun" in dataset.licence


def test_a_dash_is_as_good_as_an_underscore(home: Path) -> None:
    np.savez(home / "paper_digits.npz", images=np.zeros((1, 2, 2), np.uint8), labels=np.array([3]))
    assert load("paper-digits").name == "paper_digits"


def test_a_set_that_is_not_here_says_how_to_fetch_it(home: Path) -> None:
    with pytest.raises(DatasetError, match=r"mnist is not in .*; run: tenfold data fetch mnist"):
        load("mnist")


def test_a_set_without_public_address_says_so(home: Path) -> None:
    with pytest.raises(DatasetError, match="no public address with a checksum is known"):
        load("unipen_digits")


def test_a_misspelt_name_gets_a_suggestion(home: Path) -> None:
    with pytest.raises(DatasetError, match=r"unknown data set 'mnsit', did you mean 'mnist'\?"):
        load("mnsit")


def test_a_folder_here_may_have_the_name_of_a_set_that_is_not(
    home: Path, tmp_path: Path, mnist_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert len(load("mnist")) == 30


@pytest.mark.parametrize("path", ["no/such/folder", "train.csv", Path("mnist")])
def test_a_missing_path_is_named_as_one(path: str | Path, home: Path) -> None:
    with pytest.raises(DatasetError, match=f"no file or folder {path}"):
        load(path)


def test_strings_are_no_set_of_digits(home: Path) -> None:
    (home / "strings_unipen").mkdir()
    with pytest.raises(DatasetError, match="holds strings of digits"):
        load("strings_unipen")


def test_strings_are_loaded_by_path(tmp_path: Path, write_picture: WritePicture) -> None:
    write_picture(tmp_path / "0.png")
    (tmp_path / "labels.csv").write_text("file,text\n0.png,12\n")
    assert load_strings(tmp_path).digits == ("12",)


KINDS = ("classes", "nist", "zipped.zip", "zipped_nist.zip", "rows.csv", "a.npz")


@pytest.fixture
def kinds(tmp_path: Path, write_picture: WritePicture) -> Path:
    """A folder with one 7 in each form."""
    picture = write_picture(tmp_path / "classes" / "7" / "x.png")
    write_picture(tmp_path / "nist" / "37" / "hsf_0" / "x.png")
    for name, place in (("zipped", "7/x.png"), ("zipped_nist", "by_class/37/hsf_0/x.png")):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as file:
            file.write(picture, place)
    (tmp_path / "rows.csv").write_text("7,0,0,0,255\n")
    np.savez(tmp_path / "a.npz", images=np.zeros((1, 2, 2), np.uint8), labels=np.array([7]))
    return tmp_path


@pytest.mark.parametrize("kind", KINDS)
def test_a_path_says_itself_what_it_is(kind: str, kinds: Path) -> None:
    assert load(kinds / kind).labels.tolist() == [7]
    assert load(str(kinds / kind)).labels.tolist() == [7]


def test_a_path_of_idx_files_is_seen(mnist_folder: Path) -> None:
    assert len(load(mnist_folder, "test")) == 10
    assert len(load(mnist_folder / "t10k-images-idx3-ubyte.gz")) == 10


def test_kaggles_folder_is_read_from_its_file_with_labels(tmp_path: Path) -> None:
    (tmp_path / "train.csv").write_text("label,pixel0,pixel1,pixel2,pixel3\n7,0,0,0,255\n")
    (tmp_path / "test.csv").write_text("pixel0,pixel1,pixel2,pixel3\n0,0,0,255\n")
    assert load(tmp_path).labels.tolist() == [7]


@pytest.mark.parametrize("name", ["notes.txt", "picture.png", "empty"])
def test_a_path_that_holds_no_set_says_what_could(name: str, tmp_path: Path) -> None:
    (tmp_path / name).touch() if "." in name else (tmp_path / name).mkdir()
    with pytest.raises(
        DatasetError, match="is no data set that Tenfold knows; expected one folder"
    ):
        load(tmp_path / name)


PUBLISHED = {
    "mnist": (70_000, 836),
    "unipen_digits": (11_514, 10),
    "pendigits": (10_992, 0),
    "optdigits": (2_880, 0),
    "paper_digits": (10_000, 10),
    "letters_emnist": (26_000, 0),
    "letters_unipen": (8_855, 14),
    "symbols_paper": (6_400, 0),
}


@pytest.mark.parametrize(("name", "expected"), PUBLISHED.items())
def test_a_real_set_has_its_pictures_and_groups(
    name: str, expected: tuple[int, int], data_home: Path
) -> None:
    dataset = load(name)
    groups = 0 if dataset.groups is None else len(set(dataset.groups))
    assert (len(dataset), groups) == expected
    assert dataset.problems == ()
    assert dataset.licence


@pytest.mark.parametrize("name", ["letters_emnist", "letters_unipen", "symbols_paper"])
def test_a_real_set_of_letters_holds_no_digit(name: str, data_home: Path) -> None:
    assert load(name).counts.keys() == {NOT_A_DIGIT}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_every_named_set_says_what_it_is_and_under_which_licence(source: Source) -> None:
    assert source.what
    assert source.licence
