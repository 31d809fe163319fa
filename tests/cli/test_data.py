from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from subprocess import CompletedProcess

import numpy as np
import pytest
from PIL import Image

Run = Callable[..., CompletedProcess[bytes]]


@pytest.fixture(autouse=True)
def no_other_home(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TENFOLD_DATA", raising=False)


@pytest.fixture
def digits(tmp_path: Path) -> Path:
    """A folder with one folder a class, two pictures in each."""
    random = np.random.default_rng(0)
    for digit in range(10):
        folder = tmp_path / "digits" / str(digit)
        folder.mkdir(parents=True)
        for i in range(2):
            picture = np.full((12, 10), 255, np.uint8)
            picture[2:-2, 2:-2] = random.integers(0, 200, (8, 6))
            Image.fromarray(picture).save(folder / f"{i}.png")
    return tmp_path / "digits"


def test_list_says_what_is_here_and_how_to_get_the_rest(tenfold: Run, tmp_path: Path) -> None:
    (tmp_path / "tenfold-home" / "data" / "mnist").mkdir(parents=True)
    done = tenfold("data", "list")
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 0
    assert lines[0].startswith("mnist  ")
    assert lines[1].strip() == str(tmp_path / "tenfold-home" / "data" / "mnist")
    assert "not here: tenfold data fetch emnist" in done.stdout.decode()
    assert "not here: no public address is known" in done.stdout.decode()


def test_list_as_json_is_one_array(tenfold: Run) -> None:
    rows = json.loads(tenfold("data", "list", "--format", "json").stdout)
    assert rows[0].keys() == {"name", "what", "licence", "path", "fetch"}
    assert (rows[0]["name"], rows[0]["path"], rows[0]["fetch"]) == ("mnist", None, "mnist")


def test_info_tells_what_a_folder_holds(tenfold: Run, digits: Path) -> None:
    done = tenfold("data", "info", digits)
    facts = dict(line.split(maxsplit=1) for line in done.stdout.decode().splitlines())
    assert (done.returncode, done.stderr) == (0, b"")
    assert facts["count"] == "20"
    assert facts["classes"].startswith("0: 2, 1: 2, ")
    assert facts["sizes"] == "10x12: 20"
    assert facts["polarity"] == "dark-on-light"
    assert facts["writers"] == "not known"


def test_info_as_json_has_the_problems_too(tenfold: Run, digits: Path) -> None:
    (digits / "3" / "bad.png").touch()
    facts = json.loads(tenfold("data", "info", digits, "--format", "json").stdout)
    assert facts["classes"]["3"] == 2
    assert facts["problems"] == [{"path": f"{digits}/3/bad.png", "reason": "the file is empty"}]


def test_info_of_one_part(tenfold: Run, tmp_path: Path) -> None:
    arrays = {"images": np.zeros((2, 4, 4), np.uint8), "labels": np.array([1, 2])}
    np.savez(tmp_path / "a.npz", split=np.array(["train", "test"]), **arrays)
    done = tenfold("data", "info", "a.npz", "--split", "test", "-f", "json")
    assert json.loads(done.stdout)["classes"] == {"2": 1}


def test_info_names_few_problems_and_says_where_the_rest_is(tenfold: Run, digits: Path) -> None:
    for i in range(12):
        (digits / "3" / f"bad{i}.png").touch()
    done = tenfold("data", "info", digits)
    assert done.stdout.count(b"the file is empty") == 10
    assert b"12 problems; all of them: tenfold data check" in done.stderr


def test_info_of_strings_counts_their_digits(tenfold: Run, data_home: Path) -> None:
    done = tenfold("data", "info", data_home / "strings_unipen")
    assert b"count        626\n" in done.stdout


def test_a_sound_set_passes_the_check(tenfold: Run, digits: Path) -> None:
    done = tenfold("data", "check", digits)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"20 good pictures.\n")


def test_the_check_names_every_fault_and_fails(tenfold: Run, digits: Path) -> None:
    (digits / "3" / "empty.png").touch()
    (digits / "3" / "text.png").write_text("hello")
    shutil.copy(digits / "1" / "0.png", digits / "7" / "copy.png")
    done = tenfold("data", "check", digits)
    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    assert lines[0] == f"{digits}/3/empty.png: the file is empty"
    assert lines[1].startswith(f"{digits}/3/text.png: begins with b'hello'")
    assert lines[2].endswith(f"in class 1, and the same picture is {digits}/7/copy.png (7)")
    assert done.stderr.endswith(b"21 good pictures, 3 faults.\n")


def test_the_check_as_json_has_a_list_for_each_kind(tenfold: Run, digits: Path) -> None:
    (digits / "3" / "empty.png").touch()
    done = tenfold("data", "check", digits, "--format", "json")
    report = json.loads(done.stdout)
    assert done.returncode == 1
    assert [fault["path"] for fault in report["bad"]] == [f"{digits}/3/empty.png"]
    assert (report["conflicts"], report["leaks"], report["blank"]) == ([], [], [])


def test_names_of_files_cannot_steer_the_terminal(tenfold: Run, digits: Path) -> None:
    (digits / "3" / "a\x1b[2Jb.png").touch()
    assert b"\x1b" not in tenfold("data", "check", digits).stdout


@pytest.mark.parametrize("command", ["info", "check", "fetch"])
def test_an_unknown_name_gets_a_suggestion(command: str, tenfold: Run) -> None:
    done = tenfold("data", command, "mnits")
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"Unknown data set 'mnits', did you mean 'mnist'?" in done.stderr


def test_no_name_is_wrong_use(tenfold: Run) -> None:
    assert tenfold("data", "info").returncode == 2


@pytest.fixture
def mirror(data_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server with the real files of MNIST."""
    monkeypatch.setenv("no_proxy", "*")

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = partial(Quiet, directory=str(data_home / "mnist"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_fetch_prints_where_the_set_lies_and_no_bar_into_a_pipe(
    tenfold: Run, mirror: str, tmp_path: Path
) -> None:
    done = tenfold("data", "fetch", "mnist", "--from", mirror)
    assert done.returncode == 0
    assert done.stdout.decode().strip() == str(tmp_path / "tenfold-home" / "data" / "mnist")
    assert b"%" not in done.stderr
    assert b"qmnist-train-labels-idx2-int.gz left out" in done.stderr
    facts = json.loads(tenfold("data", "info", "mnist", "-f", "json").stdout)
    assert facts["splits"] == {"train": 60_000, "test": 10_000}


def test_fetch_into_a_folder_of_ones_choice(tenfold: Run, mirror: str, tmp_path: Path) -> None:
    done = tenfold("data", "fetch", "mnist", "--from", mirror, "--to", tmp_path / "sets")
    assert done.stdout.decode().strip() == str(tmp_path / "sets" / "mnist")


def test_fetch_says_what_went_wrong(tenfold: Run, mirror: str, tmp_path: Path) -> None:
    done = tenfold("data", "fetch", "emnist", "--from", mirror)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"Cannot fetch emnist.zip" in done.stderr
    assert b"404" in done.stderr


@pytest.mark.parametrize("command", ["list", "info", "check", "fetch"])
def test_help_has_an_example(command: str, tenfold: Run) -> None:
    assert f"tenfold data {command}".encode() in tenfold("data", command, "--help").stdout
