"""`tenfold evaluate` by its real process, on a set and a model of the test's own."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest


@pytest.fixture
def sevens(tmp_path: Path) -> Path:
    """Thirty pictures of upright strokes, of which 24 are labelled 7."""
    images = np.zeros((30, 28, 28), np.uint8)
    images[:, 4:24, 12:15] = 255
    labels = np.array([7] * 24 + [1] * 6)
    np.savez(tmp_path / "sevens.npz", images=images, labels=labels)
    return tmp_path / "sevens.npz"


def test_it_prints_accuracy_with_interval_and_n(tenfold, sevens, always_seven):
    result = tenfold("evaluate", sevens, "--model", always_seven, "--robustness", 5)
    text = result.stdout.decode()
    assert result.returncode == 0, result.stderr.decode()
    assert "80.00%" in text
    assert "62.69 to 90.49%" in text
    assert "Robustness, 5 digits each" in text


def test_json_is_clean_on_stdout(tenfold, sevens, always_seven):
    result = tenfold("evaluate", sevens, "-m", always_seven, "--robustness", 0, "-f", "json")
    found = json.loads(result.stdout)
    assert found["accuracy"]["hits"] == 24
    assert found["conditions"]["model"] == "always_seven"
    assert [c["threshold"] for c in found["coverage"] if c["source"] == "card"] == [0.99, 0.5]
    assert found["robustness"] == []


def test_it_writes_a_page_and_says_so_on_stderr(tenfold, sevens, always_seven, tmp_path):
    result = tenfold(
        "evaluate", sevens, "-m", always_seven, "--robustness", 2, "--report", "out.html"
    )
    assert b"Wrote out.html." in result.stderr
    assert (tmp_path / "out.html").read_text("utf-8").startswith("<!doctype html>")


def test_a_page_into_no_folder_is_refused_before_the_work(tenfold, sevens, always_seven):
    result = tenfold("evaluate", sevens, "-m", always_seven, "--report", "missing/out.html")
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"missing, which is no folder" in result.stderr


def test_an_unknown_set_ends_with_1_and_says_what_is_known(tenfold, always_seven):
    result = tenfold("evaluate", "mnits", "-m", always_seven)
    assert (result.returncode, result.stdout) == (1, b"")
    assert b"mnist" in result.stderr
    assert b"Traceback" not in result.stderr


def test_a_split_that_the_set_has_not_is_named(tenfold, sevens, always_seven):
    result = tenfold("evaluate", sevens, "-m", always_seven, "--split", "test")
    assert result.returncode == 1
    assert b"split" in result.stderr


def test_help_shows_an_example(tenfold):
    assert b"tenfold evaluate mnist --split test" in tenfold("evaluate", "--help").stdout


def test_pictures_that_are_left_out_are_named_on_stderr(tenfold, tmp_path, always_seven):
    import cv2

    folder = tmp_path / "digits" / "7"
    folder.mkdir(parents=True)
    image = np.zeros((28, 28), np.uint8)
    image[4:24, 12:15] = 255
    for k in range(3):
        cv2.imwrite(str(folder / f"{k}.png"), image)
    (folder / "bad.png").write_text("no picture")
    result = tenfold("evaluate", "digits", "-m", always_seven, "--robustness", 0, "-f", "json")
    assert result.returncode == 0, result.stderr.decode()
    assert b"bad.png" in result.stderr
    assert json.loads(result.stdout)["conditions"]["left_out"] == 1
